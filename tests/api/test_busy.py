"""A session that is answering: what becomes of a turn that comes meanwhile, and of cancels."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from api.matih.responses import RunBody
from tests.api.faces import Talk
from tests.api.refusals import refusal
from tests.api.streams import events_of, streaming

SLOW = {"message": "total work"}
QUICK = {"message": "what can I ask?"}


def cancel(talk: Talk) -> RunBody:
    response = talk.client.post(talk.path("/cancel"))
    assert response.status_code == 200, response.text
    return RunBody.model_validate(response.json(), strict=True)


@pytest.mark.parametrize("query", ["", "?multitask_strategy=reject"])
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_turn_is_rejected_and_the_session_works_on_afterwards(
    slow_talk: Talk, query: str, accept: str
) -> None:
    with streaming(slow_talk, "POST", "/messages", SLOW) as stream:
        stream.until(slow_talk.face.agents[1])
        busy = slow_talk.post(f"/messages{query}", QUICK, headers={"Accept": accept})
        refusal(busy, 409, "CONFLICT", "session_busy")
        assert busy.headers["retry-after"]
        deleted = slow_talk.client.delete(slow_talk.path())
        refusal(deleted, 409, "CONFLICT", "session_busy")
        assert cancel(slow_talk).run_id == stream.run_id
    assert slow_talk.say(QUICK["message"])["intent"] == "describe_data"


def test_enqueued_turns_are_answered_in_their_order(slow_talk: Talk) -> None:
    path = "/messages?multitask_strategy=enqueue"
    with streaming(slow_talk, "POST", "/messages", SLOW) as stream:
        stream.until(slow_talk.face.agents[1])
        with (
            streaming(slow_talk, "POST", path, QUICK) as second,
            ThreadPoolExecutor(1) as elsewhere,
        ):
            assert slow_talk.get(f"/runs/{second.run_id}").json()["status"] == "queued"
            third = elsewhere.submit(slow_talk.post, path, {"message": "hello"})
            while slow_talk.get("/turns").json()["total_count"] < 3:
                pass
            assert cancel(slow_talk).run_id == stream.run_id
            assert second.rest()[-1].event == "complete"
            assert third.result().status_code == 200
    said = [
        m["content"] for m in slow_talk.get("/history").json()["messages"] if m["role"] == "user"
    ]
    assert said == ["total work", "what can I ask?", "hello"]


def test_a_queue_has_an_end(slow_talk: Talk) -> None:
    path = "/messages?multitask_strategy=enqueue&stream=true"
    waiting = []
    with streaming(slow_talk, "POST", "/messages", SLOW) as stream:
        stream.until(slow_talk.face.agents[1])
        while True:
            with slow_talk.client.stream("POST", slow_talk.path(path), json=QUICK) as response:
                if response.status_code != 200:
                    response.read()
                    break
                waiting.append(response.headers["x-run-id"])
            assert len(waiting) < 100
        refusal(response, 409, "CONFLICT", "queue_full")
        assert response.headers["retry-after"]
        assert waiting
        for run_id in waiting:
            stopped = slow_talk.client.post(slow_talk.path(f"/runs/{run_id}/cancel")).json()
            assert RunBody.model_validate(stopped, strict=True).outcome == "cancelled"
        assert [event.event for event in events_of(slow_talk, waiting[0])] == ["cancelled"]
        cancel(slow_talk)


def test_an_interrupting_turn_stops_what_runs_and_goes_next(slow_talk: Talk) -> None:
    with streaming(slow_talk, "POST", "/messages", SLOW) as stream:
        stream.until(slow_talk.face.agents[1])
        answer = slow_talk.post("/messages?multitask_strategy=interrupt", QUICK)
        assert answer.json()["intent"] == "describe_data"
        assert stream.rest()[-1].event == "cancelled"


def test_an_unknown_strategy_is_refused(slow_talk: Talk) -> None:
    body = refusal(
        slow_talk.post("/messages?multitask_strategy=rollback", QUICK), 422, "VALIDATION_FAILED"
    )
    assert body.error.details["fields"][0]["field"] == "multitask_strategy"


def test_a_stopped_turn_answers_its_json_reader(slow_talk: Talk) -> None:
    with ThreadPoolExecutor(1) as elsewhere:
        waiting = elsewhere.submit(slow_talk.post, "/messages", SLOW)
        while (run_id := slow_talk.get().json()["running_run_id"]) is None:
            pass
        assert cancel(slow_talk).run_id == run_id
        response = waiting.result()
    refusal(response, 409, "CONFLICT", "run_cancelled")
    assert response.headers["x-run-id"] == run_id


def test_there_must_be_something_to_stop(slow_talk: Talk) -> None:
    refusal(slow_talk.client.post(slow_talk.path("/cancel")), 409, "CONFLICT", "nothing_runs")


def test_a_run_that_has_ended_is_left_as_it_is(slow_talk: Talk) -> None:
    run_id = slow_talk.say(QUICK["message"])["metadata"]["run_id"]
    stopped = slow_talk.client.post(slow_talk.path(f"/runs/{run_id}/cancel"))
    assert stopped.json()["outcome"] == "complete"
