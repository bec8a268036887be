"""Dates that are measured: the latest order of each region."""

from __future__ import annotations

from bi.insights.naming import Names
from bi.model.buckets import bucket_start
from bi.model.catalog import ColumnType
from bi.model.result import Cell, ColumnRole, ResultColumn
from bi.model.shape import Shape
from bi.model.writing import write_moment


def write_date(cell: Cell, column: ResultColumn) -> str:
    moment = bucket_start(cell)
    has_time = column.type is ColumnType.TIMESTAMP
    return write_moment(moment, has_time=has_time) if moment else str(cell)


def measured_date(shape: Shape) -> int | None:
    """The first measure, if it is a date."""
    measured = [i for i, column in enumerate(shape.columns) if column.role is ColumnRole.MEASURE]
    return measured[0] if measured and shape.columns[measured[0]].type.is_temporal else None


def dated_rows(shape: Shape, measure: int, title: str) -> str | None:
    """From when to when the dates of several rows are; None where no row has one."""
    known = [(str(cell), row) for row, cell in enumerate(shape.cells(measure)) if cell is not None]
    if not known:
        return None
    column = shape.columns[measure]
    (first, early), (last, late) = min(known), max(known)
    if first == last:
        return f"{title}: {write_date(first, column)} throughout."
    ends = [
        f"{write_date(cell, column)}{_name(shape, row, title)}"
        for cell, row in ((first, early), (last, late))
    ]
    return f"{title}: from {ends[0]} to {ends[1]}."


def _name(shape: Shape, row: int, title: str) -> str:
    if len(shape.keys) != 1:
        return ""
    key = shape.keys[0]
    return f" ({Names(shape, key, title).of(shape.cells(key)[row])})"
