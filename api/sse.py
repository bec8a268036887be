"""Server-sent events: the one place that writes frames."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any, NamedTuple

from sse_starlette import EventSourceResponse
from starlette.datastructures import Headers

from api.json_response import to_json

# A comment this often keeps proxies from closing a quiet stream.
HEARTBEAT_S = 15.0
# A reader that takes nothing for this long is let go; its run goes on.
SEND_TIMEOUT_S = 30.0
# How long a reader whose stream broke should wait before it comes back.
_RETRY = b"retry: 1000\n"


class Frame(NamedTuple):
    """One event; `id` is where a reader that comes back would go on from.

    None: the event is of this stream alone, and leaves the reader where it is.
    """

    id: str | None
    event: str
    data: dict[str, Any]


def wants_stream(headers: Headers, asked: bool | None) -> bool:
    """`?stream=` decides where it is given, else whether the client accepts an event stream."""
    if asked is not None:
        return asked
    return "text/event-stream" in headers.get("accept", "").lower()


def event_stream(
    frames: AsyncIterator[Frame],
    headers: Mapping[str, str] | None = None,
    *,
    resumes: bool = True,
) -> EventSourceResponse:
    """The frames as a response; ends with them, and with the server.

    `resumes`: a reader whose stream broke may come back for the rest, and is told when.
    """
    return EventSourceResponse(
        _encoded(frames, _RETRY if resumes else b""),
        headers=headers,
        ping=HEARTBEAT_S,
        send_timeout=SEND_TIMEOUT_S,
        sep="\n",
    )


async def _encoded(frames: AsyncIterator[Frame], first: bytes) -> AsyncIterator[bytes]:
    async for frame in frames:
        place = b"" if frame.id is None else b"id: %b\n" % frame.id.encode()
        # JSON of ours has no line breaks, so one `data:` line holds it.
        yield b"%b%bevent: %b\ndata: %b\n\n" % (
            first,
            place,
            frame.event.encode(),
            to_json(frame.data),
        )
        first = b""


async def read_ahead(frames: AsyncIterator[Frame]) -> AsyncIterator[Frame] | None:
    """The same frames; None when there are none."""
    try:
        first = await anext(frames)
    except StopAsyncIteration:
        return None
    return _after(first, frames)


async def _after(first: Frame, rest: AsyncIterator[Frame]) -> AsyncIterator[Frame]:
    yield first
    async for frame in rest:
        yield frame
