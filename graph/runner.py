"""One turn on the graph. The only place that reads what LangGraph streams."""

from __future__ import annotations

import time
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from typing import Any, cast

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import CheckpointTuple
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.types import INTERRUPT, RESUME
from langgraph.types import Command, StateSnapshot

from bi.model.errors import LeaseLost, StoreUnavailable
from checkpoints.errors import CheckpointMissing
from checkpoints.saver import AsyncRedisSaver
from graph.build import Graph, build_graph
from nodes.answer import Answer
from nodes.codec import decode
from nodes.events import Complete, Failed, Terminal
from nodes.failure import failure_of
from nodes.names import Node
from nodes.services import Services
from nodes.state import BIState, Failure, FollowUp, SessionFacts
from nodes.telling import TurnContext
from nodes.turns import entering

# The longest way through the graph is eight nodes (resume, router, sql, forecast, viz, insight,
# a failure's handler, rest); ten leaves room and still ends a circle.
MOST_NODE_VISITS = 10


@dataclass(frozen=True, slots=True)
class Place:
    """Where a turn runs: the session's thread, and the checkpoint that it goes on from.

    `head` None: the session has not rested yet. `is_at_rest`: the thread is known to be as that
    checkpoint left it. `lease` is the store's key and value without
    which nothing may be written to the thread any more (see `checkpoints.AsyncRedisSaver`).
    """

    session_id: str
    head: str | None
    is_at_rest: bool = False
    lease: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """The terminal event. `rests`: the thread's latest checkpoint is the state after it."""

    event: Terminal
    rests: bool


