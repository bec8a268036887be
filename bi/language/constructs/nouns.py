"""Nouns: counted, grouped by, or said of which rows are meant, as the sentence wants it."""

from __future__ import annotations

from bi.language.clauses import (
    Clause,
    EntityClause,
    Manner,
    MarkClause,
    MeasureClause,
)
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place, place
from bi.language.constructs.filters import adjectives
from bi.language.meanings import (
    DatasetName,
    DimensionName,
)
from bi.language.pattern import Match

nouns = ClauseConstructs()
Clauses = tuple[Clause, ...]


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


@nouns.add("COUNT|COUNT_NOUN OF? ANAPHORA values=value? thing=dataset")
def count_of_these(match: Match, scope: Scope) -> Clauses:
    """ "How many of those students"."""
    counted = tuple(scope.count_of(m.dataset) for m in match.all("thing", DatasetName))
    these = item_place(match.item("ANAPHORA"))
    marks = (MarkClause(these, "ANAPHORA"), MarkClause(these, "OF_THEM"))
    return (*marks, MeasureClause(place(match), counted), *adjectives(match))


@nouns.add("IN|FOR|FROM|OF|TO|BY? ANAPHORA thing=dataset")
def these(match: Match, scope: Scope) -> Clauses | None:
    """ "Those students" are the ones shown before, not what to have a row for each of."""
    mark = MarkClause(item_place(match.item("ANAPHORA")), "ANAPHORA")
    return (mark, *(entity(match, "thing", Manner.WITHIN, scope) or ()))


@nouns.add("WITH RELATION? thing=dataset")
def having_some(match: Match, scope: Scope) -> Clauses | None:
    """ "customers who have orders": those with at least one."""
    return entity(match, "thing", Manner.WITHIN, scope)


_MARKS = frozenset({"ONLY", "FILTER", "WHAT_ABOUT"})
_WHEN = frozenset({"unit", "rate", "part", "period", "fiscal"})


def entity(match: Match, name: str, manner: Manner, scope: Scope) -> Clauses | None:
    """One entity clause for each thing found under `name`."""
    clauses = []
    for item in match.found[name]:
        datasets = item.of(DatasetName)
        clause = EntityClause(
            place=item_place(item),
            manner=manner,
            groups=scope.groups(item),
            values=scope.values(item),
            dataset=datasets[0].dataset if datasets else None,
            plural=item.plural,
            columns=scope.columns(item),
            key=scope.keys(item),
            identifies=any(m.dimension.identifier for m in item.of(DimensionName)),
            amounts=scope.amounts(item),
            few=scope.has_few(item),
            names_rows=scope.names_rows(item),
        )
        if not clause.groups and not clause.values:
            return None
        clauses.append(clause)
    return tuple(clauses)
