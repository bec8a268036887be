"""A change that an answer holds or implies: a value in one period beside an earlier one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from bi.insights.anomaly import unusual_point
from bi.insights.breakdown import breakdown_of, total_series
from bi.insights.comparison import describe_change, earlier_of
from bi.insights.drivers.parts import Parts, parts_in, parts_of
from bi.insights.naming import Names
from bi.insights.scope import Scope, scope_of
from bi.insights.series import Point, Series, last_two, points_of
from bi.insights.weights import Range
from bi.model.buckets import bucket_end
from bi.model.catalog import ColumnRef, Grain
from bi.model.insight import Insight, InsightKind
from bi.model.result import ColumnRole, ResultColumn, ResultSet
from bi.model.semantic import (
    Comparison,
    DimensionGroup,
    Measured,
    PeriodGroup,
    SemanticQuery,
    TimeGroup,
    TimeRange,
)
from bi.model.shape import KeyKind, Shape
from bi.model.writing import write_number

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
    `is_unusual`: the value is out of line.
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
    is_unusual: bool = False


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
    if query.comparison:
        found = _compared(shape, (index, place), bare, query, scope)
    elif any(isinstance(group, PeriodGroup) for group in query.groups):
        found = _side_by_side(shape, index, bare, query, scope)
    else:
        found = _in_series(shape, index, bare, query, scope)
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


def _side_by_side(
    shape: Shape, index: int, bare: SemanticQuery, query: SemanticQuery, scope: Scope
) -> Change | None:
    """Two periods a row each, where the earlier is the one before or a year before the later."""
    (group,), values = query.groups[:1], shape.numbers(index)
    if len(query.groups) > 1 or not isinstance(group, PeriodGroup) or len(group.periods) != 2:
        return None
    earlier, later = in_order(group)
    step = _between(earlier, later)
    of = dict(zip(shape.cells(shape.groups[0]), values, strict=True))
    before, now = of.get(earlier.label), of.get(later.label)
    is_over = scope.today is None or later.end is None or later.end <= scope.today
    if step is None or before is None or now is None or not is_over or query.time is not None:
        return None
    beside = replace(
        bare, time=replace(later, column=later.column or group.column), comparison=step
    )
    when = f"from {earlier.label} to {later.label}"
    return Change(beside, shape.columns[index], when, before, now, True)


def step_findings(change: Change) -> Iterator[Insight]:
    """What became of a value from the one of two periods to the other."""
    before, now, form = change.before, change.now, change.column.format
    if before is None or now is None or write_number(before, form) == write_number(now, form):
        return
    text = (
        f"{change.column.label} {change.when}: {describe_change(change.column, now, before)}, from "
        f"{write_number(before, form)} to {write_number(now, form)}"
    )
    figures: dict[str, float | str] = {"before": before, "value": now}
    yield Insight(InsightKind.CHANGE, text, figures, Range.ONE_STEP.weight())


def in_order(group: PeriodGroup) -> list[TimeRange]:
    """The periods from the earliest; both ends of each are known."""
    return sorted(group.periods, key=lambda period: str(period.start))


def _between(earlier: TimeRange, later: TimeRange) -> Comparison | None:
    """The step back that leads from one period to the other."""
    if None in (earlier.start, earlier.end, later.start, later.end) or later.grain is None:
        return None
    if earlier.grain is not later.grain or later.grain is Grain.HOUR:
        return None
    if earlier.end == later.start:
        return Comparison(later.grain)
    begins, ends = _year_later(earlier.start), _year_later(earlier.end)
    return Comparison(Grain.YEAR) if (begins, ends) == (later.start, later.end) else None


def _year_later(day: date | None) -> date | None:
    if day is None or (day.month, day.day) == (2, 29):
        return None
    return day.replace(year=day.year + 1)


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
    names, earlier, later = step.names, step.earlier, step.later
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
    values = earlier.value, later.value
    return Change(beside, column, when, *values, False, by, step.parts, step.is_unusual)


def _same_time(group: TimeGroup, period: TimeRange | None) -> bool:
    """Whether buckets and the period asked for are of one date."""
    return period is None or period.column is None or period.column == group.column


@dataclass(frozen=True, slots=True)
class _Step:
    names: Names
    earlier: Point
    later: Point
    parts: Parts | None
    is_unusual: bool


def _step(shape: Shape, index: int, scope: Scope) -> _Step | None:
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
    unusual = _unusual_step(series) if series else None
    found = unusual or (_last_step(series) if series else None)
    if found is None:
        return None
    parts = parts_in(breakdown, found[0].cell, found[1].cell) if breakdown else None
    return _Step(names, *found, parts, unusual is not None)


def _unusual_step(series: Series) -> tuple[Point, Point] | None:
    """The step into the bucket that is out of line, or into the one before that is so already."""
    found = unusual_point(series)
    if found is None:
        return None
    points, last = series.complete, series.complete.index(found[0])
    high = found[0].value > found[1].expected
    steps = [(points[i - 1], points[i]) for i in (last, last - 1) if i > 0]
    into = [step for step in steps if (step[1].value > step[0].value) == high]
    return max(into, key=lambda step: abs(step[1].value - step[0].value), default=None)


def _last_step(series: Series) -> tuple[Point, Point] | None:
    found = last_two(series)
    if found is None:
        return None
    values = [point.value for point in series.complete]
    steps = sorted(abs(b - a) for a, b in pairwise(values))
    usual = steps[len(steps) // 2]
    return found if abs(found[1].value - found[0].value) >= _USUAL_STEP * usual else None
