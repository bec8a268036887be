"""What is measured: named measures, counts, aggregations, ratios, shares, running totals."""

from __future__ import annotations

from dataclasses import replace

from bi.language.clauses import (
    CalculationClause,
    Clause,
    EntityClause,
    Manner,
    MarkClause,
    MeasureClause,
)
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place, place
from bi.language.constructs.filters import adjectives
from bi.language.constructs.nouns import entity
from bi.language.meanings import (
    AggregationName,
    DatasetName,
    DimensionName,
    Item,
    MeasureName,
    VerbName,
)
from bi.language.names import is_amount
from bi.language.pattern import Match
from bi.model.catalog import Aggregation, ColumnRef, NumberStyle
from bi.model.semantic import (
    Aggregate,
    Calculation,
    CountRows,
    Difference,
    NamedMeasure,
    Ratio,
    Value,
)

measures = ClauseConstructs()
Clauses = tuple[Clause, ...]
_OPERANDS = (NamedMeasure, Aggregate, CountRows)
_EXTREMES = (Aggregation.MIN, Aggregation.MAX)
_ADDITIVE = (Aggregation.SUM, Aggregation.COUNT)


def measure_clauses(
    match: Match, scope: Scope, name: str, calculation: Calculation | None = None
) -> tuple[MeasureClause, ...]:
    return tuple(
        MeasureClause(
            item_place(item),
            scope.values(item),
            calculation,
            joined=index > 0,
            columns=_quantities(item),
            row_columns=_sums(item, scope),
        )
        for index, item in enumerate(match.found[name])
    )


def _sums(item: Item, scope: Scope) -> tuple[ColumnRef, ...]:
    """The sums so called, of which each row has its part."""
    measures = [scope.catalog.measure(m.value.name) for m in item.of(MeasureName)]
    return tuple(
        m.ref
        for m in measures
        if m is not None and m.aggregation is Aggregation.SUM and m.expression.strip() != "*"
    )


def _quantities(item: Item) -> tuple[ColumnRef, ...]:
    """Columns of numbers that are called like a measure."""
    return tuple(m.dimension.ref for m in item.of(DimensionName) if is_amount(m.dimension))


@measures.add("thing=dataset|dimension AND|WITH THEIR values=measure+")
def of_each(match: Match, scope: Scope) -> Clauses | None:
    """ "customers and their revenue"."""
    entities = entity(match, "thing", Manner.NAMED, scope)
    return (*entities, *measure_clauses(match, scope, "values")) if entities else None


@measures.add("values=measure+")
def named(match: Match, scope: Scope) -> Clauses | None:
    items = match.found["values"]
    if len(items) == 1 and scope.is_noun(items[0]):
        return None  # a noun alone may be what to have a row for each of
    if any(_is_one(item, scope) for item in items):
        return _beside_nouns(match, scope)
    return measure_clauses(match, scope, "values")


def _is_one(item: Item, scope: Scope) -> bool:
    """ "Customer": one of them is no number of them."""
    return not item.plural and scope.is_noun(item)


def _beside_nouns(match: Match, scope: Scope) -> Clauses | None:
    """ "Customer and shipping cost": in a list of columns a noun is what its thing is called."""
    clauses: list[Clause] = []
    for item in match.found["values"]:
        alone = Match(match.items, match.start, match.end, {"values": (item,)})
        if clauses:
            clauses.append(MarkClause(item_place(item), "AND"))
        if _is_one(item, scope):
            clauses += entity(alone, "values", Manner.NAMED, scope) or ()
        else:
            clauses += measure_clauses(alone, scope, "values")
    return tuple(clauses)


@measures.add(
    "COMPARE first=measure VERSUS|TO|WITH second=measure", "first=measure VERSUS second=measure"
)
def beside(match: Match, scope: Scope) -> Clauses:
    """ "revenue vs target revenue"."""
    both: dict[str, tuple[Item, ...]] = {"values": (match.item("first"), match.item("second"))}
    return measure_clauses(Match(match.items, match.start, match.end, both), scope, "values")


@measures.add("VERSUS values=measure")
def beside_what_is_there(match: Match, scope: Scope) -> Clauses:
    """ "revenue by region vs target"; with no measure before it, beside the last answer's."""
    added = measure_clauses(match, scope, "values")
    if any(item.of(MeasureName) or item.of(VerbName) for item in match.items[: match.start]):
        return tuple(replace(one, joined=True) for one in added)
    return (MarkClause(place(match), "ALSO"), *added)


