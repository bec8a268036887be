"""The miniature shop, opened as a warehouse on each engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bi.warehouse.warehouse import Warehouse
from tests.bi.postgres import PostgresServer
from tests.bi.shop import drop_postgres_shop, duckdb_shop, postgres_shop, sqlite_shop


@pytest.fixture(params=["duckdb", "sqlite", "postgres"])
async def warehouse(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_server: PostgresServer
) -> AsyncIterator[Warehouse]:
    match request.param:
        case "duckdb":
            url = duckdb_shop(tmp_path)
        case "sqlite":
            url = sqlite_shop(tmp_path)
        case _:
            url = postgres_shop(postgres_server)
    opened = Warehouse(url, row_limit=5, timeout_s=20.0)
    await opened.open()
    yield opened
    await opened.close()
    if request.param == "postgres":
        drop_postgres_shop(postgres_server)
