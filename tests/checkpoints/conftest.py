"""Savers over both transports, and rows to put into them."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator

import pytest
from redis import Redis as BlockingRedis
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from checkpoints import AsyncRedisSaver
from runs.server_process import find_server


@pytest.fixture
def saver(redis_client: Redis) -> AsyncRedisSaver:
    """Over an empty database."""
    return AsyncRedisSaver(redis_client)


@pytest.fixture(scope="session")
def tcp_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that listens on a port of the loopback interface."""
    port = _free_port()
    folder = tmp_path_factory.mktemp("tcp")
    command = [str(find_server()), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    with server:
        _wait_until_it_answers(port)
        yield f"redis://127.0.0.1:{port}"
        server.terminate()


@pytest.fixture(params=["unix", "tcp"])
def store_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("valkey_url" if request.param == "unix" else "tcp_url")
    return url


@pytest.fixture
async def empty_store_url(store_url: str) -> str:
    async with Redis.from_url(store_url) as client:
        await client.flushdb()
    return store_url


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_it_answers(port: int) -> None:
    with BlockingRedis(port=port) as client:
        while True:
            try:
                client.ping()
            except RedisConnectionError:
                time.sleep(0.005)
            else:
                return
