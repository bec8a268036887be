"""Best and worst first, sorting, limits."""

from __future__ import annotations

from dataclasses import replace

from bi.language.clauses import (
    Clause,
    EntityClause,
    LimitClause,
    Manner,
    MarkClause,
    MeasureClause,
    RankClause,
    SortClause,
)
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place, place
from bi.language.constructs.filters import adjectives
from bi.language.constructs.measures import aggregates_of
from bi.language.constructs.nouns import entity
from bi.language.meanings import (
    AggregationName,
    DatasetName,
    DimensionName,
    Item,
    MeasureName,
    Number,
    QualityName,
)
from bi.language.names import is_amount
from bi.language.ordinals import ordinal_of
from bi.language.pattern import Match
from bi.model.catalog import ColumnRef

ranking = ClauseConstructs()
Clauses = tuple[Clause, ...]
_RANK = "rank=TOP|BOTTOM|BEST|WORST"
_ENTITY = "dimension|dataset|unit|fiscal|part"
_CONDITION = frozenset({"AFTER", "BEFORE", "BETWEEN", "comparator"})
_SORTED = "measure|dataset|dimension|moment|NAME_NOUN"


def rank_of(match: Match, *, count: int | None = None) -> RankClause:
    """The clause of what was found under `rank` and `number`."""
    tags = match.item("rank").tags
    if count is None and match.has("number"):
        count = int(match.one("number", Number).value)
    descending = bool(tags & {"TOP", "BEST"})
    judged = bool(tags & {"BEST", "WORST"})
    return RankClause(place(match), descending, count, judged=judged, nth=ordinal_of(match))


def _whole(match: Match) -> bool:
    """Whether the number, if any, can say how many rows."""
    if not match.has("number"):
        return True
    number = match.one("number", Number)
    return not number.percent and number.value == int(number.value) and number.value >= 1


@ranking.add(
    f"IN|FOR|FROM|OF? {_RANK} number? values=value? thing={_ENTITY}",
    f"number {_RANK} thing={_ENTITY}",
    f"LIMIT? {_RANK} number thing={_ENTITY}",
)
def ranked(match: Match, scope: Scope) -> Clauses | None:
    """ "top 10 customers", "the 5 best products", "best month"."""
    item = match.item("thing")
    if not _whole(match):
        return None
    of_rows = not match.has("number") or _is_had(match)
    if of_rows and "quantity" in item.tags and not item.of(DatasetName):
        return None  # "the smallest version number": of rows, by their number
    if not match.has("number") and item.of(DatasetName) and "EXTREME" in match.item("rank").tags:
        return None  # "most orders" ranks by the count of orders
    if _meant(match, scope):
        return None
    entities = _restricting(match, entity(match, "thing", Manner.RANKED, scope))
    count = None if match.has("number") or item.plural else 1
    return (rank_of(match, count=count), *adjectives(match), *entities) if entities else None


def _is_had(match: Match) -> bool:
    """ "Students with the top 5 grades" are some students, not some grades."""
    before = [one for one in match.items[: match.start] if not one.filler][-1:]
    return bool(before) and bool(before[0].tags & {"WITH", "WHERE"})


@ranking.add(f"{_RANK} number? COMBINATION things=dimension|dataset+")
def ranked_together(match: Match, scope: Scope) -> Clauses | None:
    """ "The top 5 combinations of state and type"."""
    entities = entity(match, "things", Manner.RANKED, scope)
    return (rank_of(match), *entities) if entities and _whole(match) else None


def _restricting(match: Match, entities: Clauses | None) -> Clauses | None:
    if entities is None or match.item("rank") is match.items[match.start]:
        return entities
    return tuple(replace(one, restricts=True) for one in entities if isinstance(one, EntityClause))


@ranking.add(f"{_RANK} number")
def first_rows(match: Match, _: Scope) -> Clauses | None:
    """ "top 5", said of what was shown before."""
    return (rank_of(match),) if _whole(match) else None


