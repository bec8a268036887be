from __future__ import annotations

from sqlglot import exp

from bi.compiler.dialects.dialect import Dialect
from bi.model.catalog import Aggregation


class DuckDB(Dialect):
    name = "duckdb"

    def aggregate(
        self, aggregation: Aggregation, operand: exp.Expr, fraction: float | None = None
    ) -> exp.Expr:
        if aggregation is Aggregation.MEDIAN:
            # Between two decimals it would be cut to their digits: 1.00 and 1.01 have 1.005.
            operand = exp.cast(operand, "DOUBLE")
        return super().aggregate(aggregation, operand, fraction)
