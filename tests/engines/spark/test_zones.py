"""Moments are instants in Spark; the days of questions are those of the catalog's zone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import duckdb
import pytest

from bench.spark_cluster import SparkCluster
from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.model.catalog import Grain
from bi.model.result import Cell
from bi.model.semantic import SemanticQuery, TimeGroup, TimeRange
from bi.warehouse.warehouse import Warehouse
from tests.bi.compiler.test_zones import CALLS, COUNT, SCHEMA
from tests.engines.spark.tables import load

# The first statement of a cluster waits for its executors.
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def calls_url(spark_server: SparkCluster) -> str:
    with duckdb.connect() as source:
        source.execute(SCHEMA)
        load(spark_server, "calls", source)
    return spark_server.url("calls")


@pytest.fixture
async def calls(calls_url: str) -> AsyncIterator[Warehouse]:
    warehouse = Warehouse(calls_url, timeout_s=120.0)
    yield warehouse
    await warehouse.close()


async def rows(warehouse: Warehouse, query: SemanticQuery) -> tuple[tuple[Cell, ...], ...]:
    compiled = compile_query(query, CALLS, warehouse.dialect)
    guarded = guard_sql(compiled.sql, CALLS, warehouse.dialect)
    return (await warehouse.run(guarded, compiled.columns)).rows


async def test_days_are_those_of_the_catalogs_zone(calls: Warehouse) -> None:
    by_day = SemanticQuery(COUNT, (TimeGroup(Grain.DAY),))

    assert await rows(calls, by_day) == (("2025-03-01", 1), ("2025-03-02", 2))


async def test_a_range_ends_at_midnight_there(calls: Warehouse) -> None:
    march_2 = SemanticQuery(
        COUNT, time=TimeRange(date(2025, 3, 2), date(2025, 3, 3), "2 March 2025")
    )

    assert await rows(calls, march_2) == ((2,),)
