"""A sentence as words with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from bi.language.lexicon.load import Lexicon


@dataclass(frozen=True, slots=True)
class Word:
    """`norm` is lower case, `lemma` its singular; `number` is set for digits.

    `start` and `end` are characters of the sentence (end excluded).
    """

    text: str
    start: int
    end: int
    norm: str
    lemma: str
    number: Decimal | None = None
    percent: bool = False
    plain: bool = False
    currency: bool = False
    quoted: bool = False


_WORD = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})(?!\d)"
    r"|(?P<figures>\d{1,2}(?P<part>[/.-])\d{1,2}(?P=part)\d{4}|\d{1,2}/\d{1,2}/\d{2}"
    r"|\d{1,2}/\d{4}|\d{4}-\d{2}|\d{1,2}:\d{2}(?:[a-z]{2})?)(?![\w/])"
    r"|(?P<number>[$€£]?\d+(?:,\d{3})*(?:\.\d+)?)(?P<suffix>\s?(?:%|percent\b|per\scent\b)|[a-z]{1,2}\b)?"
    r"|(?P<word>[^\W\d_]+(?:\.[^\W\d_]\b\.?)*(?:['’][^\W\d_]+)?[0-9]*)"
    r"|(?P<sign>>=|<=|!=|<>|[=<>,&+#%/*@–-])",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“”]([^\"“”]+)[\"“”]|(?<!\w)['‘]([^'‘’]+)['’](?!\w)")


def words_of(text: str, lexicon: Lexicon) -> tuple[Word, ...]:
    """Every word, number and meaningful sign; other punctuation is left out."""
    quotes = [match.span() for match in _QUOTED.finditer(text)]
    words: list[Word] = []
    for match in _WORD.finditer(text):
        word = _word(match, lexicon)
        if word is None:
            continue
        if any(start <= word.start and word.end <= end for start, end in quotes):
            word = replace(word, quoted=True)
        words.append(word)
    return tuple(words)


def _word(match: re.Match[str], lexicon: Lexicon) -> Word | None:
    text, start, end = match.group(), match.start(), match.end()
    if match["number"]:
        return _number(match, lexicon)
    if match["sign"] == "-" and _joins_words(match):
        return None
    norm = text.lower().replace("’", "'")
    if norm.endswith("'s") and not lexicon.knows(norm):
        norm = norm[:-2]
    return Word(text, start, end, norm, lexicon.singular(norm))


def _joins_words(match: re.Match[str]) -> bool:
    """A hyphen inside "sub-category" is no sign of its own; between figures it is."""
    text, at = match.string, match.start()
    if not 0 < at < len(text) - 1 or (text[at - 1].isdigit() and text[at + 1].isdigit()):
        return False
    return text[at - 1].isalnum() and text[at + 1].isalnum()


def _number(match: re.Match[str], lexicon: Lexicon) -> Word:
    digits, suffix = match["number"], (match["suffix"] or "").strip().lower()
    number = Decimal(digits.lstrip("$€£").replace(",", ""))
    percent = suffix in ("%", "percent", "per cent")
    norm = match.group().lower()
    if suffix in lexicon.scales:
        number *= lexicon.scales[suffix]
    elif suffix and not percent and suffix not in ("st", "nd", "rd", "th"):
        # "3d" is not a number: it stays a word that something must explain.
        return Word(match.group(), match.start(), match.end(), norm, norm)
    return Word(
        match.group(),
        match.start(),
        match.end(),
        norm,
        norm,
        number,
        percent=percent,
        plain=digits.isdigit() and not suffix,
        currency=digits[0] in "$€£",
    )


def phrase(text: str, lexicon: Lexicon) -> tuple[Word, ...]:
    """A catalog name as words; underscores and hyphens part them."""
    return words_of(text.replace("_", " "), lexicon)