def _meant(match: Match, scope: Scope) -> tuple[ColumnRef, ...]:
    """ "The lowest rating": the amount that a noun stands for, of one row or of "their" rows."""
    item = match.item("thing")
    if match.has("number") or "HEIGHT" not in match.item("rank").tags or match.has("values"):
        return ()
    if not scope.is_noun(item) or (item.plural and not _is_theirs(match)):
        return ()
    return scope.amounts_meant(item)


def _is_theirs(match: Match) -> bool:
    """ "Directors and their highest rating": of each of them."""
    before = [item for item in match.items[: match.start] if not item.filler]
    last = [item for item in before if "WORD" not in item.tags or "THEIR" in item.tags][-1:]
    return any("THEIR" in item.tags and "WHERE" not in item.tags for item in last)


@ranking.add(
    f"{_RANK} number? COUNT|OF? values=value? thing=measure|dataset",
    f"BY {_RANK} COUNT? thing=measure|dataset",
)
def by_extreme(match: Match, scope: Scope) -> Clauses | None:
    """ "with the highest revenue", "the most orders"."""
    item = match.item("thing")
    is_noun = item.of(DatasetName) and not item.of(MeasureName) and not match.has("COUNT")
    if is_noun and ("EXTREME" not in match.item("rank").tags or match.has("number")):
        return None
    if not is_noun and match.has("number"):
        return None
    if not match.has("COUNT|OF") and (meant := _meant(match, scope)):
        return (replace(rank_of(match), columns=meant, own=_is_theirs(match), meant=True),)
    clause = MeasureClause(item_place(item), scope.values(item))
    rank = replace(
        rank_of(match), columns=_amounts(item), values=clause.choices, own=_is_theirs(match)
    )
    return (rank, *adjectives(match), clause)


@ranking.add(f"{_RANK} how=aggregation OF? thing=measure|quantity")
def by_extreme_aggregate(match: Match, scope: Scope) -> Clauses | None:
    """ "With the highest mean salary"."""
    item = match.item("thing")
    values = tuple(
        value
        for meaning in match.all("how", AggregationName)
        for value in aggregates_of(meaning.aggregation, item, scope)
    )
    if not values:
        return None
    return (replace(rank_of(match), values=values), MeasureClause(item_place(item), values))


@ranking.add("LIMIT|LAST thing=dataset")
def first_of_all(match: Match, scope: Scope) -> Clauses | None:
    """ "The first student", "the last order": by when they were."""
    item = match.item("thing")
    if item.plural:
        return None
    columns = tuple(ref for m in item.of(DatasetName) for ref in scope.dates_of(m.dataset))
    entities = entity(match, "thing", Manner.NAMED, scope)
    if not columns or entities is None:
        return None
    rank = RankClause(place(match), "LAST" in match.items[match.start].tags, columns=columns)
    return (rank, *entities)


@ranking.add(
    f"{_RANK} number? thing=quantity|moment",
    f"{_RANK} quantity thing=quantity",
    f"TOP|BOTTOM number {_RANK} thing=quantity|moment",
    f"thing=quantity|moment {_RANK}",
)
def by_extreme_column(match: Match, _: Scope) -> Clauses | None:
    """ "with the largest net worth", "the latest order date"."""
    if not _whole(match):
        return None
    columns = _amounts(match.item("thing"))
    return (replace(rank_of(match), columns=columns, own=_is_theirs(match)),)


@ranking.add("COMMON")
def commonest_of_them(match: Match, _: Scope) -> Clauses | None:
    """ "What about the least common?"."""
    found = _of_them(match)
    rank = RankClause(place(match), "RARE" not in match.item("COMMON").tags, 1)
    return (rank, *found) if found else None


@ranking.add(f"{_RANK}")
def of_them(match: Match, _: Scope) -> Clauses | None:
    """ "Which of them has the most?", said of what was shown: only small words may follow."""
    found = _of_them(match)
    return (rank_of(match, count=1), *found) if found else None


