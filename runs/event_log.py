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

_PAGE = 500
_ID = re.compile(r"(\d{1,15})(?:-0)?")


async def read(
    client: StoreClient, session_id: str, run_id: str, *, after: int
) -> list[StoredEvent]:
    """Events with numbers above `after`; none when none is there, or the log has expired."""
    found: list[StoredEvent] = []
    with store_errors():
        while True:
            page: Any = await client.xrange(
                keys.events(session_id, run_id), min=f"{after + 1}-0", count=_PAGE
            )
            for event_id, fields in page:
                event = EVENT.validate_json(fields[b"event"])
                found.append(StoredEvent(event_id.decode(), event))
            if len(page) < _PAGE:
                return found
            after = number_of(found[-1].id)


def number_of(event_id: str) -> int:
    """The number of an event by its id; 0 is before the first. Raises InvalidEventId."""
    match = _ID.fullmatch(event_id)
    if match is None:
        raise InvalidEventId("An event's id is the one the stream gave with it, such as 3-0.")
    return int(match[1])


def is_terminal(event: Event) -> bool:
    return isinstance(event, Complete | Failed | Cancelled)
