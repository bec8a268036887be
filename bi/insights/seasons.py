"""A pattern that repeats: by month or quarter of the year, by weekday, by hour of the day.

A series is cut into whole rounds (years, weeks, days), from its end backwards, and what its trend
adds within a round is taken out. That places in a round differ is tested in two ways: by Friedman's
test, which a few wild values do not mislead, and by the analysis of variance, which sees a single
month that is far off. The steps from each value to the next must speak for it as well, which those
of a series that only wanders do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from statistics import fmean, median

from bi.insights.statistics import blocks, friedman

# Fewer rounds than this show no season.
FEWEST_ROUNDS = 3
_CERTAIN = 0.005
_LIKELY = 0.3
# The part of what varies around the rounds' own averages that the pattern explains, corrected for
# how much any pattern would explain by chance.
_STRONG = 0.4
# A swing of less than this from the average is none to speak of.
_TRIVIAL = 0.03


@dataclass(frozen=True, slots=True)
class Season:
    """`swings` are how far each place in a round usually lies from its round's average: relative
    (0.1 is 10 % above) where all rounds have a positive average, else in units of the values.

    `first` is the index of the first value that belongs to a round. `strength` is 0 to 1.
    """

    swings: tuple[float, ...]
    relative: bool
    rounds: int
    first: int
    strength: float
    p: float

    @property
    def high(self) -> int:
        """The place in a round, from 0, that is highest."""
        return max(range(len(self.swings)), key=self.swings.__getitem__)

    @property
    def low(self) -> int:
        return min(range(len(self.swings)), key=self.swings.__getitem__)


def season(values: Sequence[float], slope: float, length: int) -> Season | None:
    """The pattern of an unbroken series that repeats every `length` values; None: none is sure.

    `slope` is the series' trend per step.
    """
    rounds = len(values) // length
    if length < 2 or rounds < FEWEST_ROUNDS:
        return None
    first = len(values) - rounds * length
    level = [
        values[i] - slope * ((i - first) % length - (length - 1) / 2) for i in range(len(values))
    ]
    table = [level[i : i + length] for i in range(first, len(values), length)]
    means = [fmean(row) for row in table]
    relative = all(mean > 0 for mean in means) and min(values) >= 0
    off = [
        [value / mean - 1 if relative else value - mean for value in row]
        for row, mean in zip(table, means, strict=True)
    ]
    swings = tuple(median(column) for column in zip(*off, strict=True))
    strength = _strength(off)
    p = _chance(off)
    if p >= _CERTAIN or strength < _STRONG or _chance(_steps(values, first, length)) >= _LIKELY:
        return None
    if relative and max(swings) - min(swings) < 2 * _TRIVIAL:
        return None
    return Season(swings, relative, rounds, first, strength, p)


def _chance(table: Sequence[Sequence[float]]) -> float:
    """The p of no pattern, by the test that sees it better, which may be either."""
    return min(1.0, 2 * min(friedman(table), blocks(table)))


def _steps(values: Sequence[float], first: int, length: int) -> list[list[float]]:
    """From each value to the next, by rounds; the first value of all may have none before it."""
    steps = [later - value for value, later in pairwise(values)]
    begin = first + length if first == 0 else first
    # Step i leads to value i + 1.
    return [steps[i - 1 : i - 1 + length] for i in range(begin, len(values), length)]


def _strength(off: Sequence[Sequence[float]]) -> float:
    """Adjusted share of variance that the averages of the places explain, at least 0."""
    rounds, length = len(off), len(off[0])
    columns: list[tuple[float, ...]] = list(zip(*off, strict=True))
    averages = [fmean(column) for column in columns]
    total = fsum(value * value for row in off for value in row)
    rest = fsum(
        (value - average) ** 2
        for column, average in zip(columns, averages, strict=True)
        for value in column
    )
    if total <= 0:
        return 0.0
    # The rows' averages are 0, so each row has one degree of freedom less.
    free, free_rest = rounds * (length - 1), (rounds - 1) * (length - 1)
    return max(0.0, 1 - (rest / free_rest) / (total / free))
