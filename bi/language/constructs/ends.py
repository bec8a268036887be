"""Which days at the ends of a period count: "the past 30 days, inclusive of 30 days ago"."""

from __future__ import annotations

from bi.language.constructs.calendar import covered_words
from bi.language.constructs.construct import Constructs, Scope
from bi.language.meanings import Number, PeriodName, UnitName
from bi.language.pattern import Match
from bi.language.periods import Period
from bi.model.catalog import Grain

ends: Constructs[Period] = Constructs()
_DAYS = {Grain.DAY: 1, Grain.WEEK: 7}
_LAST = "LAST|PREVIOUS number? unit COMMA?"


@ends.add(f"{_LAST} INCLUSIVE OF? many=number of=unit AGO")
def from_the_day_ago(match: Match, _: Scope) -> Period | None:
    """ "The past 30 days inclusive of 30 days ago": from that day to today."""
    days = _days(match, "many", "of")
    return (
        Period(Grain.DAY, offset=-1, count=days + 1, label=covered_words(match)) if days else None
    )


@ends.add(f"{_LAST} INCLUSIVE OF? today=period")
def up_to_today(match: Match, _: Scope) -> Period | None:
    """ "The last 7 days inclusive of today"."""
    days, today = _days(match, "number", "unit"), match.one("today", PeriodName).period
    if days is None or today.grain is not Grain.DAY or today.offset != 0:
        return None
    return Period(Grain.DAY, offset=-1, count=days, label=covered_words(match))


@ends.add(f"{_LAST} NOT|EXCLUSIVE OF? THIS this=unit")
def before_the_current(match: Match, _: Scope) -> Period | None:
    """ "The last 8 weeks excluding the current week": whole units that are over."""
    grain = match.one("unit", UnitName).grain
    if grain is Grain.DAY or grain is Grain.HOUR or grain is not match.one("this", UnitName).grain:
        return None
    count = _count(match, "number")
    return Period(grain, offset=-1, count=count, label=covered_words(match)) if count else None


def _days(match: Match, number: str, unit: str) -> int | None:
    count, days = _count(match, number), _DAYS.get(match.one(unit, UnitName).grain)
    return count * days if count and days else None


def _count(match: Match, name: str) -> int | None:
    value = match.one(name, Number).value if match.has(name) else 1
    return int(value) if value == int(value) and 1 <= value <= 1000 else None
