"""What a further sentence wants returned: "Return the name, the country and the total amount"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bi.language.clauses import (
    Clause,
    EntityClause,
    FilterClause,
    LimitClause,
    Manner,
    MarkClause,
    MeasureClause,
    SortClause,
)
from bi.language.draft import Draft
from bi.language.sentences import RETURN

_PLAIN = (Manner.NAMED, Manner.LISTED, Manner.WITHIN)
_SAID = (EntityClause, MeasureClause, MarkClause, SortClause, LimitClause)


def parted(clauses: Sequence[Clause]) -> tuple[list[Clause], list[Clause]]:
    """The clauses of the question, and those that name what to return.

    A further sentence that has conditions or groupings of its own is part of the question.
    """
    marks = [at for at, one in enumerate(clauses) if _is_return(one)]
    if not marks:
        return list(clauses), []
    asked, told = list(clauses[: marks[0]]), list(clauses[marks[0] + 1 :])
    told = [one for one in told if not _is_return(one) and not _repeats(one, asked)]
    if not asked or not all(map(_is_said, told)):
        return [_shown(one) for one in clauses], []
    kept = [one for one in told if isinstance(one, SortClause | LimitClause)]
    return [*asked, *kept], [one for one in told if one not in kept]


def _is_return(one: Clause) -> bool:
    return isinstance(one, MarkClause) and one.mark == RETURN


def _shown(one: Clause) -> Clause:
    return MarkClause(one.place, "SHOW") if _is_return(one) else one


def _is_said(one: Clause) -> bool:
    if isinstance(one, EntityClause):
        return one.manner in _PLAIN
    return isinstance(one, _SAID)


def _repeats(one: Clause, asked: Sequence[Clause]) -> bool:
    """ "Unread notifications … return the number of unread notifications": the same condition."""
    return isinstance(one, FilterClause) and any(
        isinstance(other, FilterClause) and set(other.choices) & set(one.choices) for other in asked
    )


def told_measures(told: Sequence[Clause], measured: Sequence[MeasureClause]) -> list[MeasureClause]:
    """The values to return that are not measured already."""
    known = {value for one in measured for value in one.choices}
    return [
        replace(one, joined=True)
        for one in told
        if isinstance(one, MeasureClause) and known.isdisjoint(one.choices)
    ]


def without_measured(entities: list[EntityClause], told: Sequence[Clause]) -> list[EntityClause]:
    """ "Which users have notifications? Return … the number of notifications": no row for each."""
    values = {v for one in told if isinstance(one, MeasureClause) for v in one.choices}
    return [
        one
        for one in entities
        if one.manner not in (Manner.NAMED, Manner.WITHIN) or values.isdisjoint(one.values)
    ]


def counts_or_sums(told: Sequence[Clause]) -> bool:
    """Whether something is to be returned that no single row has."""
    return any(isinstance(one, MeasureClause) and not one.columns for one in told)


def told_columns(told: Sequence[Clause]) -> list[EntityClause]:
    """The things to return; a noun before its own column only says whose: "the merchant's id"."""
    entities = [one for one in told if isinstance(one, EntityClause)]
    owned = {ref.dataset for one in entities if not one.dataset for ref in one.columns}
    return [one for one in entities if not (one.dataset and one.dataset in owned)]


def show_returned(draft: Draft, told: Sequence[Clause]) -> None:
    """Makes what is to be returned columns of a list."""
    columns = told_columns(told)
    columns += [
        EntityClause(one.place, Manner.NAMED, columns=one.columns)
        for one in told
        if isinstance(one, MeasureClause) and one.columns
    ]
    known = [set(one.columns) for one in draft.outputs]
    draft.outputs += [one for one in columns if set(one.columns) not in known]
