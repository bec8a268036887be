"""Real graphs on the saver: forks, interrupts, delta channels, pruning."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypedDict

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.channels.delta import DeltaChannel
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt

from checkpoints import AsyncRedisSaver
from tests.checkpoints.rows import checkpoint, id_of, listed, put, thread

Durability = Literal["sync", "async", "exit"]
DURABILITIES: tuple[Durability, ...] = ("sync", "async", "exit")


def extend(value: list[str], writes: Sequence[list[str]]) -> list[str]:
    return [*value, *(each for write in writes for each in write)]


class Log(TypedDict, total=False):
    plain: Annotated[list[str], operator.add]
    delta: Annotated[list[str], DeltaChannel(extend, snapshot_frequency=4)]
    question: str


def _says(name: str) -> Any:
    async def node(state: Log) -> Log:
        said = [f"{name}:{state['question']}"]
        return {"plain": said, "delta": said}

    return node


def fan_out(saver: BaseCheckpointSaver[Any]) -> Any:
    """Three tasks in parallel whose names do not sort as their ids, then one more."""
    builder = StateGraph(Log)
    for name in ("zeta", "alpha", "mid"):
        builder.add_node(name, _says(name))
        builder.add_edge(START, name)
        builder.add_edge(name, "last")
    builder.add_node("last", _says("last"))
    builder.add_edge("last", END)
    return builder.compile(checkpointer=saver)


async def run_turns(graph: Any, turns: int, durability: Durability, thread_id: str = "t") -> None:
    for n in range(turns):
        await graph.ainvoke(
            {"question": f"q{n}", "delta": [f"in{n}"]},
            thread(thread_id, ns=None),
            durability=durability,
        )


async def state_of(graph: Any, config: RunnableConfig) -> dict[str, Any]:
    values: dict[str, Any] = (await graph.aget_state(config)).values
    return values


@pytest.mark.parametrize("durability", DURABILITIES)
async def test_states_are_those_of_the_memory_saver(
    saver: AsyncRedisSaver, durability: Durability
) -> None:
    graph, model = fan_out(saver), fan_out(InMemorySaver())
    await run_turns(graph, 7, durability)
    await run_turns(model, 7, durability)
    here = [s.values async for s in graph.aget_state_history(thread(ns=None))]
    there = [s.values async for s in model.aget_state_history(thread(ns=None))]
    assert here == there
    assert len(here[0]["delta"]) == 7 * 5


@pytest.mark.parametrize("durability", DURABILITIES)
async def test_delta_channels_survive_pruning(
    saver: AsyncRedisSaver, durability: Durability
) -> None:
    graph = fan_out(saver)
    for turns in (1, 2, 3):
        await run_turns(graph, turns, durability)
        before = await state_of(graph, thread(ns=None))
        stored = len(await listed(saver, thread()))
        await saver.aprune(["t"])
        assert await state_of(graph, thread(ns=None)) == before
    assert len(await listed(saver, thread())) < stored or stored <= 4


async def test_delta_channels_are_copied(saver: AsyncRedisSaver) -> None:
    graph = fan_out(saver)
    await run_turns(graph, 2, "async")
    await saver.acopy_thread("t", "copy")
    await saver.adelete_thread("t")
    assert len((await state_of(graph, thread("copy", ns=None)))["delta"]) == 10


async def test_history_is_that_of_the_slow_walk(saver: AsyncRedisSaver) -> None:
    graph = fan_out(saver)
    await run_turns(graph, 3, "async")
    for found in await listed(saver, thread()):
        asked: dict[str, Any] = {"config": found.config, "channels": ["delta", "plain", "none"]}
        slow = await super(AsyncRedisSaver, saver).aget_delta_channel_history(**asked)
        assert await saver.aget_delta_channel_history(**asked) == slow
    assert await saver.aget_delta_channel_history(config=thread(), channels=[]) == {}


async def test_history_reaches_over_hundreds_of_checkpoints(saver: AsyncRedisSaver) -> None:
    stored = await put(saver, thread(), {"c": "seed"})
    for n in range(600):
        await saver.aput_writes(stored, [("c", n), ("other", n)], f"task-{n}")
        stored = await put(saver, stored, {}, versions={"c": n + 2}, new_versions={})
    history = await saver.aget_delta_channel_history(config=thread(), channels=["c", "other"])
    assert history["c"]["seed"] == "seed"
    assert [value for _, _, value in history["c"]["writes"]] == list(range(600))
    assert [value for _, _, value in history["other"]["writes"]] == list(range(600))
    assert "seed" not in history["other"]


async def test_history_of_nothing_is_empty(saver: AsyncRedisSaver) -> None:
    missing = thread(checkpoint_id=checkpoint({}, {})["id"])
    for config in (thread(), missing):
        assert await saver.aget_delta_channel_history(config=config, channels=["c"]) == {
            "c": {"writes": []}
        }


async def test_a_fork_leaves_the_old_branch_intact(saver: AsyncRedisSaver) -> None:
    graph = fan_out(saver)
    await run_turns(graph, 3, "async")
    old = [s async for s in graph.aget_state_history(thread(ns=None))]
    fork_point = next(s for s in old if not s.next and s.values["question"] == "q0")
    await graph.ainvoke({"question": "other", "delta": []}, fork_point.config)
    for state in old:
        assert (await graph.aget_state(state.config)).values == state.values
    newest = await state_of(graph, thread(ns=None))
    assert newest["question"] == "other"
    assert [said for said in newest["plain"] if said.startswith("last")] == [
        "last:q0",
        "last:other",
    ]


async def test_an_updated_state_is_a_new_checkpoint(saver: AsyncRedisSaver) -> None:
    graph = fan_out(saver)
    await run_turns(graph, 1, "async")
    before = await graph.aget_state(thread(ns=None))
    await graph.aupdate_state(thread(ns=None), {"question": "by hand"}, as_node="last")
    after = await graph.aget_state(thread(ns=None))
    assert after.values["question"] == "by hand"
    assert id_of(after.parent_config) == id_of(before.config)
    assert (await graph.aget_state(before.config)).values["question"] == "q0"


class Asked(TypedDict, total=False):
    answers: Annotated[list[Any], operator.add]


@pytest.mark.parametrize("durability", DURABILITIES)
async def test_an_interrupted_thread_resumes_in_another_saver(
    saver: AsyncRedisSaver, store_url: str, durability: Durability
) -> None:
    async def ask(state: Asked) -> Asked:
        return {"answers": [interrupt({"turn": len(state.get("answers", []))})]}

    def compiled(checkpointer: AsyncRedisSaver) -> Any:
        builder = StateGraph(Asked)
        builder.add_node("ask", ask)
        builder.add_edge(START, "ask")
        builder.add_edge("ask", "ask")
        return builder.compile(checkpointer=checkpointer)

    await compiled(saver).ainvoke({"answers": []}, thread(ns=None), durability=durability)
    for n in range(4):
        async with AsyncRedisSaver.from_url(store_url) as another:
            graph = compiled(another)
            state = await graph.aget_state(thread(ns=None))
            assert [each.value for each in state.interrupts] == [{"turn": n}]
            await graph.ainvoke(Command(resume=n), thread(ns=None), durability=durability)
    assert (await state_of(compiled(saver), thread(ns=None)))["answers"] == [0, 1, 2, 3]


async def test_subgraphs_keep_their_own_namespace(saver: AsyncRedisSaver) -> None:
    async def ask(state: Asked) -> Asked:
        return {"answers": [interrupt("?")]}

    inner = StateGraph(Asked)
    inner.add_node("ask", ask)
    inner.add_edge(START, "ask")
    outer = StateGraph(Asked)
    outer.add_node("inner", inner.compile())
    outer.add_edge(START, "inner")
    graph = outer.compile(checkpointer=saver)
    await graph.ainvoke({"answers": ["first"]}, thread(ns=None))
    assert (
        len(
            {
                each.config["configurable"]["checkpoint_ns"]
                for each in await listed(saver, thread(ns=None))
            }
        )
        == 2
    )
    result = await graph.ainvoke(Command(resume="second"), thread(ns=None))
    assert result["answers"][-1] == "second"