def _of_them(match: Match) -> Clauses:
    others = match.items[match.end :]
    said = {tag for item in match.items[: match.start] for tag in item.tags}
    if not said & _ASKED or not all(item.filler or item.tags & _AFTER_RANK for item in others):
        return ()
    return (MarkClause(place(match), "OF_THEM"),)


_ASKED = frozenset(
    {"WHICH", "THEY", "ANAPHORA", "WHAT", "WHO", "ONLY", "WHAT_ABOUT", "SHOW", "WITH"}
)
_AFTER_RANK = frozenset({"WORD", "ONES", "THEY", "ANAPHORA", "OF"})


def _amounts(item: Item) -> tuple[ColumnRef, ...]:
    """The quantities and moments that an item names."""
    return tuple(m.dimension.ref for m in item.of(DimensionName) if is_amount(m.dimension))


@ranking.add(f"{_RANK} measure thing={_ENTITY}")
def extreme_entity(match: Match, scope: Scope) -> Clauses | None:
    """ "highest revenue month", "best selling product by" a measure before it."""
    entities = entity(match, "thing", Manner.RANKED, scope)
    item = match.item("thing")
    count = None if item.plural else 1
    clause = MeasureClause(item_place(match.item("measure")), scope.values(match.item("measure")))
    return (rank_of(match, count=count), clause, *entities) if entities else None


@ranking.add(
    f"SORT BY? THEIR? thing={_SORTED}|unit|rate direction=ASCENDING|DESCENDING?",
    f"SORT BY? direction=ASCENDING|DESCENDING OF|BY? thing={_SORTED}|unit",
    f"BY? direction=ASCENDING|DESCENDING BY|OF? thing={_SORTED}",
    "direction=ALPHABETICAL BY|OF thing=dimension|NAME_NOUN",
    "SORT direction=ALPHABETICAL BY|OF thing=dimension|NAME_NOUN",
)
def sorted_by(match: Match, scope: Scope) -> Clauses | None:
    after = match.items[match.end : match.end + 1]
    if match.item("thing") is match.covered[-1] and after and after[0].tags & _CONDITION:
        return None  # "tracks in ascending order, opened after 2000"
    return (sort_by_thing(match, scope),)


def sort_by_thing(match: Match, scope: Scope) -> SortClause:
    """By what was found under `thing`, in the direction found."""
    item = match.item("thing")
    along = None
    if scope.groups(item) and not scope.amounts(item):
        along = next(iter(entity(match, "thing", Manner.BY, scope) or ()), None)
    return SortClause(
        place(match),
        scope.values(item),
        scope.groups(item),
        _direction(match),
        columns=scope.columns(item),
        by_name="NAME_NOUN" in item.tags,
        along=along if isinstance(along, EntityClause) else None,
    )


@ranking.add("SORT thing=dataset BY THEIR? column=dimension|moment direction=ASCENDING|DESCENDING?")
def sorted_rows(match: Match, scope: Scope) -> Clauses | None:
    """ "Order the pets by age"."""
    entities = entity(match, "thing", Manner.LISTED, scope)
    columns = scope.columns(match.item("column"))
    if entities is None:
        return None
    return (*entities, SortClause(place(match), descending=_direction(match), columns=columns))


def _direction(match: Match) -> bool | None:
    if not match.has("direction"):
        return None
    if "ALPHABETICAL" in match.item("direction").tags:
        return "NEWEST_FIRST" in match.item("direction").tags
    return "DESCENDING" in match.item("direction").tags


@ranking.add(
    "SORT BY? THEIR? thing=dimension|moment FROM? first=superlative|quality|comparative TO "
    "last=superlative|quality|comparative",
    "SORT? BY? FROM? first=superlative|quality|comparative TO last=superlative|quality|comparative",
    "SORT BY? first=superlative LIMIT?",
    "SORT? BY? first=superlative FIRST",
)
def from_oldest_to_youngest(match: Match, _: Scope) -> Clauses:
    found = match.all("first", QualityName)
    columns = tuple(q.dimension.ref for q in found if q.more is found[0].more)
    if match.has("thing"):
        columns = _amounts(match.item("thing")) or columns
    return (SortClause(place(match), descending=found[0].more, columns=columns),)