class Runner:
    """Runs turns of sessions; whoever calls it holds the session."""

    def __init__(self, services: Services, saver: AsyncRedisSaver) -> None:
        self._services = services
        self._saver = saver
        self._graph = build_graph(services, saver)

    async def state(self, session_id: str, checkpoint_id: str) -> BIState:
        """The state at a checkpoint. Raises CheckpointMissing."""
        found = await self._tuple(session_id, checkpoint_id)
        return cast(BIState, found.checkpoint["channel_values"])

    async def snapshot(self, session_id: str, checkpoint_id: str) -> StateSnapshot:
        """The same with what LangGraph knows about it. Raises CheckpointMissing."""
        config = thread_config(Place(session_id, checkpoint_id))
        config["configurable"]["checkpoint_id"] = checkpoint_id
        snapshot = await self._graph.aget_state(config)
        if not snapshot.values:
            raise CheckpointMissing("a checkpoint on record has expired before its session")
        return snapshot

    async def ending_at(self, session_id: str, checkpoint_id: str) -> Terminal | None:
        """How the turn ended that left this checkpoint; None when it has expired."""
        try:
            return _ending(await self.state(session_id, checkpoint_id), 0.0).event
        except CheckpointMissing:
            return None

    async def answered(self, session_id: str, turn_id: str) -> Ending | None:
        """How a turn ended whose runner did not see it end; None if it did not.

        A cancellation, or a kill, may come when the checkpoint is already written.
        """
        snapshot = await self._graph.aget_state(thread_config(Place(session_id, None)))
        state = cast(BIState, snapshot.values)
        if not snapshot.interrupts or state["turn"]["turn_id"] != turn_id:
            return None
        return _ending(state, 0.0)

    async def run(
        self,
        place: Place,
        facts: SessionFacts,
        follow_up: FollowUp,
        context: TurnContext,
    ) -> Ending:
        """Tells the context's listener of progress and text; returns how the turn ended.

        Nothing of a failing turn is raised but what the store says: StoreUnavailable and
        LeaseLost, upon which the turn can be run again.
        """
        begin = self._begin(place, facts, follow_up)
        return await run_turn(self._graph, thread_config(place), begin, context)

    async def run_aside(
        self,
        place: Place,
        facts: SessionFacts,
        follow_up: FollowUp,
        context: TurnContext,
    ) -> Ending:
        """As `run`, from the state at `place.head`, which stays as it is, and on fresh rows."""
        aside = build_graph(self._services, InMemorySaver())
        begin = self._begin_aside(place, facts, follow_up)
        config = thread_config(Place(place.session_id, None))
        return await run_turn(aside, config, begin, replace(context, fresh=True))

    async def _begin(
        self, place: Place, facts: SessionFacts, follow_up: FollowUp
    ) -> BIState | Command[Any] | None:
        """New sessions start, resting ones resume, disturbed ones are led back to their rest.

        A thread is disturbed when a run was cancelled or killed after it wrote: a resume would
        be dropped silently, or take that run's answer to the interrupt. So the turn is written
        upon the checkpoint on record, as if the session had rested there as before.
        """
        resume = follow_up.model_dump(mode="json")
        if place.head is not None and place.is_at_rest:
            return Command(resume=resume)
        config = thread_config(place)
        pending = await self._saver.aget_pending(config)
        if place.head is None:
            if pending is not None:
                await self._saver.aclear(config)
            return {**entering(follow_up), "session": facts}
        if pending is None:
            raise CheckpointMissing("a checkpoint on record has expired before its session")
        written = {channel: value for _, channel, value in pending.writes}
        if pending.checkpoint_id == place.head and INTERRUPT in written and RESUME not in written:
            interrupt = written[INTERRUPT][0]
            return Command(resume={interrupt.id: resume})
        config["configurable"]["checkpoint_id"] = place.head
        await self._graph.aupdate_state(config, entering(follow_up), as_node=Node.AWAIT_FOLLOW_UP)
        return None

    async def _begin_aside(self, place: Place, facts: SessionFacts, follow_up: FollowUp) -> BIState:
        if place.head is None:
            return {**entering(follow_up), "session": facts}
        before = await self.state(place.session_id, place.head)
        said = [*before.get("messages", ()), *entering(follow_up)["messages"]]
        return {**before, **entering(follow_up), "messages": said}

    async def _tuple(self, session_id: str, checkpoint_id: str) -> CheckpointTuple:
        config = thread_config(Place(session_id, checkpoint_id))
        config["configurable"]["checkpoint_id"] = checkpoint_id
        found = await self._saver.aget_tuple(config)
        if found is None:
            raise CheckpointMissing("a checkpoint on record has expired before its session")
        return found


async def run_turn(
    graph: Graph,
    config: RunnableConfig,
    begin: Awaitable[BIState | Command[Any] | None],
    context: TurnContext,
) -> Ending:
    """One turn on any graph of ours. Raises as `Runner.run` does."""
    started = time.perf_counter()
    last: BIState = {}
    try:
        stream = graph.astream(
            await begin,
            config,
            context=context,
            stream_mode="values",
            # A list: into the value of a single key LangGraph would write the interrupt.
            output_keys=["turn"],
            # One checkpoint a turn: a killed turn rolls back to the last rest.
            durability="exit",
        )
        async for values in stream:
            last = cast(BIState, values)
    except (StoreUnavailable, LeaseLost):
        raise
    except Exception as error:
        return Ending(_failed(failure_of(error)), rests=False)
    return _ending(last, (time.perf_counter() - started) * 1000)


def thread_config(place: Place) -> RunnableConfig:
    where: dict[str, Any] = {"thread_id": place.session_id}
    if place.lease is not None:
        where["__fence"] = place.lease
    return {"configurable": where, "recursion_limit": MOST_NODE_VISITS}


def _ending(state: BIState, elapsed_ms: float) -> Ending:
    turn = state["turn"]
    if "answer" in turn:
        answer = replace(decode(Answer, turn["answer"]), elapsed_ms=elapsed_ms)
        return Ending(Complete(answer), rests=True)
    return Ending(_failed(turn["failure"]), rests=True)


def _failed(failure: Failure) -> Failed:
    return Failed(**failure)
