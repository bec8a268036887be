"""Rows and their own columns: qualities, averages, text, and what a row must not have."""

from __future__ import annotations

from bi.language.clauses import (
    BenchmarkClause,
    BesideClause,
    Clause,
    EntityClause,
    FilterClause,
    Manner,
    MarkClause,
    MeasureClause,
    RankClause,
)
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place, place
from bi.language.constructs.filters import adjectives, number_clause
from bi.language.constructs.measures import entity
from bi.language.meanings import (
    AggregationName,
    ComparatorName,
    DatasetName,
    DimensionName,
    Item,
    MeasureName,
    Number,
    QualityName,
    TextLiteral,
    UnitName,
)
from bi.language.ordinals import ordinal_of
from bi.language.pattern import Match
from bi.model.catalog import Aggregation, ColumnRef, ColumnType, Grain
from bi.model.semantic import DimensionGroup, Filter, Operator, Scalar

rows = ClauseConstructs()
Clauses = tuple[Clause, ...]
_COLUMN = "dimension|moment"
# What a row's number may be compared with.
_NORMS = (Aggregation.AVERAGE, Aggregation.MEDIAN, Aggregation.MIN, Aggregation.MAX)
_LINK = "RELATION|WITH|IN|BY|FOR|TO|OF|FROM"


# --- how much of a quality ----------------------------------------------------


@rows.add("IS? comparative THAN? number unit? quality?", "comparative unit? THAN number")
def older_than(match: Match, _: Scope) -> Clauses | None:
    """ "older than 20", "heavier than 10"."""
    return _by_quality(match, match.all("comparative", QualityName))


@rows.add(
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


@rows.add(
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


@rows.add(
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


@rows.add(
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


@rows.add(
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


@rows.add("quality IS? comparator THAN? other=quantity")
def priced_beside(match: Match, _: Scope) -> Clauses | None:
    """ "went for less than the list price"."""
    columns = tuple(q.dimension.ref for q in match.all("quality", QualityName) if q.more)
    others = _amounts(match.item("other"))
    columns = tuple(ref for ref in columns if ref not in others)
    if not columns or not others:
        return None
    operator = match.one("comparator", ComparatorName).operator
    return (BesideClause(place(match), operator, columns, others),)


@rows.add(
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
