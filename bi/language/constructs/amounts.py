"""Amounts of money of which only the thing is said: "orders over $500", "worth more than 10k"."""

from __future__ import annotations

from dataclasses import replace

from bi.language.clauses import Clause
from bi.language.constructs.construct import ClauseConstructs, Scope
from bi.language.constructs.measures import measure_clauses
from bi.language.constructs.numbers import number_clause
from bi.language.constructs.verbs import is_ours
from bi.language.meanings import (
    AggregationName,
    ComparatorName,
    DatasetName,
    MeasureName,
    Number,
    VerbName,
)
from bi.language.pattern import Match
from bi.model.catalog import Aggregation, ColumnRef, NumberStyle
from bi.model.semantic import NamedMeasure, Operator, Value

amounts = ClauseConstructs()
Clauses = tuple[Clause, ...]


@amounts.add("WORTH comparator number", "WORTH BETWEEN low=number AND|TO high=number")
def worth(match: Match, scope: Scope) -> Clauses | None:
    """ "worth more than 10k": the total of each."""
    return _compared(match, (), _default(scope))


@amounts.add(
    "how=aggregation? WE? SPENDING FOR|IN|OF values=measure+",
    "how=aggregation? WE? SPENDING values=measure+",
)
def spent_on(match: Match, scope: Scope) -> Clauses | None:
    """ "What did we pay for freight": the verb says no more than that it is money."""
    how = {meaning.aggregation for meaning in match.all("how", AggregationName)}
    names = [m.value.name for item in match.found["values"] for m in item.of(MeasureName)]
    measures = [scope.catalog.measure(name) for name in names]
    money = all(m is not None and m.format.style is NumberStyle.CURRENCY for m in measures)
    if not names or not money or not how <= {Aggregation.SUM}:
        return None
    return measure_clauses(match, scope, "values")


@amounts.add("verb comparator number")
def done_for(match: Match, scope: Scope) -> Clauses | None:
    """ "customers who spent over $5k", "regions that sold more than 2m"."""
    number = match.one("number", Number)
    if is_ours(match):
        return None
    found: list[Value] = []
    for meaning in match.all("verb", VerbName):
        measure = scope.catalog.measure(meaning.value.name)
        money = measure is not None and measure.format.style is NumberStyle.CURRENCY
        if money or not number.currency:
            found.append(meaning.value)
    return _compared(match, (), tuple(found)) if found else None


@amounts.add(
    "comparator number",
    "BETWEEN low=number AND|TO high=number",
    "RELATION comparator number",
)
def amount(match: Match, scope: Scope) -> Clauses | None:
    """ "products over $800": the price of the thing before; without one, the total of each."""
    numbers = [n for name in ("number", "low", "high") for n in match.all(name, Number)]
    if not any(number.currency for number in numbers):
        return None
    columns = _prices(match, scope)
    return _compared(match, columns, () if columns else _default(scope))


def _compared(
    match: Match, columns: tuple[ColumnRef, ...], values: tuple[Value, ...]
) -> Clauses | None:
    if not columns and not values:
        return None
    if match.has("low"):
        clause = number_clause(match, Operator.BETWEEN, ("low", "high"), columns, values)
    else:
        operator = match.one("comparator", ComparatorName).operator
        clause = number_clause(match, operator, ("number",), columns, values)
    return (replace(clause, bare=True),)


def _prices(match: Match, scope: Scope) -> tuple[ColumnRef, ...]:
    """The amounts of money that rows of the thing said last have."""
    before = [item for item in match.items[: match.start] if item.of(DatasetName)]
    datasets = [meaning.dataset for item in before[-1:] for meaning in item.of(DatasetName)]
    return tuple(
        dimension.ref
        for name in datasets
        for dimension in scope.catalog.dataset(name).dimensions
        if dimension.format.style is NumberStyle.CURRENCY
    )


def _default(scope: Scope) -> tuple[Value, ...]:
    """The catalog's first measure, where it is one of money."""
    name = scope.catalog.default_measure
    measure = scope.catalog.measure(name) if name else None
    if measure is None or measure.format.style is not NumberStyle.CURRENCY:
        return ()
    return (NamedMeasure(measure.name),)
