"""What workers tell one another at once: by publish and subscribe, on one channel.

A signal may get lost with a connection. Each is only a reason to look now at what is written
in the store, and whoever waits for one looks by itself after a while.

    e session/run    there are new events
    c session/run    somebody wants the run stopped
    r session        a run was handed back
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

import structlog

from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from runs import keys

log = structlog.get_logger(__name__)

_RECONNECT_S = 0.5
_POLL_S = 5.0

Handler = Callable[[str], Awaitable[None]]


class Signals:
    """`on_cancel` gets the name of a run, `on_returned` a session's id."""

    def __init__(self, client: StoreClient, *, on_cancel: Handler, on_returned: Handler) -> None:
        self._client = client
        self._handlers = {"c": on_cancel, "r": on_returned}
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._handling: set[asyncio.Task[None]] = set()

    @contextmanager
    def waiter(self, run_name: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever there may be something new of the run."""
        news = asyncio.Event()
        waiting = self._waiting.setdefault(run_name, set())
        waiting.add(news)
        try:
            yield news
        finally:
            waiting.discard(news)
            if not waiting and self._waiting.get(run_name) is waiting:
                del self._waiting[run_name]

    def notify(self, run_name: str) -> None:
        """Wakes this worker's own waiters."""
        for news in self._waiting.get(run_name, ()):
            news.set()

    async def ask_to_cancel(self, run_name: str) -> None:
        await self._publish(f"c {run_name}")

    async def tell_returned(self, session_id: str) -> None:
        await self._publish(f"r {session_id}")

    async def _publish(self, signal: str) -> None:
        with store_errors():
            await self._client.publish(keys.signals(), signal)

    async def listen(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._listen()
            except Exception as error:
                log.warning("signals_interrupted", error=type(error).__name__)
            await asyncio.sleep(_RECONNECT_S)

    async def _listen(self) -> None:
        pubsub = self._client.pubsub()
        try:
            await pubsub.subscribe(keys.signals())
            while True:
                message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=_POLL_S)
                if message is not None and message["type"] == "message":
                    self._handle(message["data"].decode())
        finally:
            with suppress(Exception):
                await pubsub.aclose()  # type: ignore[no-untyped-call]

    def _handle(self, signal: str) -> None:
        kind, _, subject = signal.partition(" ")
        if kind == "e":
            self.notify(subject)
        elif handler := self._handlers.get(kind):
            task = asyncio.ensure_future(handler(subject))
            self._handling.add(task)
            task.add_done_callback(self._handling.discard)
