"""Order, limit, and the first rows within groups."""

from __future__ import annotations

from sqlglot import exp

from bi.compiler import names
from bi.compiler.calculated import as_cte
from bi.model.errors import QueryNotPossible
from bi.model.result import ColumnRole, ResultColumn
from bi.model.semantic import Limit, Order, OrderTarget, SemanticQuery

_TARGET_ROLES = {
    OrderTarget.MEASURE: (ColumnRole.MEASURE,),
    OrderTarget.CHANGE: (ColumnRole.CHANGE,),
    OrderTarget.COLUMN: (ColumnRole.DETAIL,),
    OrderTarget.GROUP: (ColumnRole.TIME, ColumnRole.DIMENSION),
}


def order_terms(
    query: SemanticQuery, columns: tuple[ResultColumn, ...]
) -> tuple[tuple[str, bool], ...]:
    """Column names and whether they descend: the query's order, then the groups.

    The groups make it a total order, so that a limit cuts ties the same way every time.
    """
    terms: dict[str, bool] = {}
    for order in query.order:
        terms.setdefault(_target(order, columns).name, order.descending)
    for column in columns:
        if column.role in _TARGET_ROLES[OrderTarget.GROUP]:
            terms.setdefault(column.name, False)
    return tuple(terms.items())


def ordered(terms: tuple[tuple[str, bool], ...]) -> list[exp.Expr]:
    return [
        exp.Ordered(this=names.column(name), desc=descending or None, nulls_first=False)
        for name, descending in terms
    ]


def limited(
    rows: exp.Select, query: SemanticQuery, columns: tuple[ResultColumn, ...], rows_name: str
) -> exp.Select:
    """`rows` in order and cut; `rows_name` is their name where they must be numbered first."""
    terms = order_terms(query, columns)
    if query.limit and query.limit.within:
        return _first_within(rows, query.limit, terms, columns, rows_name)
    if terms:
        rows.order_by(*ordered(terms), copy=False)
    if query.limit:
        rows.limit(_count(query.limit), copy=False)
    return rows


def _first_within(
    rows: exp.Select,
    limit: Limit,
    terms: tuple[tuple[str, bool], ...],
    columns: tuple[ResultColumn, ...],
    rows_name: str,
) -> exp.Select:
    groups = [column for column in columns if column.role in _TARGET_ROLES[OrderTarget.GROUP]]
    outer = [_at(groups, index).name for index in limit.within]
    rank = exp.Window(
        this=exp.RowNumber(),
        partition_by=[names.column(name) for name in outer],
        order=exp.Order(expressions=ordered(terms)),
    )
    aliases = names.Aliases()
    for column in columns:
        aliases.take(column.name)
    position = aliases.take("position")
    inner = exp.select(*(names.column(column.name) for column in columns), copy=False)
    inner.select(exp.Alias(this=rank, alias=names.identifier(position)), copy=False)
    inner.from_(exp.Table(this=names.identifier(rows_name)), copy=False)
    ranked = f"ranked_{rows_name}"
    query = exp.select(*(names.column(column.name) for column in columns), copy=False)
    query.from_(exp.Table(this=names.identifier(ranked)), copy=False)
    query.where(exp.LTE(this=names.column(position), expression=_count(limit)), copy=False)
    descending = dict(terms)
    first = {name: descending[name] for name in outer}
    query.order_by(*ordered(tuple((first | descending).items())), copy=False)
    return as_cte(query, as_cte(inner, rows, rows_name), ranked)


def _target(order: Order, columns: tuple[ResultColumn, ...]) -> ResultColumn:
    roles = _TARGET_ROLES[order.target]
    return _at([column for column in columns if column.role in roles], order.index)


def _at(columns: list[ResultColumn], index: int) -> ResultColumn:
    if not 0 <= index < len(columns):
        raise QueryNotPossible("The order or limit names a column that the answer does not have.")
    return columns[index]


def _count(limit: Limit) -> exp.Expr:
    if limit.count < 1:
        raise QueryNotPossible("A limit is at least 1.")
    return exp.Literal.number(limit.count)
