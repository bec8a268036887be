"""What goes over the chat socket, both ways."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, TypeAdapter

from api.matih.requests import ChangeChart, RefineQuery
from api.matih.turn_options import IDEMPOTENCY_KEY_PATTERN
from api.settings import Settings
from api.sse import Frame
from api.texts import Sentence
from api.wishes import WhoWrites
from runs.model import Ask, Breakdown, Strategy, TurnRequest


class TurnMessage(BaseModel):
    """What a turn may say besides its sentence; see the turns over HTTP."""

    multitask_strategy: Strategy = Strategy.REJECT
    idempotency_key: Annotated[str, Field(pattern=IDEMPOTENCY_KEY_PATTERN)] | None = None
    detail: bool = False


class Say(TurnMessage, WhoWrites):
    type: Literal["message"]
    content: Sentence
    breakdown: bool = False


class SayRefine(TurnMessage, RefineQuery):
    type: Literal["refine"]


class SayVisualize(TurnMessage, ChangeChart):
    type: Literal["visualize"]


class Resume(BaseModel):
    """Tell a run's events here, from the beginning or after one of them."""

    type: Literal["resume"]
    run_id: Annotated[str, Field(max_length=128)]
    last_event_id: Annotated[str, Field(max_length=64)] | None = None
    detail: bool = False


class Cancel(BaseModel):
    """Stop a run of the session; the one that runs when none is named."""

    type: Literal["cancel"]
    run_id: Annotated[str, Field(max_length=128)] | None = None


class Pong(BaseModel):
    """The answer to a ping; nothing depends on it."""

    type: Literal["pong"]


Turn = Say | SayRefine | SayVisualize
ClientMessage = Turn | Resume | Cancel | Pong

CLIENT_MESSAGE: TypeAdapter[ClientMessage] = TypeAdapter(
    Annotated[ClientMessage, Field(discriminator="type")]
)

CAPABILITIES = [
    "message",
    "refine",
    "visualize",
    "cancel",
    "resume",
    "multitask_strategy",
    "idempotency_key",
    "model",
    "mode",
    "detail",
]


def turn_of(message: Turn, settings: Settings) -> TurnRequest:
    """Raises InvalidRequest for a model or a mode that is not configured."""
    match message:
        case Say(content=content, breakdown=breakdown):
            wish = message.wish(settings)
            return Breakdown(content, wish=wish) if breakdown else Ask(content, wish=wish)
        case SayRefine():
            return message.asked(message.wish(settings))
        case SayVisualize():
            return message.visualize()


def server_message(frame: Frame, run_id: str) -> dict[str, Any]:
    """A stream frame as a socket message; `id` is the event's, where it has one."""
    place = {"run_id": run_id} if frame.id is None else {"id": frame.id, "run_id": run_id}
    match frame.event:
        case "progress":
            return {"type": "stream_start", **place, **frame.data}
        case "complete":
            return {"type": "result", **place, "data": frame.data["result"]}
        case "error":
            further = {name: value for name, value in frame.data.items() if name != "error"}
            return {"type": "error", **place, **frame.data["error"], **further}
        case event:
            return {"type": event, **place, **frame.data}
