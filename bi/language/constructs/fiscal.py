"""Fiscal years and quarters as periods."""

from __future__ import annotations

from dataclasses import replace

from bi.language.constructs.calendar import calendar_year, covered_words
from bi.language.constructs.construct import Constructs, Scope
from bi.language.meanings import FiscalName, FiscalYearNumber, Number, PeriodName, QuarterName
from bi.language.pattern import Match
from bi.language.periods import Period
from bi.model.catalog import Grain

fiscal: Constructs[Period] = Constructs()
_QUARTERS = range(1, 5)


def _year(match: Match) -> int | None:
    if match.has("fiscal_year"):
        return match.one("fiscal_year", FiscalYearNumber).year
    return calendar_year(match)


def _named(match: Match) -> Grain:
    return match.one("fiscal", FiscalName).grain


@fiscal.add("fiscal_year", "fiscal year", "FISCAL year")
def fiscal_year(match: Match, _: Scope) -> Period | None:
    """ "FY25", "fiscal year 2025", "fiscal 2025"."""
    if match.has("fiscal") and _named(match) is not Grain.YEAR:
        return None
    return Period(Grain.YEAR, _year(match), fiscal=True)


@fiscal.add(
    "fiscal_year COMMA? quarter",
    "quarter COMMA|OF|IN? fiscal_year",
    "fiscal year COMMA? quarter",
    "quarter COMMA|OF|IN? fiscal year",
    "FISCAL year quarter",
    "quarter COMMA|OF|IN? FISCAL year",
    "FISCAL quarter COMMA|OF|IN? year?",
    "FISCAL quarter COMMA|OF|IN? fiscal_year",
)
def fiscal_quarter(match: Match, _: Scope) -> Period | None:
    """ "FY2025 Q2", "fiscal Q2 2025"."""
    if match.has("fiscal") and _named(match) is not Grain.YEAR:
        return None
    quarter = match.one("quarter", QuarterName).quarter
    return Period(Grain.QUARTER, _year(match), quarter=quarter, fiscal=True)


@fiscal.add(
    "fiscal number COMMA|OF|IN? year?",
    "fiscal number COMMA|OF|IN? fiscal_year",
    "number fiscal OF|IN year",
)
def numbered_quarter(match: Match, _: Scope) -> Period | None:
    """ "fiscal quarter 2 of 2025", "fiscal year 25"."""
    number = match.one("number", Number).value
    if _named(match) is Grain.YEAR and match.items[match.end - 1] is match.item("number"):
        short = len(match.item("number").text) == len("25") and number in range(100)
        return Period(Grain.YEAR, 2000 + int(number), fiscal=True) if short else None
    if _named(match) is not Grain.QUARTER or number not in _QUARTERS:
        return None
    return Period(Grain.QUARTER, _year(match), quarter=int(number), fiscal=True)


@fiscal.add("LAST|PREVIOUS fiscal", "LAST|PREVIOUS number fiscal")
def last(match: Match, _: Scope) -> Period | None:
    count = match.one("number", Number).value if match.has("number") else 1
    if count != int(count) or not 1 <= count <= 1000:
        return None
    relative = "PREVIOUS" in match.items[match.start].tags
    return Period(
        _named(match),
        offset=-1,
        count=int(count),
        before_other=relative,
        fiscal=True,
        label=covered_words(match),
    )


@fiscal.add("number fiscal AGO")
def ago(match: Match, _: Scope) -> Period | None:
    count = match.one("number", Number).value
    if count != int(count) or not 1 <= count <= 1000:
        return None
    return Period(_named(match), offset=-int(count), fiscal=True, label=covered_words(match))


@fiscal.add("THIS fiscal", "THIS fiscal TO_DATE", "fiscal TO_DATE")
def this(match: Match, _: Scope) -> Period:
    to_date = match.has("TO_DATE")
    return Period(_named(match), offset=0, to_date=to_date, fiscal=True, label=covered_words(match))


@fiscal.add("FISCAL period")
def to_date(match: Match, _: Scope) -> Period | None:
    """ "fiscal year to date"."""
    period = match.one("period", PeriodName).period
    if not period.to_date or period.grain not in (Grain.QUARTER, Grain.YEAR):
        return None
    return replace(period, fiscal=True, label=covered_words(match))


@fiscal.add("NEXT fiscal")
def coming(match: Match, _: Scope) -> Period:
    return Period(_named(match), offset=1, fiscal=True, label=covered_words(match))


@fiscal.add("quarter OF|IN? LAST|PREVIOUS fiscal", "quarter OF|IN? THIS fiscal")
def quarter_from_now(match: Match, _: Scope) -> Period | None:
    """ "Q2 of last fiscal year"."""
    if _named(match) is not Grain.YEAR:
        return None
    quarter = match.one("quarter", QuarterName).quarter
    offset = -1 if match.has("LAST|PREVIOUS") else 0
    return Period(Grain.QUARTER, quarter=quarter, year_offset=offset, fiscal=True)
