"""From sqlglot's name of an engine to how the compiler writes its SQL."""

from __future__ import annotations

from bi.compiler.dialects.bigquery import BigQuery
from bi.compiler.dialects.clickhouse import ClickHouse
from bi.compiler.dialects.dialect import Dialect
from bi.compiler.dialects.duckdb import DuckDB
from bi.compiler.dialects.mysql import MySQL
from bi.compiler.dialects.postgres import Postgres
from bi.compiler.dialects.redshift import Redshift
from bi.compiler.dialects.snowflake import Snowflake
from bi.compiler.dialects.spark import Databricks, Spark
from bi.compiler.dialects.sqlite import SQLite
from bi.compiler.dialects.trino import Trino
from bi.compiler.dialects.tsql import TSQL
from bi.model.errors import QueryNotPossible

_DIALECTS: dict[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        BigQuery(),
        ClickHouse(),
        Databricks(),
        DuckDB(),
        MySQL(),
        Postgres(),
        Redshift(),
        Snowflake(),
        Spark(),
        SQLite(),
        Trino(),
        TSQL(),
    )
}


def dialect_names() -> tuple[str, ...]:
    """All that SQL can be written for, by sqlglot's names."""
    return tuple(_DIALECTS)


def dialect_named(name: str) -> Dialect:
    """Raises QueryNotPossible for an engine that no SQL can be written for."""
    if (dialect := _DIALECTS.get(name)) is None:
        raise QueryNotPossible(
            f"No SQL can be written for {name}; known are {', '.join(sorted(_DIALECTS))}.",
            dialect=name,
        )
    return dialect
