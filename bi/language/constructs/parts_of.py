"""Shares of what meets a condition, and within groups: "what percentage of orders is online"."""

from __future__ import annotations

from dataclasses import replace

from bi.language.clauses import Clause, FilterClause, MeasureClause
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place
from bi.language.constructs.filters import adjectives
from bi.language.pattern import Match
from bi.model.semantic import Calculation

parts_of = ClauseConstructs()
Clauses = tuple[Clause, ...]
_THING = "thing=measure|dataset"
_SHARE = "SHARE OF|IN?"


@parts_of.add(
    f"{_SHARE} {_THING} IS|RELATION|verb IS|RELATION? IN|FROM|WITH|BY|TO|FOR|OF? values=value+",
    f"{_SHARE} {_THING} IS|RELATION? IS|RELATION? NOT? flag",
)
def part(match: Match, scope: Scope) -> Clauses | None:
    """Of all there is, what meets the condition that is said of it."""
    after = match.items[match.end : match.end + 1]
    if after and after[0].tags & {"dataset", "measure"}:
        return None  # "the share of orders of returned goods" is no part of orders
    item = match.item("thing")
    measure = MeasureClause(item_place(item), scope.values(item), Calculation.SHARE_OF_TOTAL)
    filters = [one for one in adjectives(match) if isinstance(one, FilterClause)]
    return (measure, *(replace(one, part=True) for one in filters)) if filters else None


@parts_of.add(f"{_SHARE} THEIR {_THING}")
def share_of_its(match: Match, scope: Scope) -> Clauses:
    """ "For each region, what share of its orders": of the region's, not of all."""
    item = match.item("thing")
    return (MeasureClause(item_place(item), scope.values(item), Calculation.SHARE_OF_GROUP),)
