"""Do keys, joins and values of a catalog still hold? Asked of the rows, within a time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy
from sqlalchemy.exc import SQLAlchemyError

from bi.catalog.changes import Change, Kind, table_of
from bi.catalog.inspection import Inspection, Table
from bi.catalog.naming import quoted
from bi.catalog.sample import selectable
from bi.catalog.schema import CatalogSection, DatasetSection
from bi.catalog.source import Place

_TOLD = 5


def what_holds(
    section: CatalogSection,
    inspection: Inspection,
    connection: sqlalchemy.Connection,
    until: float,
) -> Iterator[Change]:
    """What no longer does, and what there was no time for, by `until` (monotonic seconds)."""
    asked: set[tuple[str, tuple[str, ...]]] = set()
    for name, dataset in section.datasets.items():
        table = table_of(name, dataset, inspection)
        if table is None:
            continue
        if time.monotonic() > until:
            message = f"keys, joins and values of `{name}` were not looked at: no time was left"
            yield Change(Kind.NOT_CHECKED, ("datasets", name), table.name, message)
            continue
        asked.add((table.name, dataset.key))
        yield from _key(name, dataset, table, connection)
        yield from _joins(name, dataset, section, inspection, connection, asked)
        yield from _values(name, dataset, table, connection)


def _key(
    name: str, dataset: DatasetSection, table: Table, connection: sqlalchemy.Connection
) -> Iterator[Change]:
    if dataset.key and _is_there(table, dataset.key) and _repeats(table, dataset.key, connection):
        columns = ", ".join(dataset.key)
        yield Change(
            Kind.KEY_NOT_UNIQUE,
            ("datasets", name, "key"),
            table.name,
            f"several rows of `{table.name}` have the same {columns}, which is the key",
            suggestion="name the columns that identify a row",
        )


def _joins(
    name: str,
    dataset: DatasetSection,
    section: CatalogSection,
    inspection: Inspection,
    connection: sqlalchemy.Connection,
    asked: set[tuple[str, tuple[str, ...]]],
) -> Iterator[Change]:
    """A join leads to one row: that its key is unique is asked once, at the dataset itself."""
    for join_name, join in dataset.joins.items():
        target = join.dataset or join_name
        other = section.datasets.get(target)
        table = table_of(target, other, inspection) if other else None
        columns = tuple(join.columns.values())
        if other is None or table is None or not _is_there(table, columns):
            continue
        known = set(other.key) == set(columns) or (table.name, columns) in asked
        asked.add((table.name, columns))
        if not known and _repeats(table, columns, connection):
            yield Change(
                Kind.JOIN_NOT_UNIQUE,
                ("datasets", name, "joins", join_name),
                table.name,
                f"several rows of `{table.name}` have the same {', '.join(columns)}, so that the "
                "join would repeat rows",
                suggestion="join by columns that identify a row there",
            )


def _is_there(table: Table, columns: Sequence[str]) -> bool:
    return all(table.column(column) for column in columns)


def _repeats(table: Table, columns: Sequence[str], connection: sqlalchemy.Connection) -> bool:
    names: list[sqlalchemy.ColumnClause[Any]] = [sqlalchemy.column(name) for name in columns]
    twice = (
        sqlalchemy.select(sqlalchemy.literal(1))
        .select_from(selectable(table.name))
        .where(*(name.is_not(None) for name in names))
        .group_by(*names)
        .having(sqlalchemy.func.count() > 1)
        .limit(1)
    )
    return bool(_rows(twice, connection))


def _values(
    name: str, dataset: DatasetSection, table: Table, connection: sqlalchemy.Connection
) -> Iterator[Change]:
    for key, dimension in dataset.dimensions.items():
        column = dimension.column or key
        if not dimension.values or (dimension.expression is None and not table.column(column)):
            continue
        sql: sqlalchemy.ColumnClause[Any] = sqlalchemy.literal_column(
            dimension.expression or quoted(column)
        )
        text = sqlalchemy.cast(sql, sqlalchemy.String)
        written = list(dimension.values)
        found = _rows(
            sqlalchemy.select(text)
            .select_from(selectable(table.name))
            .where(text.in_(written))
            .distinct(),
            connection,
        )
        if found is None:
            continue
        gone = [value for value in written if (value,) not in {tuple(row) for row in found}]
        if gone:
            place: Place = ("datasets", name, "dimensions", key, "values")
            more = f" and {len(gone) - _TOLD} more" if len(gone) > _TOLD else ""
            message = f"no row has {', '.join(gone[:_TOLD])}{more} as `{key}`"
            yield Change(Kind.VALUE_GONE, place, table.name, message, column)


def _rows(
    query: sqlalchemy.Select[Any], connection: sqlalchemy.Connection
) -> Sequence[sqlalchemy.Row[Any]] | None:
    """None where the query is not possible: its faults are told of elsewhere."""
    try:
        return connection.execute(query).fetchall()
    except SQLAlchemyError:
        connection.rollback()
        return None
