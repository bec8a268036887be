"""Where the columns go in small multiples: as in one chart, without the column they are by."""

from __future__ import annotations

from bi.charts.fit import fit
from bi.charts.layout import Layout
from bi.charts.panels import panels_fault
from bi.charts.preference import preferred
from bi.model.chart import ChartOptions, ChartType
from bi.model.result import ResultSet
from bi.model.shape import Shape

# Panels take the place of colours: what was of several series is of one in each of them.
_OF_ONE_SERIES = {
    ChartType.STACKED_BAR: (ChartType.BAR,),
    ChartType.GROUPED_BAR: (ChartType.BAR,),
    ChartType.MULTI_LINE: (ChartType.LINE,),
}


def fit_in_panels(
    result: ResultSet, type_: ChartType, options: ChartOptions
) -> tuple[Shape, Layout, ChartType] | None:
    """The place of the other columns in each panel, and the type of chart that takes them.

    None without a wish, or where it cannot be met.
    """
    if options.panels is None or panels_fault(Shape(result), type_, options.panels, apart=True):
        return None
    shape = Shape(result, result.column(options.panels))
    if not (shape.keys or shape.is_row_list):
        return None  # each panel would hold a single figure
    for one in (type_, *_OF_ONE_SERIES.get(type_, ())):
        if isinstance(layout := fit(shape, one), Layout):
            return shape, layout, one
    return None


def types_in_panels(result: ResultSet, options: ChartOptions) -> tuple[ChartType, ...]:
    """Those that can be drawn so, best first; none where panels are not wished or possible."""
    named = [column.name for column in result.columns]
    if options.panels not in named:
        return ()
    best = preferred(Shape(result, named.index(options.panels)))
    return tuple(type_ for type_ in best if fit_in_panels(result, type_, options))
