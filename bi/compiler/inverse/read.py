"""SQL read back as a question of the catalog's words."""

from __future__ import annotations

from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bi.compiler.compile import CompiledQuery, compile_query
from bi.compiler.inverse.composed import read_composed
from bi.compiler.inverse.not_read import NotRead
from bi.compiler.inverse.select import read_select
from bi.model.catalog import Catalog
from bi.model.errors import QueryNotPossible
from bi.model.semantic import (
    SemanticQuery,
)


@dataclass(frozen=True, slots=True)
class ReadBack:
    """`compiled` is what the compiler writes for `query`; for each column of the SQL that was read,
    `columns` has its place there.

    `is_exact`: it writes the very same SQL. Otherwise only rows can tell whether they are the same.
    """

    query: SemanticQuery
    compiled: CompiledQuery
    columns: tuple[int, ...]
    is_exact: bool


def read_back(sql: str, catalog: Catalog, dialect: str) -> ReadBack:
    """Raises NotRead. The guard has passed the SQL."""
    try:
        tree = sqlglot.parse_one(sql, dialect=dialect)
    except SqlglotError:
        raise NotRead("it cannot be parsed") from None
    if isinstance(tree, exp.Select) and tree.args.get("with_"):
        found = read_composed(tree, catalog, dialect)
        places = tuple(range(len(found.compiled.columns)))
        return ReadBack(found.query, found.compiled, places, is_exact=True)
    query, columns = read_select(tree, catalog, dialect)
    try:
        compiled = compile_query(query, catalog, dialect)
    except QueryNotPossible as error:
        raise NotRead(f"the catalog has no right SQL for it ({error.message})") from None
    again = sqlglot.parse_one(compiled.sql, dialect=dialect)
    return ReadBack(query, compiled, columns, again == tree)
