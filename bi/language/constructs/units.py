"""The unit that a quantity is wanted in: "in square kilometres", "over 200 mph"."""

from __future__ import annotations

from bi.language.clauses import Clause, UnitClause
from bi.language.constructs.construct import ClauseConstructs, Scope, place
from bi.language.meanings import QuantityUnit
from bi.language.pattern import Match

units = ClauseConstructs()


@units.add(
    "IN units=quantity_unit", "IN units=quantity_unit EACH per=quantity_unit", "quantity_unit"
)
def in_unit(match: Match, _: Scope) -> tuple[Clause, ...] | None:
    """By itself it is said of a number right before it."""
    if not match.has("units") and not _follows_number(match):
        return None
    found = match.all("units", QuantityUnit) or match.all("quantity_unit", QuantityUnit)
    spellings = () if match.has("per") else found[0].spellings
    return (UnitClause(place(match), spellings),)


def _follows_number(match: Match) -> bool:
    before = match.items[match.start - 1] if match.start else None
    return before is not None and "number" in before.tags
