"""Runs over HTTP: looked at, followed, resumed, and answered again for a key."""

from __future__ import annotations

import httpx
import pytest

from api.matih.responses import RunBody
from tests.api.faces import Face, Talk
from tests.api.live import LiveServer
from tests.api.refusals import MOMENT, refusal
from tests.api.streams import are_in_order, as_sent, events_of, streaming, told

QUESTION = {"message": "Show me monthly revenue for 2024"}
KEY = {"X-Idempotency-Key": "a key of mine"}


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_turn_says_which_run_it_is_and_where(talk: Talk, accept: str) -> None:
    headers = talk.post("/messages", QUESTION, headers={"Accept": accept}).headers
    run_id = headers["x-run-id"]
    assert headers["content-location"] == talk.path(f"/runs/{run_id}")
    assert "idempotency-replayed" not in headers
    assert talk.client.get(headers["content-location"]).json()["run_id"] == run_id


def test_a_run_says_how_it_stands(face: Face, talk: Talk) -> None:
    answer = talk.say(QUESTION["message"])
    body = talk.get(f"/runs/{answer['metadata']['run_id']}").json()
    run = RunBody.model_validate(body, strict=True)
    assert (run.status, run.outcome, run.kind) == ("ended", "complete", "message")
    assert run.run_id == run.turn_id == answer["metadata"]["turn_id"]
    assert run.content == QUESTION["message"]
    assert run.intent == face.intent
    assert run.title == answer["metadata"]["title"]
    assert (run.error, run.rerun_of, run.attempts) == (None, None, 1)
    assert run.checkpoint_id
    assert MOMENT.fullmatch(run.accepted_at)
    assert MOMENT.fullmatch(run.ended_at or "")


def test_a_failed_run_says_why(talk: Talk) -> None:
    talk.say("What was total revenue in 2024?")
    failed = talk.post(f"/{talk.face.visualize}", {"chart_type": "scatter"})
    body = talk.client.get(failed.headers["content-location"]).json()
    run = RunBody.model_validate(body, strict=True)
    assert (run.outcome, run.kind) == ("error", "visualize")
    assert run.error is not None
    assert (run.error.code, run.error.reason) == ("VALIDATION_FAILED", "chart_not_possible")


def test_a_run_that_ended_is_told_again_from_any_place(talk: Talk) -> None:
    events = told(talk, "/messages", QUESTION)
    run_id = events[-1].json()["result"]["metadata"]["run_id"]
    assert as_sent(events_of(talk, run_id)) == as_sent(events)
    for cut, event in enumerate(events[:-1], start=1):
        rest = events_of(talk, run_id, **{"Last-Event-ID": event.id})
        assert as_sent(rest) == as_sent(events[cut:])


def test_the_header_wins_over_the_query(talk: Talk) -> None:
    events = told(talk, "/messages", QUESTION)
    run_id = events[-1].json()["result"]["metadata"]["run_id"]
    path = f"/runs/{run_id}/events"
    with streaming(talk, "GET", f"{path}?last_event_id=2-0") as stream:
        assert as_sent(stream.rest()) == as_sent(events[2:])
    with streaming(talk, "GET", f"{path}?last_event_id=2-0", **{"Last-Event-ID": "1-0"}) as stream:
        assert as_sent(stream.rest()) == as_sent(events[1:])


def test_after_the_last_event_there_is_nothing_and_a_browser_is_told_so(talk: Talk) -> None:
    events = told(talk, "/messages", QUESTION)
    run_id = events[-1].json()["result"]["metadata"]["run_id"]
    headers = {"Last-Event-ID": events[-1].id}
    for _ in range(2):
        response = talk.get(f"/runs/{run_id}/events", headers=headers)
        assert (response.status_code, response.content) == (204, b"")


@pytest.mark.parametrize("event_id", ["x", "1-1", "-1", "1-0-0", "9" * 40, "1 0"])
def test_an_id_that_no_stream_gave_out_is_refused(talk: Talk, event_id: str) -> None:
    run_id = talk.say(QUESTION["message"])["metadata"]["run_id"]
    headers = {"Last-Event-ID": event_id}
    read = talk.get(f"/runs/{run_id}/events", headers=headers)
    refusal(read, 422, "VALIDATION_FAILED", "invalid_event_id")
    said = talk.post("/messages", QUESTION, headers=headers)
    refusal(said, 422, "VALIDATION_FAILED", "invalid_event_id")
    assert talk.get("/history").json()["total_count"] == 2


