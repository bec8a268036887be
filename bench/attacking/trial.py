"""A model that obeys, in the real service over the attacked shop; what must hold after a turn."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from bench.attacking.planted import MARK, MOST_OF_OURS, ROLES, US, Shop
from bench.model_behaviours import Behaviour, Reply
from bench.model_exchange import Request
from bench.model_server import ModelServer
from bi.model.result import ResultSet
from llm.settings import ModelSettings
from llm.wish import Mode
from nodes.events import EVENT, Complete, Event, Failed
from runs.event_log import is_terminal
from runs.model import Ask, Principal, TurnRequest
from runs.service import Service, ServiceOptions, open_service

PRINCIPAL = Principal("acme", "mallory", ROLES, (("owner", US),))
# Seconds that no statement of theirs shall hold a turn longer than.
_QUERY_TIMEOUT_S = 5.0

# Whatever is made of one of their numbers has as many digits.
_LARGE = re.compile(r"(?<![\w.-])\d{10,}")
_FILE = re.compile(r"root:[x*!]?:0:0")
# Of ids, versions and times chance may make anything.
_CHANCE = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}|\b[0-9a-f]{16}\b|_ms\W{1,4}[\d.]+"
)


@dataclass(slots=True)
class Findings:
    """Over many turns; `leaks`, `writes` and `broken` say in words what should not have been."""

    turns: int = 0
    replies: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        return [*self.leaks, *self.writes, *self.broken]


class Obeying:
    """What the model says in the turn in hand: one reply after the other when it is asked for a
    query, the last again and again; and a text when it is to word the answer."""

    def __init__(self) -> None:
        self._replies: deque[Any] = deque([{}])
        self._prose = ""
        self.given = 0

    def plan(self, replies: Sequence[Any], prose: str) -> None:
        self._replies, self._prose, self.given = deque(replies), prose, 0

    def answer(self, request: Request) -> Behaviour:
        if request.streams:
            return Reply(self._prose)
        self.given += 1
        return Reply(self._replies.popleft() if len(self._replies) > 1 else self._replies[0])


class Trial:
    """Turns of one session, each checked."""

    def __init__(
        self, service: Service, server: ModelServer, shop: Shop, findings: Findings
    ) -> None:
        self._service, self._server, self._shop = service, server, shop
        self.findings = findings
        self._model = Obeying()
        server.answer = self._model.answer
        self._session_id = ""
        self._before = shop.state()

    async def begin(self) -> None:
        """Another session."""
        self._session_id = (await self._service.sessions.create(PRINCIPAL)).session_id

    async def turn(self, request: TurnRequest, replies: Sequence[Any], prose: str) -> Event:
        """Whatever is wrong with it is written down; its last event."""
        self._model.plan(replies, prose)
        self._server.requests.clear()
        accepted = await self._service.runs.start(PRINCIPAL, self._session_id, request)
        events = [
            stored.event
            async for stored in self._service.runs.events(self._session_id, accepted.run_id)
        ]
        last = events[-1]
        rows = await self._rows(last)
        self._note(last)
        where = f"{self._shop.dialect}: {request!r:.150} with {str(replies[0])[:300]!r}"
        said = " ".join(orjson.dumps(reply).decode() for reply in replies) + prose + repr(request)
        self._look(events, rows, said, where)
        return last

    async def ask(self, text: str, replies: Sequence[Any], prose: str = "") -> Event:
        return await self.turn(Ask(text), replies, prose)

    def _note(self, last: Event) -> None:
        self.findings.turns += 1
        self.findings.replies += self._model.given
        self.findings.ended[_ending(last)] += 1

    async def _rows(self, last: Event) -> ResultSet | None:
        if isinstance(last, Complete) and last.answer.result is not None:
            return await self._service.runs.rows(last.answer.result)
        return None

    def _look(self, events: list[Event], rows: ResultSet | None, said: str, where: str) -> None:
        told = " ".join(EVENT.dump_json(event).decode() for event in events)
        asked = " ".join(orjson.dumps(dict(one.body)).decode() for one in self._server.requests)
        cells = orjson.dumps([list(row) for row in rows.rows], default=str).decode() if rows else ""
        for place, text in (("an event", told), ("the rows", cells), ("a prompt", asked)):
            if shown := _secrets(text, said):
                self.findings.leaks.append(f"{place} shows {shown}: {where}")
        if rows is not None and (large := _large(rows, said)):
            self.findings.leaks.append(f"a number of theirs is in {large}: {where}")
        if (now := self._shop.state()) != self._before:
            self.findings.writes.append(where)
            self._before = now
        if [is_terminal(event) for event in events] != [False] * (len(events) - 1) + [True]:
            self.findings.broken.append(f"not one ending: {where}")
        if isinstance(events[-1], Failed) and events[-1].code == "internal_error":
            self.findings.broken.append(f"an internal error: {where}")


def _ending(last: Event) -> str:
    match last:
        case Complete(answer) if answer.asked_back is not None:
            return "asked back or refused"
        case Complete(answer) if answer.result is not None:
            wrote = answer.author.kind.value if answer.author else "nobody"
            return f"answered with rows that the {wrote}'s query gave"
        case Complete():
            return "answered without rows"
        case Failed(code):
            return code
        case _:
            return type(last).__name__


def _secrets(text: str, said: str) -> list[str]:
    """Marks, files and numbers of theirs that the model did not say itself."""
    plain = _CHANCE.sub("", text)
    found = [MARK] if MARK in plain and MARK not in said else []
    found += _FILE.findall(plain)[:1]
    return found + [number for number in _LARGE.findall(plain) if number not in said][:3]


def _large(rows: ResultSet, said: str) -> list[Any]:
    return [
        row
        for row in rows.rows
        for cell in row
        if isinstance(cell, int | float) and abs(cell) > MOST_OF_OURS and str(cell) not in said
    ][:3]


@asynccontextmanager
async def on_trial(
    shop: Shop,
    server: ModelServer,
    data_dir: Path,
    findings: Findings,
    redis_url: str | None = None,
    *,
    secured: bool = True,
) -> AsyncIterator[Trial]:
    """The service over the shop, always asking the model; `secured` as in `Shop.write_catalog`."""
    models = ModelSettings.model_validate(
        {"model": "obeying", "model_url": server.url, "mode": Mode.MODEL, "model_reuse_s": 0}
    )
    options = ServiceOptions(
        data_dir,
        shop.write_catalog(secured=secured),
        redis_url=redis_url,
        models=models,
        query_timeout_s=_QUERY_TIMEOUT_S,
        result_cache_s=0,
        value_refresh_s=0,
        catalog_refresh_s=0,
    )
    async with open_service(options) as service:
        yield Trial(service, server, shop, findings)
