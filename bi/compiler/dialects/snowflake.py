"""Snowflake. Weeks are counted without DATE_TRUNC and WEEK, which a session can set otherwise."""

from __future__ import annotations

import re

from sqlglot import exp

from bi.compiler.dialects.dialect import Dialect, call, in_doubles, number, steps, text
from bi.compiler.dialects.reserved import SNOWFLAKE, quoted_words
from bi.compiler.periods import Shift
from bi.compiler.zones import Zones
from bi.model.catalog import Grain
from bi.model.semantic import DatePart

# Without quotes such a name is one of capitals, so it must be with them.
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
_EPOCH = "1970-01-01"


class Snowflake(Dialect):
    name = "snowflake"

    def part(self, column: exp.Expr, part: DatePart) -> exp.Expr:
        if part is DatePart.WEEKDAY:
            return call("DAYOFWEEKISO", column)
        if part is DatePart.QUARTER_OF_YEAR:
            return call("QUARTER", column)
        return super().part(column, part)

    def week_of_year(self, column: exp.Expr, week_start: int) -> exp.Expr:
        monday = self._moved(column, Shift(days=(7 - week_start) % 7)) if week_start else column
        return call("WEEKISO", monday)

    def in_zone(self, column: exp.Expr, zones: Zones) -> exp.Expr:
        moment = exp.cast(column, exp.DataType.build("TIMESTAMP_NTZ", dialect="snowflake"))
        return call("CONVERT_TIMEZONE", text(zones.stored), text(zones.meant), moment)

    def reach(self, bucket: exp.Expr, back: Shift) -> tuple[exp.Expr, exp.Expr]:
        first = exp.cast(text(_EPOCH), "DATE")
        if back.months:
            return self._months_between(first, bucket), number(back.months)
        return self._days_between(first, bucket), number(back.days)

    def _truncated(self, column: exp.Expr, grain: Grain) -> exp.Expr:
        if grain is not Grain.WEEK:
            return super()._truncated(column, grain)
        back = exp.Sub(this=number(1), expression=call("DAYOFWEEKISO", column.copy()))
        return call("DATEADD", exp.var("DAY"), back, column)

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
        # A quotient of whole numbers has six decimals only: three in ten million would be none.
        tree = quoted_words(in_doubles(tree, exp.Div), SNOWFLAKE)
        for name in tree.find_all(exp.Identifier):
            if name.args.get("quoted") and _PLAIN.fullmatch(name.this):
                name.set("this", name.this.upper())
        return tree
