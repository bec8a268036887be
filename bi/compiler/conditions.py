"""Filters as conditions. Values become literals of the tree, never pieces of text."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from math import isfinite

from sqlglot import exp

from bi.compiler.dialects.dialect import Dialect, number, text
from bi.compiler.zones import Zones
from bi.model.catalog import ColumnType
from bi.model.errors import QueryNotPossible
from bi.model.semantic import Operator, Scalar, TimeRange

_COMPARISONS: dict[Operator, type[exp.Binary]] = {
    Operator.GREATER: exp.GT,
    Operator.GREATER_OR_EQUAL: exp.GTE,
    Operator.LESS: exp.LT,
    Operator.LESS_OR_EQUAL: exp.LTE,
}
_WILDCARDS = {
    Operator.CONTAINS: ("%", "%"),
    Operator.STARTS_WITH: ("", "%"),
    Operator.ENDS_WITH: ("%", ""),
}
_VALUES_NEEDED = {
    Operator.BETWEEN: 2,
    Operator.IS_NULL: 0,
    Operator.IS_NOT_NULL: 0,
    **dict.fromkeys(_COMPARISONS, 1),
    **dict.fromkeys(_WILDCARDS, 1),
}


def condition(
    operand: exp.Expr,
    type_: ColumnType,
    operator: Operator,
    values: tuple[Scalar, ...],
    dialect: Dialect,
    zones: Zones | None = None,
) -> exp.Expr:
    """A condition on an expression. Raises QueryNotPossible for values that do not fit it.

    `zones` are those of moments that are stored in another zone than they are meant in.
    """
    _check_count(operator, values)
    if type_ is ColumnType.TIMESTAMP:
        if whole := _whole_days(operand, operator, values, dialect, zones):
            return whole
        if zones is not None:
            values = tuple(v if v is None else zones.stored_text(_moment(v)) for v in values)
    match operator:
        case Operator.IN | Operator.NOT_IN:
            return _membership(operand, type_, operator, values, dialect)
        case Operator.IS_NULL:
            return _is_null(operand)
        case Operator.IS_NOT_NULL:
            return exp.Not(this=_is_null(operand))
        case Operator.BETWEEN:
            low, high = (literal(value, type_, dialect) for value in values)
            return exp.Between(this=operand, low=low, high=high)
        case Operator.CONTAINS | Operator.STARTS_WITH | Operator.ENDS_WITH:
            before, after = _WILDCARDS[operator]
            return dialect.like(_searched(operand, type_, operator), before, str(values[0]), after)
        case _:
            other = literal(values[0], type_, dialect)
            return _COMPARISONS[operator](this=operand, expression=other)


def comparison(operand: exp.Expr, operator: Operator, other: exp.Expr) -> exp.Expr:
    """Two expressions beside one another. Raises QueryNotPossible for an operator of values."""
    if operator is Operator.IN:
        return exp.EQ(this=operand, expression=other)
    if operator is Operator.NOT_IN:
        return exp.NEQ(this=operand, expression=other)
    if operator not in _COMPARISONS:
        raise QueryNotPossible(f"Two columns cannot be compared with {operator.value!r}.")
    return _COMPARISONS[operator](this=operand, expression=other)


def within(
    column: exp.Expr, time: TimeRange, dialect: Dialect, zones: Zones | None = None
) -> list[exp.Expr]:
    """Conditions on the raw date column, so that an index or a zone map can serve them."""

    def written(day: date) -> exp.Expr:
        return dialect.moment(zones.stored_text(day)) if zones else dialect.day(day.isoformat())

    conditions: list[exp.Expr] = []
    if time.start:
        conditions.append(exp.GTE(this=column, expression=written(time.start)))
    if time.end:
        conditions.append(exp.LT(this=column.copy(), expression=written(time.end)))
    return conditions


def literal(value: Scalar, type_: ColumnType, dialect: Dialect) -> exp.Expr:
    """A value as a literal of the column's type. Raises QueryNotPossible if it is none."""
    try:
        match type_:
            case ColumnType.INTEGER | ColumnType.NUMBER:
                return number(_number(value))
            case ColumnType.BOOLEAN:
                return exp.Boolean(this=_boolean(value))
            case ColumnType.DATE:
                return dialect.day(_moment(value).date().isoformat())
            case ColumnType.TIMESTAMP:
                return dialect.moment(_moment(value).isoformat(sep=" "))
            case _:
                return text(str(value))
    except (ValueError, InvalidOperation) as error:
        raise QueryNotPossible(f"{value!r} is no {type_.value}.", value=str(value)) from error


