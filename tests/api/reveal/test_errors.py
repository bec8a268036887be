"""Whatever goes wrong below this prefix is told in its own body, by statuses that clients know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.faces.reveal.errors import error_response, status_of
from api.faces.reveal.routes import MAX_BODY_BYTES
from api.problem import Problem, problem_of
from bi.model.errors import ParleyError, ServiceDraining, UserError
from tests.api.live import LiveServer, settings_for, token
from tests.api.reveal.errors import refusal
from tests.api.test_errors import KINDS

CHAT = "/api/reveal/ai/chat"
ASKED = {"datasourceId": "demo", "message": "Show me sales by region"}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"message": "sales"}, "datasourceId: Field required"),
        ({"datasourceId": "demo"}, "Either message or intent must be provided"),
        ({"datasourceId": "demo", "intent": "default"}, "Either message or intent"),
        ({"datasourceId": "demo", "message": " ", "intent": ""}, "Either message or intent"),
        ({**ASKED, "message": "x" * 4001}, "message: String should have at most 4000"),
        (
            {**ASKED, "message": "\ud800"},
            "message: Input should be a valid string",
        ),
        ({**ASKED, "stream": "perhaps"}, "stream: Input should be a valid boolean"),
        ({**ASKED, "model": "gpt-9"}, "There is no model 'gpt-9'; there is: embedded."),
        ({**ASKED, "clientName": "gpt-9"}, "There is no model 'gpt-9'"),
        ([], "valid dictionary"),
    ],
)
def test_a_request_that_cannot_be_used_is_400_and_says_why(
    live: LiveServer, body: Any, words: str
) -> None:
    with live.client() as client:
        sent = client.post(
            CHAT, content=json.dumps(body), headers={"Content-Type": "application/json"}
        )
    assert words in refusal(sent, 400)


def test_what_is_not_json_is_400(live: LiveServer) -> None:
    with live.client() as client:
        sent = client.post(CHAT, content="{", headers={"Content-Type": "application/json"})
    assert refusal(sent, 400) == "The request is not valid JSON."


def test_an_unknown_datasource_is_404(live: LiveServer) -> None:
    body = {**ASKED, "datasourceId": "nowhere"}
    with live.client() as client:
        assert refusal(client.post(CHAT, json=body), 404) == "Datasource not found"
        cleared = client.delete(f"{CHAT}/session", params={"datasourceId": "nowhere"})
        assert refusal(cleared, 404) == "Datasource not found"


def test_in_a_stream_it_is_an_event(live: LiveServer) -> None:
    body = {**ASKED, "datasourceId": "nowhere", "stream": True}
    with live.client() as client:
        sent = client.post(CHAT, json=body)
    assert sent.status_code == 200
    assert sent.headers["content-type"].startswith("text/event-stream")
    assert sent.text == 'event: error\ndata: {"error":"Datasource not found"}\n\n'


@pytest.mark.parametrize("path", ["/nowhere", "", "/chat/nowhere"])
def test_an_address_where_nothing_is_is_404(live: LiveServer, path: str) -> None:
    with live.client() as client:
        said = refusal(client.get(f"/api/reveal/ai{path}"), 404)
    assert said == "There is nothing at this address."


def test_a_method_that_an_address_does_not_take_is_400(live: LiveServer) -> None:
    with live.client() as client:
        sent = client.get(CHAT)
    assert refusal(sent, 400) == "This address does not take that method."
    assert sent.headers["allow"]


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_may_be_as_large_as_a_dashboard_and_no_larger(
    live: LiveServer, announced: bool
) -> None:
    within = json.dumps({**ASKED, "datasourceId": "nowhere", "dashboard": "x" * 1_000_000})
    beyond = json.dumps({**ASKED, "dashboard": "x" * MAX_BODY_BYTES})
    headers = {"Content-Type": "application/json"}

    def content(text: str) -> Any:
        return text if announced else iter([text.encode()])

    with live.client(**headers) as client:
        refusal(client.post(CHAT, content=content(within)), 404)
        sent = client.post(CHAT, content=content(beyond))
        assert refusal(sent, 400) == "The request is too large."


def test_the_other_faces_keep_their_own_body_and_limit(live: LiveServer) -> None:
    with live.client() as client:
        body = {"message": "x" * 70_000}
        sent = client.post("/api/v1/bi/sessions/any/messages", json=body)
        assert sent.status_code == 413
        assert sent.json()["error"]["code"] == "VALIDATION_FAILED"
        assert client.get("/api/reveal/airs").json()["success"] is False


def test_who_calls_must_be_known_where_tokens_are_demanded(guarded: LiveServer) -> None:
    with guarded.client() as stranger:
        sent = stranger.post(CHAT, json=ASKED)
    assert "Authorization: Bearer" in refusal(sent, 401)
    assert sent.headers["www-authenticate"] == "Bearer"
    with guarded.client(Authorization=f"Bearer {token()}", **{"X-Tenant-ID": "other"}) as alice:
        refusal(alice.post(CHAT, json=ASKED), 403)
    with guarded.client(Authorization=f"Bearer {token()}", **{"X-User-ID": "bob"}) as alice:
        assert "another user" in refusal(alice.post(CHAT, json=ASKED), 403)


@pytest.mark.parametrize(
    "headers", [{"X-Tenant-ID": "a b"}, {"X-User-ID": "x" * 300}, {"Host": "evil.example"}]
)
def test_headers_are_checked_in_the_same_body(live: LiveServer, headers: dict[str, str]) -> None:
    with live.client(**headers) as client:
        refusal(client.post(CHAT, json=ASKED), 403 if "Host" in headers else 400)


async def test_what_crashes_is_500_and_tells_nothing(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path))

    @app.get("/api/reveal/ai/crash")
    async def crash() -> None:
        raise RuntimeError("secret")

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        sent = await client.get("/api/reveal/ai/crash")
    assert "secret" not in refusal(sent, 500)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_the_callers_fault_is_500(kind: type[ParleyError]) -> None:
    error = kind("…")
    status = status_of(problem_of(error))
    assert status in {400, 401, 403, 404, 500}
    if not issubclass(kind, UserError) or kind.retryable:
        assert status == 500


def test_what_may_succeed_later_says_when() -> None:
    draining = error_response(problem_of(ServiceDraining("stop")))
    assert (draining.status_code, draining.headers["retry-after"]) == (500, "5")
    assert "retry-after" not in error_response(Problem("invalid_request", "?")).headers
