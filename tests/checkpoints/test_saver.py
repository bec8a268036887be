"""What the saver keeps beyond LangGraph's suite."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from langgraph.checkpoint.serde.types import ERROR

from checkpoints import AsyncRedisSaver
from checkpoints.client import StoreClient
from tests.checkpoints.rows import all_keys, id_of, listed, put, thread


async def test_an_unknown_thread_has_no_checkpoint(saver: AsyncRedisSaver) -> None:
    assert await saver.aget_tuple(thread("nobody")) is None


async def test_the_latest_checkpoint_is_that_of_the_namespace_asked_for(
    saver: AsyncRedisSaver,
) -> None:
    root = await put(saver, thread())
    child = await put(saver, thread(ns="child"))
    await put(saver, thread(ns="child:deeper"))
    latest_root = await saver.aget_tuple(thread())
    latest_child = await saver.aget_tuple(thread(ns="child"))
    assert latest_root is not None
    assert latest_root.config == root
    assert latest_child is not None
    assert latest_child.config == child


async def test_a_config_without_a_namespace_means_the_root(saver: AsyncRedisSaver) -> None:
    stored = await put(saver, thread(ns=None))
    found = await saver.aget_tuple(thread(ns=None))
    assert found is not None
    assert found.config == stored


async def test_an_unchanged_value_is_stored_once(
    saver: AsyncRedisSaver, redis_client: StoreClient
) -> None:
    first = await put(saver, thread(), {"big": "x", "n": 1})
    await put(
        saver,
        first,
        {"big": "x", "n": 2},
        versions={"big": 1, "n": 2},
        new_versions={"n": 2},
    )
    assert await redis_client.hlen("checkpoint:1:{t}:b") == 3
    latest = await saver.aget_tuple(thread())
    assert latest is not None
    assert latest.checkpoint["channel_values"] == {"big": "x", "n": 2}


async def test_versions_keep_their_type(saver: AsyncRedisSaver) -> None:
    versions = {"a": 2**62, "b": "00000003.0.47", "c": 1.5, "d": "7"}
    await put(saver, thread(), dict.fromkeys(versions, "v"), versions=versions)
    found = await saver.aget_tuple(thread())
    assert found is not None
    assert found.checkpoint["channel_versions"] == versions
    assert found.checkpoint["channel_values"] == dict.fromkeys(versions, "v")


def test_versions_grow_and_differ_between_branches(saver: AsyncRedisSaver) -> None:
    first = saver.get_next_version(None, None)
    branches = {saver.get_next_version(first, None) for _ in range(100)}
    assert len(branches) == 100
    assert min(branches) > first
    assert saver.get_next_version(max(branches), None) > max(branches)


async def test_writes_come_back_by_path_then_task_then_position(saver: AsyncRedisSaver) -> None:
    stored = await put(saver, thread())
    many = [("c", n) for n in range(12)]
    await saver.aput_writes(stored, [("c", "last")], "task-a", "~__pregel_pull, b")
    await saver.aput_writes(stored, many, "task-z", "~__pregel_pull, a")
    await saver.aput_writes(stored, [("c", "first")], "task-y", "")
    found = await saver.aget_tuple(thread())
    assert found is not None
    assert found.pending_writes == [
        ("task-y", "c", "first"),
        *(("task-z", "c", n) for n in range(12)),
        ("task-a", "c", "last"),
    ]


async def test_the_first_regular_write_stays_and_the_last_special_one(
    saver: AsyncRedisSaver,
) -> None:
    stored = await put(saver, thread())
    await saver.aput_writes(stored, [("c", "first"), (ERROR, "one")], "task", "path")
    await saver.aput_writes(stored, [("c", "second"), (ERROR, "two")], "task", "another")
    found = await saver.aget_tuple(thread())
    assert found is not None
    assert sorted(found.pending_writes or []) == [("task", ERROR, "two"), ("task", "c", "first")]


async def test_concurrent_writes_lose_none(saver: AsyncRedisSaver) -> None:
    stored = await put(saver, thread())
    await asyncio.gather(
        *(saver.aput_writes(stored, [("a", n), ("b", -n)], f"task-{n:02}") for n in range(40))
    )
    found = await saver.aget_tuple(thread())
    assert found is not None
    assert found.pending_writes == [
        write for n in range(40) for write in ((f"task-{n:02}", "a", n), (f"task-{n:02}", "b", -n))
    ]


async def test_writes_that_arrive_before_their_checkpoint_are_kept(saver: AsyncRedisSaver) -> None:
    stored = await put(saver, thread("elsewhere"))
    early = thread("t", "", id_of(stored))
    await saver.aput_writes(early, [("c", 1)], "task")
    await saver.acopy_thread("elsewhere", "t")
    found = await saver.aget_tuple(early)
    assert found is not None
    assert found.pending_writes == [("task", "c", 1)]


async def test_large_values_and_many_channels_and_writes_fit(saver: AsyncRedisSaver) -> None:
    values = {f"channel-{n}": n for n in range(2500)} | {"big": b"\0" * 2_000_000}
    stored = await put(saver, thread(), values)
    await saver.aput_writes(stored, [("c", n) for n in range(2500)], "task")
    found = await saver.aget_tuple(thread())
    assert found is not None
    assert found.checkpoint["channel_values"] == values
    assert [value for _, _, value in found.pending_writes or []] == list(range(2500))


@pytest.mark.parametrize("thread_id", ["}", "{}", "a}b{c", "100%", "ä", "a:i", "*", "[x]?"])
async def test_any_thread_id_has_its_own_rows(saver: AsyncRedisSaver, thread_id: str) -> None:
    await put(saver, thread("other"), {"n": 0})
    await put(saver, thread(thread_id), {"n": 1})
    found = await saver.aget_tuple(thread(thread_id))
    assert found is not None
    assert found.checkpoint["channel_values"] == {"n": 1}
    everywhere = {each.config["configurable"]["thread_id"] for each in await listed(saver, None)}
    assert everywhere == {"other", thread_id}
    await saver.adelete_thread(thread_id)
    assert await saver.aget_tuple(thread(thread_id)) is None
    assert await saver.aget_tuple(thread("other")) is not None


async def test_all_keys_of_a_thread_carry_the_format_version_and_share_a_slot(
    saver: AsyncRedisSaver, redis_client: StoreClient
) -> None:
    for thread_id in ("t", "}odd{"):
        stored = await put(saver, thread(thread_id), {"n": 1})
        await saver.aput_writes(stored, [("c", 1)], "task")
        keys = await all_keys(redis_client)
        assert len(keys) == 5
        assert all(key.startswith(b"checkpoint:1:{") for key in keys)
        tags = {key[key.index(b"{") + 1 : key.index(b"}")] for key in keys}
        assert len(tags) == 1
        assert b"" not in tags
        await saver.adelete_thread(thread_id)


async def test_a_deleted_thread_leaves_no_key(
    saver: AsyncRedisSaver, redis_client: StoreClient
) -> None:
    stored = await put(saver, thread(), {"n": 1})
    await saver.aput_writes(stored, [("c", 1)], "task")
    await put(saver, thread(ns="child"), {"n": 1})
    await saver.adelete_thread("t")
    assert await all_keys(redis_client) == []


async def test_deleting_all_runs_of_a_thread_leaves_no_key(
    saver: AsyncRedisSaver, redis_client: StoreClient
) -> None:
    stored = await put(saver, thread(), {"n": 1}, run_id="r1")
    await saver.aput_writes(stored, [("c", 1)], "task")
    await put(saver, stored, {"n": 2}, versions={"n": 2}, run_id="r2")
    await saver.adelete_for_runs(["r1", "r2"])
    assert await all_keys(redis_client) == []


async def test_deleting_a_run_keeps_the_values_that_others_use(saver: AsyncRedisSaver) -> None:
    first = await put(saver, thread(), {"shared": "s", "n": 1}, run_id="r1")
    await put(
        saver,
        first,
        {"shared": "s", "n": 2},
        versions={"shared": 1, "n": 2},
        new_versions={"n": 2},
        run_id="r2",
    )
    await saver.adelete_for_runs(["r1"])
    found = await saver.aget_tuple(thread())
    assert found is not None
    assert found.checkpoint["channel_values"] == {"shared": "s", "n": 2}


async def test_pruning_takes_values_and_writes_along(
    saver: AsyncRedisSaver, redis_client: StoreClient
) -> None:
    stored = thread()
    for n in range(1, 6):
        stored = await put(saver, stored, {"n": n}, versions={"n": n})
        await saver.aput_writes(stored, [("c", n)], "task")
    await saver.aprune(["t"])
    assert [await redis_client.hlen(f"checkpoint:1:{{t}}:{key}") for key in "cbw"] == [1, 1, 1]
    assert [await redis_client.zcard(f"checkpoint:1:{{t}}:{key}") for key in "ix"] == [1, 1]
    found = await saver.aget_tuple(thread())
    assert found is not None
    assert found.checkpoint["channel_values"] == {"n": 5}
    assert found.pending_writes == [("task", "c", 5)]


async def test_an_unknown_pruning_strategy_is_refused(saver: AsyncRedisSaver) -> None:
    with pytest.raises(ValueError, match="keep_latest or delete"):
        await saver.aprune(["t"], strategy="keep_all")


async def test_copying_a_large_thread_copies_all_of_it(saver: AsyncRedisSaver) -> None:
    stored = thread("a")
    for n in range(600):
        stored = await put(saver, stored, {"n": n}, versions={"n": n + 1})
    await saver.aput_writes(stored, [("c", 1)], "task")
    await saver.acopy_thread("a", "b")
    originals, copies = await listed(saver, thread("a")), await listed(saver, thread("b"))
    assert len(copies) == 600
    assert [(c.checkpoint, c.metadata, c.pending_writes) for c in copies] == [
        (o.checkpoint, o.metadata, o.pending_writes) for o in originals
    ]


async def test_a_server_that_forgot_the_scripts_is_taught_them_again(
    saver: AsyncRedisSaver, redis_client: StoreClient
) -> None:
    await put(saver, thread(), {"n": 1})
    await redis_client.script_flush()
    found = await saver.aget_tuple(thread())
    assert found is not None
    assert found.checkpoint["channel_values"] == {"n": 1}


@pytest.mark.parametrize("method", ["get_tuple", "put", "put_writes", "list", "delete_thread"])
def test_it_is_async_only(saver: AsyncRedisSaver, method: str) -> None:
    arguments: dict[str, list[Any]] = {
        "put": [thread(), {}, {}, {}],
        "put_writes": [thread(), [], "task"],
    }
    with pytest.raises(NotImplementedError):
        getattr(saver, method)(*arguments.get(method, [thread()]))
