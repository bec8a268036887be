"""Does a catalog fit its database? Tables and columns that are not there, or are something else."""

from __future__ import annotations

from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bi.catalog.check_security import columns_of_conditions
from bi.catalog.check_sql import written_expressions
from bi.catalog.faults import Fault, did_you_mean
from bi.catalog.inspection import Inspection, Table
from bi.catalog.schema import CatalogSection, DatasetSection
from bi.catalog.source import Place, Source


def check_database(
    section: CatalogSection, source: Source, inspection: Inspection
) -> Iterator[Fault]:
    """`inspection` must hold views too, since a dataset may be one; samples are not needed."""
    for name, dataset in section.datasets.items():
        written = dataset.table or name
        table = _table(inspection, written)
        if table is None:
            at: Place = ("datasets", name, *(("table",) if dataset.table else ()))
            near = did_you_mean(written, (table.name for table in inspection.tables))
            yield source.fault(at, f"the database has no table `{written}`", near)
            continue
        yield from _columns(section, source, inspection, name, dataset, table)
        for secured, place, column in columns_of_conditions(section, inspection.dialect):
            if secured == name:
                yield from _missing(source, place, column, table)
        yield from _types(source, inspection, name, dataset, table)


def _table(inspection: Inspection, name: str) -> Table | None:
    """By its full name, or without the schema where that is the default one."""
    return inspection.table(name) or inspection.table(name.rpartition(".")[2])


def _columns(
    section: CatalogSection,
    source: Source,
    inspection: Inspection,
    name: str,
    dataset: DatasetSection,
    table: Table,
) -> Iterator[Fault]:
    for place, column in _named_columns(name, dataset, inspection.dialect):
        yield from _missing(source, place, column, table)
    for join_name, join in dataset.joins.items():
        place = ("datasets", name, "joins", join_name)
        for column in join.columns:
            yield from _missing(source, place, column, table)
        target = section.datasets.get(join.dataset or join_name)
        other = _table(inspection, target.table or join.dataset or join_name) if target else None
        if other is not None:
            for column in join.columns.values():
                yield from _missing(source, place, column, other)


def _named_columns(name: str, dataset: DatasetSection, dialect: str) -> Iterator[tuple[Place, str]]:
    """Every physical column that a dataset names, with the place where it does."""
    for column in dataset.key:
        yield ("datasets", name, "key"), column
    for key, dimension in dataset.dimensions.items():
        if dimension.expression is None:
            yield ("datasets", name, "dimensions", key), dimension.column or key
    for key, measure in dataset.measures.items():
        for column in measure.series:
            yield ("datasets", name, "measures", key, "series"), column
    for place, sql in written_expressions(name, dataset):
        try:
            tree = sqlglot.parse_one(sql, dialect=dialect)
        except SqlglotError:
            continue  # told of by the check of expressions
        for node in tree.find_all(exp.Column):
            yield place, node.name


def _missing(source: Source, place: Place, column: str, table: Table) -> Iterator[Fault]:
    if table.column(column) is None:
        near = did_you_mean(column, (known.name for known in table.columns))
        yield source.fault(place, f"`{table.name}` has no column `{column}`", near)


def _types(
    source: Source, inspection: Inspection, name: str, dataset: DatasetSection, table: Table
) -> Iterator[Fault]:
    if inspection.dialect == "sqlite":
        return  # its columns hold whatever was put in them
    for key, dimension in dataset.dimensions.items():
        column = table.column(dimension.column or key)
        if dimension.expression is not None or column is None or column.type is None:
            continue
        if dimension.type.is_temporal and not column.type.is_temporal:
            message = (
                f"`{key}` is {dimension.type.value} here, but {column.type.value} in the database"
            )
            suggestion = f"use `expression: CAST({column.name} AS {dimension.type.value.upper()})`"
            yield source.fault(("datasets", name, "dimensions", key), message, suggestion)
