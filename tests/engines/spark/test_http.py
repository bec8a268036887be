"""The Thrift server of a single process, over HTTP."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator

import pytest

from bench.spark_cluster import SparkCluster
from bi.model.errors import QueryTimeout
from bi.warehouse.warehouse import Warehouse
from tests.engines.spark.conftest import SOON

# The first statement takes as long as Spark needs to start.
pytestmark = pytest.mark.timeout(300)

ENDLESS = "SELECT COUNT(*) FROM range(4000000000) a CROSS JOIN range(1000) b WHERE a.id % 7 = b.id"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = SparkCluster({**SOON, "spark.master": "local[1]"}, http_port=port)
    try:
        server.start()
        yield server.url()
    finally:
        server.stop()


async def test_statements_are_answered_and_stopped_there_too(url: str) -> None:
    warehouse = Warehouse(url)
    await warehouse.open()

    with pytest.raises(QueryTimeout):
        await warehouse.fetch(ENDLESS, 5, 2.0)
    slow = asyncio.create_task(warehouse.fetch(ENDLESS, 5, 120.0))
    await asyncio.wait([slow], timeout=1.0)
    slow.cancel()
    await asyncio.wait([slow])

    # It has one core: were anything still running, this would wait for it until the test's end.
    fetched = await warehouse.fetch("SELECT SUM(id) FROM range(0, 1000, 1, 4)", 5, 120.0)
    assert fetched.rows == [(499500,)]
    await warehouse.close()


async def test_stages_that_begin_while_a_statement_is_stopped_are_stopped_as_well(url: str) -> None:
    warehouse = Warehouse(url)
    await warehouse.open()

    for hundredths in range(1, 16):
        slow = asyncio.create_task(warehouse.fetch(ENDLESS, 5, 120.0))
        await asyncio.wait([slow], timeout=hundredths / 100)
        slow.cancel()
        await asyncio.wait([slow])

    fetched = await warehouse.fetch("SELECT SUM(id) FROM range(0, 1000, 1, 4)", 5, 120.0)
    assert fetched.rows == [(499500,)]
    await warehouse.close()
