"""Conditions that look beyond a row's own values: related rows, other columns, averages."""

from __future__ import annotations

from sqlglot import exp

from bi.catalog.joins import JoinGraph, join_graph
from bi.compiler import names
from bi.compiler.conditions import comparison, condition, within
from bi.compiler.scope import Scope, dimension_of
from bi.model.catalog import Aggregation, Catalog, ColumnRef, ColumnType, Join
from bi.model.errors import QueryNotPossible
from bi.model.semantic import (
    Benchmark,
    ColumnComparison,
    Condition,
    Either,
    Operator,
    Related,
)


def condition_columns(one: Condition) -> tuple[ColumnRef, ...]:
    """The columns that a condition reads of the rows it limits."""
    match one:
        case ColumnComparison(column=column, other=other):
            return (column, other)
        case Benchmark(column=column):
            return (column,)
        case Either(filters=filters):
            return tuple(part.column for part in filters)
        case Related():
            return ()


def condition_datasets(conditions: tuple[Condition, ...]) -> frozenset[str]:
    """The datasets that conditions need rows of."""
    found = {ref.dataset for one in conditions for ref in condition_columns(one)}
    return frozenset(found | {one.dataset for one in conditions if isinstance(one, Related)})


def written(one: Condition, scope: Scope) -> exp.Expr:
    """A condition over the rows of `scope`. Raises QueryNotPossible where none is right."""
    match one:
        case ColumnComparison(column=column, operator=operator, other=other):
            return comparison(scope.dimension(column), operator, scope.dimension(other))
        case Benchmark():
            return _benchmark(one, scope)
        case Either(filters=filters):
            met = [
                condition(
                    scope.dimension(part.column),
                    dimension_of(scope.catalog, part.column).type,
                    part.operator,
                    part.values,
                    scope.dialect,
                )
                for part in filters
            ]
            return exp.Paren(this=exp.or_(*met, copy=False))
        case Related():
            return _related(one, scope)


def _benchmark(one: Benchmark, scope: Scope) -> exp.Expr:
    """Beside a subquery over all rows of the column's dataset."""
    alone = Scope(scope.catalog, scope.dialect, one.column.dataset)
    value = scope.dialect.aggregate(one.aggregation, alone.dimension(one.column))
    whole = alone.select().select(value, copy=False)
    return comparison(scope.dimension(one.column), one.operator, exp.Subquery(this=whole))


def _related(one: Related, scope: Scope) -> exp.Expr:
    graph, catalog = join_graph(scope.catalog), scope.catalog
    base, steps, link = _road(one, graph, catalog)
    inner = Scope(catalog, scope.dialect, base, steps)
    roads = _matched(link, catalog)
    conditions: list[exp.Expr] = []
    for part in one.filters:
        type_ = dimension_of(catalog, part.column).type
        met = condition(
            inner.dimension(part.column), type_, part.operator, part.values, scope.dialect
        )
        conditions.append(met)
    if one.time is not None:
        conditions += within(inner.dimension(_date(one, catalog)), one.time, scope.dialect)
    if _asks_for_any(one) or one.negated:
        found = inner.select().select(exp.Literal.number(1), copy=False)
        return _exists(found, roads, conditions, negated=one.negated)
    either = exp.or_(*roads, copy=False)
    if len(roads) > 1:
        either = exp.Paren(this=either)
    counted = inner.select().where(either, *conditions, copy=False)
    counted.select(_counted(one, base, inner), copy=False)
    return condition(
        exp.Subquery(this=counted), ColumnType.INTEGER, one.operator, (one.count,), scope.dialect
    )


def _exists(
    query: exp.Select, roads: list[exp.Expr], conditions: list[exp.Expr], *, negated: bool
) -> exp.Expr:
    """By any of the roads: each a subquery, as no engine looks up by one or the other at once."""
    found: list[exp.Expr] = []
    for road in roads:
        more = [condition.copy() for condition in conditions]
        one = exp.Exists(this=query.copy().where(road, *more, copy=False))
        found.append(exp.Not(this=one) if negated else one)
    if len(found) == 1:
        return found[0]
    if negated:
        return exp.and_(*found, copy=False)
    return exp.Paren(this=exp.or_(*found, copy=False))


def _asks_for_any(one: Related) -> bool:
    return one.operator is Operator.GREATER_OR_EQUAL and one.count == 1


def _road(one: Related, graph: JoinGraph, catalog: Catalog) -> tuple[str, tuple[Join, ...], Join]:
    """The rows to look among, what is joined to them, and the step that leads to the outer row."""
    goals = {one.other, *(part.column.dataset for part in one.filters)}
    if one.time is not None:
        goals.add(_date(one, catalog).dataset)
    base = graph.base(one.other, frozenset(goals | {one.dataset}))
    if base is None or base == one.dataset or one.dataset in goals:
        raise QueryNotPossible(
            f"{catalog.dataset(one.dataset).label} have no {catalog.dataset(one.other).label} "
            "of their own that could be counted."
        )
    road = graph.path(base, {one.dataset})
    *way, link = road
    rest = [join for join in graph.path(base, goals) if join not in way]
    if any(join.left == one.dataset for join in rest):
        raise QueryNotPossible(
            f"{catalog.dataset(one.other).label} are only known through "
            f"{catalog.dataset(one.dataset).label}."
        )
    return base, (*way, *rest), link


def _matched(link: Join, catalog: Catalog) -> list[exp.Expr]:
    """The step to the outer row; where it is one of several roles, any of them is meant.

    A team without matches is neither host nor visitor of one. The course that has prerequisites
    plays no role there, so it is not the one required.
    """
    roles = [
        join
        for join in catalog.joins
        if join.left == link.left and catalog.dataset(join.right).role_of == link.right
    ]
    others = [join for join in roles if join.left_columns != link.left_columns]
    roles = others if len(others) < len(roles) else []
    return [
        exp.and_(
            *(
                exp.EQ(
                    this=names.column(left, link.left),
                    expression=names.column(right, link.right),
                )
                for left, right in zip(join.left_columns, join.right_columns, strict=True)
            ),
            copy=False,
        )
        for join in (link, *roles)
    ]


def _date(one: Related, catalog: Catalog) -> ColumnRef:
    if one.time is not None and one.time.column is not None:
        return one.time.column
    time = catalog.dataset(one.other).time
    if time is None:
        raise QueryNotPossible(f"{catalog.dataset(one.other).label} have no date.")
    return time


def _counted(one: Related, base: str, inner: Scope) -> exp.Expr:
    """Rows of `other`; each once where the rows looked among repeat them."""
    key = inner.catalog.dataset(one.other).key
    if base == one.other or len(key) != 1:
        return exp.Count(this=exp.Star())
    column = names.column(key[0], one.other)
    return inner.dialect.aggregate(Aggregation.COUNT_DISTINCT, column)
