"""Periods: words of the calendar become one item with a period."""

from __future__ import annotations

from bi.language.constructs.construct import Constructs, Scope
from bi.language.meanings import (
    HalfName,
    MonthName,
    Number,
    QuarterName,
    UnitName,
    YearNumber,
)
from bi.language.pattern import Match
from bi.language.periods import Period
from bi.model.catalog import Grain

calendar: Constructs[Period] = Constructs()


def covered_words(match: Match) -> str:
    """As a label: "last week" where "last week's" was said."""
    return " ".join(item.norm for item in match.covered if not item.filler)


def calendar_year(match: Match) -> int | None:
    return match.one("year", YearNumber).year if match.has("year") else None


@calendar.add(
    "month number COMMA? year?", "number OF? month COMMA? year?", "number OF? month", "month number"
)
def day_of_month(match: Match, _: Scope) -> Period | None:
    number = match.one("number", Number)
    if number.percent or number.value not in range(1, 32):
        return None
    month = match.one("month", MonthName).month
    return Period(Grain.DAY, calendar_year(match), month, day_of_month=int(number.value))


@calendar.add("unit OF month COMMA|OF? year?")
def month_so_called(match: Match, _: Scope) -> Period | None:
    """ "the month of May"."""
    if match.one("unit", UnitName).grain is not Grain.MONTH or match.item("unit").plural:
        return None
    return Period(Grain.MONTH, calendar_year(match), match.one("month", MonthName).month)


@calendar.add("month COMMA|OF? year", "year month")
def month_of_year(match: Match, _: Scope) -> Period:
    return Period(Grain.MONTH, calendar_year(match), match.one("month", MonthName).month)


@calendar.add("month")
def month_alone(match: Match, _: Scope) -> Period:
    return Period(Grain.MONTH, month=match.one("month", MonthName).month)


@calendar.add("quarter COMMA|OF|IN? year", "year quarter", "quarter")
def quarter(match: Match, _: Scope) -> Period:
    number = match.one("quarter", QuarterName).quarter
    return Period(Grain.QUARTER, calendar_year(match), quarter=number)


@calendar.add("half COMMA|OF|IN? year", "year half", "half")
def half(match: Match, _: Scope) -> Period:
    return Period(Grain.QUARTER, calendar_year(match), half=match.one("half", HalfName).half)


def year_from_now(match: Match) -> int | None:
    """The year meant by "of last year", "of this year", "two years ago"."""
    if match.one("unit", UnitName).grain is not Grain.YEAR:
        return None
    if match.has("LAST|PREVIOUS"):
        return -1
    if match.has("number"):
        count = match.one("number", Number).value
        return -int(count) if count == int(count) and 1 <= count <= 1000 else None
    return 0


_OF_A_YEAR = ("OF|IN? LAST|PREVIOUS unit", "OF|IN? THIS unit", "OF|IN? number unit AGO")


@calendar.add("THIS month", "THIS quarter", "THIS half")
@calendar.add(*(f"{named} {of}" for of in _OF_A_YEAR for named in ("month", "quarter", "half")))
def of_a_year_from_now(match: Match, _: Scope) -> Period | None:
    """ "March last year", "the first half of this year", "this December"."""
    offset = year_from_now(match) if match.has("unit") else 0
    if offset is None:
        return None
    if match.has("month"):
        month = match.one("month", MonthName).month
        return Period(Grain.MONTH, month=month, year_offset=offset)
    if match.has("half"):
        return Period(Grain.QUARTER, half=match.one("half", HalfName).half, year_offset=offset)
    number = match.one("quarter", QuarterName).quarter
    return Period(Grain.QUARTER, quarter=number, year_offset=offset)


@calendar.add("unit year")
def year_so_called(match: Match, _: Scope) -> Period | None:
    """ "the year 2024"."""
    item = match.item("unit")
    if match.one("unit", UnitName).grain is not Grain.YEAR or item.plural:
        return None
    return Period(Grain.YEAR, calendar_year(match))


@calendar.add("year")
def year(match: Match, _: Scope) -> Period:
    return Period(Grain.YEAR, calendar_year(match))


@calendar.add("LAST|PREVIOUS unit", "LAST|PREVIOUS number unit")
def last(match: Match, _: Scope) -> Period | None:
    grain = match.one("unit", UnitName).grain
    count = match.one("number", Number).value if match.has("number") else 1
    if grain is Grain.HOUR or count != int(count) or not 1 <= count <= 1000:
        return None
    relative = "PREVIOUS" in match.items[match.start].tags
    return Period(
        grain, offset=-1, count=int(count), before_other=relative, label=covered_words(match)
    )


@calendar.add("number unit AGO", "AGO number unit")
def ago(match: Match, _: Scope) -> Period | None:
    grain, count = match.one("unit", UnitName).grain, match.one("number", Number).value
    if grain is Grain.HOUR or count != int(count) or not 1 <= count <= 1000:
        return None
    return Period(grain, offset=-int(count), label=covered_words(match))


@calendar.add("THIS unit", "THIS unit TO_DATE", "unit TO_DATE")
def this(match: Match, _: Scope) -> Period | None:
    grain = match.one("unit", UnitName).grain
    if grain is Grain.HOUR:
        return None
    return Period(grain, offset=0, to_date=match.has("TO_DATE"), label=covered_words(match))


@calendar.add("NEXT unit", "NEXT number unit")
def coming(match: Match, _: Scope) -> Period | None:
    grain = match.one("unit", UnitName).grain
    count = match.one("number", Number).value if match.has("number") else 1
    if grain is Grain.HOUR or count != int(count) or not 1 <= count <= 1000:
        return None
    return Period(grain, offset=int(count), count=int(count), label=covered_words(match))
