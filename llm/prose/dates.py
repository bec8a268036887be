"""The days, months, quarters, years and times of day that a sentence names, English or German."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bi.model.catalog import Grain


@dataclass(frozen=True, slots=True)
class Dated:
    """What is said of a moment; None is not said."""

    start: int
    end: int
    year: int | None = None
    half: int | None = None
    quarter: int | None = None
    month: int | None = None
    week: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    fiscal: bool = False

    @property
    def grain(self) -> Grain:
        if self.hour is not None:
            return Grain.HOUR
        if self.day is not None:
            return Grain.DAY
        if self.week is not None:
            return Grain.WEEK
        if self.month is not None:
            return Grain.MONTH
        return Grain.QUARTER if self.quarter or self.half else Grain.YEAR

    def has(self, other: Dated) -> bool:
        """Whether all that is said here is said there too."""
        pairs = (
            (self.year, other.year),
            (self.half, other.half),
            (self.quarter, other.quarter),
            (self.month, other.month),
            (self.week, other.week),
            (self.day, other.day),
            (self.hour, other.hour),
        )
        return self.fiscal == other.fiscal and all(a is None or a == b for a, b in pairs)


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner",
            "february feb februar",
            "march mar märz mrz mär",
            "april apr",
            "may mai",
            "june jun juni",
            "july jul juli",
            "august aug",
            "september sep sept",
            "october oct oktober okt",
            "november nov",
            "december dec dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH_NAMES = frozenset(_MONTHS)
_M = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?(?![\w])"
_Y = r"(?P<year>(?:19|20|21)\d\d)(?!\d|[.,]\d|\s?%)"
_ORDINALS = {
    **dict.fromkeys(("first", "1st", "erste", "ersten", "erstes", "1."), 1),
    **dict.fromkeys(("second", "2nd", "zweite", "zweiten", "zweites", "2."), 2),
    **dict.fromkeys(("third", "3rd", "dritte", "dritten", "drittes", "3."), 3),
    **dict.fromkeys(("fourth", "4th", "vierte", "vierten", "viertes", "last", "final", "4."), 4),
}
_NTH = "|".join(sorted(map(re.escape, _ORDINALS), key=len, reverse=True))


def _number(match: re.Match[str], name: str) -> int | None:
    said = match.groupdict().get(name)
    return int(said) if said else None


def _day(match: re.Match[str]) -> Iterator[Dated]:
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS[month.lower()]
    hour, minute = _number(match, "hour"), _number(match, "minute")
    day = _number(match, "day")
    if number > 12:
        return
    yield Dated(
        *match.span(), year=_number(match, "year"), month=number, day=day, hour=hour, minute=minute
    )


def _month(match: re.Match[str]) -> Iterator[Dated]:
    name = match["month"]
    if not name[0].isupper() or (name == "May" and not match["year"] and not _is_may(match)):
        return
    yield Dated(*match.span(), year=_number(match, "year"), month=_MONTHS[name.lower()])


def _is_may(match: re.Match[str]) -> bool:
    before = match.string[: match.start()].split()
    after = match.string[match.end() :].lstrip()[:1]
    links = {
        "in",
        "of",
        "to",
        "from",
        "and",
        "since",
        "until",
        "by",
        "through",
        "for",
        "than",
        "was",
    }
    return (bool(before) and before[-1].lower().strip("(,") in links) or after in (
        ":",
        ",",
        ")",
        "",
    )


def _slashed(match: re.Match[str]) -> Iterator[Dated]:
    one, other = int(match["one"]), int(match["other"])
    year = int(match["year"])
    pairs = [(one, other)] if "." in match.group() else [(other, one), (one, other)]
    for day, month in pairs:
        if month <= 12 and day <= 31:
            yield Dated(*match.span(), year=year, month=month, day=day)


def _quarter(match: re.Match[str]) -> Iterator[Dated]:
    said = match["quarter"].lower()
    yield Dated(
        *match.span(),
        year=_number(match, "year"),
        quarter=int(said) if said.isdigit() else _ORDINALS[said],
    )


def _half(match: re.Match[str]) -> Iterator[Dated]:
    said = match["half"].lower()
    half = int(said) if said.isdigit() else min(2, _ORDINALS[said])
    yield Dated(*match.span(), year=_number(match, "year"), half=half)


def _fiscal(match: re.Match[str]) -> Iterator[Dated]:
    year = match["year"]
    full = int(year) if len(year) == 4 else 2000 + int(year)
    yield Dated(*match.span(), year=full, quarter=_number(match, "quarter"), fiscal=True)


def _week(match: re.Match[str]) -> Iterator[Dated]:
    yield Dated(*match.span(), year=_number(match, "year"), week=int(match["week"]))


def _hour(match: re.Match[str]) -> Iterator[Dated]:
    hour, half = int(match["hour"]), (match["half"] or "").lower().replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    if hour <= 24 and (half or match["minute"]):
        yield Dated(*match.span(), hour=hour % 24, minute=_number(match, "minute") or 0)


def _years(match: re.Match[str]) -> Iterator[Dated]:
    first, last = int(match["first"]), match["last"]
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    middle = match.start("last")
    yield Dated(match.start(), middle, year=first)
    yield Dated(middle, match.end(), year=end)


def _year(match: re.Match[str]) -> Iterator[Dated]:
    yield Dated(*match.span(), year=int(match["year"]))


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Iterator[Dated]]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (
            r"\b(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?(?:[T "
            r"](?P<hour>\d{2}):(?P<minute>\d{2})(?::\d{2})?)?(?![\d-])",
            _day,
        ),
        (rf"\b(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)?\s(?:of\s)?{_M}(?:,?\s{_Y})?", _day),
        (rf"\b{_M}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.,]*\d|\s?%)(?:,?\s{_Y})?", _day),
        (rf"\b{_M}(?:\s(?:of\s)?{_Y})?", _month),
        (r"\b(?P<one>\d{1,2})([./])(?P<other>\d{1,2})\2(?P<year>(?:19|20)\d\d)\b", _slashed),
        (r"\bFY\s?(?P<year>\d{4}|\d{2})(?:\s?Q(?P<quarter>[1-4]))?\b", _fiscal),
        (rf"\bQ(?P<quarter>[1-4])\b(?:[\s/-]?(?:of\s)?{_Y})?", _quarter),
        (rf"\b(?:{_Y}[\s-])?Q(?P<quarter>[1-4])\b", _quarter),
        (
            rf"(?<!\w)(?P<quarter>{_NTH})\s(?:quarter|quartal)s?\b(?:\s(?:of\s"
            rf"|des Jahres\s)?{_Y})?",
            _quarter,
        ),
        (rf"\bH(?P<half>[12])\b(?:[\s/-]?{_Y})?", _half),
        (
            rf"(?<!\w)(?P<half>{_NTH})\s(?:half|jahreshälfte"
            rf"|halbjahr)\b(?:\s(?:of\s(?:the year)?)?(?:{_Y})?)?",
            _half,
        ),
        (
            r"(?<![\d.,])(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?(?:\s?(?P<half>[ap]\.?m\b\.?"
            r"|uhr\b))?(?![\d%]|[.,:]\d)",
            _hour,
        ),
        (
            rf"\b(?:calendar\s)?(?:week|KW|Kalenderwoche"
            rf"|Woche)\s(?P<week>\d{{1,2}})\b(?:[\s/]?(?:of\s)?{_Y})?",
            _week,
        ),
        (
            r"(?<![\d.,$€£])(?P<first>(?:19|20)\d\d)\s?[-–/]\s?(?P<last>(?:19|20)?\d\d)(?!\d"
            r"|[.,]\d|\s?%)",
            _years,
        ),
        (rf"(?<![\d.,$€£¥+−-]){_Y}", _year),
    )
)


def dates_of(text: str) -> list[Dated]:
    """In their order. A day that can be read in two ways is there twice, at one place."""
    found: list[Dated] = []
    for pattern, reader in _READERS:
        for match in pattern.finditer(text):
            if not any(match.start() < one.end and one.start < match.end() for one in found):
                found += reader(match)
    return sorted(found, key=lambda one: one.start)
