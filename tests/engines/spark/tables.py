"""The miniature shop as tables of a Spark cluster, each in two files."""

from __future__ import annotations

from pathlib import Path

import duckdb

from bench.spark_cluster import SparkCluster
from tests.bi.shop import SCHEMA


def load_shop(server: SparkCluster) -> str:
    """Returns the shop's url."""
    with duckdb.connect() as source:
        source.execute(SCHEMA)
        load(server, "shop", source)
    return server.url("shop")


def load(server: SparkCluster, schema: str, source: duckdb.DuckDBPyConnection) -> None:
    """Copies all tables of a DuckDB database into a new schema."""
    folder = server.folder / f"source-{schema}"
    folder.mkdir()
    source.execute("SET TimeZone = 'UTC'")
    names = [row[0] for row in source.execute("SHOW TABLES").fetchall()]
    statements = [f"CREATE SCHEMA {schema}"]
    for name in names:
        file = folder / f"{name}.parquet"
        source.execute(f"COPY {name} TO '{file}' (FORMAT parquet)")
        columns = source.execute(f"DESCRIBE {name}").fetchall()
        statements.append(_created(schema, name, columns, file))
    server.execute(statements)


def _created(schema: str, name: str, columns: list[tuple[str, ...]], file: Path) -> str:
    # Moments without a zone would become TIMESTAMP_NTZ, which few tables have.
    shown = ", ".join(
        f"CAST({column[0]} AS TIMESTAMP) AS {column[0]}"
        if column[1].startswith("TIMESTAMP")
        else column[0]
        for column in columns
    )
    rows = f"SELECT /*+ REPARTITION(2) */ {shown} FROM parquet.`{file}`"
    return f"CREATE TABLE {schema}.{name} USING PARQUET AS {rows}"
