"""Moments on ClickHouse: columns with a zone, without one, and servers that live in one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import Engine

from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.model.catalog import Calendar, Catalog, Grain
from bi.model.result import Cell
from bi.model.semantic import SemanticQuery, TimeGroup, TimeRange
from bi.warehouse.adapter import Adapter
from bi.warehouse.cells import rows_as_cells
from bi.warehouse.engines import adapter_for
from tests.bi.compiler.test_rows import fetch
from tests.bi.compiler.test_zones import CALLS, COUNT
from tests.engines.clickhouse.running import ClickHouseServer

# Moments as seconds since 1970: 2025-03-01 22:30, 23:30 and 2025-03-02 11:00 in UTC. The second
# is on 2 March in Berlin.
MOMENTS = (1740868200, 1740871800, 1740913200)
TYPES = ("DateTime", "DateTime('Asia/Tokyo')", "DateTime64(3)", "Nullable(DateTime64(6, 'UTC'))")
MARCH_2 = SemanticQuery(COUNT, time=TimeRange(date(2025, 3, 2), date(2025, 3, 3), "2 March 2025"))
BY_HOUR = SemanticQuery(COUNT, (TimeGroup(Grain.HOUR),))


@pytest.fixture(scope="module")
def berlin(clickhouse_server: ClickHouseServer) -> Iterator[ClickHouseServer]:
    """A server whose own clock is that of Berlin."""
    server = ClickHouseServer(zone="Europe/Berlin")
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["UTC", "Europe/Berlin"])
def server(
    request: pytest.FixtureRequest, clickhouse_server: ClickHouseServer, berlin: ClickHouseServer
) -> ClickHouseServer:
    return clickhouse_server if request.param == "UTC" else berlin


@pytest.fixture(params=TYPES)
def calls(
    request: pytest.FixtureRequest, server: ClickHouseServer
) -> Iterator[tuple[Adapter, Engine]]:
    import clickhouse_connect

    with clickhouse_connect.get_client(dsn=server.dsn()) as client:
        client.command(
            f"CREATE TABLE calls (call_id Int32, called_at {request.param}) "
            "ENGINE = MergeTree ORDER BY call_id"
        )
        for call_id, seconds in enumerate(MOMENTS):
            client.command(f"INSERT INTO calls SELECT {call_id}, fromUnixTimestamp({seconds})")
    adapter = adapter_for(server.url())
    engine = adapter.engine(pool_size=1)
    yield adapter, engine
    engine.dispose()
    with clickhouse_connect.get_client(dsn=server.dsn()) as client:
        client.command("DROP TABLE calls")


def rows(
    calls: tuple[Adapter, Engine], query: SemanticQuery, catalog: Catalog = CALLS
) -> tuple[tuple[Cell, ...], ...]:
    compiled = compile_query(query, catalog, "clickhouse")
    sql = guard_sql(compiled.sql, catalog, "clickhouse").sql
    return rows_as_cells(fetch(calls, sql).rows, compiled.columns)


def test_days_are_those_of_the_catalogs_zone(calls: tuple[Adapter, Engine]) -> None:
    by_day = SemanticQuery(COUNT, (TimeGroup(Grain.DAY),))

    assert rows(calls, by_day) == (("2025-03-01", 1), ("2025-03-02", 2))


def test_a_range_ends_at_midnight_there(calls: tuple[Adapter, Engine]) -> None:
    assert rows(calls, MARCH_2) == ((2,),)


def test_hours_are_those_of_the_catalogs_zone(calls: tuple[Adapter, Engine]) -> None:
    assert rows(calls, BY_HOUR) == (
        ("2025-03-01T23:00:00", 1),
        ("2025-03-02T00:00:00", 1),
        ("2025-03-02T12:00:00", 1),
    )


def test_moments_without_a_zone_are_shown_by_the_servers_clock(berlin: ClickHouseServer) -> None:
    adapter = adapter_for(berlin.url())
    engine = adapter.engine(pool_size=1)

    shown = fetch((adapter, engine), f"SELECT toDateTime({MOMENTS[1]}), toString(at) AS text FROM "
                  f"(SELECT toDateTime({MOMENTS[1]}) AS at)").rows  # fmt: skip
    engine.dispose()

    assert shown == [(datetime(2025, 3, 2, 0, 30), "2025-03-02 00:30:00")]


def test_clocks_that_were_stored_as_they_stood_are_read_by_their_zone(
    clickhouse_server: ClickHouseServer,
) -> None:
    # The server counts in UTC, but the clocks that it was given were New York's.
    import clickhouse_connect

    in_new_york = replace(
        CALLS,
        calendar=Calendar(time_zone="Europe/Berlin", database_time_zone="America/New_York"),
    )
    with clickhouse_connect.get_client(dsn=clickhouse_server.dsn()) as client:
        client.command("CREATE TABLE calls (call_id Int32, called_at DateTime) ENGINE = Memory")
        client.command("INSERT INTO calls VALUES (1, '2025-03-01 17:30:00'), "
                       "(2, '2025-03-01 18:30:00')")  # fmt: skip
    adapter = adapter_for(clickhouse_server.url())
    engine = adapter.engine(pool_size=1)
    calls = (adapter, engine)

    assert rows(calls, MARCH_2, in_new_york) == ((1,),)
    assert rows(calls, BY_HOUR, in_new_york) == (
        ("2025-03-01T23:00:00", 1),
        ("2025-03-02T00:00:00", 1),
    )
    engine.dispose()
    with clickhouse_connect.get_client(dsn=clickhouse_server.dsn()) as client:
        client.command("DROP TABLE calls")
