"""Sessions, histories and suggestions in the words both MATIH faces share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from api.matih.authorship import usage_body
from api.matih.dialect import Dialect
from bi.model.reading import Suggestion
from runs.model import HistoryPage, Message, Origin, Session, SessionPage

# What an assistant's message says of itself beyond intent and agents; null is left out.
_EXTRAS = ("sql", "author", "usage", "chart", "turn_id", "run_id", "error", "cancelled")


def moment(at: datetime) -> str:
    """`2025-03-15T10:00:00Z`: UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def session_line(session: Session) -> dict[str, Any]:
    return {
        "session_id": session.session_id,
        "tenant_id": session.tenant_id,
        "user_id": session.user_id,
        "created_at": moment(session.created_at),
        "updated_at": moment(session.updated_at),
        "title": session.name,
        "message_count": session.message_count,
        "datasource_id": session.datasource_id,
        "running_run_id": session.running,
        "forked_from": origin_body(session.forked_from),
        "usage": usage_body(session.usage),
    }


def origin_body(origin: Origin | None) -> dict[str, Any] | None:
    return {"session_id": origin.session_id, "turn_id": origin.turn_id} if origin else None


def session_list(page: SessionPage) -> dict[str, Any]:
    return {
        "sessions": [session_line(session) for session in page.sessions],
        "total_count": page.total,
        "next_cursor": page.next_cursor,
    }


def history_body(session_id: str, page: HistoryPage, dialect: Dialect) -> dict[str, Any]:
    return {
        "session_id": session_id,
        "messages": [_message(message, dialect) for message in page.messages],
        "total_count": page.total,
    }


def suggestions_body(suggestions: Iterable[Suggestion]) -> dict[str, Any]:
    return {"suggestions": [{"text": s.text, "kind": s.kind} for s in suggestions]}


def _message(message: Message, dialect: Dialect) -> dict[str, Any]:
    metadata: dict[str, Any] = {}
    if message.role == "assistant":
        if intent := message.metadata.get("intent"):
            metadata["intent"] = dialect.intents[intent]
        metadata["agents_visited"] = dialect.agents_visited(
            message.metadata.get("agents_visited", ())
        )
        metadata |= {
            name: message.metadata[name]
            for name in _EXTRAS
            if message.metadata.get(name) is not None
        }
    return {
        "role": message.role,
        "content": message.content,
        "timestamp": moment(message.timestamp),
        "metadata": metadata,
    }
