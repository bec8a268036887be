"""Stopping without losing anything: what happens between the signal and the server's end.

uvicorn closes its socket as soon as it is told to stop, so the signal is caught before it. A
draining process still answers: new turns are refused with 503, running ones and their streams
go on for a bound, what is left is handed over, and only then the server is told.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from structlog import get_logger

from bi.model.errors import ServiceDraining

_SIGNALS = (signal.SIGTERM, signal.SIGINT)

_T = TypeVar("_T")
_log = get_logger(__name__)


class Drain:
    """Whether this process is stopping, and who in it waits for what it may not live to see."""

    def __init__(self) -> None:
        self._is_draining = False
        self._is_over = False
        self._waits: set[asyncio.Timeout] = set()

    @property
    def is_draining(self) -> bool:
        return self._is_draining

    async def wait_for(self, awaited: Awaitable[_T]) -> _T:
        """What comes of it. Raises ServiceDraining when the process stops before."""
        limit = asyncio.timeout(0 if self._is_over else None)
        self._waits.add(limit)
        try:
            async with limit:
                return await awaited
        except TimeoutError:
            if not limit.expired():
                raise
            raise ServiceDraining(
                "The service is being restarted; the turn goes on. Ask for its run again shortly."
            ) from None
        finally:
            self._waits.discard(limit)

    def begin(self) -> None:
        self._is_draining = True

    def end(self) -> None:
        """From here on nobody waits any longer."""
        self._is_draining = True
        self._is_over = True
        now = asyncio.get_running_loop().time()
        for limit in self._waits:
            limit.reschedule(now)


@contextmanager
def draining_on_signals(
    drain: Drain, finish: Callable[[float], Awaitable[None]], *, seconds: float
) -> Iterator[None]:
    """While the body runs, SIGTERM and SIGINT drain first, and then do what they did before.

    `finish` ends what runs, within the seconds it is given. A second signal of the same kind
    takes its effect at once; one of another kind does not, since Ctrl-C reaches a worker twice,
    from the terminal and from its parent. To be entered in the event loop, after the server set
    its own handlers. Outside the main thread there are no signals, and this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    stop = _Stop(drain, finish, seconds)
    stop.catch()
    try:
        yield
    finally:
        stop.release()
        stop.abandon()


class _Stop:
    def __init__(
        self, drain: Drain, finish: Callable[[float], Awaitable[None]], seconds: float
    ) -> None:
        self._drain = drain
        self._finish = finish
        self._seconds = seconds
        self._loop = asyncio.get_running_loop()
        self._came: set[int] = set()
        self._servers: dict[signal.Signals, signal.Handlers] = {}
        self._task: asyncio.Task[None] | None = None

    def catch(self) -> None:
        for sig in _SIGNALS:
            self._servers[sig] = signal.signal(sig, self._handle)  # type: ignore[assignment]

    def release(self) -> None:
        """Give the signals back to the server; those who look for its handlers find them."""
        for sig, handler in self._servers.items():
            signal.signal(sig, handler)
        self._servers.clear()

    def abandon(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _handle(self, number: int, _: FrameType | None) -> None:
        # Runs between any two steps of anything, so it leaves the work to the loop.
        self._loop.call_soon_threadsafe(self._take, number)

    def _take(self, number: int) -> None:
        if number in self._came:
            self.abandon()
            self._stop_server(number)
        elif self._task is None:
            self._drain.begin()
            self._task = asyncio.create_task(self._run(number))
        self._came.add(number)

    async def _run(self, number: int) -> None:
        _log.info("draining", seconds=self._seconds)
        try:
            await self._finish(self._seconds)
        except Exception:
            _log.exception("drain_failed")
        self._stop_server(number)

    def _stop_server(self, number: int) -> None:
        self._drain.end()
        if self._servers:
            self.release()
            signal.raise_signal(number)
