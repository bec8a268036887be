"""Earlier turns over HTTP: looked at, gone back to, and run once more."""

from __future__ import annotations

from typing import Any

import pytest

from api.matih.responses import RunBody, TurnDetailBody, TurnList, TurnStateBody
from tests.api.faces import Face, Talk
from tests.api.refusals import refusal
from tests.api.streams import as_sent, events_of, told

QUESTION = "Show me monthly revenue for 2024"
KEY = {"X-Idempotency-Key": "once"}


@pytest.fixture
def answers(talk: Talk) -> list[dict[str, Any]]:
    """Three turns: a question, a refinement, another chart."""
    return [
        talk.say(QUESTION),
        talk.refine("Break this down by product category"),
        talk.visualize("stacked_bar"),
    ]


def turn_id(answer: dict[str, Any]) -> str:
    return str(answer["metadata"]["turn_id"])


def test_turns_are_listed_in_their_order(talk: Talk, answers: list[dict[str, Any]]) -> None:
    whole = TurnList.model_validate(talk.get("/turns").json(), strict=True)
    assert whole.session_id == talk.session_id
    assert whole.total_count == 3
    assert [turn.turn_id for turn in whole.turns] == [turn_id(answer) for answer in answers]
    assert [turn.kind for turn in whole.turns] == ["message", "refine", "visualize"]
    assert [turn.intent for turn in whole.turns] == [answer["intent"] for answer in answers]
    assert [turn.rerun_ids for turn in whole.turns] == [[], [], []]
    page = talk.get("/turns", params={"limit": 1, "offset": 1}).json()
    assert [turn["turn_id"] for turn in page["turns"]] == [turn_id(answers[1])]
    assert page["total_count"] == 3
    refusal(talk.get("/turns", params={"limit": 0}), 422, "VALIDATION_FAILED")


def test_turns_are_listed_from_the_newest_back(talk: Talk, answers: list[dict[str, Any]]) -> None:
    def page(**params: Any) -> list[str]:
        body = talk.get("/turns", params={"order": "newest", **params}).json()
        assert TurnList.model_validate(body, strict=True).total_count == 3
        return [turn["turn_id"] for turn in body["turns"]]

    newest = [turn_id(answer) for answer in reversed(answers)]
    assert page() == newest
    assert page(limit=2) == newest[:2]
    assert page(limit=2, offset=1) == newest[1:]
    assert page(limit=2, offset=2) == newest[2:]
    assert page(limit=2, offset=3) == page(offset=50) == []
    refusal(talk.get("/turns", params={"order": "best"}), 422, "VALIDATION_FAILED")


def test_turns_are_listed_with_their_answers(talk: Talk, answers: list[dict[str, Any]]) -> None:
    failed = talk.post(f"/{talk.face.visualize}", {"chart_type": "scatter"})
    assert failed.status_code == 422
    body = talk.get("/turns", params={"answers": True, "order": "newest"}).json()
    TurnList.model_validate(body, strict=True)
    told = [turn["answer"] for turn in body["turns"]]
    assert told == [None, *reversed(answers)]
    assert body["turns"][0]["error"]["message"] == failed.json()["error"]["message"]
    (oldest,) = talk.get("/turns", params={"answers": True, "limit": 1}).json()["turns"]
    detail = talk.get(f"/turns/{turn_id(answers[0])}").json()
    assert oldest == {name: detail[name] for name in oldest}
    assert not any("answer" in turn for turn in talk.get("/turns").json()["turns"])


def test_so_many_answers_are_listed_at_once_and_no_more(talk: Talk) -> None:
    assert talk.get("/turns", params={"answers": True, "limit": 20}).status_code == 200
    refused = talk.get("/turns", params={"answers": True, "limit": 21})
    error = refusal(refused, 422, "VALIDATION_FAILED", "invalid_request").error
    assert error.details["fields"][0]["field"] == "limit"


def test_a_turn_is_shown_with_the_answer_it_had(
    face: Face, talk: Talk, answers: list[dict[str, Any]]
) -> None:
    for answer in answers:
        body = talk.get(f"/turns/{turn_id(answer)}").json()
        detail = TurnDetailBody.model_validate(body, strict=True)
        assert detail.outcome == "complete"
        assert detail.answer is not None
        face.turn.model_validate(detail.answer, strict=True)
        assert detail.answer == answer
        assert detail.title == answer["metadata"]["title"]


def test_a_turn_without_an_answer_has_none(talk: Talk) -> None:
    talk.say("What was total revenue in 2024?")
    response = talk.post(f"/{talk.face.visualize}", {"chart_type": "scatter"})
    detail = talk.get(f"/turns/{response.headers['x-run-id']}").json()
    assert TurnDetailBody.model_validate(detail, strict=True).answer is None
    assert detail["error"]["reason"] == "chart_not_possible"
    assert detail["error"]["message"] == response.json()["error"]["message"]


def test_the_state_of_a_turn_is_shown(talk: Talk, answers: list[dict[str, Any]]) -> None:
    states = [
        TurnStateBody.model_validate(
            talk.get(f"/turns/{turn_id(answer)}/state").json(), strict=True
        )
        for answer in answers
    ]
    assert len({state.checkpoint_id for state in states}) == 3
    assert states[0].values["turn"]["turn_id"] == turn_id(answers[0])
    assert states[0].values["analysis"]["sql"] == answers[0]["sql"]
    assert states[1].values["analysis"]["sql"] == answers[1]["sql"]
    assert states[1].parent_checkpoint_id == states[0].checkpoint_id
    assert all(state.next_nodes == ["await_follow_up"] for state in states)
    listed = talk.get("/turns").json()["turns"]
    assert [turn["checkpoint_id"] for turn in listed] == [state.checkpoint_id for state in states]


