"""New data in a file of the same name, while the service runs."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from bi.guard.guard import guard_sql
from bi.warehouse.warehouse import Warehouse
from tests.bi.shop import SHOP, duckdb_shop, sqlite_shop
from tests.bi.warehouse.test_warehouse import ENDLESS
from tests.servers import wait_until


def fewer_in_duckdb(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("DELETE FROM customers WHERE customer_id > 1")


def fewer_in_sqlite(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM customers WHERE customer_id > 1")
    connection.commit()
    connection.close()


async def customers(warehouse: Warehouse) -> object:
    query = guard_sql("SELECT COUNT(*) FROM customers", SHOP, warehouse.dialect)
    return (await warehouse.run(query, None)).rows[0][0]


async def changed_version(warehouse: Warehouse, before: str | None) -> str | None:
    """Another one than before: a statement that was stopped has not left at once."""
    for _ in range(3000):
        if (version := await warehouse.data_version()) != before:
            return version
        await asyncio.sleep(0.01)
    raise TimeoutError


@pytest.mark.parametrize(
    ("make", "take_some"),
    [(duckdb_shop, fewer_in_duckdb), (sqlite_shop, fewer_in_sqlite)],
    ids=["duckdb", "sqlite"],
)
async def test_a_swapped_file_is_read_once_nothing_runs_on_the_old_one(
    tmp_path: Path, make: Callable[[Path], str], take_some: Callable[[Path], None]
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    warehouse, url = Warehouse(make(old), timeout_s=60.0), make(new)
    file = Path(url.partition("///")[2])
    take_some(file)
    assert await customers(warehouse) == 4
    before = await warehouse.data_version()
    endless = guard_sql(ENDLESS, SHOP, warehouse.dialect)
    running = asyncio.create_task(warehouse.run(endless, None))
    await asyncio.to_thread(wait_until, lambda: warehouse.executed > 1)

    await asyncio.to_thread(file.rename, old / file.name)
    while_it_runs = await warehouse.data_version()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert while_it_runs == before
    assert await changed_version(warehouse, before)
    assert await customers(warehouse) == 1
    await warehouse.close()