def test_a_run_of_another_session_is_not_there(talk: Talk) -> None:
    run_id = Talk.begin(talk.face, talk.client).say(QUESTION["message"])["metadata"]["run_id"]
    for method, tail in (("GET", ""), ("GET", "/events"), ("POST", "/cancel")):
        response = talk.client.request(method, talk.path(f"/runs/{run_id}{tail}"))
        refusal(response, 404, "RESOURCE_NOT_FOUND", "run_not_found")


def test_a_reader_that_was_cut_off_goes_on_while_the_run_does(slow_talk: Talk) -> None:
    sql = slow_talk.face.agents[1]
    with streaming(slow_talk, "POST", "/messages", {"message": "total work"}) as stream:
        run_id = stream.run_id
        first = next(stream.events)
    headers = {"Last-Event-ID": first.id}
    with streaming(slow_talk, "GET", f"/runs/{run_id}/events", **headers) as stream:
        stream.until(sql)
        assert slow_talk.get(f"/runs/{run_id}").json()["status"] == "running"
        assert slow_talk.get().json()["running_run_id"] == run_id
        stopped = slow_talk.client.post(slow_talk.path(f"/runs/{run_id}/cancel")).json()
        assert RunBody.model_validate(stopped, strict=True).outcome == "cancelled"
        assert stream.rest()[-1].event == "cancelled"
    ids = [event.id for event in events_of(slow_talk, run_id)]
    assert are_in_order(ids)
    assert slow_talk.get().json()["running_run_id"] is None


def test_the_same_key_gets_the_same_answer_and_says_it_once(talk: Talk) -> None:
    first = talk.post("/messages", QUESTION, headers=KEY)
    again = talk.post("/messages", QUESTION, headers=KEY)
    assert again.status_code == 200
    assert again.headers["idempotency-replayed"] == "true"
    for name in ("x-run-id", "content-location"):
        assert again.headers[name] == first.headers[name]
    assert again.json() == first.json()
    assert talk.get("/history").json()["total_count"] == 2


def test_a_stream_that_broke_goes_on_when_the_same_is_sent_again(talk: Talk) -> None:
    events = told(talk, "/messages", QUESTION, **KEY)
    for cut, event in enumerate(events, start=1):
        headers = {**KEY, "Last-Event-ID": event.id}
        rest = told(talk, "/messages", QUESTION, **headers)
        assert as_sent(rest) == as_sent(events[cut:])
    query = f"/messages?last_event_id={events[2].id}"
    assert as_sent(told(talk, query, QUESTION, **KEY)) == as_sent(events[3:])
    assert talk.get("/history").json()["total_count"] == 2


def test_an_id_means_nothing_to_a_run_that_only_begins(talk: Talk) -> None:
    events = told(talk, "/messages", QUESTION, **{"Last-Event-ID": "4-0"})
    assert events[0].id == "1-0"


def test_a_key_outlives_a_failure_too(talk: Talk) -> None:
    talk.say("What was total revenue in 2024?")
    chart = {"chart_type": "scatter"}
    first, again = (talk.post(f"/{talk.face.visualize}", chart, headers=KEY) for _ in range(2))
    for response in (first, again):
        refusal(response, 422, "VALIDATION_FAILED", "chart_not_possible")
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["x-run-id"] == first.headers["x-run-id"]


def test_a_key_that_came_with_something_else_is_a_conflict(talk: Talk) -> None:
    talk.post("/messages", QUESTION, headers=KEY)
    other = talk.post("/messages", {"message": "Show revenue by region"}, headers=KEY)
    refusal(other, 409, "CONFLICT", "idempotency_key_reused")
    elsewhere = talk.post("/refine", {"refinement": QUESTION["message"]}, headers=KEY)
    refusal(elsewhere, 409, "CONFLICT", "idempotency_key_reused")


@pytest.mark.parametrize("key", [b"", b"x" * 256, b"a\tb", "schlüssel".encode()])
def test_a_key_that_is_none_is_refused(talk: Talk, key: bytes) -> None:
    response = talk.post("/messages", QUESTION, headers={b"X-Idempotency-Key": key})
    body = refusal(response, 422, "VALIDATION_FAILED")
    assert body.error.details["fields"][0]["field"] == "X-Idempotency-Key"
    assert talk.get("/history").json()["total_count"] == 0


def test_the_longest_key_is_taken(talk: Talk) -> None:
    headers = {"X-Idempotency-Key": "~" * 255}
    assert talk.post("/messages", QUESTION, headers=headers).status_code == 200


def test_two_people_may_have_the_same_key(live: LiveServer, face: Face) -> None:
    def ask(user: str) -> httpx.Response:
        with live.caller(user=user) as client:
            return Talk.begin(face, client, user).post("/messages", QUESTION, headers=KEY)

    for user in ("anna", "ben"):
        response = ask(user)
        assert response.status_code == 200
        assert "idempotency-replayed" not in response.headers
