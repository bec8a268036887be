"""A value out of line with trend and season."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import exp, log
from statistics import median

from bi.insights.seasonality import season_of
from bi.insights.series import ROUNDS, Point, Series, gaps
from bi.insights.statistics import Outlier, outlier, trend
from bi.insights.weights import Range
from bi.model.insight import Insight, InsightKind

_FEWEST = 8
# Of what is usual; below it a logarithm would make much of little.
_NEAR_ZERO = 0.2
# Times the usual scatter: what the farthest of so many normal values reaches in one series of a
# hundred. Of few values the scatter itself is uncertain. Measured by `bench.insights`.
_FAR, _FARTHER = 4.2, 28.0


def farthest_usual(count: int) -> float:
    """How many times the usual scatter the farthest of so many values must be off."""
    return _FAR + _FARTHER / (count - 4)


def unusual_point(series: Series) -> tuple[Point, Outlier] | None:
    """The whole bucket that is out of line with the others, if one is."""
    complete = series.complete
    grain = series.names.grain
    if series.moves_together or len(complete) < _FEWEST or gaps(complete, grain):
        return None
    values = [point.value for point in complete]
    length = ROUNDS.get(grain, 1)
    found = _farthest(values, length if season_of(series) else 1, length)
    if found is None or found.alike:
        return None
    if found.deviations < farthest_usual(len(values)):
        return None
    point = complete[found.index]
    if series.amount(point.value) == series.about(found.expected):
        return None
    return None if found.expected < 0 <= min(values) else (point, found)


def _farthest(values: list[float], season: int, length: int) -> Outlier | None:
    """Where nothing comes near to 0, growth and seasons multiply: reckoned in logarithms."""
    in_logs = min(values) > _NEAR_ZERO * median(values)
    scaled = [log(value) for value in values] if in_logs else values
    found = outlier(scaled, trend(range(len(scaled)), scaled).slope, season, length)
    return replace(found, expected=exp(found.expected)) if found and in_logs else found


def anomaly_findings(series: Series) -> Iterator[Insight]:
    unusual = unusual_point(series)
    if unusual is None:
        return
    point, found = unusual
    side = "high" if point.value > found.expected else "low"
    was = "were" if series.is_plural else "was"
    text = (
        f"{series.subject} {was} unusually {side} {series.names.at(point.cell)}: "
        f"{series.amount(point.value)}, where about {series.about(found.expected)} would have "
        "been in line"
    )
    figures: dict[str, float | str] = {
        "value": point.value,
        "expected": found.expected,
        "deviations": found.deviations,
        "bucket": str(point.cell),
    }
    yield Insight(
        InsightKind.ANOMALY,
        text,
        figures,
        Range.ANOMALY.weight(found.deviations / 4 / farthest_usual(len(series.complete))),
    )
