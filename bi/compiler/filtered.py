"""The conditions of one fact: filters, time, and of states which of them a period has."""

from __future__ import annotations

from sqlglot import exp

from bi.catalog.joins import join_graph
from bi.compiler import names
from bi.compiler.conditions import condition, within
from bi.compiler.names import aliased
from bi.compiler.parts import any_of, check_part, part_condition
from bi.compiler.periods import starts_bucket
from bi.compiler.question import Leaf, Question, shift_anchor
from bi.compiler.related import written
from bi.compiler.scope import Scope, dimension_of
from bi.compiler.values import Snapshot
from bi.compiler.viewpoint import Viewpoint
from bi.model.catalog import Aggregation, Catalog, ColumnRef, Grain, OverTime
from bi.model.errors import QueryNotPossible
from bi.model.semantic import (
    DatePartFilter,
    Filter,
    PeriodGroup,
    TimeRange,
)


def filtered(query: exp.Select, scope: Scope, question: Question, leaf: Leaf) -> exp.Select:
    """Adds the question's filters and time range, moved back by the leaf's shift."""
    conditions = _filters(scope, question, leaf)
    conditions += [written(one, scope) for one in question.query.conditions]
    conditions += _in_time(scope, question, leaf)
    if leaf.snapshot and leaf.snapshot.picks:
        conditions += _picked(query, scope, question, leaf)
    return query.where(*conditions, copy=False) if conditions else query


def _filters(
    scope: Scope, question: Question, leaf: Leaf, only: ColumnRef | None = None
) -> list[exp.Expr]:
    """`only`: those on that dimension."""
    refs = [(part, leaf.viewpoint.dimension(part.column)) for part in question.query.filters]
    return [condition_of(part, ref, scope) for part, ref in refs if only in (None, ref)]


def _in_time(
    scope: Scope, question: Question, leaf: Leaf, only: ColumnRef | None = None
) -> list[exp.Expr]:
    """The time range, parts of dates and periods; `only`: those on that date."""
    viewpoint = leaf.viewpoint
    conditions: list[exp.Expr] = []
    if (time := question.query.time) and (time.start or time.end):
        ref = viewpoint.column(time.column)
        if ref is None:
            raise QueryNotPossible(f"There is no date that could be limited to {time.label}.")
        _check_range(time, ref, question.catalog)
        moved = leaf.shift.range_back(time) if leaf.shift else time
        if only in (None, ref):
            conditions += within(scope.stored(ref), moved, scope.dialect, scope.zones(ref))
    for one in question.query.part_filters:
        if only in (None, viewpoint.column(one.column)):
            conditions.append(_part_filter(one, viewpoint, scope))
    for group in question.groups:
        if isinstance(group.group, PeriodGroup) and only in (None, group.source(viewpoint)):
            ref = group.source(viewpoint)
            for period in group.group.periods:
                _check_range(period, ref, question.catalog)
            periods = list(group.group.periods)
            either = any_of(scope.stored(ref), periods, scope.dialect, scope.zones(ref))
            conditions.append(either.unnest())
    return conditions


def _picked(query: exp.Select, scope: Scope, question: Question, leaf: Leaf) -> list[exp.Expr]:
    """Limits states to the last or first of each period, of all rows or of each series.

    Which one that is depends on the conditions on its date alone, so that what the question
    leaves out otherwise adds up with what it shows.
    """
    snapshot = leaf.snapshot
    assert snapshot is not None
    catalog, time = question.catalog, snapshot.time
    steps = join_graph(catalog).path(snapshot.dataset, {time.dataset})
    inner = Scope(catalog, scope.dialect, snapshot.dataset, steps)
    conditions = _filters(inner, question, leaf, time) + _in_time(inner, question, leaf, time)
    if snapshot.filter:
        conditions.append(inner.expression(snapshot.dataset, snapshot.filter).unnest())
    extreme = Aggregation.MAX if snapshot.choice is OverTime.LAST else Aggregation.MIN
    chosen = scope.dialect.aggregate(extreme, stored_time(snapshot, inner))
    anchor = shift_anchor(question, leaf.viewpoint)
    buckets = [
        group.expression(inner, leaf.viewpoint, leaf.shift if time == anchor else None)
        for group in question.groups
        if group.source(leaf.viewpoint) == time
    ]
    table = snapshot.dataset if inner.joins else None
    series = [names.column(name, table) for name in snapshot.series]
    times = inner.select().where(*conditions, copy=False) if conditions else inner.select()
    if series or buckets:
        times.group_by(*(one.copy() for one in series), *buckets, copy=False)
    if not series:
        times.select(chosen, copy=False)
        return [exp.In(this=stored_time(snapshot, scope), query=exp.Subquery(this=times))]
    alias = f"{snapshot.choice}_known"
    own = [aliased(one, one.name) for one in series]
    times.select(*own, aliased(chosen, "known_at"), copy=False)
    here = [names.column(name, snapshot.dataset) for name in snapshot.series]
    met = [exp.EQ(this=one, expression=names.column(one.name, alias)) for one in here]
    met.append(
        exp.EQ(this=stored_time(snapshot, scope), expression=names.column("known_at", alias))
    )
    query.join(times.subquery(alias, copy=False), on=exp.and_(*met, copy=False), copy=False)
    return []


def stored_time(snapshot: Snapshot, scope: Scope) -> exp.Expr:
    """What states are dated by, as it is stored."""
    dimension = dimension_of(scope.catalog, snapshot.time)
    return scope.expression(dimension.dataset, dimension.expression)


def condition_of(part: Filter, column: ColumnRef, scope: Scope) -> exp.Expr:
    """A filter as a condition on a column of a scope."""
    type_, zones = dimension_of(scope.catalog, column).type, scope.zones(column)
    stored = scope.stored(column)
    return condition(stored, type_, part.operator, part.values, scope.dialect, zones)


def _part_filter(one: DatePartFilter, viewpoint: Viewpoint, scope: Scope) -> exp.Expr:
    ref = viewpoint.column(one.column)
    if ref is None:
        raise QueryNotPossible(f"There is no date that has a {one.part.value.replace('_', ' ')}.")
    dimension, calendar = dimension_of(scope.catalog, ref), scope.catalog.calendar
    check_part(one.part, dimension)
    stored, zones = scope.stored(ref), scope.zones(ref)
    return part_condition(one, scope.dimension(ref), stored, zones, calendar, scope.dialect)


def _check_range(time: TimeRange, ref: ColumnRef, catalog: Catalog) -> None:
    """A month's target cannot be cut: a range over months must consist of whole ones."""
    dimension = dimension_of(catalog, ref)
    if not dimension.is_time:
        raise QueryNotPossible(f"{dimension.label} is no date.", dimension=str(ref))
    grain = dimension.grain
    if grain is None or grain in (Grain.HOUR, Grain.DAY):
        return
    week_start = catalog.calendar.week_start
    if not all(starts_bucket(day, grain, week_start) for day in (time.start, time.end) if day):
        dataset = catalog.dataset(ref.dataset)
        raise QueryNotPossible(
            f"{dataset.label} are known by {grain} only: {time.label} is not made of whole ones.",
            dimension=str(ref),
            grain=grain.value,
        )
