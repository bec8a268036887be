"""A model breaks a compound question into questions of their own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from llm.asked import Asked, Attempt
from llm.errors import ReplyUnusable
from llm.forms.query_form import closed
from llm.forms.read_reply import text_of
from llm.messages import Form
from llm.model import TurnModel
from llm.prompt.instructions import BREAK
from llm.prompt.messages import messages_for, with_attempts

# Each may be read by the model in turn.
MOST_QUESTIONS = 8
# Characters; what is longer than people ask is no part of what they asked.
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Broken:
    """The questions in their order; one alone: it asks one thing. The rest as in
    `llm.authoring.Written`."""

    questions: tuple[str, ...]
    reply: str
    reused: bool = False


@cache
def breaking_form() -> Form:
    part = closed({"question": {"type": "string"}})
    return Form("parts", closed({"parts": {"type": "array", "items": part}}))


async def break_down(asked: Asked, attempts: Sequence[Attempt], model: TurnModel) -> Broken:
    """Raises ReplyUnusable with the reason, ModelUnavailable, BudgetSpent."""
    messages = await asyncio.to_thread(messages_for, asked, BREAK)
    reply = await model.fill(with_attempts(messages, attempts), breaking_form())
    said = json.dumps(reply.value, ensure_ascii=False)
    try:
        return Broken(_questions(reply.value), said, reply.reused)
    except ReplyUnusable as fault:
        raise ReplyUnusable(fault.reason, said) from fault


def _questions(value: dict[str, Any]) -> tuple[str, ...]:
    parts = value.get("parts")
    if not isinstance(parts, list) or not parts:
        raise ReplyUnusable("parts is a list of at least one question.")
    if len(parts) > MOST_QUESTIONS:
        raise ReplyUnusable(f"parts has {MOST_QUESTIONS} members at most.")
    questions = [_question(one) for one in parts]
    return tuple(dict.fromkeys(questions))


def _question(value: Any) -> str:
    said = value.get("question") if isinstance(value, dict) else value
    question = text_of(said, _LONGEST + 1)
    if not question:
        raise ReplyUnusable("Each of the parts is an object with a question.")
    if len(question) > _LONGEST:
        raise ReplyUnusable(f"A question has {_LONGEST} characters at most.")
    return question
