"""Conditions of WHERE and HAVING, read back."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlglot import exp

from bi.compiler.inverse.library import Library
from bi.compiler.inverse.not_read import NotRead
from bi.model.catalog import ColumnRef, ColumnType, Dimension, Grain
from bi.model.semantic import (
    ColumnComparison,
    Condition,
    DatePartFilter,
    DatePartGroup,
    Either,
    Filter,
    MeasureFilter,
    Operator,
    Scalar,
    TimeRange,
)

_OPERATORS: dict[type[exp.Expr], Operator] = {
    exp.EQ: Operator.IN,
    exp.NEQ: Operator.NOT_IN,
    exp.GT: Operator.GREATER,
    exp.GTE: Operator.GREATER_OR_EQUAL,
    exp.LT: Operator.LESS,
    exp.LTE: Operator.LESS_OR_EQUAL,
}
_TURNED = {
    Operator.GREATER: Operator.LESS,
    Operator.GREATER_OR_EQUAL: Operator.LESS_OR_EQUAL,
    Operator.LESS: Operator.GREATER,
    Operator.LESS_OR_EQUAL: Operator.GREATER_OR_EQUAL,
}


@dataclass
class Conditions:
    """What rows must meet; `own_time` is what the rows are dated by."""

    own_time: ColumnRef | None
    filters: list[Filter] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    part_filters: list[DatePartFilter] = field(default_factory=list)
    start: date | None = None
    end: date | None = None

    @property
    def time(self) -> TimeRange | None:
        if self.start is None and self.end is None:
            return None
        return TimeRange(self.start, self.end, *_called(self.start, self.end))


def read_where(node: exp.Expr | None, library: Library, own_time: ColumnRef | None) -> Conditions:
    """Raises NotRead."""
    found = Conditions(own_time)
    for part in parts_of(node):
        _add(part, library, found)
    return found


def parts_of(node: exp.Expr | None) -> Iterator[exp.Expr]:
    """What AND joins."""
    if node is None:
        return
    node = node.unnest()
    if isinstance(node, exp.And):
        yield from parts_of(node.left)
        yield from parts_of(node.right)
    else:
        yield node


def read_having(part: exp.Expr, library: Library) -> MeasureFilter:
    """Raises NotRead."""
    kind = _OPERATORS.get(type(part))
    if kind is not None and isinstance(part, exp.Binary):
        value = library.value(part.left)
        number = _scalar(part.right, ColumnType.NUMBER)
        if value is not None and number is not None:
            return MeasureFilter(value, kind, (number,))
    if isinstance(part, exp.Between) and (value := library.value(part.this)) is not None:
        low, high = (
            _scalar(one, ColumnType.NUMBER) for one in (part.args["low"], part.args["high"])
        )
        if low is not None and high is not None:
            return MeasureFilter(value, Operator.BETWEEN, (low, high))
    raise NotRead(f"its condition {_said(part)} is none on a measure")


def _add(part: exp.Expr, library: Library, found: Conditions) -> None:
    if isinstance(part, exp.Or):
        either = _either(part, library)
        if isinstance(either, Filter):
            found.filters.append(either)
        else:
            found.conditions.append(either)
        return
    if (compared := _columns(part, library)) is not None:
        found.conditions.append(compared)
        return
    if (recurring := _recurring(part, library)) is not None:
        found.part_filters.append(recurring)
        return
    one = _filter(part, library)
    if one is None:
        raise NotRead(f"its condition {_said(part)} is none on the catalog's columns")
    if one.column != found.own_time or not _limits(one, found):
        found.filters.append(one)


def _limits(one: Filter, found: Conditions) -> bool:
    """Takes a condition on what rows are dated by for the period that is asked about."""
    try:
        days = [date.fromisoformat(str(value)) for value in one.values]
    except ValueError:
        return False
    match one.operator:
        case Operator.GREATER_OR_EQUAL if found.start is None:
            found.start = days[0]
        case Operator.GREATER if found.start is None:
            found.start = days[0] + timedelta(days=1)
        case Operator.LESS if found.end is None:
            found.end = days[0]
        case Operator.LESS_OR_EQUAL if found.end is None:
            found.end = days[0] + timedelta(days=1)
        case Operator.BETWEEN if found.start is None and found.end is None:
            found.start, found.end = days[0], days[1] + timedelta(days=1)
        case Operator.IN if len(days) == 1 and found.start is None and found.end is None:
            found.start, found.end = days[0], days[0] + timedelta(days=1)
        case _:
            return False
    return True


def _either(part: exp.Expr, library: Library) -> Either | Filter:
    filters = []
    for one in part.flatten():
        read = _filter(one.unnest(), library)
        if read is None:
            raise NotRead(f"its condition {_said(one)} is none on the catalog's columns")
        filters.append(read)
    return _or_null(filters) or Either(tuple(filters))


def _or_null(filters: list[Filter]) -> Filter | None:
    """ "Is one of these, or NULL": one condition on a list."""
    if len(filters) != 2 or filters[0].column != filters[1].column:
        return None
    first, null = sorted(filters, key=lambda one: one.operator is Operator.IS_NULL)
    if null.operator is not Operator.IS_NULL:
        return None
    match first.operator:
        case Operator.IN:
            return replace(first, values=(*first.values, None))
        case Operator.NOT_IN:
            return replace(first, values=tuple(one for one in first.values if one is not None))
        case _:
            return None


def _columns(part: exp.Expr, library: Library) -> ColumnComparison | None:
    operator = _OPERATORS.get(type(part))
    if operator is None or not isinstance(part, exp.Binary):
        return None
    one, other = library.dimension(part.left), library.dimension(part.right)
    return ColumnComparison(one.ref, operator, other.ref) if one and other else None


def _recurring(part: exp.Expr, library: Library) -> DatePartFilter | None:
    match part:
        case exp.EQ():
            node, nodes = part.left, [part.right]
        case exp.In() if part.expressions:
            node, nodes = part.this, part.expressions
        case exp.Between():
            node, nodes = part.this, [part.args["low"], part.args["high"]]
        case _:
            return None
    group = library.group(node)
    values = [_scalar(one, ColumnType.INTEGER) for one in nodes]
    if not isinstance(group, DatePartGroup) or not all(isinstance(one, int) for one in values):
        return None
    numbers = [int(str(one)) for one in values]
    if isinstance(part, exp.Between):
        numbers = list(range(numbers[0], numbers[1] + 1))
    return DatePartFilter(group.part, tuple(numbers), group.column)


def _filter(part: exp.Expr, library: Library) -> Filter | None:
    if isinstance(part, exp.Not):
        return _negated(part.this.unnest(), library)
    if isinstance(part, exp.In) and part.expressions:
        return _compared(library.dimension(part.this), Operator.IN, part.expressions)
    if isinstance(part, exp.Between):
        return _compared(
            library.dimension(part.this), Operator.BETWEEN, [part.args["low"], part.args["high"]]
        )
    if isinstance(part, exp.Is):
        return _is(part, library)
    if isinstance(part, exp.ILike):
        return _like(part, library)
    operator = _OPERATORS.get(type(part))
    if operator is not None and isinstance(part, exp.Binary):
        left, right = part.left, part.right
        dimension = library.dimension(left)
        if dimension is None:
            dimension, right = library.dimension(right), left
            operator = _TURNED.get(operator, operator)
        return _compared(dimension, operator, [right])
    dimension = library.dimension(part)
    if dimension is not None and dimension.type is ColumnType.BOOLEAN:
        return Filter(dimension.ref, Operator.IN, (True,))
    return None


def _negated(inner: exp.Expr, library: Library) -> Filter | None:
    found = _filter(inner, library)
    if found is None:
        return None
    match found.operator:
        case Operator.IN if found.values == (True,):
            return replace(found, values=(False,))
        case Operator.IN:
            return replace(found, operator=Operator.NOT_IN, values=(*found.values, None))
        case Operator.IS_NULL:
            return replace(found, operator=Operator.IS_NOT_NULL)
        case _:
            return None


def _is(part: exp.Expr, library: Library) -> Filter | None:
    dimension = library.dimension(part.this)
    other = part.expression
    if dimension is None:
        return None
    if isinstance(other, exp.Null):
        return Filter(dimension.ref, Operator.IS_NULL)
    if isinstance(other, exp.Boolean):
        return Filter(dimension.ref, Operator.IN, (bool(other.this),))
    return None


def _like(part: exp.Expr, library: Library) -> Filter | None:
    dimension, pattern = library.dimension(part.this), part.expression
    if dimension is None or not isinstance(pattern, exp.Literal) or not pattern.is_string:
        return None
    text = str(pattern.this)
    inner = text.strip("%")
    if not inner or any(sign in inner for sign in "%_\\!"):
        return None
    before, after = text.startswith("%"), text.endswith("%")
    operator = {
        (True, True): Operator.CONTAINS,
        (False, True): Operator.STARTS_WITH,
        (True, False): Operator.ENDS_WITH,
    }.get((before, after))
    return Filter(dimension.ref, operator, (inner,)) if operator else None


def _compared(
    dimension: Dimension | None, operator: Operator, nodes: list[exp.Expr]
) -> Filter | None:
    if dimension is None:
        return None
    values = [_scalar(node, dimension.type) for node in nodes]
    if any(value is None for value in values):
        return None
    if operator is Operator.NOT_IN:
        # In SQL a row without a value is not other than one, either.
        values.append(None)
    return Filter(dimension.ref, operator, tuple(values))


def _scalar(node: exp.Expr, type_: ColumnType) -> Scalar:
    """A literal's value; None for anything else."""
    node = node.unnest()
    if isinstance(node, exp.Cast | exp.TsOrDsToDate | exp.Date | exp.DateStrToDate):
        node = node.this
    sign = 1
    if isinstance(node, exp.Neg):
        sign, node = -1, node.this
    if isinstance(node, exp.Boolean):
        return bool(node.this)
    if not isinstance(node, exp.Literal):
        return None
    text = str(node.this)
    if node.is_string:
        return text if not type_.is_numeric else None
    if not type_.is_numeric:
        return None
    try:
        return sign * int(text)
    except ValueError:
        return sign * float(text)


def _called(start: date | None, end: date | None) -> tuple[str, Grain | None]:
    """What a person would call a period, and the grain of which it is whole units."""
    if start is None or end is None:
        return (f"since {start}" if start else f"before {end}"), None
    first_days = start.day == end.day == 1
    months = (end.year - start.year) * 12 + end.month - start.month
    if first_days and months == 12 and start.month == 1:
        return str(start.year), Grain.YEAR
    if first_days and months == 3 and start.month % 3 == 1:
        return f"Q{start.month // 3 + 1} {start.year}", Grain.QUARTER
    if first_days and months == 1:
        return f"{month_name[start.month]} {start.year}", Grain.MONTH
    last = end - timedelta(days=1)
    grain = Grain.MONTH if first_days else Grain.DAY
    return (f"{start}" if start == last else f"{start} to {last}"), grain


def _said(node: exp.Expr) -> str:
    return f"“{node.sql()}”"
