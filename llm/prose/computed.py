"""Numbers that stand in the computed texts, or in what was asked."""

from __future__ import annotations

import re

from bi.model.words import singular
from llm.prose import cues
from llm.prose.context import clause_of
from llm.prose.counting import same_noun
from llm.prose.directions import ends_at, ways_at
from llm.prose.known import Told, words_of
from llm.prose.place import Place, unit_fits
from llm.prose.roles import OF_BEFORE
from llm.prose.written import Unit, Written

_CONDITION = re.compile(
    r"\b(?:top|first|last|bottom|over|above|more than|at least|under|below|less than|least"
    r"|exceed\w*|über|unter|mehr als|mindestens|ersten|letzten|größten|largest|highest|lowest"
    r"|best)\s[$€£]?$",
    re.IGNORECASE,
)
_RATE = re.compile(r"\b(?:margin|rate|growth|discount|marge|quote|rabatt)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\s(?:the|in the)\s(?:previous|prior)\b")


def is_asked(place: Place) -> bool:
    """A condition of the query, or a number of the title among the same words."""
    one, known = place.written, place.known
    if any(one.means(value) for value in known.limits) and _CONDITION.search(place.before):
        return True
    title = known.facts.title
    for asked in known.asked:
        if asked.unit is one.unit and asked.ranges == one.ranges:
            before = words_of(title[: asked.start])[-1:]
            after = [singular(word) for word in words_of(title[asked.end :])[:1]]
            if before and before == words_of(place.before)[-1:]:
                return True
            if after and after == place.nouns(1):
                return True
    return False


def is_computed(place: Place) -> bool:
    """The same number of the same rows, with the same direction, in a computed sentence."""
    return any(_is_in(told, place) for told in place.known.told)


def _is_in(told: Told, place: Place) -> bool:
    context = place.context
    if told.rows and not context.rows <= told.rows:
        return False
    if not told.rows and context.mentions and len(context.rows) < place.known.shape.row_count:
        return False
    return any(_is_same(place, told, other) for other in told.written)


def _is_same(place: Place, told: Told, other: Written) -> bool:
    one = place.written
    if not unit_fits(other.unit, one.unit) or not is_no_more_exact(one, other):
        return False
    if one.unit is Unit.MONEY and one.currency != other.currency:
        return False
    if one.qualifier in ("over", "under") and one.qualifier != other.qualifier:
        return False
    if _RATE.findall(place.near) and not _RATE.search(told.text):
        return False
    is_loss = other.sign < 0 and not one.sign and cues.LOSS.search(place.near)
    if one.sign != other.sign and -1 in (one.sign, other.sign) and not is_loss:
        return False
    was_before = bool(_BEFORE.match(told.text[other.end :]))
    if was_before and not cues.EARLIER.search(place.near):
        return False
    if OF_BEFORE.search(place.before) and not was_before:
        return False
    left, right = told.text[max(0, other.start - 60) : other.start], told.text[other.end :]
    theirs = f"{left} ¤ {clause_of(right[:40])}"
    return _agree(place.near, theirs, told.text) and same_noun(place.after, right)


def is_no_more_exact(one: Written, other: Written) -> bool:
    """Whether a number is another one's, and no more exact than that is written."""
    for theirs in other.ranges:
        middle = (theirs.low + theirs.high) / 2
        for mine in one.ranges:
            if mine.has(middle) and mine.high - mine.low >= 0.99 * (theirs.high - theirs.low):
                return True
    return False


def _agree(mine: str, theirs: str, whole: str) -> bool:
    """Whether two places in texts say the same of a number: up or down, highest or lowest."""
    for words_at in (ways_at, ends_at):
        one, other, every = ({way for _, way in words_at(t)} for t in (mine, theirs, whole))
        if one and ((other and not one & other) or not one & every):
            return False
    if cues.SAYS_TOTAL.search(mine) and not cues.SAYS_TOTAL.search(theirs):
        return False
    return not cues.SAYS_AVERAGE.search(mine) or bool(cues.SAYS_AVERAGE.search(whole))
