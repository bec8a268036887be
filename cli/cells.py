"""A result's values as a person reads them in a table."""

from __future__ import annotations

from datetime import datetime

from bi.model.catalog import NumberFormat, NumberStyle
from bi.model.result import Cell, ColumnRole, ResultColumn
from bi.model.writing import write_bucket, write_number, write_part


def write_cell(cell: Cell, column: ResultColumn) -> str:
    """Empty for no value; numbers in full, with their unit."""
    if cell is None:
        return ""
    if column.grain is not None and isinstance(cell, str):
        return _bucket(cell, column)
    if column.part is not None and isinstance(cell, int):
        return write_part(cell, column.part)
    if column.identifier or isinstance(cell, bool | str):
        return str(cell)
    return write_number(cell, _format(column), short=False)


def is_right_aligned(column: ResultColumn) -> bool:
    return column.type.is_numeric and column.part is None and not column.identifier


def _format(column: ResultColumn) -> NumberFormat:
    """A relative change is a share, whatever it is a change of."""
    if column.role is ColumnRole.CHANGE:
        return NumberFormat(NumberStyle.PERCENT)
    return column.format


def _bucket(cell: str, column: ResultColumn) -> str:
    try:
        start = datetime.fromisoformat(cell)
    except ValueError:
        return cell
    return write_bucket(start, column.grain, fiscal=column.fiscal) if column.grain else cell
