"""A question that would take for ever: what happens around it, and how it is stopped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.api.faces import CHAT, SESSIONS, Talk
from tests.api.live import LiveServer, serving, settings_for, token
from tests.slow import slow_catalog

SLOW = {"type": "message", "content": "total work"}


@pytest.fixture
def talk(slow: LiveServer) -> Iterator[Talk]:
    with slow.caller() as alice:
        yield Talk.begin(CHAT, alice)


@pytest.fixture
def socket(slow: LiveServer, talk: Talk) -> Iterator[ClientConnection]:
    with connect(f"ws://{slow.address}/ws/chat/{talk.session_id}?token={token()}") as opened:
        until(opened, "connection_ready")
        yield opened


def until(socket: ClientConnection, kind: str) -> dict[str, object]:
    while (message := json.loads(socket.recv(timeout=30)))["type"] != kind:
        pass
    return dict(message)


def until_it_runs(socket: ClientConnection) -> None:
    while until(socket, "stream_start")["agent"] != "sql_agent":
        pass


def test_a_running_turn_is_stopped_with_its_query_and_the_session_works_on(
    socket: ClientConnection, talk: Talk
) -> None:
    socket.send(json.dumps(SLOW))
    until_it_runs(socket)
    busy = talk.post("/messages", {"message": "what can I ask?"})
    assert busy.status_code == 409
    socket.send(json.dumps(SLOW))
    assert until(socket, "error")["code"] == "CONFLICT"
    socket.send(json.dumps({"type": "cancel"}))
    assert until(socket, "cancelled")["message"]
    assert talk.say("what can I ask?")["intent"] == "describe_data"
    history = talk.client.get(talk.path("/history")).json()["messages"]
    assert history[1]["metadata"]["cancelled"] is True


def test_a_query_that_takes_too_long_is_stopped(tmp_path: Path, valkey_url: str) -> None:
    settings = settings_for(
        tmp_path, redis_url=valkey_url, catalog=slow_catalog(tmp_path), query_timeout_s=0.2
    )
    with serving(settings) as live, live.client() as client:
        talk = Talk.begin(SESSIONS, client)
        response = talk.post("/messages", {"message": "total work"})
        assert response.status_code == 504
        error = response.json()["error"]
        assert error["details"]["reason"] == "query_timeout"
        assert error["details"]["retryable"] is False
        assert talk.say("what can I ask?")["intent"] == "describe_data"
