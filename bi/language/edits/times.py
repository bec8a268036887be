"""When: another period, none at all, or one where there was none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bi.catalog.wording import capital
from bi.language.edits.edit import Edit, Ground
from bi.language.periods import Period
from bi.language.resolving import resolve
from bi.language.units import shift, units_in
from bi.model.catalog import Grain
from bi.model.semantic import DatePartFilter, TimeRange

# By their names in the lexicon.
_TYPICAL = {
    "this_year": Period(Grain.YEAR, offset=0),
    "last_year": Period(Grain.YEAR, offset=-1),
    "this_quarter": Period(Grain.QUARTER, offset=0),
    "last_quarter": Period(Grain.QUARTER, offset=-1),
    "this_month": Period(Grain.MONTH, offset=0),
    "last_month": Period(Grain.MONTH, offset=-1),
    "last_12_months": Period(Grain.MONTH, offset=-1, count=12),
    "last_30_days": Period(Grain.DAY, offset=-1, count=30),
}
_FIRST = ("last_year", "last_12_months", "this_year")


def time_removed(ground: Ground) -> Edit:
    ways = ground.ways("remove_time")
    return Edit(ways[0] if ways else "", replace(ground.query, time=None), ways)


def part_removed(one: DatePartFilter, ground: Ground) -> Edit:
    kept = tuple(other for other in ground.query.part_filters if other != one)
    words = ground.engine.lexicon.phrases["parts"].get(one.part, ())
    named = ground.ways("remove_filter", old=capital(words[0])) if words else ()
    meant = replace(ground.query, part_filters=kept)
    return Edit("", meant, (*named, *ground.ways("remove_time")))


def other_times(one: TimeRange, ground: Ground) -> Iterator[Edit]:
    """The periods beside it, those that people ask for, and all time; none of the same days."""
    for edit in (*_beside(one, ground), *_typical(tuple(_TYPICAL), one, ground)):
        time = edit.meant.time
        if time is None or (time.start, time.end) != (one.start, one.end):
            yield edit
    yield time_removed(ground)


def _beside(one: TimeRange, ground: Ground) -> Iterator[Edit]:
    for period in _neighbours(one, ground):
        name = _called(period, ground)
        if name is not None:
            yield _edit(period, name, ground.ways("period", new=name), one, ground)


def more_times(ground: Ground) -> Iterator[Edit]:
    if ground.query.time is None and ground.query.measures:
        yield from _typical(_FIRST, None, ground)


def _typical(names: tuple[str, ...], one: TimeRange | None, ground: Ground) -> Iterator[Edit]:
    for name in names:
        ways = ground.ways(name)
        if ways:
            yield _edit(_TYPICAL[name], ways[0], ways, one, ground)


def _edit(
    period: Period, name: str, ways: tuple[str, ...], one: TimeRange | None, ground: Ground
) -> Edit:
    found = resolve(period, ground.context.today, ground.catalog.calendar).range
    if one is not None:
        found = replace(found, column=one.column)
    return Edit(name, replace(ground.query, time=found), ways)


def _neighbours(one: TimeRange, ground: Ground) -> Iterator[Period]:
    """The year, quarter or month before, the one after if it has begun, the same a year before."""
    if one.start is None or one.grain is None or units_in(one) != 1:
        return
    for grain, count in dict.fromkeys(((one.grain, -1), (one.grain, 1), (Grain.YEAR, -1))):
        start = shift(one.start, grain, count)
        found = _unit(start, one.grain) if start <= ground.context.today else None
        if found is not None:
            yield found


def _unit(start: date, grain: Grain) -> Period | None:
    match grain:
        case Grain.YEAR if start.month == 1:
            return Period(Grain.YEAR, start.year)
        case Grain.QUARTER if start.month % 3 == 1:
            return Period(Grain.QUARTER, start.year, quarter=start.month // 3 + 1)
        case Grain.MONTH:
            return Period(Grain.MONTH, start.year, month=start.month)
    return None


def _called(period: Period, ground: Ground) -> str | None:
    """ "2024", "March 2024": in the words of the language."""
    phrases = ground.engine.lexicon.phrases
    if period.month is not None:
        words = phrases["months"].get(str(period.month), ())
    elif period.quarter is not None:
        words = phrases["quarters"].get(str(period.quarter), ())
    else:
        return str(period.year)
    return f"{capital(words[0])} {period.year}" if words else None
