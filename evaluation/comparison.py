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
    got: Sequence[Row], gold: Sequence[Row], ranks: Sequence[int] | None = None
) -> bool:
    """Whether `got` holds the rows of `gold`, whatever the order of its columns.

    `got` may have columns besides. Rows are compared as a bag; with `ranks`, one for each row of
    `gold`, they are in order, and only those of the same rank may come in any order. Numbers are
    the same that agree to two decimals, or below one to four digits.
    """
    if len(got) != len(gold):
        return False
    if not gold:
        return True
    places = [0] * len(gold) if ranks is None else ranks
    return _Match(_columns(got), _columns(gold), places).exists()


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

    def __init__(self, got: list[_Column], gold: list[_Column], ranks: Sequence[int]) -> None:
        self._ranks = ranks
        # Columns of the same cells are interchangeable, but each serves once.
        self._left = Counter(got)
        bags = {column: self._rows([column]) for column in self._left}
        wanted = [self._rows([column]) for column in gold]
        candidates = [[column for column in bags if bags[column] == bag] for bag in wanted]
        # The column with fewest candidates first: a wrong choice shows early.
        order = sorted(range(len(gold)), key=lambda n: len(candidates[n]))
        self._candidates = [candidates[n] for n in order]
        self._wanted = [
            self._rows([gold[n] for n in order[: depth + 1]]) for depth in range(len(order))
        ]

    def exists(self, *chosen: _Column) -> bool:
        """Whether the columns chosen so far can be completed."""
        depth = len(chosen)
        if depth == len(self._wanted):
            return True
        for column in self._candidates[depth]:
            if self._left[column] and self._rows([*chosen, column]) == self._wanted[depth]:
                self._left[column] -= 1
                if self.exists(*chosen, column):
                    return True
                self._left[column] += 1
        return False

    def _rows(self, columns: list[_Column]) -> Counter[tuple[Any, ...]]:
        return Counter(zip(self._ranks, *columns, strict=True))
