"""Whether the words around a number say that it is what it is of the rows."""

from __future__ import annotations

import re

from bi.model.result import ColumnRole
from llm.prose import cues
from llm.prose.claims import Claim, Role
from llm.prose.comparing import is_change, is_ratio, says_difference
from llm.prose.counting import is_count, is_count_of_some, is_rank, noun_fits
from llm.prose.directions import Way, ends_at
from llm.prose.place import Place
from llm.prose.written import Unit

OF_BEFORE = re.compile(
    r"\b(?:previous|prior|last|year before|earlier|vorjahr\w*|vorigen)\s*"
    r"(?:year|month|quarter|week)?(?:['’]s)?\s(?:of\s|was\s|with\s)?[$€£]?$",
    re.IGNORECASE,
)
_MOVES = re.compile(
    r"\b(?:than|als|rose|fell|grew|grow\w*|declin\w*|dropp\w*|increas\w*|decreas\w*"
    r"|higher|lower|change\w*|gestiegen|gesunken|gefallen|stieg\w*|sank\w*|fiel\w*|gewachsen|wuchs"
    r"|zugenommen|abgenommen|(?<!make )(?<!makes )(?<!made )up|down|margin|rate|times)\b",
    re.IGNORECASE,
)
_OF_THE_TOTAL = re.compile(
    r"\b(?:total|of|out of|overall|insgesamt|von|gesamt\w*|all)\b", re.IGNORECASE
)
_EVERY = re.compile(r"\b(?:up|jede\w*|every|all)\b", re.IGNORECASE)
_AT_MOST = re.compile(r"at most|up to|no more than|höchstens|maximal|bis zu", re.IGNORECASE)
_AT_LEAST = re.compile(r"\b(?:least|lowest|mindestens)\b", re.IGNORECASE)
_PER = re.compile(r"\s*(?:per|pro|je)\s[^\W\d]", re.IGNORECASE)
_SAYS_PER = re.compile(r"\b(?:per|pro|je|average|durchschnitt\w*)\b", re.IGNORECASE)
_LOSS_OF = re.compile(r"\b(?:loss(?:es)? of|verlust von|minus)\s[$€£]?$", re.IGNORECASE)


def is_said(claim: Claim, place: Place) -> bool:
    if claim.column is not None and not _is_of_its_time(claim.column, place):
        return False
    if claim.role not in (Role.MEAN, Role.MEDIAN) and _is_per_something(place):
        return False
    near, context = place.near, place.context
    match claim.role:
        case Role.CELL:
            return _is_cell(claim, place)
        case Role.JOINT:
            return bool(cues.JOINT.search(context.hidden)) and not _MOVES.search(near)
        case Role.TOTAL:
            return _is_total(place)
        case Role.MEAN:
            return bool(cues.SAYS_AVERAGE.search(near) or cues.AVERAGE.search(place.after[:20]))
        case Role.MEDIAN:
            return bool(cues.MEDIAN.search(near))
        case Role.LOW | Role.HIGH:
            return _is_end(claim, place)
        case Role.FIRST:
            return bool(cues.FIRST.search(place.before)) and not context.subjects
        case Role.LAST:
            return bool(cues.LAST.search(place.before)) and not context.subjects
        case Role.SHARE:
            return _is_share(claim, place)
        case Role.CHANGE:
            return is_change(claim, place)
        case Role.RATIO:
            return is_ratio(claim, place)
        case Role.RANK:
            return is_rank(claim, place)
        case Role.COUNT:
            return is_count(claim, place)
        case _:
            return is_count_of_some(claim, place)


def _is_per_something(place: Place) -> bool:
    """ "$1.3M per customer" is no total, where the measure itself is none per customer."""
    measured = f"{place.known.facts.title} {' '.join(c.label for c in place.known.shape.columns)}"
    return bool(_PER.match(place.after)) and not _SAYS_PER.search(measured)


def _is_of_its_time(column: int, place: Place) -> bool:
    """What was before is said to be so, and what is now is not."""
    shape = place.known.shape
    if shape.columns[column].role is ColumnRole.PRIOR:
        return bool(cues.EARLIER.search(place.near))
    if column not in place.known.measures or shape.prior_of(column) is None:
        return True
    return not OF_BEFORE.search(place.before)


def _is_cell(claim: Claim, place: Place) -> bool:
    assert claim.column is not None
    rows = place.context.subjects[claim.subject].rows
    if place.owner is not None and rows != place.owner:
        return False
    column = place.known.shape.columns[claim.column]
    if column.role is ColumnRole.CHANGE:
        return place.goes(claim.value)
    if not _sign_fits(claim.value, place):
        return False
    if cues.SAYS_AVERAGE.search(place.before) and not cues.BESIDE_AVERAGE.search(place.before):
        measured = f"{column.label} {place.known.facts.title}"
        return bool(cues.SAYS_AVERAGE.search(measured)) or column.calculation is not None
    if says_difference(place) and place.written.unit is not Unit.RANK:
        return False
    return noun_fits(claim.column, place)


def _sign_fits(value: float, place: Place) -> bool:
    """A loss is written with its sign, or in a word."""
    sign = place.written.sign
    if sign * value < 0:
        return False
    if value < 0 and not sign:
        return bool(cues.LOSS.search(place.near))
    return not (value > 0 and _LOSS_OF.search(f"{place.before.rstrip(' $€£')} "))


def _is_total(place: Place) -> bool:
    context, says_total = place.context, cues.SAYS_TOTAL.search(place.near)
    if not place.known.is_whole and not cues.SHARE_OF_MANY.search(context.hidden):
        return False
    if not says_total and (cues.SAYS_AVERAGE.search(place.near) or _MOVES.search(place.near)):
        return False
    if place.ends and not cues.SAYS_TOTAL.search(place.before):
        return False
    if place.owner is not None or context.subjects:
        return bool(_OF_THE_TOTAL.search(place.before))
    return bool(cues.TOTAL.search(place.near)) or context.names_what_is_measured


def _is_end(claim: Claim, place: Place) -> bool:
    """The lowest or the highest, where the words right around it say so, or a range does."""
    low = claim.role is Role.LOW
    ends = {way for _, way in ends_at(place.before)} or {way for _, way in ends_at(place.clause)}
    if ends and (Way.DOWN if low else Way.UP) not in ends:
        return False
    if claim.subject < 0 and place.context.subjects and not ends:
        return False
    if not low and not ends and _EVERY.search(place.before):
        return bool(_AT_MOST.search(place.before))
    words = cues.LOW if low else cues.HIGH
    said = words.search(place.before) or (ends and words.search(place.after))
    return bool(said) and (low or not _AT_LEAST.search(place.before))


def _is_share(claim: Claim, place: Place) -> bool:
    if not place.known.is_whole and not cues.SHARE_OF_MANY.search(place.near):
        return False
    if _MOVES.search(place.near):
        return False
    if claim.subject < 0:
        return bool(cues.JOINT.search(place.context.hidden))
    return place.owner in (None, place.context.subjects[claim.subject].rows)
