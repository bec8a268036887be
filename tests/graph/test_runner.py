"""The graph under the runner: what it resumes, what it survives, what its state holds."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import Any

import pytest
from langgraph.checkpoint.serde.types import INTERRUPT, RESUME
from langgraph.types import Command, StateSnapshot
from pydantic import ValidationError

from bi.datasources.connected import ConnectedDatasource
from checkpoints import AsyncRedisSaver
from graph.build import build_graph
from graph.runner import Place, Runner
from graph.studio import MemoryResults
from nodes.events import Complete, Event, Failed
from nodes.services import Services
from nodes.state import MESSAGE_WINDOW, FollowUp, SessionFacts
from nodes.telling import TurnContext
from runs.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

FACTS = SessionFacts(tenant_id="acme-corp", user_id="alice", datasource_id="demo")


class Breakable:
    """The demo's datasources, until somebody pulls the plug."""

    def __init__(self, service: Service) -> None:
        self._real = service.datasources
        self.default_id = self._real.default_id
        self.claims = self._real.claims
        self.broken = False

    def get(self, datasource_id: str) -> ConnectedDatasource:
        if self.broken:
            raise RuntimeError("secret detail of the machine room")
        return self._real.get(datasource_id)

    def chosen(self, datasource_id: str | None, tenant_id: str) -> ConnectedDatasource:
        return self.get(self._real.chosen(datasource_id, tenant_id).id)


@pytest.fixture
def datasources(service: Service) -> Breakable:
    return Breakable(service)


class Thread:
    """One session's thread on a real store, as the ledger drives it."""

    def __init__(self, services: Services, saver: AsyncRedisSaver) -> None:
        self.runner = Runner(services, saver)
        self.graph = build_graph(services, saver)
        self.saver = saver
        self.session_id = f"s-{uuid.uuid4()}"
        self.head: str | None = None

    @property
    def config(self) -> Any:
        return {"configurable": {"thread_id": self.session_id}}

    async def turn(self, text: str, turn_id: str = "t") -> list[Event]:
        events = await self._said(self.runner.run, text, turn_id)
        self.head = (await self.snapshot()).config["configurable"]["checkpoint_id"]
        return events

    async def aside(self, text: str, head: str | None) -> list[Event]:
        return await self._said(self.runner.run_aside, text, "aside", head)

    async def _said(
        self, run: Any, text: str, turn_id: str, head: str | None = None
    ) -> list[Event]:
        place = Place(self.session_id, head or self.head)
        events: list[Event] = []
        ending = await run(place, FACTS, follow_up(text, turn_id), TurnContext(events.append))
        return [*events, ending.event]

    async def snapshot(self) -> StateSnapshot:
        return await self.graph.aget_state(self.config)


@pytest.fixture
async def thread(datasources: Breakable, service: Service) -> Thread:
    return Thread(Services(datasources, MemoryResults()), AsyncRedisSaver(service.redis))


def follow_up(text: str, turn_id: str = "t") -> FollowUp:
    return FollowUp.model_validate(
        {"turn_id": turn_id, "kind": "message", "at": "2026-01-01T00:00:00Z", "text": text}
    )


async def test_a_resume_that_is_no_follow_up_is_refused_and_the_session_still_rests(
    thread: Thread,
) -> None:
    await thread.turn("revenue by region")
    before = await thread.snapshot()
    (resting,) = before.interrupts
    with pytest.raises(ValidationError):
        await thread.graph.ainvoke(
            Command(resume={resting.id: {"kind": "visualize"}}), thread.config
        )

    after = await thread.snapshot()
    assert after.values == before.values
    assert after.interrupts == before.interrupts
    assert isinstance((await thread.turn("by month"))[-1], Complete)


async def test_a_node_that_breaks_ends_its_turn_and_says_nothing_of_why(
    thread: Thread, datasources: Breakable
) -> None:
    await thread.turn("revenue by region")
    datasources.broken = True
    (*_, ending) = await thread.turn("by month")
    assert isinstance(ending, Failed)
    assert ending.code == "internal_error"
    assert "machine room" not in ending.message

    datasources.broken = False
    (*_, ending) = await thread.turn("by month")
    assert isinstance(ending, Complete)
    assert ending.answer.result is not None
    assert ending.answer.result.columns == ("month", "region", "revenue")


async def test_a_thread_parked_in_the_middle_takes_the_next_turn(thread: Thread) -> None:
    await thread.turn("revenue by region")
    state = await thread.snapshot()
    # What a cancelled run leaves: a checkpoint between two nodes, without an interrupt.
    unfinished = {**state.values["analysis"], "title": "Half a turn", "query": {"dataset": "x"}}
    values = {"turn": state.values["turn"], "analysis": unfinished}
    await thread.graph.aupdate_state(thread.config, values, as_node="sql")
    assert not (await thread.snapshot()).interrupts

    # The next turn edits what was answered last, not what was cancelled.
    (*_, ending) = await thread.turn("by month")
    assert isinstance(ending, Complete)
    assert ending.answer.title == "Revenue by month and region"
    assert (await thread.snapshot()).interrupts


