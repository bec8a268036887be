"""Findings in one measure over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from bi.insights.naming import Names
from bi.insights.scope import Scope
from bi.insights.statistics import Outlier, outlier, trend
from bi.model.buckets import bucket_end, bucket_start, buckets_between
from bi.model.catalog import Grain, NumberStyle
from bi.model.insight import Insight, InsightKind
from bi.model.result import Cell, ResultColumn
from bi.model.semantic import Calculation
from bi.model.writing import count_of, write_difference, write_list, write_number, write_share

_FEWEST_FOR_EXTREMES = 3
_FEWEST_FOR_TREND = 6
_FEWEST_FOR_OUTLIER = 8
_CERTAIN = 0.05
_STEADY = 0.7
# Times the usual scatter. Seasons fit themselves to their few values, which makes the scatter
# look smaller than it is.
_UNUSUAL, _UNUSUAL_FOR_SEASON = 4.0, 6.0
# A change below this is none to speak of.
_TRIVIAL = 0.01
_SEASONS = {Grain.HOUR: 24, Grain.DAY: 7, Grain.WEEK: 52, Grain.MONTH: 12, Grain.QUARTER: 4}
_BUCKETS_A_YEAR = {Grain.MONTH: 12, Grain.QUARTER: 4, Grain.YEAR: 1}


@dataclass(frozen=True, slots=True)
class Point:
    cell: Cell
    start: datetime
    value: float
    complete: bool


def points_of(
    cells: Iterable[Cell], values: Iterable[float | None], names: Names, scope: Scope
) -> list[Point]:
    """The values that are there, in time order."""
    grain = names.grain
    found = [
        Point(cell, start, value, scope.is_complete(start, grain))
        for cell, value in zip(cells, values, strict=True)
        if value is not None and (start := bucket_start(cell)) is not None
    ]
    return sorted(found, key=lambda point: point.start)


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over time. `subject` begins a sentence ("Revenue", "Revenue of West")."""

    column: ResultColumn
    names: Names
    points: list[Point]
    subject: str
    measure: int

    @property
    def complete(self) -> list[Point]:
        return [point for point in self.points if point.complete]

    def amount(self, value: float) -> str:
        return write_number(value, self.column.format)


def series_findings(series: Series) -> Iterator[Insight]:
    if series.column.calculation is Calculation.RUNNING_TOTAL:
        return  # It peaks at its end and rises by its nature.
    calculation = series.column.calculation
    # Neighbours in a moving average share most of what they are made of: a run of them is no trend.
    moves_together = calculation is not None and calculation.is_rolling
    unusual = [] if moves_together else list(_anomaly(series))
    yield from unusual
    told = {insight.figures["bucket"] for insight in unusual}
    yield from (i for i in _extremes(series) if i.figures["bucket"] not in told)
    if not moves_together:
        yield from _trend(series)
    yield from _last_change(series)
    yield from _year_over_year(series)


def _extremes(series: Series) -> Iterator[Insight]:
    complete = series.complete
    if len(complete) < _FEWEST_FOR_EXTREMES:
        return
    values = [point.value for point in series.points]
    high, low = max(values), min(point.value for point in complete)
    if series.amount(high) == series.amount(low):
        return
    if values.count(high) == 1:
        peak = next(point for point in series.points if point.value == high)
        text = f"{series.subject} peaked {series.names.at(peak.cell)} at {series.amount(high)}"
        yield Insight(
            InsightKind.PEAK,
            text if peak.complete else f"{text} so far",
            {"value": high, "bucket": str(peak.cell)},
            0.8,
        )
    lows = [point for point in complete if point.value == low]
    if len(lows) == 1:
        where = series.names.of(lows[0].cell)
        unit = series.names.unit
        text = f"Lowest {unit} was {where} at {series.amount(low)}"
        if series.subject != series.column.label:
            text += " in all"
        yield Insight(InsightKind.LOW, text, {"value": low, "bucket": str(lows[0].cell)}, 0.65)


def _trend(series: Series) -> Iterator[Insight]:
    complete = series.complete
    if len(complete) < _FEWEST_FOR_TREND:
        return
    positions = _positions(complete, series.names.grain)
    found = trend(positions, [point.value for point in complete])
    if found.p >= _CERTAIN or found.slope == 0 or (found.slope > 0) != (found.tau > 0):
        return
    step = write_difference(found.slope, replace(series.column.format, decimals=None))
    if not any(digit in "123456789" for digit in step):
        return
    steady = abs(found.tau) >= _STEADY
    verb = "rose" if found.slope > 0 else "fell"
    article = "an" if series.names.grain is Grain.HOUR else "a"
    how = f"{verb} steadily" if steady else f"{verb} on the whole"
    text = f"{series.subject} {how}, by about {step} {article} {series.names.unit}"
    figures = {"slope": found.slope, "tau": found.tau, "p": found.p}
    yield Insight(InsightKind.TREND, text, dict(figures), 0.6 + 0.25 * abs(found.tau))


