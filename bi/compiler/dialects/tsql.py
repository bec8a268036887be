"""SQL Server 2016 and later. Groups are repeated, as it knows them by no number or new name."""

from __future__ import annotations

from datetime import date, timedelta

from sqlglot import exp

from bi.compiler import names
from bi.compiler.dialects.dialect import (
    PARTS,
    Dialect,
    call,
    in_doubles,
    nulls_last,
    number,
    steps,
    text,
    typed_null,
)
from bi.compiler.dialects.frames import joined_frames
from bi.compiler.dialects.percentiles import Percentiles
from bi.compiler.dialects.reserved import TSQL as TSQL_WORDS
from bi.compiler.dialects.reserved import quoted_words
from bi.compiler.dialects.windows_zones import windows_zone
from bi.compiler.periods import Shift
from bi.compiler.zones import Zones
from bi.model.catalog import Aggregation, ColumnType, Grain
from bi.model.semantic import DatePart

_FIRST_MONDAY = date(1, 1, 1)


class TSQL(Dialect):
    name = "tsql"
    _folds_case = True
    _wildcards = ("%", "_", "[")

    def day(self, written: str) -> exp.Expr:
        # A plain text beside a DATETIME is read by the language of the session.
        return exp.cast(text(written), "DATE")

    def moment(self, written: str) -> exp.Expr:
        return exp.cast(text(written), "TIMESTAMP")

    def flag(self, met: exp.Expr) -> exp.Expr:
        otherwise = exp.If(this=exp.Not(this=exp.Paren(this=met.copy())), true=number(0))
        return exp.Case(ifs=[exp.If(this=met, true=number(1)), otherwise])

    def part(self, column: exp.Expr, part: DatePart) -> exp.Expr:
        if part is DatePart.WEEKDAY:
            return exp.Add(this=_days_into_week(column, 0), expression=number(1))
        return call("DATEPART", exp.var(PARTS[part]), column)

    def week_of_year(self, column: exp.Expr, week_start: int) -> exp.Expr:
        monday = self._moved(column, Shift(days=(7 - week_start) % 7)) if week_start else column
        return call("DATEPART", exp.var("ISO_WEEK"), monday)

    def bucket(
        self,
        column: exp.Expr,
        type_: ColumnType,
        grain: Grain,
        week_start: int = 0,
        shift: Shift | None = None,
        ahead: int = 0,
    ) -> exp.Expr:
        day = column if type_ is ColumnType.DATE else exp.cast(column.copy(), "DATE")
        if grain is Grain.HOUR:
            hour = call("DATEPART", exp.var("HOUR"), column)
            return call("DATEADD", exp.var("HOUR"), hour, exp.cast(day, "TIMESTAMP"))
        if grain is Grain.DAY:
            return self._moved(day, shift)
        if grain is Grain.WEEK:
            back = exp.Neg(this=exp.Paren(this=_days_into_week(column.copy(), week_start)))
            return self._moved(call("DATEADD", exp.var("DAY"), back, day), shift)
        if ahead and (shift is None or not shift.days):
            column = self._moved(column, Shift(months=-ahead))
            shift = Shift(months=ahead + (shift.months if shift else 0))
        return self._moved(_first_day(column, grain), shift)

    def in_zone(self, column: exp.Expr, zones: Zones) -> exp.Expr:
        moment = exp.cast(column, "TIMESTAMP")
        stored = exp.AtTimeZone(this=moment, zone=text(windows_zone(zones.stored)))
        meant = exp.AtTimeZone(this=stored, zone=text(windows_zone(zones.meant)))
        return exp.cast(meant, "TIMESTAMP")

    def null(self, type_: ColumnType) -> exp.Expr:
        return typed_null(type_)

    def aggregate(
        self, aggregation: Aggregation, operand: exp.Expr, fraction: float | None = None
    ) -> exp.Expr:
        if aggregation is Aggregation.MEDIAN:
            return self._percentile(operand, 0.5)
        return super().aggregate(aggregation, operand, fraction)

    def _moved(self, moment: exp.Expr, shift: Shift | None) -> exp.Expr:
        if shift is None:
            return moment
        count, unit = steps(shift)
        return call("DATEADD", exp.var(unit), number(count), moment)

    def _days_between(self, first: exp.Expr, last: exp.Expr) -> exp.Expr:
        return call("DATEDIFF", exp.var("DAY"), first, last)

    def _months_between(self, first: exp.Expr, last: exp.Expr) -> exp.Expr:
        return call("DATEDIFF", exp.var("MONTH"), first, last)

    def finished(self, tree: exp.Select) -> exp.Select:
        tree = Percentiles(_of_row, exp.Max).rewritten(tree)
        tree = joined_frames(tree, self._moved)
        for deviation in list(tree.find_all(exp.StddevSamp)):
            deviation.replace(call("STDEV", deviation.this))
        for select in tree.find_all(exp.Select):
            _group_by_expressions(select)
        tree = in_doubles(_in_order(tree), exp.Avg)
        for order in tree.find_all(exp.Order):
            nulls_last(order, _after_others)
        for literal in list(tree.find_all(exp.Literal)):
            if literal.is_string and not literal.this.isascii():
                literal.replace(exp.National(this=literal.this))
        return quoted_words(tree, TSQL_WORDS)


