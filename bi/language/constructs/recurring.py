"""Recurring parts of a date as conditions: on Mondays, in December of every year, after 17:00."""

from __future__ import annotations

from bi.language.clauses import Clause, EntityClause, Manner, PartClause, TimeClause
from bi.language.constructs.construct import ClauseConstructs, Scope, place
from bi.language.meanings import (
    ClockTime,
    DayKind,
    DaysName,
    DimensionName,
    HolidayName,
    HoursName,
    Item,
    MonthName,
    MonthsName,
    PartName,
    QuarterName,
    UnitName,
    ValueName,
    WeekdayName,
    WeekdaysName,
)
from bi.language.pattern import Match
from bi.language.periods import Period
from bi.model.catalog import Grain
from bi.model.semantic import DatePart, DatePartGroup

recurring = ClauseConstructs()
Clauses = tuple[Clause, ...]
_IN = "IN|FOR|OF|FROM|ONLY"
_HOURS, _WEEK, _MONTHS, _QUARTERS = range(24), range(1, 8), range(1, 13), range(1, 5)


def _part(
    match: Match,
    part: DatePart,
    values: tuple[int | str | None, ...],
    every: range | None = None,
    said: str | None = None,
) -> Clauses | None:
    """`every` are the values that the part can have, of which "not" leaves the others.

    None where the catalog has values so called: a column of weekdays is no date.
    """
    if any(item.of(ValueName) for item in match.covered):
        return None
    if every is not None and match.has("NOT"):
        values = tuple(value for value in every if value not in values)
    columns = tuple(m.dimension.ref for m in match.all("moment", DimensionName))
    return (PartClause(place(match), part, tuple(dict.fromkeys(values)), columns, said),)


@recurring.add(f"moment? {_IN}? days=weekdays+", f"moment? NOT {_IN}? days=weekdays+")
def on_weekdays_so_called(match: Match, _: Scope) -> Clauses | None:
    """ "on Mondays and Tuesdays"."""
    values = tuple(m.weekday for m in match.all("days", WeekdaysName))
    return _part(match, DatePart.WEEKDAY, values, _WEEK)


@recurring.add(f"{_IN}? EACH days=weekday+", "ONLY days=weekday+")
def each_weekday(match: Match, _: Scope) -> Clauses | None:
    """ "every Monday"."""
    values = tuple(m.weekday for m in match.all("days", WeekdayName))
    return _part(match, DatePart.WEEKDAY, values, _WEEK)


@recurring.add(f"{_IN}? days=weekday named=hours")
def on_weekday_hours(match: Match, scope: Scope) -> Clauses | None:
    """ "on Monday mornings": those of every Monday."""
    if not match.item("named").plural:
        return None
    values = tuple(m.weekday for m in match.all("days", WeekdayName))
    hours = in_hours_so_called(match, scope)
    weekdays = _part(match, DatePart.WEEKDAY, values)
    return (*weekdays, *hours) if weekdays and hours else None


@recurring.add(
    "COMPARE days=weekdays+", f"COMPARE? {_IN}? first=weekdays VERSUS {_IN}? second=weekdays"
)
def weekdays_side_by_side(match: Match, _: Scope) -> Clauses | None:
    """ "Mondays vs Fridays"."""
    names = ("days", "first", "second")
    values = tuple(m.weekday for name in names for m in match.all(name, WeekdaysName))
    group = EntityClause(place(match), Manner.BY, (DatePartGroup(DatePart.WEEKDAY),))
    weekdays = _part(match, DatePart.WEEKDAY, values)
    return (*weekdays, group) if weekdays else None


@recurring.add(f"moment? {_IN}? days", f"moment? NOT {_IN}? days", f"{_IN}? EACH days")
def on_kind_of_days(match: Match, scope: Scope) -> Clauses | None:
    """ "on weekends"; a bare "weekday" may as well be a grouping, and so may "per weekend"."""
    item = match.item("days")
    if match.has("EACH") and "PER" in match.item("EACH").tags:
        return None
    has_preposition = match.has(_IN) or match.has("NOT")
    if item.of(PartName) and not has_preposition and not _is_weekend(item):
        return None
    weekend = tuple(day + 1 for day in scope.catalog.calendar.weekend)
    working = tuple(day for day in _WEEK if day not in weekend)
    return _part(match, DatePart.WEEKDAY, weekend if _is_weekend(item) else working, _WEEK)


def _is_weekend(item: Item) -> bool:
    return any(meaning.kind is DayKind.WEEKEND for meaning in item.of(DaysName))


@recurring.add(f"COMPARE? {_IN}? first=days VERSUS|AND|TO|OR|WITH second=days")
def kinds_of_days_side_by_side(match: Match, _: Scope) -> Clauses | None:
    """ "weekends vs weekdays"."""
    if _is_weekend(match.item("first")) == _is_weekend(match.item("second")):
        return None
    return (EntityClause(place(match), Manner.BY, (DatePartGroup(DatePart.WEEKEND),)),)


