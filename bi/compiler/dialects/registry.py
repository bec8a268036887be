"""From sqlglot's name of an engine to how the compiler writes its SQL."""

from __future__ import annotations

from bi.compiler.dialects.clickhouse import ClickHouse
from bi.compiler.dialects.dialect import Dialect
from bi.compiler.dialects.duckdb import DuckDB
from bi.compiler.dialects.postgres import Postgres
from bi.compiler.dialects.sqlite import SQLite
from bi.model.errors import QueryNotPossible

_DIALECTS = {dialect.name: dialect for dialect in (ClickHouse(), DuckDB(), Postgres(), SQLite())}


def dialect_named(name: str) -> Dialect:
    """Raises QueryNotPossible for an engine that no SQL can be written for."""
    if (dialect := _DIALECTS.get(name)) is None:
        raise QueryNotPossible(
            f"No SQL can be written for {name}; known are {', '.join(sorted(_DIALECTS))}.",
            dialect=name,
        )
    return dialect
