"""Pies and donuts: the parts of a whole."""

from __future__ import annotations

from typing import Any

from bi.charts.amounts import amount_tip
from bi.charts.bars import HEIGHT
from bi.charts.colours import OTHER
from bi.charts.draft import NAME, SHARE, VALUE, Draft
from bi.charts.expressions import datum
from bi.charts.keys import key_tip
from bi.model.chart import ChartType

_MOST_SLICES = 8
_RADIUS = 120
# Slices thinner than this have no room for a number beside them.
_THINNEST_LABELLED = 0.03


def slices(draft: Draft, type_: ChartType) -> dict[str, Any]:
    """A layered spec: the slices and their shares."""
    layout = draft.layout
    column = draft.column(draft.x)
    in_order = draft.shape.kind(draft.x).is_ordered
    _one_row_a_slice(draft, draft.x, draft.y, in_order=in_order)
    draft.transforms.append(
        {"joinaggregate": [{"op": "sum", "field": VALUE, "as": "total"}]},
    )
    draft.calculate(f"datum['{VALUE}'] / datum.total", SHARE)
    for index in layout.summed:
        draft.notes.append(f"Summed over {draft.column(index).label}.")
    order = {"field": "slice rank", "type": "quantitative", "sort": "ascending"}
    colour = {
        "field": NAME,
        "type": "nominal",
        "sort": {"field": "slice rank", "op": "min", "order": "ascending"},
        "legend": {"title": None, "orient": "right"},
    }
    value_tip = {**amount_tip(draft, draft.y), "field": VALUE}
    arc: dict[str, Any] = {"type": "arc", "outerRadius": _RADIUS}
    if type_ is ChartType.DONUT:
        arc["innerRadius"] = int(_RADIUS * 0.6)
    return {
        "height": HEIGHT,
        "encoding": {
            "theta": {"field": VALUE, "type": "quantitative", "stack": True},
            "order": order,
        },
        "layer": [
            {
                "mark": arc,
                "encoding": {
                    "color": colour,
                    "tooltip": [
                        {"field": NAME, "type": "nominal", "title": column.label},
                        value_tip,
                        {"field": SHARE, "type": "quantitative", "title": "Share", "format": ".1%"},
                    ],
                },
            },
            {
                "mark": {"type": "text", "radius": _RADIUS + 18},
                "encoding": {
                    "text": {
                        "condition": {
                            "test": f"datum['{SHARE}'] >= {_THINNEST_LABELLED}",
                            "field": SHARE,
                            "type": "quantitative",
                            "format": ".0%",
                        },
                        "value": "",
                    }
                },
            },
        ],
    }


def _one_row_a_slice(draft: Draft, key: int, measure: int, *, in_order: bool) -> None:
    """Leaves the fields NAME, VALUE and `slice rank`."""
    column, value = draft.column(key), draft.column(measure)
    tip = key_tip(draft, key)["field"]
    name = tip.replace("\\", "")
    amount = value.name
    if in_order:
        draft.calculate(datum(name), NAME)
        _add_up(draft, amount, [NAME, column.name])
        by = column.name
        draft.transforms.append(
            {
                "window": [{"op": "dense_rank", "as": "slice rank"}],
                "sort": [{"field": by, "order": "ascending"}],
            }
        )
        return
    draft.calculate(datum(name), NAME)
    slice_count = len(draft.shape.distinct(key))
    if slice_count > _MOST_SLICES:
        draft.rank(NAME, amount, "sum", "slice rank")
        kept = f"datum['slice rank'] <= {_MOST_SLICES}"
        draft.calculate(f"{kept} ? datum['{NAME}'] : '{OTHER}'", NAME)
        draft.calculate(f"min(datum['slice rank'], {_MOST_SLICES + 1})", "slice rank")
        _add_up(draft, amount, [NAME, "slice rank"])
        rest = slice_count - _MOST_SLICES
        draft.notes.append(
            f"The {_MOST_SLICES} largest are drawn apart; {OTHER} is the remaining {rest}."
        )
        return
    _add_up(draft, amount, [NAME])
    draft.rank(NAME, VALUE, "sum", "slice rank")


def _add_up(draft: Draft, amount: str, by: list[str]) -> None:
    draft.transforms.append(
        {"aggregate": [{"op": "sum", "field": amount, "as": VALUE}], "groupby": by}
    )
