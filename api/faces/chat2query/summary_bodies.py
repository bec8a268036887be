"""A data summary as it is told: the published object, and keywords, keys and measures besides.

No url, password or SQL is in it, and nothing that the caller may not see.
"""

from __future__ import annotations

from typing import Any

from bi.model.summary import (
    CatalogSummary,
    ColumnSummary,
    MeasureSummary,
    Relationship,
    TableSummary,
)
from runs.model import DataSummary


def summary_body(summary: DataSummary) -> dict[str, Any]:
    about = summary.about or CatalogSummary("", "", (), (), ())
    return {
        **summary_line(summary),
        "relationships": _relationships(about.relationships),
        "summary": about.text,
        "tables": {table.name: _table(table) for table in about.tables},
    }


def summary_line(summary: DataSummary) -> dict[str, Any]:
    """As it stands in the list of all, without its tables.

    A database has one data summary here, which so is its default.
    """
    cluster_id, database = summary.datasource.called
    about = summary.about
    return {
        "cluster_id": cluster_id or "",
        "data_summary_id": summary.summary_id,
        "database": database,
        "default": True,
        "status": summary.status.value,
        "description": {
            "system": about.description if about else "",
            "user": summary.description,
        },
        "keywords": list(summary.keywords),
    }


def _table(table: TableSummary) -> dict[str, Any]:
    return {
        "name": table.name,
        "table": table.table,
        "label": table.label,
        "description": table.description,
        "keywords": list(table.keywords),
        "key": list(table.key),
        "time": table.time,
        "columns": {column.name: _column(column) for column in table.columns},
        "measures": {measure.name: _measure(measure) for measure in table.measures},
    }


def _column(column: ColumnSummary) -> dict[str, Any]:
    return {
        "name": column.name,
        "label": column.label,
        "type": column.type.value,
        "description": column.description,
        "keywords": list(column.keywords),
        "key": column.is_key,
    }


def _measure(measure: MeasureSummary) -> dict[str, Any]:
    return {
        "name": measure.name,
        "label": measure.label,
        "aggregation": measure.aggregation,
        "description": measure.description,
        "keywords": list(measure.keywords),
    }


def _relationships(found: tuple[Relationship, ...]) -> dict[str, list[dict[str, str]]]:
    """By the table that refers to another; it may refer to several."""
    told: dict[str, list[dict[str, str]]] = {}
    for one in found:
        told.setdefault(one.table, []).append(
            {
                "referencing_table": one.table,
                "referencing_table_column": one.column,
                "referenced_table": one.to_table,
                "referenced_table_column": one.to_column,
            }
        )
    return told
