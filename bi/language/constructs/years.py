"""Conditions on columns of years by their names: "birth year after 1945"."""

from __future__ import annotations

from bi.language.clauses import Bound, Clause, TimeClause
from bi.language.constructs.construct import ClauseConstructs, Scope, place
from bi.language.meanings import DimensionName, PeriodName, UnitName
from bi.language.pattern import Match

years = ClauseConstructs()
Clauses = tuple[Clause, ...]
_NAMED = "WITH|WHERE? named=quantity IS?"
_BOUNDS = (Bound.SINCE, Bound.UNTIL, Bound.BEFORE, Bound.AFTER)


@years.add(f"{_NAMED} bound=SINCE|UNTIL|BEFORE|AFTER period")
def bounded(match: Match, _: Scope) -> Clauses | None:
    tags = match.item("bound").tags
    bound = next(bound for bound in _BOUNDS if bound.name in tags)
    return _year(match, bound)


@years.add(
    f"{_NAMED} IN|OF|FROM|FOR? OR? periods=period+",
    "IN|OF|FROM|FOR? periods=period+ named=quantity",
)
def within(match: Match, _: Scope) -> Clauses | None:
    return _year(match, Bound.IN)


@years.add(f"{_NAMED} BETWEEN period AND|TO last=period")
def between(match: Match, _: Scope) -> Clauses | None:
    return _year(match, Bound.BETWEEN)


def _year(match: Match, bound: Bound) -> Clauses | None:
    """The word for a year alone is no name here: "in the year 2024" is a time."""
    item = match.item("named")
    columns = tuple(m.dimension.ref for m in item.of(DimensionName) if m.dimension.is_year)
    if not columns or item.of(UnitName):
        return None
    name = "periods" if match.has("periods") else "period"
    first, *others = (one.of(PeriodName)[0].period for one in match.found[name])
    last = match.one("last", PeriodName).period if match.has("last") else None
    either = any("OR" in one.tags for one in match.covered)
    return (TimeClause(place(match), first, bound, last, columns, tuple(others), either),)
