"""How a reply is made to fit a form: as a JSON Schema, as a tool call, or by words alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from llm.completion import Completion
from llm.errors import ReplyUnusable
from llm.lenient_json import lenient_object, strict_object
from llm.messages import Form, Message


class Step(StrEnum):
    """The ladder, from what an endpoint enforces down to what any model can do."""

    JSON_SCHEMA = "json_schema"
    TOOL = "tool"
    TEXT = "text"

    @property
    def next(self) -> Step | None:
        steps = list(Step)
        return steps[steps.index(self) + 1] if self is not Step.TEXT else None

    @property
    def words(self) -> tuple[str, ...]:
        """What endpoints without it complain about."""
        return _WORDS[self]


_WORDS = {
    Step.JSON_SCHEMA: (
        *("response_format", "json_schema", "structured outputs?", "schema", "grammar"),
        *("guided_json", "guided decoding"),
    ),
    Step.TOOL: ("tools?", "tool_choice", "tool use", "tool calls?", "functions?", "jinja"),
    Step.TEXT: (),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """What is sent besides the model's parameters. `body` is put into the request as it is."""

    messages: Sequence[Message]
    body: dict[str, Any]
    tools: dict[str, Any]


def asking(messages: Sequence[Message], form: Form, step: Step) -> Asking:
    match step:
        case Step.JSON_SCHEMA:
            named = {"name": form.name, "schema": dict(form.schema), "strict": True}
            wanted = {"type": "json_schema", "json_schema": named}
            return Asking(messages, {"response_format": wanted}, {})
        case Step.TOOL:
            function = {
                "name": form.name,
                "description": "Gives the answer.",
                "parameters": dict(form.schema),
            }
            choice = {"type": "function", "function": {"name": form.name}}
            tools = [{"type": "function", "function": function}]
            return Asking(messages, {}, {"tools": tools, "tool_choice": choice})
        case Step.TEXT:
            return Asking(_with_schema(messages, form), {}, {})


def _with_schema(messages: Sequence[Message], form: Form) -> Sequence[Message]:
    """At the end of the first message: what stands there is the same from turn to turn."""
    first, *rest = messages
    schema = json.dumps(form.schema, ensure_ascii=False, separators=(",", ":"))
    told = f"Reply with one JSON object of this JSON Schema, and with nothing else:\n{schema}"
    return (replace(first, content=f"{first.content}\n\n{told}"), *rest)


@dataclass(frozen=True, slots=True)
class Found:
    """`enforced`: it looks as if the endpoint held the model to the form."""

    value: dict[str, Any] | None
    enforced: bool


async def found_in(completion: Completion, form: Form, limit: int) -> Found:
    """The object in a reply; `limit`: of its tokens. Raises ReplyUnusable for one that the model
    did not give, or not to its end: half a query must not be taken for a whole one."""
    said = completion.arguments
    text = completion.text if said is None else said if isinstance(said, str) else json.dumps(said)
    if completion.finish == "length":
        raise ReplyUnusable(f"The reply was cut off at {limit} tokens. Reply with less.", text)
    if completion.finish == "content_filter":
        raise ReplyUnusable("The reply was withheld by a content filter.", text)
    if completion.refusal:
        raise ReplyUnusable("The reply was a refusal to answer.", completion.refusal)
    strict = strict_object(text)
    if strict is not None:
        return Found(strict, set(form.schema.get("required", ())) <= strict.keys())
    return Found(await lenient_object(text), enforced=False)
