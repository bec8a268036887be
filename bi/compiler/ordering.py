"""Order, limit, and the first rows within groups."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from bi.compiler import names
from bi.compiler.calculated import as_cte
from bi.model.errors import QueryNotPossible
from bi.model.result import ColumnRole, ResultColumn, RowOrder
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


def marked(columns: tuple[ResultColumn, ...], query: SemanticQuery) -> tuple[ResultColumn, ...]:
    """The columns, of which the one that the query sorts by first of all knows it."""
    if not query.order:
        return columns
    first = query.order[0]
    target = _target(first, columns)
    order = RowOrder.DESCENDING if first.descending else RowOrder.ASCENDING
    return tuple(replace(one, order=order) if one is target else one for one in columns)


def ordered(
    terms: tuple[tuple[str, bool], ...], columns: tuple[ResultColumn, ...] = ()
) -> list[exp.Expr]:
    """`columns` are those whose values come in an order of their own, where it matters."""
    sequences = {column.name: column.sequence for column in columns}
    return [
        exp.Ordered(
            this=_placed(name, sequences.get(name, ())), desc=descending or None, nulls_first=False
        )
        for name, descending in terms
    ]


def _placed(name: str, sequence: tuple[str | int, ...]) -> exp.Expr:
    if not sequence:
        return names.column(name)
    places = [
        exp.If(this=_literal(value), true=exp.Literal.number(place + 1))
        for place, value in enumerate(sequence)
    ]
    return exp.Case(this=names.column(name), ifs=places)


def _literal(value: str | int) -> exp.Expr:
    return exp.Literal.string(value) if isinstance(value, str) else exp.Literal.number(value)


def _in_own_order(columns: tuple[ResultColumn, ...]) -> tuple[ResultColumn, ...]:
    """The columns whose values have another order than that of their signs in every collation."""
    return tuple(column for column in columns if column.sequence and not _is_plain(column.sequence))


def _is_plain(sequence: tuple[str | int, ...]) -> bool:
    same_length = len({len(str(value)) for value in sequence}) == 1
    return same_length and list(sequence) == sorted(sequence, key=str)


def from_bucket(
    rows: exp.Select,
    columns: tuple[ResultColumn, ...],
    rows_name: str,
    first: exp.Expr,
) -> exp.Select:
    """`rows` without the buckets before `first`, which the windows of later ones needed."""
    bucket = next(column.name for column in columns if column.grain)
    query = _all_of(columns, rows_name)
    query.where(exp.GTE(this=names.column(bucket), expression=first), copy=False)
    return as_cte(query, rows, rows_name)


def limited(
    rows: exp.Select, query: SemanticQuery, columns: tuple[ResultColumn, ...], rows_name: str
) -> exp.Select:
    """`rows` in order and cut; `rows_name` is their name where they must be numbered first."""
    terms = order_terms(query, columns)
    if query.limit and (query.limit.within or query.limit.ties):
        return _first_within(rows, query, terms, columns, rows_name)
    if own := _in_own_order(columns):
        # An order by more than a column's name is possible over a table of that column only.
        inner, rows = rows, _all_of(columns, rows_name)
        rows = as_cte(rows, inner, rows_name).order_by(*ordered(terms, own), copy=False)
    elif terms:
        rows.order_by(*ordered(terms), copy=False)
    if query.limit:
        cut(rows, query.limit)
    return rows


def cut(rows: exp.Select, limit: Limit) -> exp.Select:
    """The first rows, or those after some first ones."""
    rows.limit(_count(limit), copy=False)
    if limit.skip:
        rows.offset(exp.Literal.number(limit.skip), copy=False)
    return rows


def _first_within(
    rows: exp.Select,
    query: SemanticQuery,
    terms: tuple[tuple[str, bool], ...],
    columns: tuple[ResultColumn, ...],
    rows_name: str,
) -> exp.Select:
    limit = query.limit or Limit(1)
    groups = [column for column in columns if column.role in _TARGET_ROLES[OrderTarget.GROUP]]
    outer = [_at(groups, index).name for index in limit.within]
    own = _in_own_order(columns)
    # What is level by the order asked for has the same rank, so the groups do not tell it apart.
    ranked_by = terms[: len(query.order)] if limit.ties else terms
    rank = exp.Window(
        this=exp.Rank() if limit.ties else exp.RowNumber(),
        partition_by=[names.column(name) for name in outer],
        order=exp.Order(expressions=ordered(ranked_by, own)),
    )
    aliases = names.Aliases()
    for column in columns:
        aliases.take(column.name)
    position = aliases.take("position")
    inner = _all_of(columns, rows_name)
    inner.select(exp.Alias(this=rank, alias=names.identifier(position)), copy=False)
    ranked = f"ranked_{rows_name}"
    found = _all_of(columns, ranked)
    found.where(*within_limit(names.column(position), limit), copy=False)
    descending = dict(terms)
    first = {name: descending[name] for name in outer}
    found.order_by(*ordered(tuple((first | descending).items()), own), copy=False)
    return as_cte(found, as_cte(inner, rows, rows_name), ranked)


def within_limit(position: exp.Expr, limit: Limit) -> list[exp.Expr]:
    """Conditions on the rank of a row."""
    _count(limit)
    last = exp.Literal.number(limit.skip + limit.count)
    conditions: list[exp.Expr] = [exp.LTE(this=position, expression=last)]
    if limit.skip:
        first = exp.Literal.number(limit.skip)
        conditions.append(exp.GT(this=position.copy(), expression=first))
    return conditions


def _all_of(columns: tuple[ResultColumn, ...], rows_name: str) -> exp.Select:
    query = exp.select(*(names.column(column.name) for column in columns), copy=False)
    return query.from_(exp.Table(this=names.identifier(rows_name)), copy=False)


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
