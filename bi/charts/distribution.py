"""Histograms and box plots: how values spread."""

from __future__ import annotations

from math import floor, log10
from typing import Any

from bi.charts import expressions
from bi.charts.amounts import amount, amount_tip
from bi.charts.bars import HEIGHT
from bi.charts.draft import Draft, Encoding
from bi.charts.keys import band, key_tip, key_title
from bi.model.catalog import ColumnType
from bi.model.shape import KeyKind
from bi.model.writing import plural_of

_MOST_BINS = 20
_ROWS = "Number of rows"
# What a round step may begin with; the last ones are for spans that lie across one more step.
_MANTISSAS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 50, 100)


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
    up = {**amount(draft, draft.y, zero=True, titled=False), "stack": None}
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
    binned = _bins(draft, x)
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
            {"aggregate": "count", "type": "quantitative", "title": counted(draft)},
        ],
    }


def _bins(draft: Draft, x: int) -> dict[str, Any]:
    """Round steps; of those wished for, as many as round steps allow, and no more."""
    wished = draft.options.bins
    if wished is None:
        return {"maxbins": _MOST_BINS}
    whole = draft.column(x).type is ColumnType.INTEGER
    return {"step": step_of(draft.shape.known(x), wished, whole=whole)}


def step_of(numbers: list[float], most: int, *, whole: bool) -> float:
    """The least round step in which the numbers take at most so many bins."""
    low, high = min(numbers), max(numbers)
    if low == high:
        return 1
    power = 10.0 ** floor(log10((high - low) / most))
    steps = [float(f"{mantissa * power:.6g}") for mantissa in _MANTISSAS]
    steps = [step for step in steps if not whole or step == int(step)] or [1]
    return next(step for step in steps if floor(high / step) - floor(low / step) < most)


def counted(draft: Draft) -> str:
    """What the values are of: each has one row."""
    groups = draft.shape.groups
    return f"Number of {plural_of(draft.column(groups[0]).label)}" if len(groups) == 1 else _ROWS


def _number_axis(draft: Draft, x: int) -> Encoding:
    column = draft.column(x)
    return {
        "title": key_title(draft, x),
        **expressions.tick_labels(column.format, draft.peak(x)),
    }


def boxplot(draft: Draft) -> dict[str, Any]:
    x, y = draft.layout.x, draft.y
    encoding: Encoding = {"y": amount(draft, y, zero=False, titled=False)}
    if x is not None:
        encoding["x"] = {**band(draft, x), "sort": "ascending"}
    return {
        "mark": {"type": "boxplot", "extent": 1.5, "size": 36},
        "encoding": encoding,
        "height": HEIGHT,
    }
