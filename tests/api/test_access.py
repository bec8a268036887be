"""Nobody gets at what is not theirs: tried on every route there is."""

from __future__ import annotations

import json
import re
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute, APIWebSocketRoute, iter_route_contexts
from starlette.routing import Mount, Route
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from api.app import create_app
from api.faces.chat2query.errors import WIRES as CHAT2QUERY_WIRES
from api.static_pages import WORKBENCH
from tests.api.faces import CHAT, FACES, SESSIONS, Face, Talk
from tests.api.live import LiveServer, settings_for, token

# A body that each address accepts; a new route has to be added here to be tried.
BODIES: dict[str, dict[str, Any] | None] = {
    "": {},
    "/messages": {"message": "Show revenue by region"},
    "/refine": {"refinement": "by region"},
    "/visualization": {"chart_type": "bar"},
    "/visualize": {"chart_type": "bar"},
    "/runs/{run_id}/cancel": None,
    "/cancel": None,
    "/turns/{turn_id}/fork": {},
    "/turns/{turn_id}/rerun": None,
    "/turns/{turn_id}/feedback": {"rating": "up"},
}
REVEAL = "/api/reveal/ai"
REVEAL_BODIES: dict[str, dict[str, Any]] = {
    "/chat": {"datasourceId": "demo", "message": "Show revenue by region"},
    "/insights": {"dashboardJson": "{}"},
}
DASHBOARDS = "/api/v1/bi/dashboards"
# Of a dashboard; as with sessions, bodies are accepted before it is looked whose it is.
DASHBOARD_BODIES: dict[tuple[str, str], dict[str, Any] | None] = {
    ("POST", ""): {"dashboard": {"title": "Mine", "datasource_id": "demo"}},
    ("PUT", "/{dashboard_id}"): {
        "version": 1,
        "dashboard": {"title": "Mine now", "datasource_id": "demo"},
    },
    ("PATCH", "/{dashboard_id}"): {"title": "Mine now"},
    ("POST", "/{dashboard_id}/messages"): {"message": "remove the first chart"},
    ("POST", "/{dashboard_id}/tiles"): {"session_id": "sess-any", "turn_id": "any"},
    ("PUT", "/{dashboard_id}/sharing"): {"shared": "tenant"},
    ("POST", "/{dashboard_id}/versions/{version}/restore"): None,
}
RENAMING: dict[str, dict[str, Any] | None] = {"": {"title": "Mine now"}}
WITH_BODY = {"POST", "PUT", "PATCH"}
# What anybody may see: it holds no data.
OPEN = {
    *WORKBENCH,
    "/assets/chart-themes.json",
    "/assets/docs.js",
    "/assets/icon.svg",
    "/assets/swagger-ui",
    "/assets/vega.js",
    "/assets/{name:path}",
    "/docs",
    "/embed",
    "/embed.js",
    "/health",
    "/openapi.json",
    "/ready",
}


APP = create_app(settings_for(Path(tempfile.gettempdir())))
ROUTES = [context.original_route for context in iter_route_contexts(APP.routes)]
CALLED = [
    (method, context.path_format or "")
    for context in iter_route_contexts(APP.routes)
    if isinstance(context.original_route, APIRoute) and context.path_format not in OPEN
    for method in sorted(context.methods or ())
]
# Those that ask for an API key, and those that ask for a token.
KEYED = [(m, path) for m, path in CALLED if any(wire.holds(path) for wire in CHAT2QUERY_WIRES)]
GUARDED = [called for called in CALLED if called not in KEYED]


def face_of(path: str) -> Face:
    return next(face for face in (CHAT, SESSIONS) if path.startswith(face.prefix))


def call(client: httpx.Client, method: str, path: str, session_id: str) -> httpx.Response:
    """`session_id` is that of a dashboard where the path has one."""
    body: dict[str, Any] | None = None
    if path.startswith(REVEAL):
        body = REVEAL_BODIES[path.removeprefix(REVEAL)] if method in WITH_BODY else None
    elif path.startswith(DASHBOARDS):
        tail = path.removeprefix(DASHBOARDS)
        body = DASHBOARD_BODIES[method, tail] if method in WITH_BODY else None
    elif method in WITH_BODY:
        tail = path.removeprefix(face_of(path).prefix).removeprefix("/{session_id}")
        body = {"POST": BODIES, "PATCH": RENAMING}[method][tail]
    address = path.format(
        session_id=session_id,
        run_id="any",
        turn_id="any",
        image_format="png",
        dashboard_id=session_id,
        tile_id="any",
        datasource_id="demo",
        filter_id="any",
        version=1,
    )
    return client.request(method, address, json=body)


