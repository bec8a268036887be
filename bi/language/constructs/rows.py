"""Rows and their own columns: qualities, averages, text, and what a row must not have."""

from __future__ import annotations

from bi.language.clauses import (
    Clause,
    EntityClause,
    FilterClause,
    Manner,
    MarkClause,
    MeasureClause,
    RankClause,
)
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place, place
from bi.language.constructs.filters import adjectives
from bi.language.constructs.nouns import entity
from bi.language.meanings import (
    DatasetName,
    DimensionName,
    Number,
    QualityName,
    TextLiteral,
)
from bi.language.ordinals import ordinal_of
from bi.language.pattern import Match
from bi.model.catalog import ColumnType
from bi.model.semantic import DimensionGroup, Filter, Operator, Scalar

rows = ClauseConstructs()
Clauses = tuple[Clause, ...]
_COLUMN = "dimension|moment"
_LINK = "RELATION|WITH|IN|BY|FOR|TO|OF|FROM"


# --- first and last -----------------------------------------------------------


@rows.add(
    "superlative number? values=value? thing=dataset",
    "number superlative values=value? thing=dataset",
    "superlative number? thing=dimension",
    "TOP|BOTTOM number superlative thing=dataset",
    "superlative number?",
)
def oldest(match: Match, scope: Scope) -> Clauses | None:
    """ "the three oldest students", "the youngest"."""
    qualities = match.all("superlative", QualityName)
    columns = tuple(q.dimension.ref for q in qualities if q.more is qualities[0].more)
    count, plural = None, False
    if match.has("number"):
        value = match.one("number", Number).value
        if value != int(value) or value < 1:
            return None
        count = int(value)
    found: Clauses = ()
    if match.has("thing"):
        found = entity(match, "thing", Manner.NAMED, scope) or ()
        plural = match.item("thing").plural
    rank = RankClause(
        place(match),
        qualities[0].more,
        count,
        columns=columns,
        plural=plural,
        nth=ordinal_of(match),
    )
    return (rank, *adjectives(match), *found)


@rows.add(
    "COMMON RELATION? number? thing=dimension|dataset",
    "TOP? number COMMON RELATION? thing=dimension|dataset",
)
def most_common(match: Match, scope: Scope) -> Clauses | None:
    """ "the most common citizenship"."""
    found = entity(match, "thing", Manner.RANKED, scope)
    if found is None:
        return None
    count = int(match.one("number", Number).value) if match.has("number") else None
    if count is None and not match.item("thing").plural:
        count = 1
    rare = "RARE" in match.item("COMMON").tags
    return (RankClause(place(match), not rare, count, common=True), *found)


@rows.add(
    "COMMON RELATION|WITH? IN|BY|FOR|OF|TO|FROM? thing=dataset",
    "COMMON RELATION? IN|BY|FOR|OF|TO|FROM? values=value? thing=dataset",
)
def most_used_in(match: Match, scope: Scope) -> Clauses | None:
    """ "the template that is most commonly used in documents"."""
    item = match.item("thing")
    values = tuple(scope.count_of(m.dataset) for m in item.of(DatasetName))
    rare = "RARE" in match.item("COMMON").tags
    counted = MeasureClause(item_place(item), values)
    return (RankClause(place(match), not rare, common=True), counted, *adjectives(match))


@rows.add("quality")
def how_old(match: Match, _: Scope) -> Clauses | None:
    """ "how old are they": the quantity itself; "old students" is a condition without a number."""
    after = match.items[match.end : match.end + 1]
    if after and after[0].tags & {"dataset", "dimension", "value"}:
        return None
    groups = tuple(
        DimensionGroup(q.dimension.ref)
        for q in match.all("quality", QualityName)
        if q.more and not q.dimension.is_time
    )
    columns = tuple(group.column for group in groups)
    clause = EntityClause(place(match), Manner.NAMED, groups, columns=columns)
    return (clause,) if groups else None


@rows.add("thing=dataset COUNT_NOUN? number")
def by_key(match: Match, scope: Scope) -> Clauses | None:
    """ "order 1234": the one whose key it is."""
    item, number = match.item("thing"), match.one("number", Number)
    if item.plural or number.percent or number.currency or number.value != int(number.value):
        return None
    keys = [key for m in item.of(DatasetName) if (key := scope.number_of(m.dataset)) is not None]
    choices = tuple(Filter(key.ref, Operator.IN, (int(number.value),)) for key in keys)
    if not choices or not number.plain:
        return None
    nouns = entity(match, "thing", Manner.WITHIN, scope) or ()
    return (*nouns, FilterClause(place(match), choices))


# --- text ---------------------------------------------------------------------


@rows.add(
    f"WHERE|WITH? column={_COLUMN} IS|OF|CALLED? texts=text+",
    f"CALLED texts=text+ column={_COLUMN}",
)
def is_text(match: Match, _: Scope) -> Clauses | None:
    """ "whose last name is 'Smith'"."""
    return _text_filter(match, Operator.IN)


@rows.add(f"WHERE|WITH? column={_COLUMN} IS? NOT IN|CALLED? texts=text+")
def is_not_text(match: Match, _: Scope) -> Clauses | None:
    return _text_filter(match, Operator.NOT_IN)


