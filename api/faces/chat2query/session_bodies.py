"""Sessions and what was said in them, in this dialect's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from runs.model import Message, Session, SessionPage


def session_body(session: Session, messages: Sequence[Message]) -> dict[str, Any]:
    return {
        "messages": [_message(message) for message in messages],
        "meta": _meta(session),
        "session_id": int(session.session_id),
    }


def session_list(page: SessionPage) -> dict[str, Any]:
    """Without messages."""
    return {
        "sessions": [
            {"meta": _meta(session), "session_id": int(session.session_id)}
            for session in page.sessions
        ],
        "total_count": page.total,
        "next_cursor": page.next_cursor,
    }


def _meta(session: Session) -> dict[str, Any]:
    return {
        "created_at": int(session.created_at.timestamp()),
        "creator": session.user_id,
        "name": session.name or "",
        "org_id": session.tenant_id,
        "updated_at": int(session.updated_at.timestamp()),
    }


def _message(message: Message) -> dict[str, Any]:
    """Nothing is published of messages but that there are some: this is ours."""
    return {
        "role": message.role,
        "content": message.content,
        "sql": message.metadata.get("sql"),
        "job_id": message.metadata.get("turn_id"),
        "created_at": int(message.timestamp.timestamp()),
    }
