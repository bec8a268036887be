"""One URL, one client: the same calls on a server, a Sentinel's master and a cluster."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import aclosing, suppress
from typing import Any

import pytest
from redis.crc import key_slot
from redis.exceptions import ConnectionError as RedisConnectionError

from bi.model.errors import StoreUnavailable
from checkpoints import AsyncRedisSaver
from checkpoints.client import StoreClient
from checkpoints.connect import connect
from checkpoints.keys import thread_keys
from tests.checkpoints.rows import all_keys, listed, put, thread
from tests.servers import HOST, REDIS, Server, free_port
from tests.store_urls import STORES
from tests.stores import SLOTS, ClusterStore, cluster_store, locked_store, sentinel_store, tls_store

# Its slot is one of a cluster's first node.
THREAD = "t2"


@pytest.fixture(params=STORES, scope="module")
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    with STORES[request.param]() as found:
        yield found


async def _next(subscriber: Any) -> tuple[str, object]:
    message = await subscriber.get_message(timeout=30)
    return message["type"], message["data"]


async def test_a_subscription_may_be_the_first_thing_asked(url: str) -> None:
    async with (
        aclosing(connect(url)) as listening,
        aclosing(connect(url)) as talking,
        listening.pubsub() as subscriber,
    ):
        await subscriber.subscribe("wake")
        assert await _next(subscriber) == ("subscribe", 1)
        await talking.publish("wake", "now")
        assert await _next(subscriber) == ("message", b"now")


async def test_pipelines_answer_in_their_order_and_in_bytes(url: str) -> None:
    async with aclosing(connect(url)) as client:
        assert await client.ping()
        pipeline = client.pipeline(transaction=False)
        for tag in "abc":
            pipeline.set(f"{{{tag}}}", tag)
            pipeline.get(f"{{{tag}}}")
        pipeline.get("nothing")
        assert await pipeline.execute() == [True, b"a", True, b"b", True, b"c", None]
        transaction = client.pipeline(transaction=True)
        transaction.set("{a}:1", 1)
        transaction.get("{a}:1")
        assert await transaction.execute() == [True, b"1"]
        await client.flushdb()
        assert await all_keys(client) == []


async def test_a_saver_of_a_url_keeps_and_finds(url: str) -> None:
    async with AsyncRedisSaver.from_url(url, ttl=60) as saver:
        stored = [await put(saver, thread(f"t{n}"), {"n": n}) for n in range(10)]
    async with AsyncRedisSaver.from_url(url) as saver:
        assert [each.config for each in await listed(saver, None)] == stored[::-1]
        for n in range(10):
            await saver.adelete_thread(f"t{n}")
        assert await listed(saver, None) == []


@pytest.fixture
def cluster() -> Iterator[ClusterStore]:
    """One of the test's own, which it may change."""
    with cluster_store() as opened:
        yield opened


async def test_a_saver_follows_a_slot_that_has_moved(cluster: ClusterStore) -> None:
    slot = key_slot(b"t")
    old, new, _ = sorted(cluster.nodes, key=lambda node: not _has(node, slot))
    identity: Any = new.tell("CLUSTER MYID")
    async with AsyncRedisSaver.from_url(cluster.url) as saver:
        assert await saver.aget_tuple(thread()) is None
        for node in (new, old):
            node.tell("CLUSTER SETSLOT", slot, "NODE", identity.decode())
        stored = await put(saver, thread(), {"n": 1})
        copied = await put(saver, thread("a"), {"n": 2})
        await saver.acopy_branch(copied, "t")
        assert [each.config for each in await listed(saver, thread())][1:] == [stored]
    assert _keys(new) >= set(thread_keys("t")[:3])
    assert not _keys(old) & set(thread_keys("t"))


def _has(node: Server, slot: int) -> bool:
    ranges: Any = node.tell("CLUSTER NODES")
    (mine,) = (each for each in ranges.values() if "myself" in each["flags"])
    return any(int(first) <= slot <= int(last) for first, last in mine["slots"])


def _keys(node: Server) -> set[str]:
    keys: Any = node.client.keys("*")
    return {key.decode() for key in keys}


