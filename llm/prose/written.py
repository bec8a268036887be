"""A number as a sentence has it: what it can mean, as far as it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    NONE = "none"
    PERCENT = "percent"  # 25 % is 0.25
    MONEY = "money"
    POINTS = "points"  # of percentages: a difference of 0.01
    TIMES = "times"  # "doubled", "three times"
    RANK = "rank"  # "second", "3rd"


@dataclass(frozen=True, slots=True)
class Range:
    """What a way of writing a number covers; both ends included."""

    low: float
    high: float

    def has(self, value: float) -> bool:
        slack = 1e-9 * max(abs(value), abs(self.high)) + 1e-12
        return self.low - slack <= value <= self.high + slack


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it stands at `start` to `end`, without its sign.

    `ranges` are what it can mean (1.234 is two things), as far as it is written; none: it cannot
    be read. `sign` is 0 where none is written. `currency` is a code, '' where none is written.
    """

    start: int
    end: int
    ranges: tuple[Range, ...]
    unit: Unit = Unit.NONE
    sign: int = 0
    currency: str = ""
    in_words: bool = False
    scale: float = 1.0
    # "about", "over", "under", or ''.
    qualifier: str = ""

    def means(self, value: float) -> bool:
        size = abs(value)
        return any(one.has(size) for one in self.ranges)


CURRENCIES = {
    **dict.fromkeys(("$", "us$", "usd", "dollar", "dollars", "bucks"), "USD"),
    **dict.fromkeys(("€", "eur", "euro", "euros"), "EUR"),
    **dict.fromkeys(("£", "gbp", "pound", "pounds", "pfund"), "GBP"),
    **dict.fromkeys(("¥", "jpy", "yen"), "JPY"),
    **dict.fromkeys(("₹", "inr", "rupees"), "INR"),
    **dict.fromkeys(("₩", "krw"), "KRW"),
    **dict.fromkeys(("chf", "franken", "francs"), "CHF"),
    **dict.fromkeys(("ca$", "cad"), "CAD"),
    **dict.fromkeys(("a$", "aud"), "AUD"),
    **dict.fromkeys(("r$", "brl"), "BRL"),
    **dict.fromkeys(("sek", "kronor"), "SEK"),
    **dict.fromkeys(("cn¥", "cny"), "CNY"),
    **dict.fromkeys(("mx$", "mxn"), "MXN"),
    **dict.fromkeys(("nz$", "nzd"), "NZD"),
    **dict.fromkeys(("hk$", "hkd"), "HKD"),
    **dict.fromkeys(("nt$", "twd"), "TWD"),
    **dict.fromkeys(("pln", "zł"), "PLN"),
    "₪": "ILS",
    "₫": "VND",
    "₱": "PHP",
    "cents": "?",
    "cent": "?",
}


CODES = "|".join(sorted(map(re.escape, CURRENCIES), key=len, reverse=True))


THIN = "\u00a0\u202f\u2009"


_QUALIFIED = {
    "about": re.compile(
        r"(?:\b(?:about|around|roughly|approximately|approx\.?|circa|ca\.?|etwa|rund|ungefähr|some"
        r"|an estimated|in etwa|grob)|[~≈])\s*(?:the\s|die\s|den\s|ein\w*\s|an?\s)?$",
        re.IGNORECASE,
    ),
    "over": re.compile(
        r"\b(?:over|more than|above|exceed(?:ed|s|ing)|at least|upwards of|über|mehr als|gut"
        r"|mindestens)\s+(?:the\s|die\s|den\s|ein\w*\s|an?\s)?$",
        re.IGNORECASE,
    ),
    "under": re.compile(
        r"\b(?:almost|nearly|under|less than|fewer than|below|close to|fast|knapp|beinahe|unter"
        r"|weniger als|nahezu|at most|höchstens)\s+(?:the\s|die\s|den\s|ein\w*\s|an?\s)?$",
        re.IGNORECASE,
    ),
}


# However few digits there are: 2.6 million are no 3 million.
_ROUGHEST = 0.12


def qualifier_before(before: str) -> str:
    """ "about", "over", "under" or ''; `before` ends where the number begins."""
    short = before[-40:]
    return next((name for name, words in _QUALIFIED.items() if words.search(short)), "")


def range_of(value: float, step: float, zeros: float, how: str, scale: float) -> Range:
    """`step` is that of the last digit, `zeros` that of the last one that is no zero."""
    if not how:
        half = step / 2 if scale <= 1 else min(step / 2, _ROUGHEST / 2 * value)
        return Range(value - half, value + half)
    wide = max(step, min(zeros * scale, _ROUGHEST * value))
    if how == "about":
        return Range(value - wide / 2, value + wide / 2)
    return Range(value, value + wide) if how == "over" else Range(value - wide, value)
