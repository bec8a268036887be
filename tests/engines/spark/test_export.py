"""Whole results leave Spark, and stop there when nobody reads them."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

import pytest

from bi.model.errors import DatabaseRejected
from bi.warehouse.adapter import ResultTooLarge, StatementStopped
from bi.warehouse.engines import adapter_for
from bi.warehouse.running import RunningStream
from bi.warehouse.warehouse import ExportLimits, Warehouse
from tests.engines.exporting import (
    CSV,
    JSON_LINES,
    MANY,
    NUMBERS,
    REJECTED,
    exported,
    guarded,
)
from tests.engines.spark.test_warehouse import ENDLESS, NEEDS_EXECUTORS

# The first statement of a cluster waits for its executors.
pytestmark = pytest.mark.timeout(300)

ONE = "SELECT 1 AS one"
NEVER = """\
SELECT a.id FROM range(0, 4000000000, 1, 4) AS a CROSS JOIN range(1000) AS b
WHERE a.id % 7 = b.id AND a.id + b.id < 0"""


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
    # Three gigabytes in 3,000 partitions, of which the server, with one, keeps no more than one.
    large = "SELECT id, REPEAT('x', 1000) AS t FROM range(0, 3000000, 1, 3000)"
    warehouse = Warehouse(shop_url)
    engine = warehouse._adapter.engine(1)
    stream = RunningStream(warehouse._adapter, large, 240.0)

    def some() -> int:
        count = 0
        with contextlib.closing(stream.batches(engine)) as batches:
            for batch in batches:
                count += len(batch.rows)
                if count > 20_000:
                    break
        return count

    assert await asyncio.to_thread(some) > 20_000
    engine.dispose()


# The one is stopped among its stages, the other while the server waits for its first rows.
@pytest.mark.parametrize("endless", [ENDLESS, NEVER])
async def test_an_export_that_is_stopped_before_its_first_row_leaves_every_executor_free(
    warehouse: Warehouse, endless: str
) -> None:
    adapter, engine = warehouse._adapter, warehouse._engine
    assert engine is not None
    stream = RunningStream(adapter, endless, 120.0)
    reading = asyncio.create_task(asyncio.to_thread(lambda: list(stream.batches(engine))))
    await asyncio.wait([reading], timeout=2.0)

    await asyncio.to_thread(stream.stop)

    with pytest.raises(StatementStopped):
        await reading
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


def test_a_session_collects_by_partitions_for_an_export_alone(shop_url: str) -> None:
    adapter = adapter_for(shop_url)
    engine = adapter.engine(1)
    pooled = engine.raw_connection()
    session = pooled.dbapi_connection
    assert session is not None

    def setting() -> str:
        cursor = session.cursor()
        cursor.execute("SET spark.sql.thriftServer.incrementalCollect")
        (row,) = cursor.fetchall()
        return str(row[1])

    adapter.fetch(session, ONE, 1, 120.0)
    before = setting()
    list(adapter.stream(session, ONE, 120.0))
    meanwhile = setting()
    adapter.fetch(session, ONE, 1, 120.0)

    assert (before, meanwhile, setting()) == ("false", "true", "false")
    pooled.close()
    engine.dispose()


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
