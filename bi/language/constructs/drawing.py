"""What is said of a drawing: its kind, its axes, and how what lies along them is sorted."""

from __future__ import annotations

from bi.language.clauses import (
    Axis,
    ChartClause,
    Clause,
    DrawingClause,
    EntityClause,
    Manner,
    MarkClause,
    MeasureClause,
    Place,
    SortClause,
)
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place, place
from bi.language.constructs.nouns import entity
from bi.language.constructs.ranking import sort_by_thing
from bi.language.meanings import AggregationName, ChartName, DatasetName, DimensionName, Item
from bi.language.pattern import Match
from bi.model.chart import ChartSort, ChartType
from bi.model.semantic import Aggregate, DimensionGroup, Value

drawing = ClauseConstructs()
Clauses = tuple[Clause, ...]
_AXIS = "axis=X_AXIS|Y_AXIS"
_SORT = "verb=SORT|SHOW|LIST|DRAW"
_TOWARDS = "direction=ASCENDING|DESCENDING"
_TOWARDS_TAGS = "ASCENDING|DESCENDING"
_ALONG = "dimension|moment|unit|fiscal|part"
_COUNT = "count=COUNT|COUNT_NOUN|TOTAL"
_THING = "dimension|dataset|moment|measure|NAME_NOUN"
_SHOWN = "dimension|moment"
_PLACES = frozenset({"dimension", "moment"})


@drawing.add("BY|WITH|IN|RELATION|ANAPHORA? chart CHARTWORD|VERSION?")
def drawn_as(match: Match, _: Scope) -> Clauses:
    """ "by a bar chart", "using a line chart"."""
    return (ChartClause(place(match), match.one("chart", ChartName).chart),)


@drawing.add("chart CHARTWORD? BETWEEN")
def drawn_between(match: Match, scope: Scope) -> Clauses:
    """ "a scatter plot between price and size"."""
    return drawn_as(match, scope) or ()


@drawing.add(f"chart CHARTWORD? WITH things={_SHOWN}+", f"CHARTWORD WITH things={_SHOWN}+")
def drawn_with(match: Match, scope: Scope) -> Clauses | None:
    """ "A bar chart with the region and its revenue": what is drawn."""
    charts = {named.chart for named in match.items[match.start].of(ChartName)}
    found = entity(match, "things", Manner.NAMED, scope)
    if found is None or ChartType.HISTOGRAM in charts:
        return None  # a histogram is of one thing, whatever is on its axis
    return (*(drawn_as(match, scope) or () if match.has("chart") else ()), *found)


@drawing.add("DRAW|SHOW ANAPHORA BY|WITH|IN|RELATION? chart CHARTWORD|VERSION?")
def drawn_so(match: Match, scope: Scope) -> Clauses:
    """ "Plot them as a bar chart"."""
    return drawn_as(match, scope) or ()


# --- how ------------------------------------------------------------------------

_ON = "IN|WITH|BY|TO|FOR|RELATION"


@drawing.add(f"{_ON}? LOG_SCALE SCALE|AXES?", f"axis=Y_AXIS {_ON}|IS? LOG_SCALE")
def on_log_scale(match: Match, _: Scope) -> Clauses:
    """ "On a log scale", "with a logarithmic axis"."""
    return (DrawingClause(place(match), log=True),)


@drawing.add(
    f"{_ON}? LINEAR_SCALE SCALE|AXES?",
    f"axis=Y_AXIS {_ON}|IS? LINEAR_SCALE",
    "REMOVE|WITHOUT|NOT|INSTEAD_OF LOG_SCALE SCALE|AXES?",
    "LOG_SCALE SCALE? REMOVE",
)
def on_linear_scale(match: Match, _: Scope) -> Clauses:
    """ "Linear scale again", "without the log scale"."""
    return (DrawingClause(place(match), log=False),)


@drawing.add(f"STACKED_BY ANAPHORA|THEIR|DISTINCT|EACH? things={_ALONG}|dataset+")
def stacked_by(match: Match, scope: Scope) -> Clauses | None:
    """ "Stacked by segment": besides what there is a bar for already."""
    found = entity(match, "things", Manner.BY, scope)
    if found is None:
        return None
    first = item_place(match.items[match.start])
    return (*found, MarkClause(first, "BREAKDOWN"), _laid(first))


