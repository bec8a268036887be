"""The chart for a result: the one wished for if it is honest, else the one that fits best."""

from __future__ import annotations

from dataclasses import replace

from bi.charts.draw import draw_layout
from bi.charts.fit import fit
from bi.charts.layout import Layout, Misfit
from bi.charts.preference import preferred
from bi.model.chart import Chart, ChartType
from bi.model.result import ResultSet
from bi.model.shape import Shape


def choose_chart(result: ResultSet, title: str, wish: ChartType | None = None) -> Chart:
    """The same result and wish give the same chart.

    A wish that the result cannot carry yields the best fitting chart, whose `note` says why.
    """
    shape = Shape(result)
    refusal = None
    if wish is not None:
        wished = fit(shape, wish)
        if isinstance(wished, Layout):
            return draw_layout(shape, wished, title, wish)
        refusal = wished
    chart = _best(shape, title)
    return _with_refusal(chart, refusal) if refusal else chart


def _best(shape: Shape, title: str) -> Chart:
    for type_ in preferred(shape):
        layout = fit(shape, type_)
        if isinstance(layout, Layout):
            return draw_layout(shape, layout, title, type_)
    raise AssertionError("a table always fits")


def _with_refusal(chart: Chart, refusal: Misfit) -> Chart:
    note = " ".join(text for text in (refusal.reason, chart.note) if text)
    return replace(chart, note=note)
