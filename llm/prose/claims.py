"""The numbers that a sentence may state, given the rows that it names.

Of a row its cells, of several the differences and ratios of theirs, of none what is true of all
rows together: so that a wrong number is not taken for some other pair's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations

import numpy as np

from bi.model.result import ColumnRole
from llm.prose.known import Known, unit_of
from llm.prose.written import Unit

# Of so many that one sentence names pairs are compared.
_MOST_PAIRED = 6


class Role(StrEnum):
    """What a number is of the rows; the words around it have to say so."""

    CELL = "cell"
    JOINT = "joint"  # the sum of those named
    TOTAL = "total"
    MEAN = "mean"
    MEDIAN = "median"
    LOW = "low"
    HIGH = "high"
    FIRST = "first"
    LAST = "last"
    SHARE = "share"
    CHANGE = "change"
    RATIO = "ratio"
    RANK = "rank"
    COUNT = "count"
    OTHERS = "others"  # all but the one that was spoken of
    RISES = "rises"
    FALLS = "falls"
    OVER = "over"
    UNDER = "under"
    NEGATIVE = "negative"


class Since(StrEnum):
    """What a change or a ratio is measured from."""

    OTHER = "other"  # another subject of the sentence, or a value that it states
    BEFORE = "before"  # the moment before, or the same row's value of the period compared with
    AVERAGE = "average"
    FIRST = "first"  # of all moments, to the last; or the total of the period compared with
    LOWEST = "lowest"  # of all rows, to the highest


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that follows from the rows. `column` None: it is of none; `subject` -1: it is of
    no single one. `base` is the subject that a change is measured from."""

    value: float
    unit: Unit
    role: Role
    column: int | None = None
    subject: int = -1
    since: Since = Since.OTHER
    base: int = -1
    from_bottom: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """Rows spoken of as one, a name's or a period's. `key` is the column of the name."""

    start: int
    key: int
    rows: frozenset[int]


def of_subjects(known: Known, subjects: Sequence[Subject]) -> list[Claim]:
    all_rows = frozenset(row for one in subjects for row in one.rows)
    found: list[Claim] = []
    for i in known.columns:
        values = [value_of(known, i, one.rows) for one in subjects]
        found += _cells(known, i, values)
        found += _groups(known, i, subjects)
        found += _together(known, i, subjects, all_rows)
        found += _pairs(known, i, subjects, values)
        found += _shares(known, i, values)
    for at, one in enumerate(subjects):
        found += _of_one(known, at, one.rows)
    if len(subjects) > 1:
        found.append(Claim(float(len(subjects)), Unit.NONE, Role.COUNT))
    found += [
        Claim(float(len(one.rows)), Unit.NONE, Role.COUNT) for one in subjects if len(one.rows) > 1
    ]
    return found


def value_of(known: Known, i: int, rows: frozenset[int]) -> float | None:
    """A cell, or of several rows their sum where the column adds up."""
    numbers = known.numbers[i]
    if len(rows) == 1:
        value = float(numbers[next(iter(rows))])
        return None if np.isnan(value) else value
    if not rows or not known.adds_up(i) or known.facts.result.truncated:
        return None
    return float(np.nansum(numbers[list(rows)]))


def _cells(known: Known, i: int, values: Sequence[float | None]) -> Iterator[Claim]:
    unit = unit_of(known.shape.columns[i])
    for at, value in enumerate(values):
        if value is not None:
            yield Claim(value, unit, Role.CELL, i, at)


def _groups(known: Known, i: int, subjects: Sequence[Subject]) -> Iterator[Claim]:
    if known.facts.result.truncated:
        return
    unit = unit_of(known.shape.columns[i])
    for at, one in enumerate(subjects):
        if len(one.rows) < 2:
            continue
        values = known.numbers[i][sorted(one.rows)]
        values = values[~np.isnan(values)]
        if len(values):
            yield Claim(float(values.mean()), unit, Role.MEAN, i, at)
            yield Claim(float(np.median(values)), unit, Role.MEDIAN, i, at)
            yield Claim(float(values.min()), unit, Role.LOW, i, at)
            yield Claim(float(values.max()), unit, Role.HIGH, i, at)


def _together(
    known: Known, i: int, subjects: Sequence[Subject], rows: frozenset[int]
) -> Iterator[Claim]:
    if not known.adds_up(i) or len(subjects) < 2 or known.facts.result.truncated:
        return
    total = float(np.nansum(known.numbers[i][list(rows)]))
    yield Claim(total, unit_of(known.shape.columns[i]), Role.JOINT, i)
    found = known.aggregates.get(i)
    if found is not None and found.total and found.low >= 0:
        yield Claim(total / found.total, Unit.PERCENT, Role.SHARE, i)


def _shares(known: Known, i: int, values: Sequence[float | None]) -> Iterator[Claim]:
    found = known.aggregates.get(i)
    if found is None or not found.total or found.low < 0:
        return
    for at, value in enumerate(values):
        if value is not None:
            yield Claim(value / found.total, Unit.PERCENT, Role.SHARE, i, at)