def test_every_route_is_known_to_these_tests() -> None:
    sockets = {route.path for route in ROUTES if isinstance(route, APIWebSocketRoute)}
    assert sockets == {"/ws/chat/{session_id}"}
    rest = {
        route.path
        for route in ROUTES
        if isinstance(route, Route | Mount) and not isinstance(route, APIRoute)
    }
    assert rest <= OPEN
    assert len(GUARDED) == 73


@pytest.mark.parametrize("headers", [{}, {"Authorization": f"Bearer {token()}"}])
def test_without_an_api_key_nobody_gets_below_its_prefixes(
    live: LiveServer, headers: dict[str, str]
) -> None:
    somewhere = ("GET", "/v3/nowhere"), ("POST", "/v2/jobs/x"), ("PUT", "/v3")
    with live.client(**headers) as stranger:
        for method, path in (*KEYED, *somewhere):
            response = stranger.request(method, re.sub(r"\{\w+\}", "1", path), content="{")
            assert response.status_code == 401
            assert response.json()["code"] == 49900001
            assert response.json()["result"] == {}
            challenge, *_ = response.headers.get_list("www-authenticate")
            assert challenge.startswith("Digest ")


def code_of(path: str, response: httpx.Response) -> str:
    """The error's code; the Reveal face has texts alone."""
    error = response.json()["error"]
    if path.startswith(REVEAL):
        return "TOKEN_EXPIRED" if "expired" in error else "UNAUTHORIZED"
    code: str = error["code"]
    return code


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_a_stranger_is_turned_away(guarded: LiveServer, method: str, path: str) -> None:
    with guarded.client(**{"X-Tenant-ID": "acme-corp"}) as stranger:
        response = call(stranger, method, path, "sess-any")
    assert response.status_code == 401
    assert code_of(path, response) == "UNAUTHORIZED"
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_an_expired_token_is_turned_away(guarded: LiveServer, method: str, path: str) -> None:
    old = token(ttl=timedelta(hours=-1))
    with guarded.client(Authorization=f"Bearer {old}") as late:
        response = call(late, method, path, "sess-any")
    assert response.status_code == 401
    assert code_of(path, response) == "TOKEN_EXPIRED"


@pytest.mark.parametrize("path", sorted({p for _, p in GUARDED if p.startswith(CHAT.prefix)}))
def test_the_chat_face_asks_for_a_token_in_any_case(live: LiveServer, path: str) -> None:
    with live.client(**{"X-Tenant-ID": "acme-corp"}) as stranger:
        method = next(method for method, known in GUARDED if known == path)
        assert call(stranger, method, path, "sess-any").status_code == 401


OF_A_SESSION = [(method, path) for method, path in GUARDED if "{session_id}" in path]


@pytest.mark.parametrize(("method", "path"), OF_A_SESSION)
@pytest.mark.parametrize("caller", [("other-corp", "alice"), ("acme-corp", "mallory")])
def test_a_session_of_somebody_else_is_not_there(
    guarded: LiveServer, method: str, path: str, caller: tuple[str, str]
) -> None:
    with guarded.caller() as alice, guarded.caller(*caller) as other:
        session_id = Talk.begin(face_of(path), alice).session_id
        response = call(other, method, path, session_id)
        assert response.status_code == 404
        assert response.json()["error"]["code"] == "RESOURCE_NOT_FOUND"
        still_there = call(
            alice, "GET", f"{face_of(path).prefix}/{{session_id}}/history", session_id
        )
        assert still_there.status_code == 200


@pytest.mark.parametrize(
    ("method", "path"), [pair for pair in OF_A_SESSION if pair[1].startswith(SESSIONS.prefix)]
)
def test_a_session_of_another_tenant_is_not_there_without_tokens_either(
    live: LiveServer, method: str, path: str
) -> None:
    with live.client(**{"X-Tenant-ID": "acme-corp"}) as acme:
        session_id = Talk.begin(SESSIONS, acme).session_id
    with live.client(**{"X-Tenant-ID": "other-corp"}) as other:
        assert call(other, method, path, session_id).status_code == 404


OF_A_DASHBOARD = [(method, path) for method, path in GUARDED if "{dashboard_id}" in path]


