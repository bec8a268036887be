"""Scatter plots and bubbles: how numbers go together."""

from __future__ import annotations

from typing import Any

from bi.charts import expressions
from bi.charts.amounts import amount, amount_tip
from bi.charts.bars import HEIGHT
from bi.charts.colours import series_colour
from bi.charts.draft import Draft, Encoding
from bi.charts.keys import key_tip
from bi.charts.layout import MOST_SERIES, label
from bi.model.shape import KeyKind


def points(draft: Draft) -> dict[str, Any]:
    layout = draft.layout
    used = (draft.x, draft.y, layout.size)
    encoding: Encoding = {"x": _axis(draft, draft.x), "y": _axis(draft, draft.y)}
    tips = [key_tip(draft, i) for i in draft.shape.keys if i not in used]
    if layout.series is not None:
        if layout.series not in draft.shape.keys:
            tips.append(key_tip(draft, layout.series))
        encoding["color"] = series_colour(draft, layout.series, stacked=False)
    else:
        _say_what_has_no_colour(draft)
    if layout.size is not None:
        column = draft.column(layout.size)
        title = column.label + expressions.unit_of(column.format)
        labels = expressions.tick_labels(column.format, draft.peak(layout.size))
        encoding["size"] = {
            "field": column.name,
            "type": "quantitative",
            "scale": {"range": [20, 900], "zero": True},
            "legend": {"title": title, "orient": "right", **labels},
        }
    encoding["tooltip"] = [*tips, *(amount_tip(draft, i) for i in used if i is not None)]
    crowded = draft.shape.row_count > 500
    mark = {"type": "point", "filled": True, "size": 60, "opacity": 0.35 if crowded else 0.75}
    return {"mark": mark, "encoding": encoding, "height": HEIGHT}


def _say_what_has_no_colour(draft: Draft) -> None:
    """A column of single rows that parts them, into more than there are colours."""
    shape = draft.shape
    for index in range(len(shape.columns)) if shape.is_row_list else ():
        values = len(shape.distinct(index))
        parts = shape.kind(index) is KeyKind.CATEGORY and values * 2 <= shape.row_count
        if parts and values > MOST_SERIES and index != shape.panel:
            name = label(shape, index)
            draft.notes.append(f"{name} has {values:,} values, too many to tell apart by colour.")


def _axis(draft: Draft, index: int) -> Encoding:
    numbers = draft.shape.known(index)
    low, high = min(numbers, default=0), max(numbers, default=0)
    starts_at_zero = low <= 0 or low < high * 0.4
    axis = amount(draft, index, zero=starts_at_zero)
    axis["axis"]["grid"] = True
    return axis if draft.is_log(index) else {**axis, "scale": {**axis["scale"], "nice": True}}
