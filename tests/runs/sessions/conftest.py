"""Sessions over a server and over a cluster, without the rest of the service."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from checkpoints import AsyncRedisSaver
from checkpoints.client import StoreClient
from checkpoints.connect import connect
from graph.datasources import DatasourceRegistry, open_datasources
from graph.runner import Runner
from nodes.services import Services
from runs import keys
from runs.ledger import Ledger
from runs.open_runs import OpenRuns
from runs.results import RedisResults
from runs.session_expiry import SessionExpiry
from runs.session_index import SessionIndex
from runs.session_records import Entry
from runs.sessions import Sessions
from tests.stores import cluster_store


@dataclass(frozen=True, slots=True)
class SessionStore:
    """An empty store, the parts of `Sessions` on it, and `Sessions` with a time to live."""

    client: StoreClient
    url: str
    index: SessionIndex
    expiry: SessionExpiry
    datasources: DatasourceRegistry

    def sessions(self, *, ttl_s: int | None = None) -> Sessions:
        results = RedisResults(self.client, ttl_s=60)
        runner = Runner(
            Services(self.datasources, results), AsyncRedisSaver(self.client, ttl=ttl_s)
        )
        return Sessions(
            self.client, _ledger(self.client, ttl_s), runner, self.datasources, ttl_s=ttl_s
        )

    async def watched(self) -> dict[str, float]:
        """When a sweep looks next at which session, in ms."""
        found: Any = await self.client.zrange(keys.expiring(), 0, -1, withscores=True)
        return {Entry.parse(entry).session_id: score for entry, score in found}

    async def keys(self) -> set[bytes]:
        return {key async for key in self.client.scan_iter("*")}


@pytest.fixture(scope="session")
def cluster_url() -> Iterator[str]:
    """Three nodes."""
    with cluster_store() as cluster:
        yield cluster.url


@pytest.fixture(params=["valkey_url", "cluster_url"])
def store_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
async def store(store_url: str, demo_database: Path, tmp_path: Path) -> AsyncIterator[SessionStore]:
    (tmp_path / "demo.duckdb").symlink_to(demo_database)
    datasources = await open_datasources(tmp_path, None)
    client = connect(store_url)
    await client.flushdb()
    index = SessionIndex(client)
    expiry = SessionExpiry(client, index, _ledger(client, None).delete)
    yield SessionStore(client, store_url, index, expiry, datasources)
    await client.aclose()
    await datasources.close()


@pytest.fixture
def sessions(store: SessionStore) -> Sessions:
    return store.sessions()


def _ledger(client: StoreClient, ttl_s: int | None) -> Ledger:
    open_runs = OpenRuns(client, lease_ms=10_000)
    return Ledger(client, open_runs=open_runs, worker="tests", event_ttl_s=60, session_ttl_s=ttl_s)
