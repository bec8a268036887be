"""Fixtures that tests of several parts share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from redis.asyncio import Redis

from runs.connect import connect
from runs.embedded import EmbeddedStore


@pytest.fixture(scope="session")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of this test process's own."""
    store = EmbeddedStore(tmp_path_factory.mktemp("store"))
    asyncio.run(store.start())
    yield store.url
    asyncio.run(store.stop())


@pytest.fixture
async def redis_client(valkey_url: str) -> AsyncIterator[Redis]:
    """A client of an empty database."""
    client = connect(valkey_url)
    await client.flushdb()
    yield client
    await client.aclose()
