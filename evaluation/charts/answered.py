"""The chart of an answer, with the database's columns in place of the result's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bi.model.catalog import Aggregation, Catalog, ColumnRef
from bi.model.chart import Chart, ChartType
from bi.model.result import ColumnRole, ResultSet
from bi.model.semantic import (
    Aggregate,
    CountRows,
    DimensionGroup,
    Group,
    Measured,
    NamedMeasure,
    PeriodGroup,
    SemanticQuery,
    TimeGroup,
)
from evaluation.charts.drawn import COUNT, Drawn, Mark, Pile, Shown

MARKS = {
    ChartType.BAR: Mark.BAR,
    ChartType.STACKED_BAR: Mark.BAR,
    ChartType.GROUPED_BAR: Mark.BAR,
    ChartType.HORIZONTAL_BAR: Mark.BAR,
    ChartType.HISTOGRAM: Mark.BAR,
    ChartType.LINE: Mark.LINE,
    ChartType.MULTI_LINE: Mark.LINE,
    ChartType.AREA: Mark.AREA,
    ChartType.STACKED_AREA: Mark.AREA,
    ChartType.PIE: Mark.ARC,
    ChartType.DONUT: Mark.ARC,
    ChartType.SCATTER: Mark.POINT,
    ChartType.BUBBLE: Mark.POINT,
    ChartType.HEATMAP: Mark.RECT,
    ChartType.BOXPLOT: Mark.BOXPLOT,
    ChartType.KPI: Mark.KPI,
    ChartType.TABLE: Mark.TABLE,
}
_AGGREGATES = {
    Aggregation.AVERAGE: "mean",
    Aggregation.COUNT_DISTINCT: "distinct",
    Aggregation.STDDEV: "stdev",
}
_GROUPS = (ColumnRole.DIMENSION, ColumnRole.TIME)
# Not a column of any golden chart.
_CALCULATED = "calculated"


def drawn_for(chart: Chart, rows: ResultSet, query: SemanticQuery, catalog: Catalog) -> Drawn:
    """What the chart shows of the query's columns."""
    shown = dict(zip((c.name for c in rows.columns), _columns(rows, query, catalog), strict=True))
    mark = MARKS[chart.type]
    if mark in (Mark.TABLE, Mark.KPI):
        return Drawn(mark, others=tuple(shown.values()))
    x, y, series = (shown.get(name) if name else None for name in (chart.x, chart.y, chart.series))
    match chart.type:
        case ChartType.HISTOGRAM if y is None:
            return Drawn(mark, x=replace(x, binned=True) if x else None, y=COUNT)
        case ChartType.BUBBLE:
            return Drawn(mark, x, y, series, _size(chart, rows, shown))
    folded = _folded(chart, shown)
    return Drawn(mark, x, y, series, pile=pile_of(chart), others=folded)


def pile_of(chart: Chart) -> Pile | None:
    """How its bars stand, as the specification says."""
    if MARKS[chart.type] is not Mark.BAR or chart.series is None:
        return None
    encoding = chart.spec["encoding"]
    return Pile.GROUPED if {"xOffset", "yOffset"} & encoding.keys() else Pile.STACKED


def _columns(rows: ResultSet, query: SemanticQuery, catalog: Catalog) -> Iterator[Shown]:
    """What each column of the result is, in their order."""
    listed, groups, measures = iter(query.columns), iter(query.groups), iter(query.measures)
    for column in rows.columns:
        if column.role is ColumnRole.DETAIL:
            yield _of_column(next(listed), catalog)
        elif column.role in _GROUPS:
            yield _of_group(next(groups), query, catalog)
        elif column.role is ColumnRole.MEASURE:
            yield _of_measure(next(measures), catalog)
        else:
            yield Shown(column.name, _CALCULATED)


def _of_column(ref: ColumnRef, catalog: Catalog) -> Shown:
    return Shown(_expression(ref, catalog))


def _of_group(group: Group, query: SemanticQuery, catalog: Catalog) -> Shown:
    match group:
        case DimensionGroup():
            column = _expression(group.column, catalog)
            return Shown(column, binned=group.bin_width is not None)
        case TimeGroup():
            column = _expression(group.column or _time_of(query, catalog), catalog)
            return Shown(column, grain=group.grain.value)
        case PeriodGroup():
            return Shown(_expression(group.column or _time_of(query, catalog), catalog))
        case _:
            column = _expression(group.column or _time_of(query, catalog), catalog)
            return Shown(column, grain=group.part.value)


def _time_of(query: SemanticQuery, catalog: Catalog) -> ColumnRef | None:
    """What the first measure is dated by."""
    for measured in query.measures:
        match measured.value:
            case NamedMeasure(name) if measure := catalog.measure(name):
                return measure.time or catalog.dataset(measure.dataset).time
            case Aggregate(column=ColumnRef(dataset=home)) | CountRows(home):
                return catalog.dataset(home).time
    return None


def _of_measure(measured: Measured, catalog: Catalog) -> Shown:
    if measured.calculation is not None:
        return Shown(None, _CALCULATED)
    match measured.value:
        case CountRows():
            return COUNT
        case NamedMeasure(name) if (measure := catalog.measure(name)) and measure.filter is None:
            return _aggregated(measure.aggregation, measure.expression)
        case Aggregate(aggregation, column):
            return _aggregated(aggregation, _expression(column, catalog))
        case _:
            return Shown(None, _CALCULATED)


def _aggregated(aggregation: Aggregation, expression: str | None) -> Shown:
    if aggregation is Aggregation.COUNT:
        return COUNT
    return Shown(expression and _plain(expression), _AGGREGATES.get(aggregation, aggregation.value))


def _expression(ref: ColumnRef | None, catalog: Catalog) -> str | None:
    if ref is None:
        return None
    found = catalog.dimension(ref) or catalog.measure(ref.name)
    return _plain(found.expression) if found else None


def _plain(expression: str) -> str:
    return expression.replace('"', "").casefold()


def _folded(chart: Chart, shown: dict[str, Shown]) -> tuple[Shown, ...]:
    """The measures beside the first that are drawn as series."""
    folds = [t["fold"] for t in chart.spec.get("transform", ()) if "fold" in t]
    return tuple(shown[name] for names in folds for name in names if name in shown)[1:]


def _size(chart: Chart, rows: ResultSet, shown: dict[str, Any]) -> Shown | None:
    field = chart.spec["encoding"]["size"]["field"]
    by_place = {f"column {n}": column.name for n, column in enumerate(rows.columns, start=1)}
    return shown.get(by_place.get(field, field))
