"""Dates are ISO texts. MEDIAN and STDDEV_SAMP are added by the warehouse's connection."""

from __future__ import annotations

from sqlglot import exp

from bi.compiler.dialects.dialect import Dialect, call, number, text
from bi.compiler.periods import Shift
from bi.compiler.zones import Zones
from bi.model.catalog import Aggregation, ColumnType, Grain
from bi.model.semantic import DatePart

_PART_FORMATS = {
    DatePart.MONTH_OF_YEAR: "%m",
    DatePart.HOUR_OF_DAY: "%H",
    DatePart.DAY_OF_MONTH: "%d",
}


class SQLite(Dialect):
    name = "sqlite"

    def bucket(
        self,
        column: exp.Expr,
        type_: ColumnType,
        grain: Grain,
        week_start: int = 0,
        shift: Shift | None = None,
        ahead: int = 0,
    ) -> exp.Expr:
        moved = _modifiers(shift)
        match grain:
            case Grain.HOUR:
                return call("STRFTIME", text("%Y-%m-%d %H:00:00"), column, *moved)
            case Grain.DAY if shift and shift.months:
                # '+1 month' runs over the end of a shorter month, so it is capped there.
                last = [text("start of month"), text(f"{shift.months + 1:+} months")]
                return call(
                    "MIN", call("DATE", column, *moved), call("DATE", column, *last, text("-1 day"))
                )
            case Grain.DAY:
                plain = type_ is ColumnType.DATE and shift is None
                return column if plain else call("DATE", column, *moved)
            case Grain.WEEK:
                # On to the week's last day (0 is Sunday here), then back to its first.
                week = [text(f"weekday {week_start}"), text("-6 days")]
                return call("DATE", column, *week, *moved)
            case Grain.QUARTER:
                month = call("STRFTIME", text("%m"), column)
                since: exp.Expr = exp.Sub(this=month, expression=number(1))
                if ahead:
                    since = exp.Add(this=month, expression=number(2 - ahead))
                into = exp.Mod(this=exp.Paren(this=since), expression=number(3))
                back = exp.DPipe(
                    this=exp.DPipe(this=text("-"), expression=exp.Paren(this=into)),
                    expression=text(" months"),
                )
                return call("DATE", column, text("start of month"), back, *moved)
            case Grain.YEAR if ahead:
                steps = ("start of month", f"-{ahead} months", "start of year", f"+{ahead} months")
                return call("DATE", column, *map(text, steps), *moved)
            case _:
                return call("DATE", column, text(f"start of {grain.value}"), *moved)

    def week_of_year(self, column: exp.Expr, week_start: int) -> exp.Expr:
        # A week belongs to the year of its Thursday; the Thursday's day of the year tells which.
        monday = [text(f"+{(7 - week_start) % 7} days")] if week_start else []
        thursday = call("DATE", column, *monday, text("-3 days"), text("weekday 4"))
        days = exp.Sub(this=_strftime_number("%j", thursday), expression=number(1))
        weeks = exp.Div(this=exp.Paren(this=days), expression=number(7), typed=True)
        return exp.Add(this=weeks, expression=number(1))

    def in_zone(self, column: exp.Expr, zones: Zones) -> exp.Expr:
        # SQLite knows no zones: the warehouse's connection adds the function.
        return call("IN_ZONE", column, text(zones.stored), text(zones.meant))

    def comparable(self, moment: exp.Expr, zones: Zones) -> exp.Expr:  # noqa: ARG002
        # Texts of moments are written with a T or a space.
        return call("DATETIME", moment)

    def reach(self, bucket: exp.Expr, back: Shift) -> tuple[exp.Expr, exp.Expr]:
        if not back.months:
            return call("JULIANDAY", bucket), number(back.days)
        years = exp.Mul(this=_strftime_number("%Y", bucket), expression=number(12))
        months = exp.Add(this=years, expression=_strftime_number("%m", bucket.copy()))
        return months, number(back.months)

    def later(self, day: exp.Expr, shift: Shift) -> exp.Expr:
        return call("DATE", day, *_modifiers(shift))

    def _months(self, day: exp.Expr) -> exp.Expr:
        years = exp.Mul(this=_strftime_number("%Y", day), expression=number(12))
        return exp.Add(this=years, expression=_strftime_number("%m", day.copy()))

    def _days_between(self, first: exp.Expr, last: exp.Expr) -> exp.Expr:
        days = exp.Sub(this=call("JULIANDAY", last), expression=call("JULIANDAY", first))
        return exp.cast(days, "INT")

    def part(self, column: exp.Expr, part: DatePart) -> exp.Expr:
        if part is DatePart.WEEKDAY:
            sunday_first = _strftime_number("%w", column)
            monday_first = exp.Paren(this=exp.Add(this=sunday_first, expression=number(6)))
            return exp.Add(
                this=exp.Mod(this=monday_first, expression=number(7)), expression=number(1)
            )
        if part is DatePart.QUARTER_OF_YEAR:
            month = exp.Add(this=_strftime_number("%m", column), expression=number(2))
            return exp.Div(this=exp.Paren(this=month), expression=number(3), typed=True)
        return _strftime_number(_PART_FORMATS[part], column)

    def aggregate(
        self, aggregation: Aggregation, operand: exp.Expr, fraction: float | None = None
    ) -> exp.Expr:
        if aggregation is Aggregation.MEDIAN:
            return call("MEDIAN", operand)
        return super().aggregate(aggregation, operand, fraction)

    def _floor(self, value: exp.Expr) -> exp.Expr:
        # FLOOR is an optional part of SQLite; a cast cuts towards zero.
        whole = exp.cast(value, "INT")
        below = exp.LT(this=value.copy(), expression=whole.copy())
        return exp.Paren(this=exp.Sub(this=whole, expression=exp.Paren(this=below)))


def _modifiers(shift: Shift | None) -> list[exp.Expr]:
    if shift is None:
        return []
    months = f"{shift.months:+} months"
    return [text(months if shift.months else f"{shift.days:+} days")]


def _strftime_number(form: str, column: exp.Expr) -> exp.Expr:
    return exp.cast(call("STRFTIME", text(form), column), "INT")
