"""Bars: plain, stacked, grouped, upright or lying."""

from __future__ import annotations

from typing import Any

from bi.charts.amounts import amount, amount_tip, folded_amount, folded_tips, other_tips
from bi.charts.colours import folded_colour, is_ranked, series_colour
from bi.charts.draft import RANK, Draft, Encoding
from bi.charts.keys import band, key_tip
from bi.charts.layout import stacking_fault
from bi.charts.preference import is_upright
from bi.charts.sorting import Sorting, sort_encoding, sorting_of
from bi.model.chart import ChartType
from bi.model.shape import KeyKind
from bi.model.words import mid_sentence
from bi.model.writing import plural_of

# More bars than this are not compared any more; the table has the rest.
_MOST_BARS = 25
_BAR_STEP = 26
HEIGHT = 320


def bars(draft: Draft, type_: ChartType) -> dict[str, Any]:
    """A unit spec: mark, encoding, size."""
    layout = draft.layout
    lying = type_ is ChartType.HORIZONTAL_BAR or (
        type_ in (ChartType.STACKED_BAR, ChartType.GROUPED_BAR)
        and not is_upright(draft.shape, draft.x)
    )
    sorting = sorting_of(draft, draft.x, draft.y)
    keep_first(draft, draft.x, draft.y, sorting)
    if layout.folded:
        encoding = _side_by_side(draft, sorting, lying=lying)
    elif layout.series is not None:
        stacked = type_ is not ChartType.GROUPED_BAR and not stacking_fault(draft.shape, draft.y)
        encoding = _by_series(draft, layout.series, sorting, lying=lying, stacked=stacked)
    else:
        encoding = _plain(draft, sorting, lying=lying)
    offset = _offset(lying=lying) in encoding
    per_band = _offsets(draft) if offset else 1
    mark = _mark(draft, encoding, lying=lying, plain=not offset and layout.series is None)
    return {"mark": mark, "encoding": encoding, **_size(draft, lying=lying, per_band=per_band)}


def _mark(draft: Draft, encoding: Encoding, *, lying: bool, plain: bool) -> dict[str, Any]:
    if not draft.is_log(*(draft.layout.folded or (draft.y,))):
        return {"type": "bar", **({"cornerRadiusEnd": 3} if plain else {})}
    # A bar is read by its length from zero, which a log scale does not have.
    draft.notes.append(
        "On a log scale the bars are points: there is no zero for a bar to start from."
    )
    encoding["y" if lying else "x"]["axis"]["grid"] = True
    return {"type": "point", "filled": True, "size": 90, "opacity": 1}


def _plain(draft: Draft, sorting: Sorting, *, lying: bool) -> Encoding:
    along = amount(draft, draft.y, zero=True, titled=lying)
    tips = [key_tip(draft, draft.x), amount_tip(draft, draft.y), *other_tips(draft, draft.y)]
    return {**_placed(_key(draft, sorting, lying=lying), along, lying=lying), "tooltip": tips}


def _by_series(
    draft: Draft, series: int, sorting: Sorting, *, lying: bool, stacked: bool
) -> Encoding:
    # The colour first: it may add rows up, and only what follows sees the sums.
    colour = series_colour(draft, series, stacked=stacked)
    along = {
        **amount(draft, draft.y, zero=True, titled=lying),
        "stack": "zero" if stacked else None,
    }
    encoding = _placed(_key(draft, sorting, lying=lying), along, lying=lying)
    encoding["color"] = colour
    if not stacked:
        encoding[_offset(lying=lying)] = {name: colour[name] for name in ("field", "type", "sort")}
    elif is_ranked(colour):
        encoding["order"] = {"field": RANK}
    tips = [key_tip(draft, draft.x), key_tip(draft, series), amount_tip(draft, draft.y)]
    return {**encoding, "tooltip": tips}


def _side_by_side(draft: Draft, sorting: Sorting, *, lying: bool) -> Encoding:
    key = _key(draft, sorting, lying=lying)
    labels = draft.fold()
    colour = folded_colour(labels)
    return {
        **_placed(key, folded_amount(draft, zero=True), lying=lying),
        "color": colour,
        _offset(lying=lying): {
            "field": colour["field"],
            "type": "nominal",
            "sort": labels,
        },
        "tooltip": [key_tip(draft, draft.x), *folded_tips(draft)],
    }


def _key(draft: Draft, sorting: Sorting, *, lying: bool) -> Encoding:
    in_order = sorting.by is None
    if draft.shape.kind(draft.x) is KeyKind.TIME and not lying and in_order:
        sorting = Sorting(None, descending=False)  # time runs to the right, whatever the rows do
    bands = band(draft, draft.x, upright=not lying, in_order=in_order)
    return {**bands, "sort": sort_encoding(draft, draft.x, sorting)}


def _offset(*, lying: bool) -> str:
    return "yOffset" if lying else "xOffset"


def keep_first(draft: Draft, key: int, measure: int, sorting: Sorting) -> None:
    """Leave out the last of very many categories, and say so."""
    values = len(draft.shape.distinct(key))
    in_order = draft.shape.kind(key).is_ordered and sorting.by is None
    if in_order or values <= _MOST_BARS:
        return
    by = measure if sorting.by is None else sorting.by
    lowest_first = sorting.by is not None and not sorting.descending
    column, value = draft.column(key), draft.column(by)
    draft.rank(column.name, value.name, "sum" if value.additive else "max", "bar rank")
    kept = f"> {values - _MOST_BARS}" if lowest_first else f"<= {_MOST_BARS}"
    draft.transforms.append({"filter": f"datum['bar rank'] {kept}"})
    which = "lowest" if lowest_first else "highest"
    draft.notes.append(
        f"Drawn are the {_MOST_BARS} {plural_of(column.label)} with the {which} "
        f"{mid_sentence(value.label)}, of {values:,}; the table has them all."
    )


def _placed(key: Encoding, along: Encoding, *, lying: bool) -> Encoding:
    return {"y": key, "x": along} if lying else {"x": key, "y": along}


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
