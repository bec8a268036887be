"""Percentiles for engines without an aggregate for them: from the ranks of the values.

The n values of a group, counted from 0, have the ranks 0 to n - 1; a percentile lies at the rank
f * (n - 1). Each value counts by its nearness to it, so that between two values it lies in
proportion, as in the SQL standard: a value farther away than one rank counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from bi.compiler import names
from bi.compiler.dialects.dialect import number

_RANKED = "ranked"


def with_ranked_percentiles(tree: exp.Select) -> exp.Select:
    """Changes the tree in place: each SELECT with a percentile reads ranked rows."""
    for select in list(tree.find_all(exp.Select)):
        if any(_is_percentile(one) for one in _aggregates(select)):
            _rank(select)
    return tree


def _rank(select: exp.Select) -> None:
    keys = select.expressions[: len(_grouped_by(select))]
    taken = names.Aliases()
    inner = exp.select(copy=False)
    for key in keys:
        taken.take(key.alias_or_name)
        inner.select(key.copy(), copy=False)
    partition = [key.unalias() for key in keys]
    known: dict[str, str] = {}
    ranked: dict[str, tuple[str, str]] = {}
    for one in list(_aggregates(select)):
        operand = _operand(one)
        if operand is None:
            continue
        value, bare = operand, operand
        if _is_percentile(one):
            bare = operand.this if isinstance(operand, exp.Cast) else operand
            value = exp.cast(bare, "DOUBLE")
        written = value.sql()
        if written not in known:
            known[written] = taken.take(_name_of(operand))
            inner.select(exp.alias_(value.copy(), known[written], copy=False), copy=False)
        name = known[written]
        if not _is_percentile(one):
            operand.replace(names.column(name))
            continue
        if name not in ranked:
            ranked[name] = (taken.take(f"{name}_rank"), taken.take(f"{name}_count"))
            windows = _windows(bare, partition)
            for alias, window in zip(ranked[name], windows, strict=True):
                inner.select(exp.Alias(this=window, alias=names.identifier(alias)), copy=False)
        fraction = exp.Literal.number("0.5") if isinstance(one, exp.Median) else one.expression
        one.replace(_percentile(name, *ranked[name], fraction))
    _read_from(select, inner, keys)


def _windows(value: exp.Expr, partition: list[exp.Expr]) -> tuple[exp.Expr, exp.Expr]:
    """The rank of a row's value in its group from 1, NULLs last, and the number of values."""
    order = exp.Order(expressions=[exp.Ordered(this=value.copy(), nulls_first=False)])
    rank = exp.Window(
        this=exp.RowNumber(), partition_by=[part.copy() for part in partition], order=order
    )
    count = exp.Window(
        this=exp.Count(this=value.copy()), partition_by=[part.copy() for part in partition]
    )
    return rank, count


def _percentile(name: str, rank: str, count: str, fraction: exp.Expr) -> exp.Expr:
    last = exp.Paren(this=exp.Sub(this=names.column(count), expression=number(1)))
    place = exp.Mul(this=fraction.copy(), expression=last)
    own = exp.Sub(this=names.column(rank), expression=number(1))
    away = exp.Abs(this=exp.Sub(this=own, expression=place))
    nearness = exp.Sub(this=number(1), expression=away)
    weight = exp.Greatest(this=number(0), expressions=[nearness])
    return exp.Sum(this=exp.Mul(this=names.column(name), expression=weight))


def _read_from(select: exp.Select, inner: exp.Select, keys: list[exp.Expr]) -> None:
    """Puts what `select` reads into `inner`, and `inner` into its place."""
    for part in ("from_", "joins", "where"):
        inner.set(part, select.args.get(part))
        select.set(part, None)
    for key in keys:
        key.replace(names.column(key.alias_or_name))
    select.from_(inner.subquery(_RANKED, copy=False), copy=False)


def _grouped_by(select: exp.Select) -> list[exp.Expr]:
    group = select.args.get("group")
    return group.expressions if group else []


def _aggregates(select: exp.Select) -> Iterator[exp.Expr]:
    """The aggregates of a SELECT's own rows."""
    having = select.args.get("having")
    for root in [*select.expressions, *([having] if having else [])]:
        for node in root.walk(prune=lambda one: isinstance(one, exp.Query)):
            if isinstance(node, exp.AggFunc) and not isinstance(node.parent, exp.Window):
                yield node


def _is_percentile(node: exp.Expr) -> bool:
    return isinstance(node, exp.Median | exp.PercentileCont)


def _operand(aggregate: exp.Expr) -> exp.Expr | None:
    """None for a count of rows."""
    operand = aggregate.this
    if isinstance(operand, exp.Distinct):
        (operand,) = operand.expressions
    if isinstance(operand, exp.Star | exp.Literal):
        return None
    return operand  # type: ignore[no-any-return]


def _name_of(operand: exp.Expr) -> str:
    inside = operand.this if isinstance(operand, exp.Cast) else operand
    return inside.name if isinstance(inside, exp.Column) else "value"
