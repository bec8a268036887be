"""What goes over the chat socket, both ways."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, TypeAdapter

from api.matih.requests import ChangeChart, RefineQuery, Sentence
from api.sse import Frame
from runs.model import Ask, Refine, TurnRequest, Visualize


class Say(BaseModel):
    type: Literal["message"]
    content: Sentence


class SayRefine(RefineQuery):
    type: Literal["refine"]


class SayVisualize(ChangeChart):
    type: Literal["visualize"]


class Cancel(BaseModel):
    """Stop the running turn."""

    type: Literal["cancel"]


class Pong(BaseModel):
    """The answer to a ping; nothing depends on it."""

    type: Literal["pong"]


Turn = Say | SayRefine | SayVisualize
ClientMessage = Turn | Cancel | Pong

CLIENT_MESSAGE: TypeAdapter[ClientMessage] = TypeAdapter(
    Annotated[ClientMessage, Field(discriminator="type")]
)

CAPABILITIES = ["message", "refine", "visualize", "cancel"]


def turn_of(message: Turn) -> TurnRequest:
    match message:
        case Say(content=content):
            return Ask(content)
        case SayRefine(refinement=refinement):
            return Refine(refinement)
        case SayVisualize(chart_type=chart_type):
            return Visualize(chart_type)


def server_message(frame: Frame) -> dict[str, Any]:
    """A stream frame as a socket message; `id` is the event's."""
    match frame.event:
        case "progress":
            return {"type": "stream_start", "id": frame.id, **frame.data}
        case "complete":
            return {"type": "result", "id": frame.id, "data": frame.data["result"]}
        case "error":
            return {"type": "error", "id": frame.id, **frame.data["error"]}
        case event:
            return {"type": event, "id": frame.id, **frame.data}