@measures.add(
    "COUNT DISTINCT? values=value? thing=dataset|dimension|measure|moment",
    "COUNT DISTINCT? values=value more=value thing=dataset",
    "COUNT DISTINCT? NOT? flag thing=dataset|measure",
    "COUNT DISTINCT things=dimension+",
    "DISTINCT? thing=dataset|dimension COUNT_NOUN",
    "COUNT OF? DISTINCT? thing=dataset|dimension|measure",
    "COUNT_NOUN OF DISTINCT? thing=dataset|dimension|measure",
)
def count(match: Match, scope: Scope) -> Clauses | None:
    """A dataset's rows, a measure that is a count already, or a dimension's distinct values."""
    if match.has("things"):
        return _several_counted(match, scope)
    item = match.item("thing")
    if match.has("COUNT_NOUN") and not match.has("COUNT") and _is_key(item):
        return entity(match, "thing", Manner.NAMED, scope)  # "the id number" is the id
    if _adds_a_column(match, item):
        return None  # "the total number of credits" adds them up
    values = _amounts_of(match, scope) or _how_many(match, scope)
    if values:
        return (MeasureClause(place(match), values),)
    values = _counted(item, scope, distinct=match.has("DISTINCT"))
    if not values:
        return None
    own = None if item.of(DatasetName) else entity(match, "thing", Manner.BY, scope)
    counted = next((one for one in own or () if isinstance(one, EntityClause)), None)
    return (MeasureClause(place(match), values, counted=counted), *adjectives(match))


@measures.add("COUNT DISTINCT? THEIR? did=RELATION thing=dataset", "COUNT THEIR thing=dataset")
def count_of_those_done(match: Match, scope: Scope) -> Clauses | None:
    """ "The number of registered students": the verb says that they belong to what is named."""
    if match.has("did") and match.item("did").of(DatasetName):
        return None
    return (MeasureClause(place(match), _counted(match.item("thing"), scope)),)


@measures.add("COUNT DISTINCT? whose=dataset thing=dataset")
def count_of_whose(match: Match, scope: Scope) -> Clauses | None:
    """ "How many movie reviews": the reviews of movies are counted."""
    if match.item("whose").plural or not match.item("thing").plural:
        return None
    owner = entity(match, "whose", Manner.WITHIN, scope) or ()
    return (
        *owner,
        MeasureClause(item_place(match.item("thing")), _counted(match.item("thing"), scope)),
    )


def _amounts_of(match: Match, scope: Scope) -> tuple[Value, ...]:
    """ "The amount of the payments": the sum of a column called so, where they have one."""
    names = ("COUNT", "aggregation", "COUNT|WORD")
    said = [item for name in names for item in match.found.get(name, ())]
    words = {word for item in said if "AMOUNT_OF" in item.tags for word in item.norm.split()}
    columns = [
        dimension
        for meaning in match.all("thing", DatasetName)
        for dimension in scope.catalog.dataset(meaning.dataset).dimensions
        if words & {dimension.name, dimension.label.lower()}
        and dimension.type.is_numeric
        and not dimension.identifier
    ]
    return tuple(
        scope.sum_of(column) or Aggregate(Aggregation.SUM, column.ref) for column in columns
    )


def _how_many(match: Match, scope: Scope) -> tuple[Value, ...]:
    """ "How many points": the sum of a column of many numbers, said of something or for each."""
    item = match.item("thing")
    asked = match.has("COUNT") and "HOW_MANY" in match.item("COUNT").tags
    if not asked or match.has("DISTINCT") or "quantity" not in item.tags or scope.has_few(item):
        return ()
    if item.tags & {"dataset", "measure", "unit"} or any(
        meaning.dimension.is_year for meaning in item.of(DimensionName)
    ):
        return ()
    return tuple(aggregates_of(Aggregation.SUM, item, scope))


def _adds_a_column(match: Match, item: Item) -> bool:
    total = match.has("COUNT") and "aggregation" in match.item("COUNT").tags
    return total and "quantity" in item.tags and not item.of(DatasetName)


def _is_key(item: Item) -> bool:
    named = item.of(DimensionName)
    return bool(named) and all(m.dimension.identifier for m in named) and not item.of(DatasetName)


def _several_counted(match: Match, scope: Scope) -> Clauses | None:
    """ "the number of different names and cities"."""
    clauses = [
        MeasureClause(item_place(item), values, joined=index > 0)
        for index, item in enumerate(match.found["things"])
        if (values := _counted(item, scope))
    ]
    return tuple(clauses) if len(clauses) == len(match.found["things"]) > 1 else None


