"""A change that an answer holds or implies: a value in one period beside an earlier one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from bi.insights.breakdown import breakdown_of, total_series
from bi.insights.comparison import earlier_of
from bi.insights.drivers.parts import Parts, parts_in, parts_of
from bi.insights.naming import Names
from bi.insights.scope import Scope, scope_of
from bi.insights.series import Point, Series, last_two, points_of, unusual_point
from bi.model.buckets import bucket_end
from bi.model.catalog import ColumnRef, Grain
from bi.model.result import ColumnRole, ResultColumn, ResultSet
from bi.model.semantic import (
    Comparison,
    DimensionGroup,
    Measured,
    SemanticQuery,
    TimeGroup,
    TimeRange,
)
from bi.model.shape import KeyKind, Shape

# From one day to the next most of what moves is chance, and hours cannot be compared.
_GRAINS = (Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)
# Less than this is no change to explain; asked for, less is enough.
_LEAST, _LEAST_ASKED = 0.05, 0.01
# Of a longer series a step is explained that is no smaller than is usual for it.
_USUAL_STEP = 1.0


@dataclass(frozen=True, slots=True)
class Change:
    """`query` measures one value in the later period beside the earlier one, without groups.

    `before` and `now` are the values of the whole; None where the answer's rows do not tell.
    `when`: "from May to June", "against the previous month". `asked`: the question compares.
    `by` are the dimensions that the answer's own rows part the value by, `parts` what they show.
    """

    query: SemanticQuery
    column: ResultColumn
    when: str
    before: float | None
    now: float | None
    asked: bool
    by: tuple[ColumnRef, ...] = ()
    parts: Parts | None = None


def change_in(
    result: ResultSet, title: str, *, today: date | None, query: SemanticQuery
) -> Change | None:
    """The change to explain, if there is one; arguments as for `find_insights`.

    Of a comparison it is that of the whole; of a series that of the bucket that is out of line,
    else that of the last whole one, against the one before.
    """
    if result.truncated or not result.rows or query.measure_filters or query.limit:
        return None
    shape = Shape(result)
    if shape.is_row_list or not shape.measures:
        return None
    index = shape.measures[0]
    place = sum(column.role is ColumnRole.MEASURE for column in shape.columns[:index])
    if place >= len(query.measures) or query.measures[place].calculation is not None:
        return None
    scope = scope_of(title, query, today)
    bare = replace(
        query,
        measures=(Measured(query.measures[place].value),),
        groups=(),
        order=(),
        forecast=None,
    )
    found = (
        _compared(shape, (index, place), bare, query, scope)
        if query.comparison
        else _in_series(shape, index, bare, query, scope)
    )
    return found if found is not None and _is_worth(found) else None


def _is_worth(change: Change) -> bool:
    if change.before is None or change.now is None:
        return change.asked
    larger = max(abs(change.before), abs(change.now))
    least = _LEAST_ASKED if change.asked else _LEAST
    return larger > 0 and abs(change.now - change.before) >= least * larger


def _compared(
    shape: Shape,
    measure: tuple[int, int],
    bare: SemanticQuery,
    query: SemanticQuery,
    scope: Scope,
) -> Change | None:
    """A comparison of the whole period, or of its parts by one dimension."""
    index, place = measure
    prior, time = shape.prior_of(index), query.time
    if prior is None or time is None or time.start is None or time.end is None:
        return None
    if scope.unfinished or len(query.groups) > 1:
        return None
    column = shape.columns[index]
    before: float | None = None
    now: float | None = None
    if not query.groups:
        before, now = shape.numbers(prior)[0], shape.numbers(index)[0]
        if before is None or now is None:
            return None
    elif not isinstance(query.groups[0], DimensionGroup):
        return None
    elif column.additive:
        before, now = sum(shape.known(prior)), sum(shape.known(index))
    by = tuple(group.column for group in query.groups if isinstance(group, DimensionGroup))
    when = f"against {earlier_of(shape.columns[prior])}"
    return Change(bare, column, when, before, now, True, by, parts_of(shape.result, place))


def _in_series(
    shape: Shape, index: int, bare: SemanticQuery, query: SemanticQuery, scope: Scope
) -> Change | None:
    times = [group for group in query.groups if isinstance(group, TimeGroup)]
    by = tuple(group.column for group in query.groups if isinstance(group, DimensionGroup))
    if len(times) != 1 or len(times) + len(by) != len(query.groups) or len(by) > 1:
        return None
    step = _step(shape, index, scope)
    if step is None:
        return None
    names, earlier, later, parts = step
    if names.grain not in _GRAINS or not _same_time(times[0], query.time):
        return None
    period = TimeRange(
        later.start.date(),
        bucket_end(later.start, names.grain).date(),
        names.of(later.cell),
        names.grain,
        times[0].column or (query.time.column if query.time else None),
    )
    beside = replace(bare, time=period, comparison=Comparison(names.grain))
    when = f"from {names.of(earlier.cell)} to {names.of(later.cell)}"
    column = shape.columns[index]
    return Change(beside, column, when, earlier.value, later.value, False, by, parts)


def _same_time(group: TimeGroup, period: TimeRange | None) -> bool:
    """Whether buckets and the period asked for are of one date."""
    return period is None or period.column is None or period.column == group.column


def _step(
    shape: Shape, index: int, scope: Scope
) -> tuple[Names, Point, Point, Parts | None] | None:
    keys, breakdown = shape.keys, None
    if len(keys) == 1 and shape.kind(keys[0]) is KeyKind.TIME:
        names = Names(shape, keys[0], scope.title)
        points = points_of(shape.cells(keys[0]), shape.numbers(index), names, scope)
        series: Series | None = Series(shape.columns[index], names, points, "", index)
    elif len(keys) == 2:
        breakdown = breakdown_of(shape, index, scope)
        series, names = total_series(breakdown), breakdown.over_names
    else:
        return None
    found = (_unusual_step(series) or _last_step(series)) if series else None
    if found is None:
        return None
    parts = parts_in(breakdown, found[0].cell, found[1].cell) if breakdown else None
    return (names, *found, parts)


def _unusual_step(series: Series) -> tuple[Point, Point] | None:
    found = unusual_point(series)
    if found is None:
        return None
    place = series.complete.index(found[0])
    return (series.complete[place - 1], found[0]) if place else None


def _last_step(series: Series) -> tuple[Point, Point] | None:
    found = last_two(series)
    if found is None:
        return None
    values = [point.value for point in series.complete]
    steps = sorted(abs(b - a) for a, b in pairwise(values))
    usual = steps[len(steps) // 2]
    return found if abs(found[1].value - found[0].value) >= _USUAL_STEP * usual else None
