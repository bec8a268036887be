"""What a DuckDB database holds, as the engine needs it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from bi.model.catalog import Catalog, ColumnRef
from bi.model.profile import Profile


def profile_of(catalog: Catalog, database: Path) -> Profile:
    """Every value of its text dimensions, and the spans of its dates."""
    values: dict[ColumnRef, tuple[str, ...]] = {}
    spans: dict[ColumnRef, tuple[date, date]] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        for dimension in catalog.dimensions():
            table = catalog.dataset(dimension.dataset).table
            column = dimension.expression
            if dimension.type == "text":
                sql = f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY 1"
                rows = connection.execute(sql).fetchall()
                values[dimension.ref] = tuple(row[0] for row in rows)
            elif dimension.is_time:
                sql = f"SELECT min({column}), max({column}) FROM {table}"
                row = connection.execute(sql).fetchone()
                assert row is not None
                spans[dimension.ref] = (row[0], row[1])
    return Profile(values, frozenset(), spans)
