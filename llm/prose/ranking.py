"""Whether who is said to have most, or least, has."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from bi.model.result import ColumnRole
from llm.prose.claims import Subject, value_of
from llm.prose.context import Context
from llm.prose.directions import Way, ends_at
from llm.prose.known import Known

_OF_MOVEMENT = re.compile(
    r"(?:increase|decrease|decline|drop|gain|rise|fall|growth|jump|change|improvement"
    r"|anstieg|rückgang|zuwachs|dip|surge|swing)",
    re.I,
)
_RANK_BEFORE = re.compile(
    r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd"
    r"|th)|next|zweit\w*|dritt\w*|viert\w*)[\s-]$",
    re.I,
)


def stands_as_said(context: Context) -> bool:
    """Who is said to have most, or least, has."""
    text = context.hidden
    ends = [
        (place, way)
        for place, way in ends_at(text)
        if not _RANK_BEFORE.search(text[:place]) and not _is_of_movement(text, place)
    ]
    moved = [place for place, _ in ends_at(text) if _is_of_movement(text, place)]
    if moved and not _was_told(context, moved):
        return False
    if not _is_latest(context):
        return False
    if not ends or not context.subjects:
        return True
    if context.known.facts.result.truncated:
        return False
    if len(context.known.shape.result.rows) == 1:
        return False
    return all(_stands(context, place, way) for place, way in ends)


_LATEST = re.compile(r"\b(?:most recent|latest|newest|neueste\w*|jüngste\w*)\b", re.I)
_EARLIEST = re.compile(r"\b(?:earliest|oldest|first|früheste\w*|älteste\w*)\b", re.I)


def _is_latest(context: Context) -> bool:
    """Of rows with a day of their own: "the most recent order came from North"."""
    known, text = context.known, context.hidden
    dated = [
        i
        for i, column in enumerate(known.shape.columns)
        if column.role is ColumnRole.MEASURE and column.type.is_temporal
    ]
    named = [s for s in context.subjects if s.key not in dated and len(s.rows) == 1]
    if not dated or len(named) != 1:
        return True
    if re.search(
        r"(?:['’]s|¤s?|its|their|last)\s(?:\w+\s)?(?:latest|most recent|last|first)", text, re.I
    ):
        return True
    cells = [str(cell) for cell in known.shape.cells(dated[0]) if cell is not None]
    mine = str(known.shape.cells(dated[0])[next(iter(named[0].rows))])
    if _LATEST.search(text):
        return mine == max(cells)
    return not _EARLIEST.search(text) or mine == min(cells)


def _is_of_movement(text: str, place: int) -> bool:
    return any(_OF_MOVEMENT.match(word) for word in text[place:].split()[1:4])


def _was_told(context: Context, places: list[int]) -> bool:
    """The largest increase: in the steps between moments, or a computed sentence says it."""
    known = context.known
    singles = [s for s in context.subjects if len(s.rows) == 1]
    ways = {way for _, way in ends_at(context.hidden)}
    if known.runs_in_time and len(singles) == 1 and len(places) == 1 and Way.UP in ways:
        row = next(iter(singles[0].rows))
        columns = context.spoken_columns[:1]
        for i in columns:
            steps = {
                at: known.numbers[i][at] - known.numbers[i][before]
                for at, before in known.before.items()
                if not np.isnan(known.numbers[i][at] - known.numbers[i][before])
            }
            tail = context.hidden[places[0] :]
            falls = re.search(r"(?:decrease|decline|drop|fall|rückgang|dip)", tail, re.I)
            best = (min if falls else max)(steps.values(), default=None)
            if best is not None and steps.get(row) == best:
                return True
    return any(context.rows and context.rows <= t.rows and ends_at(t.text) for t in known.told)


def _stands(context: Context, place: int, way: Way) -> bool:
    """The names nearest to the word are first, or last, by what is spoken of."""
    subjects = _of_word(context, place)
    if subjects is None:
        return True
    known = context.known
    columns = _columns_by(context, place)
    if re.match(
        r"(?:best|worst|schlechtest|stärkst|schwächst|strongest|weakest)",
        context.hidden[place:],
        re.I,
    ):
        better = known.shape.columns[columns[0]].higher_is_better if columns else None
        if better is False:
            way = Way(-way)
    if re.match(
        r"\w+\s(?:\w+\s)?(?:loss(?:es)?|deficit|verlust\w*)\b", context.hidden[place:], re.I
    ):
        way = Way(-way)
    return bool(columns) and all(_is_at_end(context, subjects, i, way) for i in columns)


def _columns_by(context: Context, place: int) -> list[int]:
    """The column of the label that follows the word soonest, or all that are spoken of."""
    found = context.spoken_columns
    if len(found) < 2:
        return found
    tail = context.hidden[place : place + 60].lower()
    if re.search(r"\bboth\b|\bbeide", context.hidden, re.I):
        return found
    head = context.hidden[:place].lower()
    right_before = [i for i in found if _ends_with(head, context.known.shape.columns[i].label)]
    if right_before:
        return right_before[:1]
    at = {i: tail.find(context.known.shape.columns[i].label.lower().rstrip("s")) for i in found}
    later = {i: where for i, where in at.items() if where >= 0}
    return [min(later, key=lambda i: later[i])] if later else found[:1]


def _ends_with(head: str, label: str) -> bool:
    """ "Revenue was …", "orders …"."""
    name = re.escape(label.lower())
    return bool(
        re.search(rf"\b{name}\s(?:(?:was|is|were|are|had|war|ist|the|at|its)\s){{0,3}}$", head)
    )


def _of_word(context: Context, place: int) -> list[Subject] | None:
    """The rows that a superlative is said of: those of its own part of the sentence."""
    subjects, text = context.subjects, context.hidden
    many = re.match(
        r"(?:\w+)\s(?:¤\s)?(?:two|three|four|five|\d+|zwei|drei|vier|fünf)\b", text[place:], re.I
    )
    if many or (
        re.match(r"top|best|largest|biggest|größt", text[place:], re.I)
        and len(subjects) > 1
        and _are_listed(context)
    ):
        return subjects
    for start, end in _wide_clauses(text):
        if start <= place < end:
            inside = [s for s in subjects if start <= s.start < end]
            if inside:
                near = min(inside, key=lambda s: (abs(s.start - place), s.start))
                first = [s for s in inside if s.start < place]
                if first and re.match(r"(?:lead|led|is|führ|top|peak|vorn)", text[place:], re.I):
                    return [first[-1]]
                return [near]
    near = min(subjects, key=lambda s: (abs(s.start - place), s.start))
    return [near]


def _are_listed(context: Context) -> bool:
    first, last = context.subjects[0].start, context.subjects[-1].start
    between = context.hidden[first:last].replace("¤", "")
    return not re.sub(r"\b(?:and|und|&|the)\b|[,\s]", "", between, flags=re.I)


def _wide_clauses(text: str) -> list[tuple[int, int]]:
    parts = re.compile(
        r"[;]\s|,\s(?=while|whereas|but|and|aber|während|und|followed|ahead|the lowest"
        r"|the highest)|\s(?:while|whereas|but|aber|während)\s|\s(?:and"
        r"|und)\s(?=[^,;]*\b(?:lowest|least|highest|most|niedrigst|höchst|smallest|largest"
        r"|fewest|kleinst|größt)\w*)",
        re.I,
    )
    cuts = [0, *(m.end() for m in parts.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def _is_at_end(context: Context, subjects: list[Subject], i: int, way: Way) -> bool:
    known = context.known
    if len({s.key for s in subjects}) > 1:
        return False
    key = subjects[0].key
    if len(subjects) == 1 and len(subjects[0].rows) > 1 and known.names.is_dated(key):
        return _is_period_at_end(context, subjects[0], i, way)
    if len(known.shape.keys) == 1 or all(len(s.rows) == 1 for s in subjects):
        numbers = known.numbers[i]
        named = [float(numbers[row]) for s in subjects for row in s.rows]
        pool = numbers[~np.isnan(numbers)]
    else:
        totals = _totals(known, i, key)
        if totals is None:
            return False
        named = [t for s in subjects if (t := value_of(known, i, s.rows)) is not None]
        pool = np.array(totals)
    if not named or any(np.isnan(named)):
        return False
    ordered = np.sort(pool)[::-1] if way is Way.UP else np.sort(pool)
    ends = ordered[: len(named)]
    return bool(np.allclose(np.sort(ends), np.sort(named), rtol=1e-9))


def _is_period_at_end(context: Context, subject: Subject, i: int, way: Way) -> bool:
    """A quarter of months beside the other quarters."""
    known = context.known
    dated = next((one for one in context.dates if one.start == subject.start), None)
    if dated is None or not known.adds_up(i):
        return False
    periods = known.names.periods(subject.key, dated.grain, halves=dated.half is not None)
    if periods is None:
        return False
    rows: dict[tuple[int, ...], list[int]] = {}
    for row, period in enumerate(periods):
        rows.setdefault(period, []).append(row)
    totals = [float(np.nansum(known.numbers[i][at])) for at in rows.values()]
    mine = float(np.nansum(known.numbers[i][sorted(subject.rows)]))
    return mine == (max(totals) if way is Way.UP else min(totals))


def _totals(known: Known, i: int, key: int) -> list[float] | None:
    """By each value of a key, where there are several rows of each."""
    if not known.adds_up(i) or key < 0:
        return None
    rows: dict[object, list[int]] = {}
    for row, cell in enumerate(known.shape.cells(key)):
        rows.setdefault(cell, []).append(row)
    return [float(np.nansum(known.numbers[i][at])) for at in rows.values()]
