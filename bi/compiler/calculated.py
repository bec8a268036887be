"""What is computed of grouped rows: shares, running totals, changes; and their columns."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from bi.catalog.wording import restarting
from bi.compiler import names
from bi.compiler.conditions import comparison
from bi.compiler.groups import months_ahead
from bi.compiler.names import aliased
from bi.compiler.plan import Plan, PlannedBenchmark, PlannedValue
from bi.compiler.rolling import rolling
from bi.model.catalog import Aggregation, ColumnType, NumberFormat, NumberStyle
from bi.model.result import ColumnRole, ResultColumn
from bi.model.semantic import Calculation, Comparison, TimeGroup
from bi.model.words import mid_sentence

_PERCENT = NumberFormat(NumberStyle.PERCENT)


def calculated(plan: Plan, rows: exp.Select, rows_name: str) -> exp.Select:
    """A SELECT over `rows` with every column of the answer; `rows` itself if that has them."""
    calculates = plan.compares or any(value.calculation for value in plan.values)
    if not calculates and not plan.benchmarks:
        return rows
    query = exp.select(*(names.column(group.name) for group in plan.question.groups), copy=False)
    for value in plan.values:
        now = _calculation(value, value.grouped, plan)
        query.select(aliased(now, value.name), copy=False)
        if plan.compares:
            before = _calculation(value, value.before, plan)
            query.select(aliased(before, value.prior), copy=False)
            query.select(aliased(_change(now, before), value.change), copy=False)
    query.from_(exp.Table(this=names.identifier(rows_name)), copy=False)
    for one in plan.benchmarks:
        query.where(_benchmark(one, plan, rows_name), copy=False)
    return as_cte(query, rows, rows_name)


def _benchmark(one: PlannedBenchmark, plan: Plan, rows_name: str) -> exp.Expr:
    aggregation = one.part.benchmark or Aggregation.AVERAGE
    whole = exp.select(
        plan.question.dialect.aggregate(aggregation, names.column(one.name)), copy=False
    )
    whole.from_(exp.Table(this=names.identifier(rows_name)), copy=False)
    return comparison(names.column(one.name), one.part.operator, exp.Subquery(this=whole))


def as_cte(query: exp.Select, rows: exp.Select, name: str) -> exp.Select:
    """Puts `rows` in front of a query that reads them; their own CTEs stay in order."""
    earlier = rows.args.get("with_")
    if earlier:
        rows.set("with_", None)
        query.set("with_", earlier)
    return query.with_(name, as_=rows, copy=False)


def answer_columns(plan: Plan) -> tuple[ResultColumn, ...]:
    columns = [group.column for group in plan.question.groups]
    for value in plan.values:
        now = _value_column(value, plan)
        columns.append(now)
        if comparison := plan.question.query.comparison:
            columns.append(
                replace(
                    now,
                    name=value.prior,
                    label=f"{now.label}, {_earlier(comparison)}",
                    role=ColumnRole.PRIOR,
                )
            )
            columns.append(_change_column(value, now))
    return tuple(columns)


def _calculation(value: PlannedValue, name: str, plan: Plan) -> exp.Expr:
    column = names.column(name)
    if value.calculation is not None and value.calculation.is_share:
        within = value.calculation is Calculation.SHARE_OF_GROUP
        outer = plan.question.groups[:-1] if within else ()
        whole = exp.Window(
            this=exp.Sum(this=column.copy()),
            partition_by=[names.column(group.name) for group in outer],
        )
        return exp.Div(this=column, expression=_no_zero(whole))
    if value.calculation is Calculation.RUNNING_TOTAL:
        return _running(column, plan, value.restart)
    if value.calculation is not None:
        groups, dialect = plan.question.groups, plan.question.dialect
        window = value.window or 0
        return rolling(
            column,
            value.calculation,
            window,
            groups,
            dialect,
            additive=value.additive,
            from_the_first=plan.first_shown is None and not plan.compares,
        )
    return column


def _running(column: exp.Column, plan: Plan, restart: TimeGroup | None) -> exp.Expr:
    """Along the first time group, within each combination of the other groups."""
    groups = plan.question.groups
    along = next(group for group in groups if isinstance(group.group, TimeGroup))
    others: list[exp.Expr] = [names.column(group.name) for group in groups if group is not along]
    if restart is not None:
        calendar, bucket = plan.question.catalog.calendar, names.column(along.name)
        ahead = months_ahead(restart, calendar)
        type_, grain, first = along.column.type, restart.grain, calendar.week_start
        since = plan.question.dialect.bucket(bucket, type_, grain, first, None, ahead)
        others.append(since)
    order = exp.Order(expressions=[exp.Ordered(this=names.column(along.name), nulls_first=False)])
    return exp.Window(this=exp.Sum(this=column), partition_by=others, order=order)


def _change(now: exp.Expr, before: exp.Expr) -> exp.Expr:
    """Relative to the size of the earlier value, so that a rise from a loss is positive."""
    difference = exp.Paren(this=exp.Sub(this=now.copy(), expression=before.copy()))
    return exp.Div(this=difference, expression=_no_zero(exp.Abs(this=before.copy())))


def _no_zero(divisor: exp.Expr) -> exp.Expr:
    return exp.Nullif(this=divisor, expression=exp.Literal.number(0))


def _value_column(value: PlannedValue, plan: Plan) -> ResultColumn:
    quantity = value.quantity
    column = ResultColumn(
        name=value.name,
        label=quantity.label,
        type=quantity.type,
        role=ColumnRole.MEASURE,
        format=quantity.format,
        higher_is_better=quantity.higher_is_better,
        additive=value.additive and value.calculation in (None, Calculation.SHARE_OF_TOTAL),
        calculation=value.calculation,
    )
    label = mid_sentence(quantity.label)
    if value.calculation is not None and value.calculation.is_share:
        share = f"Share of {label}"
        return replace(column, label=share, type=ColumnType.NUMBER, format=_PERCENT)
    if value.calculation is Calculation.RUNNING_TOTAL:
        return replace(column, label=f"Running total of {label}{restarting(value.restart)}")
    if value.calculation is Calculation.MOVING_AVERAGE:
        unit = _unit(plan)
        return replace(
            column, label=f"{value.window}-{unit} average of {label}", type=ColumnType.NUMBER
        )
    if value.calculation is Calculation.ROLLING_SUM:
        return replace(
            column, label=f"{label[:1].upper()}{label[1:]} of {value.window} {_unit(plan)}s"
        )
    return column


def _unit(plan: Plan) -> str:
    grains = (g.group.grain for g in plan.question.groups if isinstance(g.group, TimeGroup))
    return next(grains).value


def _change_column(value: PlannedValue, now: ResultColumn) -> ResultColumn:
    return replace(
        now,
        name=value.change,
        label=f"Change of {mid_sentence(now.label)}",
        type=ColumnType.NUMBER,
        role=ColumnRole.CHANGE,
        format=_PERCENT,
        additive=False,
    )


def _earlier(comparison: Comparison) -> str:
    if comparison.count == 1:
        return f"previous {comparison.grain}"
    return f"{comparison.count} {comparison.grain}s earlier"
