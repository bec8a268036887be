"""SQL of several steps, as the compiler writes it: shares, running totals, earlier periods, facts
of several tables, the first rows of each group.

Questions that could have been written so are compiled, and one counts only if that gives the very
same SQL: a wrong guess costs time and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice, product

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bi.compiler.compile import CompiledQuery, compile_query
from bi.compiler.inverse.not_read import NotRead
from bi.compiler.inverse.select import read_select
from bi.compiler.values import quantity_of
from bi.model.catalog import Aggregation, Catalog, Grain
from bi.model.errors import QueryNotPossible
from bi.model.semantic import (
    Aggregate,
    Calculation,
    Comparison,
    CountRows,
    Difference,
    DimensionGroup,
    Limit,
    Measured,
    NamedMeasure,
    OfGroups,
    Order,
    OrderTarget,
    Ratio,
    SemanticQuery,
    TimeGroup,
    Value,
)

_MOST_GUESSES = 64
_SIMPLE = (NamedMeasure, Aggregate, CountRows)
_CALCULATED = (
    (re.compile(r"(.+)_share(?:_\d+)?$"), Calculation.SHARE_OF_TOTAL),
    (re.compile(r"(.+)_share(?:_\d+)?$"), Calculation.SHARE_OF_GROUP),
    (re.compile(r"running_(.+)$"), Calculation.RUNNING_TOTAL),
    (re.compile(r"moving_average_(.+)$"), Calculation.MOVING_AVERAGE),
    (re.compile(r"rolling_(.+)$"), Calculation.ROLLING_SUM),
)
_EARLIER = (
    Comparison(Grain.YEAR),
    Comparison(Grain.MONTH),
    Comparison(Grain.QUARTER),
    Comparison(Grain.WEEK),
    Comparison(Grain.DAY),
)


@dataclass(frozen=True, slots=True)
class Composed:
    query: SemanticQuery
    compiled: CompiledQuery


def read_composed(tree: exp.Expr, catalog: Catalog, dialect: str) -> Composed:
    """Raises NotRead where no question is written exactly so."""
    if not isinstance(tree, exp.Select) or not tree.args.get("with_"):
        raise NotRead("it is more than one SELECT")
    parts = [part for select in _facts(tree) if (part := _part(select, catalog, dialect))]
    if not parts:
        raise NotRead("none of its steps is read as a question")
    for query in islice(_guesses(tree, parts, catalog, dialect), _MOST_GUESSES):
        with suppress(QueryNotPossible, SqlglotError):
            compiled = compile_query(query, catalog, dialect)
            if sqlglot.parse_one(compiled.sql, dialect=dialect) == tree:
                return Composed(query, compiled)
    raise NotRead("it takes several steps, and the catalog writes no question so")


def _facts(tree: exp.Select) -> Iterator[exp.Select]:
    """The SELECTs within it that read tables and no steps before them."""
    steps = {cte.alias for cte in tree.args["with_"].expressions}
    for cte in tree.args["with_"].expressions:
        for select in cte.this.find_all(exp.Select):
            tables = [one.name for one in select.find_all(exp.Table)]
            if tables and steps.isdisjoint(tables) and not select.find(exp.Subquery):
                yield select


def _part(select: exp.Select, catalog: Catalog, dialect: str) -> SemanticQuery | None:
    """One fact without what stands for those of the others. None where it is not read."""
    kept = [one for one in select.expressions if not _stands_in(one.unalias())]
    part = select.copy()
    part.set("expressions", [one.copy() for one in kept])
    try:
        return read_select(part, catalog, dialect)[0]
    except NotRead:
        return None


def _stands_in(node: exp.Expr) -> bool:
    if isinstance(node, exp.Cast):
        node = node.this
    return isinstance(node, exp.Null | exp.Literal)


def _guesses(
    tree: exp.Select, parts: Sequence[SemanticQuery], catalog: Catalog, dialect: str
) -> Iterator[SemanticQuery]:
    first = parts[0]
    names = [name.lower() for name in tree.named_selects]
    values = dict.fromkeys(one.value for part in parts for one in part.measures)
    conditions = dict.fromkeys(one for part in parts for one in part.measure_filters)
    named = _by_name(tuple(values), catalog, dialect)
    compares = any(name.endswith("_previous") for name in names)
    groups = len(first.groups)
    shown = [n for n in names[groups:] if not (compares and n.endswith(("_previous", "_change")))]
    base = replace(first, measure_filters=tuple(conditions), order=(), limit=None)
    nested = _nested(tree, first, tuple(values), names)
    choices = [_measured(name, named, tree) for name in shown]
    limits = _limits(tree, first, names)
    for measures in product(*choices) if all(choices) else ():
        for comparison in _EARLIER if compares else (None,):
            query = replace(base, measures=measures, comparison=comparison)
            for order in _orders(tree, query, names, groups):
                for limit in limits:
                    yield replace(query, order=order, limit=limit)
    yield from nested


def _by_name(values: Sequence[Value], catalog: Catalog, dialect: str) -> dict[str, list[Value]]:
    """What could have been called so: the parts' values, metrics, quotients and differences."""
    simple = [one for one in values if isinstance(one, _SIMPLE)]
    pairs = [(a, b) for a in simple for b in simple if a != b]
    candidates: list[Value] = [*values, *(NamedMeasure(one.name) for one in catalog.metrics)]
    candidates += [Ratio(a, b) for a, b in pairs] + [Difference(a, b) for a, b in pairs]
    named: dict[str, list[Value]] = {}
    for value in candidates:
        with suppress(QueryNotPossible):
            name = quantity_of(value, catalog, dialect).name.lower()
            if value not in named.setdefault(name, []):
                named[name].append(value)
    return named


