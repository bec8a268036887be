"""A client as it should be: it comes back with where it was, to whichever worker answers."""

from __future__ import annotations

import asyncio
import json
import random
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import httpx

from tests.faults.workers import Worker

SESSIONS = "/api/v1/bi/sessions"
TERMINAL = ("complete", "error", "cancelled")
_UNAVAILABLE = 503
_CONNECT_S = 1.0
_PAUSE_S = 0.1


@dataclass(frozen=True, slots=True)
class Turn:
    """What to say: the path of its endpoint, and the body."""

    path: str
    body: dict[str, str]

    @property
    def said(self) -> str:
        """Its line in the history."""
        (word,) = self.body.values()
        return f"Show it as {word}" if self.path == "visualization" else word


@dataclass(frozen=True, slots=True)
class Frame:
    """One server-sent event; `number` 0: it has no id, and is the stream's alone."""

    number: int
    event: str
    data: dict[str, Any]

    @property
    def is_terminal(self) -> bool:
        return self.number > 0 and self.event in TERMINAL


@dataclass(slots=True)
class Tally:
    """What the clients went through."""

    broken_streams: int = 0
    sent_again: int = 0
    unavailable: int = 0


class Client:
    """Speaks to any of the workers; what is random about it comes from the seed.

    A worker that says nothing for `patience_s` hangs, and another one is asked.
    """

    def __init__(self, workers: Sequence[Worker], seed: int, patience_s: float = 5.0) -> None:
        self.tally = Tally()
        self._workers = workers
        self._random = random.Random(f"client {seed}")
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
        self._http = httpx.AsyncClient(
            timeout=httpx.Timeout(patience_s, connect=_CONNECT_S), limits=limits
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def session(self) -> str:
        body = await self.call("POST", SESSIONS, json={}, headers=_with_key())
        return str(body["session_id"])

    async def call(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """The JSON answer of a call that may be made twice."""
        while True:
            response = await self._try(method, path, **options)
            if response is not None:
                body: dict[str, Any] = response.json()
                return body

    async def ask(self, session_id: str, turn: Turn) -> tuple[str, dict[str, Any]]:
        """The run, and its answer or error as JSON; sent again until there is one."""
        path = f"{SESSIONS}/{session_id}/{turn.path}"
        headers = _with_key()
        while True:
            response = await self._try("POST", path, json=turn.body, headers=headers)
            if response is not None:
                body: dict[str, Any] = response.json()
                return response.headers["X-Run-ID"], body
            self.tally.sent_again += 1

    async def told(
        self,
        session_id: str,
        turn: Turn,
        *,
        on_run: Callable[[str], None] | None = None,
        frames: list[Frame] | None = None,
    ) -> tuple[str, list[Frame]]:
        """The run, and each of its events once, from as many streams as it takes.

        `on_run` gets the run as soon as it is known, `frames` each event as it arrives.
        """
        path = f"{SESSIONS}/{session_id}/{turn.path}"
        headers = {"Accept": "text/event-stream", **_with_key()}
        frames = [] if frames is None else frames
        run_id = None
        while run_id is None:
            stream = self._stream("POST", path, frames, json=turn.body, headers=headers)
            async for run_id in stream:
                if on_run is not None:
                    on_run(run_id)
            if run_id is None:
                self.tally.sent_again += 1
        if not frames or not frames[-1].is_terminal:
            await self.follow(session_id, run_id, frames)
        return run_id, frames

    async def follow(
        self, session_id: str, run_id: str, frames: list[Frame] | None = None
    ) -> list[Frame]:
        """The run's events after `frames`, which are added to it up to the terminal one."""
        frames = [] if frames is None else frames
        path = f"{SESSIONS}/{session_id}/runs/{run_id}/events"
        while not frames or not frames[-1].is_terminal:
            headers = {"Last-Event-ID": f"{frames[-1].number}-0"} if frames else {}
            async for _ in self._stream("GET", path, frames, headers=headers):
                pass
        return frames

    async def _stream(
        self, method: str, path: str, frames: list[Frame], **options: Any
    ) -> AsyncIterator[str]:
        """The run's id as soon as it is known; ends with the stream, whole or broken."""
        try:
            async with self._http.stream(method, self._url(path), **options) as response:
                if not await self._is_answered(response):
                    return
                yield response.headers["X-Run-ID"]
                async for frame in frames_of(response):
                    if frame.number == 0:
                        break
                    # Some events are not for this face; what is in the log is checked there.
                    last = frames[-1].number if frames else 0
                    assert frame.number > last, (path, frames, frame)
                    frames.append(frame)
                    if frame.is_terminal:
                        return
        except httpx.TransportError:
            pass
        self.tally.broken_streams += 1
        await self._pause()

    async def _try(self, method: str, path: str, **options: Any) -> httpx.Response | None:
        """None: nobody answered for now."""
        try:
            response = await self._http.request(method, self._url(path), **options)
        except httpx.TransportError:
            await self._pause()
            return None
        return response if await self._is_answered(response) else None

    async def _is_answered(self, response: httpx.Response) -> bool:
        if response.is_success:
            return True
        await response.aread()
        reason = response.json()["error"]["details"]["reason"]
        assert response.status_code == _UNAVAILABLE, response.text
        if reason == "run_lost":
            return True
        self.tally.unavailable += 1
        await self._pause()
        return False

    def _url(self, path: str) -> str:
        return self._random.choice(self._workers).url + path

    async def _pause(self) -> None:
        await asyncio.sleep(self._random.uniform(0, _PAUSE_S))


def _with_key() -> dict[str, str]:
    return {"X-Idempotency-Key": uuid.uuid4().hex}


async def frames_of(response: httpx.Response) -> AsyncIterator[Frame]:
    """Whole events; what a broken stream cut in two is not one."""
    fields: dict[str, str] = {}
    async for line in response.aiter_lines():
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "event" in fields:
            number = int(fields.get("id", "0-0").removesuffix("-0"))
            yield Frame(number, fields["event"], json.loads(fields["data"]))
            fields = {}
