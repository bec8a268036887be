"""One measure beside another that it should reach: "which region missed its target"."""

from __future__ import annotations

import re

from bi.language.clauses import Clause, NumberClause
from bi.language.constructs.construct import ClauseConstructs, Scope, place
from bi.language.meanings import ComparatorName, Item, MeasureName
from bi.language.pattern import Match
from bi.model.catalog import Catalog, Metric, NumberStyle
from bi.model.semantic import NamedMeasure, Operator, Ratio, Value

attaining = ClauseConstructs()
Clauses = tuple[Clause, ...]
_QUOTIENT = re.compile(r"\s*(\w+)\s*/\s*(\w+)\s*")


@attaining.add("verdict=MISSED|REACHED|comparator THEIR? goal=measure")
def attained(match: Match, scope: Scope) -> Clauses | None:
    """Where the catalog has one metric that tells how far the goal is reached.

    Right after a measure it could as well be that measure's quotient: "profit over revenue".
    """
    if match.start and match.items[match.start - 1].of(MeasureName):
        return None
    goals = _names(match.item("goal"))
    found = [
        NamedMeasure(metric.name)
        for metric in scope.catalog.metrics
        if (parts := _QUOTIENT.fullmatch(metric.formula))
        and parts[2] in goals
        and _is_attainment(metric, parts[1], parts[2], scope.catalog)
    ]
    return _condition(match, tuple(found)) if len(found) == 1 else None


def _is_attainment(metric: Metric, done: str, goal: str, catalog: Catalog) -> bool:
    """A percentage of what another dataset holds; a part of a whole is of the same rows."""
    first, second = catalog.measure(done), catalog.measure(goal)
    return (
        metric.format.style is NumberStyle.PERCENT
        and metric.higher_is_better is not False
        and first is not None
        and second is not None
        and first.dataset != second.dataset
    )


@attaining.add("WITH|WHERE done=measure IS? comparator THEIR? goal=measure")
def compared(match: Match, scope: Scope) -> Clauses | None:
    """ "regions with revenue below target": the quotient is below one."""
    done, goal = _names(match.item("done")), _names(match.item("goal"))
    if len(done) != 1 or len(goal) != 1:
        return None
    for metric in scope.catalog.metrics:
        parts = _QUOTIENT.fullmatch(metric.formula)
        if parts and (parts[1], parts[2]) == (done[0], goal[0]):
            return _condition(match, (NamedMeasure(metric.name),))
    return _condition(match, (Ratio(NamedMeasure(done[0]), NamedMeasure(goal[0])),))


def _names(item: Item) -> tuple[str, ...]:
    return tuple(dict.fromkeys(meaning.value.name for meaning in item.of(MeasureName)))


def _condition(match: Match, values: tuple[Value, ...]) -> Clauses:
    comparators = match.all("verdict", ComparatorName) or match.all("comparator", ComparatorName)
    if comparators:
        operator = comparators[0].operator
    else:
        missed = "MISSED" in match.item("verdict").tags
        operator = Operator.LESS if missed else Operator.GREATER_OR_EQUAL
    return (NumberClause(place(match), operator, (1,), values=values),)
