"""Numbers in digits: "$1.2M", "1.234,5", "3rd", "12 %"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llm.prose.written import (
    CODES,
    CURRENCIES,
    THIN,
    Unit,
    Written,
    qualifier_before,
    range_of,
)

_SCALES = {
    **dict.fromkeys(("k", "tsd", "thousand", "tausend"), 1e3),
    **dict.fromkeys(("m", "mn", "mm", "mio", "million", "millions", "millionen"), 1e6),
    **dict.fromkeys(("b", "bn", "mrd", "billion", "billions", "milliarde", "milliarden"), 1e9),
    **dict.fromkeys(("t", "tn", "trillion", "trillions"), 1e12),
    **dict.fromkeys(("hundred", "hundert"), 1e2),
    **dict.fromkeys(("dozen", "dutzend"), 12.0),
}


_DIGITS = re.compile(
    rf"(?P<sign>(?<!\w)[-−–+](?=\s?(?:{CODES}|\d)))?\s?"
    rf"(?:(?P<before>(?<![A-Za-z])(?:{CODES}))[\s{THIN}]?)?"
    r"(?P<sign2>[-−+](?=\d))?"
    rf"(?P<digits>\d{{1,3}}(?:[,.'’{THIN} ]\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*)"
    r"(?:[eE](?P<exponent>[-+]?\d{1,3})(?!\w))?"
    rf"(?:[\s{THIN}-]?(?P<scale>(?:tsd|mio|mrd)\b\.?|(?:thousand|tausend|millions?"
    rf"|millionen|billions?"
    r"|milliarden?|trillions?|hundred|hundert|dozen|dutzend)\b)|(?P<letter>(?:k|mn|mm"
    r"|m|bn|b|tn|t)(?!\w)))?"
    rf"(?:[\s{THIN}]?(?P<after>%|‰|percentage[\s-]points?\b|points?\b(?=\s|[,.;!?)]|$)"
    rf"|per[\s-]?cent\b"
    rf"|prozentpunkten?\b|prozent\b|pp\b|bps\b|basis points?\b|promille\b"
    rf"|(?:{CODES})(?![A-Za-z])))?"
    r"(?P<ending>(?:st|nd|rd|th)(?![A-Za-z])|[\s-]?(?:times|fold|mal|fache[snrm]?|x)(?![A-Za-z]))?",
    re.IGNORECASE,
)


def in_digits(text: str) -> Iterator[Written]:
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
            range_of(value * scale, step * scale, digits, how, scale)
            for value, step, digits in _readings(match["digits"])
        )
        yield Written(
            start, end, ranges, unit, _sign(text, match), currency, scale=scale / per, qualifier=how
        )


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


def _readings(digits: str) -> Iterator[tuple[float, float, float]]:
    """What digits may mean, with the steps of their last digit and of the last that is no zero."""
    plain = re.sub(rf"['’{THIN} ]", "", digits)
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
    return (Unit.MONEY, CURRENCIES[code], 1.0) if code else (Unit.NONE, "", 1.0)
