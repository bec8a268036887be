"""Charts in this dialect's words: four of them, each named by result columns."""

from __future__ import annotations

from typing import Any

from bi.model.chart import Chart, ChartType

_TABLE = "Table"
# What there is no chart of here is a table: it shows every column.
_NAMES = {
    ChartType.BAR: "BarChart",
    ChartType.HORIZONTAL_BAR: "BarChart",
    ChartType.STACKED_BAR: "BarChart",
    ChartType.GROUPED_BAR: "BarChart",
    ChartType.LINE: "LineChart",
    ChartType.MULTI_LINE: "LineChart",
    ChartType.AREA: "LineChart",
    ChartType.STACKED_AREA: "LineChart",
    ChartType.PIE: "PieChart",
    ChartType.DONUT: "PieChart",
}


def chart_options(chart: Chart | None, columns: tuple[str, ...]) -> dict[str, Any] | None:
    """`columns` are those of the result. A chart that would leave some of them out (of two
    measures, say) is a table too."""
    if chart is None:
        return None
    name = _NAMES.get(chart.type, _TABLE)
    drawn = {chart.x, chart.y, chart.series, chart.options.panels}
    if chart.x is None or chart.y is None or chart.options.panels or not drawn.issuperset(columns):
        name = _TABLE
    option: dict[str, Any] = {"columns": list(columns)}
    if name != _TABLE:
        option = {"x": chart.x, "y": chart.y, "pivot_column": chart.series or ""}
    return {"chart_name": name, "option": option, "title": chart.title}
