"""What is pending on a checkpoint, and which one is the latest, without reading it."""

from __future__ import annotations

from langgraph.checkpoint.serde.types import INTERRUPT

from checkpoints import AsyncRedisSaver
from checkpoints.client import StoreClient
from checkpoints.keys import thread_keys
from checkpoints.records import Pending
from checkpoints.script import Script
from checkpoints.scripts import LATEST
from tests.checkpoints.rows import id_of, put, thread


async def test_pending_is_told_of_the_latest_and_of_one_by_name(saver: AsyncRedisSaver) -> None:
    first = await put(saver, thread(), {"n": 1})
    await saver.aput_writes(first, [("c", {"a": 1}), ("d", None)], "task-b", "path")
    await saver.aput_writes(first, [(INTERRUPT, "?")], "task-a", "another path")
    second = await put(saver, first, {"n": 2}, versions={"n": 2})
    await put(saver, thread(ns="child"), {"n": 3})

    assert await saver.aget_pending(thread()) == Pending(id_of(second), id_of(first), ())
    assert await saver.aget_pending(first) == Pending(
        id_of(first),
        None,
        (("task-a", INTERRUPT, "?"), ("task-b", "c", {"a": 1}), ("task-b", "d", None)),
    )


async def test_what_is_pending_is_what_the_checkpoint_tells(saver: AsyncRedisSaver) -> None:
    stored = await put(saver, thread("t", "child"), {"n": 1})
    for n in range(1500):
        await saver.aput_writes(stored, [("c", n)], f"task-{n % 7}", f"path-{n % 3}")
    pending = await saver.aget_pending(thread("t", "child"))
    found = await saver.aget_tuple(stored)
    assert pending is not None
    assert found is not None
    assert list(pending.writes) == found.pending_writes


async def test_nothing_is_pending_where_there_is_nothing(saver: AsyncRedisSaver) -> None:
    stored = await put(saver, thread())
    assert await saver.aget_pending(thread("nobody")) is None
    assert await saver.aget_pending(thread("nobody", "", id_of(stored))) is None


async def test_another_script_can_read_the_latest_id(
    saver: AsyncRedisSaver, redis_client: StoreClient
) -> None:
    latest = Script(LATEST + "return latest_checkpoint(KEYS[1])")
    index = thread_keys("t").order
    assert await latest.run(redis_client, [index]) is None
    await put(saver, thread(ns="a child"))
    assert await latest.run(redis_client, [index]) is None
    await put(saver, thread())
    stored = await put(saver, thread())
    await put(saver, thread(ns="a child"))
    assert await latest.run(redis_client, [index]) == id_of(stored).encode()
