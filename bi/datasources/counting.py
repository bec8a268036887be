"""How many rows a query has, counted by the database and no further than need be."""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bi.model.errors import QueryRefused


def count_sql(sql: str, dialect: str, most: int) -> str:
    """SQL that counts the rows of `sql`, at most so many. Raises QueryRefused."""
    try:
        query = sqlglot.parse_one(sql, dialect=dialect)
    except SqlglotError:
        raise QueryRefused("The statement cannot be read.", rule="syntax") from None
    if not isinstance(query, exp.Query):
        raise QueryRefused("Only SELECT may be asked for.", rule="not_a_query")
    if not query.args.get("limit") and not query.args.get("offset"):
        query.set("order", None)  # sorting them would be in vain
    counted = exp.select("*").from_(query.subquery("whole_result")).limit(most)
    count = exp.alias_(exp.Count(this=exp.Star()), "row_count")
    return exp.select(count).from_(counted.subquery("counted")).sql(dialect=dialect)
