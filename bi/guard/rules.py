"""The rules of the guard. A refusal names one; docs/guard.md tells what each means."""

from __future__ import annotations

from bi.model.errors import QueryRefused

RULES: dict[str, str] = {
    "length": "The text is longer than 100,000 characters.",
    "size": "The statement has more than 20,000 words and signs.",
    "depth": "Parentheses, queries or operators are nested more than 150 deep.",
    "joins": "More than 100 tables and queries are read, or more than 6 of them unjoined.",
    "result": "A query gives no column, or more than 500.",
    "growth": "A function could make a very long text from a short one.",
    "syntax": "The text is no SQL of this dialect.",
    "one_statement": "There is no statement, or more than one.",
    "not_a_query": "The statement is no SELECT.",
    "comment": "A comment is one that MySQL would execute.",
    "construct": "A part of the statement is none that reading needs.",
    "function": "The function is not on the list of those that are known to be harmless.",
    "type": "The type is not on the list of those that values may have.",
    "parameter": "A placeholder or a variable stands where a value belongs.",
    "split_word": "A word is put together from pieces, which hides what it says.",
    "mixed_letters": "A name mixes letters of several scripts that look alike (no catalog given).",
    "source": "Something else than a table or a query stands in FROM, or a table stands elsewhere.",
    "table_function": "A function stands in FROM.",
    "table_option": "A table is read in a special way: as of a moment, with a hint.",
    "system_table": "The table is one of the database's own (no catalog given).",
    "file": "The name is that of a file, which some engines would open (no catalog given).",
    "settings": "A setting of the database is changed, or a format of its answer chosen.",
    "recursive": "WITH RECURSIVE could run for ever.",
    "unknown_table": "The catalog has no such table.",
    "unknown_column": "The catalog has no such column, or it belongs to no table in sight.",
    "column_aliases": "A table's columns are renamed, which hides which ones are meant.",
    "cte_hides_table": "A query in WITH is called like a table of the catalog.",
}


def refusal(rule: str, message: str) -> QueryRefused:
    """To be raised: `message` is for whoever wrote the SQL."""
    assert rule in RULES, rule
    return QueryRefused(message, rule=rule)
