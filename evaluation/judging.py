"""Is an answer right?"""

from __future__ import annotations

from datetime import datetime

from bi.model.catalog import Grain
from bi.model.result import Cell, ResultColumn, ResultSet
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


def respelled(answer: ResultSet) -> list[Row]:
    """The rows, with more columns that say a date in the ways golden data do.

    A year is "2024" as well as its first day, a weekday "Mon" as well as 1.
    """
    spellings = [(n, column) for n, column in enumerate(answer.columns) if _is_date(column)]
    if not spellings:
        return list(answer.rows)
    return [(*row, *(_spelled(row[n], column) for n, column in spellings)) for row in answer.rows]


def _is_date(column: ResultColumn) -> bool:
    return column.part in _NAMED_PARTS or column.grain in _BUCKETS


def _spelled(cell: Cell, column: ResultColumn) -> Cell:
    if column.part is not None and isinstance(cell, int):
        return write_part(cell, column.part)[:3]
    if column.grain in _BUCKETS and isinstance(cell, str):
        try:
            return datetime.fromisoformat(cell).strftime(_BUCKETS[column.grain])
        except ValueError:
            return cell
    return cell
