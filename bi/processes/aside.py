"""Work that holds the interpreter, done in a process beside this one.

In this process it would stop every other turn for as long. The process is started when it is first
needed, has one call at a time, ends with the event loop that started it, and is replaced when it
breaks or takes too long.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple, Unpack

from anyio import BrokenWorkerProcess, CapacityLimiter, to_process
from anyio.lowlevel import RunVar

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

_STARTING: RunVar[asyncio.Lock] = RunVar("who has a process started")


class ProcessFailed(Exception):
    """The process broke, or took too long; the text says which."""


class Aside:
    """Calls of one kind. `purpose` ends a sentence: "the process that draws charts"."""

    def __init__(self, purpose: str, *, timeout_s: float) -> None:
        self._purpose = purpose
        self._timeout_s = timeout_s
        # Of each event loop, which is one a process.
        self._limiters: RunVar[CapacityLimiter] = RunVar(f"the process that {purpose}")

    async def call(
        self, function: Callable[[Unpack[Arguments]], Result], *arguments: *Arguments
    ) -> Result:
        """A function of a module, with what can be pickled; waiting for its turn counts as time.

        Raises ProcessFailed, and what the function raises.
        """
        try:
            async with asyncio.timeout(self._timeout_s):
                try:
                    return await self._run(function, *arguments)
                except BrokenWorkerProcess:
                    # The one that idled may have died since; that is seen when it is asked.
                    return await self._run(function, *arguments)
        except TimeoutError:
            seconds = f"{self._timeout_s:g} s"
            raise ProcessFailed(
                f"the process that {self._purpose} took longer than {seconds}"
            ) from None
        except BrokenWorkerProcess as error:
            raise ProcessFailed(f"the process that {self._purpose} broke") from error

    async def _run(
        self, function: Callable[[Unpack[Arguments]], Result], *arguments: *Arguments
    ) -> Result:
        """A call that is cancelled, or too late, ends with its process."""
        async with self._limiter():
            async with _of_loop(_STARTING, asyncio.Lock):
                # A process that is cancelled while it starts is left behind by the library, and an
                # event loop that has one never closes. So it is started for nothing, undisturbed;
                # the call takes it before anyone else may look for one.
                starting = to_process.run_sync(_nothing, limiter=CapacityLimiter(1))
                await _undisturbed(asyncio.create_task(starting))
                call = asyncio.create_task(
                    to_process.run_sync(
                        function, *arguments, cancellable=True, limiter=CapacityLimiter(1)
                    )
                )
            try:
                return await asyncio.shield(call)
            except asyncio.CancelledError:
                # It ends its process, and would leave it if it were cancelled once more at that.
                call.cancel()
                with contextlib.suppress(Exception, asyncio.CancelledError):
                    await _undisturbed(call)
                raise

    def _limiter(self) -> CapacityLimiter:
        return _of_loop(self._limiters, lambda: CapacityLimiter(1))


def _nothing() -> None:
    """Done in a process that is there then."""


def _of_loop(kept: RunVar[Result], make: Callable[[], Result]) -> Result:
    try:
        return kept.get()
    except LookupError:
        kept.set(made := make())
        return made


async def _undisturbed(task: asyncio.Task[Result]) -> Result:
    """Whoever is cancelled meanwhile is so once it is done."""
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        if not task.cancelled():
            task.exception()  # seen
        raise cancelled
    return task.result()
