"""Which measures of a question can be related in a way that is news.

A measure goes together with what it is made of, and two totals over the same rows both grow with
the number of rows: revenue with profit, revenue with orders. Neither says anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import sqlglot
from sqlglot import exp

from bi.catalog.joins import join_graph
from bi.guard.physical import columns_in
from bi.model.catalog import Aggregation, Catalog, ColumnRef, Measure
from bi.model.semantic import Aggregate, CountRows, NamedMeasure, SemanticQuery, TimeGroup, Value

# A metric may be made of metrics; the catalog's check refuses circles.
_DEEPEST = 20
_TOTALS = (Aggregation.SUM, Aggregation.COUNT, Aggregation.COUNT_DISTINCT)


@dataclass(frozen=True, slots=True)
class _Made:
    """What a value is made of: measures or counted datasets by name, and their columns.

    `total` is the dataset whose rows it is a total over, None for an average or a quotient.
    """

    parts: frozenset[str]
    columns: frozenset[tuple[str, str]]
    total: str | None
    time: ColumnRef | None


def comparable_pairs(
    query: SemanticQuery, catalog: Catalog, dialect: str
) -> frozenset[tuple[int, int]]:
    """Places of measures that have no part in common and are not totals over the same rows.

    `dialect` is sqlglot's name of the one that the catalog's expressions are written in. Of names
    no two totals are comparable: those of a large customer are all large.
    """
    if len(query.measures) < 2:
        return frozenset()
    made = [_made(one.value, catalog, dialect) for one in query.measures]
    over_time = any(isinstance(group, TimeGroup) for group in query.groups)
    return frozenset(
        (i, j)
        for (i, one), (j, other) in combinations(enumerate(made), 2)
        if one and other and _are_apart(one, other) and not _sized(one, other, over_time, catalog)
    )


def _are_apart(one: _Made, other: _Made) -> bool:
    return one.parts.isdisjoint(other.parts) and one.columns.isdisjoint(other.columns)


def _sized(one: _Made, other: _Made, over_time: bool, catalog: Catalog) -> bool:
    """Whether both are totals that grow with the same rows."""
    if one.total is None or other.total is None:
        return False
    graph = join_graph(catalog)
    same = other.total in graph.reach(one.total) or one.total in graph.reach(other.total)
    return not over_time or (same and one.time == other.time)


def _made(value: Value, catalog: Catalog, dialect: str) -> _Made | None:
    """None where it cannot be told."""
    match value:
        case CountRows(dataset=name):
            return _Made(frozenset({name}), frozenset(), name, catalog.dataset(name).time)
        case Aggregate(aggregation=aggregation, column=ref):
            measure = catalog.measure(ref.name)
            dimension = catalog.dimension(ref)
            source = measure if dimension is None else dimension
            if source is None or source.dataset != ref.dataset:
                return None
            total = ref.dataset if aggregation in _TOTALS else None
            time = catalog.dataset(ref.dataset).time
            columns = _columns(ref.dataset, source.expression, dialect)
            return None if columns is None else _Made(frozenset({str(ref)}), columns, total, time)
        case NamedMeasure(name=name):
            return _of_measures(tuple(_measures(name, catalog)), catalog, dialect)
        case _:
            return None


def _of_measures(measures: tuple[Measure, ...], catalog: Catalog, dialect: str) -> _Made | None:
    columns: set[tuple[str, str]] = set()
    for measure in measures:
        found = _columns(measure.dataset, measure.expression, dialect)
        if found is None:
            return None
        columns |= found
    if not measures:
        return None
    first = measures[0]
    alone = len(measures) == 1 and first.aggregation in _TOTALS
    time = catalog.time_of(first)
    return _Made(
        frozenset(measure.name for measure in measures),
        frozenset(columns),
        first.dataset if alone else None,
        time.ref if time else None,
    )


def _measures(name: str, catalog: Catalog, depth: int = 0) -> Iterator[Measure]:
    measure, metric = catalog.measure(name), catalog.metric(name)
    if measure is not None:
        yield measure
    elif metric is not None and depth < _DEEPEST:
        for part in _names_in(metric.formula):
            yield from _measures(part, catalog, depth + 1)


@lru_cache(maxsize=4096)
def _names_in(formula: str) -> tuple[str, ...]:
    return tuple(column.name for column in sqlglot.parse_one(formula).find_all(exp.Column))


@lru_cache(maxsize=4096)
def _columns(dataset: str, expression: str, dialect: str) -> frozenset[tuple[str, str]] | None:
    if expression.strip() == "*":
        return frozenset()
    found = columns_in(expression, dialect)
    return None if found is None else frozenset((dataset, one.this.lower()) for one in found)
