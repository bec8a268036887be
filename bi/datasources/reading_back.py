"""Whether the catalog's own SQL has the rows of SQL that was read as its question."""

from __future__ import annotations

from collections.abc import Sequence
from math import isclose

from bi.model.result import Cell, ResultSet


def same_rows(written: ResultSet, compiled: ResultSet, columns: Sequence[int]) -> bool:
    """`columns` are the places in `compiled` of the columns of `written`.

    In any order: where two rows are level, nothing says which comes first. Rows that were cut off
    tell nothing.
    """
    if written.truncated or compiled.truncated or len(written.rows) != len(compiled.rows):
        return False
    mine = sorted((list(map(_plain, row)) for row in written.rows), key=repr)
    theirs = sorted(([_plain(row[place]) for place in columns] for row in compiled.rows), key=repr)
    return all(
        _are_same(one, other)
        for row, other_row in zip(mine, theirs, strict=True)
        for one, other in zip(row, other_row, strict=True)
    )


def _plain(cell: Cell) -> Cell:
    """Numbers to the digits that sums in another order keep; midnight as its day."""
    if isinstance(cell, bool) or cell is None:
        return cell
    if isinstance(cell, str):
        cell = cell.removesuffix("T00:00:00")
        try:
            cell = float(cell)
        except ValueError:
            return cell
    return float(f"{cell:.9g}")


def _are_same(one: Cell, other: Cell) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-7)
    return one == other
