"""Pies and donuts: the parts of a whole."""

from __future__ import annotations

import json
from typing import Any

from bi.charts.amounts import amount_tip
from bi.charts.bars import HEIGHT
from bi.charts.colours import rest_name
from bi.charts.draft import NAME, SHARE, VALUE, Draft
from bi.charts.expressions import datum
from bi.charts.keys import key_tip
from bi.charts.layout import MOST_SERIES
from bi.charts.sorting import sorting_of
from bi.model.chart import ChartType

_MOST_SLICES = MOST_SERIES
_REST = "is the rest"
_RADIUS = 120
# Slices thinner than this have no room for a number beside them.
_THINNEST_LABELLED = 0.03


def slices(draft: Draft, type_: ChartType) -> dict[str, Any]:
    """A layered spec: the slices and their shares."""
    layout = draft.layout
    column = draft.column(draft.x)
    _one_row_a_slice(draft, draft.x, draft.y)
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


def _one_row_a_slice(draft: Draft, key: int, measure: int) -> None:
    """Leaves the fields NAME, VALUE and `slice rank`."""
    column, amount = draft.column(key), draft.column(measure).name
    draft.calculate(datum(key_tip(draft, key)["field"].replace("\\", "")), NAME)
    if draft.shape.kind(key).is_ordered:
        _add_up(draft, amount, [NAME, column.name])
        _place(draft, key, column.name, measure)
        return
    slice_count = len(draft.shape.distinct(key))
    if slice_count <= _MOST_SLICES:
        _add_up(draft, amount, [NAME])
        _place(draft, key, NAME, measure)
        return
    draft.rank(NAME, amount, "sum", "slice rank")
    other = rest_name(draft, key)
    kept = f"datum['slice rank'] <= {_MOST_SLICES}"
    draft.calculate(f"{kept} ? datum['{NAME}'] : {json.dumps(other)}", NAME)
    draft.calculate(f"{kept} ? 0 : 1", _REST)
    _add_up(draft, amount, [NAME, _REST])
    _place(draft, key, NAME, measure)
    rest = slice_count - _MOST_SLICES
    draft.notes.append(
        f"The {_MOST_SLICES} largest are drawn apart; {other} is the remaining {rest:,}."
    )


def _place(draft: Draft, key: int, name: str, measure: int) -> None:
    """Number the slices in their order; the rest is always the last."""
    sorting = sorting_of(draft, key, measure)
    by = name if sorting.by is None else VALUE
    rest = [{"field": _REST, "order": "ascending"}] if _has_rest(draft) else []
    order = "descending" if sorting.descending else "ascending"
    ties = [{"field": name, "order": "ascending"}] if by != name else []
    draft.transforms.append(
        {
            "window": [{"op": "dense_rank", "as": "slice rank"}],
            "sort": [*rest, {"field": by, "order": order}, *ties],
        }
    )


def _has_rest(draft: Draft) -> bool:
    return any(one.get("as") == _REST for one in draft.transforms)


def _add_up(draft: Draft, amount: str, by: list[str]) -> None:
    draft.transforms.append(
        {"aggregate": [{"op": "sum", "field": amount, "as": VALUE}], "groupby": by}
    )
