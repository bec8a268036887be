"""Percentiles of groups for engines that have them of windows only, or not at all.

The SELECT that groups gets another one below it, which gives each row the percentile of its group
(or its part of it); above, these become one value again, beside the other aggregates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from bi.compiler import names
from bi.compiler.dialects.dialect import number

# Writes the percentile of a group for its rows: of an operand, a fraction, and the groups.
Windowed = Callable[[exp.Expr, exp.Expr, list[exp.Expr]], exp.Expr]


@dataclass(frozen=True, slots=True)
class Percentiles:
    """How an engine computes one: by a value of each row, and an aggregate of these."""

    of_row: Windowed
    of_group: type[exp.AggFunc]

    def rewritten(self, tree: exp.Select) -> exp.Select:
        """`tree` with every percentile that it asks for as an aggregate."""
        for select in list(tree.find_all(exp.Select)):
            if any(_own(select, exp.PercentileCont)):
                self.rewrite(select)
        return tree

    def rewrite(self, select: exp.Select) -> None:
        """Of one SELECT that has percentiles."""
        count = len(select.args["group"].expressions) if select.args.get("group") else 0
        groups = [_unaliased(one) for one in select.expressions[:count]]
        taken = names.Aliases()
        for one in select.expressions[:count]:
            taken.take(one.alias_or_name)
        below = exp.Select(expressions=[one.copy() for one in select.expressions[:count]])
        known: dict[exp.Expr, str] = {}

        def lifted(value: exp.Expr, wish: str) -> exp.Column:
            if value not in known:
                known[value] = name = taken.take(wish)
                below.select(exp.Alias(this=value, alias=names.identifier(name)), copy=False)
            return names.column(known[value])

        for found in list(_own(select, exp.AggFunc)):
            if isinstance(found, exp.PercentileCont):
                parted = [group.copy() for group in groups]
                value = self.of_row(found.this.copy(), found.expression.copy(), parted)
                found.replace(self.of_group(this=lifted(value, _wish(found, "percentile"))))
                continue
            of = found.this
            operands = of.expressions if isinstance(of, exp.Distinct) else [of]
            for operand in operands:
                if not isinstance(operand, exp.Star):
                    name = operand.name if isinstance(operand, exp.Column) else ""
                    operand.replace(lifted(operand.copy(), name or _wish(found, "value")))
        for part in ("from_", "joins", "where"):
            below.set(part, select.args.get(part))
            select.set(part, None)
        for one in select.expressions[:count]:
            one.replace(names.column(one.alias_or_name))
        select.from_(below.subquery("measured", copy=False), copy=False)


def interpolated(operand: exp.Expr, fraction: exp.Expr, groups: list[exp.Expr]) -> exp.Expr:
    """A row's part in the percentile of its group; their sum is it.

    The two values next to the place of the percentile count by how near they are to it, which
    lies at (n - 1) * fraction + 1 of n values in order; all others by nothing.
    """
    order = exp.Order(expressions=[exp.Ordered(this=operand.copy(), nulls_first=False)])
    row = exp.Window(this=exp.RowNumber(), partition_by=groups, order=order)
    values = exp.Window(
        this=exp.Count(this=operand.copy()), partition_by=[group.copy() for group in groups]
    )
    last = exp.Paren(this=exp.Sub(this=values, expression=number(1)))
    place = exp.Add(this=exp.Mul(this=last, expression=fraction), expression=number(1))
    away = exp.Abs(this=exp.Sub(this=place, expression=row))
    near = exp.Sub(this=number(1), expression=away)
    weight = exp.Greatest(this=near, expressions=[number(0)])
    return exp.Mul(this=operand, expression=weight)


def _own(select: exp.Select, kind: type[exp.Expr]) -> list[exp.Expr]:
    """Nodes of a SELECT's columns and HAVING that are not those of a SELECT within it."""
    parts = [*select.expressions, *filter(None, [select.args.get("having")])]
    return [node for part in parts for node in part.find_all(kind) if node.parent_select is select]


def _wish(aggregate: exp.Expr, otherwise: str) -> str:
    """The name of the column that an aggregate is."""
    return aggregate.parent.alias if isinstance(aggregate.parent, exp.Alias) else otherwise


def _unaliased(expression: exp.Expr) -> exp.Expr:
    return expression.this if isinstance(expression, exp.Alias) else expression
