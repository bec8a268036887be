"""Measures in a chart: along an axis and in a tooltip."""

from __future__ import annotations

from bi.charts.draft import NAME, VALUE, Draft, Encoding
from bi.charts.expressions import amount_format, tick_labels, unit_of
from bi.charts.logs import log_axis, log_scale
from bi.model.writing import write_list

_TICKS = 6


def amount(draft: Draft, index: int, *, zero: bool, titled: bool = True) -> Encoding:
    """A measure along an axis; untitled where the chart's subtitle names it.

    `zero`: the axis starts there, unless it is logarithmic.
    """
    column = draft.column(index)
    title = measure_title(draft, index) if titled else None
    return _along(draft, column.name, (index,), title, zero=zero)


def measure_title(draft: Draft, *measures: int) -> str:
    """What runs along an axis, its unit, and that it is no ordinary scale."""
    columns = [draft.column(index) for index in measures]
    named = write_list([column.label for column in columns]) + unit_of(columns[0].format)
    return named + (", log scale" if draft.is_log(*measures) else "")


def folded_amount(draft: Draft, *, zero: bool) -> Encoding:
    """The folded measures along one axis."""
    return _along(draft, VALUE, draft.layout.folded, None, zero=zero)


def _along(
    draft: Draft, field: str, measures: tuple[int, ...], title: str | None, *, zero: bool
) -> Encoding:
    form = draft.column(measures[0]).format
    encoding: Encoding = {"field": field, "type": "quantitative"}
    if draft.is_log(*measures):
        numbers = [number for index in measures for number in draft.shape.known(index)]
        axis = {"title": title, **log_axis(numbers, form)}
        return {**encoding, "axis": axis, "scale": log_scale(numbers)}
    axis = {"title": title, **tick_labels(form, draft.peak(*measures)), "tickCount": _TICKS}
    return {**encoding, "axis": axis, "scale": {"zero": zero}}


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
