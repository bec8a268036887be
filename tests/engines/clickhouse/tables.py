"""The miniature shop as tables of ClickHouse, whose columns may be NULL as they may elsewhere."""

from __future__ import annotations

import clickhouse_connect
import sqlglot
from sqlglot import exp

from tests.bi.shop import SCHEMA
from tests.engines.clickhouse.running import ClickHouseServer


def load_shop(server: ClickHouseServer, database: str = "shop") -> str:
    """Returns the shop's url."""
    load(server, SCHEMA, database)
    return server.url(database=database)


def load(server: ClickHouseServer, schema: str, database: str) -> None:
    """Runs the statements of a schema in a new database."""
    with clickhouse_connect.get_client(dsn=server.dsn()) as client:
        client.command(f"CREATE DATABASE {database}")
    with clickhouse_connect.get_client(dsn=server.dsn(database)) as client:
        for statement in sqlglot.parse(schema, dialect="duckdb"):
            assert statement is not None
            client.command(_written(statement))


def _written(statement: exp.Expr) -> str:
    sql = statement.sql(dialect="clickhouse")
    if isinstance(statement, exp.Create):
        return f"{sql} ENGINE = MergeTree ORDER BY tuple()"
    return sql
