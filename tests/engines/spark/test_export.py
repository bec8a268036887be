"""Whole results leave Spark, and stop there when nobody reads them."""

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
from tests.engines.spark.test_warehouse import ENDLESS, NEEDS_EXECUTORS

# The first statement of a cluster waits for its executors.
pytestmark = pytest.mark.timeout(300)

ONE = "SELECT 1 AS one"


@pytest.fixture
async def warehouse(shop_url: str) -> AsyncIterator[Warehouse]:
    opened = Warehouse(shop_url, row_limit=5, timeout_s=120.0, exports=ExportLimits(at_once=1))
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


async def test_dates_are_exported_as_dates(warehouse: Warehouse) -> None:
    first = "SELECT order_date FROM orders ORDER BY 1 LIMIT 1"

    assert await exported(warehouse, first, CSV) == b"order_date\r\n2023-01-31\r\n"


async def test_a_result_without_rows_has_its_names(warehouse: Warehouse) -> None:
    none = "SELECT region, order_id FROM orders WHERE order_id < 0"

    assert await exported(warehouse, none, CSV) == b"region,order_id\r\n"


async def test_a_result_larger_than_the_servers_memory_is_exported_by_its_parts(
    shop_url: str,
) -> None:
    # Three gigabytes in 2,000 partitions, for a server with one.
    adapter = Warehouse(shop_url)._adapter
    engine = adapter.engine(1)
    pooled = engine.raw_connection()
    assert pooled.dbapi_connection is not None
    large = "SELECT id, REPEAT(CAST(id AS STRING), 100) AS t FROM range(0, 3000000, 1, 2000)"

    count = 0
    for batch in adapter.stream(pooled.dbapi_connection, large, 240.0):
        count += len(batch.rows)
        if count > 20_000:
            break

    assert count > 20_000
    pooled.close()
    engine.dispose()


@pytest.mark.parametrize("endless", [ENDLESS, NEVER])
async def test_an_export_that_is_cancelled_before_its_first_row_stops(
    warehouse: Warehouse, endless: str
) -> None:
    task = asyncio.create_task(warehouse.export(guarded(warehouse, endless), None, CSV))
    await asyncio.wait([task], timeout=2.0)

    task.cancel()
    await asyncio.wait([task])
    await closed_exports(warehouse)

    # Were it still running, this would wait for it until the test's own end.
    answers = await asyncio.gather(*(warehouse.fetch(NEEDS_EXECUTORS, 1, 120.0) for _ in range(2)))
    assert [answer.rows[0][0] for answer in answers] == [4999950000] * 2
    assert await exported(warehouse, ONE, CSV) == b"one\r\n1\r\n"


async def test_an_export_that_is_left_midway_frees_its_connection(warehouse: Warehouse) -> None:
    query = guarded(warehouse, NUMBERS)
    async with await warehouse.export(query, None, CSV) as export:
        async for _piece in export:
            break
    assert 0 < export.rows < MANY

    # Were it not free, this would be refused.
    assert await exported(warehouse, ONE, CSV) == b"one\r\n1\r\n"


async def test_an_export_over_its_time_is_stopped(shop_url: str) -> None:
    warehouse = Warehouse(shop_url, timeout_s=120.0, exports=ExportLimits(seconds=3.0))

    with pytest.raises(ExportTimeout):
        await exported(warehouse, ENDLESS_ROWS + " ORDER BY 1, 2", CSV)

    await closed_exports(warehouse)
    assert (await warehouse.fetch(NEEDS_EXECUTORS, 1, 120.0)).rows[0][0] == 4999950000
    await warehouse.close()


@pytest.mark.parametrize(
    "rejected", [REJECTED, "SELECT CAST(region AS INTEGER) AS one FROM orders"]
)
async def test_what_the_database_rejects_is_known_before_the_first_byte(
    warehouse: Warehouse, rejected: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(DatabaseRejected):
        await exported(warehouse, rejected, CSV)

    assert "TFetchResultsResp" not in caplog.text
    assert await exported(warehouse, ONE, CSV) == b"one\r\n1\r\n"


async def test_an_answer_after_an_export_reads_no_more_rows_than_it_needs(
    shop_url: str,
) -> None:
    warehouse = Warehouse(shop_url, timeout_s=120.0, connections=1, exports=ExportLimits(at_once=1))
    few = "SELECT id, REPEAT('x', 1000) FROM range(50000000)"

    for _ in range(2):
        await exported(warehouse, ONE, CSV)
        # By its partitions, all of it would be read for these.
        fetched = await warehouse.fetch(few, 3, 120.0)
        assert len(fetched.rows) == 3
    await warehouse.close()


async def test_an_answer_of_more_bytes_than_the_limit_is_cut_and_said_to_be(shop_url: str) -> None:
    warehouse = Warehouse(shop_url, timeout_s=120.0, byte_limit=100_000)
    long = "SELECT REPEAT('x', 1000) AS t FROM range(1000)"

    cut = await warehouse.fetch(long, 10_000, 120.0)
    whole = await warehouse.fetch(long + " LIMIT 3", 10_000, 120.0)

    assert 0 < len(cut.rows) < 100
    assert cut.truncated
    assert len(whole.rows) == 3
    assert not whole.truncated
    await warehouse.close()


async def test_a_row_of_more_bytes_than_the_limit_is_refused(shop_url: str) -> None:
    warehouse = Warehouse(shop_url, timeout_s=120.0, byte_limit=500)

    with pytest.raises(ResultTooLarge):
        await warehouse.fetch("SELECT REPEAT('x', 1000) AS t FROM range(10)", 10, 120.0)

    await warehouse.close()