@drawing.add(f"{_ON}? STACKED")
def stacked(match: Match, _: Scope) -> Clauses:
    """ "Stacked": bars, or whatever chart is named."""
    return (_laid(place(match)),)


def _laid(place: Place) -> ChartClause:
    return ChartClause(place, ChartType.STACKED_BAR, laid=True)


@drawing.add(f"{_ON}? SIDE_BY_SIDE")
def side_by_side(match: Match, _: Scope) -> Clauses:
    """ "Side by side", where parts were stacked."""
    return (ChartClause(place(match), ChartType.GROUPED_BAR, laid=True, beside=True),)


@drawing.add(
    f"SORT marks=DRAWN_MARKS BY|IN|FROM|OF? how={_TOWARDS_TAGS}|SIZE_NOUN|NAME_NOUN|ALPHABETICAL "
    f"direction={_TOWARDS_TAGS}|ALPHABETICAL?",
)
def sorted_marks(match: Match, _: Scope) -> Clauses:
    """ "Sort the bars by name": of the drawing, whatever the rows are in order of."""
    tags = match.item("how").tags
    towards = match.item("direction").tags if match.has("direction") else tags
    if tags & {"NAME_NOUN", "ALPHABETICAL"}:
        down = "DESCENDING" in towards or "NEWEST_FIRST" in towards
        sort = ChartSort.NAME_DESCENDING if down else ChartSort.NAME
    else:
        sort = ChartSort.ASCENDING if "ASCENDING" in towards else ChartSort.DESCENDING
    return (DrawingClause(place(match), sort=sort),)


@drawing.add("RELATIONSHIP BETWEEN|OF|IN|WITH|TO?")
def relationship(match: Match, _: Scope) -> Clauses:
    """ "the correlation between weight and height"."""
    return (MarkClause(place(match), "RELATIONSHIP"),)


@drawing.add("DISTRIBUTION OF|FOR? thing=quantity")
def distribution_of(match: Match, scope: Scope) -> Clauses:
    """ "The distribution of discount": how many rows have each, also where it is measured else."""
    item = match.item("thing")
    columns = tuple(m.dimension.ref for m in item.of(DimensionName))
    groups = tuple(DimensionGroup(ref) for ref in columns)
    mark = MarkClause(item_place(match.items[match.start]), "DISTRIBUTION")
    rows = EntityClause(
        item_place(item),
        Manner.BY,
        groups,
        columns=columns,
        amounts=scope.amounts(item),
        few=scope.has_few(item),
    )
    return (mark, *_named_chart(match), rows)


def _named_chart(match: Match) -> Clauses:
    """ "Histogram of" is the name of a chart as well."""
    charts = match.items[match.start].of(ChartName)
    return tuple(ChartClause(item_place(match.items[match.start]), m.chart) for m in charts[:1])


@drawing.add("DISTRIBUTION OF|FOR?")
def distribution(match: Match, _: Scope) -> Clauses:
    """ "the distribution of ages"."""
    return (MarkClause(place(match), "DISTRIBUTION"), *_named_chart(match))


# --- how many there are of each -------------------------------------------------


@drawing.add("COUNT|COUNT_NOUN ANAPHORA|THEY|DO_THEY")
def count_of_each(match: Match, _: Scope) -> Clauses | None:
    """ "what are the venues of the matches, and count them": how many there are of each."""
    if not any(item.tags & _PLACES for item in match.items[: match.start]):
        return None
    return (MarkClause(place(match), "COUNT_ROWS"),)


@drawing.add("COUNT ROWS?", "THEIR? TOTAL? COUNT_NOUN OF? ROWS?")
def count_of_rows(match: Match, _: Scope) -> Clauses | None:
    """ "count by region", "each region and its number"."""
    others = (*match.items[: match.start], *match.items[match.end :])
    if not any(item.tags & (_PLACES | {"unit", "part", "dataset"}) for item in others):
        return None
    return (MarkClause(place(match), "COUNT_ROWS"),)


