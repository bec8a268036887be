"""Findings in a measure by two groupings: each key's sums, and the series one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from bi.insights.comparison import describe_change
from bi.insights.movement import series_findings
from bi.insights.naming import Names
from bi.insights.ranking import Ranking, ranking_findings
from bi.insights.scope import Scope
from bi.insights.series import Point, Series, last_two, points_of
from bi.insights.weights import Range
from bi.model.insight import Insight, InsightKind
from bi.model.result import Cell, ResultColumn
from bi.model.semantic import Calculation
from bi.model.shape import KeyKind, Shape
from bi.model.words import mid_sentence
from bi.model.writing import write_number

# Beyond this many series the changes of single ones are noise.
_MOST_SERIES = 12


@dataclass(frozen=True)
class Breakdown:
    """`over` is the key that runs along (time, if one does), `by` the one that splits."""

    shape: Shape
    measure: int
    over: int
    by: int
    scope: Scope

    @property
    def column(self) -> ResultColumn:
        return self.shape.columns[self.measure]

    @cached_property
    def over_names(self) -> Names:
        return Names(self.shape, self.over, self.scope.title)

    @cached_property
    def by_names(self) -> Names:
        return Names(self.shape, self.by, self.scope.title)

    @property
    def is_over_time(self) -> bool:
        return self.shape.kind(self.over) is KeyKind.TIME

    @property
    def has_sums(self) -> bool:
        return self.column.additive and self.column.calculation is None


def breakdown_of(shape: Shape, measure: int, scope: Scope) -> Breakdown:
    first, second = shape.keys
    if shape.kind(second) is KeyKind.TIME and shape.kind(first) is not KeyKind.TIME:
        return Breakdown(shape, measure, second, first, scope)
    return Breakdown(shape, measure, first, second, scope)


def breakdown_findings(breakdown: Breakdown) -> Iterator[Insight]:
    if breakdown.column.calculation is Calculation.RUNNING_TOTAL:
        return
    if breakdown.has_sums:
        yield from ranking_findings(summed(breakdown, breakdown.by_names))
        if not breakdown.is_over_time:
            yield from ranking_findings(summed(breakdown, breakdown.over_names))
    if breakdown.is_over_time:
        if (total := total_series(breakdown)) and breakdown.scope.whole:
            yield from (replace(i, weight=i.weight * 0.9) for i in series_findings(total))
        yield from _largest_move(breakdown)


def summed(breakdown: Breakdown, names: Names) -> Ranking:
    """The measure of each value of one key, over all values of the other."""
    entries = sorted(_sums(breakdown, names.key).items(), key=lambda entry: -entry[1])
    ascends = breakdown.scope.ascending and not breakdown.shape.kind(names.key).is_ordered
    return Ranking(breakdown.column, names, tuple(entries), breakdown.scope.whole, ascends)


def total_series(breakdown: Breakdown) -> Series | None:
    """The sum over all groups along time; None where values do not add up."""
    if not breakdown.has_sums or not breakdown.is_over_time:
        return None
    subject = f"Total {mid_sentence(breakdown.column.label)}"
    points = _points(breakdown)
    return Series(breakdown.column, breakdown.over_names, points, subject, breakdown.measure)


def _sums(breakdown: Breakdown, key: int) -> dict[Cell, float]:
    """The measure summed for each value of a key that has any; NULL adds nothing."""
    sums: dict[Cell, float] = {}
    shape = breakdown.shape
    for cell, value in zip(shape.cells(key), shape.numbers(breakdown.measure), strict=True):
        if value is not None:
            sums[cell] = sums.get(cell, 0.0) + value
    return sums


def _points(breakdown: Breakdown) -> list[Point]:
    """One point a bucket: the sum over all groups."""
    sums = _sums(breakdown, breakdown.over)
    return points_of(sums, sums.values(), breakdown.over_names, breakdown.scope)


@dataclass(frozen=True, slots=True)
class Move:
    """One group between two buckets."""

    group: Cell
    before: float
    now: float

    @property
    def difference(self) -> float:
        return self.now - self.before


def _largest_move(breakdown: Breakdown) -> Iterator[Insight]:
    """The group that moved most between the last two whole buckets."""
    buckets = last_two_of(breakdown)
    if buckets is None or len(breakdown.shape.distinct(breakdown.by)) > _MOST_SERIES:
        return
    earlier, later = buckets
    moves = _moves(breakdown, earlier.cell, later.cell)
    if len(moves) < 2:
        return
    sizes = sorted(abs(move.difference) for move in moves)
    if sizes[-1] == sizes[-2]:
        return
    move = max(moves, key=lambda m: abs(m.difference))
    column, names = breakdown.column, breakdown.over_names
    before, now = write_number(move.before, column.format), write_number(move.now, column.format)
    if before == now:
        return
    text = (
        f"{breakdown.by_names.capital(move.group)} moved most from {names.of(earlier.cell)} to "
        f"{names.of(later.cell)}: {describe_change(column, move.now, move.before)}, from {before} "
        f"to {now}"
    )
    figures: dict[str, float | str] = {
        "value": move.now,
        "before": move.before,
        "name": breakdown.by_names.of(move.group),
        "bucket": str(later.cell),
        "bucket_before": str(earlier.cell),
    }
    size = abs(move.difference) / max(abs(move.now), abs(move.before))
    yield Insight(InsightKind.CHANGE, text, figures, Range.CHANGE.weight(5 * size))


def last_two_of(breakdown: Breakdown) -> tuple[Point, Point] | None:
    """A point of each of the last two whole buckets, if they follow on one another."""
    names, column = breakdown.over_names, breakdown.column
    return last_two(Series(column, names, _points(breakdown), "", breakdown.measure))


def _moves(breakdown: Breakdown, earlier: Cell, later: Cell) -> list[Move]:
    shape = breakdown.shape
    values: dict[tuple[Cell, Cell], float | None] = {}
    for group, bucket, value in zip(
        shape.cells(breakdown.by),
        shape.cells(breakdown.over),
        shape.numbers(breakdown.measure),
        strict=True,
    ):
        values[group, bucket] = value
    return [
        Move(group, before, now)
        for group in shape.distinct(breakdown.by)
        if (before := values.get((group, earlier))) is not None
        and (now := values.get((group, later))) is not None
    ]