def _text_filter(match: Match, operator: Operator) -> Clauses | None:
    texts: tuple[Scalar, ...] = tuple(m.text for m in match.all("texts", TextLiteral))
    choices = tuple(
        Filter(m.dimension.ref, operator, texts)
        for m in match.all("column", DimensionName)
        if m.dimension.type is ColumnType.TEXT
    )
    return (FilterClause(place(match), choices, named=True),) if choices else None


@rows.add("CALLED texts=text+")
def called(match: Match, scope: Scope) -> Clauses | None:
    """ "the document named 'Robbin CV'": by what names the thing said before."""
    before = next(
        (item for item in reversed(match.items[: match.start]) if item.of(DatasetName)), None
    )
    if before is None:
        return None
    texts: tuple[Scalar, ...] = tuple(m.text for m in match.all("texts", TextLiteral))
    namers = [scope.namer_of(m.dataset) for m in before.of(DatasetName)]
    choices = tuple(
        Filter(one.ref, Operator.IN, texts)
        for one in namers
        if one is not None and one.type is ColumnType.TEXT
    )
    return (FilterClause(place(match), choices, named=True),) if choices else None


@rows.add(
    f"WHERE|WITH? column={_COLUMN} WORD|WHICH? WITH? how=STARTS|ENDS|CONTAINS LETTER? any "
    "IN? ANAPHORA?",
    f"WITH? how=STARTS|ENDS|CONTAINS LETTER? any IN THEIR? column={_COLUMN}",
    f"column={_COLUMN} NOT how=STARTS|ENDS|CONTAINS LETTER? any",
    f"column={_COLUMN} WITH LETTER any IN? ANAPHORA?",
    f"WHERE|WITH? column={_COLUMN} WITH|TO|IN LETTER? any how=STARTS|ENDS",
)
def like(match: Match, _: Scope) -> Clauses | None:
    """ "whose name starts with 'A'", "that contain the letter w in their description"."""
    if match.has("NOT"):
        return None
    tags = match.item("how").tags if match.has("how") else frozenset({"CONTAINS"})
    operator = Operator.CONTAINS
    if "STARTS" in tags:
        operator = Operator.STARTS_WITH
    elif "ENDS" in tags:
        operator = Operator.ENDS_WITH
    choices = tuple(
        Filter(m.dimension.ref, operator, (match.item("any").text,))
        for m in match.all("column", DimensionName)
        if m.dimension.type is ColumnType.TEXT
    )
    return (FilterClause(place(match), choices, named=True),) if choices else None


@rows.add(f"WITH text IN THEIR column={_COLUMN}")
def with_text_in(match: Match, scope: Scope) -> Clauses | None:
    """ "The journal with 'IEEE' in its name": that of the thing said before."""
    nouns = [m.dataset for item in match.items[: match.start] for m in item.of(DatasetName)]
    found = [m.dimension for m in match.all("column", DimensionName)]
    own = [one for one in found if one.dataset in nouns[-1:]]
    if nouns and not own and all(one.display for one in found):
        own = [namer for namer in (scope.namer_of(nouns[-1]),) if namer is not None]
    text = match.one("text", TextLiteral).text
    choices = tuple(
        Filter(one.ref, Operator.CONTAINS, (text,)) for one in own if one.type is ColumnType.TEXT
    )
    return (FilterClause(place(match), choices, named=True),) if choices else None


# --- null ---------------------------------------------------------------------


@rows.add(
    f"WHERE|WITH? column={_COLUMN} WORD? IS? MISSING",
    f"MISSING column={_COLUMN}",
    f"WITHOUT none={_COLUMN}",
    f"NOT WITH none={_COLUMN}",
)
def missing(match: Match, _: Scope) -> Clauses | None:
    """ "Without a discount" may mean a discount of nothing, so it is not read as missing."""
    if match.has("none") and match.item("none").tags & {"quantity", "dataset"}:
        return None
    return _null(match, Operator.IS_NULL)


@rows.add(f"WHERE|WITH? column={_COLUMN} IS? NOT MISSING", f"WITH KNOWN column={_COLUMN}")
def known(match: Match, _: Scope) -> Clauses | None:
    return _null(match, Operator.IS_NOT_NULL)


def _null(match: Match, operator: Operator) -> Clauses:
    found = match.all("column", DimensionName) + match.all("none", DimensionName)
    return (FilterClause(place(match), tuple(Filter(m.dimension.ref, operator) for m in found)),)


# --- what there must not be -----------------------------------------------------


@rows.add(
    f"NOT {_LINK}? also={_LINK}? things=dataset",
    f"NOT verb|WORD {_LINK}? things=dataset",
    "WITH NOT things=dataset",
    f"NOT {_LINK}? also={_LINK}? values=value things=dataset",
)
def without_any(match: Match, scope: Scope) -> Clauses | None:
    """ "who do not have any pet", "not used by any document"."""
    found = entity(match, "things", Manner.NONE, scope)
    return (*found, *adjectives(match)) if found else None


@rows.add("DISTINCT things=dimension|quantity|moment|dataset+")
def different(match: Match, scope: Scope) -> Clauses | None:
    """ "the different cities": whether they are listed or counted is for the rest to say."""
    found = entity(match, "things", Manner.NAMED, scope)
    if found is None:
        return None
    mark = MarkClause(item_place(match.items[match.start]), "DISTINCT")
    return (mark, *found)
