"""Periods that move with the calendar, and the queries that speak of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bi.language.periods import Period
from bi.language.resolving import resolve
from bi.language.units import day_name, days_of, shift, unit_name, units_in
from bi.model.catalog import Calendar, Grain
from bi.model.errors import QueryNotPossible
from bi.model.semantic import (
    MovingPeriod,
    PeriodGroup,
    Related,
    SemanticQuery,
    Side,
    Span,
    TimeRange,
)

_FISCAL_UNITS = (Grain.QUARTER, Grain.YEAR)


def period_namer(calendar: Calendar) -> Callable[[MovingPeriod], str]:
    """What a moving period is called, which is the same on any day. It raises as below."""
    return lambda moving: period_today(moving, date(2000, 1, 1), calendar).label


def period_today(moving: MovingPeriod, today: date, calendar: Calendar) -> TimeRange:
    """The days it means today, as a sentence that says so would mean them.

    So several previous weeks, months, quarters or years have the current one among them on its
    last day. Raises QueryNotPossible for a period of hours, of no units, or of too many.
    """
    if moving.grain is Grain.HOUR or moving.count < 1 or moving.skip < 0:
        raise QueryNotPossible("A moving period counts days, weeks, months, quarters or years.")
    try:
        found = replace(_whole(moving, today, calendar), moving=moving)
    except (ValueError, OverflowError) as error:
        raise QueryNotPossible("A moving period goes back further than any calendar.") from error
    match moving.side:
        case Side.IN:
            return found
        case Side.SINCE:
            start, end = found.start, None
        case Side.UNTIL:
            start, end = None, found.end
        case Side.BEFORE:
            start, end = None, found.start
        case Side.AFTER:
            start, end = found.end, None
    return replace(found, start=start, end=end, label=f"{moving.side} {found.label}", grain=None)


def moving_period_of(time: TimeRange | None) -> MovingPeriod | None:
    """The period that the words of a question meant; None where they named days of the calendar."""
    return time.moving if time else None


def moved(
    query: SemanticQuery, moving: MovingPeriod | None, today: date, calendar: Calendar
) -> SemanticQuery:
    """The query on another day: its own period is `moving` then, or stays where there is none.

    Periods side by side and those of related rows move by themselves.
    """

    def now(time: TimeRange) -> TimeRange:
        return _moved(time, time.moving, today, calendar) if time.moving else time

    time = query.time
    if moving is not None:
        time = _moved(time, moving, today, calendar)
    elif time is not None and time.moving is not None:
        time = replace(time, moving=None, label=days_named(time, calendar))
    groups = tuple(
        replace(one, periods=tuple(map(now, one.periods))) if isinstance(one, PeriodGroup) else one
        for one in query.groups
    )
    conditions = tuple(
        replace(one, time=now(one.time)) if isinstance(one, Related) and one.time else one
        for one in query.conditions
    )
    return replace(query, time=time, groups=groups, conditions=conditions)


def _moved(
    time: TimeRange | None, moving: MovingPeriod, today: date, calendar: Calendar
) -> TimeRange:
    """Keeps the words that were said, and the date that was named."""
    found = period_today(moving, today, calendar)
    if time is None:
        return found
    label = time.label if time.moving == moving and _is_relative(time) else found.label
    return replace(found, label=label, column=time.column)


def days_named(time: TimeRange, calendar: Calendar) -> str:
    """What days are called that words counted from another day."""
    if time.start and time.end:
        return unit_name(time, calendar) if units_in(time) == 1 else days_of(time)
    if time.start:
        return f"since {day_name(time.start)}"
    return f"before {day_name(time.end)}" if time.end else time.label


def _is_relative(time: TimeRange) -> bool:
    """Names of months and days, and numbers of years, would be wrong the next time."""
    return not any(character.isupper() for character in time.label) and not _has_year(time.label)


def _has_year(label: str) -> bool:
    return any(word.isdigit() and len(word) == 4 for word in label.split())


def _whole(moving: MovingPeriod, today: date, calendar: Calendar) -> TimeRange:
    span, grain, count = moving.span, moving.grain, moving.count
    label = _label(moving)
    if span is Span.TRAILING:
        end = today + timedelta(days=1)
        return TimeRange(shift(end, grain, -count), end, label, grain)
    if span is Span.PREVIOUS and grain is Grain.DAY:
        end = today - timedelta(days=moving.skip)
        return TimeRange(end - timedelta(days=count), end, label, grain)
    fiscal = moving.fiscal and grain in _FISCAL_UNITS
    if span is Span.PREVIOUS and count > 1 and moving.skip:
        last = replace(moving, count=1)
        last_end = _whole(last, today, calendar).end
        assert last_end is not None  # a whole unit has one
        return TimeRange(shift(last_end, grain, -count), last_end, label, grain)
    period = Period(
        grain,
        offset=-1 - moving.skip if span is Span.PREVIOUS else 0,
        count=count if span is Span.PREVIOUS else 1,
        to_date=span is Span.TO_DATE,
        fiscal=fiscal,
        label=label,
    )
    return resolve(period, today, calendar).range


def _label(moving: MovingPeriod) -> str:
    grain, count = moving.grain.value, moving.count
    unit = f"fiscal {grain}" if moving.fiscal and moving.grain in _FISCAL_UNITS else grain
    is_day = moving.grain is Grain.DAY
    match moving.span:
        case Span.THIS:
            return "today" if is_day else f"this {unit}"
        case Span.TO_DATE:
            return "today" if is_day else f"{unit} to date"
        case Span.TRAILING if is_day:
            return "today" if count == 1 else f"the last {count} days"
        case Span.TRAILING:
            return f"the {_units(count, unit)} up to today"
        case _:
            return _previous(unit, count, moving.skip)


def _previous(unit: str, count: int, skip: int) -> str:
    if count == 1 and skip:
        return f"{_units(skip + 1, unit)} ago"
    if skip:
        return f"the {_units(count, unit)} up to {_units(skip + 1, unit)} ago"
    if unit == Grain.DAY.value:
        return "yesterday" if count == 1 else f"the {count} days before today"
    return f"last {unit}" if count == 1 else f"the last {count} {unit}s"


def _units(count: int, unit: str) -> str:
    return f"1 {unit}" if count == 1 else f"{count} {unit}s"
