"""Declared references, as far as they lead to one row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bi.catalog.inspection import ForeignKey, Table

Identifies = Callable[[Table, tuple[str, ...]], bool]


def with_proved_links(tables: tuple[Table, ...], identifies: Identifies) -> tuple[Table, ...]:
    """The tables with references that some engines let be declared on columns of several rows.

    References of single columns to one table are put together where only together they identify a
    row of it; what remains is marked as not leading to one row.
    """
    by_name = {table.name: table for table in tables}
    return tuple(
        replace(table, foreign_keys=tuple(_links(table, by_name, identifies)))
        if table.foreign_keys
        else table
        for table in tables
    )


def _links(table: Table, by_name: dict[str, Table], identifies: Identifies) -> list[ForeignKey]:
    links: list[ForeignKey] = []
    loose: dict[str, list[ForeignKey]] = {}
    for link in table.foreign_keys:
        target = by_name.get(link.table)
        if target is None or identifies(target, link.target_columns):
            links.append(link)
        else:
            loose.setdefault(link.table, []).append(link)
    order = [column.name for column in table.columns]
    for name, parts in loose.items():
        parts.sort(key=lambda link: [order.index(column) for column in link.columns])
        links += _together(by_name[name], parts, identifies)
    return links


def _together(target: Table, parts: list[ForeignKey], identifies: Identifies) -> list[ForeignKey]:
    columns = tuple(column for link in parts for column in link.columns)
    target_columns = tuple(column for link in parts for column in link.target_columns)
    distinct = len(set(columns)) == len(set(target_columns)) == len(columns)
    if len(parts) > 1 and distinct and identifies(target, target_columns):
        return [ForeignKey(columns, target.name, target_columns)]
    return [replace(link, leads_to_one=False) for link in parts]
