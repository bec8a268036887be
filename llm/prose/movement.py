"""Whether what a sentence says of movement, or of one beside another, is so."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from bi.model.result import ColumnRole
from llm.prose import cues
from llm.prose.claims import Subject, value_of
from llm.prose.context import Context
from llm.prose.directions import IN_TIME, Way, ways_at
from llm.prose.known import Known
from llm.prose.written import Unit

_PARTS = re.compile(
    r"[,;]\s|\s(?:and|und|while|whereas|but|aber|während|then|dann|although|though"
    r"|obwohl|even though)\s",
    re.I,
)
_SINCE = re.compile(r"\b(?:since|from|after|seit|ab|nach)\s(?:the\s)?$", re.I)
_FROM = re.compile(r"\b(?:from|von|between|zwischen)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:to|bis|auf|and|und)\b", re.IGNORECASE)


def moves_as_said(context: Context, changes: frozenset[int]) -> bool:
    """Words of a movement, or a comparison, agree with the rows, or with what was computed.

    `changes` are the numbers that say how something changed: they were found with their signs.
    """
    ways = ways_at(context.hidden)
    if not ways:
        return True
    if IN_TIME.search(context.hidden) and not _has_time(context):
        return False
    if len(context.subjects) > 2 and _COMBINED.search(context.hidden):
        return _is_more_than_all(context, {way for _, way in ways})
    if context.known.facts.result.truncated and not context.subjects:
        return False
    for start, end in _clauses(context.hidden):
        said = {way for place, way in ways if start <= place < end}
        if said and not _moves(context, start, end, said, changes):
            return False
    return True


_COMBINED = re.compile(r"\b(?:than|als)\b.*\b(?:combined|together|zusammen)\b", re.IGNORECASE)


def _has_time(context: Context) -> bool:
    """Whether the rows say how something went: by moments, or beside a period before."""
    known = context.known
    roles = {column.role for column in known.shape.columns}
    if roles & {ColumnRole.PRIOR, ColumnRole.CHANGE}:
        return True
    if any(known.names.is_dated(key) for key in known.names.keys):
        return True
    return any(IN_TIME.search(told.text) for told in known.told)


def _is_more_than_all(context: Context, said: set[Way]) -> bool:
    """ "East earned more than North and West together"."""
    first, *others = context.subjects
    rows = frozenset(row for one in others for row in one.rows)
    for i in context.spoken_columns[:1]:
        mine, theirs = (value_of(context.known, i, r) for r in (first.rows, rows))
        if mine is not None and theirs is not None and mine != theirs:
            return said == {Way.UP if mine > theirs else Way.DOWN}
    return False


def _clauses(text: str) -> list[tuple[int, int]]:
    cuts = [0, *(m.end() for m in _PARTS.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def _moves(context: Context, start: int, end: int, said: set[Way], changes: frozenset[int]) -> bool:
    text = context.hidden
    numbers = [at for at, one in enumerate(context.written) if start <= one.start < end]
    inside = [s for s in context.subjects if start <= s.start < end]
    if len(said) == 1 and (way := _from_to(context, numbers, text[start:end])) is not None:
        return {way} == said
    if cues.ALL_OF_THEM.search(text[start:end]) and not numbers_differ(context, numbers):
        return _all_move(context, said, text[start:end])
    signs = _signs(context, inside or context.subjects, text[start:end])
    if signs and len(said) == 1:
        return signs == said
    if len(said) == 1 and changes & set(numbers):
        # The change itself was found in the rows, with its sign.
        return True
    return _was_computed(context, said)


def numbers_differ(context: Context, numbers: list[int]) -> bool:
    """Whether a number beside "all" says itself of how many it is so."""
    return any(
        context.written[at].unit is Unit.NONE
        and not context.written[at].means(context.known.shape.row_count)
        for at in numbers
    )


def _all_move(context: Context, said: set[Way], clause: str) -> bool:
    """ "Every month grew", "all regions fell"."""
    known = context.known
    if len(said) != 1 or known.facts.result.truncated:
        return False
    if any(not _is_since_the_first(context, one) for one in context.subjects):
        return False
    for i in context.columns_in(clause)[:1]:
        prior = known.shape.prior_of(i) if i in known.measures else None
        if prior is not None:
            steps = known.numbers[i] - known.numbers[prior]
        elif known.runs_in_time:
            steps = np.diff(known.numbers[i][known.by_time])
        else:
            return False
        way = next(iter(said))
        if re.search(r"\b(?:no|none|kein\w*)\b", clause, re.I):
            way = Way(-way)
        return bool(len(steps)) and bool((steps * way > 0).all())
    return False


def _is_since_the_first(context: Context, subject: Subject) -> bool:
    before = context.hidden[: subject.start]
    return bool(_SINCE.search(before)) and subject.rows == frozenset(context.known.by_time[:1])


def _from_to(context: Context, numbers: list[int], clause: str) -> Way | None:
    """Of two numbers, from one to the other, their own order tells the way."""
    if len(numbers) < 2 or not (_FROM.search(clause) and _UNTIL.search(clause)):
        return None
    one, other = (context.written[at] for at in numbers[:2])
    if one.unit is not other.unit:
        return None
    return Way.UP if other.ranges[0].low > one.ranges[0].low else Way.DOWN


def _signs(context: Context, subjects: list[Subject], clause: str) -> set[Way]:
    known = context.known
    columns = [i for i in context.columns_in(clause) if i in known.columns]
    found: set[Way] = set()
    for i in columns:
        pair = _pair(context, subjects, i, clause)
        if pair is None:
            return set()
        before, after = pair
        if before != after:
            found.add(Way.UP if after > before else Way.DOWN)
    return found


def _pair(
    context: Context, subjects: list[Subject], i: int, clause: str
) -> tuple[float, float] | None:
    """What a clause compares: what it was before, or of the other, and what it is."""
    known, text = context.known, context.hidden
    if cues.SAYS_AVERAGE.search(clause) and len(subjects) == 1 and i in known.aggregates:
        value = value_of(known, i, subjects[0].rows)
        return None if value is None else (known.aggregates[i].mean, value)
    if len(subjects) == 2 and subjects[0].key == subjects[1].key:
        one, other = (value_of(known, i, s.rows) for s in subjects)
        if one is None or other is None:
            return None
        link = text[subjects[0].start : subjects[1].start]
        compared = re.search(
            r"\b(?:than|als|versus|vs|compared|gegenüber|vergleich\w*|relative|over|behind"
            r"|ahead|on|beats?|outperform\w*|outsold|exceed\w*"
            r"|above|below|trails?)\b",
            link,
            re.I,
        )
        if compared:
            return other, one
        if known.runs_in_time:
            return _in_time(known, subjects, one, other)
        return None
    if len(subjects) == 1 and known.runs_in_time and len(subjects[0].rows) == 1:
        row = next(iter(subjects[0].rows))
        value = value_of(known, i, subjects[0].rows)
        if _SINCE.search(text[: subjects[0].start]) and i in known.aggregates and value is not None:
            return value, known.aggregates[i].last
        prior = known.shape.prior_of(i) if i in known.measures else None
        if prior is not None:
            earlier = value_of(known, prior, subjects[0].rows)
        elif row in known.before:
            earlier = value_of(known, i, frozenset({known.before[row]}))
        else:
            earlier = None
        return None if value is None or earlier is None else (earlier, value)
    if len(subjects) == 1 and i in known.measures:
        prior = known.shape.prior_of(i)
        if prior is not None:
            value, earlier = (value_of(known, c, subjects[0].rows) for c in (i, prior))
            return None if value is None or earlier is None else (earlier, value)
    if not subjects and i in known.aggregates:
        if known.runs_in_time:
            return known.aggregates[i].first, known.aggregates[i].last
        prior = known.shape.prior_of(i) if i in known.measures else None
        if prior is not None and prior in known.aggregates:
            now, then = known.aggregates[i].total, known.aggregates[prior].total
            return None if now is None or then is None else (then, now)
    return None


def _in_time(
    known: Known, subjects: list[Subject], one: float, other: float
) -> tuple[float, float]:
    order = {row: place for place, row in enumerate(known.by_time)}
    places = [min(order.get(row, 0) for row in s.rows) for s in subjects]
    return (one, other) if places[0] <= places[1] else (other, one)


def _was_computed(context: Context, said: set[Way]) -> bool:
    """A computed sentence of the same rows says the same."""
    for told in context.known.told:
        ways = {way for _, way in ways_at(told.text)}
        if said == ways and context.rows <= (told.rows or context.rows):
            return True
    return False
