"""Measures in a chart: along an axis and in a tooltip."""

from __future__ import annotations

from bi.charts.draft import NAME, VALUE, Draft, Encoding
from bi.charts.expressions import amount_format, tick_labels, unit_of

_TICKS = 6


def amount(draft: Draft, index: int, *, titled: bool = True) -> Encoding:
    """A measure along an axis; untitled where the chart's subtitle names it."""
    column = draft.column(index)
    axis = {
        "title": column.label + unit_of(column.format) if titled else None,
        **tick_labels(column.format, draft.peak(index)),
        "tickCount": _TICKS,
    }
    return {"field": column.name, "type": "quantitative", "axis": axis}


def folded_amount(draft: Draft) -> Encoding:
    """The folded measures along one axis."""
    first, *_ = draft.layout.folded
    labels = tick_labels(draft.column(first).format, draft.peak(*draft.layout.folded))
    axis = {"title": None, **labels, "tickCount": _TICKS}
    return {"field": VALUE, "type": "quantitative", "axis": axis}


def amount_tip(draft: Draft, index: int) -> Encoding:
    """A measure in a tooltip, to the last digit that matters."""
    column = draft.column(index)
    return {
        "field": column.name,
        "type": "quantitative",
        "title": column.label + _unit_beside(draft, index),
        "format": amount_format(column.format, draft.peak(index)),
    }


def other_tips(draft: Draft, *drawn: int) -> list[Encoding]:
    """The measures that are not drawn, for the tooltip."""
    return [amount_tip(draft, i) for i in draft.shape.measures if i not in drawn]


def folded_tips(draft: Draft) -> list[Encoding]:
    first, *_ = draft.layout.folded
    form = draft.column(first).format
    return [
        {"field": NAME, "type": "nominal", "title": "Measure"},
        {
            "field": VALUE,
            "type": "quantitative",
            "title": "Value" + _unit_beside(draft, first),
            "format": amount_format(form, draft.peak(*draft.layout.folded)),
        },
    ]


def _unit_beside(draft: Draft, index: int) -> str:
    """The unit, unless the number carries its sign."""
    form = draft.column(index).format
    return "" if amount_format(form, 0).startswith("$") else unit_of(form)
