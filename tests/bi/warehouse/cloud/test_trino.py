"""The adapter over Trino's protocol; the server behind it is a stand-in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.model.errors import DatabaseRejected, DatabaseUnavailable, QueryTimeout
from bi.warehouse.warehouse import Warehouse
from tests.bi.compiler import questions as plain
from tests.bi.compiler.questions import Question
from tests.bi.shop import SCHEMA, SHOP
from tests.bi.warehouse.cloud.trino_server import TrinoServer, trino

ENDLESS = "SELECT COUNT(*) FROM orders a CROSS JOIN orders b" + "".join(
    f" CROSS JOIN orders {name}" for name in "cdefghijklmn"
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TrinoServer]:
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(SCHEMA)
    with trino(path) as started:
        yield started


@pytest.mark.parametrize("question", plain.MEASURES, ids=lambda question: question.name)
async def test_questions_are_answered(server: TrinoServer, question: Question) -> None:
    warehouse = Warehouse(server.url, timeout_s=20.0)
    compiled = compile_query(question.query, question.catalog, "trino")
    result = await warehouse.run(
        guard_sql(compiled.sql, question.catalog, "trino"), compiled.columns
    )
    assert result.rows
    assert not result.truncated
    await warehouse.close()
    assert server.limits


async def test_rows_beyond_the_limit_are_not_fetched(server: TrinoServer) -> None:
    warehouse = Warehouse(server.url, row_limit=150, timeout_s=20.0)
    many = guard_sql(
        "SELECT a.order_id FROM orders a CROSS JOIN orders b CROSS JOIN orders c", SHOP, "trino"
    )
    result = await warehouse.run(many, None)
    assert (len(result.rows), result.truncated) == (150, True)
    await warehouse.close()


async def test_a_cancelled_turn_stops_the_statement(server: TrinoServer) -> None:
    warehouse = Warehouse(server.url, timeout_s=60.0)
    await warehouse.open()
    running = asyncio.create_task(warehouse.fetch(ENDLESS, 1, 60.0))
    await asyncio.to_thread(server.wait_until_one_runs)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await asyncio.to_thread(server.wait_until_none_runs)
    assert server.stopped
    again = await warehouse.run(guard_sql("SELECT COUNT(*) FROM orders", SHOP, "trino"), None)
    assert again.rows == ((8,),)
    await warehouse.close()


async def test_a_statement_that_takes_too_long_is_stopped(server: TrinoServer) -> None:
    warehouse = Warehouse(server.url, timeout_s=0.5)
    with pytest.raises(QueryTimeout):
        await warehouse.fetch(ENDLESS, 1, 0.5)
    await warehouse.close()
    assert server.stopped


async def test_errors_are_told_apart(server: TrinoServer) -> None:
    warehouse = Warehouse(server.url, timeout_s=20.0)
    with pytest.raises(DatabaseRejected):
        await warehouse.fetch("SELECT nothing FROM nowhere", 1, 20.0)
    await warehouse.close()
    gone = Warehouse("trino://alice@127.0.0.1:9/memory/main", timeout_s=5.0)
    with pytest.raises(DatabaseUnavailable):
        await gone.ping()
    await gone.close()
