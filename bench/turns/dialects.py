"""How a turn is asked for, of the service (and its floor) and of `langgraph dev`."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

import orjson

from bench.turns.http import Connection
from bench.turns.sentences import Sentence

TENANT = {"X-Tenant-ID": "acme-corp"}
SESSIONS = "/api/v1/bi/sessions"
_PATHS = {"message": "messages", "refine": "refine", "visualize": "visualization"}
_BODIES = {"message": "message", "refine": "refinement", "visualize": "chart_type"}


class TurnFailed(RuntimeError):
    """A turn that did not end with its answer: its time would say nothing."""


class Timing(NamedTuple):
    """One turn, in ms since its request was sent; `stages` by what was announced, in order."""

    first: float
    whole: float
    stages: dict[str, float]


class Dialect(Protocol):
    async def open(self, connection: Connection) -> str:
        """A new session's id."""

    async def turn(self, connection: Connection, session: str, sentence: Sentence) -> Timing:
        """Raises TurnFailed."""


class ParleyDialect:
    """The chat sessions' endpoints, answered with server-sent events."""

    async def open(self, connection: Connection) -> str:
        created = await connection.json("POST", SESSIONS, {"user_id": "bench"})
        return str(created["session_id"])

    async def turn(self, connection: Connection, session: str, sentence: Sentence) -> Timing:
        path = f"{SESSIONS}/{session}/{_PATHS[sentence.kind]}"
        clock = _Clock()
        ended = False
        async for event in connection.events("POST", path, {_BODIES[sentence.kind]: sentence.says}):
            if event.name == "progress":
                clock.announce(orjson.loads(event.data)["message"], event.at)
            elif event.name == "text":
                clock.announce(_ENDING, event.at)
            elif event.name == "complete":
                ended = True
                clock.end(event.at)
                _check(sentence, orjson.loads(event.data)["result"])
            else:
                raise TurnFailed(f"{sentence}: {event.name} {event.data.decode()}")
        if not ended:
            raise TurnFailed(f"{sentence}: the stream ended without an answer")
        return clock.timing()


class LangGraphDialect:
    """Threads and streamed runs of the platform's own API, as its SDK asks for them."""

    def __init__(self) -> None:
        self._begun: set[str] = set()

    async def open(self, connection: Connection) -> str:
        return str((await connection.json("POST", "/threads", {}))["thread_id"])

    async def turn(self, connection: Connection, session: str, sentence: Sentence) -> Timing:
        # Progress and prose alone: with the state's values in it the stream would be longer.
        begin = {
            "assistant_id": "parley",
            "stream_mode": ["custom"],
            **self._begin(session, sentence),
        }
        clock = _Clock()
        said = False
        async for event in connection.events("POST", f"/threads/{session}/runs/stream", begin):
            if event.name == "error":
                raise TurnFailed(f"{sentence}: {event.data.decode()}")
            if event.name != "custom":
                continue
            data = orjson.loads(event.data)
            said = said or data["type"] == "text"
            clock.announce(_ENDING if said else data["message"], event.at)
        if not said:
            raise TurnFailed(f"{sentence}: nothing was said")
        clock.end(time.perf_counter())
        return clock.timing()

    def _begin(self, session: str, sentence: Sentence) -> dict[str, Any]:
        if session not in self._begun:
            self._begun.add(session)
            return {"input": {"messages": [{"role": "user", "content": sentence.says}]}}
        key = "chart_type" if sentence.kind == "visualize" else "text"
        resume = {
            "turn_id": uuid.uuid4().hex,
            "kind": sentence.kind,
            "at": datetime.now(UTC).isoformat(),
            key: sentence.says,
        }
        return {"command": {"resume": resume}}


_ENDING = "(prose, checkpoint, history, last event)"


class _Clock:
    """Each node announces itself when it begins, so the gaps between are the stages."""

    def __init__(self) -> None:
        self._started = self._since = time.perf_counter()
        self._stage = "(accepting the turn)"
        self._first = 0.0
        self._ended = 0.0
        self._stages: dict[str, float] = {}

    def announce(self, stage: str, at: float) -> None:
        self._first = self._first or at
        if stage != self._stage:
            self._close(at)
            self._stage = stage

    def end(self, at: float) -> None:
        self._first = self._first or at
        self._close(at)
        self._ended = at

    def timing(self) -> Timing:
        started = self._started
        return Timing((self._first - started) * 1000, (self._ended - started) * 1000, self._stages)

    def _close(self, at: float) -> None:
        taken = (at - self._since) * 1000
        self._stages[self._stage] = self._stages.get(self._stage, 0.0) + taken
        self._since = at


def _check(sentence: Sentence, answer: dict[str, Any]) -> None:
    if answer["metadata"]["clarification"] is not None or not answer["sql"]:
        raise TurnFailed(f"{sentence} was not answered with data: {answer['response']}")


DIALECTS: dict[str, type[Dialect]] = {"parley": ParleyDialect, "langgraph": LangGraphDialect}
