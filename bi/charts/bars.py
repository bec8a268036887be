"""Bars: plain, stacked, grouped, upright or lying."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from bi.charts import expressions
from bi.charts.draft import RANK, Draft, Encoding
from bi.charts.layout import stacking_fault
from bi.charts.preference import is_upright
from bi.model.chart import ChartType
from bi.model.shape import KeyKind

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
    amount = draft.amount(draft.y, titled=lying)
    tips = [draft.key_tip(draft.x), draft.amount_tip(draft.y), *draft.other_tips(draft.y)]
    return {**_placed(_key(draft, lying=lying), amount, lying=lying), "tooltip": tips}


def _by_series(draft: Draft, series: int, *, lying: bool, stacked: bool) -> Encoding:
    # The colour first: it may add rows up, and only what follows sees the sums.
    colour = draft.colour(series)
    amount = draft.amount(draft.y, titled=lying)
    encoding = _placed(_key(draft, lying=lying), amount, lying=lying)
    encoding["color"] = colour
    amount["stack"] = "zero" if stacked else None
    if not stacked:
        encoding[_offset(lying=lying)] = {
            name: colour[name] for name in ("field", "type", "sort") if name in colour
        }
    elif isinstance(colour.get("sort"), dict):
        encoding["order"] = {"field": RANK}
    tips = [draft.key_tip(draft.x), draft.key_tip(series), draft.amount_tip(draft.y)]
    return {**encoding, "tooltip": tips}


def _side_by_side(draft: Draft, *, lying: bool) -> Encoding:
    key = _key(draft, lying=lying)
    colour, amount = draft.fold()
    return {
        **_placed(key, amount, lying=lying),
        "color": colour,
        _offset(lying=lying): {
            "field": colour["field"],
            "type": "nominal",
            "sort": colour["scale"]["domain"],
        },
        "tooltip": [draft.key_tip(draft.x), *draft.fold_tips()],
    }


def _key(draft: Draft, *, lying: bool) -> Encoding:
    return {**draft.band(draft.x, upright=not lying), "sort": _sort(draft, draft.x, draft.y)}


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
    draft.rank(column.name, expressions.field(value.name), total, "bar rank")
    kept = f"> {values - _MOST_BARS}" if lowest_first else f"<= {_MOST_BARS}"
    draft.transforms.append({"filter": f"datum['bar rank'] {kept}"})
    which = "lowest" if lowest_first else "highest"
    draft.notes.append(
        f"Drawn are the {_MOST_BARS} {which} of {values:,} by {value.label}; "
        "the table has them all."
    )


def _placed(key: Encoding, amount: Encoding, *, lying: bool) -> Encoding:
    amount["scale"] = {"zero": True}
    return {"y": key, "x": amount} if lying else {"x": key, "y": amount}


def _sort(draft: Draft, key: int, measure: int) -> Any:
    """Ordered keys in their order; names by value, the way round that was asked for."""
    if draft.shape.kind(key).is_ordered:
        return "ascending"
    value = draft.column(measure)
    order = "ascending" if _ascends(draft, measure) else "descending"
    return {
        "field": expressions.field(value.name),
        "op": "sum" if value.additive else "max",
        "order": order,
    }


def _ascends(draft: Draft, measure: int) -> bool:
    """Whether the rows come lowest first, which is what "the bottom 5" asks for."""
    values = draft.shape.known(measure)
    if len(draft.shape.keys) > 1 or len(values) < 2 or values[0] == values[-1]:
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