async def test_a_cluster_without_one_of_its_nodes_is_unavailable(cluster: ClusterStore) -> None:
    async with AsyncRedisSaver.from_url(cluster.url) as saver:
        for n in range(20):
            await put(saver, thread(f"t{n}"), {"n": n})
        cluster.nodes[2].kill()
        found = await asyncio.gather(
            *(saver.aget_tuple(thread(f"t{n}")) for n in range(20)), return_exceptions=True
        )
        assert StoreUnavailable in map(type, found)
        assert None not in found
        with pytest.raises(StoreUnavailable):
            await listed(saver, None)


@pytest.mark.parametrize("scheme", ["redis", "redis+cluster", "redis+sentinel"])
async def test_where_nobody_listens_the_store_is_unavailable(scheme: str) -> None:
    async with AsyncRedisSaver.from_url(f"{scheme}://{HOST}:{free_port()}/0") as saver:
        with pytest.raises(StoreUnavailable):
            await saver.aget_tuple(thread())


async def test_a_server_that_is_no_cluster_is_said_to_be_none(valkey_tcp: str) -> None:
    async with AsyncRedisSaver.from_url(valkey_tcp.replace("redis:", "redis+cluster:")) as saver:
        with pytest.raises(StoreUnavailable, match="Cluster mode is not enabled"):
            await saver.aget_tuple(thread())


async def test_a_wrong_password_is_refused() -> None:
    with locked_store() as (url, _):
        at = url.rpartition("@")[2]
        async with AsyncRedisSaver.from_url(f"redis://:wrong@{at}") as saver:
            with pytest.raises(StoreUnavailable, match="invalid username-password"):
                await saver.aget_tuple(thread())


if REDIS:

    async def test_a_certificate_of_unknown_authority_is_refused() -> None:
        assert REDIS is not None
        with tls_store(REDIS) as url:
            async with AsyncRedisSaver.from_url(url.partition("?")[0]) as saver:
                with pytest.raises(StoreUnavailable, match="certificate"):
                    await saver.aget_tuple(thread())


async def test_a_saver_and_a_subscription_follow_a_new_master() -> None:
    with sentinel_store(patience_ms=1000) as watched:
        async with aclosing(connect(watched.url)) as client, client.pubsub() as subscriber:
            await subscriber.subscribe("wake")
            assert await _next(subscriber) == ("subscribe", 1)
            await _outlives(client, watched.master)
            assert watched.replica.client.info("replication")["role"] == "master"
            await _until(lambda: _heard(subscriber, client))


async def test_a_saver_and_new_subscriptions_follow_a_promoted_replica() -> None:
    with cluster_store(with_replica=True, patience_ms=1000) as cluster:
        async with aclosing(connect(cluster.url)) as client, aclosing(connect(cluster.url)) as idle:
            assert key_slot(THREAD.encode()) < SLOTS // 3
            await idle.ping()
            await _outlives(client, cluster.nodes[0])
            assert cluster.replica is not None
            assert cluster.replica.client.info("replication")["role"] == "master"

            async def subscribed_anew() -> None:
                # The channel's slot was on the node that is gone.
                async with idle.pubsub() as subscriber:
                    await subscriber.subscribe(THREAD)
                    assert await _next(subscriber) == ("subscribe", 1)

            await _until(subscribed_anew)


async def _outlives(client: StoreClient, server: Server) -> None:
    """One client keeps a thread when its server is killed."""
    saver = AsyncRedisSaver(client)
    config = thread(THREAD)
    before = await put(saver, config, {"n": 1})
    # Once its replica has what came last, it has what came before.
    server.client.set(f"{{{THREAD}}}:last", 1)
    assert server.client.wait(1, 10_000) == 1
    server.kill()
    await _until(lambda: saver.aget_tuple(config))
    after = await put(saver, before, {"n": 2}, versions={"n": 2})
    assert [each.config for each in await listed(saver, config)] == [after, before]


async def _until(succeeds: Callable[[], Awaitable[object]]) -> None:
    """Until the store is back; the test's own time limit bounds it."""
    while True:
        with suppress(StoreUnavailable, RedisConnectionError):
            await succeeds()
            return
        await asyncio.sleep(0.02)


async def _heard(subscriber: Any, client: StoreClient) -> None:
    message = None
    while message is None or message["data"] != b"now":
        await client.publish("wake", "now")
        message = await subscriber.get_message(timeout=0.1)
