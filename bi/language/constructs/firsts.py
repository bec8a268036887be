"""The first row of each: "the most recent order of each customer", "the dearest in each class"."""

from __future__ import annotations

from bi.language.clauses import Clause, EntityClause, Manner, RankClause
from bi.language.constructs.construct import ClauseConstructs, Scope, place
from bi.language.constructs.filters import adjectives
from bi.language.constructs.nouns import entity
from bi.language.meanings import DatasetName, Number, QualityName
from bi.language.pattern import Match

firsts = ClauseConstructs()
Clauses = tuple[Clause, ...]
_WHEN = "when=LATEST|EARLIEST|LIMIT|LAST"
_THINGS = "values=value? thing=dataset OF|IN|FOR|BY? EACH each=dataset|dimension"


@firsts.add(
    f"superlative number? {_THINGS}",
    f"number superlative {_THINGS}",
    f"{_WHEN} number? {_THINGS}",
    f"number {_WHEN} {_THINGS}",
)
def of_each(match: Match, scope: Scope) -> Clauses | None:
    """By when they were, or by the quality that is named."""
    things = entity(match, "thing", Manner.NAMED, scope)
    each = entity(match, "each", Manner.EACH, scope)
    if not things or not each or not isinstance(each[0], EntityClause):
        return None
    qualities = match.all("superlative", QualityName)
    if qualities:
        descending = qualities[0].more
        columns = tuple(q.dimension.ref for q in qualities if q.more is descending)
    else:
        descending = bool(match.item("when").tags & {"LATEST", "LAST"})
        named = match.item("thing").of(DatasetName)
        columns = tuple(ref for m in named for ref in scope.dates_of(m.dataset))
    if not columns:
        return None
    count = _count(match)
    if count is None:
        return None
    thing = match.item("thing")
    several = thing.plural and not match.has("number")
    rank = RankClause(
        place(match),
        descending,
        None if several else count,
        columns=columns,
        plural=several,
        each=each[0],
    )
    return (rank, *adjectives(match), *things)


def _count(match: Match) -> int | None:
    if not match.has("number"):
        return 1
    value = match.one("number", Number).value
    return int(value) if value == int(value) and value >= 1 else None
