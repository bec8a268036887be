"""Rows by how much of something they have: "older than 20", "above the average price"."""

from __future__ import annotations

from dataclasses import replace

from bi.language.clauses import (
    BenchmarkClause,
    BesideClause,
    Clause,
    NumberClause,
)
from bi.language.constructs.construct import ClauseConstructs, Scope, place
from bi.language.constructs.numbers import number_clause
from bi.language.meanings import (
    AggregationName,
    ComparatorName,
    DimensionName,
    Item,
    MeasureName,
    QualityName,
    UnitName,
)
from bi.language.pattern import Match
from bi.model.catalog import Aggregation, ColumnRef, Grain
from bi.model.semantic import Operator

qualities = ClauseConstructs()
Clauses = tuple[Clause, ...]
# What a row's number may be compared with.
_NORMS = (Aggregation.AVERAGE, Aggregation.MEDIAN, Aggregation.MIN, Aggregation.MAX)


@qualities.add(
    "IS? comparative THAN? number unit? quality?",
    "comparative unit? THAN number",
    "equal=comparator OR comparative THAN? number unit?",
)
def older_than(match: Match, _: Scope) -> Clauses | None:
    """ "older than 20", "heavier than 10", "equal to or taller than 3"."""
    found = _by_quality(match, match.all("comparative", QualityName))
    if found is None or not match.has("equal"):
        return found
    if match.one("equal", ComparatorName).operator is not Operator.IN:
        return None
    (clause,) = found
    if not isinstance(clause, NumberClause) or clause.operator not in _OR_EQUAL:
        return None
    return (replace(clause, operator=_OR_EQUAL[clause.operator]),)


_OR_EQUAL = {
    Operator.GREATER: Operator.GREATER_OR_EQUAL,
    Operator.LESS: Operator.LESS_OR_EQUAL,
}


@qualities.add(
    "IS|WITH? number unit? quality",
    "comparator number unit? quality",
    "quality IS? comparator number",
    "quality BETWEEN low=number AND|TO high=number",
)
def years_old(match: Match, _: Scope) -> Clauses | None:
    """ "3 years old", "more than 3 years old", "cost more than 3"."""
    qualities = match.all("quality", QualityName)
    columns = tuple(q.dimension.ref for q in qualities if q.more and not q.dimension.is_time)
    if not columns or not all(_is_in(match, q) for q in qualities):
        return None
    if match.has("low"):
        return (number_clause(match, Operator.BETWEEN, ("low", "high"), columns),)
    operator = Operator.IN
    if match.has("comparator"):
        operator = match.one("comparator", ComparatorName).operator
    return (number_clause(match, operator, ("number",), columns),)


def _is_in(match: Match, quality: QualityName) -> bool:
    """Whether a quality is told in the unit that is said: an age is in years, else as the catalog
    says. "Longer than 2 hours" of a length in nobody knows what must not become 2."""
    if not match.has("unit"):
        return True
    grains = {meaning.grain for meaning in match.all("unit", UnitName)}
    own = (quality.dimension.format.unit or "").rstrip("s")
    return Grain.YEAR in grains or own in {grain.value for grain in grains}


def _by_quality(match: Match, qualities: tuple[QualityName, ...]) -> Clauses | None:
    found = [q for q in qualities if not q.dimension.is_time]
    if not found or not all(_is_in(match, q) for q in found):
        return None
    operator = Operator.GREATER if found[0].more else Operator.LESS
    columns = tuple(q.dimension.ref for q in found if q.more is found[0].more)
    return (number_clause(match, operator, ("number",), columns),)


@qualities.add(
    "WITH|WHERE? comparator thing=quantity THAN number",
    "WITH|WHERE? thing=quantity IS? when=BEFORE|AFTER number",
    "WITH|WHERE? thing=quantity IS? comparative THAN? number",
)
def greater_quantity(match: Match, _: Scope) -> Clauses | None:
    """ "a greater weight than 10", "a version number later than 5"."""
    if match.has("when") and not _says_how_much(match.item("when"), match.item("thing")):
        later = "AFTER" in match.item("when").tags
        operator = Operator.GREATER if later else Operator.LESS
        return (number_clause(match, operator, ("number",), _amounts(match.item("thing"))),)
    if match.has("comparative") or match.has("when"):
        columns = _amounts(match.item("thing"))
        said = match.all("comparative", QualityName) or match.all("when", QualityName)
        own = [quality for quality in said if quality.dimension.ref in columns] or list(said)
        operator = Operator.GREATER if own[0].more else Operator.LESS
        return (number_clause(match, operator, ("number",), columns),)
    operator = match.one("comparator", ComparatorName).operator
    return (number_clause(match, operator, ("number",), _amounts(match.item("thing"))),)


