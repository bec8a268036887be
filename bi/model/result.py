"""What came back from the database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bi.model.catalog import ColumnType, FiscalYear, Grain, NumberFormat
from bi.model.semantic import Calculation, DatePart

# Dates are ISO 8601 strings. A decimal or integer that a double cannot hold exactly is a string.
Cell = str | int | float | bool | None


class ColumnRole(StrEnum):
    DIMENSION = "dimension"
    TIME = "time"
    MEASURE = "measure"
    PRIOR = "prior"  # a measure's value in the period compared with
    CHANGE = "change"  # its relative change
    DETAIL = "detail"  # a column of a row list


class RowOrder(StrEnum):
    ASCENDING = "ascending"
    DESCENDING = "descending"


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """`name` is the SQL alias, `label` what a person reads.

    `grain` is set for buckets of time, `part` for recurring parts of a date, `bin_width`
    for a number grouped in steps (its cells are the lower bounds). `fiscal` is set for buckets
    of the fiscal calendar, `sequence` for values in an order that is not the one of their signs,
    `order` for the column that the rows were asked to be in order of, first of all.
    """

    name: str
    label: str
    type: ColumnType
    role: ColumnRole
    format: NumberFormat = NumberFormat()
    grain: Grain | None = None
    part: DatePart | None = None
    higher_is_better: bool | None = None
    # The rows' values add up to the value of the whole: sums and counts of rows do; averages,
    # ratios and distinct counts do not.
    additive: bool = False
    calculation: Calculation | None = None
    bin_width: float | None = None
    # A number that names a thing: never summed, averaged or written with separators.
    identifier: bool = False
    # Its whole numbers are calendar years.
    is_year: bool = False
    fiscal: FiscalYear | None = None
    sequence: tuple[str | int, ...] = ()
    order: RowOrder | None = None


@dataclass(frozen=True, slots=True)
class ResultSet:
    """`truncated`: the query has more rows than the cap and these are the first ones."""

    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool = False
    elapsed_ms: float = 0.0

    def column(self, name: str) -> int:
        """The index of a column by name. Raises KeyError."""
        for index, column in enumerate(self.columns):
            if column.name == name:
                return index
        raise KeyError(name)