def _searched(operand: exp.Expr, type_: ColumnType, operator: Operator) -> exp.Expr:
    """Numbers as the engine writes them."""
    if type_ is ColumnType.TEXT:
        return operand
    if type_.is_numeric:
        return exp.cast(operand, "TEXT")
    raise QueryNotPossible(f"Only text and numbers can be searched with {operator.value!r}.")


def _check_count(operator: Operator, values: tuple[Scalar, ...]) -> None:
    needed = _VALUES_NEEDED.get(operator)
    wrong = not values if needed is None else len(values) != needed
    if wrong or (needed and any(value is None for value in values)):
        raise QueryNotPossible(
            f"A filter with {operator.value!r} needs "
            f"{'at least one value' if needed is None else f'{needed} values'}.",
            operator=operator.value,
        )


def _membership(
    operand: exp.Expr,
    type_: ColumnType,
    operator: Operator,
    values: tuple[Scalar, ...],
    dialect: Dialect,
) -> exp.Expr:
    given = [value for value in dict.fromkeys(values) if value is not None]
    listed = [literal(value, type_, dialect) for value in given]
    has_null, negated = None in values, operator is Operator.NOT_IN
    null = _is_null(operand.copy())
    if not listed:
        return exp.Not(this=null) if negated else null
    if len(listed) == 1:
        comparison = exp.NEQ if negated else exp.EQ
        found: exp.Expr = comparison(this=operand, expression=listed[0])
    else:
        inside = exp.In(this=operand, expressions=listed)
        found = exp.Not(this=inside) if negated else inside
    if negated == has_null:
        # A list without NULL never matches it, nor does a negated one with it.
        return found
    return exp.Paren(this=exp.Or(this=found, expression=null))


def _whole_days(
    operand: exp.Expr,
    operator: Operator,
    values: tuple[Scalar, ...],
    dialect: Dialect,
    zones: Zones | None,
) -> exp.Expr | None:
    """A moment compared with days: each day is meant from midnight to midnight."""
    days = [day for value in values if (day := _as_day(value))]
    if not days or len(days) < len(values):
        return None
    first, last = days[0], days[-1]
    starts = {Operator.GREATER: first + timedelta(days=1)}
    ends = {Operator.LESS: first}
    match operator:
        case Operator.GREATER | Operator.GREATER_OR_EQUAL:
            span = TimeRange(starts.get(operator, first), None, "")
        case Operator.LESS | Operator.LESS_OR_EQUAL:
            span = TimeRange(None, ends.get(operator, first + timedelta(days=1)), "")
        case Operator.BETWEEN:
            span = TimeRange(first, last + timedelta(days=1), "")
        case Operator.IN if len(days) == 1:
            span = TimeRange(first, first + timedelta(days=1), "")
        case _:
            return None
    return exp.and_(*within(operand, span, dialect, zones), copy=False)


def _is_null(operand: exp.Expr) -> exp.Expr:
    return exp.Is(this=operand, expression=exp.null())


def _as_day(value: Scalar) -> date | None:
    """The day that an ISO text names, unless it names a moment."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _number(value: Scalar) -> int | float | Decimal:
    number = Decimal(value) if isinstance(value, str) else value
    if number is None or isinstance(number, bool) or not isfinite(number):
        raise ValueError(value)
    return number


def _boolean(value: Scalar) -> bool:
    known: dict[object, bool] = {"true": True, "false": False, True: True, False: False}
    try:
        return known[value.lower() if isinstance(value, str) else value]
    except KeyError:
        raise ValueError(value) from None


def _moment(value: Scalar) -> datetime:
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004
    return datetime.fromisoformat(value)
