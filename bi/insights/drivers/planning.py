"""What to ask next about a change: the same two periods, parted by a dimension."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from math import inf

from bi.catalog.conformed import stand_ins
from bi.catalog.joins import JoinGraph, join_graph
from bi.insights.drivers.change import Change
from bi.model.catalog import Aggregation, Catalog, ColumnRef, ColumnType, Dimension
from bi.model.semantic import (
    Aggregate,
    CountRows,
    DimensionGroup,
    Measured,
    NamedMeasure,
    Operator,
    Ratio,
    SemanticQuery,
    Value,
)

# So many values can be told apart; of more, each makes little of a change.
_FEWEST, _MOST = 2, 20
_QUOTIENT = re.compile(r"\s*([^\W\d]\w*)\s*/\s*([^\W\d]\w*)\s*")


@dataclass(frozen=True, slots=True)
class Split:
    """A question whose rows are the parts of a change, one for each value of `column`.

    Of a quotient it measures the dividend and the divisor too: with `is_quotient` the measures
    are the quotient, the dividend, the divisor.
    """

    column: ColumnRef
    query: SemanticQuery
    is_quotient: bool


Values = Mapping[ColumnRef, Sequence[str]]


def plan_splits(change: Change, catalog: Catalog, values: Values, most: int) -> tuple[Split, ...]:
    """At most so many further questions, those of most promise first.

    `values` are the distinct values of dimensions as far as they are known. A value that is not
    the sum of its parts, nor a quotient of two that are, is not split.
    """
    value = change.query.measures[0].value
    quotient = quotient_of(value, catalog)
    if quotient is None and not change.column.additive:
        return ()
    measures = (Measured(value), *(Measured(part) for part in quotient or ()))
    by = list(_candidates(value, change, catalog, values))
    # What the answer's rows show of a quotient is not enough to tell its parts by.
    if quotient is not None:
        by = [*change.by, *by]
    return tuple(
        Split(
            ref,
            replace(change.query, measures=measures, groups=(DimensionGroup(ref),)),
            quotient is not None,
        )
        for ref in by[:most]
    )


def quotient_of(
    value: Value, catalog: Catalog
) -> tuple[NamedMeasure | Aggregate | CountRows, NamedMeasure | Aggregate | CountRows] | None:
    """Dividend and divisor of a value that is one measure divided by another, or an average."""
    if isinstance(value, Ratio):
        return value.numerator, value.denominator
    measure = catalog.measure(value.name) if isinstance(value, NamedMeasure) else None
    if measure is not None:
        average = measure.aggregation is Aggregation.AVERAGE
        if not average or measure.filter or measure.over_time:
            return None
        return Aggregate(Aggregation.SUM, measure.ref), Aggregate(Aggregation.COUNT, measure.ref)
    if isinstance(value, Aggregate) and value.aggregation is Aggregation.AVERAGE:
        return replace(value, aggregation=Aggregation.SUM), replace(
            value, aggregation=Aggregation.COUNT
        )
    metric = catalog.metric(value.name) if isinstance(value, NamedMeasure) else None
    found = _QUOTIENT.fullmatch(metric.formula) if metric else None
    if found is None:
        return None
    above, below = found.groups()
    if catalog.measure(above) is None or catalog.measure(below) is None:
        return None
    return NamedMeasure(above), NamedMeasure(below)


def _candidates(
    value: Value, change: Change, catalog: Catalog, values: Values
) -> Iterator[ColumnRef]:
    """Dimensions to look for the reason in: the nearest of each dataset, then their second ones.

    Those of one dataset often tell the same story, so the datasets take turns.
    """
    homes = _homes(value, catalog)
    graph = join_graph(catalog)
    fixed = {
        one.column
        for one in change.query.filters
        if one.operator is Operator.IN and len(one.values) == 1
    }
    taken = fixed | set(change.by)
    rows: list[tuple[float, list[ColumnRef]]] = []
    for dataset in catalog.datasets:
        if dataset.role_of or not homes:
            continue
        found = [
            dimension.ref
            for dimension in dataset.dimensions
            if _is_telling(dimension, values)
            and dimension.ref not in taken
            and _is_coarsest(dimension.ref, fixed, catalog)
            and _is_reached(dimension.ref, homes, catalog, graph)
        ]
        if found:
            rows.append((_steps(found[0], homes, catalog, graph), found))
    rows.sort(key=lambda row: row[0])
    for turn in zip_longest(*(found for _, found in rows)):
        yield from (ref for ref in turn if ref is not None)


def _homes(value: Value, catalog: Catalog) -> frozenset[str]:
    """The datasets whose rows a value is measured over; empty where that cannot be said."""
    match value:
        case CountRows(dataset=dataset):
            return frozenset({dataset})
        case Aggregate(column=column):
            return frozenset({column.dataset})
        case NamedMeasure(name=name) if (measure := catalog.measure(name)) is not None:
            return frozenset({measure.dataset})
        case NamedMeasure() | Ratio() if (quotient := quotient_of(value, catalog)) is not None:
            return _homes(quotient[0], catalog) | _homes(quotient[1], catalog)
        case _:
            return frozenset()


def _is_telling(dimension: Dimension, values: Values) -> bool:
    if dimension.type is not ColumnType.TEXT or dimension.identifier or dimension.display:
        return False
    if dimension.same_as is not None:
        return False  # The dimension that it is the same as is there itself.
    return _FEWEST <= len(values.get(dimension.ref, dimension.values)) <= _MOST


def _is_coarsest(ref: ColumnRef, fixed: set[ColumnRef], catalog: Catalog) -> bool:
    """Whether no level above it in a hierarchy is still open."""
    for hierarchy in catalog.hierarchies():
        above = hierarchy.above(ref)
        if above is not None and above not in fixed:
            return False
    return True


def _is_reached(ref: ColumnRef, homes: frozenset[str], catalog: Catalog, graph: JoinGraph) -> bool:
    """Whether each row that is measured has one value of the dimension, or of one like it."""
    return _steps(ref, homes, catalog, graph) < inf


def _steps(ref: ColumnRef, homes: frozenset[str], catalog: Catalog, graph: JoinGraph) -> float:
    far = 0.0
    for home in homes:
        seen = stand_ins(ref, catalog, lambda name, home=home: graph.steps(home, name))  # type: ignore[misc]
        steps = graph.steps(home, seen[0].dataset)
        far = max(far, inf if steps is None or len(seen) > 1 else steps)
    return far
