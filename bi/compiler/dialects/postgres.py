from __future__ import annotations

from decimal import Decimal

from sqlglot import exp

from bi.compiler.dialects.dialect import Dialect, number, typed_null
from bi.model.catalog import Aggregation, ColumnType


class Postgres(Dialect):
    name = "postgres"

    def null(self, type_: ColumnType) -> exp.Expr:
        return typed_null(type_)

    def aggregate(
        self, aggregation: Aggregation, operand: exp.Expr, fraction: float | None = None
    ) -> exp.Expr:
        value = super().aggregate(aggregation, operand, fraction)
        if aggregation in (Aggregation.AVERAGE, Aggregation.STDDEV):
            # Of numerics they are numerics, with more digits than anything can show.
            return exp.cast(value, "DOUBLE")
        return value

    def _percentile(self, operand: exp.Expr, fraction: float) -> exp.Expr:
        order = exp.Order(expressions=[exp.Ordered(this=operand, nulls_first=False)])
        return exp.WithinGroup(this=exp.PercentileCont(this=number(fraction)), expression=order)

    def step(self, column: exp.Expr, width: Decimal) -> exp.Expr:
        # Numeric arithmetic is exact, and ROUND to digits exists for numeric alone.
        return super().step(exp.cast(column, "NUMERIC"), width)

    def _tidy(self, value: exp.Expr) -> exp.Expr:
        return value
