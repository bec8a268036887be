"""A dataset of a draft, by the columns of its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from bi.catalog.inspection import Column, Table
from bi.catalog.naming import identifier_of, quoted
from bi.catalog.reveal.expressions import CannotTranslate
from bi.catalog.schema import AGGREGATIONS

Plain = dict[str, Any]


@dataclass(slots=True)
class TableColumns:
    """A dataset of the draft, by the columns of its table."""

    dataset: Plain
    table: Table
    dialect: str | None

    @property
    def dimensions(self) -> Plain:
        found: Plain = self.dataset.setdefault("dimensions", {})
        return found

    def column(self, name: str) -> Column | None:
        return self.table.column(name)

    def written(self, field_: str) -> str:
        """A field in generic SQL: a column, or what a calculated one says."""
        column = self.column(field_)
        if column is not None:
            return exp.column(exp.to_identifier(column.name, quoted=True)).sql()
        raise CannotTranslate(f"the table has no column {field_}")

    def dimension(self, column: Column) -> Plain | None:
        """Made where the draft left it out; None for what has no type."""
        dimension: Plain
        for key, dimension in self.dimensions.items():
            if dimension.get("column", key) == column.name and "expression" not in dimension:
                return dimension
        if column.type is None:
            return None
        key = identifier_of(column.name)
        made: Plain = {"type": column.type.value}
        if key != column.name:
            made["column"] = column.name
        self.dimensions[key] = made
        return made

    def measures(self, column: Column) -> Iterator[Plain]:
        """Those that aggregate the column and nothing else."""
        written = (column.name, quoted(column.name, self.dialect), quoted(column.name))
        for measure in self.dataset.get("measures", {}).values():
            if any(measure.get(how) in written for how in AGGREGATIONS):
                yield measure
