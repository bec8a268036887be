"""A graph that costs nothing but LangGraph and the saver: its nodes write what was recorded."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Command, interrupt

from bench.savers.recording import WORKING_NODES, Recording, follow_up
from nodes.names import Node
from nodes.state import BIState, FollowUp
from nodes.turns import entering

Durability = Literal["exit", "async"]


class Cost(NamedTuple):
    """ms by the clock, and ms that this process worked, all its threads together."""

    clock: float
    work: float


class ReplayNode:
    """Writes what the recorded node wrote, under the present turn's id."""

    def __init__(self, node: Node, recording: Recording) -> None:
        self._updates = {turn.text: turn.updates[node] for turn in recording.turns}

    async def __call__(self, state: BIState) -> dict[str, Any]:
        turn_id, text = state["turn"]["turn_id"], state["turn"]["text"]
        assert text is not None
        update = dict(self._updates[text])
        update["turn"] = {**update["turn"], "turn_id": turn_id}
        if "messages" in update:
            update["messages"] = [
                message.model_copy(update={"id": f"{turn_id}:{n}"})
                for n, message in enumerate(update["messages"])
            ]
        return update


async def rest(state: BIState) -> BIState:
    """As `await_follow_up`, less the JSON Schema that Studio wants."""
    said = interrupt({"said": state["turn"]["answer"]["text"]})
    return entering(FollowUp.model_validate(said))


class Conversation:
    """One thread of one saver, and how many turns it has."""

    def __init__(
        self,
        saver: BaseCheckpointSaver[Any],
        thread_id: str,
        recording: Recording,
        durability: Durability,
    ) -> None:
        self.config: RunnableConfig = {"configurable": {"thread_id": thread_id}}
        self.thread_id = thread_id
        self.turns = 0
        self._recording = recording
        self._durability = durability
        self._graph = _graph(recording, saver)

    async def turn(self) -> Cost:
        """Has the next turn."""
        recorded = self._recording.turns[self.turns % len(self._recording.turns)]
        said = follow_up(f"{self.thread_id}-{self.turns}", recorded.text)
        begin: BIState | Command[Any] = {**entering(said), "session": self._recording.session}
        if self.turns:
            begin = Command(resume=said.model_dump(mode="json"))
        started, worked = time.perf_counter(), time.process_time()
        async for _ in self._graph.astream(
            begin, self.config, stream_mode=["custom", "values"], durability=self._durability
        ):
            pass
        self.turns += 1
        return Cost((time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000)


def _graph(
    recording: Recording, saver: BaseCheckpointSaver[Any]
) -> CompiledStateGraph[BIState, None, BIState, BIState]:
    builder = StateGraph(BIState)
    for node in WORKING_NODES:
        builder.add_node(node, ReplayNode(node, recording))
    builder.add_node(Node.AWAIT_FOLLOW_UP, rest)
    path = (START, *WORKING_NODES, Node.AWAIT_FOLLOW_UP, Node.ROUTER)
    for before, after in pairwise(path):
        builder.add_edge(before, after)
    return builder.compile(checkpointer=saver)
