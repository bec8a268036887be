"""The numbers of a sentence, in whatever way they are written: English or German, digits or words.

What looks like a number and cannot be read is one that cannot be known: `doubtful`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class Unit(StrEnum):
    NONE = "none"
    PERCENT = "percent"  # 25 % is 0.25
    MONEY = "money"
    POINTS = "points"  # of percentages: a difference of 0.01
    TIMES = "times"  # "doubled", "three times"
    RANK = "rank"  # "second", "3rd"


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it stands at `start` to `end`.

    `values` are what it can mean (1.234 is two things), each with the step of its last digit.
    """

    start: int
    end: int
    values: tuple[tuple[float, float], ...]
    unit: Unit = Unit.NONE

    @property
    def rounded(self) -> Written:
        """The same where it was said to be rounded: as far as it ends in zeros."""
        return replace(
            self, values=tuple((v, max(step, _zeros(v, step))) for v, step in self.values)
        )


def _zeros(value: float, step: float) -> float:
    """The place of its last digit that is none."""
    while value and step < abs(value) and round(value / (step * 10)) * step * 10 == value:
        step *= 10
    return step


_SCALES = {
    **dict.fromkeys(("k", "tsd", "thousand", "tausend"), 1e3),
    **dict.fromkeys(("m", "mn", "mm", "mio", "million", "millions", "millionen"), 1e6),
    **dict.fromkeys(("b", "bn", "mrd", "billion", "billions", "milliarde", "milliarden"), 1e9),
    **dict.fromkeys(("trillion", "billionen"), 1e12),
}
_SPACES = "\u00a0\u202f\u2009"
_DIGITS = re.compile(
    rf"(?P<sign>[-−+]\s?)?(?P<money>[$€£¥]\s?)?"
    rf"(?P<digits>\d{{1,3}}(?:[,.'’{_SPACES} ]\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
    r"(?:e(?P<exponent>[-+]?\d{1,3}))?"
    r"(?:(?P<scale>\s?(?:tsd|mio|mrd)\.?|\s?(?:thousand|tausend|millions?|millionen|billions?|billionen"
    r"|milliarden?|trillion)\b|(?:k|mn|mm|m|bn|b)\b))?"
    r"(?P<unit>\s?(?:%|percentage points?|percent\b|per cent\b|prozentpunkte?n?|prozent\b|pp\b"
    r"|[$€£¥]|usd\b|eur\b|dollars?\b|euros?\b)|(?:st|nd|rd|th)\b|\s?(?:times|fold|mal|x)\b)?",
    re.IGNORECASE,
)
_WORDS = {
    name: value
    for value, names in enumerate(
        [
            "zero null",
            "",
            "two zwei zwo",
            "three drei",
            "four vier",
            "five fünf",
            "six sechs",
            "seven sieben",
            "eight acht",
            "nine neun",
            "ten zehn",
            "eleven elf",
            "twelve zwölf",
            "thirteen dreizehn",
            "fourteen vierzehn",
            "fifteen fünfzehn",
            "sixteen sechzehn",
            "seventeen siebzehn",
            "eighteen achtzehn",
            "nineteen neunzehn",
            "twenty zwanzig",
        ]
    )
    for name in names.split()
} | {
    **dict.fromkeys(("thirty", "dreißig"), 30),
    **dict.fromkeys(("forty", "vierzig"), 40),
    **dict.fromkeys(("fifty", "fünfzig"), 50),
    **dict.fromkeys(("sixty", "sechzig"), 60),
    **dict.fromkeys(("seventy", "siebzig"), 70),
    **dict.fromkeys(("eighty", "achtzig"), 80),
    **dict.fromkeys(("ninety", "neunzig"), 90),
    **dict.fromkeys(("hundred", "hundert"), 100),
    **dict.fromkeys(("thousand", "tausend"), 1000),
    **dict.fromkeys(("dozen", "dutzend"), 12),
    **dict.fromkeys(("million", "millionen"), 1_000_000),
    **dict.fromkeys(("billion", "milliarde", "milliarden"), 1_000_000_000),
}
_TIMES = {
    **dict.fromkeys(
        ("twice", "double", "doubled", "doubles", "doppelt", "verdoppelt", "zweimal"), 2
    ),
    **dict.fromkeys(
        ("triple", "tripled", "triples", "thrice", "dreifach", "verdreifacht", "dreimal"), 3
    ),
    **dict.fromkeys(("quadruple", "quadrupled", "vierfach", "vervierfacht", "viermal"), 4),
    **dict.fromkeys(("halved", "halbiert"), 0.5),
}
_RANKS = {
    **dict.fromkeys(("second", "zweite", "zweiter", "zweiten", "zweitgrößte", "zweithöchste"), 2),
    **dict.fromkeys(("third", "dritte", "dritter", "dritten", "drittgrößte", "dritthöchste"), 3),
    **dict.fromkeys(("fourth", "vierte", "vierter", "vierten"), 4),
    **dict.fromkeys(("fifth", "fünfte", "fünfter", "fünften"), 5),
}
_SHARES = {"half": 1 / 2, "hälfte": 1 / 2, "third": 1 / 3, "drittel": 1 / 3, "quarter": 1 / 4}
_SHARES |= {"viertel": 1 / 4, "fifth": 1 / 5, "fünftel": 1 / 5, "tenth": 1 / 10, "zehntel": 1 / 10}
_FRACTION = re.compile(
    r"\b(?:(?P<many>two|three|four|zwei|drei|vier)[\s-]|an?\s|one[\s-]|ein(?:e[nrm]?)?\s)?"
    r"(?P<part>half|hälfte|thirds?|drittel|quarters?|viertel|fifths?|fünftel|tenths?|zehntel)"
    r"(?=\s(?:of|der|des|aller|von)\b|\s+(?:all\b))",
    re.IGNORECASE,
)
_MANY = {"two": 2, "zwei": 2, "three": 3, "drei": 3, "four": 4, "vier": 4}
_WORD = re.compile(r"[^\W\d_]+")
_TIMES_AFTER = re.compile(r"[\s-]?(?:times|fold|mal|fach\w*)\b", re.IGNORECASE)
_ROUGH_TIMES = 0.4
# A fraction in words is a rough one.
_ROUGH = 0.04


