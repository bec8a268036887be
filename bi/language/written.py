"""Times written in figures: 3/5/2025, 17:00, 5 pm, FY25, W23, the 1990s."""

from __future__ import annotations

import re
from datetime import date

from bi.language.lexicon.load import Lexicon
from bi.language.meanings import (
    ClockTime,
    FiscalYearNumber,
    Meaning,
    PercentileName,
    PeriodName,
    WeekNumber,
    WrittenDay,
)
from bi.language.periods import Period
from bi.language.words import Word
from bi.model.catalog import Grain

_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
_MONTH = re.compile(r"(\d{1,2})/(\d{4})|(\d{4})-(\d{2})")
_MONTHS = 12
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?([a-z.]*)")
_PREFIXED = re.compile(r"([a-z]+)(\d{1,4})")
_DECADE = re.compile(r"(\d{3}0)([a-z]+)")
# A year of two figures lies in the hundred years that end so long after 2000.
_PIVOT = 50


def written(span: tuple[Word, ...], lexicon: Lexicon) -> Meaning | None:
    """What one word with figures means, or a number and the half of the day after it."""
    text = " ".join(word.norm for word in span)
    if len(span) == 1:
        return _one(span[0], text, lexicon)
    if len(span) == 2 and span[0].plain and span[1].norm in lexicon.half_days:
        return _clock(text.replace(" ", ""), lexicon)
    return None


def _one(word: Word, text: str, lexicon: Lexicon) -> Meaning | None:
    if word.number is not None or not any(sign.isdigit() for sign in text):
        return None
    if found := _SLASHED.fullmatch(text):
        return WrittenDay(int(found[1]), int(found[3]), _year(found[4]), text, lexicon.day_first)
    if (found := _MONTH.fullmatch(text)) and 1 <= int(found[1] or found[4]) <= _MONTHS:
        year = int(found[2] or found[3])
        return PeriodName(Period(Grain.MONTH, year, int(found[1] or found[4])))
    if day := _iso(text):
        return PeriodName(Period(Grain.DAY, day=day))
    if (found := _DECADE.fullmatch(text)) and found[2] in lexicon.decade_endings:
        return PeriodName(Period(Grain.YEAR, year=int(found[1]), count=10))
    if found := _PREFIXED.fullmatch(text):
        return _prefixed(found[1], found[2], lexicon)
    return _clock(text, lexicon)


def _prefixed(prefix: str, figures: str, lexicon: Lexicon) -> Meaning | None:
    if prefix in lexicon.fiscal_prefixes and len(figures) in (2, 4):
        return FiscalYearNumber(_year(figures))
    if prefix in lexicon.percentile_prefixes and 0 < int(figures) < 100:
        return PercentileName(int(figures) / 100)
    if prefix in lexicon.week_prefixes and 1 <= int(figures) <= 53:
        return WeekNumber(int(figures))
    return None


def _clock(text: str, lexicon: Lexicon) -> ClockTime | None:
    """ "17:00", "5pm"; a bare number is none."""
    found = _CLOCK.fullmatch(text)
    if found is None or not (found[2] or found[3]):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if found[3] not in lexicon.half_days or not 1 <= hour <= 12:
            return None
        hour = hour % 12 + lexicon.half_days[found[3]]
    return ClockTime(hour, minute) if hour <= 24 and minute < 60 else None


def _year(figures: str) -> int:
    number = int(figures)
    if len(figures) > 2:
        return number
    return number + (2000 if number < _PIVOT else 1900)


def _iso(text: str) -> date | None:
    if len(text) != 10 or text[4] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
