"""Turns of a service whose model is down: what the engine can answer is answered, and said so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from api.faces.matih_sessions.schemas import SessionTurn
from bench.model_behaviours import Failure, Reply, Tokens
from bench.model_replies import sql_reply
from bench.model_server import ModelServer, running_model_server
from tests.api.faces import CHAT, SESSIONS, Talk
from tests.api.live import LiveServer, serving, settings_for, token
from tests.api.streams import events_of, streaming
from tests.model_server import KEY, MODEL

KNOWN = "revenue by region in 2024"
UNKNOWN = "which flurbs did we zorch"
EMBEDDED = {"kind": "embedded", "model": None, "reused": False}


@pytest.fixture(scope="module")
def down() -> Iterator[ModelServer]:
    with running_model_server() as server:
        server.answer = Failure(500, "secret of the endpoint")
        yield server


@pytest.fixture(scope="module")
def modelled(down: ModelServer, data_dir: Path, valkey_url: str) -> Iterator[LiveServer]:
    settings = settings_for(
        data_dir,
        redis_url=valkey_url,
        model=MODEL,
        model_url=down.url,
        model_key=KEY,
        model_prose=False,
        model_retries=0,
        model_breaker_failures=0,
    )
    with serving(settings) as server:
        yield server


@pytest.fixture
def client(modelled: LiveServer) -> Iterator[httpx.Client]:
    with modelled.caller() as opened:
        yield opened


def _asked(down: ModelServer, talk: Talk, body: dict[str, Any]) -> tuple[httpx.Response, int]:
    """The answer, and how often the model was asked for it."""
    before = len(down.requests)
    response = talk.post("/messages", body)
    return response, len(down.requests) - before


def test_what_the_engine_understands_asks_no_model(down: ModelServer, client: httpx.Client) -> None:
    response, calls = _asked(down, Talk.begin(SESSIONS, client), {"message": KNOWN})
    body = response.json()
    SessionTurn.model_validate(body, strict=True)
    assert calls == 0
    assert body["metadata"]["author"] == EMBEDDED
    assert body["metadata"]["usage"] is None
    assert body["metadata"]["notices"] == []


def test_what_it_does_not_is_503_while_the_model_is_down(
    down: ModelServer, client: httpx.Client
) -> None:
    response, calls = _asked(down, Talk.begin(SESSIONS, client), {"message": UNKNOWN})
    assert calls >= 1
    assert response.status_code == 503
    assert response.headers["retry-after"]
    error = response.json()["error"]
    assert (error["code"], error["details"]["reason"]) == ("LLM_UNAVAILABLE", "llm_unavailable")
    assert "secret" not in response.text


def test_what_a_turn_took_that_failed_is_told_with_its_end(
    down: ModelServer, modelled: LiveServer, client: httpx.Client
) -> None:
    talk = Talk.begin(CHAT, client)
    broken = "SELECT CAST(region AS INTEGER) AS n FROM orders"
    usual, down.answer = down.answer, Reply(sql_reply(broken), usage=Tokens(100, 20))
    try:
        said = {"message": UNKNOWN, "mode": "model"}
        with streaming(talk, "POST", "/messages?detail=true", said) as stream:
            ending = stream.rest()[-1]
    finally:
        down.answer = usual
    assert ending.event == "error"
    usage = ending.json()["usage"]
    assert usage["calls"] > 1
    assert usage["input_tokens"] == 100 * usage["calls"]
    assert talk.get(f"/turns/{stream.run_id}").json()["partial"]["usage"] == usage
    # Who does not ask for details is told what every client is told.
    plain = events_of(talk, stream.run_id)[-1]
    assert plain.json().keys() == {"error"}
    with connect(f"ws://{modelled.address}/ws/chat/{talk.session_id}?token={token()}") as socket:
        socket.send(json.dumps({"type": "resume", "run_id": stream.run_id, "detail": True}))
        while (told := json.loads(socket.recv(timeout=60)))["type"] != "error":
            pass
    assert told["usage"] == usage


@pytest.mark.parametrize("wish", [{"mode": "embedded"}, {"model": "embedded"}])
def test_whoever_wishes_for_the_engine_gets_it_alone(
    down: ModelServer, client: httpx.Client, wish: dict[str, str]
) -> None:
    response, calls = _asked(down, Talk.begin(SESSIONS, client), {"message": UNKNOWN, **wish})
    assert (response.status_code, calls) == (200, 0)
    assert response.json()["intent"] == "clarification"


def test_the_mode_model_falls_back_to_the_engine_with_a_notice(
    down: ModelServer, client: httpx.Client
) -> None:
    response, calls = _asked(
        down, Talk.begin(SESSIONS, client), {"message": KNOWN, "mode": "model"}
    )
    body = response.json()
    assert response.status_code == 200
    assert calls >= 1
    assert body["data"]["rows"]
    assert body["metadata"]["author"] == EMBEDDED
    (notice,) = body["metadata"]["notices"]
    assert notice in body["response"]


def test_a_refine_and_a_socket_carry_the_wish(
    down: ModelServer, modelled: LiveServer, client: httpx.Client
) -> None:
    talk = Talk.begin(CHAT, client)
    talk.say(KNOWN)
    before = len(down.requests)
    refined = talk.post("/refine", {"refinement": "by month", "mode": "model"}).json()
    assert refined["metadata"]["notices"]
    with connect(f"ws://{modelled.address}/ws/chat/{talk.session_id}?token={token()}") as socket:
        socket.send(json.dumps({"type": "message", "content": KNOWN, "mode": "model"}))
        while (told := json.loads(socket.recv(timeout=60)))["type"] != "result":
            assert told["type"] != "error", told
    assert told["data"]["metadata"]["notices"]
    assert len(down.requests) >= before + 2
