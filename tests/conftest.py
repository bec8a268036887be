"""Fixtures that tests of several parts share."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bi.catalog.load import load_catalog
from bi.model.catalog import Catalog
from checkpoints.client import StoreClient
from checkpoints.connect import connect
from demo.build import build_demo
from demo.location import CATALOG
from runs.embedded import EmbeddedStore
from tests.bi.postgres import PostgresServer

if TYPE_CHECKING:
    from runs.service import Service
    from tests.spans import Spans


# With two processes, a long file that begins last leaves one of them idle: these begin first, those
# that start processes of their own beside one that does not.
_FIRST = (
    "faults/test_chaos.py",
    "bi/guard/test_attacks.py",
    "cli/test_serve.py",
    "bi/guard/test_planted_secrets.py",
    "faults/test_deaths.py",
    "bi/compiler/test_engines_elsewhere.py",
    "cli/test_drain.py",
    "bi/datasources/test_rights.py",
    "cli/test_ask.py",
    "golden/test_accuracy.py",
)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays to the end: looking for garbage in it is time lost."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    rank = {here / file: number for number, file in enumerate(_FIRST)}
    items.sort(key=lambda item: rank.get(item.path, len(rank)))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate", action="store_true", help="Write recorded SQL and charts anew."
    )


@pytest.fixture
def regenerate(pytestconfig: pytest.Config) -> bool:
    """Whether recorded outputs are to be written instead of compared."""
    return bool(pytestconfig.getoption("--regenerate"))


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[Spans]:
    """What the test makes; nobody has asked for what people and models say."""
    from tests.spans import recorded_spans  # the SDK takes its time to import

    monkeypatch.delenv("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", raising=False)
    with recorded_spans() as recorded:
        yield recorded


@pytest.fixture(scope="session")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of this test process's own."""
    store = EmbeddedStore(tmp_path_factory.mktemp("store"))
    asyncio.run(store.start())
    yield store.url
    asyncio.run(store.stop())


@pytest.fixture
async def redis_client(valkey_url: str) -> AsyncIterator[StoreClient]:
    """A client of an empty database."""
    client = connect(valkey_url)
    await client.flushdb()
    yield client
    await client.aclose()


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo business up to 2026-06-30. Open it read-only: all tests share the file."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # the workers' common one; the file appears whole or not at all
    path = folder / "demo.duckdb"
    if not path.exists():
        build_demo(path, end=date(2026, 6, 30))
    return path


@pytest.fixture(scope="session")
def demo_rows(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to read from without the service: a process opens a file in one way only, and its
    services may hold the other one."""
    return Path(shutil.copy(demo_database, tmp_path_factory.mktemp("rows") / "demo.duckdb"))


@pytest.fixture(scope="session")
def demo_catalog(demo_database: Path) -> Catalog:
    return load_catalog(CATALOG, url=f"duckdb:///{demo_database}")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    server = PostgresServer()
    server.start()
    yield server
    server.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(
    valkey_url: str, demo_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Service]:
    """The whole service on the demo; shared by the tests of a module, so name your own session."""
    # The whole stack takes seconds to import: only the tests that use it pay.
    from runs.service import ServiceOptions, open_service

    folder = tmp_path_factory.mktemp("service")
    (folder / "demo.duckdb").symlink_to(demo_database)
    async with open_service(ServiceOptions(data_dir=folder, redis_url=valkey_url)) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def worker(
    valkey_url: str, demo_database: Path, tmp_path: Path
) -> AsyncIterator[Callable[..., Awaitable[Service]]]:
    """Opens one more worker over the same store; it takes options of the service.

    Leases are short, so that a test need not wait long for the dead, and long enough for a
    busy machine to renew them.
    """
    from runs.service import ServiceOptions, open_service

    (tmp_path / "demo.duckdb").symlink_to(demo_database)
    async with AsyncExitStack() as stack:

        async def opened(**options: Any) -> Service:
            given: dict[str, Any] = {
                "data_dir": tmp_path,
                "redis_url": valkey_url,
                "lease_s": 1.0,
                "drain_s": 5.0,
            }
            return await stack.enter_async_context(open_service(ServiceOptions(**given | options)))

        yield opened
