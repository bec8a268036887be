"""Robust statistics of short series: medians, so that one strange value moves nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# Pairs of longer series are taken from evenly spread points: the work grows with the square.
_MOST_POINTS = 400
# Turns a median absolute deviation into a standard deviation, were the values normal.
_MAD_SCALE = 1.4826


@dataclass(frozen=True, slots=True)
class Trend:
    """`slope` per step (Theil-Sen); `tau` -1 to 1; `p` of there being none (Mann-Kendall)."""

    slope: float
    tau: float
    p: float


def trend(positions: Sequence[float], values: Sequence[float]) -> Trend:
    """Positions are steps along the series and may have gaps; at least two points."""
    import numpy as np

    stride = -(-len(values) // _MOST_POINTS)
    x = np.asarray(positions[::stride], dtype=float)
    y = np.asarray(values[::stride], dtype=float)
    n = len(y)
    earlier, later = np.triu_indices(n, 1)
    rise = y[later] - y[earlier]
    score = float(np.sign(rise).sum())
    slope = float(np.median(rise / (x[later] - x[earlier])))
    _, ties = np.unique(y, return_counts=True)
    tied = float((ties * (ties - 1) * (2 * ties + 5)).sum())
    variance = (n * (n - 1) * (2 * n + 5) - tied) / 18
    z = 0.0 if variance <= 0 else (abs(score) - 1) / math.sqrt(variance)
    p = math.erfc(max(z, 0.0) / math.sqrt(2))
    return Trend(slope, score / len(rise), p)


@dataclass(frozen=True, slots=True)
class Outlier:
    """`expected` from trend and season; `deviations` is how many times the usual scatter off."""

    index: int
    expected: float
    deviations: float


def outlier(values: Sequence[float], slope: float, season: int) -> Outlier | None:
    """The value farthest from what trend and season give, of an unbroken series.

    `season` is the number of buckets in a round (12 months); it counts only when the series
    holds two rounds or more. None where values do not scatter at all.
    """
    import numpy as np

    y = np.asarray(values, dtype=float)
    line = slope * np.arange(len(y))
    line += np.median(y - line)
    rest = y - line
    seasonal = np.zeros(len(y))
    if season > 1 and len(y) >= 3 * season:
        for place in range(season):
            seasonal[place::season] = np.median(rest[place::season])
    rest = rest - seasonal
    scatter = float(np.median(np.abs(rest))) * _MAD_SCALE
    if scatter <= 0:
        return None
    worst = int(np.argmax(np.abs(rest)))
    return Outlier(worst, float(line[worst] + seasonal[worst]), float(abs(rest[worst]) / scatter))
