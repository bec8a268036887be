"""The two MATIH faces, side by side, as their documents have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from api.faces.matih_chat.schemas import ChatTurn
from api.faces.matih_chat.schemas import SessionCreated as ChatCreated
from api.faces.matih_chat.schemas import SessionForked as ChatForked
from api.faces.matih_sessions.schemas import SessionCreated, SessionForked, SessionTurn
from api.matih.responses import Shape, TurnBody
from tests.api.live import LiveServer


@dataclass(frozen=True)
class Face:
    name: str
    prefix: str
    visualize: str
    intent: str
    axes: tuple[str, str]
    agents: list[str]
    turn: type[TurnBody]
    created: type[Shape]
    forked: type[Shape]

    def client(
        self, live: LiveServer, tenant: str = "acme-corp", user: str = "alice"
    ) -> httpx.Client:
        if self.name == "chat":
            return live.caller(tenant, user)
        return live.client(**{"X-Tenant-ID": tenant})


SESSIONS = Face(
    name="sessions",
    prefix="/api/v1/bi/sessions",
    visualize="visualization",
    intent="query_data",
    axes=("x", "y"),
    agents=["router", "sql", "visualization", "insight"],
    turn=SessionTurn,
    created=SessionCreated,
    forked=SessionForked,
)
CHAT = Face(
    name="chat",
    prefix="/api/v1/bi/chat/sessions",
    visualize="visualize",
    intent="sql_query",
    axes=("x_axis", "y_axis"),
    agents=["router", "sql_agent", "viz_agent", "insight_agent"],
    turn=ChatTurn,
    created=ChatCreated,
    forked=ChatForked,
)
FACES = [SESSIONS, CHAT]


@dataclass(frozen=True)
class Talk:
    """One session of a face."""

    face: Face
    client: httpx.Client
    session_id: str

    @classmethod
    def begin(cls, face: Face, client: httpx.Client, user: str = "alice") -> Talk:
        response = client.post(face.prefix, json={"user_id": user})
        assert response.status_code == 201, response.text
        return cls(face, client, response.json()["session_id"])

    def path(self, tail: str = "") -> str:
        return f"{self.face.prefix}/{self.session_id}{tail}"

    def post(self, tail: str, body: dict[str, Any], **options: Any) -> httpx.Response:
        return self.client.post(self.path(tail), json=body, **options)

    def get(self, tail: str = "", **options: Any) -> httpx.Response:
        return self.client.get(self.path(tail), **options)

    def say(self, text: str) -> dict[str, Any]:
        return self._answer(self.post("/messages", {"message": text}))

    def break_down(self, text: str) -> dict[str, Any]:
        return self._answer(self.post("/messages", {"message": text, "breakdown": True}))

    def refine(self, text: str) -> dict[str, Any]:
        return self._answer(self.post("/refine", {"refinement": text}))

    def visualize(self, chart: str) -> dict[str, Any]:
        return self._answer(self.post(f"/{self.face.visualize}", {"chart_type": chart}))

    def _answer(self, response: httpx.Response) -> dict[str, Any]:
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        self.face.turn.model_validate(body, strict=True)
        return body
