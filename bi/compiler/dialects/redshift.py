"""Redshift: much as PostgreSQL 8, with averages of whole numbers that are whole numbers."""

from __future__ import annotations

from sqlglot import exp

from bi.compiler.dialects.dialect import Dialect, in_doubles, number, typed_null
from bi.compiler.dialects.frames import joined_frames
from bi.compiler.dialects.percentiles import Percentiles, interpolated
from bi.model.catalog import Aggregation, ColumnType
from bi.model.semantic import DatePart


class Redshift(Dialect):
    name = "redshift"

    def part(self, column: exp.Expr, part: DatePart) -> exp.Expr:
        if part is DatePart.WEEKDAY:
            sunday_first = exp.cast(exp.Extract(this=exp.var("DOW"), expression=column), "INT")
            monday_first = exp.Paren(this=exp.Add(this=sunday_first, expression=number(6)))
            return exp.Add(
                this=exp.Mod(this=monday_first, expression=number(7)), expression=number(1)
            )
        return super().part(column, part)

    def null(self, type_: ColumnType) -> exp.Expr:
        return typed_null(type_)

    def aggregate(
        self, aggregation: Aggregation, operand: exp.Expr, fraction: float | None = None
    ) -> exp.Expr:
        if aggregation is Aggregation.MEDIAN:
            return self._percentile(operand, 0.5)
        return super().aggregate(aggregation, operand, fraction)

    def finished(self, tree: exp.Select) -> exp.Select:
        tree = joined_frames(_ordered_percentiles(tree), self._moved)
        return in_doubles(tree, exp.Avg)


def _ordered_percentiles(tree: exp.Select) -> exp.Select:
    """One SELECT may have several percentiles, but of one operand only."""
    for select in list(tree.find_all(exp.Select)):
        own = [one for one in select.find_all(exp.PercentileCont) if one.parent_select is select]
        if len({one.this for one in own}) > 1:
            Percentiles(interpolated, exp.Sum).rewrite(select)
            continue
        for one in own:
            order = exp.Order(expressions=[exp.Ordered(this=one.this, nulls_first=False)])
            above = exp.PercentileCont(this=one.expression)
            one.replace(exp.WithinGroup(this=above, expression=order))
    return tree
