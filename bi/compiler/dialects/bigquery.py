"""BigQuery. Moments are TIMESTAMPs, which are of UTC, or DATETIMEs."""

from __future__ import annotations

from sqlglot import exp

from bi.compiler.dialects.dialect import (
    PARTS,
    Dialect,
    call,
    nulls_last,
    number,
    steps,
    text,
    typed_null,
)
from bi.compiler.dialects.percentiles import Percentiles
from bi.compiler.periods import Shift
from bi.compiler.zones import Zones
from bi.model.catalog import Aggregation, ColumnType, Grain
from bi.model.semantic import DatePart

_EPOCH = "1970-01-01"
_WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


class BigQuery(Dialect):
    name = "bigquery"
    _folds_case = True

    def bucket(
        self,
        column: exp.Expr,
        type_: ColumnType,
        grain: Grain,
        week_start: int = 0,
        shift: Shift | None = None,
        ahead: int = 0,
    ) -> exp.Expr:
        if grain is Grain.HOUR:
            return call("DATETIME_TRUNC", exp.cast(column, "DATETIME"), exp.var("HOUR"))
        day = column if type_ is ColumnType.DATE else exp.cast(column, "DATE")
        if grain is Grain.DAY:
            return self._moved(day, shift)
        if grain is Grain.WEEK:
            week = f"WEEK({_WEEKDAYS[week_start]})" if week_start else "ISOWEEK"
            return self._moved(call("DATE_TRUNC", day, exp.var(week)), shift)
        if ahead and (shift is None or not shift.days):
            day = self._moved(day, Shift(months=-ahead))
            shift = Shift(months=ahead + (shift.months if shift else 0))
        return self._moved(call("DATE_TRUNC", day, exp.var(grain.name)), shift)

    def part(self, column: exp.Expr, part: DatePart) -> exp.Expr:
        if part is DatePart.WEEKDAY:
            day = exp.cast(column, "DATE")
            monday = call("DATE_TRUNC", day.copy(), exp.var("ISOWEEK"))
            return exp.Add(this=self._days_between(monday, day), expression=number(1))
        return exp.Extract(this=exp.var(PARTS[part]), expression=column)

    def week_of_year(self, column: exp.Expr, week_start: int) -> exp.Expr:
        monday = column
        if week_start:
            monday = self._moved(exp.cast(column, "DATE"), Shift(days=(7 - week_start) % 7))
        return exp.Extract(this=exp.var("ISOWEEK"), expression=monday)

    def in_zone(self, column: exp.Expr, zones: Zones) -> exp.Expr:
        if zones.stored == "UTC":
            moment: exp.Expr = exp.cast(column, exp.DataType.Type.TIMESTAMPTZ)
        else:
            moment = call("TIMESTAMP", exp.cast(column, "DATETIME"), text(zones.stored))
        return call("DATETIME", moment, text(zones.meant))

    def reach(self, bucket: exp.Expr, back: Shift) -> tuple[exp.Expr, exp.Expr]:
        first = exp.cast(text(_EPOCH), "DATE")
        if back.months:
            return self._months_between(first, bucket), number(back.months)
        return self._days_between(first, bucket), number(back.days)

    def null(self, type_: ColumnType) -> exp.Expr:
        return typed_null(type_)

    def _moved(self, moment: exp.Expr, shift: Shift | None) -> exp.Expr:
        if shift is None:
            return moment
        count, unit = steps(shift)
        name = "DATE_ADD" if count > 0 else "DATE_SUB"
        return call(name, moment, exp.Interval(this=number(abs(count)), unit=exp.var(unit)))

    def _days_between(self, first: exp.Expr, last: exp.Expr) -> exp.Expr:
        return call("DATE_DIFF", last, first, exp.var("DAY"))

    def _months_between(self, first: exp.Expr, last: exp.Expr) -> exp.Expr:
        return call("DATE_DIFF", last, first, exp.var("MONTH"))

    def _matching(self, operand: exp.Expr, before: str, value: str, after: str) -> exp.Expr:
        # There is no ESCAPE: a backslash is it.
        for character in ("\\", "%", "_"):
            value = value.replace(character, f"\\{character}")
        return exp.Like(this=operand, expression=text(f"{before}{value}{after}"))

    def aggregate(
        self, aggregation: Aggregation, operand: exp.Expr, fraction: float | None = None
    ) -> exp.Expr:
        if aggregation is Aggregation.MEDIAN:
            return self._percentile(operand, 0.5)
        return super().aggregate(aggregation, operand, fraction)

    def finished(self, tree: exp.Select) -> exp.Select:
        tree = Percentiles(_of_row, exp.Max).rewritten(tree)
        for select in tree.find_all(exp.Select):
            _qualify_having(select)
        for window in tree.find_all(exp.Window):
            if order := window.args.get("order"):
                # A frame has one key only; rows of NULL are then among themselves.
                nulls_last(order, None if window.args.get("spec") else _is_null)
        return tree


def _of_row(operand: exp.Expr, fraction: exp.Expr, groups: list[exp.Expr]) -> exp.Expr:
    return exp.Window(this=call("PERCENTILE_CONT", operand, fraction), partition_by=groups)


def _is_null(value: exp.Expr) -> exp.Expr:
    return exp.Is(this=value, expression=exp.null())


def _qualify_having(select: exp.Select) -> None:
    """In HAVING a bare name is that of a column of the answer before that of the table."""
    having, source = select.args.get("having"), select.args.get("from_")
    if having is None or source is None:
        return
    for column in having.find_all(exp.Column):
        if not column.table and column.parent_select is select:
            column.set("table", exp.to_identifier(source.this.alias_or_name))
