"""The chart for a result: the one wished for if it is honest, else the one that fits best."""

from __future__ import annotations

from dataclasses import replace

from bi.charts.draw import draw_without
from bi.charts.fit import carries, fit
from bi.charts.layout import Layout
from bi.charts.multiples import fit_in_panels, types_in_panels
from bi.charts.options import option_faults
from bi.charts.preference import preferred
from bi.model.chart import Chart, ChartOptions, ChartType
from bi.model.result import ResultSet
from bi.model.shape import Shape


def choose_chart(
    result: ResultSet,
    title: str,
    wish: ChartType | None = None,
    options: ChartOptions = ChartOptions(),
) -> Chart:
    """The same result, wish and options give the same chart.

    A wish that the result cannot carry yields the best fitting chart, an option that the chart
    cannot have is left out; `note` says why.
    """
    for type_ in types_in_panels(result, options) if wish is None else (wish,):
        if placed := fit_in_panels(result, type_, options):
            return _drawn(*placed, title, options)
    shape = Shape(result)
    refusal = None
    if wish is not None:
        wished = fit(shape, wish)
        if isinstance(wished, Layout):
            return _drawn(shape, wished, wish, title, options)
        refusal = wished.reason
    for type_ in _preferred(shape, options):
        layout = fit(shape, type_)
        if isinstance(layout, Layout):
            chart = _drawn(shape, layout, type_, title, options)
            note = " ".join(text for text in (refusal, chart.note) if text)
            return replace(chart, note=note or None)
    raise AssertionError("a table always fits")


def _preferred(shape: Shape, options: ChartOptions) -> list[ChartType]:
    """Best first; of those that a designer might choose, one that can have what is wished."""
    order = list(preferred(shape))
    if options == ChartOptions():
        return order
    able = [type_ for type_ in order if carries(shape, type_, options)]
    return [*able, *(type_ for type_ in order if type_ not in able)]


def _drawn(
    shape: Shape, layout: Layout, type_: ChartType, title: str, options: ChartOptions
) -> Chart:
    faults = option_faults(shape, layout, type_, options)
    return draw_without(faults, shape, layout, title, type_, options)
