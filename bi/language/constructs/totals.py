"""Aggregations of totals: "average monthly revenue", "median number of orders per customer"."""

from __future__ import annotations

from bi.language.clauses import (
    Clause,
    EntityClause,
    Manner,
    MarkClause,
    MeasureClause,
    Refusal,
    RefusalClause,
)
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place, place
from bi.language.constructs.measures import adds_up, entity, ratio_of
from bi.language.meanings import (
    AggregationName,
    DatasetName,
    DimensionName,
    Item,
    MeasureName,
    Number,
    PercentileName,
    RateName,
    UnitName,
)
from bi.language.pattern import Match
from bi.model.catalog import Aggregation
from bi.model.semantic import (
    Aggregate,
    CountRows,
    DimensionGroup,
    NamedMeasure,
    OfGroups,
    TimeGroup,
    Value,
)

totals = ClauseConstructs()
Clauses = tuple[Clause, ...]
_HOW = "how=aggregation|percentile"
_THING = "thing=measure|dataset"
_INNER = (NamedMeasure, Aggregate, CountRows)


def _how(match: Match) -> tuple[Aggregation, float | None] | None:
    """What is done with the totals, and the fraction of a percentile."""
    if match.has("nth"):
        number = match.one("nth", Number)
        if number.percent or not 0 < number.value < 100:
            return None
        return Aggregation.PERCENTILE, float(number.value) / 100
    if match.has("rank"):
        most = "TOP" in match.item("rank").tags
        return (Aggregation.MAX if most else Aggregation.MIN), None
    if found := match.all("how", PercentileName):
        return Aggregation.PERCENTILE, found[0].fraction
    return match.all("how", AggregationName)[0].aggregation, None


# --- percentiles of rows ----------------------------------------------------------


@totals.add(
    "how=percentile COUNT|WORD? OF? thing=measure|dimension",
    "nth=number PERCENTILE COUNT|WORD? OF? thing=measure|dimension",
)
def percentile(match: Match, scope: Scope) -> Clauses | None:
    """ "90th percentile of the unit price": of a column, else of what a measure adds up."""
    how = _how(match)
    if how is None:
        return None
    item = match.item("thing")
    columns = [
        m.dimension.ref
        for m in item.of(DimensionName)
        if m.dimension.type.is_numeric and not m.dimension.identifier
    ]
    if not columns:
        measures = [scope.catalog.measure(m.value.name) for m in item.of(MeasureName)]
        columns = [m.ref for m in measures if m is not None and m.expression.strip() != "*"]
    choices = tuple(Aggregate(how[0], ref, how[1]) for ref in columns)
    return (MeasureClause(place(match), choices),) if choices else None


# --- over periods -------------------------------------------------------------------


@totals.add(
    f"{_HOW} rate COUNT? {_THING}",
    f"rate {_HOW} COUNT? {_THING}",
    f"nth=number PERCENTILE OF? rate COUNT? {_THING}",
    f"{_HOW} OF? rate COUNT? {_THING}",
    f"rank=TOP|BOTTOM rate {_THING}",
)
def of_periods(match: Match, scope: Scope) -> Clauses | None:
    """ "Average monthly revenue", "largest daily revenue"; "total monthly revenue" is by month."""
    how, item = _how(match), match.item("thing")
    if how is None:
        return None
    if how[0] is Aggregation.SUM:
        rows = entity(match, "rate", Manner.BY, scope) or ()
        return (MeasureClause(item_place(item), scope.values(item)), *rows)
    return _of_groups(match, how, item, TimeGroup(match.one("rate", RateName).grain), scope)


@totals.add(
    f"{_HOW} COUNT|OF? COUNT? thing=measure|dataset|quantity EACH each=unit|dataset",
    f"nth=number PERCENTILE OF? COUNT? {_THING} EACH each=unit|dataset",
)
def of_each(match: Match, scope: Scope) -> Clauses | None:
    """ "Average revenue per customer" is a ratio; "median revenue per order" is of each order's."""
    how, item, each = _how(match), match.item("thing"), match.item("each")
    if how is None or how[0] is Aggregation.SUM:
        return None
    per = "PER" in match.item("EACH").tags
    if "quantity" in item.tags and not per and not match.has("COUNT"):
        return None  # "the average weight of each team" is that of the team's rows
    if "quantity" in item.tags and not item.of(MeasureName) and each.of(DatasetName):
        # What does not add up is of the rows: "average unit price per category".
        found = [scope.sum_of(named.dimension) for named in item.of(DimensionName)]
        sums = tuple(one for one in found if one is not None)
        average = how[0] is Aggregation.AVERAGE and bool(sums)
        return ratio_of(match, sums, scope.values(each)) if average else None
    if not adds_up(item, scope) or _is_amount(match, item, scope):
        return None
    if each.of(UnitName) and not each.of(DatasetName):
        if not per:
            return _unclear(match)
        return _of_groups(match, how, item, TimeGroup(each.of(UnitName)[0].grain), scope)
    if how[0] is Aggregation.AVERAGE:
        return ratio_of(match, scope.values(item), scope.values(each))
    keys = scope.keys(each)
    return _of_groups(match, how, item, keys[0], scope) if len(keys) == 1 else None


def _is_amount(match: Match, item: Item, scope: Scope) -> bool:
    """ "The average rating of each movie" is no number of ratings."""
    return not (match.has("COUNT") or item.plural) and bool(scope.amounts_meant(item))


def _unclear(match: Match) -> Clauses:
    return (RefusalClause(place(match), Refusal.NESTED),)


def _of_groups(
    match: Match,
    how: tuple[Aggregation, float | None],
    item: Item,
    per: DimensionGroup | TimeGroup,
    scope: Scope,
) -> Clauses | None:
    values = of_groups(scope.values(item), per, how[0], how[1])
    return (MeasureClause(place(match), values),) if values else None


def of_groups(
    values: tuple[Value, ...],
    per: DimensionGroup | TimeGroup,
    aggregation: Aggregation = Aggregation.AVERAGE,
    fraction: float | None = None,
) -> tuple[OfGroups, ...]:
    return tuple(
        OfGroups(aggregation, value, per, fraction) for value in values if isinstance(value, _INNER)
    )


# --- "on average" -----------------------------------------------------------------------


@totals.add("ON_AVERAGE")
def on_average(match: Match, _: Scope) -> Clauses:
    """Said of the whole sentence: the draft finds what it is the average of."""
    return (MarkClause(place(match), "ON_AVERAGE"),)


@totals.add("how=aggregation EACH things=dataset")
def how_much_each(match: Match, scope: Scope) -> Clauses | None:
    """ "How much did each customer spend": the verb at the end says of what."""
    if match.one("how", AggregationName).aggregation is not Aggregation.SUM:
        return None
    if not any("verb" in item.tags for item in match.items[match.end :]):
        return None
    return entity(match, "things", Manner.EACH, scope)


@totals.add("IN|PER things=dataset")
def in_one(match: Match, scope: Scope) -> Clauses | None:
    """ "How many pieces are there in an order on average"."""
    others = [*match.items[: match.start], *match.items[match.end :]]
    if match.item("things").plural or not any("ON_AVERAGE" in item.tags for item in others):
        return None
    found = entity(match, "things", Manner.EACH, scope) or ()
    return tuple(one for one in found if isinstance(one, EntityClause)) or None
