"""Whole results leave MariaDB, and stop there when nobody reads them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pymysql
import pytest

from bi.guard.guard import guard_sql
from bi.model.errors import DatabaseRejected
from bi.warehouse.adapter import ResultTooLarge
from bi.warehouse.exports.export import ExportTimeout
from bi.warehouse.warehouse import ExportLimits, Warehouse
from tests.bi.shop import SHOP, mariadb_shop
from tests.engines.exporting import (
    CSV,
    ENDLESS_ROWS,
    JSON_LINES,
    MANY,
    NEVER,
    NUMBERS,
    REJECTED,
    closed_exports,
    exported,
    guarded,
)
from tests.engines.mariadb.server import READER, MariaDBServer
from tests.engines.mariadb.test_warehouse import connected, queries_of
from tests.servers import wait_until


@pytest.fixture
async def warehouse(mariadb: MariaDBServer) -> AsyncIterator[Warehouse]:
    opened = Warehouse(
        mariadb_shop(mariadb), row_limit=5, timeout_s=20.0, exports=ExportLimits(at_once=1)
    )
    await opened.open()
    yield opened
    await opened.close()


async def test_all_rows_are_exported_in_their_order_and_exactly(warehouse: Warehouse) -> None:
    lines = (await exported(warehouse, NUMBERS + " ORDER BY n DESC", JSON_LINES)).splitlines()

    rows = [json.loads(line) for line in lines]
    assert [row["n"] for row in rows] == list(reversed(range(MANY)))
    assert rows[-1] == {
        "n": 0,
        "placed_at": "2023-01-31T09:15:00",
        "region": "North",
        "quantity": 1,
    }


async def test_a_time_of_day_is_exported_as_one(warehouse: Warehouse) -> None:
    query = guard_sql("SELECT TIME(placed_at) AS t FROM orders ORDER BY 1 LIMIT 1", SHOP, "mysql")

    async with await warehouse.export(query, None, CSV) as export:
        assert b"".join([piece async for piece in export]) == b"t\r\n00:00:00\r\n"


async def test_a_result_without_rows_has_its_names(warehouse: Warehouse) -> None:
    none = "SELECT region, order_id FROM orders WHERE order_id < 0"

    assert await exported(warehouse, none, CSV) == b"region,order_id\r\n"


async def test_an_export_that_is_left_midway_stops_and_frees_its_connection(
    warehouse: Warehouse, mariadb: MariaDBServer
) -> None:
    for _ in range(3):
        query = guarded(warehouse, ENDLESS_ROWS)
        async with await warehouse.export(query, None, CSV) as export:
            async for _piece in export:
                if export.rows > 10_000:
                    break

    await asyncio.to_thread(wait_until, lambda: queries_of(mariadb, READER) == 0)
    # Were it not free, this would be refused; were the old rows still on their way, it would fail.
    assert await exported(warehouse, "SELECT 1 AS one", CSV) == b"one\r\n1\r\n"


async def test_an_export_that_is_cancelled_before_its_first_row_stops(
    warehouse: Warehouse, mariadb: MariaDBServer
) -> None:
    task = asyncio.create_task(warehouse.export(guarded(warehouse, NEVER), None, CSV))
    await asyncio.to_thread(wait_until, lambda: queries_of(mariadb, READER) == 1)

    task.cancel()
    await asyncio.wait([task])

    await asyncio.to_thread(wait_until, lambda: queries_of(mariadb, READER) == 0)
    await closed_exports(warehouse)
    assert await exported(warehouse, "SELECT 1 AS one", CSV) == b"one\r\n1\r\n"


async def test_an_export_over_its_time_is_stopped(mariadb: MariaDBServer) -> None:
    warehouse = Warehouse(mariadb_shop(mariadb), exports=ExportLimits(seconds=0.5))

    with pytest.raises(ExportTimeout):
        await exported(warehouse, NEVER, CSV)

    await closed_exports(warehouse)
    await asyncio.to_thread(wait_until, lambda: queries_of(mariadb, READER) == 0)
    await warehouse.close()


async def test_what_the_database_rejects_is_known_before_the_first_byte(
    warehouse: Warehouse,
) -> None:
    with pytest.raises(DatabaseRejected):
        await exported(warehouse, REJECTED, CSV)

    assert await exported(warehouse, "SELECT 1 AS one", CSV) == b"one\r\n1\r\n"


@pytest.mark.parametrize("statement", ["DELETE FROM targets", "SELECT 1; DELETE FROM targets"])
def test_nothing_can_be_written_by_an_export(mariadb: MariaDBServer, statement: str) -> None:
    with connected(mariadb) as (adapter, connection):
        with pytest.raises(pymysql.err.Error):
            list(adapter.stream(connection, statement, 20.0))

        (batch,) = adapter.stream(connection, "SELECT COUNT(*) FROM targets", 20.0)
        assert batch.rows == [(6,)]


async def test_an_answer_of_more_bytes_than_the_limit_is_cut_and_said_to_be(
    mariadb: MariaDBServer,
) -> None:
    warehouse = Warehouse(mariadb_shop(mariadb), byte_limit=100_000)
    long = "SELECT REPEAT('x', 1000) AS t FROM order_lines AS l0, order_lines AS l1"

    for query in (long, long + " LIMIT 100"):
        fetched = await warehouse.fetch(query, 10_000, 20.0)
        assert 0 < len(fetched.rows) < 100
        assert fetched.truncated
    whole = await warehouse.fetch(long + " LIMIT 3", 10_000, 20.0)

    assert len(whole.rows) == 3
    assert not whole.truncated
    await asyncio.to_thread(wait_until, lambda: queries_of(mariadb, READER) == 0)
    await warehouse.close()


async def test_a_row_of_more_bytes_than_the_limit_is_refused_and_the_rest_not_read(
    mariadb: MariaDBServer,
) -> None:
    warehouse = Warehouse(mariadb_shop(mariadb), byte_limit=500)
    long = ENDLESS_ROWS.replace("l1.line_id FROM", "REPEAT('x', 1000) FROM")

    with pytest.raises(ResultTooLarge):
        await warehouse.fetch(long, 10_000, 20.0)

    await asyncio.to_thread(wait_until, lambda: queries_of(mariadb, READER) == 0)
    assert (await warehouse.fetch("SELECT 1", 1, 20.0)).rows == [(1,)]
    await warehouse.close()
