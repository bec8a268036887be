"""The times of a query: days that a model names, or counts from today, and what they are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bi.dashboards.periods import period_today
from bi.language.units import day_name, days_of, floor, shift, unit_name, units_in
from bi.model.catalog import Calendar, Grain
from bi.model.errors import QueryNotPossible
from bi.model.semantic import TimeRange
from bi.model.writing import write_fiscal
from llm.errors import ReplyUnusable

_FISCAL = (Grain.YEAR, Grain.QUARTER)
# Not weeks: several of them are told by their days.
_COARSEST_FIRST = (Grain.YEAR, Grain.QUARTER, Grain.MONTH)


def timed(time: TimeRange, today: date, calendar: Calendar) -> TimeRange:
    """The range with its days, its grain and a name for it. Raises ReplyUnusable."""
    if time.moving is not None:
        return _moving(time, today, calendar)
    if time.start is None and time.end is None:
        raise ReplyUnusable("A time has neither `start` nor `end` nor `moving`.")
    if time.start is not None and time.end is not None and time.start >= time.end:
        raise ReplyUnusable(
            f"The time from {time.start} to {time.end} has no days: `end` is the day after its "
            "last one."
        )
    try:
        return named_days(time, calendar)
    except (ValueError, OverflowError) as error:
        raise ReplyUnusable("A time goes further than any calendar.") from error


def _moving(time: TimeRange, today: date, calendar: Calendar) -> TimeRange:
    assert time.moving is not None
    try:
        found = period_today(time.moving, today, calendar)
    except QueryNotPossible as error:
        raise ReplyUnusable(error.message) from error
    given, meant = (time.start, time.end), (found.start, found.end)
    if given not in ((None, None), meant):
        raise ReplyUnusable(
            f"A time has both days and `moving`, and they differ: the days of `moving` are "
            f"{_days(found)}. Write one of them, and null for the other."
        )
    return replace(found, column=time.column)


def _days(time: TimeRange) -> str:
    return f"{time.start or 'open'} to {time.end or 'open'} (excluded)"


def named_days(time: TimeRange, calendar: Calendar) -> TimeRange:
    """Days called what the language engine calls them: "2024", "March 2024 to May 2024"."""
    if time.start is not None and time.end is not None:
        grain = _grain_of(time, calendar)
        time = replace(time, grain=grain)
        return replace(time, label=_name(time, calendar))
    if time.start is not None:
        return replace(time, label=f"since {_name_of_first(time.start, calendar)}")
    assert time.end is not None
    return replace(time, label=f"before {_name_of_first(time.end, calendar)}")


def _grain_of(time: TimeRange, calendar: Calendar) -> Grain:
    """The coarsest unit that the days are whole ones of."""
    for grain in _COARSEST_FIRST:
        if _is_whole(time, grain, calendar, fiscal=False):
            return grain
        if grain in _FISCAL and _is_whole(time, grain, calendar, fiscal=True):
            return grain
    return Grain.WEEK if _is_week(time, calendar) else Grain.DAY


def _is_whole(time: TimeRange, grain: Grain, calendar: Calendar, *, fiscal: bool) -> bool:
    ends = (time.start, time.end)
    return all(day and floor(day, grain, calendar, fiscal=fiscal) == day for day in ends)


def _is_week(time: TimeRange, calendar: Calendar) -> bool:
    assert time.start is not None
    begins = floor(time.start, Grain.WEEK, calendar) == time.start
    return begins and units_in(replace(time, grain=Grain.WEEK)) == 1


def _name(time: TimeRange, calendar: Calendar) -> str:
    assert time.start is not None
    assert time.end is not None
    assert time.grain is not None
    if time.grain in (Grain.WEEK, Grain.DAY):
        is_day = time.end - time.start == timedelta(days=1)
        return day_name(time.start) if is_day else days_of(time)
    last = shift(time.end, time.grain, -1)
    first_name = _unit(time.start, time.grain, calendar)
    if time.start == last:
        return first_name
    is_half = time.grain is Grain.QUARTER and shift(time.start, Grain.QUARTER, 2) == time.end
    if is_half and time.start.month in (1, 7):
        return f"H{1 if time.start.month == 1 else 2} {time.start.year}"
    return f"{first_name} to {_unit(last, time.grain, calendar)}"


def _unit(start: date, grain: Grain, calendar: Calendar) -> str:
    if floor(start, grain, calendar) != start:
        return write_fiscal(start, grain, calendar.fiscal_year)
    return unit_name(TimeRange(start, shift(start, grain, 1), "", grain), calendar)


def _name_of_first(day: date, calendar: Calendar) -> str:
    """The year or month that begins with the day, else the day."""
    for grain in (Grain.YEAR, Grain.MONTH):
        if floor(day, grain, calendar) == day:
            return _unit(day, grain, calendar)
    return day_name(day)
