"""Work that holds the interpreter, done in a process beside this one.

In this process it would stop every other turn for as long. The process is started when it is first
needed, has one call at a time, ends with the event loop that started it, and is replaced when it
breaks or takes too long.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple, Unpack

from anyio import BrokenWorkerProcess, CapacityLimiter, to_process
from anyio.lowlevel import RunVar

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")


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
        return await to_process.run_sync(
            function, *arguments, cancellable=True, limiter=self._limiter()
        )

    def _limiter(self) -> CapacityLimiter:
        try:
            return self._limiters.get()
        except LookupError:
            limiter = CapacityLimiter(1)
            self._limiters.set(limiter)
            return limiter
