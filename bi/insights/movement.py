"""Findings in one measure over time: peak and low, trend, and the last changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from statistics import median

from bi.insights.anomaly import anomaly_findings
from bi.insights.seasonality import season_findings
from bi.insights.series import Point, Series, last_two, steps_along
from bi.insights.statistics import trend
from bi.insights.weights import Range
from bi.model.catalog import Grain, NumberStyle
from bi.model.insight import Insight, InsightKind
from bi.model.semantic import Calculation
from bi.model.writing import write_difference, write_share

_FEWEST_FOR_EXTREMES = 3
_FEWEST_FOR_TREND = 6
_CERTAIN = 0.01
_STEADY = 0.8
# A change below this is none to speak of; a trend must come to so much over the whole series.
_TRIVIAL, _TRIVIAL_TREND = 0.01, 0.05
_BUCKETS_A_YEAR = {Grain.MONTH: 12, Grain.QUARTER: 4, Grain.YEAR: 1}


def series_findings(series: Series) -> Iterator[Insight]:
    if series.column.calculation is Calculation.RUNNING_TOTAL:
        return  # It peaks at its end and rises by its nature.
    unusual = list(anomaly_findings(series))
    yield from unusual
    told = {insight.figures["bucket"] for insight in unusual}
    yield from (i for i in _extremes(series) if i.figures["bucket"] not in told)
    if not series.moves_together:
        yield from _trend(series)
        yield from season_findings(series)
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
            Range.PEAK.weight(),
        )
    lows = [point for point in complete if point.value == low]
    if len(lows) == 1:
        where = series.names.of(lows[0].cell)
        unit = series.names.unit
        text = f"Lowest {unit} was {where} at {series.amount(low)}"
        if series.subject != series.column.label:
            text += " in all"
        yield Insight(
            InsightKind.LOW, text, {"value": low, "bucket": str(lows[0].cell)}, Range.LOW.weight()
        )


def _trend(series: Series) -> Iterator[Insight]:
    complete = series.complete
    if len(complete) < _FEWEST_FOR_TREND:
        return
    steps = steps_along(complete, series.names.grain)
    found = trend(steps, [point.value for point in complete])
    if found.p >= _CERTAIN or found.slope == 0 or (found.slope > 0) != (found.tau > 0):
        return
    step = write_difference(found.slope, replace(series.column.format, decimals=None))
    level = median(abs(point.value) for point in complete)
    if abs(found.slope) * (steps[-1] - steps[0]) < _TRIVIAL_TREND * level:
        return
    if not any(digit in "123456789" for digit in step):
        return
    steady = abs(found.tau) >= _STEADY
    verb = "rose" if found.slope > 0 else "fell"
    article = "an" if series.names.grain is Grain.HOUR else "a"
    how = f"{verb} steadily" if steady else f"{verb} on the whole"
    text = f"{series.subject} {how}, by about {step} {article} {series.names.unit}"
    figures = {"slope": found.slope, "tau": found.tau, "p": found.p}
    yield Insight(InsightKind.TREND, text, dict(figures), Range.TREND.weight(abs(found.tau)))


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
        all_there_is = len(complete) == 2
        # At three times the usual step it is as remarkable as a step can be.
        weight = (
            Range.ONE_STEP.weight()
            if all_there_is
            else Range.CHANGE.weight(size / usual / 3 if usual else 0)
        )
        yield _change(before, last, text, weight)


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
        yield _change(before, last, text, Range.CHANGE.weight(4 * size))


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
