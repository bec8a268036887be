"""Who wrote an answer's query and what it took, in every face's words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from api.faces.matih_chat.schemas import DIALECT, ChatTurn
from api.faces.matih_sessions.schemas import SessionTurn
from api.faces.reveal.schemas import finished
from api.json_response import to_json
from api.matih.answer import turn_body
from api.matih.dialect import SESSIONS, Dialect
from api.matih.listing import history_body
from api.matih.responses import History, TurnBody
from llm.usage import Author, AuthorKind, Usage
from nodes.answer import Answer, Intent, Task
from nodes.events import Complete, Failed
from runs import transcript
from runs.model import HistoryPage, Message

USED = Usage(1200, 80, 1024, 2, 0.0005)
ANSWER = Answer(
    turn_id="t1",
    intent=Intent.QUERY,
    text="The model cannot be reached; the embedded engine answered. Revenue is $5.",
    sql="SELECT 5",
    author=Author(AuthorKind.MODEL, "small", reused=True),
    usage=USED,
    notices=("The model cannot be reached; the embedded engine answered.",),
    tasks=(
        Task("0-1", "revenue", author=Author(AuthorKind.EMBEDDED)),
        Task("0-2", "orders", author=Author(AuthorKind.MODEL, "small")),
    ),
)
WRITTEN = {"kind": "model", "model": "small", "reused": True}
TAKEN = {
    "input_tokens": 1200,
    "output_tokens": 80,
    "cached_tokens": 1024,
    "calls": 2,
    "cost": 0.0005,
}


def _sent(body: Any) -> Any:
    return json.loads(to_json(body))


@pytest.mark.parametrize(("dialect", "shape"), [(SESSIONS, SessionTurn), (DIALECT, ChatTurn)])
def test_a_turn_tells_who_wrote_it_and_what_it_took(
    dialect: Dialect, shape: type[TurnBody]
) -> None:
    body = _sent(turn_body(ANSWER, None, "r1", dialect))
    shape.model_validate(body, strict=True)
    told = body["metadata"]
    assert (told["author"], told["usage"]) == (WRITTEN, TAKEN)
    assert told["notices"] == list(ANSWER.notices)
    assert [task["author"]["kind"] for task in told["tasks"]] == ["embedded", "model"]


def test_a_cost_that_nobody_knows_is_null() -> None:
    answer = replace(ANSWER, usage=replace(USED, cost=None))
    body = _sent(turn_body(answer, None, "r1", SESSIONS))
    SessionTurn.model_validate(body, strict=True)
    assert body["metadata"]["usage"]["cost"] is None


@pytest.mark.parametrize("usage", [None, Usage()])
def test_where_no_model_was_asked_there_is_no_usage(usage: Usage | None) -> None:
    answer = replace(ANSWER, author=None, usage=usage, notices=(), tasks=())
    told = _sent(turn_body(answer, None, "r1", SESSIONS))["metadata"]
    assert (told["author"], told["usage"], told["notices"]) == (None, None, [])
    assert finished(usage)["usage"] == {"inputTokens": 0, "outputTokens": 0}


def test_reveal_tells_the_tokens() -> None:
    assert finished(USED) == {
        "finishReason": "Stop",
        "usage": {"inputTokens": 1200, "outputTokens": 80},
    }


def _told_later(*lines: Message) -> list[dict[str, Any]]:
    stored = tuple(transcript.decode(transcript.encode(line)) for line in lines)
    body = _sent(history_body("s", HistoryPage(stored, len(stored)), SESSIONS))
    History.model_validate(body, strict=True)
    return [message["metadata"] for message in body["messages"]]


def test_the_history_keeps_both() -> None:
    plain = replace(ANSWER, author=Author(AuthorKind.EMBEDDED), usage=None, notices=())
    by_model, by_engine, failed, before = _told_later(
        transcript.said_by_assistant(Complete(ANSWER), "r1", "t1", None),
        transcript.said_by_assistant(Complete(plain), "r2", "t2", None),
        transcript.said_by_assistant(Failed("llm_unavailable", "No model."), "r3", "t3", None),
        Message("assistant", "As it was written before.", datetime.now(UTC), {"intent": "query"}),
    )
    assert (by_model["author"], by_model["usage"]) == (WRITTEN, TAKEN)
    assert by_engine["author"] == {"kind": "embedded", "model": None, "reused": False}
    assert "usage" not in by_engine
    for other in (failed, before):
        assert not {"author", "usage"} & set(other)
