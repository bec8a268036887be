"""Rows as this dialect writes them: every cell a string."""

from __future__ import annotations

import math
from typing import Any

from bi.model.result import Cell, ResultSet


def data_of(rows: ResultSet) -> dict[str, Any]:
    return {
        "columns": [{"col": column.name} for column in rows.columns],
        "rows": [[_text(cell) for cell in row] for row in rows.rows],
    }


def data_without_rows(columns: tuple[str, ...]) -> dict[str, Any]:
    """Of a result whose rows are kept no longer."""
    return {"columns": [{"col": name} for name in columns], "rows": None}


def no_data() -> dict[str, Any]:
    return {"columns": [], "rows": []}


def _text(cell: Cell) -> str | None:
    """None for what has no value: an empty string is one. Numbers in plain digits, unrounded."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            return _digits(cell)
        case None | str():
            return cell
        case int():
            return str(cell)


def _digits(number: float) -> str | None:
    if not math.isfinite(number):
        return None
    if number.is_integer():
        return str(int(number))
    shortest = repr(number)
    if "e" not in shortest:
        return shortest
    digits = max(0, -int(shortest.partition("e")[2])) + len(shortest)
    return f"{number:.{digits}f}".rstrip("0")
