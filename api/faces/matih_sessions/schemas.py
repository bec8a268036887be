"""This face's own bodies, and its words."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from api.matih.dialect import Dialect
from api.matih.listing import moment
from api.matih.requests import Title
from api.matih.responses import ForkOrigin, Shape, TurnBody
from api.texts import DatasourceId, UserId
from nodes.answer import Intent
from nodes.names import Node
from runs.model import Session

DIALECT = Dialect(
    intents={
        Intent.QUERY: "query_data",
        Intent.VISUALIZE: "change_visualization",
        Intent.DESCRIBE: "describe_data",
        Intent.DASHBOARD: "dashboard",
        Intent.CLARIFY: "clarification",
    },
    agents={
        Node.ROUTER: "router",
        Node.SQL: "sql",
        Node.FORECAST: "forecast",
        Node.VIZ: "visualization",
        Node.DASHBOARD: "dashboard",
        Node.INSIGHT: "insight",
        Node.CLARIFY: "clarification",
        Node.DESCRIBE: "description",
    },
    x_axis="x",
    y_axis="y",
)


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
