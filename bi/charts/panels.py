"""Small multiples: the same chart once for each value of a column, on the same scales."""

from __future__ import annotations

from typing import Any

from bi.charts.draft import Draft
from bi.charts.keys import key_field, key_labels, key_order
from bi.charts.layout import label
from bi.charts.preference import MOST_PANELS_ACROSS, plot_width
from bi.model.chart import ChartType
from bi.model.shape import KeyKind, Shape

_WITH_PANELS = (
    ChartType.BAR, ChartType.HORIZONTAL_BAR, ChartType.STACKED_BAR, ChartType.GROUPED_BAR,
    ChartType.LINE, ChartType.MULTI_LINE, ChartType.SCATTER, ChartType.BUBBLE, ChartType.HISTOGRAM,
)  # fmt: skip
# More panels than this are not taken in at a glance.
_MOST_PANELS = 12
_HEIGHT = 180


def panels_fault(shape: Shape, type_: ChartType, name: str, *, apart: bool = False) -> str | None:
    """Why there are no panels; `apart`: the shape is not parted into them yet."""
    index = next((i for i, column in enumerate(shape.columns) if column.name == name), None)
    if index is None:
        return "Panels need a column of the result that there is one for each value of."
    if type_ not in _WITH_PANELS:
        kind = str(type_).replace("_", " ")
        return f"A {kind} chart is not drawn in panels; bars, lines and scatter plots are."
    values = len(shape.distinct(index))
    if not 1 < values <= _MOST_PANELS:
        return f"{label(shape, index)} has {values:,} values; panels are for 2 to {_MOST_PANELS}."
    if shape.panel is None and not apart:
        kind = str(type_).replace("_", " ")
        return f"Without {label(shape, index)} there is too little left for {kind} charts."
    return None


def in_panels(draft: Draft, body: dict[str, Any], index: int) -> dict[str, Any]:
    """The body of a chart, drawn once for each value."""
    across = min(MOST_PANELS_ACROSS, len(draft.shape.distinct(index)))
    header = {"title": None, "labelFontWeight": 600, **key_labels(draft, index)}
    ordered = draft.shape.kind(index) is not KeyKind.CATEGORY
    facet = {
        "field": key_field(draft, index),
        "type": "ordinal" if ordered else "nominal",
        "columns": across,
        "header": header,
        **key_order(draft, index),
    }
    is_lying = isinstance(body.get("height"), dict)
    return {
        **body,
        "encoding": {**body["encoding"], "facet": facet},
        "width": plot_width(draft.shape),
        "height": body["height"] if is_lying else _HEIGHT,
    }
