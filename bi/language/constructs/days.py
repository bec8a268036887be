"""Days and weeks by their numbers, weekdays, and the catalog's holidays as periods."""

from __future__ import annotations

from datetime import date

from bi.language.constructs.calendar import calendar_year, year_from_now
from bi.language.constructs.construct import Constructs, Scope
from bi.language.meanings import (
    DayKind,
    DaysName,
    HolidayName,
    MonthName,
    Number,
    Ordinal,
    PeriodName,
    UnitName,
    ValueName,
    WeekdayName,
    WeekNumber,
    WrittenDay,
)
from bi.language.pattern import Match
from bi.language.periods import Period
from bi.model.catalog import Grain

days: Constructs[Period] = Constructs()
_MOST_WEEKS = 53


@days.add("written")
def written_day(match: Match, scope: Scope) -> Period | None:
    """ "3/5/2025": by the catalog's order of day and month, else by that of the language."""
    found = match.one("written", WrittenDay)
    return _written(found, scope)


def _written(found: WrittenDay, scope: Scope) -> Period | None:
    said = scope.catalog.calendar.day_first
    day_first = found.day_first if said is None else said
    orders = [(found.first, found.second), (found.second, found.first)]
    readings = [
        day
        for number, month in (orders if day_first else orders[::-1])
        if (day := _day(found.year, month, number)) is not None
    ]
    if not readings:
        return None
    ambiguous = said is None and len(set(readings)) > 1
    return Period(Grain.DAY, day=readings[0], ambiguous=ambiguous, label=found.text)


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


@days.add(
    "unit number OF|IN|COMMA? year?", "year unit number", "week OF|IN|COMMA? year?", "year week"
)
def week_by_number(match: Match, _: Scope) -> Period | None:
    """ "week 23 of 2025", "W23"."""
    if match.has("week"):
        return Period(Grain.WEEK, calendar_year(match), week=match.one("week", WeekNumber).week)
    week = match.one("number", Number)
    is_week = match.one("unit", UnitName).grain is Grain.WEEK and not match.item("unit").plural
    if not is_week or week.value not in range(1, _MOST_WEEKS + 1):
        return None
    return Period(Grain.WEEK, calendar_year(match), week=int(week.value))


@days.add("number unit OF|IN? year")
def week_by_ordinal(match: Match, _: Scope) -> Period | None:
    """ "the 23rd week of 2025"; without the ending it would be so many weeks."""
    week = match.one("number", Number)
    is_week = match.one("unit", UnitName).grain is Grain.WEEK
    is_ordinal = bool(match.item("number").of(Ordinal))
    if not is_ordinal or not is_week or week.value not in range(1, _MOST_WEEKS + 1):
        return None
    return Period(Grain.WEEK, calendar_year(match), week=int(week.value))


@days.add("unit OF number OF? month COMMA? year?", "unit OF month number COMMA? year?")
def week_of_day(match: Match, _: Scope) -> Period | None:
    """ "the week of 3 March 2025"."""
    number, month = match.one("number", Number), match.one("month", MonthName).month
    if number.percent or number.value not in range(1, 32):
        return None
    day = Period(Grain.DAY, calendar_year(match), month, day_of_month=int(number.value))
    return _around(match, day)


@days.add("unit OF written", "unit OF period")
def week_of_written_day(match: Match, scope: Scope) -> Period | None:
    if match.has("written"):
        inner = _written(match.one("written", WrittenDay), scope)
    else:
        inner = match.one("period", PeriodName).period
    return _around(match, inner) if inner and inner.grain is Grain.DAY else None


@days.add("days OF number OF? month COMMA? year?", "days OF month number COMMA? year?")
def weekend_of_day(match: Match, _: Scope) -> Period | None:
    """ "the weekend of 3 May 2025"."""
    number, month = match.one("number", Number), match.one("month", MonthName).month
    if number.percent or number.value not in range(1, 32) or not _is_weekend(match):
        return None
    day = Period(Grain.DAY, calendar_year(match), month, day_of_month=int(number.value))
    return Period(Grain.DAY, weekend=True, around=day)


@days.add("days OF written", "days OF period")
def weekend_of_written_day(match: Match, scope: Scope) -> Period | None:
    if match.has("written"):
        inner = _written(match.one("written", WrittenDay), scope)
    else:
        inner = match.one("period", PeriodName).period
    is_day = inner is not None and inner.grain is Grain.DAY and _is_weekend(match)
    return Period(Grain.DAY, weekend=True, around=inner) if is_day else None


def _is_weekend(match: Match) -> bool:
    return any(meaning.kind is DayKind.WEEKEND for meaning in match.all("days", DaysName))


def _around(match: Match, day: Period) -> Period | None:
    grain = match.one("unit", UnitName).grain
    if grain in (Grain.HOUR, Grain.DAY) or match.item("unit").plural:
        return None
    return Period(grain, around=day)


@days.add("weekday", "LAST|PREVIOUS weekday", "THIS weekday")
def weekday(match: Match, _: Scope) -> Period | None:
    """ "on Monday": the most recent one; "this Monday": that of the current week."""
    if match.item("weekday").of(ValueName):
        return None  # a value of the catalog's own
    number = match.one("weekday", WeekdayName).weekday
    offset = -1 if match.has("LAST|PREVIOUS") else 0 if match.has("THIS") else None
    return Period(Grain.DAY, weekday=number, offset=offset)


@days.add("holiday OF|IN|COMMA? year", "year holiday", "holiday", "LAST holiday")
def holiday(match: Match, _: Scope) -> Period | None:
    """ "Black Friday 2025"; "Black Fridays" are all of them."""
    name = match.one("holiday", HolidayName).name
    if match.item("holiday").text.lower() != name.lower():
        return None
    return Period(Grain.DAY, calendar_year(match), holiday=name)


@days.add("THIS holiday")
def holiday_of_this_year(match: Match, _: Scope) -> Period:
    return Period(Grain.DAY, holiday=match.one("holiday", HolidayName).name, year_offset=0)


@days.add("LAST|PREVIOUS days", "THIS days")
def weekend(match: Match, _: Scope) -> Period | None:
    """ "last weekend"."""
    if not _is_weekend(match):
        return None
    return Period(Grain.DAY, weekend=True, offset=0 if match.has("THIS") else -1)


@days.add(
    "holiday OF|IN? LAST|PREVIOUS unit",
    "holiday OF|IN? THIS unit",
    "holiday OF|IN? number unit AGO",
)
def holiday_from_now(match: Match, _: Scope) -> Period | None:
    name, offset = match.one("holiday", HolidayName).name, year_from_now(match)
    return None if offset is None else Period(Grain.DAY, holiday=name, year_offset=offset)
