"""Robust statistics of short series: medians, so that one strange value moves nothing.

Plain Python: the series are short, and loading an array library costs more than it saves.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import median

# Of longer series evenly spread points are compared: the work grows with the square.
_MOST_POINTS = 120
# Turns a median absolute deviation into a standard deviation, were the values normal.
_MAD_SCALE = 1.4826
# Shorter series do not show whether their values lean on one another.
_FEWEST_TO_LEAN = 8
_MOST_LEANING = 0.9
_NOTHING = 1e-18
# A value of the same place that is so much of the way off, too, makes for a pattern.
_ALIKE = 0.5
# Of the continued fraction.
_TERMS = 200


@dataclass(frozen=True, slots=True)
class Trend:
    """`slope` per step (Theil-Sen); `tau` -1 to 1; `p` of there being none (Mann-Kendall).

    `p` allows for values that lean on the one before: such a series wanders off by itself, and so
    many values tell no more than a few would that know nothing of one another.
    """

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
    slope = median(slopes)
    variance *= _fewer([y - slope * x for x, y in points])
    z = max(0.0, (abs(score) - 1) / math.sqrt(variance)) if variance > 0 else 0.0
    return Trend(slope, score / len(slopes), math.erfc(z / math.sqrt(2)))


def _fewer(rest: Sequence[float]) -> float:
    """How many values are worth one, at least 1: (1 + r) / (1 - r), for the correlation r of
    each value with the one before (Yue and Wang, 2004), with Kendall's correction for its bias in
    short series."""
    n = len(rest)
    if n < _FEWEST_TO_LEAN:
        return 1.0
    middle = math.fsum(rest) / n
    off = [value - middle for value in rest]
    spread = math.fsum(value * value for value in off)
    # What is left of a straight line is nothing but the rounding of its slope.
    if spread <= _NOTHING * math.fsum(value * value for value in rest):
        return 1.0
    r = math.fsum(a * b for a, b in pairwise(off)) / spread
    r = min(_MOST_LEANING, (r + 1 / n) / (1 - 4 / n))
    return (1 + r) / (1 - r) if r > 0 else 1.0


@dataclass(frozen=True, slots=True)
class Outlier:
    """`expected` from trend and season; `deviations` is how many times the usual scatter off.

    `alike`: as off as a value of the same place in another round, so that it may well recur.
    """

    index: int
    expected: float
    deviations: float
    alike: bool = False


def outlier(
    values: Sequence[float], slope: float, season: int = 1, length: int = 1
) -> Outlier | None:
    """The value farthest from what trend and season give, of an unbroken series.

    `length` is the number of buckets in a round (12 months), `season` the same for a series that
    has a season, else 1. What a season gives for a value is the average of its place in the other
    rounds: an average of which it were part would follow it. None where most values lie exactly
    where expected: then there is no usual scatter to measure by.
    """
    level = median(value - slope * i for i, value in enumerate(values))
    expected = [level + slope * i for i in range(len(values))]
    if season > 1:
        rest = [value - line for value, line in zip(values, expected, strict=True)]
        others = [rest[i % season :: season] for i in range(len(values))]
        expected = [
            line + (sum(place) - own) / (len(place) - 1)
            for line, own, place in zip(expected, rest, others, strict=True)
        ]
    off = [abs(value - usual) for value, usual in zip(values, expected, strict=True)]
    scatter = median(off) * _MAD_SCALE
    if scatter <= 0:
        return None
    worst = max(range(len(off)), key=off.__getitem__)
    far = values[worst] - expected[worst]
    places = range(worst % length, len(values), length) if length > 1 else ()
    same_place = (values[i] - expected[i] for i in places if i != worst)
    alike = any(abs(other) > _ALIKE * abs(far) and other * far > 0 for other in same_place)
    return Outlier(worst, expected[worst], off[worst] / scatter, alike)


def ranks(values: Sequence[float]) -> list[float]:
    """1 for the lowest; equal values share the mean of their ranks."""
    order = sorted(range(len(values)), key=values.__getitem__)
    found = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start : end + 1]:
            found[place] = (start + end) / 2 + 1
        start = end + 1
    return found


def friedman(table: Sequence[Sequence[float]]) -> float:
    """The p of the columns being alike, by their ranks within each row.

    Friedman's test (1937) in the form of Iman and Davenport (1980), which holds for few rows.
    """
    rows, columns = len(table), len(table[0])
    ranked = [ranks(row) for row in table]
    sums = [sum(column) for column in zip(*ranked, strict=True)]
    middle = rows * (columns + 1) / 2
    spread = sum((rank - (columns + 1) / 2) ** 2 for row in ranked for rank in row)
    if spread <= 0 or rows < 2:
        return 1.0
    score = (columns - 1) * sum((total - middle) ** 2 for total in sums) / spread
    rest = rows * (columns - 1) - score
    if rest <= 1e-9:
        return 0.0
    return f_tail((rows - 1) * score / rest, columns - 1, (rows - 1) * (columns - 1))


def blocks(table: Sequence[Sequence[float]]) -> float:
    """The p of the columns being alike, by the analysis of variance of randomized blocks.

    Sees a single column that is far off, of which ranks make little.
    """
    rows, columns = len(table), len(table[0])
    averages = [sum(row) / columns for row in table]
    centred = [[value - own for value in row] for row, own in zip(table, averages, strict=True)]
    places = [sum(column) / rows for column in zip(*centred, strict=True)]
    between = rows * sum(place * place for place in places)
    within = sum(
        (value - place) ** 2 for row in centred for value, place in zip(row, places, strict=True)
    )
    if rows < 2 or between <= 0:
        return 1.0
    if within <= between * 1e-12:
        return 0.0
    return f_tail((rows - 1) * between / within, columns - 1, (rows - 1) * (columns - 1))


def f_tail(value: float, above: float, below: float) -> float:
    """The chance of a larger F with so many degrees of freedom."""
    return _beta(below / 2, above / 2, below / (below + above * value)) if value > 0 else 1.0


def _beta(a: float, b: float, x: float) -> float:
    """The regularized incomplete beta function, by its continued fraction (DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(b, a, 1 - x)
    scale = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    # Evaluated from the inside: so many terms are exact to a double's last digits here.
    fraction = 1.0
    for m in range(_TERMS, 0, -1):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m - 1) * (a + b + m - 1) * x / ((a + 2 * m - 2) * (a + 2 * m - 1))
        fraction = 1 + odd / (1 + even / fraction)
    return scale / (a * fraction)


@dataclass(frozen=True, slots=True)
class Correlation:
    """Spearman's `rho`, -1 to 1, of `n` pairs; `p` of there being none (Fisher's z)."""

    rho: float
    p: float
    n: int


def correlation(one: Sequence[float], other: Sequence[float]) -> Correlation | None:
    """None for fewer than five pairs, or where either does not vary.

    The variance of z for ranks is that of Fieller, Hartley and Pearson (1957).
    """
    n = len(one)
    if n < 5:
        return None
    x, y = ranks(one), ranks(other)
    middle = (n + 1) / 2
    spread = math.sqrt(sum((a - middle) ** 2 for a in x) * sum((b - middle) ** 2 for b in y))
    if spread <= 0:
        return None
    rho = sum((a - middle) * (b - middle) for a, b in zip(x, y, strict=True)) / spread
    z = math.atanh(min(abs(rho), 1 - 1e-12)) * math.sqrt((n - 3) / 1.06)
    return Correlation(max(-1.0, min(1.0, rho)), math.erfc(z / math.sqrt(2)), n)