def _pairs(
    known: Known, i: int, subjects: Sequence[Subject], values: Sequence[float | None]
) -> Iterator[Claim]:
    if len(values) > _MOST_PAIRED or known.shape.columns[i].role is ColumnRole.CHANGE:
        return
    unit = unit_of(known.shape.columns[i])
    for one, other in permutations(range(len(values)), 2):
        before, after = values[one], values[other]
        if before is None or after is None or subjects[one].key != subjects[other].key:
            continue
        if subjects[one].rows != subjects[other].rows:
            yield from between(before, after, unit, i, Since.OTHER, other, one)


def between(
    before: float,
    after: float,
    unit: Unit,
    column: int | None,
    since: Since = Since.OTHER,
    subject: int = -1,
    base: int = -1,
) -> Iterator[Claim]:
    """What lies between a value and another."""

    def claim(value: float, of: Unit, role: Role) -> Claim:
        return Claim(value, of, role, column, subject, since, base)

    difference = after - before
    if unit is Unit.PERCENT:
        yield claim(difference, Unit.POINTS, Role.CHANGE)
    else:
        yield claim(difference, unit, Role.CHANGE)
        if before:
            yield claim(difference / abs(before), Unit.PERCENT, Role.CHANGE)
    if before and before * after > 0:
        yield claim(after / before, Unit.TIMES, Role.RATIO)


def _of_one(known: Known, at: int, rows: frozenset[int]) -> Iterator[Claim]:
    """A row beside the moment before it, beside the average, and by its own columns."""
    if len(rows) != 1:
        return
    row = next(iter(rows))
    before = known.before.get(row)
    for i in known.measures:
        value = value_of(known, i, rows)
        if value is None:
            continue
        unit = unit_of(known.shape.columns[i])
        if before is not None:
            earlier = value_of(known, i, frozenset({before}))
            if earlier is not None:
                yield from between(earlier, value, unit, i, Since.BEFORE, at)
        prior = known.shape.prior_of(i)
        if prior is not None and (earlier := value_of(known, prior, rows)) is not None:
            yield from between(earlier, value, unit, i, Since.BEFORE, at)
        found = known.aggregates.get(i)
        if found is None:
            continue
        yield from between(found.mean, value, unit, i, Since.AVERAGE, at)
        numbers = known.numbers[i]
        yield Claim(float((numbers > value).sum() + 1), Unit.RANK, Role.RANK, i, at)
        yield Claim(
            float((numbers < value).sum() + 1), Unit.RANK, Role.RANK, i, at, from_bottom=True
        )


def of_all(known: Known) -> Iterator[Claim]:
    """What is true of all rows together; nothing of a result that was cut off."""
    if known.facts.result.truncated:
        return
    yield Claim(float(known.shape.row_count), Unit.NONE, Role.COUNT)
    yield Claim(float(known.shape.row_count - 1), Unit.NONE, Role.OTHERS)
    for key in known.shape.groups:
        distinct = known.shape.distinct(key)
        yield Claim(float(len(distinct)), Unit.NONE, Role.COUNT)
        if None in distinct:
            yield Claim(float(len(distinct) - 1), Unit.NONE, Role.COUNT)
    for i, found in known.aggregates.items():
        unit = unit_of(known.shape.columns[i])
        if found.total is not None:
            yield Claim(found.total, unit, Role.TOTAL, i)
        for value, role in (
            (found.mean, Role.MEAN),
            (found.median, Role.MEDIAN),
            (found.low, Role.LOW),
            (found.high, Role.HIGH),
        ):
            yield Claim(value, unit, role, i)
        for number, role in (
            (found.over_mean, Role.OVER),
            (found.under_mean, Role.UNDER),
            (found.negative, Role.NEGATIVE),
        ):
            yield Claim(float(number), Unit.NONE, role, i)
        if known.runs_in_time:
            yield Claim(found.first, unit, Role.FIRST, i)
            yield Claim(found.last, unit, Role.LAST, i)
            yield Claim(float(found.rises), Unit.NONE, Role.RISES, i)
            yield Claim(float(found.falls), Unit.NONE, Role.FALLS, i)
            yield from between(found.first, found.last, unit, i, Since.FIRST)
        prior = known.shape.prior_of(i) if i in known.measures else None
        if prior is not None and found.total is not None and prior in known.aggregates:
            total = known.aggregates[prior].total
            changes = known.numbers[i] - known.numbers[prior]
            yield Claim(float((changes > 0).sum()), Unit.NONE, Role.RISES, i)
            yield Claim(float((changes < 0).sum()), Unit.NONE, Role.FALLS, i)
            if total is not None:
                yield from between(total, found.total, unit, i, Since.FIRST)
        if found.low != found.high:
            yield from between(found.low, found.high, unit, i, Since.LOWEST)
