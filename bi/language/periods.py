"""Periods of time as a sentence names them, and the days they mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bi.model.catalog import Calendar, Grain
from bi.model.semantic import TimeRange


@dataclass(frozen=True, slots=True)
class Period:
    """A period, its anchor still open where the sentence leaves it open.

    `year` None with a month, quarter or half: the year depends on the conversation.
    `offset` counts units from the current one; `count` joins several units, ending there.
    """

    grain: Grain
    year: int | None = None
    month: int | None = None
    quarter: int | None = None
    half: int | None = None
    day: date | None = None
    day_of_month: int | None = None
    offset: int | None = None
    count: int = 1
    to_date: bool = False
    # "previous": beside another period it is the one before that.
    before_other: bool = False
    label: str = ""

    @property
    def lacks_year(self) -> bool:
        named = self.month or self.quarter or self.half
        return bool(named) and self.year is None


_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}


def shift(day: date, grain: Grain, count: int) -> date:
    """`day` moved by whole units; a day that the target month lacks becomes its last."""
    if grain is Grain.DAY:
        return day + timedelta(days=count)
    if grain is Grain.WEEK:
        return day + timedelta(weeks=count)
    months = day.year * 12 + day.month - 1 + count * _MONTHS[grain]
    year, month = divmod(months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def floor(day: date, grain: Grain, week_start: int = 0) -> date:
    """The first day of the unit that holds `day`."""
    if grain is Grain.YEAR:
        return date(day.year, 1, 1)
    if grain is Grain.QUARTER:
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    if grain is Grain.MONTH:
        return day.replace(day=1)
    if grain is Grain.WEEK:
        return day - timedelta(days=(day.weekday() - week_start) % 7)
    return day


@dataclass(frozen=True, slots=True)
class Resolved:
    """`assumption` says what was decided that the sentence left open."""

    range: TimeRange
    assumption: str | None = None


def resolve(
    period: Period, today: date, calendar: Calendar, context: TimeRange | None = None
) -> Resolved:
    """The days of a period. `context` is the range of the query that a follow-up edits.

    Raises ValueError for a day that no calendar has.
    """
    if period.day is not None:
        return Resolved(
            TimeRange(period.day, period.day + timedelta(days=1), _day(period.day), Grain.DAY)
        )
    if period.offset is not None:
        return _relative(period, today, calendar)
    if period.lacks_year:
        return _yearless(period, today, context)
    return Resolved(absolute(period, period.year or today.year))


def absolute(period: Period, year: int) -> TimeRange:
    if period.month and period.day_of_month:
        day = date(year, period.month, period.day_of_month)
        return TimeRange(day, day + timedelta(days=1), _day(day), Grain.DAY)
    if period.month:
        start = date(year, period.month, 1)
        return TimeRange(start, shift(start, Grain.MONTH, 1), f"{start:%B} {year}", Grain.MONTH)
    if period.quarter:
        start = date(year, period.quarter * 3 - 2, 1)
        label = f"Q{period.quarter} {year}"
        return TimeRange(start, shift(start, Grain.QUARTER, 1), label, Grain.QUARTER)
    if period.half:
        start = date(year, period.half * 6 - 5, 1)
        label = f"H{period.half} {year}"
        return TimeRange(start, shift(start, Grain.QUARTER, 2), label, Grain.QUARTER)
    return TimeRange(date(year, 1, 1), date(year + 1, 1, 1), str(year), Grain.YEAR)


def _yearless(period: Period, today: date, context: TimeRange | None) -> Resolved:
    year = _year_of(context)
    if year is not None:
        chosen = absolute(period, year)
        return Resolved(
            chosen, f"{chosen.label} is meant, as the question before was about {year}."
        )
    chosen = absolute(period, today.year)
    if chosen.start is not None and chosen.start > today:
        chosen = absolute(period, today.year - 1)
    return Resolved(chosen, f"{chosen.label} is meant, the most recent one that has begun.")


def _year_of(context: TimeRange | None) -> int | None:
    """The one calendar year that a range lies in."""
    if context is None or context.start is None or context.end is None:
        return None
    last = context.end - timedelta(days=1)
    return context.start.year if context.start.year == last.year else None


def _relative(period: Period, today: date, calendar: Calendar) -> Resolved:
    offset = period.offset or 0
    if period.grain is Grain.DAY and period.count > 1:
        # Rolling days end with today: they are read as "up to now".
        start, end = today - timedelta(days=period.count - 1), today + timedelta(days=1)
        return _counted(period, start, end)
    current = floor(today, period.grain, calendar.week_start)
    if period.to_date:
        span = TimeRange(current, today + timedelta(days=1), period.label)
        return Resolved(span, f"{_capital(period.label)}: {_days(span)}.")
    end = shift(current, period.grain, offset + 1)
    start = shift(end, period.grain, -period.count)
    if period.count > 1:
        return _counted(period, start, end)
    span = TimeRange(start, end, period.label, period.grain)
    if not period.label:
        return Resolved(replace(span, label=_name(span)))
    return Resolved(span, f"{_capital(period.label)} is {_name(span)}.")


def _counted(period: Period, start: date, end: date) -> Resolved:
    span = TimeRange(start, end, period.label, period.grain)
    return Resolved(span, f"{_capital(period.label)}: {_days(span)}.")


def units_in(span: TimeRange) -> int | None:
    """How many whole units of its grain a range covers; None when it has no whole units."""
    if span.start is None or span.end is None or span.grain is None or span.grain is Grain.HOUR:
        return None
    count, day = 0, span.start
    while day < span.end and count < 5000:
        count += 1
        day = shift(span.start, span.grain, count)
    return count if day == span.end else None


def _name(span: TimeRange) -> str:
    start = span.start
    if start is None:
        return span.label
    match span.grain:
        case Grain.YEAR:
            return str(start.year)
        case Grain.QUARTER:
            return f"Q{(start.month + 2) // 3} {start.year}"
        case Grain.MONTH:
            return f"{start:%B} {start.year}"
        case Grain.DAY:
            return _day(start)
    return _days(span)


def _days(span: TimeRange) -> str:
    if span.start is None or span.end is None:
        return span.label
    return f"{_day(span.start)} to {_day(span.end - timedelta(days=1))}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def between(first: TimeRange, last: TimeRange) -> TimeRange:
    """From the start of one to the end of the other, both included.

    Raises ValueError when they are in the wrong order.
    """
    if first.start is None or last.end is None or last.end <= first.start:
        raise ValueError("a range that ends before it starts")
    grain = first.grain if first.grain == last.grain else None
    return TimeRange(first.start, last.end, f"{first.label} to {last.label}", grain)
