"""What the reader of an answer thinks of it, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from structlog.testing import capture_logs

from api.matih.responses import RatedTurn, TurnDetailBody, TurnList
from tests.api.faces import Talk
from tests.api.refusals import MOMENT, refusal

QUESTION = "Show me monthly revenue for 2024"


@pytest.fixture
def turn(talk: Talk) -> str:
    """A turn that was answered."""
    return str(talk.say(QUESTION)["metadata"]["turn_id"])


def rate(talk: Talk, turn_id: str, **body: Any) -> dict[str, Any] | None:
    response = talk.post(f"/turns/{turn_id}/feedback", body)
    assert response.status_code == 200, response.text
    told = RatedTurn.model_validate(response.json(), strict=True)
    assert (told.session_id, told.turn_id) == (talk.session_id, turn_id)
    rating: dict[str, Any] | None = response.json()["rating"]
    assert shown(talk, turn_id) == rating
    return rating


def shown(talk: Talk, turn_id: str) -> dict[str, Any] | None:
    detail = talk.get(f"/turns/{turn_id}").json()
    TurnDetailBody.model_validate(detail, strict=True)
    listed = talk.get("/turns").json()
    TurnList.model_validate(listed, strict=True)
    line = next(line for line in listed["turns"] if line["turn_id"] == turn_id)
    assert line["rating"] == detail["rating"]
    rating: dict[str, Any] | None = line["rating"]
    return rating


def test_an_answer_is_rated_and_the_rating_taken_back(talk: Talk, turn: str) -> None:
    assert shown(talk, turn) is None
    liked = rate(talk, turn, rating="up")
    assert liked is not None
    assert (liked["rating"], liked["comment"]) == ("up", None)
    assert MOMENT.fullmatch(liked["rated_at"])
    disliked = rate(talk, turn, rating="down", comment="  Returns should not count. ")
    assert disliked is not None
    assert (disliked["rating"], disliked["comment"]) == ("down", "Returns should not count.")
    # Each is said as a whole: there is no comment left of the one before.
    again = rate(talk, turn, rating="down")
    assert again is not None
    assert again["comment"] is None
    assert rate(talk, turn, rating=None) is None
    assert rate(talk, turn, rating=None, comment="") is None


def test_the_same_once_more_changes_nothing(talk: Talk, turn: str) -> None:
    said = {"rating": "up", "comment": "Just so."}
    assert rate(talk, turn, **said) == rate(talk, turn, **said)


def test_a_rating_is_of_one_turn_and_no_part_of_its_answer(talk: Talk, turn: str) -> None:
    before = talk.get(f"/turns/{turn}").json()
    other = str(talk.refine("Break this down by region")["metadata"]["turn_id"])
    rating = rate(talk, turn, rating="up")
    assert shown(talk, other) is None
    assert talk.get(f"/turns/{turn}").json() == {**before, "rating": rating}
    assert before["feedback"] == []


def test_a_rating_outlives_further_turns_and_goes_with_the_session(talk: Talk, turn: str) -> None:
    rating = rate(talk, turn, rating="down", comment="x" * 1000)
    talk.refine("Break this down by region")
    assert shown(talk, turn) == rating
    assert talk.client.delete(talk.path()).status_code == 204
    gone = talk.post(f"/turns/{turn}/feedback", {"rating": "up"})
    refusal(gone, 404, "RESOURCE_NOT_FOUND", "session_not_found")


def test_a_rating_goes_along_into_a_fork(talk: Talk, turn: str) -> None:
    rating = rate(talk, turn, rating="up")
    forked = talk.post(f"/turns/{turn}/fork", {}).json()["session_id"]
    fork = Talk(talk.face, talk.client, forked)
    assert shown(fork, turn) == rating
    assert rate(fork, turn, rating=None) is None
    assert shown(talk, turn) == rating


def test_a_question_back_can_be_rated_too(talk: Talk) -> None:
    asked_back = talk.say("happiness by region")
    assert asked_back["intent"] == "clarification"
    assert rate(talk, asked_back["metadata"]["turn_id"], rating="down") is not None


def test_a_turn_without_an_answer_cannot_be_rated(talk: Talk) -> None:
    talk.say("What was total revenue in 2024?")
    failed = talk.post(f"/{talk.face.visualize}", {"chart_type": "scatter"})
    refused = talk.post(f"/turns/{failed.headers['x-run-id']}/feedback", {"rating": "down"})
    refusal(refused, 409, "CONFLICT", "nothing_to_rate")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "rating"),
        ({"comment": "Well."}, "rating"),
        ({"rating": "sideways"}, "rating"),
        ({"rating": "up", "comment": "x" * 1001}, "comment"),
        ({"rating": "up", "comment": 7}, "comment"),
        ({"rating": None, "comment": "Well."}, None),
    ],
    ids=range(6),
)
def test_what_is_no_rating_is_refused(
    talk: Talk, turn: str, body: dict[str, Any], field: str | None
) -> None:
    error = refusal(
        talk.post(f"/turns/{turn}/feedback", body), 422, "VALIDATION_FAILED", "invalid_request"
    ).error
    if field is not None:
        assert error.details["fields"][0]["field"] == field
    assert shown(talk, turn) is None


def test_half_a_character_is_no_comment(talk: Talk, turn: str) -> None:
    body = b'{"rating": "up", "comment": "\\ud83d"}'
    headers = {"Content-Type": "application/json"}
    path = talk.path(f"/turns/{turn}/feedback")
    error = refusal(
        talk.client.post(path, content=body, headers=headers), 422, "VALIDATION_FAILED"
    ).error
    assert error.details["fields"][0]["field"] == "comment"


def test_operators_see_in_the_log_what_was_rated(talk: Talk, turn: str) -> None:
    with capture_logs() as logged:
        rate(talk, turn, rating="down", comment="It says $4,711.")
        rate(talk, turn, rating="down", comment="It says $4,711.")
        rate(talk, turn, rating=None)
    lines = [line for line in logged if line["event"] == "turn_rated"]
    assert [(line["rating"], line["has_comment"]) for line in lines] == [
        ("down", True),
        (None, False),
    ]
    assert {(line["session"], line["turn"]) for line in lines} == {(talk.session_id, turn)}
    assert "4,711" not in str(lines)
