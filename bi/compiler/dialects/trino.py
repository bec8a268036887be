"""Trino compares a date with a date only, and has no exact percentile."""

from __future__ import annotations

from sqlglot import exp

from bi.compiler.dialects.dialect import Dialect, call, in_doubles, text
from bi.compiler.dialects.percentiles import Percentiles, interpolated
from bi.compiler.dialects.reserved import TRINO, quoted_words
from bi.compiler.zones import Zones
from bi.model.catalog import Aggregation
from bi.model.semantic import DatePart


class Trino(Dialect):
    name = "trino"
    _folds_case = True

    def day(self, written: str) -> exp.Expr:
        return exp.cast(text(written), "DATE")

    def moment(self, written: str) -> exp.Expr:
        return exp.cast(text(written), "TIMESTAMP")

    def part(self, column: exp.Expr, part: DatePart) -> exp.Expr:
        if part is DatePart.WEEKDAY:
            return call("DAY_OF_WEEK", column)  # by ISO 8601
        return super().part(column, part)

    def in_zone(self, column: exp.Expr, zones: Zones) -> exp.Expr:
        # A plain TIMESTAMP has milliseconds, and rounding could make another day of it.
        moment = exp.cast(column, exp.DataType.build("TIMESTAMP(6)", dialect="trino"))
        stored = call("WITH_TIMEZONE", moment, text(zones.stored))
        meant = call("AT_TIMEZONE", stored, text(zones.meant))
        return exp.cast(meant, exp.DataType.build("TIMESTAMP(6)", dialect="trino"))

    def _days_between(self, first: exp.Expr, last: exp.Expr) -> exp.Expr:
        return call("DATE_DIFF", text("day"), first, last)

    def _months_between(self, first: exp.Expr, last: exp.Expr) -> exp.Expr:
        return call("DATE_DIFF", text("month"), first, last)

    def aggregate(
        self, aggregation: Aggregation, operand: exp.Expr, fraction: float | None = None
    ) -> exp.Expr:
        if aggregation is Aggregation.MEDIAN:
            return self._percentile(operand, 0.5)
        return super().aggregate(aggregation, operand, fraction)

    def finished(self, tree: exp.Select) -> exp.Select:
        # An average of decimals has no more digits than they have.
        tree = in_doubles(Percentiles(interpolated, exp.Sum).rewritten(tree), exp.Avg)
        return quoted_words(tree, TRINO)
