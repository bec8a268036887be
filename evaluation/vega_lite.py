"""What data a Vega-Lite specification shows, as SQL over its one table."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from sqlglot import exp

_CHANNELS = (
    "x", "y", "color", "size", "shape", "opacity", "theta", "row", "column", "facet", "xOffset"
)  # fmt: skip
_AGGREGATES: dict[str, type[exp.AggFunc]] = {
    "mean": exp.Avg,
    "average": exp.Avg,
    "sum": exp.Sum,
    "median": exp.Median,
    "min": exp.Min,
    "max": exp.Max,
}
_COMPARISONS: dict[str, type[exp.Binary]] = {
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
    "==": exp.EQ,
    "===": exp.EQ,
    "!=": exp.NEQ,
    "!==": exp.NEQ,
}
_COMPARED = re.compile(
    r"(?:lower\()?datum\[?[.'\"\\]+(?P<column>[^'\"\\\]]+)['\"\\]*\]?\)?\s*"
    r"(?P<sign>[<>=!]=?=?)\s*(?P<number>-?\d+(?:\.\d+)?)"
)


class NotInSql(Exception):
    """The specification shows something for which there is no plain query."""


def sql_of(spec: dict[str, Any], table: str, dialect: str, step: float | None) -> str:
    """The query whose rows the marks stand for, one column a channel.

    `step`: the width of bins, which a specification leaves open; None: the single values, which
    a drawing puts into bins and counts itself. Raises NotInSql.
    """
    channels = _channels(spec.get("encoding"))
    if step is None and is_binned(spec):
        channels = [channel for channel in channels if channel.get("aggregate") is None]
    query = exp.select().from_(exp.to_table(exp.to_identifier(table, quoted=True).sql()))
    groups: list[exp.Expr] = []
    shown: list[exp.Expr] = []
    for channel in channels:
        expression, is_aggregate = _expression(channel, step)
        if expression in shown:
            continue
        shown.append(expression)
        if not is_aggregate:
            groups.append(expression)
    query = query.select(*(e.copy() for e in shown))
    for transform in spec.get("transform") or []:
        query = query.where(_condition(transform))
    if len(groups) < len(shown):
        query = query.group_by(*(e.copy() for e in groups))
    return query.sql(dialect=dialect)


def is_binned(spec: dict[str, Any]) -> bool:
    """Whether it counts in steps of a number."""
    try:
        return any(channel.get("bin") for channel in _channels(spec.get("encoding")))
    except NotInSql:
        return False


def _channels(encoding: Any) -> list[dict[str, Any]]:
    if not isinstance(encoding, dict):
        raise NotInSql
    found = [encoding[name] for name in _CHANNELS if name in encoding]
    found = [c for c in found if isinstance(c, dict) and ("field" in c or "aggregate" in c)]
    if not found:
        raise NotInSql
    return found


def _expression(channel: dict[str, Any], step: float | None) -> tuple[exp.Expr, bool]:
    """The column of a channel, and whether it is an aggregate."""
    aggregate = channel.get("aggregate")
    if aggregate == "count":
        return exp.Count(this=exp.Star()), True
    column = exp.column(str(channel["field"]), quoted=True)
    if aggregate == "distinct":
        return exp.Count(this=exp.Distinct(expressions=[column])), True
    if aggregate is not None:
        if aggregate not in _AGGREGATES:
            raise NotInSql
        return _AGGREGATES[aggregate](this=column), True
    if channel.get("bin") and step is not None:
        return _lower_bound(column, step), False
    if channel.get("timeUnit"):
        raise NotInSql
    return column, False


def _lower_bound(column: exp.Column, step: float) -> exp.Expr:
    width = exp.Literal.number(format(Decimal(str(step)), "f"))
    quotient = exp.Div(this=column, expression=width, typed=False)
    return exp.Mul(this=exp.Floor(this=quotient), expression=width.copy())


def _condition(transform: Any) -> exp.Expr:
    wanted = transform.get("filter") if isinstance(transform, dict) else None
    if isinstance(wanted, str) and (found := _COMPARED.fullmatch(wanted.strip())):
        if found["sign"] not in _COMPARISONS:
            raise NotInSql
        column = exp.column(found["column"], quoted=True)
        number = exp.Literal.number(found["number"])
        return _COMPARISONS[found["sign"]](this=column, expression=number)
    if isinstance(wanted, dict) and "field" in wanted:
        column = exp.column(str(wanted["field"]), quoted=True)
        if "oneOf" in wanted:
            return column.isin(*(exp.convert(value) for value in wanted["oneOf"]))
        low, high = wanted.get("range") or (None, None)
        if isinstance(low, int | float) and isinstance(high, int | float):
            return column.between(low, high)
    raise NotInSql
