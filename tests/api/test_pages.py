"""Probes, pages, headers, and the API's description of itself."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from api.app import create_app
from api.faces.chat2query.errors import BARE_PREFIXES
from tests.api.live import LiveServer, settings_for, when_ready


@pytest.fixture
def client(live: LiveServer) -> Iterator[httpx.Client]:
    with live.client() as opened:
        yield opened


def test_the_probes_answer(client: httpx.Client) -> None:
    assert client.get("/health").json()["status"] == "ok"
    ready = when_ready(client)
    assert ready.json() == {
        "status": "ready",
        "checks": {"store": True, "database:demo": True},
        "datasources": {"demo": "ready"},
    }


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_asks_nothing_of_other_machines(client: httpx.Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    parts = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assets = [part for part in parts if part.startswith("/assets/")]
    assert assets
    assert all(part.startswith(("/", "#", "data:")) for part in parts)
    for asset in assets:
        assert client.get(asset).status_code == 200
    assert "<script>" not in page.text
    assert "style=" not in page.text


def test_the_apis_description_is_true_to_its_own_examples(client: httpx.Client) -> None:
    description = client.get("/openapi.json").json()
    assert len(description["paths"]) >= 30
    for path, method, route in _endpoints():
        operation = description["paths"][path][method.lower()]
        assert operation["summary"]
        for status, answer in route.responses.items():
            example = _example(operation["responses"][str(status)])
            if "model" not in answer:
                assert example is None
            elif path.startswith("/api"):
                answer["model"].model_validate(example, strict=True)


def test_every_endpoint_says_what_it_answers() -> None:
    for path, _, route in _endpoints():
        answers = {int(status): answer for status, answer in route.responses.items()}
        if route.status_code != 204 and path.startswith("/api"):
            assert any(answer.get("content") for s, answer in answers.items() if s < 300), path


def _endpoints() -> list[tuple[str, str, APIRoute]]:
    app = create_app(settings_for(Path(tempfile.gettempdir())))
    found = [(one.path_format or "", one.original_route) for one in iter_route_contexts(app.routes)]
    return [
        (path, method, route)
        for path, route in found
        # Chat2Query's bare addresses are those below an app once more.
        if isinstance(route, APIRoute) and not path.startswith(BARE_PREFIXES)
        if route.include_in_schema
        for method in route.methods or ()
    ]


def _example(answer: dict[str, Any]) -> Any:
    return answer.get("content", {}).get("application/json", {}).get("example")


@pytest.mark.parametrize("path", ["/health", "/nowhere", "/api/v1/bi/sessions"])
def test_every_answer_carries_the_requests_id(client: httpx.Client, path: str) -> None:
    given = client.get(path, headers={"X-Request-ID": "my-request.1"})
    assert given.headers["x-request-id"] == "my-request.1"
    made = [client.get(path).headers["x-request-id"] for _ in range(2)]
    assert made[0] != made[1]


@pytest.mark.parametrize("offered", ["", "a b", "x" * 200, "<script>", "a\tb"])
def test_an_id_that_could_do_harm_is_replaced(client: httpx.Client, offered: str) -> None:
    answered = client.get("/health", headers={"X-Request-ID": offered}).headers["x-request-id"]
    assert re.fullmatch(r"req-[0-9a-f]{32}", answered)
