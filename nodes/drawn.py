"""What an analysis is drawn with."""

from __future__ import annotations

from bi.model.chart import Chart, ChartOptions, ChartType
from nodes.codec import decode
from nodes.state import Analysis


def drawn_with(analysis: Analysis) -> ChartOptions:
    """The ways of drawing that were asked for."""
    options = analysis.get("options")
    return decode(ChartOptions, options) if options else ChartOptions()


def wished_type(analysis: Analysis) -> ChartType | None:
    """The type that was asked for."""
    return ChartType(analysis["wish"]) if analysis["wish"] else None


def drawn_type(analysis: Analysis) -> ChartType | None:
    """The type that is shown, if anything is."""
    return decode(Chart, analysis["chart"]).type if "chart" in analysis else None
