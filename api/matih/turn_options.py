"""How a turn is to be taken and answered: what may stand beside its body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Query, Request

from api.sse import wants_stream
from runs.model import Strategy

IDEMPOTENCY_KEY_PATTERN = r"^[\x20-\x7e]{1,255}$"

MultitaskStrategy = Annotated[
    Strategy,
    Query(
        alias="multitask_strategy",
        description="What becomes of the turn while another one of the session runs: `reject` it "
        "with 409, `enqueue` it behind the others, or `interrupt` what runs and go next.",
    ),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="X-Idempotency-Key",
        pattern=IDEMPOTENCY_KEY_PATTERN,
        description="1 to 255 printable characters, for a day. The same call with the same key is "
        "answered with what the first one came to, and nothing is done twice.",
        examples=["7f9c2ba4-e88f-11ee-9d3c"],
    ),
]
Stream = Annotated[
    bool | None,
    Query(description="Answer with server-sent events, as `Accept: text/event-stream` does."),
]
Detail = Annotated[
    bool,
    Query(
        description="Of a stream: also with `partial` events, which hold what is ready of the "
        "answer before it is whole: its SQL, then its first rows, then its chart.",
    ),
]
_EVENT_ID = "The id of the last event that arrived: the stream goes on after it."
LastEventIdHeader = Annotated[
    str | None,
    Header(alias="Last-Event-ID", max_length=64, description=_EVENT_ID, examples=["3-0"]),
]
LastEventIdQuery = Annotated[
    str | None,
    Query(
        alias="last_event_id",
        max_length=64,
        description=f"{_EVENT_ID} The header of that name wins.",
        examples=["3-0"],
    ),
]


async def last_event_id(header: LastEventIdHeader = None, query: LastEventIdQuery = None) -> str:
    """Where a reader wants to go on. Raises InvalidEventId."""
    return checked_event_id(header or query)


def checked_event_id(event_id: str | None) -> str:
    """Raises InvalidEventId before anything is sent; None and the empty one are the beginning."""
    if not event_id:
        return "0"
    # With it comes the whole stack, which the start must not wait for.
    from runs.event_log import number_of

    number_of(event_id)
    return event_id


After = Annotated[str, Depends(last_event_id)]


@dataclass(frozen=True, slots=True)
class TurnOptions:
    """`after`: where the events of a turn that was sent before go on. `detail`: they tell what is
    ready of the answer, too."""

    strategy: Strategy
    idempotency_key: str | None
    streams: bool
    after: str
    detail: bool


async def turn_options(
    request: Request,
    after: After,
    multitask_strategy: MultitaskStrategy = Strategy.REJECT,
    idempotency_key: IdempotencyKey = None,
    stream: Stream = None,
    detail: Detail = False,
) -> TurnOptions:
    streams = wants_stream(request.headers, stream)
    return TurnOptions(multitask_strategy, idempotency_key, streams, after, detail)


Options = Annotated[TurnOptions, Depends(turn_options)]
