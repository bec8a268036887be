"""A read whose connection died is done once more; nothing else is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest

from bi.model.errors import DatabaseUnavailable, QueryTimeout
from bi.warehouse.warehouse import Warehouse
from tests.bi.postgres import READER, PostgresServer


@pytest.fixture
async def warehouse(postgres_server: PostgresServer) -> AsyncIterator[Warehouse]:
    opened = Warehouse(postgres_server.url(), timeout_s=50)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def admin(postgres_server: PostgresServer) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres_server.dsn("postgres"), autocommit=True) as connection:
        yield connection


def kill(admin: psycopg.Connection, sql: str, times: int) -> None:
    """Ends the reader's connection as soon as it runs this, and so those that come after it."""
    find = """SELECT pid FROM pg_stat_activity
              WHERE usename = %s AND state = 'active' AND query LIKE %s"""
    killed: set[int] = set()
    while len(killed) < times:
        for (pid,) in admin.execute(find, (READER, f"{sql}%")).fetchall():
            if pid not in killed:
                admin.execute("SELECT pg_terminate_backend(%s)", (pid,))
                killed.add(pid)


async def test_a_read_whose_connection_dies_midway_is_answered_by_another(
    warehouse: Warehouse, admin: psycopg.Connection
) -> None:
    # Sleeps on the first connection alone: the second one is another process.
    admin.execute("CREATE TABLE IF NOT EXISTS slow_backends (pid INTEGER)")
    pids = await warehouse.fetch("SELECT pg_backend_pid()", 1, 20)
    admin.execute("DELETE FROM slow_backends")
    admin.execute("INSERT INTO slow_backends VALUES (%s)", (pids.rows[0][0],))
    sql = """SELECT pg_backend_pid(), CASE WHEN EXISTS
             (SELECT 1 FROM slow_backends WHERE pid = pg_backend_pid())
             THEN pg_sleep(60) END"""
    reading = asyncio.create_task(warehouse.fetch(sql, 1, 50))
    await asyncio.to_thread(kill, admin, sql[:30], times=1)

    answer = await reading

    assert answer.rows[0][0] != pids.rows[0][0]


async def test_one_that_dies_again_is_given_up(
    warehouse: Warehouse, admin: psycopg.Connection
) -> None:
    reading = asyncio.create_task(warehouse.fetch("SELECT pg_sleep(60)", 1, 50))
    await asyncio.to_thread(kill, admin, "SELECT pg_sleep(60)", times=2)

    with pytest.raises(DatabaseUnavailable):
        await reading
    assert (await warehouse.fetch("SELECT 1", 1, 20)).rows == [(1,)]


async def test_what_took_too_long_is_not_tried_again(
    warehouse: Warehouse, admin: psycopg.Connection
) -> None:
    with pytest.raises(QueryTimeout):
        await warehouse.fetch("SELECT pg_sleep(60)", 1, 0.3)

    # Were it tried again, it would sleep on: the test's own time is the limit.
    running = "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND state = 'active'"
    while admin.execute(running, (READER,)).fetchone() != (0,):
        pass
    assert (await warehouse.fetch("SELECT 1", 1, 20)).rows == [(1,)]
