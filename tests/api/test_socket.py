"""The chat socket, spoken to with an independent client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from websockets.sync.client import ClientConnection, connect

from api.faces.matih_chat.schemas import ChatTurn
from tests.api.faces import CHAT, Talk
from tests.api.live import LiveServer, token
from tests.api.streams import are_in_order, events_of

QUESTION = {"type": "message", "content": "Show me monthly revenue for 2024"}


@dataclass
class Socket:
    connection: ClientConnection

    def send(self, message: object) -> None:
        self.connection.send(message if isinstance(message, str) else json.dumps(message))

    def receive(self) -> dict[str, Any]:
        """The next message that is not a ping."""
        while (message := json.loads(self.connection.recv(timeout=30)))["type"] == "ping":
            pass
        return dict(message)

    def turn(self, message: object) -> list[dict[str, Any]]:
        """Send, and gather up to the message that ends the turn."""
        self.send(message)
        told = [self.receive()]
        while told[-1]["type"] not in ("result", "error", "cancelled"):
            told.append(self.receive())
        return told


@pytest.fixture
def alice(live: LiveServer) -> Iterator[httpx.Client]:
    with live.caller() as client:
        yield client


@pytest.fixture
def talk(alice: httpx.Client) -> Talk:
    return Talk.begin(CHAT, alice)


@pytest.fixture
def socket(live: LiveServer, talk: Talk) -> Iterator[Socket]:
    address = f"ws://{live.address}/ws/chat/{talk.session_id}?token={token()}"
    with connect(address) as connection:
        opened = Socket(connection)
        ready = opened.receive()
        assert ready["type"] == "connection_ready"
        assert ready["session_id"] == talk.session_id
        assert ready["run_id"] is None
        assert set(ready["capabilities"]) == {
            "message",
            "refine",
            "visualize",
            "cancel",
            "resume",
            "multitask_strategy",
            "idempotency_key",
            "model",
            "mode",
            "detail",
        }
        yield opened


def test_a_turn_tells_who_works_then_the_text_then_the_result(socket: Socket) -> None:
    told = socket.turn(QUESTION)
    agents = [message["agent"] for message in told if message["type"] == "stream_start"]
    assert list(dict.fromkeys(agents)) == CHAT.agents
    result = ChatTurn.model_validate(told[-1]["data"], strict=True)
    assert result.data is not None
    text = "".join(message["content"] for message in told if message["type"] == "text")
    assert text == result.response
    assert {message["type"] for message in told} == {"stream_start", "text", "result"}


def test_what_is_ready_is_told_to_whoever_asks_for_details(socket: Socket) -> None:
    told = socket.turn({**QUESTION, "detail": True})
    partials = [message for message in told if message["type"] == "partial"]
    assert [set(partial) - {"type", "id", "run_id"} for partial in partials] == [
        {"title", "understood", "sql", "author"},
        {"columns", "data", "row_count", "truncated", "query_time_ms"},
        {"chart"},
    ]
    run_id = told[-1]["run_id"]
    assert socket.turn({"type": "resume", "run_id": run_id, "detail": True}) == told
    plain = [message for message in told if message["type"] != "partial"]
    assert socket.turn({"type": "resume", "run_id": run_id}) == plain


def test_several_turns_follow_one_another(socket: Socket) -> None:
    socket.turn(QUESTION)
    refined = socket.turn({"type": "refine", "refinement": "Break this down by product category"})
    drawn = socket.turn({"type": "visualize", "chart_type": "stacked_bar"})
    assert drawn[-1]["data"]["visualization"]["type"] == "stacked_bar"
    assert drawn[-1]["data"]["sql"] == refined[-1]["data"]["sql"]
    socket.turn(
        {**QUESTION, "content": "revenue by region and orders by channel", "breakdown": True}
    )
    part = socket.turn({"type": "visualize", "chart_type": "pie", "part": 2})
    assert part[-1]["data"]["metadata"]["part"] == 2


def test_what_the_socket_said_is_in_the_history(socket: Socket, talk: Talk) -> None:
    socket.turn(QUESTION)
    assert talk.client.get(talk.path("/history")).json()["total_count"] == 2


@pytest.mark.parametrize(
    "message",
    [
        "{",
        "",
        "[]",
        {"type": "dance"},
        {"content": "no type"},
        {"type": "message"},
        {"type": "message", "content": "  "},
        {"type": "message", "content": "x" * 4001},
        {"type": "visualize", "chart_type": "hologram"},
        {"type": "message", "content": "revenue", "multitask_strategy": "rollback"},
        {"type": "message", "content": "revenue", "idempotency_key": ""},
        {"type": "resume"},
        {"type": "resume", "run_id": "any", "last_event_id": "first"},
    ],
    ids=range(13),
)
def test_what_is_no_message_is_an_error_and_the_socket_stays_open(
    socket: Socket, message: object
) -> None:
    error = socket.turn(message)[-1]
    assert error["type"] == "error"
    assert error["code"] == "VALIDATION_FAILED"
    assert error["message"]
    assert socket.turn(QUESTION)[-1]["type"] == "result"


def test_a_pong_is_taken_without_an_answer(socket: Socket) -> None:
    socket.send({"type": "pong"})
    assert socket.turn(QUESTION)[-1]["type"] == "result"


def test_refine_before_any_answer_is_a_conflict(socket: Socket) -> None:
    error = socket.turn({"type": "refine", "refinement": "by region"})[-1]
    assert (error["type"], error["code"]) == ("error", "CONFLICT")
    assert socket.turn(QUESTION)[-1]["type"] == "result"


def test_cancel_without_a_turn_is_an_error(socket: Socket) -> None:
    error = socket.turn({"type": "cancel"})[-1]
    assert (error["type"], error["details"]["reason"]) == ("error", "nothing_runs")


def test_a_turns_messages_say_which_run_and_where_in_it(socket: Socket, talk: Talk) -> None:
    told = socket.turn(QUESTION)
    run_id = told[-1]["data"]["metadata"]["run_id"]
    assert {message["run_id"] for message in told} == {run_id}
    assert are_in_order([message["id"] for message in told])
    assert told[-1]["id"] == events_of(talk, run_id)[-1].id


def test_a_run_is_resumed_from_any_place(socket: Socket) -> None:
    told = socket.turn(QUESTION)
    run_id = told[-1]["run_id"]
    assert socket.turn({"type": "resume", "run_id": run_id}) == told
    for cut, message in enumerate(told[:-1], start=1):
        again = {"type": "resume", "run_id": run_id, "last_event_id": message["id"]}
        assert socket.turn(again) == told[cut:]


def test_a_run_that_is_not_there_cannot_be_resumed(socket: Socket) -> None:
    error = socket.turn({"type": "resume", "run_id": "never"})[-1]
    assert error["details"]["reason"] == "run_not_found"
    assert socket.turn(QUESTION)[-1]["type"] == "result"


def test_the_same_key_gets_the_same_run(socket: Socket, talk: Talk) -> None:
    keyed = {**QUESTION, "idempotency_key": "once"}
    assert socket.turn(keyed) == socket.turn(keyed)
    assert talk.get("/history").json()["total_count"] == 2
    over_http = talk.post(
        "/messages",
        {"message": QUESTION["content"]},
        headers={"X-Idempotency-Key": "once"},
    )
    assert over_http.headers["idempotency-replayed"] == "true"


def test_a_run_goes_on_when_the_socket_closes(live: LiveServer, talk: Talk) -> None:
    address = f"ws://{live.address}/ws/chat/{talk.session_id}?token={token()}"
    with connect(address) as connection:
        socket = Socket(connection)
        socket.receive()
        socket.send(QUESTION)
        assert socket.receive()["type"] == "stream_start"
    while (history := talk.client.get(talk.path("/history")).json())["total_count"] < 2:
        pass
    assert history["messages"][1]["metadata"]["intent"] == "sql_query"
