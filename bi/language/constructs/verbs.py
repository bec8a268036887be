"""What people say they do: "how much did we sell", "sold most", "best selling products"."""

from __future__ import annotations

from bi.language.clauses import Clause, Manner, MarkClause, VerbClause
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place, place
from bi.language.constructs.filters import adjectives
from bi.language.constructs.nouns import entity
from bi.language.constructs.ranking import rank_of
from bi.language.meanings import ActName, AggregationName, DatasetName, MeasureName, VerbName
from bi.language.pattern import Match
from bi.model.catalog import Aggregation

verbs = ClauseConstructs()
Clauses = tuple[Clause, ...]
_RANK = "rank=TOP|BOTTOM|BEST|WORST"
_ENTITY = "dimension|dataset"
_TOWARDS = "BY|IN|TO|WITH|FROM|FOR|OF"
_DOERS = frozenset({"dataset", "dimension", "measure", "THEY", "IS"})
_ENDS = frozenset({"dataset", "value", "dimension", "measure"})
_WHEN_OR_WHERE = frozenset({"IN", "EACH", "FROM", "SINCE", "BEFORE", "AFTER", "BETWEEN", "period"})
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


@verbs.add(f"act|LINKS {_TOWARDS}? values=value? things=dataset", f"act|LINKS {_TOWARDS}?")
def joined(match: Match, scope: Scope) -> Clauses | None:
    """ "Mountains they climb", "trains that run through stations": the join of the two."""
    before = [one for one in match.items[: match.start] if not (one.filler or "WORD" in one.tags)]
    said = before[-1].tags if before else frozenset[str]()
    # "How many flights does each one complete": each one is who does it.
    between = bool(said & _DOERS) or ("EACH" in said and not _leads_on(match))
    if not between or not (_names_its_doer(match) or "LINKS" in match.items[match.start].tags):
        return None
    if match.has("things"):
        return (*adjectives(match), *(entity(match, "things", Manner.WITHIN, scope) or ()))
    return () if _has_two_ends(match) else None


def _leads_on(match: Match) -> bool:
    after = next((one for one in match.items[match.end :] if not one.filler), None)
    return match.has("things") or (after is not None and bool(after.tags & _ENDS))


def _names_its_doer(match: Match) -> bool:
    """Whether the sentence names who does it: without climbers nobody climbs."""
    is_said = any("IS" in one.tags for one in match.items[max(0, match.start - 1) : match.start])
    acts = match.items[match.start].of(ActName)
    # "Is climbed" is done, "is climb" is no verb.
    doers = {meaning.dataset for meaning in acts if meaning.done or not is_said}
    others = [one for one in match.items if one is not match.items[match.start]]
    return any(meaning.dataset in doers for one in others for meaning in one.of(DatasetName))


def _has_two_ends(match: Match) -> bool:
    """Whether two things are named before it, or one on each side."""
    before = sum(bool(one.tags & _ENDS) for one in match.items[: match.start])
    after = any(one.tags & _ENDS for one in match.items[match.end : match.end + 2])
    return before > 1 or (before == 1 and after)


@verbs.add("HAPPENS")
def happened(match: Match, _: Scope) -> Clauses | None:
    """ "Accidents that happened in each year": the verb says no more than when or where."""
    before = [one for one in match.items[: match.start] if not (one.filler or "WORD" in one.tags)]
    after = [one for one in match.items[match.end :] if not one.filler]
    counted = before and before[-1].tags & {"dataset", "measure"}
    return () if counted and after and after[0].tags & _WHEN_OR_WHERE else None


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
