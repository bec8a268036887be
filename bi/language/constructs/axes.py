"""One thing along another: "price against size", "weight over the years", "by number of rooms"."""

from __future__ import annotations

from bi.language.clauses import Axis, AxisClause, Clause, Manner, MarkClause, MeasureClause
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place, place
from bi.language.constructs.nouns import entity
from bi.language.meanings import (
    AggregationName,
    DimensionName,
    Item,
    MeasureName,
    UnitName,
)
from bi.language.pattern import Match
from bi.model.catalog import Aggregation
from bi.model.semantic import Aggregate, Value

axes = ClauseConstructs()
Clauses = tuple[Clause, ...]
_ALONG = "dimension|unit|moment|part|rate"
_MEASURING = frozenset({"aggregation", "COUNT", "COUNT_NOUN", "measure", "SHARE"})
_AGGREGATED = frozenset({"aggregation", "COUNT", "COUNT_NOUN", "BY"})


@axes.add(
    f"VERSUS THEIR? things={_ALONG}",
    f"BY|EACH THEIR things={_ALONG}",
    f"VARY IN|WITH|BY|TO|ACROSS|BETWEEN EACH|DISTINCT|THEIR? things={_ALONG}|dataset",
)
def against(match: Match, scope: Scope) -> Clauses | None:
    """ "average price against rating"."""
    return entity(match, "things", Manner.BY, scope)


@axes.add(f"WITH|TO things={_ALONG}")
def compared_with(match: Match, scope: Scope) -> Clauses | None:
    """ "compare price with size", "how does price change with size"."""
    before = match.items[: match.start]
    if not any(item.tags & {"COMPARE", "VARY", "RELATIONSHIP"} for item in before):
        return None
    return entity(match, "things", Manner.BY, scope)


@axes.add(f"thing=quantity along=comparator EACH|ALL_TIME|DISTINCT? things={_ALONG}")
def amount_over(match: Match, scope: Scope) -> Clauses | None:
    """ "price over the years": of each, not more than them."""
    along = over(match, scope)
    named = entity(match, "thing", Manner.NAMED, scope)
    return (*named, *along) if along and named else None


@axes.add(f"along=comparator EACH|ALL_TIME|DISTINCT? things={_ALONG}")
def over(match: Match, scope: Scope) -> Clauses | None:
    """ "weight over the years": not more than them."""
    item = match.item("things")
    if "DURING" not in match.item("along").tags or not _parts_rows(item):
        return None
    return entity(match, "things", Manner.BY, scope)


def _parts_rows(item: Item) -> bool:
    """Names, years and units of time; of numbers "over" is said of more than them."""
    if item.of(UnitName):
        return True
    named = [m.dimension for m in item.of(DimensionName)]
    return all(not one.type.is_numeric or one.is_year for one in named)


@axes.add(
    f"BY|EACH SERIES|AXES OF? things={_ALONG}|dataset", f"TO|WITH SERIES BY|OF|FOR? things={_ALONG}"
)
def by_series(match: Match, scope: Scope) -> Clauses | None:
    """ "group by attribute city", "in color by origin"."""
    return entity(match, "things", Manner.BY, scope)


@axes.add(f"IN|FOR|FROM|OF|TO DISTINCT things={_ALONG}|dataset")
def for_different(match: Match, scope: Scope) -> Clauses | None:
    """ "the average price for different regions": of each, where something is measured."""
    before = match.items[: match.start]
    if not any(item.tags & _MEASURING for item in before):
        return None
    return entity(match, "things", Manner.BY, scope)


@axes.add("first=aggregation|TOP|BOTTOM AND|COMMA second=aggregation|TOP|BOTTOM thing=quantity")
def extremes(match: Match, _: Scope) -> Clauses | None:
    """ "the lowest and highest price", "average and highest price"."""
    columns = [m.dimension.ref for m in match.all("thing", DimensionName)]
    clauses: list[Clause] = []
    for name in ("first", "second"):
        aggregation = _aggregation(match.item(name))
        choices: tuple[Value, ...] = tuple(Aggregate(aggregation, ref) for ref in columns)
        clauses.append(MeasureClause(item_place(match.item(name)), choices, joined=bool(clauses)))
    return tuple(clauses)


