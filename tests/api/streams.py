"""Streams of events, as a client that may lose its connection reads them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import httpx
from httpx_sse import EventSource, ServerSentEvent

from tests.api.faces import Talk

TERMINAL = {"complete", "error", "cancelled"}


@dataclass(frozen=True)
class Stream:
    """An open stream: its headers, and its events as they come."""

    response: httpx.Response
    events: Iterator[ServerSentEvent]

    @property
    def run_id(self) -> str:
        return self.response.headers["x-run-id"]

    def until(self, agent: str) -> None:
        """Read until that agent begins."""
        for event in self.events:
            if event.event == "progress" and event.json()["agent"] == agent:
                return
        raise AssertionError(f"{agent} never began")

    def rest(self) -> list[ServerSentEvent]:
        return list(self.events)


@contextmanager
def streaming(
    talk: Talk, method: str, tail: str, body: Any = None, **headers: str
) -> Iterator[Stream]:
    sent = {"Accept": "text/event-stream", **headers}
    with talk.client.stream(method, talk.path(tail), json=body, headers=sent) as response:
        if response.status_code != 200:
            response.read()
            raise AssertionError(f"{response.status_code}: {response.text}")
        yield Stream(response, EventSource(response).iter_sse())


def told(talk: Talk, tail: str, body: dict[str, Any], **headers: str) -> list[ServerSentEvent]:
    """All events of a turn."""
    with streaming(talk, "POST", tail, body, **headers) as stream:
        return stream.rest()


def events_of(talk: Talk, run_id: str, **headers: str) -> list[ServerSentEvent]:
    """All events of a run that is there."""
    with streaming(talk, "GET", f"/runs/{run_id}/events", **headers) as stream:
        return stream.rest()


def as_sent(events: list[ServerSentEvent]) -> list[tuple[str, str, str]]:
    return [(event.id, event.event, event.data) for event in events]


def are_in_order(ids: list[str]) -> bool:
    """Whether these are ids of a run's events, none twice; some events are not for every face."""
    numbers = [int(one.removesuffix("-0")) for one in ids]
    return numbers[:1] == [1] and all(before < after for before, after in pairwise(numbers))
