"""Databases that tests of several parts of the domain share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bi.postgres import PostgresServer


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    server = PostgresServer()
    server.start()
    yield server
    server.stop()
