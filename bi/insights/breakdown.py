"""Findings in a measure by two groupings: each key's sums, and the series one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bi.insights.naming import Names
from bi.insights.ranking import Ranking, ranking_findings
from bi.insights.scope import Scope
from bi.insights.series import Point, Series, points_of, series_findings
from bi.model.buckets import bucket_end
from bi.model.catalog import NumberStyle
from bi.model.insight import Insight, InsightKind
from bi.model.result import Cell
from bi.model.semantic import Calculation
from bi.model.shape import KeyKind, Shape
from bi.model.writing import write_difference, write_number, write_share

# Beyond this many series the changes of single ones are noise.
_MOST_SERIES = 12


@dataclass(frozen=True, slots=True)
class Breakdown:
    """`over` is the key that runs along (time, if one does), `by` the one that splits."""

    shape: Shape
    measure: int
    over: int
    by: int
    scope: Scope


def breakdown_of(shape: Shape, measure: int, scope: Scope) -> Breakdown:
    first, second = shape.keys
    if shape.kind(second) is KeyKind.TIME and shape.kind(first) is not KeyKind.TIME:
        return Breakdown(shape, measure, second, first, scope)
    return Breakdown(shape, measure, first, second, scope)


def breakdown_findings(breakdown: Breakdown) -> Iterator[Insight]:
    column = breakdown.shape.columns[breakdown.measure]
    if column.calculation is Calculation.RUNNING_TOTAL:
        return
    over_time = breakdown.shape.kind(breakdown.over) is KeyKind.TIME
    if column.additive and column.calculation is None:
        yield from ranking_findings(summed(breakdown, breakdown.by))
        if not over_time:
            yield from ranking_findings(summed(breakdown, breakdown.over))
    if over_time:
        if total := total_series(breakdown):
            yield from (replace(i, weight=i.weight * 0.9) for i in series_findings(total))
        yield from _biggest_move(breakdown)
    elif not column.additive:
        yield from _highest_cell(breakdown)


def summed(breakdown: Breakdown, key: int) -> Ranking:
    """The measure of each value of one key, over all values of the other."""
    sums: dict[Cell, float] = {}
    shape = breakdown.shape
    for cell, value in zip(shape.cells(key), shape.numbers(breakdown.measure), strict=True):
        sums[cell] = sums.get(cell, 0.0) + (value or 0.0)
    entries = sorted(sums.items(), key=lambda entry: -entry[1])
    column = shape.columns[breakdown.measure]
    return Ranking(column, Names(shape, key), tuple(entries), breakdown.scope.whole)


def total_series(breakdown: Breakdown) -> Series | None:
    """The sum over all groups along time; None where values do not add up."""
    shape, column = breakdown.shape, breakdown.shape.columns[breakdown.measure]
    if not column.additive or column.calculation is not None or not breakdown.scope.whole:
        return None
    points = points_of(shape, breakdown.over, shape.numbers(breakdown.measure), breakdown.scope)
    sums: dict[Cell, Point] = {}
    for point in points:
        earlier = sums.get(point.cell)
        value = point.value + (earlier.value if earlier else 0.0)
        sums[point.cell] = replace(point, value=value)
    return Series(column, Names(shape, breakdown.over), list(sums.values()), column.label)


def _biggest_move(breakdown: Breakdown) -> Iterator[Insight]:
    """The group that moved most between the last two whole buckets."""
    shape = breakdown.shape
    if len(shape.distinct(breakdown.by)) > _MOST_SERIES:
        return
    names = Names(shape, breakdown.over)
    points = points_of(shape, breakdown.over, shape.numbers(breakdown.measure), breakdown.scope)
    starts = sorted({point.start for point in points if point.complete})
    if len(starts) < 2 or bucket_end(starts[-2], names.grain) != starts[-1]:
        return
    time_cells, group_cells = shape.cells(breakdown.over), shape.cells(breakdown.by)
    values = dict(
        zip(
            zip(group_cells, time_cells, strict=True),
            shape.numbers(breakdown.measure),
            strict=True,
        )
    )
    cell_of = {point.start: point.cell for point in points}
    before_cell, last_cell = cell_of[starts[-2]], cell_of[starts[-1]]
    moves = [
        (last - before, group, before, last)
        for group in shape.distinct(breakdown.by)
        if (before := values.get((group, before_cell))) is not None
        and (last := values.get((group, last_cell))) is not None
    ]
    if len(moves) < 2:
        return
    difference, group, before, last = max(moves, key=lambda move: abs(move[0]))
    column = shape.columns[breakdown.measure]
    if write_number(before, column.format) == write_number(last, column.format):
        return
    by = (
        write_difference(difference, column.format)
        if column.format.style is NumberStyle.PERCENT or before <= 0 or last < 0
        else write_share(abs(difference) / before)
    )
    text = (
        f"{column.label} {'rose' if difference > 0 else 'fell'} {by} "
        f"{Names(shape, breakdown.by).at(group)} from {names.of(before_cell)} to "
        f"{names.of(last_cell)}, the largest move of all"
    )
    figures: dict[str, float | str] = {
        "value": last,
        "before": before,
        "name": str(group),
        "bucket": str(last_cell),
        "bucket_before": str(before_cell),
    }
    yield Insight(InsightKind.CHANGE, text, figures, 0.72)


def _highest_cell(breakdown: Breakdown) -> Iterator[Insight]:
    shape, column = breakdown.shape, breakdown.shape.columns[breakdown.measure]
    numbers = shape.numbers(breakdown.measure)
    known = shape.known(breakdown.measure)
    high = max(known)
    if len(known) < 3 or known.count(high) > 1:
        return
    row = numbers.index(high)
    one = Names(shape, breakdown.over).of(shape.cells(breakdown.over)[row])
    other = Names(shape, breakdown.by).of(shape.cells(breakdown.by)[row])
    text = f"{column.label} is highest for {one}, {other}: {write_number(high, column.format)}"
    yield Insight(InsightKind.PEAK, text, {"value": high}, 0.7)
