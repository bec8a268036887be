"""A finding in the data, with the figures it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class InsightKind(StrEnum):
    PEAK = "peak"
    LOW = "low"
    TREND = "trend"
    CHANGE = "change"
    CONCENTRATION = "concentration"
    LEADER = "leader"
    SPREAD = "spread"
    ANOMALY = "anomaly"
    MISSING = "missing"
    CONTRIBUTION = "contribution"  # which group drove a change
    SEASONALITY = "seasonality"
    CORRELATION = "correlation"
    FORECAST = "forecast"


@dataclass(frozen=True, slots=True)
class Insight:
    """`text` is one sentence; `figures` are the numbers it states, unrounded, by name.

    `weight` 0 to 1 ranks findings of one answer.
    """

    kind: InsightKind
    text: str
    figures: dict[str, float | str] = field(default_factory=dict)
    weight: float = 0.5

    @property
    def direction(self) -> Literal["up", "down"] | None:
        """Which way it went, or stands out; None where that is not what it tells."""
        known = self.figures
        against = known.get("before", known.get("expected"))
        moved, value = known.get("slope"), known.get("value")
        if isinstance(value, float | int) and isinstance(against, float | int):
            moved = value - against
        if not isinstance(moved, float | int) or moved == 0:
            return None
        return "up" if moved > 0 else "down"
