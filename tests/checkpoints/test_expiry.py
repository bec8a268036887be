"""Threads expire as a whole, with all that is written late."""

from __future__ import annotations

from datetime import timedelta

from checkpoints import AsyncRedisSaver
from checkpoints.client import StoreClient
from tests.checkpoints.rows import all_keys, listed, put, thread


async def test_a_thread_expires_as_a_whole_after_its_last_write(redis_client: StoreClient) -> None:
    saver = AsyncRedisSaver(redis_client, ttl=timedelta(minutes=5))
    stored = await put(saver, thread(), {"n": 1})
    for key in "icb":
        await redis_client.pexpire(f"checkpoint:1:{{t}}:{key}", 1000)
    await saver.aput_writes(stored, [("c", 1)], "task")
    left = [await redis_client.pttl(f"checkpoint:1:{{t}}:{key}") for key in "icbwx"]
    assert min(left) > 299_000
    assert max(left) <= 300_000


async def test_writes_that_arrive_after_their_thread_was_deleted_expire_too(
    redis_client: StoreClient,
) -> None:
    saver = AsyncRedisSaver(redis_client, ttl=60)
    stored = await put(saver, thread(), {"n": 1})
    await saver.adelete_thread("t")
    await saver.aput_writes(stored, [("c", 1)], "task")
    assert await saver.aget_tuple(thread()) is None
    left = [await redis_client.pttl(key) for key in await all_keys(redis_client)]
    assert len(left) == 2
    assert min(left) > 0


async def test_an_expired_thread_is_gone(redis_client: StoreClient) -> None:
    saver = AsyncRedisSaver(redis_client, ttl=0)
    stored = await put(saver, thread(), {"n": 1})
    await saver.aput_writes(stored, [("c", 1)], "task")
    assert await all_keys(redis_client) == []
    assert await saver.aget_tuple(thread()) is None
    assert await listed(saver, None) == []


async def test_a_copy_expires_too(redis_client: StoreClient) -> None:
    saver = AsyncRedisSaver(redis_client, ttl=60)
    await put(saver, thread("a"), {"n": 1})
    await saver.acopy_thread("a", "b")
    assert await redis_client.pttl("checkpoint:1:{b}:b") > 50_000


async def test_without_ttl_nothing_expires(
    saver: AsyncRedisSaver, redis_client: StoreClient
) -> None:
    await put(saver, thread(), {"n": 1})
    assert await redis_client.pttl("checkpoint:1:{t}:i") == -1
