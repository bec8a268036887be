"""What the values of a key are called in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bi.model.buckets import bucket_start
from bi.model.catalog import ColumnType, Grain
from bi.model.result import Cell, ResultColumn
from bi.model.semantic import DatePart
from bi.model.shape import KeyKind, Shape
from bi.model.words import mid_sentence
from bi.model.writing import (
    preposition,
    singular_of,
    write_bucket,
    write_number,
    write_part,
)


@dataclass(frozen=True)
class Names:
    """Names of one key's values. A year is left out where all are of one that `title` names."""

    shape: Shape
    key: int
    title: str

    @property
    def column(self) -> ResultColumn:
        return self.shape.columns[self.key]

    @property
    def grain(self) -> Grain:
        if self.column.grain:
            return self.column.grain
        return Grain.HOUR if self.column.type is ColumnType.TIMESTAMP else Grain.DAY

    @cached_property
    def _says_year(self) -> bool:
        starts = map(bucket_start, self.shape.distinct(self.key))
        years = {str(start.year) for start in starts if start}
        return len(years) != 1 or not all(year in self.title for year in years)

    def of(self, cell: Cell) -> str:
        """ "West", "December", "Monday"; a NULL is "no region"."""
        label = mid_sentence(self.column.label)
        if self.column.type is ColumnType.BOOLEAN:
            return f"{label} unknown" if cell is None else label if cell else f"not {label}"
        if cell is None:
            return f"no {label}"
        if cell == "":
            return f"an empty {label}"
        match self.shape.kind(self.key):
            case KeyKind.TIME:
                start = bucket_start(cell)
                if start is None:
                    return str(cell)
                fiscal = self.column.fiscal
                return write_bucket(start, self.grain, year=self._says_year, fiscal=fiscal)
            case KeyKind.PART if self.column.part and isinstance(cell, int):
                return write_part(cell, self.column.part)
            case KeyKind.BIN if self.column.bin_width and isinstance(cell, int | float):
                upper = cell + self.column.bin_width
                form = self.column.format
                return f"{write_number(cell, form)} to {write_number(upper, form)}"
            case KeyKind.NUMBER:
                return f"{label} {cell}"
            case _:
                return str(cell)

    def capital(self, cell: Cell) -> str:
        """As the first word of a sentence."""
        name = self.of(cell)
        return name[:1].upper() + name[1:]

    def at(self, cell: Cell) -> str:
        """With its preposition: "in December", "on Monday", "for West"."""
        match self.shape.kind(self.key):
            case KeyKind.TIME:
                return f"{preposition(self.grain)} {self.of(cell)}"
            case KeyKind.PART if self.column.part:
                return f"{preposition(self.column.part)} {self.of(cell)}"
            case _:
                return f"for {self.of(cell)}"

    def are_several(self, cell: Cell) -> bool:
        """Whether a name is a plural: "working days have"."""
        return self.column.part is DatePart.WEEKEND and cell is not None

    @property
    def unit(self) -> str:
        """What one value is: "month", "weekday", "customer"."""
        column = self.column
        if self.shape.kind(self.key) is KeyKind.TIME:
            return self.grain.value
        if column.part:
            return column.part.value.split("_")[0]
        return singular_of(column.label)
