"""What a datasource holds, told table by table: a data summary."""

from __future__ import annotations

from dataclasses import dataclass

from bi.model.catalog import ColumnType


@dataclass(frozen=True, slots=True)
class ColumnSummary:
    """A dimension. `keywords` are the words by which questions find it."""

    name: str
    label: str
    type: ColumnType
    description: str
    keywords: tuple[str, ...] = ()
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class MeasureSummary:
    """A measure; `aggregation` is how it comes of its rows, such as sum."""

    name: str
    label: str
    aggregation: str
    description: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSummary:
    """A dataset; `table` is its name in the database, `time` the column its rows are dated by."""

    name: str
    table: str
    label: str
    description: str
    keywords: tuple[str, ...]
    key: tuple[str, ...]
    time: str | None
    columns: tuple[ColumnSummary, ...]
    measures: tuple[MeasureSummary, ...]


@dataclass(frozen=True, slots=True)
class Relationship:
    """A column of a table that holds the key of another one."""

    table: str
    column: str
    to_table: str
    to_column: str


@dataclass(frozen=True, slots=True)
class CatalogSummary:
    """`description` is what the database is about, `text` what there is in it, in a sentence."""

    description: str
    text: str
    keywords: tuple[str, ...]
    tables: tuple[TableSummary, ...]
    relationships: tuple[Relationship, ...]
