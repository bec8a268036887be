"""MariaDB from 10.2 and MySQL from 8.0: one SQL for both, so nothing that only one of them has.

Both put NULLs first, divide decimals to four digits, have no percentile that groups can have, and
no intervals in RANGE windows (MariaDB). `finished` mends the first three in the whole statement.
"""

from __future__ import annotations

from sqlglot import exp

from bi.compiler.dialects.dialect import Dialect, call, number, text
from bi.compiler.dialects.mysql_nulls import nulls_last
from bi.compiler.dialects.percentiles import Percentiles, interpolated
from bi.compiler.periods import Shift
from bi.compiler.zones import Zones
from bi.model.catalog import Aggregation, ColumnType, Grain
from bi.model.semantic import DatePart

_PARTS = {
    DatePart.MONTH_OF_YEAR: "MONTH",
    DatePart.QUARTER_OF_YEAR: "QUARTER",
    DatePart.HOUR_OF_DAY: "HOUR",
    DatePart.DAY_OF_MONTH: "DAYOFMONTH",
}
_ISO_WEEK = 3  # the mode of WEEK() that counts as ISO 8601 does


class MySQL(Dialect):
    name = "mysql"

    def finished(self, tree: exp.Select) -> exp.Select:
        tree = Percentiles(interpolated, exp.Sum).rewritten(tree)
        for node in list(tree.find_all(exp.Avg, exp.StddevSamp, exp.Div)):
            # What the catalog divides by itself is divided as the database does it.
            if not isinstance(node, exp.Div) or not node.args.get("safe"):
                node.set("this", _as_double(node.this))
        return nulls_last(tree)

    def aggregate(
        self, aggregation: Aggregation, operand: exp.Expr, fraction: float | None = None
    ) -> exp.Expr:
        if aggregation is Aggregation.MEDIAN:
            return self._percentile(operand, 0.5)
        return super().aggregate(aggregation, operand, fraction)

    def bucket(
        self,
        column: exp.Expr,
        type_: ColumnType,
        grain: Grain,
        week_start: int = 0,
        shift: Shift | None = None,
        ahead: int = 0,
    ) -> exp.Expr:
        match grain:
            case Grain.HOUR:
                hour = call("DATE_FORMAT", column, text("%Y-%m-%d %H:00:00"))
                return self._moved(exp.cast(hour, "DATETIME"), shift)
            case Grain.DAY:
                plain = type_ is ColumnType.DATE and shift is None
                return column if plain else call("DATE", self._moved(column, shift))
            case Grain.WEEK:
                since = exp.Interval(this=_days_into_week(column, week_start), unit=exp.var("DAY"))
                day = call("DATE", column.copy())
                return self._moved(exp.Sub(this=day, expression=since), shift)
            case Grain.MONTH:
                first_day = call("DATE_FORMAT", column, text("%Y-%m-01"))
                return self._moved(exp.cast(first_day, "DATE"), shift)
            case _:
                inside = self._moved(column, Shift(months=-ahead)) if ahead else column
                first: exp.Expr = call("MAKEDATE", call("YEAR", inside), number(1))
                if grain is Grain.QUARTER:
                    quarters = exp.Sub(this=call("QUARTER", inside.copy()), expression=number(1))
                    since = exp.Interval(this=exp.Paren(this=quarters), unit=exp.var("QUARTER"))
                    first = exp.Add(this=first, expression=since)
                months = ahead + (shift.months if shift else 0)
                return self._moved(first, Shift(months=months) if months else None)

    def part(self, column: exp.Expr, part: DatePart) -> exp.Expr:
        if part is DatePart.WEEKDAY:
            return exp.Add(this=call("WEEKDAY", column), expression=number(1))
        return call(_PARTS[part], column)

    def week_of_year(self, column: exp.Expr, week_start: int) -> exp.Expr:
        monday = self._moved(column, Shift(days=(7 - week_start) % 7)) if week_start else column
        return call("WEEK", monday, number(_ISO_WEEK))

    def in_zone(self, column: exp.Expr, zones: Zones) -> exp.Expr:
        # NULL where the server knows no zones, so the warehouse asks for them before it runs this.
        return call("CONVERT_TZ", column, text(zones.stored), text(zones.meant))

    def reach(self, bucket: exp.Expr, back: Shift) -> tuple[exp.Expr, exp.Expr]:
        if back.months:
            return self._months(bucket), number(back.months)
        return self._days_between(text("1970-01-01"), bucket), number(back.days)

    def _days_between(self, first: exp.Expr, last: exp.Expr) -> exp.Expr:
        return call("DATEDIFF", last, first)


def _days_into_week(column: exp.Expr, week_start: int) -> exp.Expr:
    weekday = call("WEEKDAY", column)
    if not week_start:
        return weekday
    since = exp.Paren(this=exp.Add(this=weekday, expression=number(7 - week_start)))
    return exp.Paren(this=exp.Mod(this=since, expression=number(7)))


def _as_double(value: exp.Expr) -> exp.Expr:
    if _is_double(value):
        return value
    return exp.Cast(this=value.unnest(), to=exp.DataType.build("DOUBLE"))


def _is_double(value: exp.Expr) -> bool:
    """Arithmetic with a double in it gives one."""
    if isinstance(value, exp.Add | exp.Sub | exp.Mul | exp.Paren):
        return any(map(_is_double, value.iter_expressions()))
    if isinstance(value, exp.Div):
        return not value.args.get("safe")
    return isinstance(value, exp.Cast) and value.to.is_type(exp.DataType.Type.DOUBLE)
