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


def test_a_turn_that_began_elsewhere_is_taken_up_without_gap_or_repeat(
    slow: LiveServer, talk: Talk
) -> None:
    address = f"ws://{slow.address}/ws/chat/{talk.session_id}?token={token()}"
    with connect(address) as first:
        until(first, "connection_ready")
        first.send(json.dumps(SLOW))
        begun = until(first, "stream_start")
    with connect(address) as second:
        ready = until(second, "connection_ready")
        assert ready["run_id"] == begun["run_id"]
        resume = {"type": "resume", "run_id": ready["run_id"], "last_event_id": begun["id"]}
        second.send(json.dumps(resume))
        assert until(second, "stream_start")["id"] == "2-0"
        # Once is enough: it is being told.
        second.send(json.dumps(resume))
        assert until(second, "error")["code"] == "VALIDATION_FAILED"
        second.send(json.dumps({"type": "cancel"}))
        assert until(second, "cancelled")["run_id"] == begun["run_id"]


def test_a_turn_that_is_told_nowhere_here_can_be_cancelled_here(
    slow: LiveServer, talk: Talk
) -> None:
    address = f"ws://{slow.address}/ws/chat/{talk.session_id}?token={token()}"
    with connect(address) as first, connect(address) as second:
        first.send(json.dumps(SLOW))
        run_id = until(first, "stream_start")["run_id"]
        second.send(json.dumps({"type": "cancel", "run_id": run_id}))
        ended = {"type": "run_ended", "run_id": run_id, "outcome": "cancelled"}
        assert until(second, "run_ended") == ended
        assert until(first, "cancelled")["run_id"] == run_id


def test_turns_that_wait_are_told_one_after_another(socket: ClientConnection) -> None:
    socket.send(json.dumps(SLOW))
    until_it_runs(socket)
    quick = {"type": "message", "content": "what can I ask?"}
    socket.send(json.dumps(quick | {"multitask_strategy": "enqueue"}))
    socket.send(json.dumps({"type": "cancel"}))
    assert until(socket, "cancelled")
    assert until(socket, "result")
    socket.send(json.dumps(SLOW))
    until_it_runs(socket)
    socket.send(json.dumps(quick | {"multitask_strategy": "interrupt"}))
    assert until(socket, "cancelled")
    assert until(socket, "result")
