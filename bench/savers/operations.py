"""What single calls of a saver cost, on a thread with a real session's state."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver, Checkpoint, CheckpointTuple
from langgraph.checkpoint.base.id import uuid6

from bench.savers.replay import Conversation
from bench.savers.stores import Contender
from bench.savers.timing import Times, shuffled

_LISTED = 10
# What a turn changes, as a checkpoint under durability "exit" has it.
_CHANGED = ("messages", "turn", "analysis", "branch:to:await_follow_up")


class Calls:
    """The four calls, on the latest checkpoint of a conversation."""

    def __init__(self, saver: BaseCheckpointSaver[Any], found: CheckpointTuple) -> None:
        self._saver = saver
        self._found = found
        values = found.checkpoint["channel_values"]
        # What the node `insight` writes.
        self._writes: Sequence[tuple[str, Any]] = [
            ("analysis", values["analysis"]),
            ("turn", values["turn"]),
            ("messages", values["messages"][-1:]),
            ("branch:to:await_follow_up", None),
        ]
        where = dict(found.config["configurable"])
        del where["checkpoint_id"]
        self._thread: RunnableConfig = {"configurable": where}

    @classmethod
    async def on(cls, conversation: Conversation, saver: BaseCheckpointSaver[Any]) -> Calls:
        found = await saver.aget_tuple(conversation.config)
        assert found is not None
        return cls(saver, found)

    async def put(self) -> None:
        old = self._found.checkpoint
        new = {
            channel: self._saver.get_next_version(old["channel_versions"].get(channel), None)
            for channel in _CHANGED
        }
        checkpoint: Checkpoint = {
            **old,
            "id": str(uuid6()),
            "channel_versions": {**old["channel_versions"], **new},
        }
        await self._saver.aput(self._found.config, checkpoint, self._found.metadata, new)

    async def put_writes(self) -> None:
        await self._saver.aput_writes(
            self._found.config, self._writes, str(uuid6()), "~__pregel_pull, insight"
        )

    async def get_tuple(self) -> None:
        assert await self._saver.aget_tuple(self._thread)

    async def list(self) -> None:
        assert len([each async for each in self._saver.alist(self._thread, limit=_LISTED)])

    def all(self) -> dict[str, Callable[[], Awaitable[None]]]:
        return {
            "put": self.put,
            "get_tuple": self.get_tuple,
            f"list (limit {_LISTED})": self.list,
            # Last: its writes hang on a checkpoint that the others then do not read.
            "put_writes": self.put_writes,
        }


async def measure(
    savers: Sequence[Contender], conversations: Sequence[Conversation], rounds: int
) -> Times:
    """Every saver's calls on its conversation; in each round every saver has its go."""
    calls = [
        (contender.name, await Calls.on(conversation, contender.saver))
        for contender, conversation in zip(savers, conversations, strict=True)
    ]
    times = Times(list(calls[0][1].all()), [name for name, _ in calls])
    for _ in range(rounds):
        for name, each in shuffled(calls):
            for operation, call in each.all().items():
                started = time.perf_counter()
                await call()
                times.add(operation, name, (time.perf_counter() - started) * 1000)
    return times
