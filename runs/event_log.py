"""A run's events in a Redis stream; the stream's ids are the SSE ids.

Events are numbered `1-0`, `2-0` … by the worker that runs, so writing one twice changes
nothing, and whoever reads knows where it is: on any worker, during the run and after it.
"""

from __future__ import annotations

import re
from typing import Any

from bi.model.errors import InvalidEventId
from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from nodes.events import EVENT, Cancelled, Complete, Event, Failed
from runs import keys
from runs.model import StoredEvent

PAGE = 500
_ID = re.compile(r"(\d{1,15})(?:-0)?")


async def read(
    client: StoreClient, session_id: str, run_id: str, *, after: int
) -> list[StoredEvent]:
    """Events with numbers above `after`; none when none is there, or the log has expired."""
    found: list[StoredEvent] = []
    with store_errors():
        while True:
            page: Any = await client.xrange(
                keys.events(session_id, run_id), min=event_id(after + 1), count=PAGE
            )
            found += map(decode, page)
            if len(page) < PAGE:
                return found
            after = number_of(found[-1].id)


def decode(entry: tuple[bytes, Any]) -> StoredEvent:
    """`entry` is of a stream: its id, and its fields as a mapping or as a flat list."""
    stored_id, fields = entry
    body = fields[b"event"] if isinstance(fields, dict) else fields[1]
    return StoredEvent(stored_id.decode(), EVENT.validate_json(body))


def event_id(number: int) -> str:
    return f"{number}-0"


def number_of(event_id: str) -> int:
    """The number of an event by its id; 0 is before the first. Raises InvalidEventId."""
    match = _ID.fullmatch(event_id)
    if match is None:
        raise InvalidEventId("An event's id is the one the stream gave with it, such as 3-0.")
    return int(match[1])


def is_terminal(event: Event) -> bool:
    return isinstance(event, Complete | Failed | Cancelled)