# --- sorted ---------------------------------------------------------------------


@drawing.add(
    f"{_SORT} BY|OF|ON|FROM? {_AXIS} AXES? BY|IN|FROM? {_TOWARDS}",
    f"{_SORT}? BY|IN|FROM? {_TOWARDS} BY|OF|ON|FOR|FROM? {_AXIS} AXES?",
    f"SORT BY|OF|ON? {_AXIS} AXES?",
    f"BY {_AXIS} AXES? IN|FROM? {_TOWARDS}",
)
def sorted_by_axis(match: Match, _: Scope) -> Clauses:
    """ "sort by the x axis in descending order", "show the Y from low to high"."""
    axis = Axis.X if "X_AXIS" in match.item("axis").tags else Axis.Y
    return (SortClause(place(match), descending=_direction(match), axis=axis),)


@drawing.add(
    f"SORT|ORDER named=dimension {_TOWARDS} BY|OF? THEIR? WORD? {_COUNT} OF? thing={_THING}?",
    f"{_SORT} BY|OF|IN? {_COUNT} OF? thing={_THING}? BY|IN|FROM? {_TOWARDS}",
    f"{_SORT}? BY|IN|FROM? {_TOWARDS} BY|OF|IN {_COUNT} OF? thing={_THING}?",
    f"SORT BY|OF {_COUNT} OF? thing={_THING}?",
)
def sorted_by_count(match: Match, scope: Scope) -> Clauses:
    """ "order by the number of cities": by how many were counted."""
    values = scope.values(match.item("thing")) if match.has("thing") else ()
    sort = SortClause(place(match), values, descending=_direction(match), axis=Axis.Y)
    if not match.has("named"):
        return (sort,)
    # "Sort the cities in order of their number of shops": both are to be shown.
    shown = entity(match, "named", Manner.NAMED, scope) or ()
    counted = (MeasureClause(item_place(match.item("thing")), values),) if values else ()
    return (*shown, *counted, sort)


@drawing.add(
    f"{_SORT} BY|OF|IN? aggregation OF? thing=measure|quantity BY|IN|FROM? {_TOWARDS}",
    f"{_SORT}? BY|IN|FROM? {_TOWARDS} BY|OF|IN? aggregation OF? thing=measure|quantity",
    "SORT BY|OF? aggregation OF? thing=measure|quantity",
)
def sorted_by_aggregate(match: Match, scope: Scope) -> Clauses:
    """ "in descending order of the average age"."""
    item = match.item("thing")
    values: tuple[Value, ...] = scope.values(item) + tuple(
        Aggregate(aggregation.aggregation, ref)
        for aggregation in match.all("aggregation", AggregationName)
        for ref in scope.columns(item)
    )
    return (SortClause(place(match), values, descending=_direction(match), axis=Axis.Y),)


@drawing.add(
    f"verb=SHOW|LIST|DRAW BY thing={_THING} IN|FROM? {_TOWARDS}",
    f"verb=SHOW|LIST|DRAW BY|IN|FROM? {_TOWARDS} BY|OF thing={_THING}",
    f"verb=SHOW|LIST|DRAW|SORT thing={_THING} BY|IN|FROM? {_TOWARDS}",
)
def shown_in_order(match: Match, scope: Scope) -> Clauses | None:
    """ "…, and display the name in ascending order": a thing that was said already."""
    item = match.item("thing")
    if "BY" not in {tag for one in match.covered for tag in one.tags} and not _said_before(
        item, match
    ):
        return None
    return (sort_by_thing(match, scope),)


def _said_before(item: Item, match: Match) -> bool:
    return any(_names(item) & _names(one) for one in match.items[: match.start])


def _names(item: Item) -> set[object]:
    datasets = {one.dataset for one in item.of(DatasetName)}
    return {one.dimension.ref for one in item.of(DimensionName)} | datasets


def _direction(match: Match) -> bool | None:
    if not match.has("direction"):
        return None
    return "DESCENDING" in match.item("direction").tags
