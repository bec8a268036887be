"""Sessions, turns and runs as the faces see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from bi.model.chart import ChartType
from nodes.events import Event


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls. `user_id` None: the caller named a tenant only (no token)."""

    tenant_id: str
    user_id: str | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """A conversation over one datasource; its id is the LangGraph thread id."""

    session_id: str
    tenant_id: str
    user_id: str
    datasource_id: str
    created_at: datetime
    updated_at: datetime
    title: str | None = None
    message_count: int = 0


@dataclass(frozen=True, slots=True)
class SessionPage:
    """`total` counts all sessions of the listing; `next_cursor` None: this was the last page."""

    sessions: tuple[Session, ...]
    total: int
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A sentence: a new question or a follow-up, whichever it reads as; 1 to 4,000 characters."""

    text: str
    kind: Literal["message"] = "message"


@dataclass(frozen=True, slots=True)
class Refine:
    """A sentence that edits the last query."""

    text: str
    kind: Literal["refine"] = "refine"


@dataclass(frozen=True, slots=True)
class Visualize:
    """The last result drawn another way; no SQL is executed."""

    chart_type: ChartType
    kind: Literal["visualize"] = "visualize"


TurnRequest = Annotated[Ask | Refine | Visualize, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Message:
    """One line of a session's history.

    `metadata` of an assistant's message: intent, agents_visited (node names), sql, turn_id,
    run_id, and for a failed turn `error` with its code.
    """

    role: Literal["user", "assistant"]
    content: str
    timestamp: datetime
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HistoryPage:
    messages: tuple[Message, ...]
    total: int


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """`id` is the event's id in the run's Redis stream, and the SSE id."""

    id: str
    event: Event
