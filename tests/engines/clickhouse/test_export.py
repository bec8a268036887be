"""Whole results leave ClickHouse, and stop there when nobody reads them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from bi.model.errors import DatabaseRejected
from bi.warehouse.adapter import ResultTooLarge
from bi.warehouse.exports.export import ExportTimeout
from bi.warehouse.warehouse import ExportLimits, Warehouse
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

ONE = "SELECT 1 AS one"


@pytest.fixture
async def warehouse(shop_url: str) -> AsyncIterator[Warehouse]:
    opened = Warehouse(shop_url, row_limit=5, timeout_s=20.0, exports=ExportLimits(at_once=1))
    await opened.open()
    yield opened
    await opened.close()


async def wait_until_it_runs(warehouse: Warehouse, count: int) -> None:
    """How many exports of this file the server works on; or the test ends here."""
    running = "SELECT COUNT(*) FROM system.processes WHERE query LIKE '%AS l11%' AND NOT query LIKE"
    while (await warehouse.fetch(f"{running} '%processes%'", 1, 20.0)).rows[0][0] != count:
        pass


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


async def test_a_result_without_rows_has_its_names(warehouse: Warehouse) -> None:
    none = "SELECT region, order_id FROM orders WHERE order_id < 0"

    assert await exported(warehouse, none, CSV) == b"region,order_id\r\n"


async def test_an_export_that_is_left_midway_stops_and_frees_its_connection(
    warehouse: Warehouse,
) -> None:
    for _ in range(3):
        query = guarded(warehouse, ENDLESS_ROWS)
        async with await warehouse.export(query, None, CSV) as export:
            async for _piece in export:
                if export.rows > 10_000:
                    break

    await wait_until_it_runs(warehouse, 0)
    # Were it not free, this would be refused.
    assert await exported(warehouse, ONE, CSV) == b"one\r\n1\r\n"


async def test_an_export_that_is_cancelled_before_its_first_row_stops(warehouse: Warehouse) -> None:
    task = asyncio.create_task(warehouse.export(guarded(warehouse, NEVER), None, CSV))
    await wait_until_it_runs(warehouse, 1)

    task.cancel()
    await asyncio.wait([task])

    await wait_until_it_runs(warehouse, 0)
    await closed_exports(warehouse)
    assert await exported(warehouse, ONE, CSV) == b"one\r\n1\r\n"


async def test_an_export_over_its_time_is_stopped(shop_url: str) -> None:
    warehouse = Warehouse(shop_url, exports=ExportLimits(seconds=0.5))

    with pytest.raises(ExportTimeout):
        await exported(warehouse, NEVER, CSV)

    await closed_exports(warehouse)
    await wait_until_it_runs(warehouse, 0)
    await warehouse.close()


async def test_what_the_database_rejects_is_known_before_the_first_byte(
    warehouse: Warehouse,
) -> None:
    with pytest.raises(DatabaseRejected):
        await exported(warehouse, REJECTED, CSV)

    assert await exported(warehouse, ONE, CSV) == b"one\r\n1\r\n"


async def test_an_answer_of_more_bytes_than_the_limit_is_cut_and_said_to_be(shop_url: str) -> None:
    warehouse = Warehouse(shop_url, byte_limit=100_000)
    long = "SELECT REPEAT('x', 1000) AS t FROM order_lines AS l0, order_lines AS l1"

    cut = await warehouse.fetch(long, 10_000, 20.0)
    whole = await warehouse.fetch(long + " LIMIT 3", 10_000, 20.0)

    assert 0 < len(cut.rows) < 100
    assert cut.truncated
    assert len(whole.rows) == 3
    assert not whole.truncated
    await warehouse.close()


async def test_a_row_of_more_bytes_than_the_limit_is_refused_and_the_rest_not_read(
    shop_url: str,
) -> None:
    warehouse = Warehouse(shop_url, byte_limit=500)
    long = ENDLESS_ROWS.replace("l1.line_id FROM", "REPEAT('x', 1000) FROM")

    with pytest.raises(ResultTooLarge):
        await warehouse.fetch(long, 1_000_000, 20.0)

    await wait_until_it_runs(warehouse, 0)
    await warehouse.close()
