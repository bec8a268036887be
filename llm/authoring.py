"""A model as the author of a query: asked once, or again with what was wrong."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass

from bi.model.reading import Reading
from llm.asked import Asked, Attempt
from llm.errors import ReplyUnusable
from llm.forms.read_reply import read_reply
from llm.forms.reply_form import reply_form
from llm.model import TurnModel
from llm.prompt.messages import messages_for, with_attempts


@dataclass(frozen=True, slots=True)
class Written:
    """`reply` is what the reading was read from, as JSON; `reused` as in `llm.model.Reply`."""

    reading: Reading
    reply: str
    reused: bool = False


async def write(asked: Asked, model: TurnModel) -> Written:
    """Raises ReplyUnusable with the reason, ModelUnavailable, BudgetSpent."""
    return await mend(asked, (), model)


async def mend(asked: Asked, attempts: Sequence[Attempt], model: TurnModel) -> Written:
    """The same, after replies that did not do. Raises as `write`."""
    # A large catalog is read and weighed, and a query compiled: too long for the event loop.
    messages = await asyncio.to_thread(messages_for, asked)
    reply = await model.fill(with_attempts(messages, attempts), reply_form())
    said = json.dumps(reply.value, ensure_ascii=False)
    try:
        reading = await asyncio.to_thread(read_reply, reply.value, asked)
    except ReplyUnusable as fault:
        raise ReplyUnusable(fault.reason, said) from fault
    return Written(reading, said, reply.reused)
