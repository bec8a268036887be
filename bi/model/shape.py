"""What a result's columns can serve as: keys that set rows apart, and numbers that are measured."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from bi.model.catalog import NumberStyle
from bi.model.result import Cell, ColumnRole, ResultColumn, ResultSet


class KeyKind(StrEnum):
    """How the values of a key relate to one another."""

    TIME = "time"  # moments or buckets, in order
    PART = "part"  # recurring parts of a date, or periods, in calendar order
    BIN = "bin"  # steps of a number
    NUMBER = "number"  # a number that is grouped by
    CATEGORY = "category"  # names, in no order of their own

    @property
    def is_ordered(self) -> bool:
        return self is not KeyKind.CATEGORY


def number_of(cell: Cell) -> float | None:
    """A cell as a double; None for NULL and for what is no finite number."""
    if cell is None or isinstance(cell, bool):
        return None
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if number - number == 0 else None


def kind_of(column: ResultColumn) -> KeyKind:
    if column.part is not None or column.sequence:
        return KeyKind.PART
    if column.bin_width is not None:
        return KeyKind.BIN
    if column.type.is_temporal:
        return KeyKind.TIME
    if column.type.is_numeric and not column.identifier:
        return KeyKind.NUMBER
    return KeyKind.CATEGORY


@dataclass(frozen=True)
class Shape:
    """A result seen by the use of its columns; columns are given by index.

    Everything beyond the rows themselves is worked out when first asked for.
    """

    result: ResultSet
    _cache: dict[tuple[str, int], object] = field(default_factory=dict, repr=False)

    @property
    def columns(self) -> tuple[ResultColumn, ...]:
        return self.result.columns

    @property
    def row_count(self) -> int:
        return len(self.result.rows)

    @cached_property
    def is_row_list(self) -> bool:
        return any(column.role is ColumnRole.DETAIL for column in self.columns)

    @cached_property
    def groups(self) -> tuple[int, ...]:
        """The columns that the rows are grouped by."""
        roles = (ColumnRole.TIME, ColumnRole.DIMENSION)
        return tuple(i for i, column in enumerate(self.columns) if column.role in roles)

    @cached_property
    def keys(self) -> tuple[int, ...]:
        """The groups that set rows apart: one with a single value tells nothing.

        Of a row list, the first column that names each row.
        """
        if self.is_row_list:
            return self._row_name
        return tuple(i for i in self.groups if len(self.distinct(i)) > 1)

    @cached_property
    def _row_name(self) -> tuple[int, ...]:
        for index, column in enumerate(self.columns):
            naming = kind_of(column) in (KeyKind.CATEGORY, KeyKind.TIME)
            if naming and len(self.distinct(index)) == self.row_count:
                return (index,)
        return ()

    @cached_property
    def measures(self) -> tuple[int, ...]:
        """Columns of numbers that can be drawn or summed up; at least one value is not NULL."""
        wanted = ColumnRole.DETAIL if self.is_row_list else ColumnRole.MEASURE
        return tuple(
            i
            for i, column in enumerate(self.columns)
            if column.role is wanted
            and column.type.is_numeric
            and not column.identifier
            and i not in self.keys
            and any(number is not None for number in self.numbers(i))
        )

    @cached_property
    def ordered_by(self) -> int | None:
        """The column that the rows were asked to be in order of."""
        return next((i for i, column in enumerate(self.columns) if column.order), None)

    @cached_property
    def is_ranked(self) -> bool:
        """Whether the rows were asked to be in order of a number, not of what they are called."""
        by = self.ordered_by
        if by is None or by in self.groups or by in self.keys:
            return False
        return self.columns[by].type.is_numeric

    def prior_of(self, measure: int) -> int | None:
        """The column that holds a measure's value in the period compared with."""
        return self._companion(measure, ColumnRole.PRIOR)

    def _companion(self, measure: int, role: ColumnRole) -> int | None:
        """Measures and what belongs to them stand in the same order."""
        place = sum(c.role is ColumnRole.MEASURE for c in self.columns[:measure])
        companions = [i for i, column in enumerate(self.columns) if column.role is role]
        return companions[place] if place < len(companions) else None

    def cells(self, index: int) -> list[Cell]:
        return self._cells[index]

    @cached_property
    def _cells(self) -> list[list[Cell]]:
        if not self.result.rows:
            return [[] for _ in self.columns]
        return [list(column) for column in zip(*self.result.rows, strict=True)]

    def numbers(self, index: int) -> list[float | None]:
        found = self._cache.get(("numbers", index))
        if not isinstance(found, list):
            found = [number_of(cell) for cell in self.cells(index)]
            self._cache["numbers", index] = found
        return found

    def known(self, index: int) -> list[float]:
        """The numbers of a column that are not NULL."""
        return [number for number in self.numbers(index) if number is not None]

    def distinct(self, index: int) -> Counter[Cell]:
        """Each value of a column with its number of rows, in order of appearance."""
        found = self._cache.get(("distinct", index))
        if not isinstance(found, Counter):
            found = Counter(self.cells(index))
            self._cache["distinct", index] = found
        return found

    def kind(self, index: int) -> KeyKind:
        return kind_of(self.columns[index])

    def runs_in_time(self, index: int) -> bool:
        """Whether its values are moments, buckets of time or calendar years."""
        return self.kind(index) is KeyKind.TIME or self.columns[index].is_year

    def same_unit(self, one: int, other: int) -> bool:
        """Whether two measures may share an axis: like formats and like sizes."""
        first, second = self.columns[one].format, self.columns[other].format
        if (first.style, first.unit) != (second.style, second.unit):
            return False
        if first.style is not NumberStyle.NUMBER:
            return True
        peaks = sorted(max(map(abs, self.known(i)), default=0) for i in (one, other))
        return peaks[0] * 20 >= peaks[1]
