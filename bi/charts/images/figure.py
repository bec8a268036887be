"""The picture of a single figure: the number, and what it is."""

from __future__ import annotations

from typing import Any

from bi.charts.theme import LIGHT
from bi.model.chart import Chart
from bi.model.result import ResultSet
from bi.model.shape import number_of
from bi.model.writing import write_number

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_HEIGHT = 96


def figure_spec(chart: Chart, rows: ResultSet) -> dict[str, Any]:
    """Vega-Lite 6; a chart of type `kpi` has no specification of its own."""
    return {
        "$schema": _SCHEMA,
        "title": {"text": chart.title},
        "description": f"{chart.title}: {_written(chart, rows)}",
        "data": {"name": "result"},
        "height": _HEIGHT,
        "mark": {"type": "text", "align": "left", "fontSize": 48, "fontWeight": 600},
        "encoding": {"text": {"value": _written(chart, rows)}, "x": {"value": 0}},
        "config": LIGHT,
    }


def _written(chart: Chart, rows: ResultSet) -> str:
    assert chart.y is not None  # every single figure has its measure
    index = rows.column(chart.y)
    number = number_of(rows.rows[0][index])
    return "–" if number is None else write_number(number, rows.columns[index].format)