@axes.add("first=aggregation|TOP|BOTTOM AND|COMMA thing=measure")
def extreme_beside_a_measure(match: Match, scope: Scope) -> Clauses | None:
    """ "The highest and average weight", where a measure is called "average weight"."""
    item = match.item("thing")
    if item.tags & {"dimension", "dataset"}:
        return None
    found = [scope.catalog.measure(meaning.value.name) for meaning in item.of(MeasureName)]
    columns = [scope.column_of(one) for one in found if one is not None and one.filter is None]
    aggregation = _aggregation(match.item("first"))
    choices = tuple(Aggregate(aggregation, column) for column in columns if column is not None)
    if not choices:
        return None
    first = MeasureClause(item_place(match.item("first")), choices)
    return (first, MeasureClause(item_place(item), scope.values(item), joined=True))


def _aggregation(item: Item) -> Aggregation:
    for meaning in item.of(AggregationName):
        return meaning.aggregation
    return Aggregation.MAX if "TOP" in item.tags else Aggregation.MIN


@axes.add("IN|FOR|FROM|BY|EACH|OF? DISTINCT things=unit|part")
def in_different(match: Match, scope: Scope) -> Clauses | None:
    """ "in different years"."""
    return entity(match, "things", Manner.BY, scope)


@axes.add(f"COLOUR ANAPHORA|THEIR|DISTINCT|EACH? SERIES? things={_ALONG}|dataset+")
def told_apart(match: Match, scope: Scope) -> Clauses | None:
    """ "colored by origin": besides what it is by already."""
    found = entity(match, "things", Manner.BY, scope)
    return (
        (*found, MarkClause(item_place(match.items[match.start]), "BREAKDOWN")) if found else None
    )


@axes.add(f"WITH things={_ALONG} IN|TO|FOR? axis=X_AXIS|Y_AXIS|AXES")
def put_on_axis(match: Match, scope: Scope) -> Clauses | None:
    """ "with the state on the x axis"."""
    return entity(match, "things", Manner.BY, scope)


@axes.add("WITH thing=quantity VARY")
def has_varied(match: Match, scope: Scope) -> Clauses | None:
    """ "How has the price changed"."""
    return entity(match, "thing", Manner.NAMED, scope)


@axes.add(f"things={_ALONG} TO|IN|WITH SERIES|GROUP_NOUN", f"things={_ALONG} SERIES")
def in_legend(match: Match, scope: Scope) -> Clauses | None:
    """ "add region to the legend"."""
    found = entity(match, "things", Manner.BY, scope)
    return (*found, MarkClause(place(match), "BREAKDOWN")) if found else None


@axes.add("BY|EACH|VERSUS COUNT|COUNT_NOUN OF? things=quantity")
def by_number_of(match: Match, scope: Scope) -> Clauses | None:
    """ "by number of rooms", of which a column tells the number."""
    item = match.item("things")
    summed = any("aggregation" in one.tags for one in match.covered)
    if "dataset" in item.tags or (summed and "VERSUS" in match.items[match.start].tags):
        return None
    return entity(match, "things", Manner.BY, scope)


@axes.add("BY|VERSUS|AND|comparator")
def along_what_is_measured(match: Match, _: Scope) -> Clauses | None:
    """ "cities by average price": what is measured follows, in its own words."""
    first = match.items[match.start]
    rest = [item for item in match.items[match.end :] if not item.filler]
    if first.tags & {"AND"} or ("comparator" in first.tags and "DURING" not in first.tags):
        return None
    if not rest or not rest[0].tags & _AGGREGATED:
        return None
    before = match.items[: match.start]
    if "VERSUS" in first.tags and any(item.tags & _MEASURING for item in before):
        return (MarkClause(item_place(first), "AND"),)  # "the lowest against the highest age"
    return ()


@axes.add("number SERIES")
def told_how_many(match: Match, _: Scope) -> Clauses | None:
    """ "Two attributes: …": how many follow is seen from them."""
    return () if any(one.colon for one in match.items[match.end : match.end + 1]) else None


@axes.add("axis=X_AXIS|Y_AXIS", "IN|WITH|FOR|BY|TO axis=X_AXIS|Y_AXIS|AXES IS|IN|OF|DEPICT?")
def on_axis(match: Match, _: Scope) -> Clauses:
    """ "with the x axis representing …": of two numbers of each row; groups lie across anyway.

    Where a thing is drawn changes no answer.
    """
    if any(item.tags & _MEASURING for item in match.items):
        return ()
    tags = match.item("axis").tags
    axes = [axis for axis in Axis if f"{axis.upper()}_AXIS" in tags]
    return tuple(AxisClause(place(match), axis) for axis in axes)
