"""Totals beside numbers and averages: "fewer orders than 100", "less revenue than the average"."""

from __future__ import annotations

from dataclasses import replace

from bi.language.clauses import Clause, NumberClause
from bi.language.constructs.construct import ClauseConstructs, Scope, place
from bi.language.constructs.measures import aggregates_of
from bi.language.constructs.numbers import number_clause
from bi.language.meanings import (
    AggregationName,
    ComparatorName,
    DatasetName,
    VerbName,
)
from bi.language.pattern import Match
from bi.model.catalog import Aggregation
from bi.model.semantic import Operator, Value

benchmarks = ClauseConstructs()
Clauses = tuple[Clause, ...]
_THING = "thing=measure|dataset"
_AGGREGATED = "thing=measure|quantity"
_GROUP = "of=dimension|dataset"
_BESIDE = (Aggregation.AVERAGE, Aggregation.MEDIAN)


@benchmarks.add(f"WITH? comparator {_THING} THAN number", f"WITH? comparator {_THING} number")
def more_than(match: Match, scope: Scope) -> Clauses | None:
    """ "fewer orders than 100"."""
    operator = match.one("comparator", ComparatorName).operator
    values = scope.values(match.item("thing"))
    clause = number_clause(match, operator, ("number",), (), values)
    datasets = match.item("thing").of(DatasetName)
    return (replace(clause, dataset=datasets[0].dataset if datasets else None),)


@benchmarks.add(
    f"WITH|WHERE? aggregation OF? {_AGGREGATED} IS? comparator number",
    f"WITH|WHERE? aggregation OF? {_AGGREGATED} IS? BETWEEN low=number AND|TO high=number",
)
def aggregated_beside(match: Match, scope: Scope) -> Clauses | None:
    """ "Wineries with an average price above 50"."""
    aggregation = match.one("aggregation", AggregationName).aggregation
    values = tuple(aggregates_of(aggregation, match.item("thing"), scope))
    if not values:
        return None
    if match.has("low"):
        return (number_clause(match, Operator.BETWEEN, ("low", "high"), (), values),)
    operator = match.one("comparator", ComparatorName).operator
    return (number_clause(match, operator, ("number",), (), values),)


@benchmarks.add(
    f"WITH? comparator {_THING} THAN aggregation {_GROUP}?",
    f"WITH|WHERE? {_THING} IS? comparator THAN? aggregation {_GROUP}?",
    f"WITH? comparator aggregation {_THING}",
    f"comparator {_THING} THAN {_GROUP} ON_AVERAGE",
)
def beside_the_average(match: Match, scope: Scope) -> Clauses | None:
    """ "less revenue than the average region", "with above average revenue"."""
    return _benchmark(match, scope, scope.values(match.item("thing")))


@benchmarks.add(f"verb comparator THAN? aggregation {_GROUP}?")
def done_beside_the_average(match: Match, scope: Scope) -> Clauses | None:
    """ "that sold more than average"."""
    values: tuple[Value, ...] = tuple(m.value for m in match.all("verb", VerbName))
    return _benchmark(match, scope, values)


def _benchmark(match: Match, scope: Scope, values: tuple[Value, ...]) -> Clauses | None:
    aggregation = Aggregation.AVERAGE
    if match.has("aggregation"):
        aggregation = match.one("aggregation", AggregationName).aggregation
    if aggregation not in _BESIDE or not values:
        return None
    operator = match.one("comparator", ComparatorName).operator
    of = scope.groups(match.item("of")) if match.has("of") else ()
    clause = NumberClause(place(match), operator, (), values, benchmark=aggregation, of=of)
    return (clause,)
