"""A branch is copied whole and alone, and the copy goes on where the original once rested."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.serde.types import INTERRUPT, RESUME
from langgraph.graph import START, StateGraph
from langgraph.types import Command, interrupt

from checkpoints import AsyncRedisSaver
from checkpoints.client import StoreClient
from checkpoints.errors import CheckpointMissing
from tests.checkpoints.rows import all_keys, checkpoint, id_of, ids_of, listed, put, thread
from tests.checkpoints.test_graphs import DURABILITIES, Asked, fan_out, run_turns, state_of

Durability = Literal["sync", "async", "exit"]


def conversation(saver: AsyncRedisSaver) -> Any:
    """Rests at an interrupt after each answer."""

    async def ask(state: Asked) -> Asked:
        return {"answers": [interrupt({"turn": len(state.get("answers", []))})]}

    builder = StateGraph(Asked)
    builder.add_node("ask", ask)
    builder.add_edge(START, "ask")
    builder.add_edge("ask", "ask")
    return builder.compile(checkpointer=saver)


async def resume(graph: Any, thread_id: str, answer: object, durability: Durability) -> None:
    config = thread(thread_id, ns=None)
    (resting,) = (await graph.aget_state(config)).interrupts
    await graph.ainvoke(Command(resume={resting.id: answer}), config, durability=durability)


async def resting_after(graph: Any, turns: int) -> RunnableConfig:
    """The checkpoint at which thread t rested then."""
    states = [each async for each in graph.aget_state_history(thread(ns=None))]
    (found,) = (each.config for each in states if len(each.values.get("answers", "")) == turns)
    config: RunnableConfig = found
    return config


@pytest.mark.parametrize("durability", DURABILITIES)
async def test_a_fork_of_an_earlier_turn_rests_there_and_goes_on(
    saver: AsyncRedisSaver, durability: Durability
) -> None:
    graph = conversation(saver)
    await graph.ainvoke({}, thread(ns=None), durability=durability)
    for n in range(4):
        await resume(graph, "t", n, durability)
    original = await listed(saver, thread(ns=None))
    there = await resting_after(graph, 2)

    assert await saver.acopy_branch(there, "fork") == id_of(there)
    state = await graph.aget_state(thread("fork", ns=None))
    assert state.values["answers"] == [0, 1]
    assert [each.value for each in state.interrupts] == [{"turn": 2}]

    await resume(graph, "fork", "other", durability)
    await resume(graph, "fork", "and on", durability)
    state = await graph.aget_state(thread("fork", ns=None))
    assert state.values["answers"] == [0, 1, "other", "and on"]
    assert [each.value for each in state.interrupts] == [{"turn": 4}]
    assert await listed(saver, thread(ns=None)) == original


async def test_ancestors_come_along_and_nothing_else(saver: AsyncRedisSaver) -> None:
    root = await put(saver, thread(), {"a": 1, "b": 1})
    await saver.aput_writes(root, [("c", 1), (RESUME, "r")], "task")
    head = await put(
        saver, root, {"a": 1, "b": 2}, versions={"a": 1, "b": 2}, new_versions={"b": 2}
    )
    await saver.aput_writes(head, [("c", 2), (INTERRUPT, "?"), (RESUME, "r")], "task")
    await put(saver, root, {"a": "sibling"}, versions={"a": 7})
    await put(saver, head, {"a": "later"}, versions={"a": 8})
    await put(saver, thread(ns="child"), {"a": "child"})
    originals = {id_of(each.config): each for each in await listed(saver, thread())}

    await saver.acopy_branch(head, "fork")
    copied = await listed(saver, thread("fork", ns=None))
    assert ids_of(copied) == [id_of(head), id_of(root)]
    for each in copied:
        original = originals[id_of(each.config)]
        assert (each.checkpoint, each.metadata) == (original.checkpoint, original.metadata)
    assert copied[0].pending_writes == [("task", INTERRUPT, "?")]
    assert copied[1].pending_writes == originals[id_of(root)].pending_writes


async def test_delta_channels_of_a_branch_are_whole(saver: AsyncRedisSaver) -> None:
    graph = fan_out(saver)
    await run_turns(graph, 5, "async")
    states = [each async for each in graph.aget_state_history(thread(ns=None))]
    for state in states[::3]:
        await saver.acopy_branch(state.config, "fork")
        assert await state_of(graph, thread("fork", ns=None)) == state.values
        await saver.adelete_thread("fork")


async def test_a_long_branch_is_copied_whole(saver: AsyncRedisSaver) -> None:
    stored = thread()
    for n in range(300):
        stored = await put(saver, stored, {"n": n, "same": "s"}, versions={"n": n + 1, "same": 1})
    await saver.acopy_branch(thread(), "fork")
    originals, copies = await listed(saver, thread()), await listed(saver, thread("fork"))
    assert [each.checkpoint for each in copies] == [each.checkpoint for each in originals]
    assert len(copies) == 300


async def test_a_branch_expires_as_its_saver_says(redis_client: StoreClient) -> None:
    stored = await put(AsyncRedisSaver(redis_client), thread(), {"n": 1})
    await AsyncRedisSaver(redis_client, ttl=60).acopy_branch(stored, "fork")
    for key in await all_keys(redis_client):
        left = await redis_client.pttl(key)
        assert 0 < left <= 60_000 if b"{fork}" in key else left == -1


async def test_what_is_not_there_cannot_be_copied(
    saver: AsyncRedisSaver, redis_client: StoreClient
) -> None:
    stored = await put(saver, thread("other"))
    missing = thread(checkpoint_id=checkpoint({}, {})["id"])
    for config in (thread(), missing, thread("t", "", id_of(stored))):
        with pytest.raises(CheckpointMissing):
            await saver.acopy_branch(config, "fork")
    assert not [key for key in await all_keys(redis_client) if b"{fork}" in key]
