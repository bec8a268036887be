"""Words that cannot name a column or table unquoted, beyond those that sqlglot knows of."""

from __future__ import annotations

from sqlglot import exp


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# learn.microsoft.com/sql/t-sql/language-elements/reserved-keywords-transact-sql
TSQL = _words("""
    add all alter authorization backup begin break browse bulk cascade check checkpoint close
    clustered coalesce column commit compute constraint contains containstable continue
    convert create current cursor database dbcc deallocate declare default delete deny disk
    distributed double drop dump end errlvl escape exec execute exit external fetch file
    fillfactor for foreign freetext freetexttable function goto grant holdlock identity
    identity_insert identitycol if index insert key kill lineno load merge national nocheck
    nonclustered nullif of off offsets open opendatasource openquery openrowset openxml option
    over percent plan precision primary print proc procedure public raiserror read readtext
    reconfigure references replication restore restrict return revert revoke rollback rowcount
    rowguidcol rule save schema securityaudit semantickeyphrasetable
    semanticsimilaritydetailstable semanticsimilaritytable session_user set setuser shutdown
    some statistics system_user table textsize top tran transaction trigger truncate
    try_convert tsequal unique update updatetext use user varying view waitfor while within
    writetext
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
