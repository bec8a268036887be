"""What an answer offers to change, over HTTP: each sentence is sent, and does what it was offered
for."""

from __future__ import annotations

from typing import Any

import pytest

from api.matih.edit_bodies import TurnEditsBody
from tests.api.faces import SESSIONS, Face, Talk
from tests.api.live import LiveServer

Tokens = list[tuple[str, str]]

CONVERSATIONS = [
    ["Show me monthly revenue for 2024", "Break this down by region", "only Corporate"],
    ["What were our top 5 customers by revenue last month?", "only West and North"],
    ["revenue and profit by category in 2025 compared with last year", "sort by profit"],
    ["customers with revenue over 5000 in March 2025"],
    ["orders by weekday only on Mondays in 2025", "without the West"],
]


def tokens_of(answer: dict[str, Any]) -> Tokens:
    understood = answer["metadata"]["understood"]["tokens"]
    return [(token["kind"], token["text"]) for token in understood]


def turn_id(answer: dict[str, Any]) -> str:
    return str(answer["metadata"]["turn_id"])


def edits_of(talk: Talk, answer: dict[str, Any]) -> TurnEditsBody:
    response = talk.get(f"/turns/{turn_id(answer)}/edits")
    assert response.status_code == 200, response.text
    edits = TurnEditsBody.model_validate(response.json(), strict=True)
    assert edits.turn_id == turn_id(answer)
    return edits


def held(talk: Talk, sentences: list[str]) -> dict[str, Any]:
    first, *others = sentences
    answer = talk.say(first)
    for sentence in others:
        answer = talk.refine(sentence)
    return answer


def refined(talk: Talk, answer: dict[str, Any], sentence: str) -> dict[str, Any]:
    """Upon the answer, in a session of its own."""
    response = talk.client.post(talk.path(f"/turns/{turn_id(answer)}/fork"))
    assert response.status_code == 201, response.text
    return Talk(talk.face, talk.client, response.json()["session_id"]).refine(sentence)


def others(tokens: Tokens, index: int | None) -> set[tuple[str, str]]:
    """All but that one; an order names what it is by, and changes with it."""
    return {one for at, one in enumerate(tokens) if at != index and one[0] != "order"}


@pytest.mark.parametrize("sentences", CONVERSATIONS, ids=lambda sentences: sentences[0])
def test_every_sentence_offered_does_what_it_says(live: LiveServer, sentences: list[str]) -> None:
    with SESSIONS.client(live) as client:
        talk = Talk.begin(SESSIONS, client)
        answer = held(talk, sentences)
        before = tokens_of(answer)
        edits = edits_of(talk, answer)
        assert edits.refinable
        assert [one.index for one in edits.tokens] == list(range(len(before)))
        for one in edits.tokens:
            if one.remove is not None:
                after = refined(talk, answer, one.remove)
                kept = others(before, one.index)
                if not any(kind == "dimension" for kind, _ in tokens_of(after)):
                    kept = {token for token in kept if token[0] != "limit"}
                assert others(tokens_of(after), None) == kept, one.remove
                assert after["sql"] != answer["sql"], one.remove
            for choice in one.choices:
                after = refined(talk, answer, choice.refinement)
                assert others(tokens_of(after), None) >= others(before, one.index), choice
                assert before[one.index] not in tokens_of(after), choice
                assert after["sql"] != answer["sql"], choice
        for added in edits.add:
            after = refined(talk, answer, added.refinement)
            assert set(tokens_of(after)) > set(before), added
            assert len(tokens_of(after)) == len(before) + 1, added
            (new,) = set(tokens_of(after)) - set(before)
            assert new[0] == added.kind, added
            assert after["sql"] != answer["sql"], added


def test_the_menus_of_an_answer(talk: Talk) -> None:
    answer = held(talk, ["Show me monthly revenue for 2024", "Break this down by region"])
    edits = edits_of(talk, answer)
    menus = {text: edits.tokens[index] for index, (_, text) in enumerate(tokens_of(answer))}
    assert menus["Revenue"].remove is None
    assert menus["By region"].remove == "Remove the breakdown by region"
    assert menus["In 2024"].remove == "All time"
    assert {"Profit", "Cost"} <= {one.text for one in menus["Revenue"].choices}
    assert {"Quarter", "Year"} <= {one.text for one in menus["By month"].choices}
    assert {"2023", "2025"} <= {one.text for one in menus["In 2024"].choices}
    assert {one.kind for one in edits.add} == {"dimension", "measure", "filter"}
    assert all(len(one.choices) <= 12 for one in edits.tokens)
    assert len(edits.add) <= 12


def nothing(turn: str) -> dict[str, Any]:
    return {"turn_id": turn, "refinable": False, "tokens": [], "add": []}


def test_only_the_last_answer_can_be_refined(talk: Talk) -> None:
    first = talk.say("Show revenue by region")
    assert edits_of(talk, first).refinable
    second = talk.refine("only Corporate")
    assert talk.get(f"/turns/{turn_id(first)}/edits").json() == nothing(turn_id(first))
    assert edits_of(talk, second).refinable
    drawn = talk.visualize("pie")
    assert talk.get(f"/turns/{turn_id(second)}/edits").json() == nothing(turn_id(second))
    edits = edits_of(talk, drawn)
    assert edits.refinable
    assert [one.index for one in edits.tokens] == list(range(len(tokens_of(drawn))))


def test_an_answer_stays_the_last_one_after_a_question_about_the_data(talk: Talk) -> None:
    answer = talk.say("Show revenue by region")
    described = talk.say("What does profit mean?")
    assert edits_of(talk, answer).refinable
    assert talk.get(f"/turns/{turn_id(described)}/edits").json() == nothing(turn_id(described))


def test_a_turn_without_a_query_has_nothing_to_change(talk: Talk) -> None:
    asked_back = talk.say("Who is the best customer of us all by foo?")
    assert talk.get(f"/turns/{turn_id(asked_back)}/edits").json() == nothing(turn_id(asked_back))
    broken = talk.break_down("revenue by region, and profit by month in 2024")
    assert talk.get(f"/turns/{turn_id(broken)}/edits").json() == nothing(turn_id(broken))
    shown = talk.say("Create a dashboard with revenue by region and profit by month")
    assert talk.get(f"/turns/{turn_id(shown)}/edits").json() == nothing(turn_id(shown))


def test_a_dashboard_would_be_refined_in_place_of_the_answer_before_it(talk: Talk) -> None:
    answer = talk.say("Show revenue by region")
    assert edits_of(talk, answer).refinable
    talk.say("Create a dashboard with revenue by region and profit by month")
    assert talk.get(f"/turns/{turn_id(answer)}/edits").json() == nothing(turn_id(answer))


def test_both_faces_offer_the_same(live: LiveServer, face: Face) -> None:
    with face.client(live) as client:
        answer = (talk := Talk.begin(face, client)).say("Show revenue by region in 2025")
        offered = {one.text for token in edits_of(talk, answer).tokens for one in token.choices}
        assert {"Profit", "Channel", "2024"} <= offered
