"""A chart: which kind, which columns, and the Vega-Lite specification that draws it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ChartType(StrEnum):
    """Every chart type the wire contracts know."""

    BAR = "bar"
    STACKED_BAR = "stacked_bar"
    GROUPED_BAR = "grouped_bar"
    HORIZONTAL_BAR = "horizontal_bar"
    LINE = "line"
    MULTI_LINE = "multi_line"
    AREA = "area"
    STACKED_AREA = "stacked_area"
    PIE = "pie"
    DONUT = "donut"
    SCATTER = "scatter"
    BUBBLE = "bubble"
    HEATMAP = "heatmap"
    HISTOGRAM = "histogram"
    BOXPLOT = "boxplot"
    KPI = "kpi"
    TABLE = "table"


class ChartSort(StrEnum):
    """What the bars or slices of a chart are in order of."""

    ASCENDING = "ascending"  # by value, the lowest first
    DESCENDING = "descending"
    NAME = "name"
    NAME_DESCENDING = "name_descending"


@dataclass(frozen=True, slots=True)
class ChartOptions:
    """How a chart is drawn, besides its type.

    `log`: the measure's axis is logarithmic. `bins`: how many steps a histogram has at most,
    from 2 to `MOST_BINS`. `sort` None: in the order that the rows were asked for in, else as a
    designer would. `panels`: the result column that has a chart of its own for each value.
    """

    log: bool = False
    bins: int | None = None
    sort: ChartSort | None = None
    panels: str | None = None


FEWEST_BINS, MOST_BINS = 2, 100


@dataclass(frozen=True, slots=True)
class Chart:
    """`x`, `y`, `series` are names of result columns.

    `spec` is Vega-Lite 6 with `data: {"name": "result"}`: rows are put in by whoever draws
    it, so that another chart type costs no query. Empty for `kpi` and `table`.
    `note` says what a person should know, e.g. why a wish was not met. `options` are those that
    it is drawn with.
    """

    type: ChartType
    title: str
    x: str | None = None
    y: str | None = None
    series: str | None = None
    spec: dict[str, Any] = field(default_factory=dict)
    note: str | None = None
    options: ChartOptions = ChartOptions()
