"""A store that cannot be reached never looks like an empty one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from redis.exceptions import ResponseError

from bi.model.errors import StoreUnavailable
from checkpoints import AsyncRedisSaver
from checkpoints.client import StoreClient
from checkpoints.connect import connect
from runs.embedded import EmbeddedStore
from tests.checkpoints.rows import listed, put, thread

CALLS: dict[str, Callable[[AsyncRedisSaver], Awaitable[object]]] = {
    "get": lambda saver: saver.aget_tuple(thread()),
    "put": lambda saver: put(saver, thread(), {"n": 1}),
    "put_writes": lambda saver: saver.aput_writes(thread(checkpoint_id="c"), [("a", 1)], "task"),
    "list": lambda saver: listed(saver, thread()),
    "list_all": lambda saver: listed(saver, None),
    "history": lambda saver: saver.aget_delta_channel_history(config=thread(), channels=["a"]),
    "delete": lambda saver: saver.adelete_thread("t"),
    "delete_for_runs": lambda saver: saver.adelete_for_runs(["r"]),
    "pending": lambda saver: saver.aget_pending(thread()),
    "copy_branch": lambda saver: saver.acopy_branch(thread(), "u"),
    "copy": lambda saver: saver.acopy_thread("t", "u"),
    "prune": lambda saver: saver.aprune(["t"]),
}


@pytest.mark.parametrize("call", CALLS)
async def test_a_dead_server_raises(call: str, tmp_path: Path) -> None:
    client = connect(f"unix://{tmp_path}/nobody.sock")
    with pytest.raises(StoreUnavailable):
        await CALLS[call](AsyncRedisSaver(client))
    await client.aclose()


async def test_a_server_that_dies_raises_and_its_data_are_back_with_it(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    await store.start()
    async with connect(store.url) as client:
        saver = AsyncRedisSaver(client)
        await put(saver, thread(), {"n": 1})
        await store.stop()
        with pytest.raises(StoreUnavailable):
            await saver.aget_tuple(thread())
        await store.start()
        found = await saver.aget_tuple(thread())
    await store.stop()
    assert found is not None
    assert found.checkpoint["channel_values"] == {"n": 1}


async def test_a_full_store_raises_and_keeps_what_it_has(tmp_path: Path) -> None:
    async with EmbeddedStore(tmp_path) as store, connect(store.url) as client:
        saver = AsyncRedisSaver(client)
        await put(saver, thread(), {"n": 1})
        await client.config_set("maxmemory", 1)
        with pytest.raises(StoreUnavailable):
            await put(saver, thread(), {"n": 2})
        found = await saver.aget_tuple(thread())
    assert found is not None
    assert found.checkpoint["channel_values"] == {"n": 1}


async def test_a_store_without_its_replicas_raises(tmp_path: Path) -> None:
    async with EmbeddedStore(tmp_path) as store, connect(store.url) as client:
        saver = AsyncRedisSaver(client)
        await put(saver, thread(), {"n": 1})
        await client.config_set("min-replicas-to-write", 1)
        with pytest.raises(StoreUnavailable, match="NOREPLICAS"):
            await put(saver, thread(), {"n": 2})
        assert await saver.aget_tuple(thread()) is not None


async def test_a_key_of_another_kind_raises_as_it_is(
    saver: AsyncRedisSaver, redis_client: StoreClient
) -> None:
    await redis_client.set("checkpoint:1:{t}:i", "not a sorted set")
    with pytest.raises(ResponseError, match="WRONGTYPE"):
        await saver.aget_tuple(thread())
