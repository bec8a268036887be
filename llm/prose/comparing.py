"""Whether the words around a number make it a change, or a ratio, and of what to what."""

from __future__ import annotations

import re

from llm.prose import cues
from llm.prose.claims import Claim, Since
from llm.prose.context import Context
from llm.prose.directions import ends_at
from llm.prose.place import Place
from llm.prose.written import Unit

_OTHER_IS_BASE = re.compile(
    r"\b(?:than|als|versus|vs|compared|gegenüber|vergleich\w*|relative|over|behind|ahead|on|below"
    r"|above|unter|über|vor|hinter)\b",
    re.IGNORECASE,
)
_FIRST_IS_BASE = re.compile(r"\b(?:from|von|between|zwischen|since|seit)\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"\b(?:compared|versus|gegenüber|vergleich\w*|relative|than|als)\b", re.IGNORECASE
)
_JOINED = re.compile(r"\b(?:to|bis|and|und)\b", re.IGNORECASE)
_SO_MANY_TIMES = re.compile(r"\b(?:as|than|wie|als|of|that|so)\b", re.IGNORECASE)
_STEP = re.compile(
    r"previous|prior|before|vor(?:monat|jahr|quartal|woche)|zuvor|year[- ]over|month[- ]over",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?:gap|spread|difference|range|apart|abstand|differenz|spanne)\b", re.IGNORECASE
)
_OF_THE_WHOLE = re.compile(r"\b(?:share|of (?:the )?(?:total|all)|anteil)\b", re.IGNORECASE)
_MORE = re.compile(
    r"[\s)]*(?:more|less|fewer|higher|lower|mehr|weniger|ahead|behind|above|below"
    r"|points? (?:more|higher|lower))\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:(?:rose|fell|grew|dropped|declined|increased|decreased|up|down|gained|lost|climbed"
    r"|higher|lower|stieg\w*|sank\w*|fiel\w*|wuchs\w*|increase|decrease|decline|drop|rise|growth|gap"
    r"|difference|margin|lead|change)(?:\s(?:by|of|um|von))?)"
    r"\s(?:about\s|around\s|roughly\s|nearly\s|almost\s|over\s)?[$€£]?$",
    re.IGNORECASE,
)
_GAP = re.compile(r"\b(?:difference|gap|abstand|unterschied|differenz|vorsprung)\b", re.IGNORECASE)
_TO = re.compile(r"\b(?:to|at|from|auf|von)\s[$€£]?$", re.IGNORECASE)


def is_change(claim: Claim, place: Place) -> bool:
    if claim.since is Since.LOWEST:
        said = _SPAN.search(place.near) and ends_at(place.context.hidden)
        return claim.value > 0 and bool(said) and not place.context.subjects
    if not _is_between(claim, place):
        return False
    if not place.ways and not cues.DIFFERENCE.search(place.near):
        return False
    if claim.unit is not Unit.POINTS and _OF_THE_WHOLE.search(place.near):
        return False
    return place.goes(claim.value)


def is_ratio(claim: Claim, place: Place) -> bool:
    if claim.since is Since.LOWEST:
        return False
    if claim.since is Since.OTHER and claim.base >= 0:
        subjects = place.context.subjects
        first, second = sorted((claim.base, claim.subject))
        link = place.context.hidden[subjects[first].start : subjects[second].start]
        if _SO_MANY_TIMES.search(link):
            return claim.base > claim.subject
    return _is_between(claim, place)


def _is_between(claim: Claim, place: Place) -> bool:
    """Whether the sentence speaks of both ends of what lies between."""
    subjects = place.context.subjects
    match claim.since:
        case Since.OTHER:
            return _is_base(place.context, claim.base, claim.subject)
        case Since.AVERAGE:
            return bool(cues.SAYS_AVERAGE.search(place.near))
        case Since.BEFORE:
            said = claim.unit is not Unit.TIMES and _STEP.search(place.context.hidden)
            return len(subjects) <= 1 or bool(said)
        case _:
            return not subjects


def _is_base(context: Context, base: int, other: int) -> bool:
    """Whether the words make the one what the other is measured from."""
    subjects, text = context.subjects, context.hidden
    first, second = sorted((base, other))
    before, link = (
        text[: subjects[first].start],
        text[subjects[first].start : subjects[second].start],
    )
    if _OTHER_IS_BASE.search(link):
        return base == second
    if _FIRST_IS_BASE.search(before):
        return base == first
    if _BESIDE.search(before) and not _JOINED.search(link):
        return base == first
    if context.known.runs_in_time:
        order = {row: at for at, row in enumerate(context.known.by_time)}
        one, two = (min(order.get(row, 0) for row in subjects[i].rows) for i in (base, other))
        return one < two
    return True


def says_difference(place: Place) -> bool:
    """Whether the words right around a number make it a difference: "$389k more"."""
    if _MORE.match(place.after) or _GAP.search(place.before):
        return True
    return bool(_BY.search(place.before)) and not _TO.search(place.before)
