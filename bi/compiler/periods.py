"""Ranges of time as conditions, and the step back to an earlier period."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bi.model.catalog import Calendar, Grain
from bi.model.errors import QueryNotPossible
from bi.model.semantic import Comparison, TimeGroup, TimeRange

_FINENESS = list(Grain)
_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
# Whole weeks nearest to a longer period: buckets of weeks can only move by weeks.
_WEEKS = {Grain.WEEK: 1, Grain.MONTH: 4, Grain.QUARTER: 13, Grain.YEAR: 52}


def is_finer(grain: Grain, than: Grain) -> bool:
    return _FINENESS.index(grain) < _FINENESS.index(than)


@dataclass(frozen=True, slots=True)
class Shift:
    """A step in time, forward when added to a bucket, back when applied to a range.

    Either of the two is 0.
    """

    months: int = 0
    days: int = 0

    def back(self, day: date) -> date:
        """The same day of an earlier month; its last day where that one is shorter."""
        if self.days:
            return day - timedelta(days=self.days)
        month = day.year * 12 + day.month - 1 - self.months
        year, zero_based = divmod(month, 12)
        length = calendar.monthrange(year, zero_based + 1)[1]
        return date(year, zero_based + 1, min(day.day, length))

    def range_back(self, time: TimeRange) -> TimeRange:
        return replace(
            time,
            start=self.back(time.start) if time.start else None,
            end=self.back(time.end) if time.end else None,
        )


def shift_of(comparison: Comparison, buckets: Iterable[Grain]) -> Shift:
    """How far a comparison steps back. Raises QueryNotPossible where buckets cannot meet."""
    grains = tuple(buckets)
    if comparison.grain is Grain.HOUR or comparison.count < 1:
        raise QueryNotPossible("A comparison steps back by whole days, weeks, months or years.")
    for grain in grains:
        if is_finer(comparison.grain, grain):
            raise QueryNotPossible(
                f"Values by {grain} cannot be compared with those a {comparison.grain} earlier: "
                f"a {comparison.grain} is shorter than a {grain}.",
                grain=grain,
                comparison=comparison.grain,
            )
    if comparison.grain is Grain.DAY:
        return Shift(days=comparison.count)
    if Grain.WEEK in grains or comparison.grain is Grain.WEEK:
        return Shift(days=7 * _WEEKS[comparison.grain] * comparison.count)
    return Shift(months=_MONTHS[comparison.grain] * comparison.count)


def length_of(grain: Grain, count: int) -> Shift:
    """How far `count` buckets of a grain reach, days or wider ones."""
    if grain in _MONTHS:
        return Shift(months=_MONTHS[grain] * count)
    return Shift(days=count * (7 if grain is Grain.WEEK else 1))


def bucket_floor(day: date, group: TimeGroup, calendar_: Calendar) -> date:
    """The first day of the bucket that holds `day`."""
    match group.grain:
        case Grain.WEEK:
            return day - timedelta(days=(day.weekday() - calendar_.week_start) % 7)
        case Grain.MONTH:
            return day.replace(day=1)
        case Grain.QUARTER | Grain.YEAR:
            length = _MONTHS[group.grain]
            ahead = calendar_.fiscal_year.start - 1 if group.fiscal else 0
            months = day.year * 12 + day.month - 1 - ahead
            year, month = divmod(months - months % length + ahead, 12)
            return date(year, month + 1, 1)
    return day


def starts_bucket(day: date, grain: Grain, week_start: int) -> bool:
    """Whether a day is the first of a bucket of this grain."""
    if grain is Grain.WEEK:
        return day.weekday() == week_start
    if grain is Grain.MONTH:
        return day.day == 1
    if grain is Grain.QUARTER:
        return day.day == 1 and day.month % 3 == 1
    if grain is Grain.YEAR:
        return day.day == 1 and day.month == 1
    return True
