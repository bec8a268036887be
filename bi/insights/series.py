"""One measure over time: its points, which of them are whole, and what is missing between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bi.insights.naming import Names
from bi.insights.scope import Scope
from bi.model.buckets import bucket_end, bucket_start, buckets_between
from bi.model.catalog import ColumnType, Grain
from bi.model.result import Cell, ResultColumn
from bi.model.semantic import Calculation
from bi.model.writing import is_plural, write_number

# How many buckets make a round, after which they recur.
ROUNDS = {Grain.HOUR: 24, Grain.DAY: 7, Grain.WEEK: 52, Grain.MONTH: 12, Grain.QUARTER: 4}


@dataclass(frozen=True, slots=True)
class Point:
    cell: Cell
    start: datetime
    value: float
    complete: bool


def points_of(
    cells: Iterable[Cell], values: Iterable[float | None], names: Names, scope: Scope
) -> list[Point]:
    """The values that are there, in time order."""
    grain = names.grain
    found = [
        Point(cell, start, value, scope.is_complete(start, grain))
        for cell, value in zip(cells, values, strict=True)
        if value is not None and (start := bucket_start(cell)) is not None
    ]
    return sorted(found, key=lambda point: point.start)


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over time. `subject` begins a sentence ("Revenue", "Revenue of West")."""

    column: ResultColumn
    names: Names
    points: list[Point]
    subject: str
    measure: int

    @property
    def complete(self) -> list[Point]:
        return [point for point in self.points if point.complete]

    @property
    def is_plural(self) -> bool:
        return is_plural(self.subject)

    @property
    def moves_together(self) -> bool:
        """Whether neighbours share most of what they are made of, so that a run of them is no
        trend and none is out of line with the others."""
        calculation = self.column.calculation
        return calculation is not None and (
            calculation.is_rolling or calculation is Calculation.RUNNING_TOTAL
        )

    def amount(self, value: float) -> str:
        return write_number(value, self.column.format)

    def about(self, value: float) -> str:
        """A value that was worked out; of what is counted, whole."""
        return self.amount(round(value) if self.column.type is ColumnType.INTEGER else value)


def last_two(series: Series) -> tuple[Point, Point] | None:
    """The last two whole buckets, if they follow on one another."""
    complete = series.complete
    if len(complete) < 2:
        return None
    before, last = complete[-2:]
    follows = bucket_end(before.start, series.names.grain) == last.start
    return (before, last) if follows else None


def steps_along(points: Sequence[Point], grain: Grain) -> list[float]:
    """Steps along the calendar, so that a gap is as wide as what is missing."""
    place = {
        start: float(i)
        for i, start in enumerate(buckets_between(points[0].start, points[-1].start, grain))
    }
    if all(point.start in place for point in points):
        return [place[point.start] for point in points]
    return [float(i) for i in range(len(points))]


def gaps(points: Sequence[Point], grain: Grain) -> list[datetime]:
    """Buckets without a row between the first and the last."""
    if len(points) < 2:
        return []
    there = {point.start for point in points}
    every = buckets_between(points[0].start, points[-1].start, grain)
    return [bucket for bucket in every if bucket not in there]