def _says_how_much(word: Item, thing: Item) -> bool:
    """ "An age older than 3" is a higher one; "a version older than 3" came before it."""
    columns = _amounts(thing)
    return any(quality.dimension.ref in columns for quality in word.of(QualityName))


@qualities.add(
    "comparator aggregation OF? thing=quantity?",
    "WITH|WHERE? thing=quantity IS? comparator aggregation quantity?",
    "comparator thing=quantity THAN aggregation quantity?",
    "comparative THAN aggregation thing=quantity?",
)
def above_average(match: Match, _: Scope) -> Clauses | None:
    """ "above the average price", "older than average"."""
    aggregation = match.one("aggregation", AggregationName).aggregation
    if aggregation not in _NORMS:
        return None
    qualities = [q for q in match.all("comparative", QualityName) if not q.dimension.is_time]
    if qualities:
        operator = Operator.GREATER if qualities[0].more else Operator.LESS
        columns = tuple(q.dimension.ref for q in qualities)
    else:
        operator = match.one("comparator", ComparatorName).operator
        columns = _amounts(match.item("thing")) if match.has("thing") else ()
    return (BenchmarkClause(place(match), operator, aggregation, columns),)


@qualities.add(
    "WITH|WHERE? thing=quantity IS? comparator THAN? norm=measure",
    "WITH? comparator THAN? norm=measure",
)
def above_its_measure(match: Match, scope: Scope) -> Clauses | None:
    """ "More than the average budget", where the catalog has a measure called so."""
    if match.item("norm").of(DimensionName):
        return None
    said = _amounts(match.item("thing")) if match.has("thing") else None
    for meaning in match.all("norm", MeasureName):
        measure = scope.catalog.measure(meaning.value.name)
        if measure is None or measure.aggregation not in _NORMS or measure.filter is not None:
            continue
        column = scope.column_of(measure)
        if column is not None and (said is None or column in said):
            operator = match.one("comparator", ComparatorName).operator
            return (BenchmarkClause(place(match), operator, measure.aggregation, (column,)),)
    return None


@qualities.add(
    "WHERE? thing=quantity|moment IS? comparator other=quantity|moment",
    "WHERE? thing=moment IS? BEFORE|AFTER other=moment",
    "WHERE? thing=dimension|moment IS? unequal=DISTINCT FROM THEIR? other=dimension|moment",
)
def beside_a_column(match: Match, _: Scope) -> Clauses | None:
    """ "shipped later than due": two columns of one row."""
    if match.has("unequal"):
        columns, others = (
            tuple(m.dimension.ref for m in match.all(name, DimensionName))
            for name in ("thing", "other")
        )
        return (BesideClause(place(match), Operator.NOT_IN, columns, others),)
    if match.has("comparator"):
        operator = match.one("comparator", ComparatorName).operator
    else:
        later = any("AFTER" in item.tags for item in match.covered)
        operator = Operator.GREATER if later else Operator.LESS
    columns, others = _amounts(match.item("thing")), _amounts(match.item("other"))
    return (BesideClause(place(match), operator, columns, others),)


@qualities.add("quality IS? comparator THAN? other=quantity")
def priced_beside(match: Match, _: Scope) -> Clauses | None:
    """ "went for less than the list price"."""
    columns = tuple(q.dimension.ref for q in match.all("quality", QualityName) if q.more)
    others = _amounts(match.item("other"))
    columns = tuple(ref for ref in columns if ref not in others)
    if not columns or not others:
        return None
    operator = match.one("comparator", ComparatorName).operator
    return (BesideClause(place(match), operator, columns, others),)


@qualities.add(
    "thing=moment SAME_DAY WHEN|AND|THEY? THEY|DO_THEY? IS|WORD? other=moment",
    "thing=moment SAME_DAY WHEN|AND|THEY? THEY|DO_THEY? IS|WORD? made=RELATION|SORT",
)
def on_the_same_day(match: Match, scope: Scope) -> Clauses | None:
    """ "Shipped on the very day they were placed": a verb without a date is by the rows' own."""
    columns = _amounts(match.item("thing"))
    if match.has("other"):
        others = _amounts(match.item("other"))
    else:
        datasets = dict.fromkeys(ref.dataset for ref in columns)
        others = tuple(ref for name in datasets for ref in scope.dates_of(name))
    others = tuple(ref for ref in others if ref not in columns)
    if not columns or not others:
        return None
    return (BesideClause(place(match), Operator.IN, columns, others),)


def _amounts(item: Item) -> tuple[ColumnRef, ...]:
    return tuple(
        m.dimension.ref
        for m in item.of(DimensionName)
        if m.dimension.is_time or (m.dimension.type.is_numeric and not m.dimension.identifier)
    )
