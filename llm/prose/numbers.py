"""The numbers of a sentence, in whatever way they are written: English or German, digits or words.

What looks like a number and cannot be read means nothing, so that it is never found to be true.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from llm.prose.digits import in_digits
from llm.prose.number_words import FOREIGN, VAGUE
from llm.prose.worded import fractions, in_words
from llm.prose.written import Range, Unit, Written

_WORD = re.compile(r"[^\W\d_]+")
_UNREADABLE = re.compile(
    r"\b(?:single|double|triple|two|three|six|seven)[\s-]digit|\bzweistellig", re.I
)


_LINKED = re.compile(r"^\s?(?:to|and|or|bis|und|oder|-|–|—|,|/)\s?[$€£]?$", re.IGNORECASE)


_FOREIGN_ONLY = FOREIGN - {
    "vier",
    "double",
    "triple",
    "once",
    "score",
    "sept",
    "due",
    "tiers",
    "cent",
    "mil",
    "dos",
}


_READ = frozenset(
    {
        "the", "and", "of", "is", "was", "were", "with", "der", "die", "das", "und", "ist", "mit",
        "von", "sind", "im",
    }
)  # fmt: skip


def is_doubtful(text: str) -> bool:
    """Whether it holds what cannot be seen, digits that are none of ours, or a number in words
    that cannot be looked up."""
    for one in text:
        if one.isascii():
            if one < " " and one not in "\n\t":
                return True
            continue
        kind = unicodedata.category(one)
        if kind in ("Cf", "Cc", "Co", "Cs", "Nd", "Nl", "No", "Me"):
            return True
    if _UNREADABLE.search(text):
        return True
    words = {word.lower() for word in _WORD.findall(text)}
    if words & VAGUE:
        return True
    return bool(words & _FOREIGN_ONLY) and not words & _READ


def numbers_of(text: str) -> list[Written]:
    """In their order; those in words, too."""
    found: list[Written] = []
    for read in (fractions, in_digits, in_words):
        taken = [(one.start, one.end) for one in found]
        found += [one for one in read(text) if not _overlaps(one, taken)]
    found.sort(key=lambda one: one.start)
    return _shared(text, found)


def _overlaps(one: Written, taken: list[tuple[int, int]]) -> bool:
    return any(one.start < end and start < one.end for start, end in taken)


def _shared(text: str, found: list[Written]) -> list[Written]:
    """ "4 to 12%": what stands after the second number counts for the first as well."""
    for at in range(len(found) - 2, -1, -1):
        one, after = found[at], found[at + 1]
        bare = one.unit is Unit.NONE and not one.in_words
        if not (bare and after.ranges and one.scale == 1.0):
            continue
        if not _LINKED.match(text[one.end : after.start]) or any(r.high > 1000 for r in one.ranges):
            continue
        per = 0.01 if after.unit is Unit.PERCENT else after.scale
        if after.unit in (Unit.PERCENT, Unit.MONEY) or per != 1.0:
            ranges = tuple(Range(r.low * per, r.high * per) for r in one.ranges)
            found[at] = replace(one, ranges=ranges, unit=after.unit, currency=after.currency)
    return found
