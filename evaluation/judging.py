"""Is an answer right?"""

from __future__ import annotations

import re
from datetime import datetime

from bi.model.catalog import ColumnType, Grain
from bi.model.result import Cell, ColumnRole, ResultColumn, ResultSet
from bi.model.semantic import DatePart
from bi.model.writing import write_part
from evaluation.comparison import Row, says_the_same
from evaluation.gold import GoldRows

_NAMED_PARTS = (DatePart.WEEKDAY, DatePart.MONTH_OF_YEAR)
_BUCKETS = {Grain.YEAR: "%Y", Grain.MONTH: "%Y-%m"}


def is_right(answer: ResultSet | None, accepted: tuple[GoldRows, ...]) -> bool:
    """Whether the answer holds one of the accepted row sets."""
    if answer is None:
        return False
    rows = respelled(answer)
    return any(says_the_same(rows, gold.rows, gold.ranks) for gold in accepted)


def is_drill(answer: ResultSet | None) -> bool:
    """Whether a comparison with an earlier period is split by something."""
    if answer is None:
        return False
    roles = {column.role for column in answer.columns}
    return ColumnRole.CHANGE in roles and ColumnRole.DIMENSION in roles


def respelled(answer: ResultSet) -> list[Row]:
    """The rows, with more columns that say a date in the ways golden data do.

    A year is "2024" as well as its first day, a weekday "Mon" as well as 1; a period that stands
    beside others is its first day as well.
    """
    dates = [n for n, column in enumerate(answer.columns) if _is_date(column)]
    if not dates:
        return list(answer.rows)
    columns = answer.columns
    return [(*row, *(_spelled(row[n], columns[n]) for n in dates)) for row in answer.rows]


def spellings(answer: ResultSet, index: int) -> list[list[Cell]]:
    """The cells of one column, in each of these ways."""
    column = answer.columns[index]
    cells = [row[index] for row in answer.rows]
    if not _is_date(column):
        return [cells]
    return [cells, [_spelled(cell, column) for cell in cells]]


def _is_date(column: ResultColumn) -> bool:
    return column.part in _NAMED_PARTS or column.grain in _BUCKETS or _is_period(column)


def _is_period(column: ResultColumn) -> bool:
    is_text = column.type is ColumnType.TEXT and column.role is ColumnRole.TIME
    return is_text and bool(column.sequence)


def _spelled(cell: Cell, column: ResultColumn) -> Cell:
    if column.part is not None and isinstance(cell, int):
        return write_part(cell, column.part)[:3]
    if _is_period(column):
        return _first_day(str(cell))
    if column.grain in _BUCKETS and isinstance(cell, str):
        try:
            return datetime.fromisoformat(cell).strftime(_BUCKETS[column.grain])
        except ValueError:
            return cell
    return cell


def _first_day(period: str) -> str:
    """The first day of "2024", "Q1 2024" or "May 2024"; other periods as they are called."""
    if quarter := re.fullmatch(r"Q([1-4]) (\d{4})", period):
        return f"{quarter[2]}-{int(quarter[1]) * 3 - 2:02}-01"
    for form in ("%Y", "%B %Y"):
        try:
            return datetime.strptime(period, form).date().isoformat()
        except ValueError:
            continue
    return period
