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
        Intent.QUERY: "sql_query",
        Intent.VISUALIZE: "change_visualization",
        Intent.DESCRIBE: "describe_data",
        Intent.DASHBOARD: "dashboard",
        Intent.BREAKDOWN: "breakdown",
        Intent.SUGGEST: "suggestions",
        Intent.SUMMARY: "data_summary",
        Intent.CLARIFY: "clarification",
    },
    agents={
        Node.ROUTER: "router",
        Node.SQL: "sql_agent",
        Node.FORECAST: "forecast_agent",
        Node.VIZ: "viz_agent",
        Node.DASHBOARD: "dashboard_agent",
        Node.BREAKDOWN: "breakdown_agent",
        Node.SUGGEST: "suggestions_agent",
        Node.SUMMARY: "data_summary_agent",
        Node.INSIGHT: "insight_agent",
        Node.CLARIFY: "clarification_agent",
        Node.DESCRIBE: "description_agent",
    },
    x_axis="x_axis",
    y_axis="y_axis",
)


class CreateSession(BaseModel):
    """Tenant and user are the token's; where given here, they must agree with it."""

    tenant_id: str | None = Field(None, examples=["acme-corp"])
    user_id: UserId | None = Field(None, examples=["user-456"])
    datasource_id: DatasourceId | None = Field(
        None, description="Which database to ask; the first of the catalog when left out."
    )
    title: Title | None = Field(None, description="Else the first answer's.")


class SessionCreated(Shape):
    session_id: str
    tenant_id: str
    user_id: str
    created_at: str
    message_count: int


class SessionForked(SessionCreated):
    forked_from: ForkOrigin


class Visualization(Shape):
    type: str
    x_axis: str | None
    y_axis: str | None


class ChatTurn(TurnBody):
    visualization: Visualization | None


def created_body(session: Session) -> dict[str, Any]:
    return {
        "session_id": session.session_id,
        "tenant_id": session.tenant_id,
        "user_id": session.user_id,
        "created_at": moment(session.created_at),
        "message_count": session.message_count,
    }
