"""Moving averages and rolling sums: windows of so many buckets, along the time group.

A bucket without rows has none of what adds up: it counts as 0 in a window, and has no row of
its own in the answer. Of what does not add up (averages, ratios) a moving average is that of the
buckets that have a value. In the first buckets of the data, before which no whole window lies, an
average is of the buckets that there are, and a sum has no value. Where the question names a
start, rows before it are read, so that the windows of its first buckets are whole; `first_shown`
then cuts the answer. Nothing tells there whether the data begin with the rows, so a window that is
not whole has no value.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlglot import exp

from bi.compiler import names
from bi.compiler.dialects.dialect import Dialect, number
from bi.compiler.groups import GroupColumn
from bi.compiler.periods import bucket_floor, is_finer, length_of
from bi.model.catalog import Calendar, Grain
from bi.model.errors import QueryNotPossible
from bi.model.semantic import Calculation, SemanticQuery, TimeGroup

_MOST_BUCKETS = 1000


def rolling(
    column: exp.Column,
    calculation: Calculation,
    window: int,
    groups: tuple[GroupColumn, ...],
    dialect: Dialect,
    *,
    additive: bool,
    from_the_first: bool = False,
) -> exp.Expr:
    """`column`, of grouped rows, over its own bucket and the ones before it.

    `from_the_first`: the rows begin where the data do.
    """
    along = next(group for group in groups if isinstance(group.group, TimeGroup))
    grain = along.column.grain or Grain.DAY
    bucket = names.column(along.name)
    back = length_of(grain, window - 1)
    order, reach = dialect.reach(bucket.copy(), back)
    spec = exp.WindowSpec(
        kind="RANGE", start=reach, start_side="PRECEDING", end="CURRENT ROW", end_side=""
    )
    averaged = calculation is Calculation.MOVING_AVERAGE
    aggregate = exp.Avg if averaged and not additive else exp.Sum
    value: exp.Expr = exp.Window(
        this=aggregate(this=column),
        partition_by=[names.column(group.name) for group in groups if group is not along],
        order=exp.Order(expressions=[exp.Ordered(this=order, nulls_first=False)]),
        spec=spec,
    )
    first = exp.Window(this=exp.Min(this=bucket.copy()))
    begun = value.copy() if averaged and from_the_first else None
    if begun and additive:
        far = dialect.buckets_between(first.copy(), bucket.copy(), grain)
        count = exp.Paren(this=exp.Add(this=far, expression=number(1)))
        begun = exp.Div(this=begun, expression=count)
    if averaged and additive:
        value = exp.Div(this=value, expression=number(window))
    is_whole = exp.LTE(this=dialect.later(first, back), expression=bucket)
    return exp.Case(ifs=[exp.If(this=is_whole, true=value)], default=begun)


def widened(query: SemanticQuery, calendar: Calendar) -> tuple[SemanticQuery, date | None]:
    """The question with the rows that its first windows need, and the first bucket to show.

    Twice the window is read, so that a gap before the start is not taken for the beginning of
    the data. Raises QueryNotPossible for windows that there are not.
    """
    windows = [one.window or 0 for one in query.measures if _rolls(one.calculation)]
    if restarts := [one.restart for one in query.measures if one.restart is not None]:
        return _from_restarts(query, restarts, calendar, rolls=bool(windows))
    if not windows:
        return query, None
    group = next((g for g in query.groups if isinstance(g, TimeGroup)), None)
    if group is None or group.grain is Grain.HOUR:
        raise QueryNotPossible("A moving average needs days, weeks, months or years to run along.")
    if not 2 <= min(windows) <= max(windows) <= _MOST_BUCKETS:
        raise QueryNotPossible(f"A moving window has 2 to {_MOST_BUCKETS:,} {group.grain}s.")
    if query.measure_filters:
        raise QueryNotPossible("A moving average runs over every bucket: none can be left out.")
    others = {one.calculation for one in query.measures if not _rolls(one.calculation)}
    time = query.time
    if time is None or time.start is None:
        return query, None
    if others - {None}:
        raise QueryNotPossible("Shares and running totals cannot stand beside a moving average.")
    start = bucket_floor(time.start, group, calendar)
    earlier = length_of(group.grain, 2 * max(windows)).back(start)
    return replace(query, time=replace(time, start=earlier)), start


def _from_restarts(
    query: SemanticQuery, restarts: list[TimeGroup], calendar: Calendar, *, rolls: bool
) -> tuple[SemanticQuery, date | None]:
    """The question with the rows since its running totals began."""
    group = next((g for g in query.groups if isinstance(g, TimeGroup)), None)
    calculations = {one.calculation for one in query.measures if one.restart is not None}
    if group is None or calculations != {Calculation.RUNNING_TOTAL}:
        raise QueryNotPossible("Only a running total along periods begins anew.")
    for restart in restarts:
        if group.grain is Grain.WEEK or not is_finer(group.grain, restart.grain):
            raise QueryNotPossible(
                f"Whole {group.grain}s do not make up a {restart.grain}, so a running total "
                "cannot begin anew with each.",
                grain=group.grain.value,
            )
    time = query.time
    if time is None or time.start is None:
        return query, None
    begun = min(bucket_floor(time.start, restart, calendar) for restart in restarts)
    if begun == time.start:
        return query, None
    others = {one.calculation for one in query.measures} - {None, Calculation.RUNNING_TOTAL}
    plain = any(one.calculation and one.restart is None for one in query.measures)
    if others or plain or rolls:
        raise QueryNotPossible(
            "Other totals and shares cannot stand beside a running total that began earlier."
        )
    start = bucket_floor(time.start, group, calendar)
    return replace(query, time=replace(time, start=begun)), start


def _rolls(calculation: Calculation | None) -> bool:
    return calculation is not None and calculation.is_rolling
