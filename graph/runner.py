"""One turn on the graph, as events. The only place that reads LangGraph's stream parts."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any, cast

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.serde.types import INTERRUPT, RESUME
from langgraph.types import Command

from graph.build import Graph
from nodes.answer import Answer
from nodes.codec import decode
from nodes.events import Complete, Event, Failed, Terminal
from nodes.failure import failure_of
from nodes.names import Node
from nodes.state import BIState, Failure, FollowUp, SessionFacts
from nodes.turns import entering

# The longest way through the graph is seven nodes (resume, router, sql, viz, insight, a
# failure's handler, rest); ten leaves room and still ends a circle.
MOST_NODE_VISITS = 10


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs turns of sessions; whoever calls it holds the session's lock."""

    graph: Graph

    async def state(self, session_id: str) -> BIState | None:
        """What the session's checkpoint holds; None before its first turn."""
        snapshot = await self.graph.aget_state(_config(session_id))
        return cast(BIState, snapshot.values) or None

    async def ending(self, session_id: str, turn_id: str) -> Terminal | None:
        """How a turn ended whose runner did not see it end; None if it did not.

        A cancellation may come when the checkpoint is already written.
        """
        snapshot = await self.graph.aget_state(_config(session_id))
        state = cast(BIState, snapshot.values)
        if not snapshot.interrupts or state["turn"]["turn_id"] != turn_id:
            return None
        return _ending(state, 0.0)

    async def stream(
        self, session_id: str, facts: SessionFacts, follow_up: FollowUp
    ) -> AsyncIterator[Event]:
        """Progress and text as they come, then exactly one terminal event.

        Nothing of a failing turn is raised; only cancellation passes through.
        """
        started = time.perf_counter()
        last: BIState = {}
        try:
            begin = await self._begin(session_id, facts, follow_up)
            async for part in self.graph.astream(
                begin,
                _config(session_id),
                stream_mode=["custom", "values"],
                # One checkpoint a turn: a killed turn rolls back to the last rest.
                durability="exit",
                version="v2",
            ):
                if part["type"] == "custom":
                    yield part["data"]
                elif part["type"] == "values":
                    last = part["data"]
            ending = _ending(last, (time.perf_counter() - started) * 1000)
        except Exception as error:
            ending = _failed(failure_of(error))
        yield ending

    async def _begin(
        self, session_id: str, facts: SessionFacts, follow_up: FollowUp
    ) -> BIState | Command[Any] | None:
        """New sessions start, resting ones resume, parked ones are led back to their rest.

        A thread is parked when its run was cancelled or killed: a resume would be dropped
        silently, so the new turn is written as if the session had rested as before.
        """
        config = _config(session_id)
        saver = self.graph.checkpointer
        assert isinstance(saver, BaseCheckpointSaver)
        # Not `aget_state`: it prepares the next step's tasks too, which takes as long again.
        saved = await saver.aget_tuple(config)
        if saved is None:
            return {**entering(follow_up), "session": facts}
        written = {channel: value for _, channel, value in saved.pending_writes or ()}
        # With a resume beside it, the interrupt was answered by a run that then was cancelled:
        # resumed again, the graph would take that older answer.
        if INTERRUPT in written and RESUME not in written:
            interrupt = written[INTERRUPT][0]
            return Command(resume={interrupt.id: follow_up.model_dump(mode="json")})
        # A run writes one checkpoint, so the parent of a parked one is the rest before it: the
        # turn goes on from there, and what the cancelled one had made so far is forgotten.
        rest = saved.config if INTERRUPT in written else saved.parent_config or saved.config
        await self.graph.aupdate_state(rest, entering(follow_up), as_node=Node.AWAIT_FOLLOW_UP)
        return None


def _config(session_id: str) -> RunnableConfig:
    return {"configurable": {"thread_id": session_id}, "recursion_limit": MOST_NODE_VISITS}


def _ending(state: BIState, elapsed_ms: float) -> Terminal:
    turn = state["turn"]
    if "answer" in turn:
        return Complete(replace(decode(Answer, turn["answer"]), elapsed_ms=elapsed_ms))
    return _failed(turn["failure"])


def _failed(failure: Failure) -> Failed:
    return Failed(**failure)
