"""Percentiles and ratios of what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Self


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest rank, so a value that was measured."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -int(-len(ordered) * percent // 100) - 1))]


@dataclass(slots=True)
class Load:
    """What several rounds under one load gave: ms of each turn, turns a second of each round."""

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    medians: list[float] = field(default_factory=list)
    stages: list[dict[str, float]] = field(default_factory=list)
    memory_mb: float = 0.0

    def add(self, measured: dict[str, Any]) -> Self:
        """One round: the result of the task `conversations`."""
        first, whole, stages = (list(column) for column in zip(*measured["timings"], strict=True))
        self.first += first
        self.whole += whole
        self.stages += stages
        self.rates.append(len(whole) / measured["seconds"])
        self.medians.append(median(whole))
        return self

    @property
    def rate(self) -> float:
        return median(self.rates)


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, float, float]:
    """Round by round: the median, the lowest and the highest."""
    each = [a / b for a, b in zip(ours, theirs, strict=True)]
    return median(each), min(each), max(each)
