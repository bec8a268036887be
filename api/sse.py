"""Server-sent events: the one place that writes frames."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from sse_starlette import EventSourceResponse
from starlette.datastructures import Headers

from api.json_response import to_json

# A comment this often keeps proxies from closing a quiet stream.
HEARTBEAT_S = 15.0
# A reader that takes nothing for this long is let go; its run goes on.
SEND_TIMEOUT_S = 30.0


class Frame(NamedTuple):
    """One event; `id` is where a reader that comes back would go on from."""

    id: str
    event: str
    data: dict[str, Any]


def wants_stream(headers: Headers, asked: bool | None) -> bool:
    """`?stream=` decides where it is given, else whether the client accepts an event stream."""
    if asked is not None:
        return asked
    return "text/event-stream" in headers.get("accept", "").lower()


def event_stream(frames: AsyncIterator[Frame]) -> EventSourceResponse:
    """The frames as a response; ends with them, and with the server."""
    return EventSourceResponse(
        _encoded(frames), ping=HEARTBEAT_S, send_timeout=SEND_TIMEOUT_S, sep="\n"
    )


async def _encoded(frames: AsyncIterator[Frame]) -> AsyncIterator[bytes]:
    async for frame in frames:
        # JSON of ours has no line breaks, so one `data:` line holds it.
        yield b"id: %b\nevent: %b\ndata: %b\n\n" % (
            frame.id.encode(),
            frame.event.encode(),
            to_json(frame.data),
        )
