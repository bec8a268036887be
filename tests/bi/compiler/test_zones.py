"""Columns that know their time zone, on the engines that have such columns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import psycopg
import pytest

from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.model.catalog import (
    Aggregation,
    Calendar,
    Catalog,
    ColumnRef,
    ColumnType,
    Dataset,
    Datasource,
    Dimension,
    Grain,
    Measure,
)
from bi.model.result import Cell
from bi.model.semantic import Measured, NamedMeasure, SemanticQuery, TimeGroup, TimeRange
from bi.warehouse.adapter import Adapter
from bi.warehouse.cells import rows_as_cells
from bi.warehouse.engines import adapter_for
from tests.bi.postgres import PostgresServer

# The second is on 2 March in Berlin.
SCHEMA = """
CREATE TABLE calls (call_id INTEGER, called_at TIMESTAMP WITH TIME ZONE);
INSERT INTO calls VALUES (1, '2025-03-01 22:30:00+00'), (2, '2025-03-01 18:30:00-05'),
                         (3, '2025-03-02 12:00:00+01');
"""
AT = ColumnRef("calls", "called_at")
CALLS = Catalog(
    version="calls",
    datasource=Datasource("calls", "Calls", "duckdb:///calls.duckdb"),
    datasets=(
        Dataset(
            "calls",
            "Calls",
            "calls",
            key=("call_id",),
            time=AT,
            dimensions=(
                Dimension("calls", "called_at", "Called at", "called_at", ColumnType.TIMESTAMP),
            ),
            measures=(Measure("calls", "calls", "Calls", "*", Aggregation.COUNT),),
        ),
    ),
    calendar=Calendar(time_zone="Europe/Berlin"),
)
COUNT = (Measured(NamedMeasure("calls")),)


@pytest.fixture(params=["duckdb", "postgres"])
def adapter(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_server: PostgresServer
) -> Iterator[Adapter]:
    if request.param == "duckdb":
        with duckdb.connect(str(tmp_path / "calls.duckdb")) as connection:
            connection.execute(SCHEMA)
        yield adapter_for(f"duckdb:///{tmp_path / 'calls.duckdb'}")
        return
    with psycopg.connect(postgres_server.dsn("postgres"), autocommit=True) as server:
        server.execute("CREATE DATABASE calls")
    with psycopg.connect(postgres_server.dsn("postgres", "calls"), autocommit=True) as server:
        server.execute(SCHEMA.encode())
    yield adapter_for(postgres_server.url(database="calls"))
    with psycopg.connect(postgres_server.dsn("postgres"), autocommit=True) as server:
        server.execute("DROP DATABASE calls WITH (FORCE)")


def rows(adapter: Adapter, query: SemanticQuery) -> tuple[tuple[Cell, ...], ...]:
    compiled = compile_query(query, CALLS, adapter.dialect)
    engine = adapter.engine(pool_size=1)
    pooled = engine.raw_connection()
    try:
        assert pooled.dbapi_connection is not None
        sql = guard_sql(compiled.sql, CALLS, adapter.dialect).sql
        fetched = adapter.fetch(pooled.dbapi_connection, sql, 100, 10.0)
        return rows_as_cells(fetched.rows, compiled.columns)
    finally:
        pooled.close()
        engine.dispose()


def test_days_are_those_of_the_catalogs_zone(adapter: Adapter) -> None:
    by_day = SemanticQuery(COUNT, (TimeGroup(Grain.DAY),))

    assert rows(adapter, by_day) == (("2025-03-01", 1), ("2025-03-02", 2))


def test_a_range_ends_at_midnight_there(adapter: Adapter) -> None:
    march_2 = SemanticQuery(
        COUNT, time=TimeRange(date(2025, 3, 2), date(2025, 3, 3), "2 March 2025")
    )

    assert rows(adapter, march_2) == ((2,),)