async def test_an_older_answer_to_the_interrupt_is_not_taken_for_the_new_one(
    thread: Thread,
) -> None:
    await thread.turn("revenue by region")
    saved = await thread.saver.aget_tuple(thread.config)
    assert saved is not None
    assert saved.pending_writes is not None
    (task_id,) = {task for task, channel, _ in saved.pending_writes if channel == INTERRUPT}
    # What a run leaves that was cancelled while it resumed.
    older = follow_up("profit by month in 2025").model_dump(mode="json")
    await thread.saver.aput_writes(saved.config, [(RESUME, [older])], task_id)

    (*_, ending) = await thread.turn("units by channel")
    assert isinstance(ending, Complete)
    assert ending.answer.title == "Units by channel"


async def test_a_turn_whose_end_was_not_seen_is_found_in_the_state(thread: Thread) -> None:
    (*_, seen) = await thread.turn("revenue by region", turn_id="t1")
    assert isinstance(seen, Complete)
    found = await thread.runner.answered(thread.session_id, "t1")
    assert found is not None
    assert isinstance(found.event, Complete)
    assert replace(found.event.answer, elapsed_ms=seen.answer.elapsed_ms) == seen.answer
    assert await thread.runner.answered(thread.session_id, "t2") is None

    state = await thread.snapshot()
    await thread.graph.aupdate_state(thread.config, {"turn": state.values["turn"]}, as_node="sql")
    assert await thread.runner.answered(thread.session_id, "t1") is None


async def test_the_state_stays_small_and_holds_no_rows(thread: Thread) -> None:
    sizes = []
    for number in range(12):
        await thread.turn("orders with date and customer in 2024", turn_id=f"t{number}")
        values = dict((await thread.snapshot()).values)
        assert len(values["messages"]) <= MESSAGE_WINDOW
        values["messages"] = [message.model_dump() for message in values["messages"]]
        sizes.append(len(json.dumps(values)))
    # From the turn at which the window is full, nothing is added any more.
    assert max(sizes[7:]) - min(sizes[7:]) < 100
    assert max(sizes) < 30_000


async def test_the_state_holds_json_values_and_nothing_of_ours(thread: Thread) -> None:
    for sentence in (
        "revenue by month and region for 2025 as a heatmap",
        "only Q4",
        "as a stacked bar chart",
        "best customers",
        "2",
        "what can I ask",
        "as a scatter plot",
    ):
        await thread.turn(sentence)
        values = dict((await thread.snapshot()).values)
        values.pop("messages")  # LangChain's own, which every serializer of LangGraph knows
        assert kinds_in(values) <= {dict, list, str, int, float, bool, type(None)}, sentence


def kinds_in(value: Any) -> set[type]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {type(value)}.union(*(kinds_in(part) for part in inner))


async def test_every_ending_is_reached_through_the_nodes_that_it_names(thread: Thread) -> None:
    visited = {}
    for sentence in ("revenue by region", "as a pie", "what can I ask", "revenue by zodiac sign"):
        ending = (await thread.turn(sentence))[-1]
        assert isinstance(ending, Complete)
        visited[sentence] = ending.answer.visited
    assert visited == {
        "revenue by region": ("router", "sql", "viz", "insight"),
        "as a pie": ("router", "viz"),
        "what can I ask": ("router", "describe"),
        "revenue by zodiac sign": ("router", "clarify"),
    }


async def test_rows_that_expired_are_asked_for_again_when_they_are_to_be_drawn(
    thread: Thread, datasources: Breakable
) -> None:
    await thread.turn("revenue by region")
    forgetful = Thread(Services(datasources, MemoryResults()), thread.saver)
    forgetful.session_id, forgetful.head = thread.session_id, thread.head
    ending = (await forgetful.turn("as a pie"))[-1]
    assert isinstance(ending, Complete)
    assert ending.answer.visited == ("router", "sql", "viz", "insight")
    assert ending.answer.chart is not None
    assert replace(ending.answer.chart, spec={}, note=None).type == "pie"


async def test_what_runs_aside_sees_the_state_it_began_from_and_leaves_it_alone(
    thread: Thread,
) -> None:
    await thread.turn("revenue by region")
    first = thread.head
    await thread.turn("profit by channel")
    before = await thread.snapshot()

    (*_, ending) = await thread.aside("by month", first)
    assert isinstance(ending, Complete)
    assert ending.answer.title == "Revenue by month and region"
    assert await thread.snapshot() == before
    (*_, ending) = await thread.turn("by month")
    assert isinstance(ending, Complete)
    assert ending.answer.title == "Profit by month and channel"


async def test_a_first_turn_that_was_cut_off_leaves_nothing_to_the_next(thread: Thread) -> None:
    await thread.turn("revenue by region")
    thread.head = None  # it never came to its end
    (*_, ending) = await thread.turn("by month")
    assert isinstance(ending, Complete)
    assert ending.answer.title == "Revenue by month"
    assert len((await thread.snapshot()).values["messages"]) == 2
