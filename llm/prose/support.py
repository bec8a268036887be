"""Whether every number of a sentence follows from the result, as what its words say it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from bi.model.result import ColumnRole
from llm.prose import cues
from llm.prose.claims import Claim, Role, between, of_all, of_subjects
from llm.prose.computed import is_asked, is_computed
from llm.prose.context import Context
from llm.prose.known import Known, unit_of
from llm.prose.place import Place, unit_fits
from llm.prose.roles import is_said
from llm.prose.written import Unit, Written

# What is of all columns, or of none: the label beside a number does not choose among them.
_OF_ITS_COLUMN = frozenset(
    {
        *(Role.CELL, Role.JOINT, Role.TOTAL, Role.MEAN, Role.MEDIAN),
        *(Role.LOW, Role.HIGH, Role.FIRST, Role.LAST),
    }
)
_OF_NO_ROW = frozenset({Role.LOW, Role.HIGH, Role.FIRST, Role.LAST})
_OF_CHANGE = frozenset({Role.CHANGE, Role.RATIO, Role.RISES, Role.FALLS, Role.OVER, Role.UNDER})
# Values that a sentence may go on to compare.
_VALUES = _OF_ITS_COLUMN - {Role.MEDIAN}
_MOST_COMPARED = 4


def changes_in(context: Context) -> frozenset[int] | None:
    """Which of its numbers say how something changed, or compares; None: one is not borne out."""
    if not all(one.ranges for one in context.written):
        return None
    claims = [*of_subjects(context.known, context.subjects), *of_all(context.known)]
    places = [Place(context, at) for at in range(len(context.written))]
    found = [_claim_of(place, claims) for place in places]
    stated = [one for one in found if one is not None and one.role in _VALUES][:_MOST_COMPARED]
    changes = set()
    for place, claim in zip(places, found, strict=True):
        if claim is None and not _is_otherwise_known(place, stated):
            return None
        if claim is None or claim.role in _OF_CHANGE or _is_of_change(place.known, claim):
            changes.add(place.at)
    return frozenset(changes)


def _is_of_change(known: Known, claim: Claim) -> bool:
    column = claim.column
    return column is not None and known.shape.columns[column].role is ColumnRole.CHANGE


def _claim_of(place: Place, claims: list[Claim]) -> Claim | None:
    """What of the rows bears a number out; cells of rows that are named come first."""
    fitting = [claim for claim in claims if _fits(claim, place)]
    if not fitting:
        return None
    cells = [claim for claim in fitting if claim.role is Role.CELL]
    if (found := next((one for one in cells if is_said(one, place)), None)) is not None:
        return found
    others = _is_of_others(place)
    for claim in fitting:
        if claim.role is Role.CELL or (others and claim.role in _OF_NO_ROW and claim.subject < 0):
            continue
        if is_said(claim, place):
            return claim
    return None


def _is_otherwise_known(place: Place, stated: list[Claim]) -> bool:
    if is_asked(place) or _follows(place, stated):
        return True
    return not _is_of_others(place) and is_computed(place)


def _fits(claim: Claim, place: Place) -> bool:
    """Its value, its unit, its currency and its column."""
    one = place.written
    if not unit_fits(claim.unit, one.unit) or not one.means(claim.value):
        return False
    if not _is_in_currency(one, claim.column, place.known):
        return False
    chosen = place.column
    return chosen is None or claim.column == chosen or claim.role not in _OF_ITS_COLUMN


def _is_in_currency(one: Written, column: int | None, known: Known) -> bool:
    if one.unit is not Unit.MONEY:
        return True
    return column is not None and one.currency == (known.shape.columns[column].format.unit or "USD")


def _is_of_others(place: Place) -> bool:
    """Whether a number beside one row is a cell of rows that are not spoken of."""
    if place.owner is None or len(place.owner) != 1:
        return False
    known, chosen = place.known, place.column
    columns = known.columns if chosen is None else (chosen,)
    return any(
        _has_other(known, i, place.written, place.owner)
        for i in columns
        if unit_fits(unit_of(known.shape.columns[i]), place.written.unit)
    )


def _has_other(known: Known, i: int, one: Written, rows: Iterable[int]) -> bool:
    values = np.abs(known.numbers[i])
    values[list(rows)] = np.nan
    return any(bool(((values >= span.low) & (values <= span.high)).any()) for span in one.ranges)


def _follows(place: Place, stated: list[Claim]) -> bool:
    """ "From 120 to 240, up 100%": what lies between two values that the sentence states."""
    moves = place.ways or cues.DIFFERENCE.search(place.near)
    for claim in _between_all(stated):
        one = place.written
        if not unit_fits(claim.unit, one.unit) or not one.means(claim.value):
            continue
        if not _is_in_currency(one, claim.column, place.known):
            continue
        if claim.role is Role.RATIO or (moves and place.goes(claim.value)):
            return True
    return False


def _between_all(values: list[Claim]) -> Iterator[Claim]:
    for at, one in enumerate(values):
        for other in values[at + 1 :]:
            if one.column == other.column and one.unit is other.unit:
                yield from between(one.value, other.value, one.unit, one.column)
