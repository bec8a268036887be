"""A driver's values as JSON-safe cells that lose nothing."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from bi.model.catalog import ColumnType
from bi.model.result import Cell, ColumnRole, ResultColumn

_EXACT_INTEGER = 2**53
_EXACT_DIGITS = 15  # decimal digits that every double keeps


def cell(value: Any) -> Cell:
    """Numbers stay numbers where a double holds their exact digits, else become strings."""
    match value:
        case None | bool() | str():
            return value
        case int():
            return value if -_EXACT_INTEGER <= value <= _EXACT_INTEGER else str(value)
        case float():
            return value if math.isfinite(value) else None
        case Decimal():
            return _decimal(value)
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case bytes() | bytearray() | memoryview():
            return value.hex()
        case list() | tuple() | dict() | set() | frozenset():
            return json.dumps(_nested(value), ensure_ascii=False)
        case _:
            # A driver that reads into arrays gives their scalars.
            is_scalar = hasattr(value, "dtype") and hasattr(value, "item")
            return cell(value.item()) if is_scalar else str(value)


def rows_as_cells(
    rows: Sequence[Sequence[Any]], columns: Sequence[ResultColumn]
) -> tuple[tuple[Cell, ...], ...]:
    """Whole rows; engines without dates or booleans give the column's type to their values."""
    if not rows:
        return ()
    by_column = zip(columns, zip(*rows, strict=True), strict=True)
    return tuple(zip(*(cells_of(values, column.type) for column, values in by_column), strict=True))


def cells_of(values: Sequence[Any], type_: ColumnType) -> Sequence[Cell]:
    """The cells of one column. Most are what they were, or all of one type: then it is quick."""
    kinds = set(map(type, values)) - {type(None)}
    special = _CONVERTERS.get(type_)
    if special is None and kinds <= {str, bool}:
        return values
    if special is None and kinds == {int} and _are_exact(values):
        return values
    if kinds == {date} or (kinds == {datetime} and special is not _day):
        return [None if value is None else value.isoformat() for value in values]
    make = special or cell
    return [make(value) for value in values]


def _are_exact(values: Sequence[Any]) -> bool:
    return all(value is None or -_EXACT_INTEGER <= value <= _EXACT_INTEGER for value in values)


def converter(type_: ColumnType) -> Callable[[Any], Cell] | None:
    """What makes a column's cells where its type says more than its values do."""
    return _CONVERTERS.get(type_)


def described(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> tuple[ResultColumn, ...]:
    """Columns of a query that was not compiled: types by the first value that is there."""
    return tuple(
        _described(name, next((row[i] for row in rows if row[i] is not None), None))
        for i, name in enumerate(names)
    )


def _described(name: str, value: Any) -> ResultColumn:
    type_ = _type_of(value)
    role = ColumnRole.DIMENSION
    if type_.is_numeric:
        role = ColumnRole.MEASURE
    elif type_.is_temporal:
        role = ColumnRole.TIME
    label = name.replace("_", " ").strip()
    return ResultColumn(name, label[:1].upper() + label[1:], type_, role)


def _type_of(value: Any) -> ColumnType:
    match value:
        case bool():
            return ColumnType.BOOLEAN
        case int():
            return ColumnType.INTEGER
        case float() | Decimal():
            return ColumnType.NUMBER
        case datetime():
            return ColumnType.TIMESTAMP
        case date():
            return ColumnType.DATE
        case time():
            return ColumnType.TIME
        case _:
            return ColumnType.TEXT


def _nested(value: Any) -> Any:
    """Lists, structures and maps, with cells in the end; a map's keys are texts in JSON."""
    match value:
        case dict():
            return {str(cell(key)): _nested(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_nested(item) for item in value]
        case _:
            return cell(value)


def _decimal(value: Decimal) -> Cell:
    if not value.is_finite():
        return None
    if value == value.to_integral_value():
        return cell(int(value))
    exact = len(value.normalize().as_tuple().digits) <= _EXACT_DIGITS
    return float(value) if exact else format(value, "f")


def _boolean(value: Any) -> Cell:
    return bool(value) if isinstance(value, int) else cell(value)


def _day(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value[:10] if isinstance(value, str) else cell(value)


def _moment(value: Any) -> Cell:
    return value.replace(" ", "T", 1) if isinstance(value, str) else cell(value)


_CONVERTERS: dict[ColumnType, Callable[[Any], Cell]] = {
    ColumnType.BOOLEAN: _boolean,
    ColumnType.DATE: _day,
    ColumnType.TIMESTAMP: _moment,
}
