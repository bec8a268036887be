"""Runs told on one connection, one after another, none of them twice at a time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable

from api.sse import Frame
from bi.model.errors import QueueFull

# More than a session's queue holds.
_MOST_WAITING = 32

Tell = Callable[[str, Frame], Awaitable[None]]


class Telling:
    """`tell` gets each frame with its run's id. `in`: it is being told, or waits for it."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._runs: OrderedDict[str, AsyncIterator[Frame]] = OrderedDict()
        self._ever: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    def has_heard_of(self, run_id: str) -> bool:
        """Whether the run was told here, or is going to be."""
        return run_id in self._ever

    def __contains__(self, run_id: str) -> bool:
        return run_id in self._runs

    def add(self, run_id: str, frames: AsyncIterator[Frame]) -> None:
        """Tell a run when those before it have been told; not one that is being told.

        Raises QueueFull; the run goes on all the same, and can be resumed.
        """
        if len(self._runs) >= _MOST_WAITING:
            raise QueueFull(
                "This connection has too many turns to tell. The turn goes on; resume it later.",
                run_id=run_id,
            )
        self._ever.add(run_id)
        self._runs.setdefault(run_id, frames)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._tell_all())

    def stop(self) -> None:
        """The runs go on by themselves."""
        if self._task is not None:
            self._task.cancel()

    async def _tell_all(self) -> None:
        while self._runs:
            run_id, frames = next(iter(self._runs.items()))
            async for frame in frames:
                if frame.event in ("complete", "error", "cancelled"):
                    # Taken out first: upon this message the client may ask for the run again.
                    self._runs.pop(run_id, None)
                await self._tell(run_id, frame)
            self._runs.pop(run_id, None)
