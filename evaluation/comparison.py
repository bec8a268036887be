"""Do two results say the same? Columns are told by their values, never by their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from bi.warehouse.cells import cell

Row = Sequence[Any]
_Column = tuple[str, ...]

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_DASHES = str.maketrans("‐‑‒–—−", "------")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[t ](\d\d:\d\d:\d\d)(\.\d+)?(z|[+-]\d\d(:?\d\d)?)?")


def says_the_same(
    got: Sequence[Row], gold: Sequence[Row], ordered_by: Sequence[int] | None = None
) -> bool:
    """Whether `got` holds the rows of `gold`, whatever the order of its columns.

    `got` may have columns besides. Rows are compared as a bag; `ordered_by` are the columns of
    `gold` by which its rows are in order, and rows that are equal there may come in any order.
    Numbers are the same that agree to two decimals, or below one to four digits.
    """
    if len(got) != len(gold):
        return False
    if not gold:
        return True
    return _Match(_columns(got), _columns(gold), tuple(ordered_by or ())).exists()


def comparable(value: Any) -> str:
    """A cell as text that is equal where the value is."""
    match cell(value):
        case None:
            return ""
        case bool() as truth:
            return str(int(truth))
        case int() | float() as number:
            return _number(number)
        case str() as text:
            return _text(text)


def _number(value: float) -> str:
    if abs(value) < 1:
        return f"{value + 0.0:.4g}"
    return f"{round(value, 2):.10g}"


def _text(value: str) -> str:
    text = value.strip().casefold().translate(_DASHES)
    if _NUMBER.fullmatch(text):
        return _number(float(text))
    if moment := _MOMENT.fullmatch(text):
        day, clock = moment[1], moment[2]
        return day if clock == "00:00:00" else f"{day} {clock}"
    return text


def _columns(rows: Sequence[Row]) -> list[_Column]:
    return [tuple(map(comparable, column)) for column in zip(*rows, strict=True)]


class _Match:
    """The search for a column of `got` to each one of `gold`."""

    def __init__(
        self, got: list[_Column], gold: list[_Column], ordered_by: tuple[int, ...]
    ) -> None:
        self._gold = gold
        self._ordered_by = ordered_by
        # Columns of the same cells are interchangeable, but each serves once.
        self._left = Counter(got)
        bags = {column: Counter(column) for column in self._left}
        self._candidates = [
            [column for column in self._left if self._may_stand_for(column, bags[column], n)]
            for n in range(len(gold))
        ]
        # The column with fewest candidates first: a wrong choice shows early.
        self._turn = sorted(range(len(gold)), key=lambda n: len(self._candidates[n]))

    def exists(self) -> bool:
        return self._from(0, [])

    def _may_stand_for(self, column: _Column, bag: Counter[str], n: int) -> bool:
        if n in self._ordered_by and column != self._gold[n]:
            return False
        return bag == Counter(self._gold[n])

    def _from(self, depth: int, chosen: list[_Column]) -> bool:
        if depth == len(self._turn):
            return True
        wanted = [self._gold[n] for n in self._turn[: depth + 1]]
        for column in self._candidates[self._turn[depth]]:
            if not self._left[column]:
                continue
            tried = [*chosen, column]
            if Counter(zip(*tried, strict=True)) != Counter(zip(*wanted, strict=True)):
                continue
            self._left[column] -= 1
            if self._from(depth + 1, tried):
                return True
            self._left[column] += 1
        return False
