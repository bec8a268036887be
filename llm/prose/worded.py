"""Numbers in words: "two thirds", "doubled", "twenty-five percent"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llm.prose.number_words import read_run, value_of
from llm.prose.written import CODES, CURRENCIES, Range, Unit, Written, qualifier_before, range_of

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


_RUN = re.compile(r"[^\W\d_]+(?:[\s-]+[^\W\d_]+)*")


_AFTER_WORDS = re.compile(
    rf"^[\s-](?:(?P<percent>percent\b|per cent\b|prozent\b|%)"
    rf"|(?P<points>percentage points?\b|prozentpunkten?\b"
    rf"|points?\b)|(?P<times>times\b|fold\b|mal\b)|(?P<money>(?:{CODES})\b))",
    re.IGNORECASE,
)


_WORD = re.compile(r"[^\W\d_]+")


def fractions(text: str) -> Iterator[Written]:
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


def in_words(text: str) -> Iterator[Written]:
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
            unit, currency = Unit.MONEY, CURRENCIES[after["money"].lower()]
    if unit is Unit.TIMES:
        return Written(start, end, (_times(value, how or "about"),), unit, in_words=True)
    found = range_of(value * per, per, step, how, per)
    return Written(start, end, (found,), unit, currency=currency, in_words=True, qualifier=how)
