"""This face's own bodies."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from api.matih.listing import moment
from api.matih.requests import Title
from api.matih.responses import ForkOrigin, Shape, TurnBody
from api.texts import DatasourceId, UserId
from runs.model import Session


class CreateSession(BaseModel):
    user_id: UserId | None = Field(None, examples=["user-123"])
    datasource_id: DatasourceId | None = Field(
        None, description="Which database to ask; the first of the catalog when left out."
    )
    title: Title | None = Field(None, description="Else the first answer's.")


class SessionCreated(Shape):
    session_id: str
    tenant_id: str
    created_at: str


class SessionForked(SessionCreated):
    forked_from: ForkOrigin


class Visualization(Shape):
    type: str
    x: str | None
    y: str | None


class SessionTurn(TurnBody):
    visualization: Visualization | None


def created_body(session: Session) -> dict[str, Any]:
    return {
        "session_id": session.session_id,
        "tenant_id": session.tenant_id,
        "created_at": moment(session.created_at),
    }