def test_a_fork_goes_on_from_its_turn_and_leaves_the_session_as_it_is(
    face: Face, talk: Talk, answers: list[dict[str, Any]]
) -> None:
    origin = turn_id(answers[0])
    response = talk.post(f"/turns/{origin}/fork", {"title": "Another way"})
    assert response.status_code == 201
    body = response.json()
    face.forked.model_validate(body, strict=True)
    assert body["forked_from"] == {"session_id": talk.session_id, "turn_id": origin}
    fork = Talk(face, talk.client, body["session_id"])
    assert response.headers["location"] == fork.path()
    assert fork.get().json()["title"] == "Another way"
    assert fork.get().json()["forked_from"] == body["forked_from"]
    assert fork.get("/history").json()["total_count"] == 2
    refined = fork.refine("Break this down by region")
    assert "region" in refined["sql"]
    assert talk.get("/history").json()["total_count"] == 6
    assert talk.visualize("bar")["sql"] == answers[1]["sql"]


def test_a_fork_needs_no_body_and_is_made_once_for_a_key(
    talk: Talk, answers: list[dict[str, Any]]
) -> None:
    path = talk.path(f"/turns/{turn_id(answers[0])}/fork")
    first, again = (talk.client.post(path, headers=KEY) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert talk.client.post(path).json()["session_id"] != first.json()["session_id"]


def test_a_rerun_stands_beside_the_answer_it_repeats(
    face: Face, talk: Talk, answers: list[dict[str, Any]]
) -> None:
    origin = turn_id(answers[0])
    response = talk.client.post(talk.path(f"/turns/{origin}/rerun"))
    assert response.status_code == 200, response.text
    again = response.json()
    face.turn.model_validate(again, strict=True)
    assert (again["sql"], again["data"]) == (answers[0]["sql"], answers[0]["data"])
    metadata = again["metadata"]
    assert metadata["rerun_of"] == origin
    assert metadata["run_id"] == response.headers["x-run-id"] != origin
    face.turn.model_validate(metadata["previous"], strict=True)
    assert metadata["previous"]["data"] == answers[0]["data"]
    assert metadata["previous"]["metadata"]["run_id"] == origin
    # It leaves session and history as they are.
    assert talk.get("/history").json()["total_count"] == 6
    assert talk.get("/turns").json()["total_count"] == 3
    assert talk.visualize("bar")["sql"] == answers[1]["sql"]
    detail = TurnDetailBody.model_validate(talk.get(f"/turns/{origin}").json(), strict=True)
    assert detail.rerun_ids == [metadata["run_id"]]
    assert [rerun.rerun_of for rerun in detail.reruns] == [origin]
    run = RunBody.model_validate(talk.get(f"/runs/{metadata['run_id']}").json(), strict=True)
    assert (run.turn_id, run.rerun_of, run.checkpoint_id) == (origin, origin, None)


def test_a_rerun_streams_and_is_told_again(talk: Talk, answers: list[dict[str, Any]]) -> None:
    path = f"/turns/{turn_id(answers[1])}/rerun"
    events = told(talk, path, {}, **KEY)
    result = events[-1].json()["result"]
    assert result["sql"] == answers[1]["sql"]
    assert result["metadata"]["previous"]["sql"] == answers[1]["sql"]
    assert as_sent(events_of(talk, result["metadata"]["run_id"])) == as_sent(events)
    rest = told(talk, path, {}, **KEY, **{"Last-Event-ID": events[1].id})
    assert as_sent(rest) == as_sent(events[2:])


@pytest.mark.parametrize(
    ("method", "tail", "body"),
    [
        ("GET", "", None),
        ("GET", "/state", None),
        ("GET", "/edits", None),
        ("POST", "/fork", None),
        ("POST", "/rerun", None),
        ("POST", "/feedback", {"rating": "up"}),
    ],
)
def test_an_unknown_turn_is_not_found(talk: Talk, method: str, tail: str, body: Any) -> None:
    other = turn_id(Talk.begin(talk.face, talk.client).say(QUESTION))
    rerun = talk.client.post(talk.path(f"/turns/{turn_id(talk.say(QUESTION))}/rerun")).json()
    for unknown in ("never", other, rerun["metadata"]["run_id"]):
        response = talk.client.request(method, talk.path(f"/turns/{unknown}{tail}"), json=body)
        refusal(response, 404, "RESOURCE_NOT_FOUND", "turn_not_found")


@pytest.mark.parametrize(("method", "tail"), [("GET", "/state"), ("POST", "/fork")])
def test_a_turn_that_was_stopped_has_no_state_to_go_back_to(
    slow_talk: Talk, method: str, tail: str
) -> None:
    with slow_talk.client.stream(
        "POST", slow_talk.path("/messages?stream=true"), json={"message": "total work"}
    ) as stream:
        run_id = stream.headers["x-run-id"]
    assert slow_talk.client.post(slow_talk.path(f"/runs/{run_id}/cancel")).status_code == 200
    response = slow_talk.client.request(method, slow_talk.path(f"/turns/{run_id}{tail}"))
    refusal(response, 409, "CONFLICT", "turn_without_state")


@pytest.mark.parametrize("title", ["", "  ", "x" * 201, 7])
def test_a_title_that_is_none_is_refused(
    talk: Talk, answers: list[dict[str, Any]], title: object
) -> None:
    response = talk.post(f"/turns/{turn_id(answers[0])}/fork", {"title": title})
    refusal(response, 422, "VALIDATION_FAILED")
