"""One rank from all that a sentence says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bi.language.clauses import (
    Clause,
    EntityClause,
    Manner,
    RankClause,
    Refusal,
    RefusalClause,
    SortClause,
)


def one_rank(clauses: Sequence[Clause]) -> list[Clause]:
    """ "The top 5 cities with the highest population", "the longest rivers, by length".

    How many comes from the first, by what from the second; then they are rows, by their own
    column.
    """
    ranks = [one for one in clauses if isinstance(one, RankClause)]
    if not ranks or ranks[0].columns or ranks[0].values or ranks[0].judged or ranks[0].common:
        return list(clauses)
    first, *others = ranks
    by = next((one for one in others if one.descending is first.descending), None)
    if by is not None and by.count is None and by.columns:
        whole = replace(first, columns=by.columns, values=by.values)
        merged = [whole if one is first else one for one in clauses if one is not by]
        return [_named(one) for one in merged]
    return list(clauses)


def two_ranks(clauses: Sequence[Clause]) -> RefusalClause | None:
    """ "The top 5 customers and the top 3 products": as one question, one of them would be lost."""
    counted = [one for one in clauses if isinstance(one, RankClause) and one.count is not None]
    return RefusalClause(counted[1].place, Refusal.TWO_RANKS) if len(counted) > 1 else None


def by_sort(rank: RankClause | None, sort: SortClause | None) -> RankClause | None:
    """ "The highest mountains, ordered by altitude": by what they are sorted."""
    if rank is None or sort is None or rank.columns or rank.values or rank.common or rank.judged:
        return rank
    return replace(rank, columns=sort.columns, values=sort.values)


def _named(one: Clause) -> Clause:
    """The thing ranked is what rows are listed of."""
    if isinstance(one, EntityClause) and one.manner is Manner.RANKED and one.dataset:
        return replace(one, manner=Manner.NAMED)
    return one
