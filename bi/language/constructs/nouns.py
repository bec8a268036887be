"""Nouns by themselves: counted, grouped by, or only said of the rows."""

from __future__ import annotations

from bi.language.clauses import Clause, Manner, MarkClause
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place
from bi.language.constructs.filters import adjectives
from bi.language.constructs.measures import entity
from bi.language.meanings import DatasetName
from bi.language.pattern import Match

nouns = ClauseConstructs()
Clauses = tuple[Clause, ...]
_MARKS = frozenset({"ONLY", "FILTER", "WHAT_ABOUT"})
_WHEN = frozenset({"unit", "rate", "part", "period", "fiscal"})


@nouns.add("thing=dataset|dimension|moment")
def noun(match: Match, scope: Scope) -> Clauses | None:
    """A noun by itself: counted, or grouped by, as the rest of the sentence wants it."""
    if "flag" in match.item("thing").tags or _is_done(match):
        return None
    return entity(match, "thing", Manner.NAMED, scope)


def _is_done(match: Match) -> bool:
    """ "How many students are registered": that they are, unless it is asked when."""
    if not match.item("thing").tags >= {"moment", "RELATION"} or match.item("thing").of(
        DatasetName
    ):
        return False
    after = [one for one in match.items[match.end :] if not one.filler]
    return not any(one.tags & _WHEN for one in after[:2])


@nouns.add(
    "values=value+ thing=dataset",
    "values=value more=value thing=dataset",
    "NOT? flag values=value+? thing=dataset",
)
def noun_with_adjective(match: Match, scope: Scope) -> Clauses | None:
    """ "US customers"."""
    return (*adjectives(match), *(entity(match, "thing", Manner.NAMED, scope) or ()))


@nouns.add(
    "IN|FOR|FROM|OF|TO|ONLY|FILTER|WHAT_ABOUT|RELATION thing=dataset",
    "IN|FOR|FROM|OF|TO|ONLY|FILTER|WHAT_ABOUT|WITH ONLY? values=value+? thing=dataset",
    "IN|FOR|FROM|OF|TO|ONLY|FILTER|WHAT_ABOUT|WITH ONLY? NOT? flag values=value+? thing=dataset",
    "RELATION IN|FOR|FROM|OF|TO|BY|WITH? values=value+? thing=dataset",
)
def noun_within(match: Match, scope: Scope) -> Clauses | None:
    """ "for US customers": says which rows, not what to have a row for each of."""
    if _by_one(match):
        return entity(match, "thing", Manner.BY, scope)
    first = match.items[match.start]
    marks = tuple(MarkClause(item_place(first), name) for name in sorted(first.tags & _MARKS))
    return (*marks, *adjectives(match), *(entity(match, "thing", Manner.WITHIN, scope) or ()))


def _by_one(match: Match) -> bool:
    """ "Courses offered by department" wants a row for each department."""
    bare = not (match.has("values") or match.item("thing").plural)
    return bare and "BY" in match.items[match.end - 2].tags


@nouns.add("IN|FOR|FROM|OF|TO|BY? ANAPHORA thing=dataset")
def these(match: Match, scope: Scope) -> Clauses | None:
    """ "Those students" are the ones shown before, not what to have a row for each of."""
    mark = MarkClause(item_place(match.item("ANAPHORA")), "ANAPHORA")
    return (mark, *(entity(match, "thing", Manner.WITHIN, scope) or ()))


@nouns.add("WITH RELATION? thing=dataset")
def having_some(match: Match, scope: Scope) -> Clauses | None:
    """ "customers who have orders": those with at least one."""
    return entity(match, "thing", Manner.WITHIN, scope)
