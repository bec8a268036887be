"""Arithmetic with whole units of the calendar, and their names."""

from __future__ import annotations

from datetime import date, timedelta

from bi.model.catalog import Calendar, Grain
from bi.model.semantic import TimeRange

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


def floor(day: date, grain: Grain, calendar: Calendar, *, fiscal: bool = False) -> date:
    """The first day of the unit that holds `day`."""
    ahead = calendar.fiscal_year.start - 1 if fiscal else 0
    if grain in _MONTHS:
        months = day.year * 12 + day.month - 1 - ahead
        year, month = divmod(months - months % _MONTHS[grain] + ahead, 12)
        return date(year, month + 1, 1)
    if grain is Grain.WEEK:
        return day - timedelta(days=(day.weekday() - calendar.week_start) % 7)
    return day


def units_in(span: TimeRange) -> int | None:
    """How many whole units of its grain a range covers; None when it has no whole units."""
    if span.start is None or span.end is None or span.grain is None or span.grain is Grain.HOUR:
        return None
    count, day = 0, span.start
    while day < span.end and count < 5000:
        count += 1
        day = shift(span.start, span.grain, count)
    return count if day == span.end else None


def unit_name(span: TimeRange, calendar: Calendar) -> str:
    """What a whole unit of the calendar is called, else its days."""
    start = span.start
    if start is None or span.grain is None or floor(start, span.grain, calendar) != start:
        return days_of(span)
    match span.grain:
        case Grain.YEAR:
            return str(start.year)
        case Grain.QUARTER:
            return f"Q{(start.month + 2) // 3} {start.year}"
        case Grain.MONTH:
            return f"{start:%B} {start.year}"
        case Grain.DAY:
            return day_name(start)
    return days_of(span)


def days_of(span: TimeRange) -> str:
    if span.start is None or span.end is None:
        return span.label
    return f"{day_name(span.start)} to {day_name(span.end - timedelta(days=1))}"


def day_name(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def between(first: TimeRange, last: TimeRange) -> TimeRange:
    """From the start of one to the end of the other, both included.

    Raises ValueError when they are in the wrong order.
    """
    if first.start is None or last.end is None or last.end <= first.start:
        raise ValueError("a range that ends before it starts")
    grain = first.grain if first.grain == last.grain else None
    return TimeRange(first.start, last.end, f"{first.label} to {last.label}", grain)
