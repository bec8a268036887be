"""A conversation on the Reveal face, as a client of it holds one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from httpx_sse import EventSource, ServerSentEvent

from api.faces.reveal.schemas import ChatResult

PREFIX = "/api/reveal/ai"


@dataclass
class Talk:
    """`dashboard` is what the last answer made or changed: it goes with the next message."""

    client: httpx.Client
    dashboard: str | None = None
    visualization: str | None = field(default=None, kw_only=True)

    def say(self, text: str, **more: Any) -> dict[str, Any]:
        response = self.post(message=text, **more)
        assert response.status_code == 200, response.text
        return self.keep(response.json())

    def post(self, **body: Any) -> httpx.Response:
        sent = {"datasourceId": "demo", **body}
        if self.dashboard is not None:
            sent.setdefault("dashboard", self.dashboard)
        return self.client.post(f"{PREFIX}/chat", json=sent)

    def stream(self, text: str, **more: Any) -> list[ServerSentEvent]:
        response = self.post(message=text, stream=True, **more)
        assert response.status_code == 200
        return list(EventSource(response).iter_sse())

    def keep(self, result: dict[str, Any]) -> dict[str, Any]:
        ChatResult.model_validate(result, strict=True)
        self.dashboard = result.get("dashboard", self.dashboard)
        return result

    def clear(self, path: str = "/chat/session", **query: str) -> None:
        response = self.client.delete(f"{PREFIX}{path}", params=query)
        assert response.status_code == 204
        assert response.content == b""
        self.dashboard = None


def titles(dashboard: str) -> list[str]:
    return [widget["Title"] for widget in widgets(dashboard)]


def widgets(dashboard: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(dashboard)["Widgets"]
    return found


def filters(dashboard: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(dashboard).get("GlobalFilters") or []
    return found


def types(dashboard: str) -> Iterator[str]:
    for widget in widgets(dashboard):
        settings = widget["VisualizationSettings"]
        kind = settings["VisualizationType"]
        yield settings["ChartType"] if kind == "CHART" else kind
