"""What the tests ask a model."""

from __future__ import annotations

from contextlib import aclosing
from typing import Any

from llm.messages import Form, Message
from llm.turn_model import MeteredModel

TENANT = "acme"
MESSAGES = (
    Message("system", "You write queries."),
    Message("user", "What were the sales?"),
)
VALUE: dict[str, Any] = {"measure": "sales", "by": ["region"]}


def form(name: str = "query") -> Form:
    properties = {
        "measure": {"type": "string"},
        "by": {"type": "array", "items": {"type": "string"}},
    }
    return Form(
        name,
        {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        },
    )


async def filled(model: MeteredModel, name: str = "query") -> dict[str, Any]:
    return (await model.fill(MESSAGES, form(name))).value


async def streamed(model: MeteredModel) -> list[str]:
    """To its end."""
    pieces: list[str] = []
    await stream_into(pieces, model)
    return pieces


async def stream_into(pieces: list[str], model: MeteredModel) -> None:
    """What came before a stream broke off stays in `pieces`."""
    async with aclosing(model.stream(MESSAGES)) as stream:
        async for piece in stream:
            pieces.append(piece)  # noqa: PERF401
