"""What the catalog tells of the result of SQL that somebody wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlglot
from sqlglot import exp

from bi.compiler.compile import CompiledQuery, compile_query
from bi.compiler.inverse.library import Library
from bi.compiler.inverse.not_read import NotRead
from bi.compiler.inverse.read import read_back
from bi.compiler.inverse.sources import sources_of
from bi.compiler.lineage import datasets_read
from bi.model.catalog import Catalog, ColumnRef
from bi.model.errors import QueryNotPossible
from bi.model.lineage import Lineage, SourceColumn
from bi.model.result import ResultColumn
from bi.model.semantic import DimensionGroup, Measured, SemanticQuery


def described(
    sql: str, catalog: Catalog, dialect: str
) -> tuple[tuple[ResultColumn | None, ...], Lineage]:
    """The columns in order, None for one of which nothing is told (none at all where not even their
    number is), and what the result rests on. Of SQL that the guard has passed."""
    try:
        found = read_back(sql, catalog, dialect)
    except NotRead:
        return _one_by_one(sql, catalog, dialect)
    columns = tuple(found.compiled.columns[place] for place in found.columns)
    return columns, found.compiled.lineage


def _one_by_one(
    sql: str, catalog: Catalog, dialect: str
) -> tuple[tuple[ResultColumn | None, ...], Lineage]:
    """Of SQL that says no question as a whole, some columns may."""
    lineage = datasets_read(sql, catalog, dialect)
    tree = sqlglot.parse_one(sql, dialect=dialect)
    if not isinstance(tree, exp.Select) or tree.is_star:
        return (), lineage
    try:
        sources = sources_of(tree, catalog, dialect)
    except NotRead:
        return (), lineage
    library = Library(sources, catalog, dialect)
    own_time = catalog.dataset(sources.base).time
    is_list = not tree.args.get("group") and not any(
        node.find(exp.AggFunc) for node in tree.expressions
    )
    queries = [_query(one.unalias(), library, is_list, own_time) for one in tree.expressions]
    compiled = [_compiled(query, catalog, dialect) if query else None for query in queries]
    columns = tuple(one.columns[0] if one else None for one in compiled)
    used = _together([one.lineage.columns for one in compiled if one])
    return columns, replace(lineage, columns=used)


def _query(
    node: exp.Expr, library: Library, is_list: bool, own_time: ColumnRef | None
) -> SemanticQuery | None:
    """A question whose first column is this one."""
    try:
        if is_list:
            ref = library.listed(node)
            return SemanticQuery(columns=(ref,), dataset=ref.dataset) if ref else None
        if (group := library.group(node)) is not None:
            if not isinstance(group, DimensionGroup):
                group = replace(group, column=group.column or own_time)
            return SemanticQuery(groups=(group,))
        value = library.value(node)
    except NotRead:
        return None
    return SemanticQuery(measures=(Measured(value),)) if value else None


def _compiled(query: SemanticQuery, catalog: Catalog, dialect: str) -> CompiledQuery | None:
    try:
        return compile_query(query, catalog, dialect)
    except QueryNotPossible:
        return None


def _together(found: Sequence[tuple[SourceColumn, ...]]) -> tuple[SourceColumn, ...]:
    columns: dict[tuple[str, str], SourceColumn] = {}
    for one in (column for some in found for column in some):
        key = (one.dataset, one.name)
        before = columns.get(key, one)
        columns[key] = replace(before, uses=tuple(dict.fromkeys((*before.uses, *one.uses))))
    return tuple(columns.values())
