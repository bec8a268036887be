"""Bars: plain, stacked, grouped, upright or lying."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from bi.charts.amounts import amount, amount_tip, folded_amount, folded_tips, other_tips
from bi.charts.colours import folded_colour, is_ranked, series_colour
from bi.charts.draft import RANK, Draft, Encoding
from bi.charts.keys import band, key_tip
from bi.charts.layout import stacking_fault
from bi.charts.preference import is_upright
from bi.model.chart import ChartType
from bi.model.shape import KeyKind
from bi.model.words import mid_sentence
from bi.model.writing import plural_of

# More bars than this are not compared any more; the table has the rest.
_MOST_BARS = 25
_BAR_STEP = 26
HEIGHT = 320
# Fewer rows come in order by chance.
_FEWEST_IN_ORDER = 5


def bars(draft: Draft, type_: ChartType) -> dict[str, Any]:
    """A unit spec: mark, encoding, size."""
    layout = draft.layout
    lying = type_ is ChartType.HORIZONTAL_BAR or (
        type_ in (ChartType.STACKED_BAR, ChartType.GROUPED_BAR)
        and not is_upright(draft.shape, draft.x)
    )
    keep_largest(draft, draft.x, draft.y)
    if layout.folded:
        encoding = _side_by_side(draft, lying=lying)
    elif layout.series is not None:
        stacked = type_ is not ChartType.GROUPED_BAR and not stacking_fault(draft.shape, draft.y)
        encoding = _by_series(draft, layout.series, lying=lying, stacked=stacked)
    else:
        encoding = _plain(draft, lying=lying)
    mark: dict[str, Any] = {"type": "bar"}
    offset = _offset(lying=lying) in encoding
    if not offset and layout.series is None:
        mark["cornerRadiusEnd"] = 3
    per_band = _offsets(draft) if offset else 1
    return {"mark": mark, "encoding": encoding, **_size(draft, lying=lying, per_band=per_band)}


def _plain(draft: Draft, *, lying: bool) -> Encoding:
    along = amount(draft, draft.y, titled=lying)
    tips = [key_tip(draft, draft.x), amount_tip(draft, draft.y), *other_tips(draft, draft.y)]
    return {**_placed(_key(draft, lying=lying), along, lying=lying), "tooltip": tips}


def _by_series(draft: Draft, series: int, *, lying: bool, stacked: bool) -> Encoding:
    # The colour first: it may add rows up, and only what follows sees the sums.
    colour = series_colour(draft, series, stacked=stacked)
    along = {**amount(draft, draft.y, titled=lying), "stack": "zero" if stacked else None}
    encoding = _placed(_key(draft, lying=lying), along, lying=lying)
    encoding["color"] = colour
    if not stacked:
        encoding[_offset(lying=lying)] = {name: colour[name] for name in ("field", "type", "sort")}
    elif is_ranked(colour):
        encoding["order"] = {"field": RANK}
    tips = [key_tip(draft, draft.x), key_tip(draft, series), amount_tip(draft, draft.y)]
    return {**encoding, "tooltip": tips}


def _side_by_side(draft: Draft, *, lying: bool) -> Encoding:
    key = _key(draft, lying=lying)
    labels = draft.fold()
    colour = folded_colour(labels)
    return {
        **_placed(key, folded_amount(draft), lying=lying),
        "color": colour,
        _offset(lying=lying): {
            "field": colour["field"],
            "type": "nominal",
            "sort": labels,
        },
        "tooltip": [key_tip(draft, draft.x), *folded_tips(draft)],
    }


def _key(draft: Draft, *, lying: bool) -> Encoding:
    return {"sort": _sort(draft, draft.x, draft.y), **band(draft, draft.x, upright=not lying)}


def _offset(*, lying: bool) -> str:
    return "yOffset" if lying else "xOffset"


def keep_largest(draft: Draft, key: int, measure: int) -> None:
    """Leave out the smallest of very many categories, and say so."""
    values = len(draft.shape.distinct(key))
    if draft.shape.kind(key).is_ordered or values <= _MOST_BARS:
        return
    column, value = draft.column(key), draft.column(measure)
    total = "sum" if value.additive else "max"
    lowest_first = _ascends(draft, measure)
    draft.rank(column.name, value.name, total, "bar rank")
    kept = f"> {values - _MOST_BARS}" if lowest_first else f"<= {_MOST_BARS}"
    draft.transforms.append({"filter": f"datum['bar rank'] {kept}"})
    which = "lowest" if lowest_first else "highest"
    draft.notes.append(
        f"Drawn are the {_MOST_BARS} {plural_of(column.label)} with the {which} "
        f"{mid_sentence(value.label)}, of {values:,}; the table has them all."
    )


def _placed(key: Encoding, along: Encoding, *, lying: bool) -> Encoding:
    from_zero = {**along, "scale": {"zero": True}}
    return {"y": key, "x": from_zero} if lying else {"x": key, "y": from_zero}


def _sort(draft: Draft, key: int, measure: int) -> Any:
    """Ordered keys in their order; names by value, the way round that was asked for."""
    if draft.shape.kind(key).is_ordered:
        return "ascending"
    value = draft.column(measure)
    order = "ascending" if _ascends(draft, measure) else "descending"
    return {
        "field": value.name,
        "op": "sum" if value.additive else "max",
        "order": order,
    }


def _ascends(draft: Draft, measure: int) -> bool:
    """Whether the rows come lowest first, which is what "the bottom 5" asks for."""
    values = draft.shape.known(measure)
    if len(draft.shape.keys) > 1 or len(values) < _FEWEST_IN_ORDER or values[0] == values[-1]:
        return False
    return all(one <= following for one, following in pairwise(values))


def _offsets(draft: Draft) -> int:
    if draft.layout.folded:
        return len(draft.layout.folded)
    return len(draft.shape.distinct(draft.layout.series)) if draft.layout.series is not None else 1


def _size(draft: Draft, *, lying: bool, per_band: int) -> dict[str, Any]:
    if not lying:
        return {"height": HEIGHT}
    step = max(_BAR_STEP, 14 * min(per_band, 9))
    is_time = draft.shape.kind(draft.x) is KeyKind.TIME
    return {"height": {"step": 16 if is_time and per_band == 1 else step, "for": "position"}}