@ranking.add("SORT BY? first=COMMON LIMIT?")
def commonest_first(match: Match, _: Scope) -> Clauses:
    return (SortClause(place(match), descending="RARE" not in match.item("first").tags),)


@ranking.add(
    "SORT BY? COUNT_NOUN direction=ASCENDING|DESCENDING?",
    "SORT|ORDER thing=dimension|dataset direction=ASCENDING|DESCENDING? BY THIS|ANAPHORA? "
    "COUNT_NOUN",
    "SORT BY? THIS|ANAPHORA COUNT_NOUN? direction=ASCENDING|DESCENDING?",
    "direction=ASCENDING|DESCENDING BY|OF THIS|ANAPHORA? COUNT_NOUN",
)
def sorted_by_what_is_measured(match: Match, _: Scope) -> Clauses:
    """ "Sort them by these counts", "sort by it"."""
    return (SortClause(place(match), descending=_direction(match)),)


@ranking.add(
    "SORT|ORDER things=dataset BY THEIR? thing=dimension|moment|measure "
    "direction=ASCENDING|DESCENDING?",
)
def things_sorted_by(match: Match, scope: Scope) -> Clauses | None:
    """ "Order the pets by age": rows of them, in this order."""
    found = entity(match, "things", Manner.LISTED, scope)
    item = match.item("thing")
    if not found or not item.of(DimensionName):
        return None
    sort = SortClause(
        place(match), (), scope.groups(item), _direction(match), columns=scope.columns(item)
    )
    return (*found, sort)


_ASKED_FOR = frozenset({"SHOW", "LIST", "WORD"})


@ranking.add(
    "SORT|ORDER things=dataset|dimension BY THEIR? COUNT? OF? thing=measure|dataset "
    "direction=ASCENDING|DESCENDING?",
    "LIST? things=dataset|dimension SORT BY? THEIR? COUNT? OF? thing=measure|dataset "
    "direction=ASCENDING|DESCENDING?",
)
def things_by_measure(match: Match, scope: Scope) -> Clauses | None:
    """ "Rank the customers by revenue", "customers ranked by revenue": a row for each, in order."""
    before = match.items[: match.start]
    if not all(one.filler or one.tags & _ASKED_FOR for one in before):
        return None  # "profit by region sorted by revenue" says what it groups by
    found = entity(match, "things", Manner.RANKED, scope)
    item = match.item("thing")
    values = scope.values(item)
    if not found or not values or (item.of(DimensionName) and not match.has("COUNT")):
        return None  # "order the pets by age": rows of them
    measured = MeasureClause(item_place(item), values)
    return (*found, measured, SortClause(place(match), values, descending=_direction(match)))


@ranking.add("SORT? direction=ASCENDING|DESCENDING")
def sorted_so(match: Match, _: Scope) -> Clauses:
    sized = "BY_SIZE" in match.item("direction").tags
    return (SortClause(place(match), descending=_direction(match), sized=sized),)


@ranking.add("SORT BY? SIZE_NOUN direction=ASCENDING|DESCENDING?")
def sorted_by_size(match: Match, _: Scope) -> Clauses:
    """ "Sort by value": by what is measured."""
    down = _direction(match)
    return (SortClause(place(match), descending=True if down is None else down, sized=True),)


@ranking.add("SORT? how=ALPHABETICAL|OLDEST_FIRST|NEWEST_FIRST")
def sorted_by_group(match: Match, _: Scope) -> Clauses:
    """By what the rows are called, or by when they were."""
    tags = match.item("how").tags
    timed = "ALPHABETICAL" not in tags
    return (SortClause(place(match), descending="NEWEST_FIRST" in tags, timed=timed),)


@ranking.add("LIMIT TO? number ROWS?", "ONLY? LIMIT number ROWS?", "ONLY number ROWS")
def limited(match: Match, _: Scope) -> Clauses | None:
    if not _whole(match):
        return None
    return (LimitClause(place(match), int(match.one("number", Number).value)),)