def _last_change(series: Series) -> Iterator[Insight]:
    """The last whole bucket against the one before it."""
    found, complete = last_two(series), series.complete
    if found is None:
        return
    before, last = found
    steps = sorted(abs(b.value - a.value) for a, b in pairwise(complete))
    usual = steps[len(steps) // 2]
    size = abs(last.value - before.value)
    text = _change_text(
        series, before, last, f"from {series.names.of(before.cell)} to {series.names.of(last.cell)}"
    )
    if text:
        weight = 0.75 if len(complete) == 2 else min(0.7, 0.35 * size / usual) if usual else 0.4
        yield _change(before, last, text, weight)


def last_two(series: Series) -> tuple[Point, Point] | None:
    """The last two whole buckets, if they follow on one another."""
    complete = series.complete
    if len(complete) < 2:
        return None
    before, last = complete[-2:]
    follows = bucket_end(before.start, series.names.grain) == last.start
    return (before, last) if follows else None


def _year_over_year(series: Series) -> Iterator[Insight]:
    """The last whole bucket against the same one a year earlier."""
    complete = series.complete
    grain = series.names.grain
    if grain not in _BUCKETS_A_YEAR or grain is Grain.YEAR or len(complete) < 2:
        return
    last = complete[-1]
    year_ago = last.start.replace(year=last.start.year - 1)
    before = next((point for point in complete if point.start == year_ago), None)
    if before is None:
        return
    when = f"from {series.names.of(before.cell)} to {series.names.of(last.cell)}"
    text = _change_text(series, before, last, when)
    if text:
        size = abs(last.value - before.value) / max(abs(before.value), abs(last.value))
        yield _change(before, last, text, min(0.7, 0.4 + 2 * size))


def _change_text(series: Series, before: Point, last: Point, when: str) -> str | None:
    difference = last.value - before.value
    if abs(difference) < _TRIVIAL * max(abs(last.value), abs(before.value)):
        return None
    if series.amount(last.value) == series.amount(before.value):
        return None
    verb = "rose" if difference > 0 else "fell"
    if series.column.format.style is NumberStyle.PERCENT or before.value <= 0 or last.value < 0:
        by = write_difference(difference, series.column.format)
    else:
        by = write_share(abs(difference) / before.value)
    return f"{series.subject} {verb} {by} {when}, to {series.amount(last.value)}"


def _change(before: Point, last: Point, text: str, weight: float) -> Insight:
    figures: dict[str, float | str] = {
        "before": before.value,
        "value": last.value,
        "bucket": str(last.cell),
        "bucket_before": str(before.cell),
    }
    return Insight(InsightKind.CHANGE, text, figures, weight)


def unusual_point(series: Series) -> tuple[Point, Outlier] | None:
    """The whole bucket that is out of line with the others, if one is."""
    complete = series.complete
    grain = series.names.grain
    if len(complete) < _FEWEST_FOR_OUTLIER or gaps(complete, grain):
        return None
    calculation = series.column.calculation
    if calculation is not None and (
        calculation.is_rolling or calculation is Calculation.RUNNING_TOTAL
    ):
        return None
    values = [point.value for point in complete]
    slope = trend(range(len(values)), values).slope
    found = outlier(values, slope, _SEASONS.get(grain, 1))
    if found is None:
        return None
    if found.deviations < (_UNUSUAL_FOR_SEASON if found.seasonal else _UNUSUAL):
        return None
    point = complete[found.index]
    if series.amount(point.value) == series.amount(found.expected):
        return None
    return None if found.expected < 0 <= min(values) else (point, found)


def _anomaly(series: Series) -> Iterator[Insight]:
    unusual = unusual_point(series)
    if unusual is None:
        return
    point, found = unusual
    side = "high" if point.value > found.expected else "low"
    text = (
        f"{series.subject} was unusually {side} {series.names.at(point.cell)}: "
        f"{series.amount(point.value)}, where about {series.amount(found.expected)} would have "
        "been in line"
    )
    figures: dict[str, float | str] = {
        "value": point.value,
        "expected": found.expected,
        "deviations": found.deviations,
        "bucket": str(point.cell),
    }
    yield Insight(InsightKind.ANOMALY, text, figures, 0.9)


def _positions(points: Sequence[Point], grain: Grain) -> list[float]:
    """Steps along the calendar, so that a gap is as wide as what is missing."""
    place = {
        start: float(i)
        for i, start in enumerate(buckets_between(points[0].start, points[-1].start, grain))
    }
    if all(point.start in place for point in points):
        return [place[point.start] for point in points]
    return [float(i) for i in range(len(points))]


def gaps(points: Sequence[Point], grain: Grain) -> list[datetime]:
    """Buckets without a row between the first and the last."""
    if len(points) < 2:
        return []
    there = {point.start for point in points}
    every = buckets_between(points[0].start, points[-1].start, grain)
    return [bucket for bucket in every if bucket not in there]


def incomplete_findings(series: Series) -> Iterator[Insight]:
    """Says which bucket was left out of trend and comparisons."""
    left_out = [point for point in series.points if not point.complete]
    if not left_out or len(series.points) < 2:
        return
    names = [series.names.of(point.cell) for point in left_out]
    text = f"{_capital(write_list(names[:3]))} {'is' if len(names) == 1 else 'are'} not complete"
    text += " and left out of trends and comparisons"
    if len(names) <= 3:
        figures: dict[str, float | str] = {"buckets": ", ".join(str(p.cell) for p in left_out)}
        yield Insight(InsightKind.MISSING, text, figures, 0.3)


def missing_findings(series: Series) -> Iterator[Insight]:
    grain = series.names.grain
    missing = gaps(series.points, grain)
    if not missing:
        return
    total = len(missing) + len(series.points)
    text = f"{count_of(len(missing), series.names.unit)} of {total:,} have no value"
    if len(missing) == 1:
        text = f"1 {series.names.unit} of {total:,} has no value"
    figures: dict[str, float | str] = {"missing": float(len(missing)), "of": float(total)}
    yield Insight(InsightKind.MISSING, text, figures, 0.5)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
