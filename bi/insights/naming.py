"""What the values of a key are called in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bi.model.buckets import bucket_start
from bi.model.catalog import ColumnType, Grain
from bi.model.result import Cell, ResultColumn
from bi.model.shape import KeyKind, Shape
from bi.model.writing import mid_sentence, preposition, write_bucket, write_part


@dataclass(frozen=True)
class Names:
    """Names of one key's values. Years are said only where the result spans several."""

    shape: Shape
    key: int

    @property
    def column(self) -> ResultColumn:
        return self.shape.columns[self.key]

    @property
    def grain(self) -> Grain:
        if self.column.grain:
            return self.column.grain
        return Grain.HOUR if self.column.type is ColumnType.TIMESTAMP else Grain.DAY

    @cached_property
    def spans_years(self) -> bool:
        starts = map(bucket_start, self.shape.distinct(self.key))
        return len({start.year for start in starts if start}) > 1

    def of(self, cell: Cell) -> str:
        """ "West", "December", "Monday"; a NULL is "no region"."""
        if cell is None:
            return f"no {mid_sentence(self.column.label)}"
        if isinstance(cell, bool):
            label = mid_sentence(self.column.label)
            return label if cell else f"not {label}"
        match self.shape.kind(self.key):
            case KeyKind.TIME:
                start = bucket_start(cell)
                return (
                    write_bucket(start, self.grain, year=self.spans_years) if start else str(cell)
                )
            case KeyKind.PART if self.column.part and isinstance(cell, int):
                return write_part(cell, self.column.part)
            case KeyKind.BIN if self.column.bin_width and isinstance(cell, int | float):
                return f"{cell:g} to {cell + self.column.bin_width:g}"
            case _:
                return str(cell)

    def at(self, cell: Cell) -> str:
        """With its preposition: "in December", "on Monday", "for West"."""
        match self.shape.kind(self.key):
            case KeyKind.TIME:
                return f"{preposition(self.grain)} {self.of(cell)}"
            case KeyKind.PART if self.column.part:
                return f"{preposition(self.column.part)} {self.of(cell)}"
            case _:
                return f"for {self.of(cell)}"

    @property
    def unit(self) -> str:
        """What one value is: "month", "weekday", "customer"."""
        column = self.column
        if self.shape.kind(self.key) is KeyKind.TIME:
            return self.grain.value
        if column.part:
            return column.part.value.split("_")[0]
        return mid_sentence(column.label)
