"""What has changed between a catalog and its database, by what each of them holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bi.catalog.check_sql import written_expressions
from bi.catalog.faults import did_you_mean
from bi.catalog.inspection import Column, Inspection, Table
from bi.catalog.judge import is_empty, left_out
from bi.catalog.schema import CatalogSection, DatasetSection
from bi.catalog.source import Place
from bi.model.catalog import ColumnType


class Kind(StrEnum):
    """What happened. Codes are stable."""

    TABLE_REMOVED = "table_removed"
    COLUMN_REMOVED = "column_removed"
    TYPE_CHANGED = "type_changed"
    KEY_NOT_UNIQUE = "key_not_unique"
    JOIN_NOT_UNIQUE = "join_not_unique"
    VALUE_GONE = "value_gone"
    TABLE_ADDED = "table_added"
    COLUMN_ADDED = "column_added"
    NOT_CHECKED = "not_checked"

    @property
    def breaks(self) -> bool:
        """Whether answers fail or are wrong because of it."""
        return self in _BREAKING


_BREAKING = frozenset(
    {
        Kind.TABLE_REMOVED,
        Kind.COLUMN_REMOVED,
        Kind.TYPE_CHANGED,
        Kind.KEY_NOT_UNIQUE,
        Kind.JOIN_NOT_UNIQUE,
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """`place` is where the catalog speaks of it; empty for what it does not speak of."""

    kind: Kind
    place: Place
    table: str
    message: str
    column: str | None = None
    suggestion: str | None = None


def compare(section: CatalogSection, inspection: Inspection) -> Iterator[Change]:
    """Tables, columns and their types. `inspection` must hold views too."""
    for name, dataset in section.datasets.items():
        table = table_of(name, dataset, inspection)
        if table is None:
            written = dataset.table or name
            near = did_you_mean(written, _unspoken(section, inspection))
            message = f"the database has no table `{written}`"
            yield Change(Kind.TABLE_REMOVED, ("datasets", name), written, message, suggestion=near)
            continue
        yield from _removed(name, dataset, table, section, inspection)
        yield from _types(name, dataset, table)
    yield from _added(section, inspection)


def table_of(name: str, dataset: DatasetSection, inspection: Inspection) -> Table | None:
    """By its full name, or without the schema where that is the default one."""
    written = dataset.table or name
    return inspection.table(written) or inspection.table(written.rpartition(".")[2])


def _removed(
    name: str,
    dataset: DatasetSection,
    table: Table,
    section: CatalogSection,
    inspection: Inspection,
) -> Iterator[Change]:
    spoken = {column for _, column in _columns(name, dataset, section, inspection)}
    free = [one.name for one in table.columns if one.name.casefold() not in spoken]
    told = set()
    for place, column in _written(name, dataset, inspection.dialect):
        if table.column(column) is None and (place, column) not in told:
            told.add((place, column))
            message = f"`{table.name}` has no column `{column}`"
            near = did_you_mean(column, free)
            yield Change(Kind.COLUMN_REMOVED, place, table.name, message, column, near)


def _written(name: str, dataset: DatasetSection, dialect: str) -> Iterator[tuple[Place, str]]:
    """Each column of its own table that a dataset names, as it is written."""
    within: Place = ("datasets", name)
    for column in dataset.key:
        yield (*within, "key"), column
    for join_name, join in dataset.joins.items():
        for column in join.columns:
            yield (*within, "joins", join_name), column
    for key, dimension in dataset.dimensions.items():
        if dimension.expression is None:
            yield (*within, "dimensions", key), dimension.column or key
    for place, sql in written_expressions(name, dataset):
        try:
            tree = sqlglot.parse_one(sql, dialect=dialect)
        except SqlglotError:
            continue  # told of by the check of expressions
        for node in tree.find_all(exp.Column):
            yield place, node.name


def _columns(
    name: str, dataset: DatasetSection, section: CatalogSection, inspection: Inspection
) -> Iterator[tuple[Place, str]]:
    """Also those that the joins of others name, in small letters."""
    for place, column in _written(name, dataset, inspection.dialect):
        yield place, column.casefold()
    for other, one in section.datasets.items():
        for join_name, join in one.joins.items():
            if (join.dataset or join_name) == name:
                for column in join.columns.values():
                    yield ("datasets", other, "joins", join_name), column.casefold()


def _types(name: str, dataset: DatasetSection, table: Table) -> Iterator[Change]:
    for key, dimension in dataset.dimensions.items():
        column = table.column(dimension.column or key)
        if dimension.expression is not None or column is None:
            continue
        if is_empty(column, table) or _fits(dimension.type, column):
            continue
        found = column.type.value if column.type else "of no type that questions can use"
        message = f"`{key}` is {dimension.type.value} in the catalog, but {found} in the database"
        suggestion = f"write `type: {found}`" if column.type else "remove it"
        place = ("datasets", name, "dimensions", key)
        yield Change(Kind.TYPE_CHANGED, place, table.name, message, column.name, suggestion)


def _fits(written: ColumnType, column: Column) -> bool:
    """Text may be written of numbers that name something, and dates of moments."""
    found = column.type
    if found is None or written.is_temporal:
        return found is not None and found.is_temporal
    if written.is_numeric:
        return found.is_numeric or column.digits
    if written is ColumnType.BOOLEAN:
        return found is ColumnType.BOOLEAN or column.yes is not None or found.is_numeric
    return written is found or written is ColumnType.TEXT


def _unspoken(section: CatalogSection, inspection: Inspection) -> list[str]:
    """The tables that no dataset is."""
    known = {
        table.name
        for name, dataset in section.datasets.items()
        if (table := table_of(name, dataset, inspection))
    }
    return [table.name for table in inspection.tables if table.name not in known]


def _added(section: CatalogSection, inspection: Inspection) -> Iterator[Change]:
    unspoken = set(_unspoken(section, inspection))
    for table in inspection.tables:
        if table.name in unspoken and not table.is_view:
            message = f"the catalog has no dataset of `{table.name}`"
            yield Change(Kind.TABLE_ADDED, (), table.name, message)
    for name, dataset in section.datasets.items():
        found = table_of(name, dataset, inspection)
        if found is None:
            continue
        spoken = {column for _, column in _columns(name, dataset, section, inspection)}
        for column in found.columns:
            if column.name.casefold() not in spoken and not left_out(column):
                message = f"`{name}` says nothing of the column `{column.name}`"
                place = ("datasets", name)
                yield Change(Kind.COLUMN_ADDED, place, found.name, message, column.name)