@recurring.add(
    f"moment? {_IN}? named=months+",
    f"moment? NOT {_IN}? named=months+",
    f"moment? {_IN}? named=month+ EACH unit",
    f"{_IN}? EACH named=month+",
)
def in_months(match: Match, _: Scope) -> Clauses | None:
    """ "in Decembers", "in January of every year", "every March"."""
    if not _every_year(match):
        return None
    values = tuple(m.month for m in match.all("named", MonthName) + match.all("named", MonthsName))
    return _part(match, DatePart.MONTH_OF_YEAR, values, _MONTHS)


@recurring.add(f"moment? {_IN}? named=quarter+ EACH unit", f"{_IN}? EACH named=quarter+")
def in_quarters(match: Match, _: Scope) -> Clauses | None:
    """ "in Q4 of every year"."""
    if not _every_year(match):
        return None
    values = tuple(m.quarter for m in match.all("named", QuarterName))
    return _part(match, DatePart.QUARTER_OF_YEAR, values, _QUARTERS)


def _every_year(match: Match) -> bool:
    return not match.has("unit") or match.one("unit", UnitName).grain is Grain.YEAR


@recurring.add(
    f"{_IN}? named=holiday EACH unit",
    f"{_IN}? EACH named=holiday",
    f"{_IN}? named=holiday+",
    f"NOT {_IN}? named=holiday+",
)
def on_each_holiday(match: Match, scope: Scope) -> Clauses | None:
    """ "on Black Friday of every year", "on Black Fridays"."""
    if not _every_year(match):
        return None
    names = tuple(m.name for m in match.all("named", HolidayName))
    if match.has("NOT"):
        others = scope.catalog.calendar.holidays
        kept = tuple(one.name for one in others if one.name not in names)
        return _part(match, DatePart.HOLIDAY, (*kept, None))
    return _part(match, DatePart.HOLIDAY, names)


@recurring.add(f"moment? {_IN} part", f"moment? NOT {_IN}? part")
def on_holidays(match: Match, scope: Scope) -> Clauses | None:
    """ "on holidays", "excluding holidays"."""
    if match.one("part", PartName).part is not DatePart.HOLIDAY:
        return None
    names = tuple(holiday.name for holiday in scope.catalog.calendar.holidays)
    return _part(match, DatePart.HOLIDAY, (None,) if match.has("NOT") else names)


@recurring.add(f"moment? {_IN}? named=hours+", f"moment? NOT {_IN}? named=hours+")
def in_hours_so_called(match: Match, _: Scope) -> Clauses | None:
    """ "in the morning"."""
    found = [item.of(HoursName)[0] for item in match.found["named"]]
    hours = tuple(hour for one in found for hour in _hours(one.start, one.end))
    clock = " and ".join(f"from {one.start}:00 to {one.end}:00" for one in found)
    said = f"“{match.item('named').text}” is read as {clock}."
    return _part(match, DatePart.HOUR_OF_DAY, hours, _HOURS, said)


@recurring.add("THIS named=hours")
def in_hours_of_today(match: Match, scope: Scope) -> Clauses | None:
    """ "this morning"."""
    today = Period(Grain.DAY, offset=0)
    hours = in_hours_so_called(match, scope)
    return (TimeClause(place(match), today), *hours) if hours else None


@recurring.add("moment? AFTER|SINCE clock")
def after_clock(match: Match, _: Scope) -> Clauses | None:
    return _between(match, match.one("clock", ClockTime), ClockTime(24))


@recurring.add("moment? BEFORE|UNTIL clock")
def before_clock(match: Match, _: Scope) -> Clauses | None:
    return _between(match, ClockTime(0), match.one("clock", ClockTime))


@recurring.add(
    "moment? BETWEEN first=clock AND|TO|UNTIL last=clock",
    f"moment? {_IN}? first=clock TO|UNTIL last=clock",
)
def between_clocks(match: Match, _: Scope) -> Clauses | None:
    return _between(match, match.one("first", ClockTime), match.one("last", ClockTime))


def _between(match: Match, start: ClockTime, end: ClockTime) -> Clauses | None:
    """Whole hours only: a half of one would have to be cut."""
    if start.minute or end.minute or start.hour == end.hour:
        return None
    return _part(match, DatePart.HOUR_OF_DAY, _hours(start.hour, end.hour), _HOURS)


def _hours(start: int, end: int) -> tuple[int, ...]:
    """The hours that begin from `start` on and before `end`, over midnight where that is less."""
    end = end if end > start else end + 24
    return tuple(hour % 24 for hour in range(start, end))
