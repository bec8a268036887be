"""What people say they do: "how much did we sell", "sold most", "best selling products"."""

from __future__ import annotations

from bi.language.clauses import Clause, Manner, MarkClause, VerbClause
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place, place
from bi.language.constructs.measures import entity
from bi.language.constructs.ranking import rank_of
from bi.language.meanings import AggregationName, DatasetName, MeasureName, VerbName
from bi.language.pattern import Match
from bi.model.catalog import Aggregation

verbs = ClauseConstructs()
Clauses = tuple[Clause, ...]
_RANK = "rank=TOP|BOTTOM|BEST|WORST"
_ENTITY = "dimension|dataset"
# Between a verb and its amount: a comparison of a few words.
_NEAR = 6


def _verb(match: Match, *, asked: bool) -> VerbClause:
    values = tuple(meaning.value for meaning in match.all("verb", VerbName))
    return VerbClause(item_place(match.item("verb")), values, asked)


def is_ours(match: Match) -> bool:
    """Whether a verb that counts when others do it is said of us: "how much did we spend"."""
    if not all(meaning.by_others for meaning in match.all("verb", VerbName)):
        return False
    at = next(n for n, item in enumerate(match.items) if item is match.item("verb"))
    for item in reversed(match.items[:at]):
        if item.tags & {"dataset", "WE"}:
            return "WE" in item.tags
    return True


@verbs.add("verb")
def done(match: Match, _: Scope) -> Clauses | None:
    return None if is_ours(match) else (_verb(match, asked=False),)


@verbs.add("NOT verb")
def not_done(match: Match, _: Scope) -> Clauses | None:
    """ "never sold"."""
    if is_ours(match):
        return None
    values = tuple(meaning.value for meaning in match.all("verb", VerbName))
    return (VerbClause(place(match), values, negated=True),)


@verbs.add("GAIN")
def gained(match: Match, _: Scope) -> Clauses | None:
    """ "Scored between 5 and 10 goals": the amount that comes after it says what of."""
    for item in match.items[match.end : match.end + _NEAR]:
        if item.tags & {"quantity", "measure"}:
            return (MarkClause(place(match), "GAIN"),)
        if item.tags & {"dataset", "WITH", "WHERE"}:
            break
    return None


@verbs.add("HOW_MUCH")
def how_much_did_others(match: Match, _: Scope) -> Clauses | None:
    """ "How much did customers in Germany spend": the verb at the end is what is measured."""
    later = match.items[match.end :]
    if not any("verb" in item.tags for item in later) or any(
        item.of(MeasureName) and not item.of(DatasetName) for item in later
    ):
        return None
    return (MarkClause(place(match), "HOW_MUCH"),)


@verbs.add("aggregation WORD? WORD? verb")
def how_much(match: Match, _: Scope) -> Clauses | None:
    """ "how much did we sell"."""
    if is_ours(match):
        return None
    found = {meaning.aggregation for meaning in match.all("aggregation", AggregationName)}
    return (_verb(match, asked=True),) if Aggregation.SUM in found else None


@verbs.add(f"verb {_RANK}")
def done_most(match: Match, _: Scope) -> Clauses | None:
    """ "which region sold most"."""
    if is_ours(match):
        return None
    return (rank_of(match), _verb(match, asked=True))


@verbs.add(
    f"{_RANK} number? verb thing={_ENTITY}",
    f"number {_RANK} verb thing={_ENTITY}",
    f"TOP number {_RANK} verb thing={_ENTITY}",
)
def most_done(match: Match, scope: Scope) -> Clauses | None:
    """ "best selling products", "top 5 selling products"."""
    entities = entity(match, "thing", Manner.RANKED, scope)
    if entities is None:
        return None
    count = None if match.has("number") or match.item("thing").plural else 1
    return (rank_of(match, count=count), _verb(match, asked=True), *entities)
