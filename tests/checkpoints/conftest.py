"""Savers over a server and over a cluster, and rows to put into them.

What a test of the saver says holds on both, so each test that takes `redis_client` or `saver`
runs on both.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from checkpoints import AsyncRedisSaver
from checkpoints.client import StoreClient
from checkpoints.connect import connect
from tests.servers import REDIS, VALKEY
from tests.stores import cluster_store, tcp_store, unix_store

# Redis runs where it is installed, and always in CI; see `tests.servers`.
TARGETS = ["valkey_unix", "valkey_tcp", "valkey_cluster", *(["redis_tcp"] if REDIS else [])]


@pytest.fixture(scope="session")
def valkey_unix() -> Iterator[str]:
    with unix_store(VALKEY) as url:
        yield url


@pytest.fixture(scope="session")
def valkey_tcp() -> Iterator[str]:
    with tcp_store(VALKEY) as url:
        yield url


@pytest.fixture(scope="session")
def valkey_cluster() -> Iterator[str]:
    """Three nodes."""
    with cluster_store(VALKEY) as cluster:
        yield cluster.url


@pytest.fixture(scope="session")
def redis_tcp() -> Iterator[str]:
    assert REDIS is not None
    with tcp_store(REDIS) as url:
        yield url


@pytest.fixture(params=["valkey_unix", "valkey_cluster"])
def store_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
async def redis_client(store_url: str) -> AsyncIterator[StoreClient]:
    """A client of an empty store."""
    client = connect(store_url)
    await client.flushdb()
    yield client
    await client.aclose()


@pytest.fixture
def saver(redis_client: StoreClient) -> AsyncRedisSaver:
    """Over an empty store."""
    return AsyncRedisSaver(redis_client)
