"""One thing in the place of another: "category instead of region", "the median, not the mean"."""

from __future__ import annotations

from bi.language.clauses import (
    Clause,
    FilterClause,
    InsteadClause,
    Manner,
    MarkClause,
    MeasureClause,
    NumberClause,
    Place,
    ReaggregateClause,
)
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place, place
from bi.language.constructs.filters import conditions
from bi.language.constructs.nouns import entity
from bi.language.constructs.numbers import number_clause
from bi.language.meanings import AggregationName, ComparatorName, Item
from bi.language.pattern import Match
from bi.model.semantic import Operator

swaps = ClauseConstructs()
Clauses = tuple[Clause, ...]
_THING = "dimension|dataset|measure|unit|part|moment|rate"
_ROWS = "dataset|ROWS"
# What may stand beside an aggregation that is all that a sentence asks for.
_SMALL = frozenset(
    {"WORD", "AND", "WHAT", "WHAT_ABOUT", "NOW", "ANAPHORA", "COMMA", "SHOW", "INSTEAD", "IS", "OF"}
)
_OPPOSITE = {
    Operator.GREATER: Operator.LESS_OR_EQUAL,
    Operator.GREATER_OR_EQUAL: Operator.LESS,
    Operator.LESS: Operator.GREATER_OR_EQUAL,
    Operator.LESS_OR_EQUAL: Operator.GREATER,
}


@swaps.add(f"INSTEAD_OF BY? things={_THING}")
def instead_of(match: Match, scope: Scope) -> Clauses:
    """ "by category instead of region": of the two, the one that goes."""
    return (_old(place(match), match.item("things"), scope),)


@swaps.add("INSTEAD_OF ANAPHORA", "INSTEAD_OF values=value+", "INSTEAD_OF period")
def instead_of_that(match: Match, _: Scope) -> Clauses:
    """ "Canada instead of Germany": a value takes the place of that of the same column."""
    return (MarkClause(place(match), "INSTEAD"),)


@swaps.add(f"REPLACE old={_THING} WITH|BY|FOR|TO new={_THING}")
def replaced(match: Match, scope: Scope) -> Clauses | None:
    """ "replace region with category"."""
    new = match.item("new")
    old = _old(item_place(match.item("old")), match.item("old"), scope)
    if old.values and scope.values(new) and not scope.groups(new):
        return (old, MeasureClause(item_place(new), scope.values(new)))
    found = entity(match, "new", Manner.NAMED, scope)
    return (old, *found) if found else None


def _old(where: Place, item: Item, scope: Scope) -> InsteadClause:
    return InsteadClause(where, scope.groups(item), scope.values(item), scope.columns(item))


@swaps.add("aggregation INSTEAD_OF? OF? old=aggregation?")
def reaggregated(match: Match, _: Scope) -> Clauses | None:
    """ "the median instead of the average", of what was shown."""
    others = [*match.items[: match.start], *match.items[match.end :]]
    if not all(item.filler or item.tags & _SMALL for item in others):
        return None
    if match.has("old") and not match.has("INSTEAD_OF"):
        return None
    swaps_it = match.has("INSTEAD_OF") or any("INSTEAD" in item.tags for item in others)
    if "TOTAL" in match.item("aggregation").tags and not swaps_it:
        return None  # "the total": of all rows, without what it is split by
    meanings = match.item("aggregation").of(AggregationName)
    return (ReaggregateClause(place(match), meanings[0].aggregation),)


@swaps.add(f"REMOVE|NOT {_ROWS} IN|FROM|OF|WITH|WHERE? values=value+")
def without_those_of(match: Match, _: Scope) -> Clauses | None:
    """ "remove the orders from Canada"."""
    found = conditions(match, Operator.NOT_IN)
    filters: Clauses = (FilterClause(place(match), found),)
    return (*filters, MarkClause(place(match), "FILTER")) if found else None


@swaps.add(
    f"REMOVE|NOT {_ROWS} WITH|WHERE thing=quantity IS|OF? comparator number",
    f"REMOVE|NOT {_ROWS} WITH|WHERE comparator number thing=quantity",
)
def without_those_over(match: Match, scope: Scope) -> Clauses | None:
    """ "leave out the trips with more than four seats"."""
    operator = _OPPOSITE.get(match.one("comparator", ComparatorName).operator)
    if operator is None:
        return None
    columns = scope.columns(match.item("thing"))
    clause: NumberClause = number_clause(match, operator, ("number",), columns)
    return (clause, MarkClause(place(match), "FILTER"))