def _after_others(value: exp.Expr) -> exp.Expr:
    null = exp.Is(this=value, expression=exp.null())
    return exp.Case(ifs=[exp.If(this=null, true=number(1))], default=number(0))


def _first_day(column: exp.Expr, grain: Grain) -> exp.Expr:
    year, month = call("YEAR", column), call("MONTH", column.copy())
    if grain is Grain.YEAR:
        return call("DATEFROMPARTS", year, number(1), number(1))
    if grain is Grain.QUARTER:
        quarter = call("DATEPART", exp.var("QUARTER"), column.copy())
        month = exp.Sub(this=exp.Mul(this=quarter, expression=number(3)), expression=number(2))
    return call("DATEFROMPARTS", year, month, number(1))


def _days_into_week(column: exp.Expr, week_start: int) -> exp.Expr:
    """0 on the first day of a week; DATEPART would depend on the session."""
    first = exp.cast(text((_FIRST_MONDAY + timedelta(days=week_start)).isoformat()), "DATE")
    return exp.Mod(this=call("DATEDIFF", exp.var("DAY"), first, column), expression=number(7))


def _of_row(operand: exp.Expr, fraction: exp.Expr, groups: list[exp.Expr]) -> exp.Expr:
    order = exp.Order(expressions=[exp.Ordered(this=operand, nulls_first=True)])
    within = exp.WithinGroup(this=exp.PercentileCont(this=fraction), expression=order)
    return exp.Window(this=within, partition_by=groups)


def _group_by_expressions(select: exp.Select) -> None:
    group = select.args.get("group")
    if group is None or not any(isinstance(one, exp.Literal) for one in group.expressions):
        return
    found = [_unaliased(select.expressions[int(one.name) - 1]) for one in group.expressions]
    # A constant is the same for all rows, and no group here.
    found = [one.copy() for one in found if one.find(exp.Column)]
    select.set("group", exp.Group(expressions=found) if found else None)


def _in_order(tree: exp.Select) -> exp.Select:
    """NULL last needs an expression, and no new name of a column can be part of one."""
    order = tree.args.get("order")
    terms = order.expressions if order else []
    ascending = [one for one in terms if isinstance(one, exp.Ordered) and not one.args.get("desc")]
    named = {one.alias: one.this for one in tree.expressions if isinstance(one, exp.Alias)}
    renamed = [
        one for one in ascending if not one.this.args.get("table") and one.this.name in named
    ]
    if tree.args.get("distinct"):
        return _over(tree) if ascending else tree
    if all(isinstance(named[one.this.name], exp.Column) for one in renamed):
        for one in renamed:
            one.set("this", named[one.this.name].copy())
        return tree
    return _over(tree)


def _over(tree: exp.Select) -> exp.Select:
    """A SELECT of what `tree` gives, and its order."""
    name = names.free(tree, "unordered")
    outer = exp.select(*(names.column(one.alias_or_name) for one in tree.expressions), copy=False)
    outer.from_(exp.Table(this=names.identifier(name)), copy=False)
    for part in ("order", "limit", "offset"):
        outer.set(part, tree.args.get(part))
        tree.set(part, None)
    if with_ := tree.args.get("with_"):
        tree.set("with_", None)
        outer.set("with_", with_)
    return outer.with_(name, as_=tree, copy=False)


def _unaliased(expression: exp.Expr) -> exp.Expr:
    return expression.this if isinstance(expression, exp.Alias) else expression