@pytest.mark.parametrize(("method", "path"), OF_A_DASHBOARD)
@pytest.mark.parametrize("caller", [("other-corp", "alice"), ("acme-corp", "mallory")])
def test_a_dashboard_of_somebody_else_is_not_there(
    guarded: LiveServer, method: str, path: str, caller: tuple[str, str]
) -> None:
    with guarded.caller() as alice, guarded.caller(*caller) as other:
        body = DASHBOARD_BODIES["POST", ""]
        made = alice.post(DASHBOARDS, json=body).json()
        response = call(other, method, path, made["dashboard_id"])
        assert response.status_code == 404
        assert response.json()["error"]["details"]["reason"] == "dashboard_not_found"
        assert alice.get(f"{DASHBOARDS}/{made['dashboard_id']}").json() == made
        assert other.get(DASHBOARDS, params={"q": "Mine"}).json()["dashboards"] == []


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_a_list_holds_the_callers_own_alone(guarded: LiveServer, face: Face) -> None:
    tenant = f"private-{face.name}"
    with guarded.caller(tenant, "alice") as alice, guarded.caller(tenant, "bob") as bob:
        mine = Talk.begin(face, alice).session_id
        assert [s["session_id"] for s in alice.get(face.prefix).json()["sessions"]] == [mine]
        assert bob.get(face.prefix).json()["sessions"] == []
        assert bob.get(face.prefix, params={"user_id": "alice"}).status_code == 403


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_a_request_that_names_another_tenant_is_a_mismatch(guarded: LiveServer, face: Face) -> None:
    with guarded.caller() as alice:
        session_id = Talk.begin(face, alice).session_id
        query = {"tenant_id": "other-corp"}
        for response in (
            alice.get(face.prefix, params=query),
            alice.delete(f"{face.prefix}/{session_id}", params=query),
        ):
            assert response.status_code == 403
            assert response.json()["error"]["code"] == "TENANT_MISMATCH"


def test_header_and_query_must_agree_without_tokens_too(live: LiveServer) -> None:
    with live.client(**{"X-Tenant-ID": "acme-corp"}) as acme:
        response = acme.get(SESSIONS.prefix, params={"tenant_id": "other-corp"})
    assert response.json()["error"]["code"] == "TENANT_MISMATCH"


def test_a_token_counts_where_none_is_demanded(live: LiveServer) -> None:
    with live.caller("token-corp", "alice") as alice:
        assert alice.post(SESSIONS.prefix, json={}).json()["tenant_id"] == "token-corp"
        wrong = alice.post(SESSIONS.prefix, json={}, headers={"X-Tenant-ID": "acme-corp"})
        assert wrong.json()["error"]["code"] == "TENANT_MISMATCH"
    with live.client(Authorization="Bearer nonsense") as stranger:
        assert stranger.post(SESSIONS.prefix, json={}).status_code == 401


@pytest.mark.parametrize(
    ("face", "body", "code"),
    [
        (CHAT, {"tenant_id": "other-corp"}, "TENANT_MISMATCH"),
        (CHAT, {"user_id": "bob"}, "FORBIDDEN"),
        (SESSIONS, {"user_id": "bob"}, "FORBIDDEN"),
    ],
)
def test_a_session_is_created_for_the_caller_alone(
    guarded: LiveServer, face: Face, body: dict[str, str], code: str
) -> None:
    with guarded.caller() as alice:
        response = alice.post(face.prefix, json=body)
    assert response.status_code == 403
    assert response.json()["error"]["code"] == code


def test_without_a_tenant_it_is_the_default_one(live: LiveServer) -> None:
    with live.client() as anybody:
        assert anybody.post(SESSIONS.prefix, json={}).json()["tenant_id"] == "acme-corp"


@pytest.mark.parametrize("tenant", ["a b", "{x}", "-", "x" * 200, "a:b"])
def test_a_tenants_name_is_checked(live: LiveServer, tenant: str) -> None:
    with live.client(**{"X-Tenant-ID": tenant}) as client:
        assert client.post(SESSIONS.prefix, json={}).status_code == 422


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example"])
def test_without_tokens_only_this_machines_names_are_answered(live: LiveServer, host: str) -> None:
    with live.client(Host=host) as rebound:
        response = rebound.get("/health")
    assert response.status_code == 403
    assert response.json()["error"]["code"] == "FORBIDDEN"


def test_with_tokens_any_name_is_answered(guarded: LiveServer) -> None:
    with guarded.client(Host="parley.example") as client:
        assert client.get("/health").status_code == 200


@pytest.mark.parametrize(
    ("query", "session", "code"),
    [
        ("", "own", 4401),
        ("?token=nonsense", "own", 4401),
        (f"?token={token('other-corp')}", "own", 4404),
        (f"?token={token(user='mallory')}", "own", 4404),
        (f"?token={token()}", "sess-none", 4404),
    ],
    ids=["no token", "a wrong token", "another tenant", "another user", "an unknown session"],
)
def test_a_socket_is_closed_with_its_reason(
    live: LiveServer, query: str, session: str, code: int
) -> None:
    if session == "own":
        with live.caller() as alice:
            session = Talk.begin(CHAT, alice).session_id
    with connect(f"ws://{live.address}/ws/chat/{session}{query}") as socket:
        assert json.loads(socket.recv(timeout=30))["type"] == "error"
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=30)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == code
        assert closed.value.rcvd.reason
