"""The history of a session: an append-only list, read by page."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from nodes.answer import Answer
from nodes.events import Cancelled, Complete, Failed, Terminal
from runs import keys
from runs.model import HistoryPage, Message, Unfinished

_MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)


async def page(client: StoreClient, session_id: str, *, limit: int, offset: int) -> HistoryPage:
    """Messages oldest first, without the first `offset`."""
    key = keys.transcript(session_id)
    with store_errors():
        async with client.pipeline(transaction=False) as pipe:
            pipe.llen(key)
            pipe.lrange(key, offset, offset + limit - 1)
            total, stored = await pipe.execute()
    return HistoryPage(tuple(map(decode, stored)), total)


def encode(message: Message) -> bytes:
    """A line of the list."""
    return _MESSAGE.dump_json(message)


def decode(line: bytes) -> Message:
    return _MESSAGE.validate_json(line)


def said_by_user(text: str, turn_id: str) -> Message:
    return Message("user", text, datetime.now(UTC), {"turn_id": turn_id})


def said_by_assistant(
    ending: Terminal, run_id: str, turn_id: str, unfinished: Unfinished | None
) -> Message:
    """`unfinished` is what the reader of a turn without an answer saw of it."""
    content, metadata = _account(ending, unfinished or Unfinished())
    ids = {"turn_id": turn_id, "run_id": run_id}
    return Message("assistant", content, datetime.now(UTC), {**metadata, **ids})


def _account(ending: Terminal, unfinished: Unfinished) -> tuple[str, dict[str, Any]]:
    match ending:
        case Complete(answer):
            return answer.text, _of_answer(answer)
        case Failed(code, message):
            return message, {"error": {"code": code}, **_of_unfinished(unfinished)}
        case Cancelled():
            return unfinished.text, {"cancelled": True, **_of_unfinished(unfinished)}


def _of_answer(answer: Answer) -> dict[str, Any]:
    return {
        "intent": answer.intent.value,
        "agents_visited": list(answer.visited),
        "sql": answer.sql,
        "author": asdict(answer.author) if answer.author else None,
        "usage": asdict(answer.usage) if answer.usage else None,
        "chart": answer.chart.type.value if answer.chart else None,
    }


def _of_unfinished(unfinished: Unfinished) -> dict[str, Any]:
    whole = next((task for task in unfinished.tasks if not task.is_part), None)
    author = whole.author if whole else None
    return {
        "sql": whole.sql if whole else None,
        "author": asdict(author) if author else None,
        "usage": asdict(unfinished.usage) if unfinished.usage else None,
    }
