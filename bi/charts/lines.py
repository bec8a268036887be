"""Lines and areas: values along an order."""

from __future__ import annotations

from typing import Any

from bi.charts.amounts import amount, amount_tip, folded_amount, folded_tips, other_tips
from bi.charts.bars import HEIGHT
from bi.charts.colours import folded_colour, is_ranked, series_colour
from bi.charts.draft import NAME, RANK, Draft, Encoding
from bi.charts.keys import key_tip, ordered_axis
from bi.charts.layout import adds_up
from bi.model.chart import ChartType

# Points are marked while they can be told apart.
_MOST_POINTS = 60
# A line whose lowest value is above this share of its highest hides its movement from zero.
_FAR_FROM_ZERO = 0.6


def lines(draft: Draft, type_: ChartType) -> dict[str, Any]:
    """A unit spec: mark, encoding, size."""
    layout = draft.layout
    filled = type_ in (ChartType.AREA, ChartType.STACKED_AREA)
    if layout.folded:
        encoding = _side_by_side(draft)
    elif layout.series is not None:
        encoding = _by_series(draft, layout.series, filled=filled)
    else:
        encoding = _plain(draft, filled=filled)
    return {"mark": _mark(draft, filled=filled), "encoding": encoding, "height": HEIGHT}


def _plain(draft: Draft, *, filled: bool) -> Encoding:
    tips = [key_tip(draft, draft.x), amount_tip(draft, draft.y), *other_tips(draft, draft.y)]
    up = amount(draft, draft.y, zero=_from_zero(draft, filled=filled), titled=False)
    if filled:
        # Vega-Lite would stack an area upon itself, each of its points a series of its own.
        up["stack"] = None
    return {"x": ordered_axis(draft, draft.x), "y": up, "tooltip": tips}


def _by_series(draft: Draft, series: int, *, filled: bool) -> Encoding:
    # The colour first: it may add rows up, and only what follows sees the sums.
    colour = series_colour(draft, series, stacked=filled)
    tips = [key_tip(draft, draft.x), key_tip(draft, series), amount_tip(draft, draft.y)]
    up = amount(draft, draft.y, zero=_from_zero(draft, filled=filled), titled=False)
    encoding: Encoding = {"x": ordered_axis(draft, draft.x), "y": up, "color": colour}
    if filled:
        up["stack"] = "zero"
        # A group without a row in a bucket had none of it; the area must not jump across.
        up["impute"] = {"value": 0}
        if is_ranked(colour):
            encoding["order"] = {"field": RANK}
    return {**encoding, "tooltip": tips}


def _side_by_side(draft: Draft) -> Encoding:
    tips = [key_tip(draft, draft.x)]
    x = ordered_axis(draft, draft.x)
    labels = draft.fold()
    encoding = {
        "x": x,
        "y": folded_amount(draft, zero=_from_zero(draft, filled=False)),
        "color": folded_colour(labels),
        "tooltip": [*tips, *folded_tips(draft)],
    }
    if draft.shape.prior_of(draft.y) in draft.layout.folded:
        encoding["strokeDash"] = _dashes(labels)
    return encoding


def _mark(draft: Draft, *, filled: bool) -> dict[str, Any]:
    if filled:
        return {"type": "area", "line": draft.layout.series is None}
    points = len(draft.shape.distinct(draft.x)) <= _MOST_POINTS
    return {"type": "line", "point": {"size": 36} if points else False}


def _dashes(labels: list[str]) -> Encoding:
    """Whole for the present, broken for the past."""
    return {
        "field": NAME,
        "type": "nominal",
        "scale": {"domain": labels, "range": [[1, 0], [5, 4]]},
        "legend": None,
    }


def _from_zero(draft: Draft, *, filled: bool) -> bool:
    return filled or not _is_far_from_zero(draft)


def _is_far_from_zero(draft: Draft) -> bool:
    """Averages and rates may start above zero where their movement would be flat otherwise."""
    if adds_up(draft.shape, draft.y):
        return False
    numbers = [n for i in draft.layout.folded or (draft.y,) for n in draft.shape.known(i)]
    low, high = min(numbers), max(numbers)
    return low > 0 and low > high * _FAR_FROM_ZERO
