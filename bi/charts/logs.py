"""Logarithmic axes: from one round number to another, with as many labels as can be read."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor, log10
from typing import Any

from bi.charts.expressions import log_labels
from bi.model.catalog import NumberFormat

_MOST_LABELS = 8
# What a labelled number may begin with, in the order of preference: as many as there is room for.
_MANTISSAS = (
    (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9),
    (1, 1.5, 2, 3, 4, 5, 7),
    (1, 2, 3, 5, 7),
    (1, 2, 5),
    (1,),
)
_ENDS = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)


def log_scale(numbers: Iterable[float]) -> dict[str, Any]:
    """The scale of positive numbers, which it holds with air on both sides."""
    low, high = _ends(list(numbers))
    return {"type": "log", "domain": [low, high], "nice": False, "zero": False}


def log_axis(numbers: Iterable[float], form: NumberFormat) -> dict[str, Any]:
    """Ticks and labels, as axis properties."""
    low, high = _ends(list(numbers))
    powers = range(floor(log10(low)), floor(log10(high)) + 1)
    choices = [
        [tick for power in powers for tick in _at(power, mantissas) if low <= tick <= high]
        for mantissas in _MANTISSAS
    ]
    ticks = next((few for few in choices if len(few) <= _MOST_LABELS), choices[-1])
    return {"values": ticks[:: -(-len(ticks) // _MOST_LABELS)], "labelExpr": log_labels(form)}


def _ends(numbers: list[float]) -> tuple[float, float]:
    """The round numbers around them."""
    least, most = min(numbers), max(numbers)
    low = max(end for end in _at(floor(log10(least)), _ENDS) if end <= least)
    high = min(end for end in _at(floor(log10(most)), _ENDS) if end >= most)
    return (low, high) if low < high else (low / 2, high * 2)


def _at(power: int, mantissas: tuple[float, ...]) -> list[float]:
    """Round numbers of one power of ten, without the noise of powers below one."""
    return [float(f"{mantissa * 10.0**power:.6g}") for mantissa in mantissas]
