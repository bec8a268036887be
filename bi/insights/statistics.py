"""Robust statistics of short series: medians, so that one strange value moves nothing.

Plain Python: the series are short, and loading an array library costs more than it saves.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

# Of longer series evenly spread points are compared: the work grows with the square.
_MOST_POINTS = 120
# Turns a median absolute deviation into a standard deviation, were the values normal.
_MAD_SCALE = 1.4826
# Fewer rounds than this show no season.
_FEWEST_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Trend:
    """`slope` per step (Theil-Sen); `tau` -1 to 1; `p` of there being none (Mann-Kendall)."""

    slope: float
    tau: float
    p: float


def trend(positions: Sequence[float], values: Sequence[float]) -> Trend:
    """Positions are steps along the series, rising, and may have gaps; at least two points."""
    stride = -(-len(values) // _MOST_POINTS)
    points = list(zip(positions[::stride], values[::stride], strict=True))
    n = len(points)
    score = 0
    slopes = []
    for (x, y), (later_x, later_y) in combinations(points, 2):
        score += (later_y > y) - (later_y < y)
        slopes.append((later_y - y) / (later_x - x))
    ties = Counter(y for _, y in points).values()
    variance = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    z = max(0.0, (abs(score) - 1) / math.sqrt(variance)) if variance > 0 else 0.0
    return Trend(median(slopes), score / len(slopes), math.erfc(z / math.sqrt(2)))


@dataclass(frozen=True, slots=True)
class Outlier:
    """`expected` from trend and season; `deviations` is how many times the usual scatter off."""

    index: int
    expected: float
    deviations: float
    seasonal: bool


def outlier(values: Sequence[float], slope: float, season: int) -> Outlier | None:
    """The value farthest from what trend and season give, of an unbroken series.

    `season` is the number of buckets in a round (12 months). None where most values lie
    exactly where expected: then there is no usual scatter to measure by.
    """
    level = median(value - slope * i for i, value in enumerate(values))
    expected = [level + slope * i for i in range(len(values))]
    seasonal = season > 1 and len(values) >= _FEWEST_ROUNDS * season
    if seasonal:
        rest = [value - line for value, line in zip(values, expected, strict=True)]
        swing = [median(rest[place::season]) for place in range(season)]
        expected = [line + swing[i % season] for i, line in enumerate(expected)]
    off = [abs(value - usual) for value, usual in zip(values, expected, strict=True)]
    scatter = median(off) * _MAD_SCALE
    if scatter <= 0:
        return None
    worst = max(range(len(off)), key=off.__getitem__)
    return Outlier(worst, expected[worst], off[worst] / scatter, seasonal)
