"""Where the columns go in small multiples: as in one chart, without the column they are by."""

from __future__ import annotations

from bi.charts.fit import fit
from bi.charts.layout import Layout
from bi.charts.panels import panels_fault
from bi.charts.preference import preferred
from bi.model.chart import ChartOptions, ChartType
from bi.model.result import ResultSet
from bi.model.shape import Shape


def fit_in_panels(
    result: ResultSet, type_: ChartType, options: ChartOptions
) -> tuple[Shape, Layout] | None:
    """The place of the other columns in each panel; None without a wish or where it cannot be."""
    if options.panels is None or panels_fault(Shape(result), type_, options.panels, apart=True):
        return None
    shape = Shape(result, result.column(options.panels))
    if not (shape.keys or shape.is_row_list):
        return None  # each panel would hold a single figure
    layout = fit(shape, type_)
    return (shape, layout) if isinstance(layout, Layout) else None


def preferred_in_panels(result: ResultSet, options: ChartOptions) -> tuple[ChartType, ...]:
    """Best first; none where panels are not wished or possible."""
    named = [column.name for column in result.columns]
    if options.panels not in named:
        return ()
    return preferred(Shape(result, named.index(options.panels)))
