"""Spark SQL, in Spark itself (3.4 and later) and in Databricks.

The warehouse's sessions are in UTC and in ANSI mode: an overflow is an error there, and not
another number.
"""

from __future__ import annotations

from decimal import Decimal

from sqlglot import exp

from bi.compiler.dialects.dialect import Dialect, call, number, text
from bi.compiler.periods import Shift
from bi.compiler.zones import Zones
from bi.model.catalog import Aggregation, Grain
from bi.model.semantic import DatePart


class Spark(Dialect):
    name = "spark"

    def part(self, column: exp.Expr, part: DatePart) -> exp.Expr:
        if part is DatePart.WEEKDAY:
            return exp.cast(exp.Extract(this=exp.var("DOW_ISO"), expression=column), "INT")
        return super().part(column, part)

    def in_zone(self, column: exp.Expr, zones: Zones) -> exp.Expr:
        # A TIMESTAMP is an instant that the session shows; without a zone it is what a clock shows.
        shown = exp.cast(column, "TIMESTAMP_NTZ")
        return call("CONVERT_TIMEZONE", text(zones.stored), text(zones.meant), shown)

    def reach(self, bucket: exp.Expr, back: Shift) -> tuple[exp.Expr, exp.Expr]:
        # Along dates, days are whole numbers; months are intervals as elsewhere.
        return super().reach(bucket, back) if back.months else (bucket, number(back.days))

    def aggregate(
        self, aggregation: Aggregation, operand: exp.Expr, fraction: float | None = None
    ) -> exp.Expr:
        if aggregation is Aggregation.AVERAGE:
            # That of decimals is cut to four digits more than they have.
            operand = exp.cast(operand, "DOUBLE")
        return super().aggregate(aggregation, operand, fraction)

    def step(self, column: exp.Expr, width: Decimal) -> exp.Expr:
        step = super().step(column, width)
        for division in step.find_all(exp.Div):
            division.set("safe", True)  # exact as it is
        return step

    def finished(self, tree: exp.Select) -> exp.Select:
        """Divides doubles: a quotient of decimals has too many digits, or too few.

        Expressions of the catalog stay as they were written: the parser marks them as safe.
        """
        for division in list(tree.find_all(exp.Div)):
            if not division.args.get("safe"):
                division.set("this", exp.cast(division.this.unnest(), "DOUBLE"))
        return tree

    def _percentile(self, operand: exp.Expr, fraction: float) -> exp.Expr:
        # PERCENTILE is exact, and between two values it lies in proportion.
        return exp.Quantile(this=operand, quantile=number(fraction))

    def _days_between(self, first: exp.Expr, last: exp.Expr) -> exp.Expr:
        return exp.DateDiff(this=last, expression=first)

    def _truncated(self, column: exp.Expr, grain: Grain) -> exp.Expr:
        return call("DATE_TRUNC", text(grain.value.upper()), column)


class Databricks(Spark):
    name = "databricks"
