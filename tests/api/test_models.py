"""Which models a caller may name, and what a tenant has used of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from api.faces.matih_sessions.model_routes import ModelList, TenantUsage
from api.matih.responses import SessionLine
from api.problem import InvalidRequest
from api.settings import Settings
from api.wishes import checked_wish, modes_of
from checkpoints.connect import connect as connect_store
from llm.usage import Usage
from llm.wish import Mode, ModelWish
from runs.model_usage import RedisUsageCounts
from tests.api.faces import CHAT, SESSIONS, Face, Talk
from tests.api.live import LiveServer, serving, settings_for, token

# Nothing listens there: what these tests send is refused, or answered by the engine.
NOWHERE = "http://127.0.0.1:9/v1"
MODELS = "/api/v1/bi/models"
USAGE = "/api/v1/bi/usage"
REVEAL = "/api/reveal/ai"
DASHBOARDS = "/api/v1/bi/dashboards"
QUESTION = "revenue by region"
USED = Usage(1200, 80, 1024, 2, 0.5)


def _settings(folder: Path, **options: Any) -> Settings:
    given: dict[str, Any] = {
        "model": "small",
        "model_url": NOWHERE,
        "models": ("embedded", "small", "large"),
        "model_retries": 0,
        "model_timeout_s": 5,
    }
    return settings_for(folder, **given | options)


@pytest.fixture(scope="module")
def modelled(data_dir: Path, valkey_url: str) -> Iterator[LiveServer]:
    """A server with a model that nobody can reach, and a budget."""
    settings = _settings(
        data_dir,
        redis_url=valkey_url,
        require_auth=True,
        model_prices={name: {"input": 1, "output": 2} for name in ("small", "large")},
        model_budget={"tokens": 10_000, "cost": 2},
        model_budgets={"big-corp": {"tokens": 500}},
    )
    with serving(settings) as server:
        yield server


def test_without_a_model_the_engine_alone_is_offered(live: LiveServer) -> None:
    with live.client(**{"X-Tenant-ID": "acme-corp"}) as client:
        body = client.get(MODELS).json()
    ModelList.model_validate(body, strict=True)
    assert body == {
        "mode": "embedded",
        "default_model": None,
        "models": ["embedded"],
        "modes": ["embedded"],
    }


def test_the_models_that_may_be_named_are_told(modelled: LiveServer) -> None:
    with modelled.caller() as alice:
        body = alice.get(MODELS).json()
    assert body == {
        "mode": "hybrid",
        "default_model": "small",
        "models": ["embedded", "small", "large"],
        "modes": ["embedded", "hybrid", "model"],
    }


def _refusal(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 422, response.text
    error = response.json()["error"]
    assert error["code"] == "VALIDATION_FAILED"
    details: dict[str, Any] = error["details"]
    return {"message": error["message"], **details}


def _turns(face: Face, client: httpx.Client, **wish: str) -> list[httpx.Response]:
    talk = Talk.begin(face, client)
    made = client.post(
        DASHBOARDS, json={"dashboard": {"title": "Mine", "datasource_id": "demo"}}
    ).json()
    return [
        talk.post("/messages", {"message": QUESTION, **wish}),
        talk.post("/messages", {"message": QUESTION, "breakdown": True, **wish}),
        talk.post("/refine", {"refinement": "by month", **wish}),
        client.post(DASHBOARDS, json={"message": "sales dashboard", **wish}),
        client.post(
            f"{DASHBOARDS}/{made['dashboard_id']}/messages", json={"message": QUESTION, **wish}
        ),
    ]


@pytest.mark.parametrize("face", [SESSIONS, CHAT], ids=lambda face: face.name)
def test_what_is_not_configured_is_refused_with_what_is(modelled: LiveServer, face: Face) -> None:
    with modelled.caller() as alice:
        for response in _turns(face, alice, model="huge"):
            refused = _refusal(response)
            assert refused["allowed"] == ["embedded", "small", "large"]
            assert refused["fields"][0]["field"] == "model"
        for response in _turns(face, alice, mode="fast"):
            assert _refusal(response)["allowed"] == ["embedded", "hybrid", "model"]
        for response in _turns(face, alice, model="embedded", mode="model"):
            assert _refusal(response)["allowed"] == ["embedded"]


def test_without_a_model_no_other_mode_is_taken(live: LiveServer) -> None:
    with live.client(**{"X-Tenant-ID": "acme-corp"}) as client:
        for mode in ("hybrid", "model"):
            for response in _turns(SESSIONS, client, mode=mode):
                refused = _refusal(response)
                assert refused["allowed"] == ["embedded"]
                assert "no model is configured" in refused["message"]
        for response in _turns(SESSIONS, client, mode="embedded", model="embedded")[:2]:
            assert response.status_code == 200


def test_a_whole_dashboard_is_written_by_nobody(modelled: LiveServer) -> None:
    body = {"dashboard": {"title": "Mine", "datasource_id": "demo"}, "mode": "embedded"}
    with modelled.caller() as alice:
        assert "leave them" in _refusal(alice.post(DASHBOARDS, json=body))["message"]


def test_a_socket_refuses_what_is_not_configured_and_stays_open(modelled: LiveServer) -> None:
    with modelled.caller() as alice:
        talk = Talk.begin(CHAT, alice)
    with connect(f"ws://{modelled.address}/ws/chat/{talk.session_id}?token={token()}") as socket:
        socket.recv(timeout=30)
        for wish in ({"model": "huge"}, {"mode": "fast"}, {"model": "embedded", "mode": "model"}):
            socket.send(json.dumps({"type": "message", "content": QUESTION, **wish}))
            refused = json.loads(socket.recv(timeout=30))
            assert (refused["type"], refused["code"]) == ("error", "VALIDATION_FAILED")
            assert refused["details"]["allowed"]
        socket.send(json.dumps({"type": "refine", "refinement": QUESTION, "model": "huge"}))
        assert json.loads(socket.recv(timeout=30))["code"] == "VALIDATION_FAILED"


@pytest.mark.parametrize("word", ["model", "clientName"])
def test_a_model_that_is_not_configured_is_400_in_reveal(modelled: LiveServer, word: str) -> None:
    chat = {"datasourceId": "demo", "message": QUESTION, word: "huge"}
    insights = {"dashboardJson": "{}", word: "huge"}
    with modelled.caller() as alice:
        for path, body in (("/chat", chat), ("/insights", insights)):
            response = alice.post(f"{REVEAL}{path}", json=body)
            assert response.status_code == 400
            assert response.json() == {
                "error": "There is no model 'huge'; there is: embedded, small, large."
            }


def test_the_engine_answers_where_it_is_named(modelled: LiveServer) -> None:
    with modelled.caller() as alice:
        talk = Talk.begin(SESSIONS, alice)
        body = talk.post("/messages", {"message": QUESTION, "model": "embedded"}).json()
        chat = {"datasourceId": "demo", "message": QUESTION, "model": "embedded"}
        told = alice.post(f"{REVEAL}/chat", json=chat).json()
    assert body["metadata"]["usage"] is None
    assert body["metadata"]["notices"] == []
    assert told["usage"] == {"inputTokens": 0, "outputTokens": 0}


async def _count(url: str, tenant_id: str, session_id: str) -> None:
    client = connect_store(url)
    await RedisUsageCounts(client).count(tenant_id, session_id, USED)
    await client.aclose()


def test_a_tenants_usage_is_its_own(modelled: LiveServer, valkey_url: str) -> None:
    with modelled.caller("used-corp") as alice, modelled.caller("big-corp", "bob") as bob:
        talk, other = Talk.begin(CHAT, alice), Talk.begin(SESSIONS, bob, "bob")
        assert talk.get().json()["usage"] is None
        asyncio.run(_count(valkey_url, "used-corp", talk.session_id))

        body = alice.get(USAGE, params={"days": 3}).json()
        TenantUsage.model_validate(body, strict=True)
        today = datetime.now(UTC).date()
        assert [day["calls"] for day in body["days"]] == [0, 0, 2]
        assert body["days"][-1] == {
            "day": today.isoformat(),
            "input_tokens": 1200,
            "output_tokens": 80,
            "cached_tokens": 1024,
            "calls": 2,
            "cost": 0.5,
        }
        assert body["budget"] == {"tokens": 10_000, "cost": 2.0}
        assert body["left"] == {"tokens": 8720, "cost": 1.5}
        assert body["resets_at"] == f"{today + timedelta(days=1)}T00:00:00Z"

        for face in (CHAT, SESSIONS):
            line = alice.get(f"{face.prefix}/{talk.session_id}").json()
            SessionLine.model_validate(line, strict=True)
            assert line["usage"]["input_tokens"] == 1200

        others = bob.get(USAGE).json()
        assert len(others["days"]) == 7
        assert not any(day["calls"] for day in others["days"])
        assert others["budget"] == {"tokens": 500, "cost": None}
        assert others["left"] == {"tokens": 500, "cost": None}
        assert other.get().json()["usage"] is None
        named = bob.get(USAGE, params={"tenant_id": "used-corp"})
        assert named.json()["error"]["code"] == "TENANT_MISMATCH"


@pytest.mark.parametrize("days", ["0", "401", "many"])
def test_days_are_checked(modelled: LiveServer, days: str) -> None:
    with modelled.caller() as alice:
        assert _refusal(alice.get(USAGE, params={"days": days}))["fields"][0]["field"] == "days"


def test_a_named_model_is_asked_where_none_is_by_default(tmp_path: Path) -> None:
    settings = _settings(tmp_path, mode="embedded")
    assert checked_wish(settings, "large") == ModelWish("large", Mode.HYBRID)
    assert checked_wish(settings, "large", Mode.EMBEDDED) == ModelWish("large", Mode.EMBEDDED)
    assert checked_wish(settings, "embedded") == ModelWish("embedded")
    assert checked_wish(_settings(tmp_path), "large") == ModelWish("large")
    assert checked_wish(_settings(tmp_path)) == ModelWish()


def test_who_leaves_the_engine_out_of_the_list_has_a_model_asked(tmp_path: Path) -> None:
    settings = _settings(tmp_path, models=("small",))
    assert modes_of(settings) == (Mode.HYBRID, Mode.MODEL)
    with pytest.raises(InvalidRequest, match="a model is always asked"):
        checked_wish(settings, mode=Mode.EMBEDDED)
    with pytest.raises(InvalidRequest, match="There is no model 'embedded'"):
        checked_wish(settings, "embedded")