def _measured(name: str, named: dict[str, list[Value]], tree: exp.Select) -> list[Measured]:
    found = [Measured(value) for value in named.get(name, ())]
    for pattern, calculation in _CALCULATED:
        match = pattern.match(name)
        for value in named.get(match[1], ()) if match else ():
            windows = _windows(tree) if calculation.is_rolling else (None,)
            found += [Measured(value, calculation, window) for window in windows]
            if calculation is Calculation.RUNNING_TOTAL:
                grains = (Grain.YEAR, Grain.QUARTER, Grain.MONTH)
                found += [Measured(value, calculation, None, TimeGroup(g)) for g in grains]
    return found


def _windows(tree: exp.Select) -> tuple[int, ...]:
    numbers = {int(one.name) for one in tree.find_all(exp.Literal) if one.name.isdigit()}
    return tuple(sorted({n for n in numbers if 1 < n < 400} | {n + 1 for n in numbers if n < 400}))


def _orders(
    tree: exp.Select, query: SemanticQuery, names: list[str], groups: int
) -> Iterator[tuple[Order, ...]]:
    """What it may be in order of, the shortest first."""
    terms = []
    ranks = [one.args.get("order") for one in tree.find_all(exp.Window) if _ranks(one)]
    for order in (tree.args.get("order"), *ranks):
        for one in order.expressions if order else ():
            name = one.this.name.lower() if isinstance(one.this, exp.Column) else ""
            if name in names:
                terms.append((names.index(name), bool(one.args.get("desc"))))
    per = 3 if query.comparison else 1
    orders: list[tuple[Order, ...]] = [()]
    for place, descending in dict.fromkeys(terms):
        if place < groups:
            target, index = OrderTarget.GROUP, place
        elif (place - groups) % per == 2:
            target, index = OrderTarget.CHANGE, (place - groups) // per
        else:
            target, index = OrderTarget.MEASURE, (place - groups) // per
        orders.append((Order(target, index, descending),))
    yield from orders


def _ranks(window: exp.Window) -> bool:
    return isinstance(window.this, exp.RowNumber | exp.Rank)


def _limits(tree: exp.Select, first: SemanticQuery, names: list[str]) -> tuple[Limit | None, ...]:
    numbers = [
        int(one.expression.name)
        for one in tree.find_all(exp.LTE)
        if isinstance(one.expression, exp.Literal) and one.expression.name.isdigit()
    ]
    limit = tree.args.get("limit")
    if isinstance(limit, exp.Limit) and limit.expression.name.isdigit():
        return (Limit(int(limit.expression.name)),)
    found: list[Limit | None] = []
    for window in tree.find_all(exp.Window):
        if not _ranks(window):
            continue
        parts = [one.name.lower() for one in window.args.get("partition_by") or ()]
        within = tuple(names.index(one) for one in parts if one in names[: len(first.groups)])
        ties = isinstance(window.this, exp.Rank)
        found += [Limit(number, within, ties=ties) for number in numbers]
    return tuple(found) or (None,)


def _nested(
    tree: exp.Select, first: SemanticQuery, values: tuple[Value, ...], names: list[str]
) -> Iterator[SemanticQuery]:
    """One aggregation of groups."""
    if not first.groups or len(values) != 1 or not names:
        return
    outer, per = first.groups[:-1], first.groups[-1]
    value = values[0]
    if isinstance(value, OfGroups) or not isinstance(per, DimensionGroup | TimeGroup):
        return
    if isinstance(value, NamedMeasure | Aggregate | CountRows | Ratio | Difference):
        for aggregation in Aggregation:
            if aggregation is not Aggregation.PERCENTILE:
                of = OfGroups(aggregation, value, per)
                query = replace(first, measures=(Measured(of),), groups=outer, limit=None)
                for order in _orders(tree, query, names, len(outer)):
                    for limit in _limits(tree, query, names):
                        yield replace(query, order=order, limit=limit)
