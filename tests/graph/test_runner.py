"""The graph under the runner: what it resumes, what it survives, what its state holds."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.types import INTERRUPT, RESUME
from langgraph.types import Command
from pydantic import ValidationError

from bi.datasources.connected import ConnectedDatasource
from graph.build import Graph, build_graph
from graph.runner import Runner
from graph.studio import MemoryResults
from nodes.events import Complete, Event, Failed
from nodes.services import Services
from nodes.state import MESSAGE_WINDOW, FollowUp, SessionFacts
from runs.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

FACTS = SessionFacts(tenant_id="acme-corp", user_id="alice", datasource_id="demo")


class Breakable:
    """The demo's datasources, until somebody pulls the plug."""

    def __init__(self, service: Service) -> None:
        self._real = service.datasources
        self.default_id = self._real.default_id
        self.broken = False

    def get(self, datasource_id: str) -> ConnectedDatasource:
        if self.broken:
            raise RuntimeError("secret detail of the machine room")
        return self._real.get(datasource_id)


@pytest.fixture
def datasources(service: Service) -> Breakable:
    return Breakable(service)


@pytest.fixture
def graph(datasources: Breakable) -> Graph:
    return build_graph(Services(datasources, MemoryResults()), InMemorySaver())


def follow_up(text: str, turn_id: str = "t") -> FollowUp:
    return FollowUp.model_validate(
        {"turn_id": turn_id, "kind": "message", "at": "2026-01-01T00:00:00Z", "text": text}
    )


async def turn(graph: Graph, text: str, turn_id: str = "t") -> list[Event]:
    said = follow_up(text, turn_id)
    return [event async for event in Runner(graph).stream("s", FACTS, said)]


def config() -> Any:
    return {"configurable": {"thread_id": "s"}}


async def test_a_resume_that_is_no_follow_up_is_refused_and_the_session_still_rests(
    graph: Graph,
) -> None:
    await turn(graph, "revenue by region")
    before = await graph.aget_state(config())
    (resting,) = before.interrupts
    with pytest.raises(ValidationError):
        await graph.ainvoke(Command(resume={resting.id: {"kind": "visualize"}}), config())

    after = await graph.aget_state(config())
    assert after.values == before.values
    assert after.interrupts == before.interrupts
    assert isinstance((await turn(graph, "by month"))[-1], Complete)


async def test_a_node_that_breaks_ends_its_turn_and_says_nothing_of_why(
    graph: Graph, datasources: Breakable
) -> None:
    await turn(graph, "revenue by region")
    datasources.broken = True
    (*_, ending) = await turn(graph, "by month")
    assert isinstance(ending, Failed)
    assert ending.code == "internal_error"
    assert "machine room" not in ending.message

    datasources.broken = False
    (*_, ending) = await turn(graph, "by month")
    assert isinstance(ending, Complete)
    assert ending.answer.result is not None
    assert ending.answer.result.columns == ("month", "region", "revenue")


async def test_a_thread_parked_in_the_middle_takes_the_next_turn(graph: Graph) -> None:
    await turn(graph, "revenue by region")
    state = await graph.aget_state(config())
    # What a cancelled run leaves: a checkpoint between two nodes, without an interrupt.
    unfinished = {**state.values["analysis"], "title": "Half a turn", "query": {"dataset": "x"}}
    values = {"turn": state.values["turn"], "analysis": unfinished}
    await graph.aupdate_state(config(), values, as_node="sql")
    assert not (await graph.aget_state(config())).interrupts

    # The next turn edits what was answered last, not what was cancelled.
    (*_, ending) = await turn(graph, "by month")
    assert isinstance(ending, Complete)
    assert ending.answer.title == "Revenue by month and region"
    assert (await graph.aget_state(config())).interrupts


async def test_an_older_answer_to_the_interrupt_is_not_taken_for_the_new_one(
    graph: Graph,
) -> None:
    await turn(graph, "revenue by region")
    saver: Any = graph.checkpointer
    saved = await saver.aget_tuple(config())
    (task_id,) = {task for task, channel, _ in saved.pending_writes if channel == INTERRUPT}
    # What a run leaves that was cancelled while it resumed.
    older = follow_up("profit by month in 2025").model_dump(mode="json")
    await saver.aput_writes(saved.config, [(RESUME, [older])], task_id)

    (*_, ending) = await turn(graph, "units by channel")
    assert isinstance(ending, Complete)
    assert ending.answer.title == "Units by channel"


async def test_a_turn_whose_end_was_not_seen_is_found_in_the_state(graph: Graph) -> None:
    (*_, seen) = await turn(graph, "revenue by region", turn_id="t1")
    assert isinstance(seen, Complete)
    runner = Runner(graph)
    found = await runner.ending("s", "t1")
    assert isinstance(found, Complete)
    assert replace(found.answer, elapsed_ms=seen.answer.elapsed_ms) == seen.answer
    assert await runner.ending("s", "t2") is None

    state = await graph.aget_state(config())
    await graph.aupdate_state(config(), {"turn": state.values["turn"]}, as_node="sql")
    assert await runner.ending("s", "t1") is None


async def test_the_state_stays_small_and_holds_no_rows(graph: Graph) -> None:
    sizes = []
    for number in range(12):
        await turn(graph, "orders with date and customer in 2024", turn_id=f"t{number}")
        values = dict((await graph.aget_state(config())).values)
        assert len(values["messages"]) <= MESSAGE_WINDOW
        values["messages"] = [message.model_dump() for message in values["messages"]]
        sizes.append(len(json.dumps(values)))
    # From the turn at which the window is full, nothing is added any more.
    assert max(sizes[7:]) - min(sizes[7:]) < 100
    assert max(sizes) < 30_000


async def test_the_state_holds_json_values_and_nothing_of_ours(graph: Graph) -> None:
    for sentence in (
        "revenue by month and region for 2025 as a heatmap",
        "only Q4",
        "as a stacked bar chart",
        "best customers",
        "2",
        "what can I ask",
        "as a scatter plot",
    ):
        await turn(graph, sentence)
        values = dict((await graph.aget_state(config())).values)
        values.pop("messages")  # LangChain's own, which every serializer of LangGraph knows
        assert kinds_in(values) <= {dict, list, str, int, float, bool, type(None)}, sentence


def kinds_in(value: Any) -> set[type]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {type(value)}.union(*(kinds_in(part) for part in inner))


async def test_every_ending_is_reached_through_the_nodes_that_it_names(graph: Graph) -> None:
    visited = {}
    for sentence in ("revenue by region", "as a pie", "what can I ask", "revenue by zodiac sign"):
        ending = (await turn(graph, sentence))[-1]
        assert isinstance(ending, Complete)
        visited[sentence] = ending.answer.visited
    assert visited == {
        "revenue by region": ("router", "sql", "viz", "insight"),
        "as a pie": ("router", "viz"),
        "what can I ask": ("router", "describe"),
        "revenue by zodiac sign": ("router", "clarify"),
    }


async def test_rows_that_expired_are_asked_for_again_when_they_are_to_be_drawn(
    datasources: Breakable,
) -> None:
    results = MemoryResults()
    graph = build_graph(Services(datasources, results), InMemorySaver())
    await turn(graph, "revenue by region")
    forgetful = build_graph(Services(datasources, MemoryResults()), graph.checkpointer)  # type: ignore[arg-type]
    ending = (await turn(forgetful, "as a pie"))[-1]
    assert isinstance(ending, Complete)
    assert ending.answer.visited == ("router", "sql", "viz", "insight")
    assert ending.answer.chart is not None
    assert replace(ending.answer.chart, spec={}, note=None).type == "pie"
