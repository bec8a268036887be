"""What is kept of a turn that ended without an answer: what its reader saw of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.matih.responses import History, TurnDetailBody, TurnList
from tests.api.faces import SESSIONS, Talk
from tests.api.live import serving, settings_for
from tests.api.streams import events_of, streaming
from tests.api.test_details import merged, partials
from tests.slow import slow_catalog

SLOW = {"message": "total work"}


@pytest.fixture
def impatient(tmp_path: Path, valkey_url: str) -> Iterator[Talk]:
    """A session on a database that takes for ever, and waits for a moment."""
    settings = settings_for(
        tmp_path, redis_url=valkey_url, catalog=slow_catalog(tmp_path), query_timeout_s=0.2
    )
    with serving(settings) as live, live.client() as client:
        yield Talk.begin(SESSIONS, client)


def stopped(talk: Talk) -> str:
    """The run of a question that is stopped once its SQL is there."""
    with streaming(talk, "POST", "/messages?detail=true", SLOW) as stream:
        next(event for event in stream.events if event.event == "partial")
        run = talk.client.post(talk.path(f"/runs/{stream.run_id}/cancel")).json()
    assert run["outcome"] == "cancelled"
    return stream.run_id


def on_record(talk: Talk, run_id: str) -> dict[str, Any] | None:
    """What is told of the turn, by itself and in the list."""
    detail = talk.get(f"/turns/{run_id}").json()
    TurnDetailBody.model_validate(detail, strict=True)
    listed = talk.get("/turns", params={"answers": True, "order": "newest"}).json()
    TurnList.model_validate(listed, strict=True)
    (line,) = (line for line in listed["turns"] if line["turn_id"] == run_id)
    assert (line["answer"], line["partial"]) == (None, detail["partial"])
    partial: dict[str, Any] | None = detail["partial"]
    return partial


def is_as_told(talk: Talk, run_id: str, partial: dict[str, Any]) -> bool:
    """Whether the record holds just what the run's events told."""
    with streaming(talk, "GET", f"/runs/{run_id}/events?detail=true") as stream:
        events = stream.rest()
    progress = [event.json() for event in events if event.event == "progress"]
    steps = [(step["agent"], step["message"]) for step in partial["steps"]]
    told = merged(partials(events))
    return (
        steps == [(one["agent"], one["message"]) for one in progress]
        and {name: partial[name] for name in told} == told
        and set(partial) == {"response", "steps", "usage", *told}
        and events[-1].json()["usage"] == partial["usage"]
    )


def test_a_turn_that_was_stopped_keeps_what_was_told_of_it(slow_talk: Talk) -> None:
    run_id = stopped(slow_talk)
    partial = on_record(slow_talk, run_id)
    assert partial is not None
    assert partial["sql"].startswith("SELECT")
    assert [token["text"] for token in partial["understood"]["tokens"]] == ["Work"]
    assert partial["author"] == {"kind": "embedded", "model": None, "reused": False}
    assert (partial["response"], partial["usage"]) == ("", None)
    assert is_as_told(slow_talk, run_id, partial)
    history = slow_talk.get("/history").json()
    History.model_validate(history, strict=True)
    metadata = history["messages"][1]["metadata"]
    assert metadata["cancelled"] is True
    assert (metadata["sql"], metadata["author"]) == (partial["sql"], partial["author"])


def test_a_turn_that_failed_keeps_what_was_told_of_it(impatient: Talk) -> None:
    run_id = impatient.post("/messages", SLOW).headers["x-run-id"]
    partial = on_record(impatient, run_id)
    assert partial is not None
    assert partial["sql"].startswith("SELECT")
    assert is_as_told(impatient, run_id, partial)
    assert sum(step["elapsed_ms"] for step in partial["steps"]) >= 200
    metadata = impatient.get("/history").json()["messages"][1]["metadata"]
    assert metadata["error"] == {"code": "query_timeout"}
    assert metadata["sql"] == partial["sql"]


def test_of_a_compound_question_it_is_kept_by_its_parts(impatient: Talk) -> None:
    said = {"message": "total work; number of tasks", "breakdown": True}
    run_id = impatient.post("/messages", said).headers["x-run-id"]
    partial = on_record(impatient, run_id)
    assert partial is not None
    first, second = partial["tasks"]
    assert (first["task_id"], second["task_id"]) == ("0-1", "0-2")
    assert first["sql"] != second["sql"]
    assert first["error"]["details"]["reason"] == "query_timeout"
    assert "sql" not in partial
    with streaming(impatient, "GET", f"/runs/{run_id}/events?detail=true") as stream:
        told = [one["task"] for one in partials(stream.rest())]
    for part in (first, second):
        assert merged([one for one in told if one["task_id"] == part["task_id"]]) == part


def test_what_failed_before_there_was_any_sql_keeps_its_steps(talk: Talk) -> None:
    talk.say("What was total revenue in 2024?")
    refused = talk.post(f"/{talk.face.visualize}", {"chart_type": "scatter"})
    run_id = refused.headers["x-run-id"]
    partial = on_record(talk, run_id)
    assert partial is not None
    assert partial.keys() == {"response", "steps", "usage"}
    assert partial["steps"]
    assert is_as_told(talk, run_id, partial)


def test_a_turn_that_was_stopped_before_it_began_has_nothing(slow_talk: Talk) -> None:
    with streaming(slow_talk, "POST", "/messages", SLOW) as first:
        first.until("sql_agent" if slow_talk.face.name == "chat" else "sql")
        queued = "/messages?multitask_strategy=enqueue"
        with streaming(slow_talk, "POST", queued, SLOW) as second:
            slow_talk.client.post(slow_talk.path(f"/runs/{second.run_id}/cancel"))
        slow_talk.client.post(slow_talk.path(f"/runs/{first.run_id}/cancel"))
    assert [event.event for event in events_of(slow_talk, second.run_id)] == ["cancelled"]
    assert on_record(slow_talk, second.run_id) is None


def test_a_turn_with_an_answer_has_no_part_of_one(talk: Talk) -> None:
    turn_id = talk.say("revenue by region")["metadata"]["turn_id"]
    assert talk.get(f"/turns/{turn_id}").json()["partial"] is None
    (line,) = talk.get("/turns", params={"answers": True}).json()["turns"]
    assert line["partial"] is None
    assert "partial" not in talk.get("/turns").json()["turns"][0]
