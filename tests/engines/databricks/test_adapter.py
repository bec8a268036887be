"""What can be tried of Databricks without Databricks: its driver, beside what stands in for it."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bi.guard.guard import guard_sql
from bi.model.errors import DatabaseUnavailable
from bi.warehouse.adapters.spark_place import UnusableUrl
from bi.warehouse.engines import adapter_for
from bi.warehouse.exports.format import ExportFormat, ExportOptions
from bi.warehouse.warehouse import Warehouse
from tests.bi.shop import SHOP
from tests.certificates import Certificates

if TYPE_CHECKING:
    from tests.engines.databricks.stand_in import Warehouse as StandIn

NOWHERE = "databricks://token:hunter2@127.0.0.1:1?http_path=/sql/1.0/x&catalog=main&schema=shop"


@pytest.fixture(autouse=True)
def _driver() -> None:
    if find_spec("databricks") is None:
        if os.environ.get("TESTS_NEED_ENGINES"):
            raise RuntimeError("The driver of Databricks is needed: install the group `engines`.")
        pytest.skip("databricks-sqlalchemy is not installed")


async def test_a_warehouse_that_is_not_there_is_unavailable_and_its_token_kept(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    warehouse = Warehouse(NOWHERE)

    with pytest.raises(DatabaseUnavailable):
        await warehouse.open()

    await warehouse.close()
    assert warehouse.dialect == "databricks"
    assert "hunter2" not in caplog.text


@pytest.mark.parametrize("option", ["http_path", "catalog", "schema"])
def test_an_option_that_is_missing_is_named(option: str) -> None:
    url = NOWHERE.replace(option, "other")

    with pytest.raises(UnusableUrl, match=option):
        adapter_for(url).engine(1)


def test_the_dialect_of_the_driver_is_that_of_the_compiler() -> None:
    adapter = adapter_for(NOWHERE)
    engine = adapter.engine(1)

    assert engine.dialect.name == adapter.dialect
    engine.dispose()


@pytest.fixture
async def stand_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Warehouse, StandIn]]:
    from tests.engines.databricks.stand_in import serving

    certificates = Certificates.made_in(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    with serving(certificates) as found:
        warehouse = Warehouse(NOWHERE.replace(":1?", f":{found.port}?"), timeout_s=30.0)
        await warehouse.open()
        yield warehouse, found
        await warehouse.close()


async def test_values_come_with_their_types_and_no_more_rows_than_asked_for(
    stand_in: tuple[Warehouse, StandIn],
) -> None:
    warehouse, server = stand_in

    fetched = await warehouse.fetch("SELECT everything", 2, 30.0)

    assert fetched.names == ("day", "region", "orders", "revenue", "returned")
    row = (date(2024, 2, 29), "North", 2**53 + 1, Decimal("12.50"), True)
    assert [tuple(found) for found in fetched.rows] == [row, row]
    assert fetched.truncated
    assert server.statements[-1] == "SELECT * FROM (\nSELECT everything\n) LIMIT 3"


async def test_an_export_has_all_rows(stand_in: tuple[Warehouse, StandIn]) -> None:
    warehouse, server = stand_in
    query = guard_sql("SELECT region FROM orders", SHOP, "databricks")

    async with await warehouse.export(query, None, ExportOptions(ExportFormat.CSV)) as export:
        lines = b"".join([piece async for piece in export]).splitlines()

    assert lines[0] == b"day,region,orders,revenue,returned"
    assert lines[1:] == [b"2024-02-29,North,9007199254740993,12.50,true"] * 3
    assert server.statements[-1] == f"SELECT * FROM (\n{query.sql}\n)"
    assert server.closed.is_set()


async def test_an_export_that_is_cancelled_is_stopped_there(
    stand_in: tuple[Warehouse, StandIn],
) -> None:
    from tests.engines.databricks.stand_in import ENDLESS

    warehouse, server = stand_in
    query = guard_sql(ENDLESS + " AS never", SHOP, "databricks")
    options = ExportOptions(ExportFormat.CSV)
    task = asyncio.create_task(warehouse.export(query, None, options))
    await asyncio.to_thread(server.begun.wait)

    task.cancel()
    await asyncio.wait([task])

    assert task.cancelled()
    await asyncio.to_thread(server.cancelled.wait)


async def test_an_export_that_is_left_is_closed_there(stand_in: tuple[Warehouse, StandIn]) -> None:
    warehouse, server = stand_in
    query = guard_sql("SELECT region FROM orders", SHOP, "databricks")

    async with await warehouse.export(query, None, ExportOptions(ExportFormat.CSV)):
        server.closed.clear()

    await asyncio.to_thread(server.closed.wait)


async def test_no_more_bytes_than_the_limit_are_answered(
    stand_in: tuple[Warehouse, StandIn],
) -> None:
    small = Warehouse(NOWHERE.replace(":1?", f":{stand_in[1].port}?"), byte_limit=400)

    fetched = await small.fetch("SELECT everything", 10, 30.0)

    assert 0 < len(fetched.rows) < 3
    assert fetched.truncated
    await small.close()


async def test_sessions_are_in_utc_and_in_ansi_mode(stand_in: tuple[Warehouse, StandIn]) -> None:
    settings = {name.upper(): value for name, value in stand_in[1].settings.items()}

    assert settings["TIMEZONE"] == "UTC"
    assert settings["ANSI_MODE"] == "true"


async def test_a_cancelled_statement_is_stopped_there(stand_in: tuple[Warehouse, StandIn]) -> None:
    from tests.engines.databricks.stand_in import ENDLESS

    warehouse, server = stand_in
    asked = asyncio.create_task(warehouse.fetch(ENDLESS, 5, 30.0))
    await asyncio.to_thread(server.begun.wait)

    asked.cancel()
    await asyncio.wait([asked])

    assert asked.cancelled()
    await asyncio.to_thread(server.cancelled.wait)
    assert len((await warehouse.fetch("SELECT everything", 5, 30.0)).rows) == 3


async def test_closing_stops_what_still_runs(stand_in: tuple[Warehouse, StandIn]) -> None:
    from tests.engines.databricks.stand_in import ENDLESS

    warehouse, server = stand_in
    asked = asyncio.create_task(warehouse.fetch(ENDLESS, 5, 30.0))
    await asyncio.to_thread(server.begun.wait)

    await warehouse.close()

    with pytest.raises(DatabaseUnavailable):
        await asked


async def test_a_user_that_could_write_is_warned_of(
    stand_in: tuple[Warehouse, StandIn], caplog: pytest.LogCaptureFixture
) -> None:
    warehouse, _ = stand_in
    await warehouse.close()
    await warehouse.open()

    assert "no read-only sessions" in caplog.text
