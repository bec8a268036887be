"""The numbers of a sentence, in whatever way they are written: English or German, digits or words.

What looks like a number and cannot be read means nothing, so that it is never found to be true.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from llm.prose.number_words import FOREIGN, VAGUE, read_run, value_of


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

    def means(self, value: float) -> bool:
        size = abs(value)
        return any(one.has(size) for one in self.ranges)


_CURRENCIES = {
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
_CODES = "|".join(sorted(map(re.escape, _CURRENCIES), key=len, reverse=True))
_SCALES = {
    **dict.fromkeys(("k", "tsd", "thousand", "tausend"), 1e3),
    **dict.fromkeys(("m", "mn", "mm", "mio", "million", "millions", "millionen"), 1e6),
    **dict.fromkeys(("b", "bn", "mrd", "billion", "billions", "milliarde", "milliarden"), 1e9),
    **dict.fromkeys(("t", "tn", "trillion", "trillions"), 1e12),
    **dict.fromkeys(("hundred", "hundert"), 1e2),
    **dict.fromkeys(("dozen", "dutzend"), 12.0),
}
_THIN = "\u00a0\u202f\u2009"
_DIGITS = re.compile(
    rf"(?P<sign>(?<!\w)[-−–+](?=\s?(?:[$€£¥₹₩]|\d)))?\s?"
    rf"(?:(?P<before>(?<![A-Za-z])(?:{_CODES}))[\s{_THIN}]?)?"
    r"(?P<sign2>[-−+](?=\d))?"
    rf"(?P<digits>\d{{1,3}}(?:[,.'’{_THIN} ]\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*)"
    r"(?:[eE](?P<exponent>[-+]?\d{1,3})(?!\w))?"
    rf"(?:[\s{_THIN}-]?(?P<scale>(?:tsd|mio|mrd)\b\.?|(?:thousand|tausend|millions?"
    rf"|millionen|billions?"
    r"|milliarden?|trillions?|hundred|hundert|dozen|dutzend)\b)|(?P<letter>(?:k|mn|mm"
    r"|m|bn|b|tn|t)(?!\w)))?"
    rf"(?:[\s{_THIN}]?(?P<after>%|‰|percentage[\s-]points?\b|points?\b(?=\s|[,.;!?)]|$)"
    rf"|per[\s-]?cent\b"
    rf"|prozentpunkten?\b|prozent\b|pp\b|bps\b|basis points?\b|promille\b"
    rf"|(?:{_CODES})(?![A-Za-z])))?"
    r"(?P<ending>(?:st|nd|rd|th)(?![A-Za-z])|[\s-]?(?:times|fold|mal|fache[snrm]?|x)(?![A-Za-z]))?",
    re.IGNORECASE,
)
_BY_WORD = {
    **dict.fromkeys(
        [
            "twice",
            "double",
            "doubled",
            "doubles",
            "doubling",
            "doppelt",
            "verdoppelt",
            "verdoppelte",
        ],
        2,
    ),
    **dict.fromkeys(
        ["doppelte", "doppelten", "verdoppelten", "verdoppelung", "zweifach", "zweimal"], 2
    ),
    **dict.fromkeys(
        [
            "triple",
            "tripled",
            "triples",
            "tripling",
            "thrice",
            "treble",
            "dreifach",
            "dreifache",
            "dreimal",
        ],
        3,
    ),
    **dict.fromkeys(["verdreifacht", "verdreifachte", "threefold", "dreifachen"], 3),
    **dict.fromkeys(
        ["quadruple", "quadrupled", "quadruples", "fourfold", "vierfach", "vierfache", "viermal"], 4
    ),
    **dict.fromkeys(["vervierfacht", "vervierfachte", "quadrupling"], 4),
    **dict.fromkeys(
        ["quintupled", "fivefold", "fünffach", "fünfmal", "verfünffacht", "fünffache"], 5
    ),
    **dict.fromkeys(["tenfold", "zehnfach", "verzehnfacht", "zehnmal", "zehnfache"], 10),
    **dict.fromkeys(
        ["halved", "halving", "halves", "halbiert", "halbierte", "halbierten", "halb"], 0.5
    ),
}
_RANKS = {
    **dict.fromkeys(
        ["second", "zweite", "zweiter", "zweiten", "zweites", "zweitgrößte", "zweithöchste"], 2
    ),
    **dict.fromkeys(
        ["zweitgrößten", "zweithöchsten", "zweitmeisten", "runner-up", "zweitgrößter"], 2
    ),
    **dict.fromkeys(
        ["third", "dritte", "dritter", "dritten", "drittes", "drittgrößte", "dritthöchste"], 3
    ),
    **dict.fromkeys(["drittgrößten", "dritthöchsten", "drittmeisten"], 3),
    **dict.fromkeys(["fourth", "vierte", "vierter", "vierten", "viertes", "viertgrößte"], 4),
    **dict.fromkeys(["fifth", "fünfte", "fünfter", "fünften", "fünftes"], 5),
    **dict.fromkeys(["sixth", "sechste", "sechster", "sechsten"], 6),
    **dict.fromkeys(["seventh", "siebte", "siebter", "siebten"], 7),
    **dict.fromkeys(["eighth", "achte", "achter", "achten"], 8),
    **dict.fromkeys(["ninth", "neunte", "neunter", "neunten"], 9),
    **dict.fromkeys(["tenth", "zehnte", "zehnter", "zehnten"], 10),
}
_PARTS = {
    **dict.fromkeys(("half", "hälfte"), 2),
    **dict.fromkeys(("third", "thirds", "drittel"), 3),
    **dict.fromkeys(("quarter", "quarters", "viertel"), 4),
    **dict.fromkeys(("fifth", "fifths", "fünftel"), 5),
    **dict.fromkeys(("sixth", "sixths", "sechstel"), 6),
    **dict.fromkeys(("eighth", "eighths", "achtel"), 8),
    **dict.fromkeys(("tenth", "tenths", "zehntel"), 10),
}
_MANY = {"two": 2, "three": 3, "four": 4, "seven": 7, "nine": 9, "zwei": 2, "drei": 3, "vier": 4}
_FRACTION = re.compile(
    rf"\b(?P<many>{'|'.join(_MANY)})[\s-](?P<parts>thirds|quarters|fifths|sixths|eighths|tenths"
    r"|drittel|viertel|fünftel|sechstel|achtel|zehntel)\b"
    r"|\b(?:an?|one|ein(?:e[nmr]?)?|das|dem|the)[\s-](?:\w+\s)?(?P<one>third|quarter"
    r"|fifth|sixth|eighth|tenth"
    r"|drittel|viertel|fünftel|sechstel|achtel|zehntel)(?=\s(?:of|der|des|aller|von"
    r"|vom|lower|less|higher"
    r"|more|weniger|mehr)\b|[,.;]|$)"
    r"|\b(?P<half>half|hälfte)\b(?!\s+(?:year|of (?:the year|20\d\d)))"
    r"|\b(?:one|einer|eine|jeder|every|1)\s(?:in|von|out of)\s(?P<nth>\w+)\b",
    re.IGNORECASE,
)
_ROUGH_SHARES = 0.025
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
_WORD = re.compile(r"[^\W\d_]+")
_RUN = re.compile(r"[^\W\d_]+(?:[\s-]+[^\W\d_]+)*")
_UNREADABLE = re.compile(
    r"\b(?:single|double|triple|two|three|six|seven)[\s-]digit|\bzweistellig", re.I
)
_AFTER_WORDS = re.compile(
    rf"^[\s-](?:(?P<percent>percent\b|per cent\b|prozent\b|%)"
    rf"|(?P<points>percentage points?\b|prozentpunkten?\b"
    rf"|points?\b)|(?P<times>times\b|fold\b|mal\b)|(?P<money>(?:{_CODES})\b))",
    re.IGNORECASE,
)
_LINKED = re.compile(r"^\s?(?:to|and|or|bis|und|oder|-|–|—|,|/)\s?[$€£]?$", re.IGNORECASE)


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


def numbers_of(text: str) -> list[Written]:
    """In their order; those in words, too."""
    found: list[Written] = []
    for read in (_fractions, _in_digits, _in_words):
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


def _in_digits(text: str) -> Iterator[Written]:
    for match in _DIGITS.finditer(text):
        start, end = match.start("digits"), match.end()
        if text[start - 1 : start].isalpha() and not match["before"]:
            yield Written(start, end, ())
            continue
        if text[end : end + 1].isalpha():
            yield Written(start, end, ())
            continue
        unit, currency, per = _unit(match)
        scale = _SCALES.get((match["scale"] or match["letter"] or "").strip(" .").lower(), 1.0)
        scale *= 10.0 ** int(match["exponent"] or 0) * per
        how = _qualified(text, match)
        ranges = tuple(
            _range(value * scale, step * scale, digits, how, scale)
            for value, step, digits in _readings(match["digits"])
        )
        yield Written(start, end, ranges, unit, _sign(text, match), currency, scale=scale / per)


def _sign(text: str, match: re.Match[str]) -> int:
    """A hyphen between words or numbers is none: "2020-2024", "top-5"."""
    sign = match["sign"] or match["sign2"]
    if not sign:
        return 0
    before = text[: match.start()].rstrip()[-1:]
    if (
        sign == "–"
        and text[match.start() - 1 : match.start()].isspace()
        and text[match.end("sign")].isspace()
    ):
        return 0
    if before.isdigit() or before == "%":
        return 0
    return 1 if sign == "+" else -1


def _qualified(text: str, match: re.Match[str]) -> str:
    return qualifier_before(text[: match.start()].rstrip() + " ")


def qualifier_before(before: str) -> str:
    """ "about", "over", "under" or ''; `before` ends where the number begins."""
    short = before[-40:]
    return next((name for name, words in _QUALIFIED.items() if words.search(short)), "")


def _range(value: float, step: float, zeros: float, how: str, scale: float) -> Range:
    """`step` is that of the last digit, `zeros` that of the last one that is no zero."""
    if not how:
        half = step / 2 if scale <= 1 else min(step / 2, _ROUGHEST / 2 * value)
        return Range(value - half, value + half)
    wide = max(step, min(zeros * scale, _ROUGHEST * value))
    if how == "about":
        return Range(value - wide / 2, value + wide / 2)
    return Range(value, value + wide) if how == "over" else Range(value - wide, value)


def _readings(digits: str) -> Iterator[tuple[float, float, float]]:
    """What digits may mean, with the steps of their last digit and of the last that is no zero."""
    plain = re.sub(rf"['’{_THIN} ]", "", digits)
    marks = [one for one in plain if one in ",."]
    if not marks:
        zeros = len(plain) - len(plain.rstrip("0"))
        yield float(plain), 1.0, 10.0**zeros
        return
    last = marks[-1]
    whole, _, rest = plain.rpartition(last)
    if len(marks) > 1 and (len(set(marks)) == 1 or marks.count(last) > 1):
        grouped = len(set(marks)) == 1 and all(len(part) == 3 for part in plain.split(last)[1:])
        if grouped:
            yield from _readings(plain.replace(last, ""))
        return
    if len(marks) > 1 or len(rest) != 3 or len(whole) > 3 or whole == "0":
        yield _decimal(whole, rest)
        return
    yield from _readings(whole + rest)
    yield _decimal(whole, rest)


def _decimal(whole: str, rest: str) -> tuple[float, float, float]:
    step = 10.0 ** -len(rest)
    return float(f"{re.sub('[,.]', '', whole)}.{rest}"), step, step


def _unit(match: re.Match[str]) -> tuple[Unit, str, float]:
    """With the currency, and what a written 1 is worth."""
    after, ending = (match["after"] or "").lower(), (match["ending"] or "").strip(" -").lower()
    if ending in ("st", "nd", "rd", "th"):
        return Unit.RANK, "", 1.0
    if ending:
        return Unit.TIMES, "", 1.0
    if after in ("‰", "promille"):
        return Unit.PERCENT, "", 0.001
    if after.startswith(("bps", "basis")):
        return Unit.POINTS, "", 0.0001
    if "point" in after or "punkt" in after or after == "pp":
        return Unit.POINTS, "", 0.01
    if after.startswith(("%", "per", "prozent")):
        return (Unit.NONE, "?", 0.01) if match["before"] else (Unit.PERCENT, "", 0.01)
    code = (after or match["before"] or "").lower()
    return (Unit.MONEY, _CURRENCIES[code], 1.0) if code else (Unit.NONE, "", 1.0)


def _fractions(text: str) -> Iterator[Written]:
    for match in _FRACTION.finditer(text):
        if match["nth"]:
            nth = read_run([match["nth"].lower()]) or (_float(match["nth"]), 1)
            value = 1 / nth[0] if nth[0] and nth[0] > 1 else None
            if value is None:
                continue
        elif match["half"]:
            value = 0.5
        elif match["one"]:
            value = 1 / _PARTS[match["one"].lower()]
        else:
            value = _MANY[match["many"].lower()] / _PARTS[match["parts"].lower()]
        how = qualifier_before(text[: match.start()].rstrip() + " ")
        rough = _ROUGH_SHARES if value < 1 else 0
        low = value if how == "over" else value - rough
        high = value if how == "under" else value + rough
        if how:
            low, high = (
                (low - rough if how == "under" else low),
                (high + rough if how == "over" else high),
            )
        yield Written(match.start(), match.end(), (Range(low, high),), Unit.PERCENT, in_words=True)


def _float(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdigit() else None


def _in_words(text: str) -> Iterator[Written]:
    for run in _RUN.finditer(text):
        words = list(_WORD.finditer(run.group()))
        said = [word.group().lower() for word in words]
        at = 0
        while at < len(words):
            start = run.start() + words[at].start()
            if (value := _by_word(said[at])) is not None:
                how = qualifier_before(text[:start].rstrip() + " ")
                yield Written(
                    start,
                    run.start() + words[at].end(),
                    (_times(value, how),),
                    Unit.TIMES,
                    in_words=True,
                )
            elif said[at] in _RANKS:
                value = float(_RANKS[said[at]])
                yield Written(
                    start,
                    run.start() + words[at].end(),
                    (Range(value, value),),
                    Unit.RANK,
                    in_words=True,
                )
            elif (read := read_run(said[at:])) is not None:
                last = words[at + read[1] - 1]
                if not (read[1] == 1 and said[at] in ("one", "eins", "score")):
                    yield _worded(text, start, run.start() + last.end(), read[0])
                at += read[1]
                continue
            at += 1


def _by_word(word: str) -> float | None:
    """ "doubled", "zwölfmal"."""
    if word in _BY_WORD:
        return float(_BY_WORD[word])
    stem = re.sub(r"(?:mal|fach|fache[nrs]?)$", "", word)
    return value_of(stem) if stem != word and stem not in ("ein", "eins") else None


def _times(value: float, how: str) -> Range:
    rough = 0.06 * value
    if how == "over":
        return Range(value, value + 4 * rough)
    if how == "under":
        return Range(value - 2 * rough, value)
    return (
        Range(value - rough, value + rough) if how else Range(value - rough / 2, value + rough / 2)
    )


def _worded(text: str, start: int, end: int, value: float) -> Written:
    how = qualifier_before(text[:start].rstrip() + " ")
    step = 10.0 ** (len(str(int(value))) - len(str(int(value)).rstrip("0"))) if value else 1.0
    unit, per, currency = Unit.NONE, 1.0, ""
    if after := _AFTER_WORDS.match(text[end:]):
        end += after.end()
        if after["percent"] or after["points"]:
            unit, per = (Unit.PERCENT if after["percent"] else Unit.POINTS), 0.01
        elif after["times"]:
            unit = Unit.TIMES
        else:
            unit, currency = Unit.MONEY, _CURRENCIES[after["money"].lower()]
    if unit is Unit.TIMES:
        return Written(start, end, (_times(value, how or "about"),), unit, in_words=True)
    found = _range(value * per, per, step, how, per)
    return Written(start, end, (found,), unit, currency=currency, in_words=True)
