"""SQL that somebody wrote, with what the catalog tells of its result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bi.model.lineage import Lineage
from bi.model.result import Cell, ColumnRole, ResultColumn, ResultSet
from bi.warehouse.cells import cells_of


@dataclass(frozen=True, slots=True)
class WrittenQuery:
    """`sql` has yet to pass the guard. `columns` are its result's, in order, None for one of which
    the catalog tells nothing; empty where not even their number is known before it runs.

    `lineage` is what the result rests on, as far as that can be told.
    """

    sql: str
    columns: tuple[ResultColumn | None, ...] = ()
    lineage: Lineage = Lineage()


def told(result: ResultSet, columns: Sequence[ResultColumn | None]) -> ResultSet:
    """The rows with what the catalog tells of their columns, in place of what their values do.

    A measure that the SQL gives another name keeps that: "late_orders" are not all orders.
    """
    if len(columns) != len(result.columns):
        return result
    known = [
        shown if one is None else replace(one, name=shown.name, label=_label(one, shown))
        for one, shown in zip(columns, result.columns, strict=True)
    ]
    cells: list[Sequence[Cell]] = []
    for column, shown, values in zip(
        known, result.columns, zip(*result.rows, strict=True), strict=False
    ):
        cells.append(values if column.type is shown.type else cells_of(values, column.type))
    rows = tuple(zip(*cells, strict=True)) if result.rows else result.rows
    return replace(result, columns=tuple(known), rows=rows)


def _label(known: ResultColumn, shown: ResultColumn) -> str:
    renamed = known.role is ColumnRole.MEASURE and shown.name.lower() != known.name.lower()
    return shown.label if renamed else known.label
