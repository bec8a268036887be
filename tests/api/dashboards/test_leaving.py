"""Who looks at a dashboard and goes away before it is there has its queries stopped."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bi.warehouse.adapter import Fetched
from bi.warehouse.adapters.duckdb_adapter import DuckDBAdapter
from tests.api.dashboards.boards import PREFIX, create, tile
from tests.api.live import LiveServer, serving, settings_for, token
from tests.slow import slow_catalog

WORK = {"value": {"kind": "named", "name": "work"}}
BOARD = {"title": "Work", "datasource_id": "slow", "tiles": [tile("t1", 0, {"measures": [WORK]})]}


@pytest.fixture
def patient(tmp_path: Path, valkey_url: str) -> Iterator[LiveServer]:
    """A database that takes for ever, and would be waited for as long."""
    settings = settings_for(
        tmp_path, redis_url=valkey_url, catalog=slow_catalog(tmp_path), query_timeout_s=3600
    )
    with serving(settings) as server:
        yield server


@pytest.fixture
def query(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Set when the tile's query begins, and when it has left the engine."""
    began, ended = threading.Event(), threading.Event()
    fetch = DuckDBAdapter.fetch

    def watched(self: DuckDBAdapter, connection: Any, sql: str, *limits: Any) -> Fetched:
        if "effort" not in sql:
            return fetch(self, connection, sql, *limits)
        began.set()
        try:
            return fetch(self, connection, sql, *limits)
        finally:
            ended.set()

    monkeypatch.setattr(DuckDBAdapter, "fetch", watched)
    return began, ended


@pytest.mark.parametrize("what", ["data", "tiles/t1/data"])
def test_the_queries_of_a_look_end_with_it(
    patient: LiveServer, query: tuple[threading.Event, threading.Event], what: str
) -> None:
    began, ended = query
    with patient.caller() as client:
        path = f"{PREFIX}/{create(client, BOARD)}/{what}"
    host, _, port = patient.address.partition(":")
    with socket.create_connection((host, int(port))) as connection:
        asked = f"GET {path} HTTP/1.1\r\nHost: {patient.address}\r\n"
        connection.sendall(f"{asked}Authorization: Bearer {token()}\r\n\r\n".encode())
        assert began.wait(30)
        assert not ended.is_set()
    assert ended.wait(30)