def _counted(item: Item, scope: Scope, *, distinct: bool = False) -> tuple[Value, ...]:
    datasets: list[Value] = [scope.count_of(m.dataset) for m in item.of(DatasetName)]
    if datasets:
        return tuple(datasets)
    named_counts = [m.value for m in item.of(MeasureName) if _is_amount(m.value, scope)]
    if named_counts:
        return tuple(named_counts)
    return tuple(
        (None if distinct else scope.sum_of(m.dimension))
        or scope.rows_told_apart_by(m.dimension)
        or Aggregate(Aggregation.COUNT_DISTINCT, m.dimension.ref)
        for m in item.of(DimensionName)
    )


def _is_amount(value: NamedMeasure, scope: Scope) -> bool:
    """Whether "number of" it is the measure itself: a count, or a sum without a currency."""
    measure = scope.catalog.measure(value.name)
    if measure is None or measure.format.style is not NumberStyle.NUMBER:
        return False
    return measure.aggregation in (*_ADDITIVE, Aggregation.COUNT_DISTINCT)


@measures.add(
    "first=aggregation AND|COMMA second=aggregation COUNT|WORD? OF? thing=measure|dimension|moment"
)
def aggregated_twice(match: Match, scope: Scope) -> Clauses | None:
    """ "the average and maximum age"."""
    item, clauses = match.item("thing"), list[Clause]()
    for name in ("first", "second"):
        aggregation = match.one(name, AggregationName).aggregation
        choices = tuple(aggregates_of(aggregation, item, scope))
        if not choices:
            return None
        clauses.append(MeasureClause(item_place(match.item(name)), choices, joined=bool(clauses)))
    return tuple(clauses)


@measures.add(
    "aggregation COUNT|WORD? OF? thing=measure|dimension|moment",
    "thing=measure|quantity aggregation",
)
def aggregated(match: Match, scope: Scope) -> Clauses | None:
    item = match.item("thing")
    if "HOW_MUCH" in match.item("aggregation").tags and scope.is_noun(item):
        return None  # "how much did customers spend" is no number of customers
    choices = _amounts_of(match, scope) or tuple(
        value
        for meaning in match.all("aggregation", AggregationName)
        for value in aggregates_of(meaning.aggregation, item, scope)
    )
    if choices or match.has("COUNT|WORD"):
        return (MeasureClause(place(match), choices),) if choices else None
    choices = _aggregates_meant(match, item, scope)
    return (MeasureClause(place(match), choices, meant=True),) if choices else None


def _aggregates_meant(match: Match, item: Item, scope: Scope) -> tuple[Value, ...]:
    """ "The average rating": of the one number that ratings are about."""
    return tuple(
        Aggregate(meaning.aggregation, ref)
        for meaning in match.all("aggregation", AggregationName)
        for ref in scope.amounts_meant(item)
    )


@measures.add("aggregation WORD? OF? owner=dataset thing=quantity")
def aggregated_of_its_owner(match: Match, scope: Scope) -> Clauses | None:
    """ "The sum of grant amount": whose amount it is."""
    owner, item = match.item("owner"), match.item("thing")
    datasets = {meaning.dataset for meaning in owner.of(DatasetName)}
    own = tuple(m for m in item.of(DimensionName) if m.dimension.dataset in datasets)
    if owner.plural or not own:
        return None
    choices = tuple(
        value
        for meaning in match.all("aggregation", AggregationName)
        for value in aggregates_of(meaning.aggregation, replace(item, meanings=own), scope)
    )
    return (MeasureClause(place(match), choices),) if choices else None


def aggregates_of(aggregation: Aggregation, item: Item, scope: Scope) -> list[Value]:
    """The aggregation of what is named; the measure itself where it is aggregated so already.

    A column named like a measure is preferred to the measure's own expression.
    """
    for named_measure in item.of(MeasureName):
        own = _own_aggregation(named_measure.value, scope)
        if own is aggregation or (aggregation is Aggregation.SUM and own in _ADDITIVE):
            return [named_measure.value]
    columns = [
        m.dimension.ref
        for m in item.of(DimensionName)
        if m.dimension.type.is_numeric
        and _fits(aggregation, m.dimension.format.style)
        and (not m.dimension.identifier or aggregation in _EXTREMES)
    ]
    if columns:
        return [Aggregate(aggregation, ref) for ref in columns]
    return [
        Aggregate(aggregation, ref)
        for meaning in item.of(MeasureName)
        if (ref := _rows_of(meaning.value, aggregation, scope)) is not None
    ]


def _own_aggregation(value: NamedMeasure, scope: Scope) -> Aggregation | None:
    measure = scope.catalog.measure(value.name)
    return measure.aggregation if measure else None


def _fits(aggregation: Aggregation, style: NumberStyle) -> bool:
    """Percentages are not added up."""
    return not (aggregation is Aggregation.SUM and style is NumberStyle.PERCENT)


