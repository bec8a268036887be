"""Queries that a widget can compute by itself from rows of one dataset."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bi.dashboards.rdash.asking import own_times
from bi.dashboards.rdash.vendor import AGGREGATIONS, COUNT_ROWS, GRAINS, INDICATORS_WRITTEN
from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnRef,
    Dataset,
    Measure,
    NumberFormat,
)
from bi.model.semantic import (
    Aggregate,
    CountRows,
    DimensionGroup,
    Measured,
    MovingPeriod,
    NamedMeasure,
    OrderTarget,
    SemanticQuery,
    Span,
    TimeGroup,
)


@dataclass(frozen=True, slots=True)
class PlainValue:
    """`column` None counts rows; `expression` is what is aggregated, over `column`'s dataset."""

    column: ColumnRef | None
    expression: str
    aggregation: str
    label: str
    format: NumberFormat = NumberFormat()


@dataclass(frozen=True, slots=True)
class PlainGroup:
    column: ColumnRef
    date: str


@dataclass(frozen=True, slots=True)
class Plain:
    """`time` is the dimension that what is measured is dated by, where all agree on one."""

    dataset: Dataset
    groups: tuple[PlainGroup, ...]
    values: tuple[PlainValue, ...]
    time: ColumnRef | None
    top: int | None
    indicator: str = ""


def plain_of(query: SemanticQuery, moving: MovingPeriod | None, catalog: Catalog) -> Plain | None:
    """None for what takes more than grouping rows of one dataset and aggregating columns."""
    indicator = indicator_of(query, moving)
    if query.comparison is not None and not indicator:
        return None
    if query.columns or not query.measures or query.measure_filters:
        return None
    if not _is_ordered_plainly(query):
        return None
    values = [_value(measured, catalog) for measured in query.measures]
    datasets = {_home(measured) or _dataset(measured, catalog) for measured in query.measures}
    if None in values or len(datasets) != 1:
        return None
    times = own_times(query.measures, catalog)
    time = next(iter(times)) if len(times) == 1 else None
    groups = [_group(group, time) for group in query.groups]
    if None in groups or (indicator and time is None):
        return None
    return Plain(
        dataset=catalog.dataset(next(iter(datasets))),
        groups=tuple(one for one in groups if one),
        values=tuple(one for one in values if one),
        time=time,
        top=query.limit.count if query.limit else None,
        indicator=indicator,
    )


def indicator_of(query: SemanticQuery, moving: MovingPeriod | None) -> str:
    """The kind of figure beside an earlier one; empty where the model has none for it."""
    if moving is None or query.comparison is None or query.groups or query.comparison.count != 1:
        return ""
    if moving != MovingPeriod(Span.TO_DATE, moving.grain):
        return ""
    return INDICATORS_WRITTEN.get((moving.grain, query.comparison.grain), "")


def _is_ordered_plainly(query: SemanticQuery) -> bool:
    if any(order.target is OrderTarget.CHANGE for order in query.order):
        return False
    if query.limit is None:
        return True
    first = query.order[0].target if query.order else None
    plain = replace(query.limit, count=1) == type(query.limit)(1)
    return plain and first is OrderTarget.MEASURE and bool(query.groups)


def _group(group: object, time: ColumnRef | None) -> PlainGroup | None:
    match group:
        case DimensionGroup(column, None):
            return PlainGroup(column, "")
        case TimeGroup(grain, column, False) if grain in GRAINS and (column or time):
            found = column or time
            return PlainGroup(found, GRAINS[grain]) if found else None
    return None


def _home(measured: Measured) -> str:
    match measured.value:
        case CountRows(dataset):
            return dataset
        case Aggregate(column=column):
            return column.dataset
    return ""


def _dataset(measured: Measured, catalog: Catalog) -> str:
    match measured.value:
        case NamedMeasure(name):
            measure = catalog.measure(name)
            return measure.dataset if measure else ""
    return ""


def _value(measured: Measured, catalog: Catalog) -> PlainValue | None:
    if measured.calculation is not None:
        return None
    match measured.value:
        case NamedMeasure(name):
            measure = catalog.measure(name)
            return _measure(measure) if measure else None
        case CountRows(dataset):
            return PlainValue(None, "*", COUNT_ROWS, catalog.dataset(dataset).label)
        case Aggregate(aggregation, column, None):
            return _aggregate(aggregation, column, catalog)
    return None


def _measure(measure: Measure) -> PlainValue | None:
    word = AGGREGATIONS.get(measure.aggregation)
    if word is None or measure.over_time is not None:
        return None
    if measure.expression.strip() == "*":
        if measure.filter is not None or measure.aggregation is not Aggregation.COUNT:
            return None
        return PlainValue(None, "*", COUNT_ROWS, measure.label, measure.format)
    if measure.filter is not None and measure.aggregation is not Aggregation.SUM:
        return None
    expression = measure.expression if measure.filter is None else ""
    return PlainValue(measure.ref, expression, word, measure.label, measure.format)


def _aggregate(aggregation: Aggregation, column: ColumnRef, catalog: Catalog) -> PlainValue | None:
    word = AGGREGATIONS.get(aggregation)
    dimension, measure = catalog.dimension(column), catalog.measure(column.name)
    if word is None:
        return None
    if dimension is not None:
        if not dimension.type.is_numeric and aggregation not in (
            Aggregation.COUNT,
            Aggregation.COUNT_DISTINCT,
        ):
            return None
        format_ = NumberFormat() if aggregation in _COUNTS else dimension.format
        return PlainValue(column, dimension.expression, word, dimension.label, format_)
    if measure is None or measure.filter is not None or measure.over_time is not None:
        return None
    format_ = NumberFormat() if aggregation in _COUNTS else measure.format
    return PlainValue(column, measure.expression, word, measure.label, format_)


_COUNTS = (Aggregation.COUNT, Aggregation.COUNT_DISTINCT)
