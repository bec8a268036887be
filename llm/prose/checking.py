"""Whether a sentence of a model says nothing but what the result bears out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from llm.prose.directions import ABOUT, AHEAD, Way, ends_in, ways_in
from llm.prose.known import Known, Number, unit_of
from llm.prose.numbers import Unit, Written, is_doubtful, numbers_of
from llm.prose.sentences import sentences_of

# Links, markup and code: what a page might draw or fetch.
_MARKUP = re.compile(r"[<>`{}|\\\[\]*_#~^]|https?:|www\.|\]\(|\bjavascript:|&\w+;", re.IGNORECASE)
_MOST_CHARACTERS = 500
_MONTHS = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "mär",
    "mai",
    "okt",
    "dez",
    "januar",
    "februar",
]
_NEAR_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\w*\.?\s*$", re.IGNORECASE)
_MONTH_NEXT = re.compile(rf"^\.?(?:st|nd|rd|th)?\s*(?:{'|'.join(_MONTHS)})", re.IGNORECASE)
_COMPARED = re.compile(r"\b(?:than|als|above|below|(?:up|down)\b.*\bon)\b", re.IGNORECASE)
_QUARTER = re.compile(r"\bQ$")
_CAPITAL = re.compile(r"(?<=[\w,;:)]\s)[A-ZÄÖÜ][\w&’'-]*")
_CALENDAR = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "i",
        "usd",
        "eur",
        "gbp",
        "q1",
        "q2",
        "q3",
        "q4",
    ]
)


def holds(sentence: str, known: Known) -> bool:
    """Strictly: when in doubt it does not."""
    if len(sentence) > _MOST_CHARACTERS or is_doubtful(sentence) or _MARKUP.search(sentence):
        return False
    if AHEAD.search(sentence) and not AHEAD.search(known.facts.text):
        return False
    named = known.named_in(sentence)
    rows = frozenset(row for _, _, found in named for row in found)
    spans = [(start, end) for start, end, _ in named]
    written = [one for one in numbers_of(sentence) if not _within(one, spans)]
    meant = _meant(named)
    return (
        all(_is_borne_out(one, sentence, known, meant, rows) for one in written)
        and _goes_the_right_way(sentence, written, known, named)
        and _ends_hold(sentence, known, named)
        and _knows_its_names(sentence, known)
    )


def _within(one: Written, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= one.start and one.end <= end for start, end in spans)


def _meant(named: list[tuple[int, int, frozenset[int]]]) -> frozenset[int]:
    """The rows that are named: of a row with two keys both names together."""
    rows = [found for _, _, found in named]
    if not rows:
        return frozenset()
    common = frozenset.intersection(*rows)
    return common or frozenset.union(*rows)


def _is_borne_out(
    one: Written, sentence: str, known: Known, meant: frozenset[int], rows: frozenset[int]
) -> bool:
    if _is_date(one, sentence, known):
        return True
    if ABOUT.search(sentence[: one.start]):
        one = one.rounded
    numbers = [*known.texts, *known.asked]
    numbers += known.of_rows(meant) if meant else []
    if rows != meant:
        numbers += known.of_rows(rows)
    if one.unit in (Unit.RANK, Unit.NONE) and meant:
        numbers += known.ranks(meant)
    if _is_of_others_only(one, known, meant):
        numbers = known.of_rows(meant)
    else:
        numbers += known.overall
    return any(number.is_meant(one) for number in numbers)


def _is_of_others_only(one: Written, known: Known, meant: frozenset[int]) -> bool:
    """Whether a sentence about one row states what is a cell of other rows, and not of this one."""
    if len(meant) != 1 or known.shape.row_count < 2:
        return False
    if any(number.is_meant(one) for number in known.of_rows(meant)):
        return False
    cells = [
        Number(value, unit_of(known.shape.columns[i]))
        for i in known.columns
        for row, value in enumerate(known.shape.numbers(i))
        if value is not None and row not in meant
    ]
    values = {cell.value for cell in cells}
    of_all = [n for n in known.overall if n.is_meant(one) and n.value not in values]
    return not of_all and any(cell.is_meant(one) for cell in cells)


def _is_date(one: Written, sentence: str, known: Known) -> bool:
    if one.unit is not Unit.NONE and one.unit is not Unit.RANK:
        return False
    value = one.values[0][0]
    if value != int(value) or "." in sentence[one.start : one.end].rstrip("."):
        return False
    number, before, after = int(value), sentence[: one.start], sentence[one.end :]
    if 1900 <= number <= 2200 and one.end - one.start == 4:
        return (number,) in known.days
    if _NEAR_MONTH.search(before) or _MONTH_NEXT.search(after):
        return any(len(day) == 3 and day[2] == number for day in known.days)
    if _QUARTER.search(before):
        return any(len(day) == 3 and (day[1] - 1) // 3 + 1 == number for day in known.days)
    return False


def _goes_the_right_way(
    sentence: str,
    written: list[Written],
    known: Known,
    named: list[tuple[int, int, frozenset[int]]],
) -> bool:
    """Words of a movement agree with the sign of what moved, or with what was computed."""
    ways = ways_in(sentence)
    if not ways:
        return True
    signs = _between_named(sentence, known, named)
    if not signs:
        changes = [n for n in known.overall if n.change and any(n.is_meant(one) for one in written)]
        signs = {Way.UP if number.value > 0 else Way.DOWN for number in changes}
    if signs and len(ways) == 1:
        return bool(ways & signs)
    said = (known.facts.text, *(one.text for one in known.facts.insights))
    computed = [ways_in(one) for text in said for one in sentences_of(text)]
    return any(ways <= one for one in computed) or ways <= frozenset().union(*computed, signs)


def _between_named(
    sentence: str, known: Known, named: list[tuple[int, int, frozenset[int]]]
) -> set[Way]:
    """Which way it is from the row named first to the second, or which of them has more."""
    rows = [next(iter(found)) for _, _, found in sorted(named) if len(found) == 1]
    if len(rows) != 2 or rows[0] == rows[1]:
        return set()
    first, second = rows
    if _COMPARED.search(sentence):
        first, second = second, first
    signs = set()
    for i in _spoken_of(sentence, known):
        one, other = known.shape.numbers(i)[first], known.shape.numbers(i)[second]
        if one is not None and other is not None and one != other:
            signs.add(Way.UP if other > one else Way.DOWN)
    return signs


def _spoken_of(sentence: str, known: Known) -> list[int]:
    """The columns of numbers that it names; all of them where it names none."""
    said = {word.rstrip("s") for word in _words(sentence)}
    found = [
        i
        for i in known.columns
        if {word.rstrip("s") for word in _words(known.shape.columns[i].label)} <= said
    ]
    return found or known.columns


def _ends_hold(sentence: str, known: Known, named: list[tuple[int, int, frozenset[int]]]) -> bool:
    """Who is said to have most has, by some measure."""
    ends = ends_in(sentence)
    if not ends or not named or len(known.shape.keys) != 1 or known.facts.result.truncated:
        return True
    first = min(named)[2]
    rows = frozenset(row for _, _, found in named for row in found)
    columns = _spoken_of(sentence, known)
    return all(_is_at_end(way, first, rows, known, columns) for way in ends) or len(ends) == 2


def _is_at_end(
    way: Way, first: frozenset[int], rows: frozenset[int], known: Known, columns: list[int]
) -> bool:
    for i in columns:
        numbers = known.shape.numbers(i)
        values = sorted((n for n in numbers if n is not None), reverse=way is Way.UP)
        ends = set(values[: max(1, len(rows))])
        named = {numbers[row] for row in rows}
        if values and ({numbers[row] for row in first} == {values[0]} or named == ends):
            return True
    return False


def _knows_its_names(sentence: str, known: Known) -> bool:
    """In English a capital within a sentence is a name's: it must be one of the facts'."""
    if known.facts.language != "en":
        return True
    told = known_words(known)
    return all(
        word.casefold().removesuffix("'s").removesuffix("’s") in told
        for word in _CAPITAL.findall(sentence)
    )


def known_words(known: Known) -> frozenset[str]:
    facts = known.facts
    labels = (column.label for column in known.shape.columns)
    texts = (facts.title, facts.question, facts.text, *labels, *(i.text for i in facts.insights))
    said = {word for text in texts for word in _words(text)}
    return frozenset(said | {word for name in known.names for word in _words(name)} | _CALENDAR)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w&’'-]+", text.casefold())