def _rows_of(value: NamedMeasure, aggregation: Aggregation, scope: Scope) -> ColumnRef | None:
    """The measure whose rows are aggregated another way; counts have no value in a row."""
    measure = scope.catalog.measure(value.name)
    if measure is None or measure.expression == "*" or not _fits(aggregation, measure.format.style):
        return None
    return measure.ref


def adds_up(item: Item, scope: Scope) -> bool:
    values = [v for v in scope.values(item) if isinstance(v, NamedMeasure)]
    return bool(values) and all(_own_aggregation(v, scope) in _ADDITIVE for v in values)


@measures.add("thing=measure|dataset EACH each=dataset")
def for_each(match: Match, scope: Scope) -> Clauses | None:
    """ "revenue per customer": one number divided by the other.

    "number of orders per customer" is not one: who asks for a number for each wants a row each.
    """
    each = match.item("each")
    if each.plural or (match.has("EACH") and len(match.item("EACH").text.split()) > 1):
        return None  # "for each customer" asks for a row each
    if "PER" not in match.item("EACH").tags or not adds_up(match.item("thing"), scope):
        return None
    return ratio_of(match, scope.values(match.item("thing")), scope.values(each))


@measures.add(
    "RATIO? above=measure|dataset AS_PART_OF below=measure|dataset",
    "RATIO above=measure|dataset TO|AND below=measure|dataset",
)
def ratio(match: Match, scope: Scope) -> Clauses | None:
    return ratio_of(match, scope.values(match.item("above")), scope.values(match.item("below")))


@measures.add(
    "HOW_MUCH|BY? COUNT? above=measure|dataset MINUS COUNT? below=measure|dataset",
    "CHANGED BETWEEN COUNT? above=measure|dataset AND COUNT? below=measure|dataset",
)
def difference(match: Match, scope: Scope) -> Clauses | None:
    """ "revenue minus cost", "the difference between revenue and cost"."""
    choices = tuple(
        Difference(one, other)
        for one in scope.values(match.item("above"))
        for other in scope.values(match.item("below"))
        if isinstance(one, _OPERANDS) and isinstance(other, _OPERANDS)
    )
    return (MeasureClause(place(match), choices),) if choices else None


def ratio_of(match: Match, above: tuple[Value, ...], below: tuple[Value, ...]) -> Clauses | None:
    choices = tuple(
        Ratio(one, other)
        for one in above
        for other in below
        if isinstance(one, _OPERANDS) and isinstance(other, _OPERANDS)
    )
    return (MeasureClause(place(match), choices),) if choices else None


@measures.add(
    "SHARE OF|IN? TOTAL? thing=measure|dataset",
    "thing=measure|dataset SHARE",
    "thing=measure AS_SHARE",
)
def share(match: Match, scope: Scope) -> Clauses:
    values = scope.values(match.item("thing"))
    return (MeasureClause(place(match), values, Calculation.SHARE_OF_TOTAL),)


@measures.add("SHARE OF|IN? aggregation COUNT|WORD? OF? thing=measure|quantity")
def share_of_aggregate(match: Match, scope: Scope) -> Clauses | None:
    """ "The proportion of the total weight in each class"."""
    found = aggregated(match, scope)
    if found is None:
        return None
    place_ = item_place(match.item("SHARE"))
    return (CalculationClause(place_, Calculation.SHARE_OF_TOTAL), *found)


@measures.add("RUNNING OF? thing=measure|dataset", "thing=measure RUNNING")
def running(match: Match, scope: Scope) -> Clauses:
    values = scope.values(match.item("thing"))
    return (MeasureClause(place(match), values, Calculation.RUNNING_TOTAL),)


@measures.add(
    "COUNT TIMES ANAPHORA|THEY|DO_THEY|THEIR WORD? values=value? thing=dataset",
    "COUNT TIMES WORD? EACH? whose=dataset WORD? values=value? thing=dataset",
    "COUNT TIMES thing=dataset WORD WORD|HAPPENS",
)
def number_of_times(match: Match, scope: Scope) -> Clauses:
    """ "The number of times it was ordered", "… each product was ordered", "… orders were made"."""
    item = match.item("thing")
    values = tuple(scope.count_of(m.dataset) for m in item.of(DatasetName))
    manner = Manner.EACH if any("EACH" in one.tags for one in match.covered) else Manner.WITHIN
    whose = (entity(match, "whose", manner, scope) or ()) if match.has("whose") else ()
    return (MeasureClause(item_place(item), values), *whose, *adjectives(match))


@measures.add("COUNT OF? ANAPHORA|THEY|DO_THEY?")
def count_them(match: Match, _: Scope) -> Clauses:
    """ "How many are there?", "how many of them"."""
    return (MarkClause(place(match), "COUNT_THEM"),)
