"""Words that cannot name a column or table unquoted, beyond those that sqlglot knows of."""

from __future__ import annotations

from sqlglot import exp


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# learn.microsoft.com/sql/t-sql/language-elements/reserved-keywords-transact-sql
TSQL = _words("""
    add all alter authorization begin check column commit constraint create default delete drop
    end fetch for foreign grant index insert key primary references rollback session_user set some
    table transaction unique update user backup break browse bulk cascade checkpoint close clustered coalesce compute contains
    containstable continue convert current cursor database dbcc deallocate declare deny disk
    distributed double dump errlvl escape exec execute exit external file fillfactor freetext
    freetexttable function goto holdlock identity identity_insert identitycol if kill lineno load
    merge national nocheck nonclustered nullif of off offsets open opendatasource openquery
    openrowset openxml option over percent plan precision print proc procedure public raiserror
    read readtext reconfigure replication restore restrict return revert revoke rowcount
    rowguidcol rule save schema securityaudit semantickeyphrasetable
    semanticsimilaritydetailstable semanticsimilaritytable setuser shutdown statistics system_user
    textsize top tran trigger truncate try_convert tsequal updatetext use varying view waitfor
    while within writetext
""")
# docs.snowflake.com/en/sql-reference/reserved-keywords
SNOWFLAKE = _words("""
    account connect connection current database exists following gscluster increment issue minus
    of organization regexp revoke rlike sample schema start trigger try_cast view whenever
""")
# trino.io/docs/current/language/reserved.html
TRINO = _words("""
    alter cube current_path deallocate escape execute extract grouping json_array json_exists
    json_object json_query json_table json_value listagg normalize prepare recursive rollup skip
    trim uescape unnest
""")


def quoted_words(tree: exp.Select, words: frozenset[str]) -> exp.Select:
    """`tree` with quotes round every name that is one of some words."""
    for name in tree.find_all(exp.Identifier):
        if name.this in words:
            name.set("quoted", True)
    return tree
