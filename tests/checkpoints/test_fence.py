"""A worker that lost its thread writes nothing into it."""

from __future__ import annotations

import operator
from typing import Annotated, Any, Literal, TypedDict

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.graph import START, StateGraph
from langgraph.types import Command, interrupt

from bi.model.errors import LeaseLost
from checkpoints import AsyncRedisSaver
from checkpoints.client import StoreClient
from tests.checkpoints.rows import all_keys, listed, put, thread

LOCK = "lock:{t}"
Durability = Literal["sync", "async", "exit"]


class Asked(TypedDict, total=False):
    answers: Annotated[list[Any], operator.add]


def asking(saver: AsyncRedisSaver) -> Any:
    async def work(state: Asked) -> Asked:
        return {"answers": ["worked"]}

    async def ask(state: Asked) -> Asked:
        return {"answers": [interrupt("?")]}

    builder = StateGraph(Asked)
    builder.add_node("work", work)
    builder.add_node("ask", ask)
    builder.add_edge(START, "work")
    builder.add_edge("work", "ask")
    builder.add_edge("ask", "work")
    return builder.compile(checkpointer=saver)


def held_by(worker: str) -> RunnableConfig:
    return {"configurable": {"thread_id": "t", "__fence": (LOCK, worker)}}


async def contents(client: StoreClient) -> dict[bytes, bytes | None]:
    return {key: await client.dump(key) for key in sorted(await all_keys(client))}


async def test_puts_are_fenced(saver: AsyncRedisSaver, redis_client: StoreClient) -> None:
    fenced = thread()
    fenced["configurable"]["__fence"] = (LOCK, "mine")
    with pytest.raises(LeaseLost):
        await put(saver, fenced, {"n": 1})
    assert await all_keys(redis_client) == []

    await redis_client.set(LOCK, "mine", px=60_000)
    stored = await put(saver, fenced, {"n": 1})
    stored["configurable"]["__fence"] = (LOCK, "mine")
    await saver.aput_writes(stored, [("c", 1)], "task")
    assert await redis_client.pttl(LOCK) <= 60_000

    await redis_client.set(LOCK, "another's")
    before = await contents(redis_client)
    with pytest.raises(LeaseLost):
        await saver.aput_writes(stored, [("c", 2)], "another task")
    with pytest.raises(LeaseLost):
        await put(saver, stored, {"n": 2})
    assert await contents(redis_client) == before


async def test_the_fence_does_not_expire_with_the_thread(redis_client: StoreClient) -> None:
    saver = AsyncRedisSaver(redis_client, ttl=60)
    await redis_client.set(LOCK, "mine")
    fenced = thread()
    fenced["configurable"]["__fence"] = (LOCK, "mine")
    await put(saver, fenced, {"n": 1})
    assert await redis_client.pttl(LOCK) == -1


@pytest.mark.parametrize("durability", ["sync", "async", "exit"])
async def test_a_graph_hands_the_fence_on(
    saver: AsyncRedisSaver, redis_client: StoreClient, durability: Durability
) -> None:
    graph = asking(saver)
    await redis_client.set(LOCK, "one")
    await graph.ainvoke({"answers": []}, held_by("one"), durability=durability)
    await graph.ainvoke(Command(resume="first"), held_by("one"), durability=durability)

    await redis_client.set(LOCK, "two")
    before = await contents(redis_client)
    with pytest.raises(LeaseLost):
        await graph.ainvoke(Command(resume="late"), held_by("one"), durability=durability)
    with pytest.raises(LeaseLost):
        await graph.aupdate_state(held_by("one"), {"answers": ["late"]}, as_node="ask")
    assert await contents(redis_client) == before

    result = await graph.ainvoke(Command(resume="second"), held_by("two"), durability=durability)
    assert result["answers"] == ["worked", "first", "worked", "second", "worked"]
    await graph.aupdate_state(held_by("two"), {"answers": ["third"]}, as_node="ask")
    for found in await listed(saver, thread()):
        assert not [name for name in found.metadata if name.startswith("__")]


async def test_only_the_holder_clears_a_thread(
    saver: AsyncRedisSaver, redis_client: StoreClient
) -> None:
    fenced = thread()
    await put(saver, fenced, {"n": 1})
    await redis_client.set(LOCK, "another's")
    fenced["configurable"]["__fence"] = (LOCK, "mine")
    with pytest.raises(LeaseLost):
        await saver.aclear(fenced)
    assert await saver.aget_tuple(thread()) is not None

    await redis_client.set(LOCK, "mine")
    await saver.aclear(fenced)
    assert await all_keys(redis_client) == [LOCK.encode()]