def is_doubtful(text: str) -> bool:
    """Whether it holds what cannot be seen, or digits that are none of ours."""
    for one in text:
        if unicodedata.category(one) in ("Cf", "Cc") and one not in "\n\t":
            return True
        if not one.isascii() and unicodedata.category(one) in ("Nd", "Nl", "No"):
            return True
    return False


def numbers_of(text: str) -> list[Written]:
    """In their order; those in words, too."""
    found = [*_fractions(text)]
    taken = [(one.start, one.end) for one in found]
    found += [one for one in _in_digits(text) if not _overlaps(one, taken)]
    taken = [(one.start, one.end) for one in found]
    found += [one for one in _in_words(text) if not _overlaps(one, taken)]
    return sorted(found, key=lambda one: one.start)


def _overlaps(one: Written, taken: list[tuple[int, int]]) -> bool:
    return any(one.start < end and start < one.end for start, end in taken)


def _in_digits(text: str) -> Iterator[Written]:
    for match in _DIGITS.finditer(text):
        scale = _SCALES.get((match["scale"] or "").strip(" .").lower(), 1.0)
        scale *= 10.0 ** int(match["exponent"] or 0)
        sign = (
            -1.0 if (match["sign"] or "").strip() in ("-", "−") and _is_sign(text, match) else 1.0
        )
        unit = _unit(match)
        per = 0.01 if unit in (Unit.PERCENT, Unit.POINTS) else 1.0
        values = tuple(
            (sign * value * scale * per, step * scale * per)
            for value, step in _readings(match["digits"])
        )
        yield Written(match.start("digits"), match.end(), values, unit)


def _is_sign(text: str, match: re.Match[str]) -> bool:
    """A hyphen between words or numbers is none: "2020-2024", "top-5"."""
    before = text[: match.start()][-1:]
    return not before or before.isspace() or before in "(["


def _readings(digits: str) -> Iterator[tuple[float, float]]:
    plain = re.sub(rf"['’{_SPACES} ]", "", digits)
    marks = [one for one in plain if one in ",."]
    if not marks:
        yield float(plain), 1.0
        return
    last = marks[-1]
    whole, _, rest = plain.rpartition(last)
    if len(set(marks)) == 2 or (len(marks) == 1 and len(rest) != 3):
        yield _decimal(whole, rest)
    elif len(marks) == 1:
        yield float(whole + rest), 1.0
        yield _decimal(whole, rest)
    else:
        yield float(re.sub("[,.]", "", plain)), 1.0


def _decimal(whole: str, rest: str) -> tuple[float, float]:
    return float(f"{re.sub('[,.]', '', whole)}.{rest}"), 10.0 ** -len(rest)


def _unit(match: re.Match[str]) -> Unit:
    said = (match["unit"] or "").strip().lower()
    if "point" in said or "punkt" in said or said == "pp":
        return Unit.POINTS
    if said.startswith(("%", "per", "prozent")):
        return Unit.PERCENT
    if said in ("st", "nd", "rd", "th"):
        return Unit.RANK
    if said in ("times", "fold", "mal", "x"):
        return Unit.TIMES
    return Unit.MONEY if said or match["money"] else Unit.NONE


def _fractions(text: str) -> Iterator[Written]:
    for match in _FRACTION.finditer(text):
        part = match["part"].lower()
        share = _SHARES[part if part in _SHARES else part.rstrip("s")]
        value = share * _MANY.get((match["many"] or "").lower(), 1)
        yield Written(match.start(), match.end(), ((value, _ROUGH),), Unit.PERCENT)


def _in_words(text: str) -> Iterator[Written]:
    for match in _WORD.finditer(text):
        word, place = match.group().lower(), (match.start(), match.end())
        if word in _WORDS and _TIMES_AFTER.match(text, match.end()):
            yield Written(*place, ((float(_WORDS[word]), _ROUGH_TIMES),), Unit.TIMES)
        elif word in _WORDS:
            yield Written(*place, ((float(_WORDS[word]), 1.0),))
        elif word in _TIMES:
            yield Written(*place, ((_TIMES[word], 0.1),), Unit.TIMES)
        elif word in _RANKS:
            yield Written(*place, ((float(_RANKS[word]), 1.0),), Unit.RANK)
