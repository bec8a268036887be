"""Heatmaps: two groupings as a grid of colours."""

from __future__ import annotations

from typing import Any

from bi.charts import expressions
from bi.charts.amounts import amount_tip
from bi.charts.draft import Draft, Encoding
from bi.charts.keys import band, key_tip

_ROW_STEP = 28


def cells(draft: Draft) -> dict[str, Any]:
    x, y = draft.x, draft.y
    (measure,) = draft.shape.measures[:1]
    across = {**band(draft, x), "sort": "ascending"}
    down = {**band(draft, y, upright=False), "sort": "ascending"}
    tips = [key_tip(draft, x), key_tip(draft, y), amount_tip(draft, measure)]
    return {
        "mark": {"type": "rect"},
        "encoding": {"x": across, "y": down, "color": _ramp(draft, measure), "tooltip": tips},
        "height": {"step": _ROW_STEP},
    }


def _ramp(draft: Draft, measure: int) -> Encoding:
    column = draft.column(measure)
    title = column.label + expressions.unit_of(column.format)
    length = max(60, min(140, _ROW_STEP * len(draft.shape.distinct(draft.y))))
    labels = expressions.tick_labels(column.format, draft.peak(measure))
    encoding: Encoding = {
        "field": column.name,
        "type": "quantitative",
        "scale": {"nice": True},
        "legend": {"title": title, "orient": "right", "gradientLength": length, **labels},
    }
    if min(draft.shape.known(measure), default=0) < 0:
        # Losses and gains part at zero, whatever their sizes.
        encoding["scale"] = {"range": "diverging", "domainMid": 0, "nice": True}
    return encoding
