"""The adapter through Amazon's driver; the server is PostgreSQL, whose protocol Redshift speaks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import psycopg
import pytest

from bi.model.errors import DatabaseRejected, DatabaseUnavailable, QueryTimeout
from bi.warehouse.engines import adapter_for
from bi.warehouse.warehouse import Warehouse
from tests.bi.postgres import READER, PostgresServer
from tests.bi.shop import drop_postgres_shop, postgres_shop
from tests.bi.warehouse.cloud.startup_proxy import startup_proxy
from tests.servers import wait_until


@pytest.fixture
def port(postgres_server: PostgresServer) -> Iterator[int]:
    postgres_shop(postgres_server)
    with startup_proxy(postgres_server.socket) as listening:
        yield listening
    drop_postgres_shop(postgres_server)


@pytest.fixture
def url(port: int) -> str:
    return url_of(port)


def url_of(port: int, user: str = READER) -> str:
    return f"redshift://{user}:hush@127.0.0.1:{port}/shop?ssl=false"


def fetching(server: PostgresServer) -> bool:
    asked = (
        "SELECT COUNT(*) FROM pg_stat_activity WHERE query LIKE 'FETCH FORWARD%'"
        " AND state = 'active'"
    )
    with psycopg.connect(server.dsn("postgres", "shop")) as connection:
        (count,) = connection.execute(asked).fetchone() or (0,)
        return bool(count)


async def test_rows_come_in_pieces_and_stop_at_the_limit(url: str) -> None:
    warehouse = Warehouse(url, row_limit=5, timeout_s=20.0)
    found = await warehouse.fetch("SELECT order_id FROM orders ORDER BY order_id", 5, 20.0)
    assert [row[0] for row in found.rows] == [1, 2, 3, 4, 5]
    assert found.truncated
    many = await warehouse.fetch("SELECT * FROM generate_series(1, 2500) AS n", 2400, 20.0)
    assert (len(many.rows), many.truncated) == (2400, True)
    few = await warehouse.fetch("SELECT order_id FROM orders WHERE order_id < 0", 5, 20.0)
    assert (few.names, list(few.rows), few.truncated) == (("order_id",), [], False)
    await warehouse.close()


async def test_nothing_can_be_written(port: int, postgres_server: PostgresServer) -> None:
    warehouse = Warehouse(url_of(port, "postgres"), timeout_s=20.0)
    for sql in (
        "SELECT 1; CREATE TABLE mine (a INTEGER)",
        "SELECT * FROM orders; COMMIT; CREATE TABLE mine (a INTEGER)",
        "WITH gone AS (DELETE FROM orders RETURNING order_id) SELECT * FROM gone",
    ):
        with pytest.raises(DatabaseRejected):
            await warehouse.fetch(sql, 5, 20.0)
    await warehouse.close()
    with psycopg.connect(postgres_server.dsn("postgres", "shop")) as connection:
        (count,) = connection.execute("SELECT COUNT(*) FROM orders").fetchone() or (0,)
        assert count == 8


async def test_a_cancelled_turn_frees_the_database(
    url: str, postgres_server: PostgresServer
) -> None:
    warehouse = Warehouse(url, timeout_s=60.0)
    await warehouse.open()
    endless = " CROSS JOIN ".join(f"orders o{n}" for n in range(14))
    running = asyncio.create_task(warehouse.fetch(f"SELECT COUNT(*) FROM {endless}", 1, 60.0))
    await asyncio.to_thread(wait_until, lambda: fetching(postgres_server))
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await asyncio.to_thread(wait_until, lambda: not fetching(postgres_server))
    assert (await warehouse.fetch("SELECT 1", 1, 20.0)).rows[0][0] == 1
    await warehouse.close()


async def test_what_takes_too_long_is_stopped_by_the_server(url: str) -> None:
    adapter = adapter_for(url)
    engine = adapter.engine(1)
    pooled = engine.raw_connection()
    connection = pooled.dbapi_connection
    assert connection is not None
    with pytest.raises(Exception) as stopped:
        adapter.fetch(connection, "SELECT pg_sleep(60)", 1, 0.2)
    assert adapter.failure(stopped.value) == "interrupted"
    assert list(adapter.fetch(connection, "SELECT 1", 1, 5.0).rows[0]) == [1]
    pooled.close()
    engine.dispose()
    warehouse = Warehouse(url, timeout_s=0.3)
    with pytest.raises(QueryTimeout):
        await warehouse.fetch("SELECT pg_sleep(60)", 1, 0.3)
    await warehouse.close()


async def test_a_role_that_could_write_is_warned_of(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    for user, said in ((READER, []), ("postgres", ["superuser"])):
        caplog.clear()
        warehouse = Warehouse(url_of(port, user), timeout_s=20.0)
        await warehouse.open()
        await warehouse.close()
        told = [record.message for record in caplog.records if record.levelname == "WARNING"]
        assert len(told) == len(said)
        assert all(word in message for word, message in zip(said, told, strict=True))


async def test_a_server_that_is_gone_is_unavailable() -> None:
    warehouse = Warehouse("redshift://a:b@127.0.0.1:9/x?ssl=false", timeout_s=5.0)
    with pytest.raises(DatabaseUnavailable):
        await warehouse.ping()
    await warehouse.close()
