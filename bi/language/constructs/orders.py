"""What to go by: "by number of orders", "sorted by average age"."""

from __future__ import annotations

from bi.language.clauses import Clause, EntityClause, Manner, MeasureClause, SortClause
from bi.language.constructs.construct import ClauseConstructs, Scope, place
from bi.language.constructs.measures import aggregated, count
from bi.language.pattern import Match
from bi.model.semantic import Value

orders = ClauseConstructs()
Clauses = tuple[Clause, ...]
_COUNTED = "COUNT DISTINCT? thing=dataset|dimension|measure|moment"
_AGGREGATED = "aggregation COUNT|WORD? OF? thing=measure|dimension|moment"
_NUMBERED = "thing=dataset COUNT_NOUN"
_AMOUNTS = (_COUNTED, _AGGREGATED, _NUMBERED)
_DIRECTION = "direction=ASCENDING|DESCENDING"


def _values(match: Match, scope: Scope) -> tuple[Value, ...]:
    read = aggregated if match.has("aggregation") else count
    found = read(match, scope) or ()
    return tuple(v for one in found if isinstance(one, MeasureClause) for v in one.choices)


@orders.add(*(f"BY THEIR? {amount}" for amount in _AMOUNTS))
def by_amount(match: Match, scope: Scope) -> Clauses | None:
    """ "The top 5 customers by number of orders"."""
    values = _values(match, scope)
    return (EntityClause(place(match), Manner.BY, values=values),) if values else None


@orders.add(
    *(f"SORT BY? THEIR? {amount} {_DIRECTION}?" for amount in _AMOUNTS),
    *(f"SORT BY? {_DIRECTION} BY|OF? THEIR? {amount}" for amount in _AMOUNTS),
    *(f"{_DIRECTION} BY|OF? THEIR? {amount}" for amount in _AMOUNTS),
)
def sorted_by_amount(match: Match, scope: Scope) -> Clauses | None:
    """ "Ordered by the number of authors in descending order"."""
    values = _values(match, scope)
    descending = "DESCENDING" in match.item("direction").tags if match.has("direction") else None
    return (SortClause(place(match), values, descending=descending),) if values else None
