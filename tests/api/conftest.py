"""Servers that the API's tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.api.live import LiveServer, serving, settings_for


@pytest.fixture(autouse=True, scope="session")
def _plain_logs() -> None:
    """Tracebacks that show every variable take seconds each."""
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()]
    )


@pytest.fixture(scope="session")
def data_dir(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("api")
    (folder / "demo.duckdb").symlink_to(demo_database)
    return folder


@pytest.fixture(scope="module")
def live(data_dir: Path, valkey_url: str) -> Iterator[LiveServer]:
    """A server that demands tokens of the chat face alone."""
    with serving(settings_for(data_dir, redis_url=valkey_url)) as server:
        yield server


@pytest.fixture(scope="module")
def guarded(data_dir: Path, valkey_url: str) -> Iterator[LiveServer]:
    """A server that demands tokens everywhere, on the same store."""
    settings = settings_for(data_dir, redis_url=valkey_url, require_auth=True)
    with serving(settings) as server:
        yield server
