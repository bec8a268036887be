"""Servers that the API's tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import structlog

from tests.api.faces import FACES, Face, Talk
from tests.api.live import LiveServer, serving, settings_for
from tests.slow import slow_catalog


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


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory, valkey_url: str) -> Iterator[LiveServer]:
    """A server on a database whose every question would take for ever."""
    folder = tmp_path_factory.mktemp("slow")
    settings = settings_for(
        folder,
        redis_url=valkey_url,
        catalog=slow_catalog(folder),
        query_timeout_s=60,
        text_pace_ms=1,
    )
    with serving(settings) as server:
        yield server


@pytest.fixture(params=FACES, ids=lambda face: face.name)
def face(request: pytest.FixtureRequest) -> Face:
    chosen: Face = request.param
    return chosen


@pytest.fixture
def client(face: Face, live: LiveServer) -> Iterator[httpx.Client]:
    with face.client(live) as opened:
        yield opened


@pytest.fixture
def talk(face: Face, client: httpx.Client) -> Talk:
    """A session on each face in turn."""
    return Talk.begin(face, client)


@pytest.fixture
def slow_talk(face: Face, slow: LiveServer) -> Iterator[Talk]:
    """The same, on the database that never answers."""
    with face.client(slow) as client:
        yield Talk.begin(face, client)
