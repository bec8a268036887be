"""Histograms and box plots: how values spread."""

from __future__ import annotations

from typing import Any

from bi.charts import expressions
from bi.charts.amounts import amount, amount_tip
from bi.charts.bars import HEIGHT
from bi.charts.draft import Draft, Encoding
from bi.charts.keys import band, key_tip, key_title
from bi.model.shape import KeyKind

_MOST_BINS = 20


def histogram(draft: Draft) -> dict[str, Any]:
    x = draft.x
    binned = draft.shape.kind(x) is KeyKind.BIN and x in draft.shape.keys
    encoding = _given_bins(draft, x) if binned else _own_bins(draft, x)
    mark = {"type": "bar", "binSpacing": 1}
    return {"mark": mark, "encoding": encoding, "height": HEIGHT}


def _given_bins(draft: Draft, x: int) -> Encoding:
    column = draft.column(x)
    width = column.bin_width or 1
    upper = draft.calculate(f"{expressions.datum(column.name)} + {width:g}", f"{column.name} upper")
    up = {**amount(draft, draft.y, titled=False), "scale": {"zero": True}, "stack": None}
    return {
        "x": {
            "field": column.name,
            "type": "quantitative",
            "bin": {"binned": True, "step": width},
            "axis": _number_axis(draft, x),
        },
        "x2": {"field": upper},
        "y": up,
        "tooltip": [key_tip(draft, x), amount_tip(draft, draft.y)],
    }


def _own_bins(draft: Draft, x: int) -> Encoding:
    column = draft.column(x)
    name = column.name
    binned = {"maxbins": _MOST_BINS}
    return {
        "x": {
            "field": name,
            "type": "quantitative",
            "bin": binned,
            "axis": _number_axis(draft, x),
        },
        "y": {
            "aggregate": "count",
            "type": "quantitative",
            "axis": {"title": None, "format": ",~f", "tickMinStep": 1, "tickCount": 6},
        },
        "tooltip": [
            {
                "field": name,
                "type": "quantitative",
                "bin": binned,
                "title": column.label,
                "format": expressions.amount_format(column.format, draft.peak(x)),
            },
            {"aggregate": "count", "type": "quantitative", "title": "Number of rows"},
        ],
    }


def _number_axis(draft: Draft, x: int) -> Encoding:
    column = draft.column(x)
    return {
        "title": key_title(draft, x),
        **expressions.tick_labels(column.format, draft.peak(x)),
    }


def boxplot(draft: Draft) -> dict[str, Any]:
    x, y = draft.layout.x, draft.y
    encoding: Encoding = {"y": {**amount(draft, y, titled=False), "scale": {"zero": False}}}
    if x is not None:
        encoding["x"] = {**band(draft, x), "sort": "ascending"}
    return {
        "mark": {"type": "boxplot", "extent": 1.5, "size": 36},
        "encoding": encoding,
        "height": HEIGHT,
    }
