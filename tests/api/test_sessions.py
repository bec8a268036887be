"""Sessions over HTTP: one of them, its name, and how it is found again."""

from __future__ import annotations

import pytest

from api.matih.responses import SessionLine, SessionList
from tests.api.faces import Face, Talk
from tests.api.live import LiveServer
from tests.api.refusals import refusal

QUESTION = "Show me monthly revenue for 2024"
KEY = {"X-Idempotency-Key": "once"}


def session(talk: Talk) -> SessionLine:
    return SessionLine.model_validate(talk.get().json(), strict=True)


def test_one_session_is_shown_as_the_list_shows_it(face: Face, live: LiveServer) -> None:
    with face.client(live, tenant=f"one-{face.name}") as client:
        talk = Talk.begin(face, client)
        assert session(talk).message_count == 0
        answer = talk.say(QUESTION)
        shown = session(talk)
        assert shown.message_count == 2
        assert shown.title == answer["metadata"]["title"]
        assert (shown.running_run_id, shown.forked_from) == (None, None)
        listed = SessionList.model_validate(client.get(face.prefix).json(), strict=True)
        assert listed.sessions == [shown]


def test_a_session_gets_the_name_that_a_person_gives_it(talk: Talk) -> None:
    response = talk.client.patch(talk.path(), json={"title": "  For the board "})
    assert response.status_code == 200, response.text
    assert SessionLine.model_validate(response.json(), strict=True).title == "For the board"
    talk.say(QUESTION)
    assert session(talk).title == "For the board"


def test_a_session_goes_by_its_first_question_until_one_is_answered(
    face: Face, live: LiveServer
) -> None:
    with face.client(live, tenant=f"unanswered-{face.name}") as client:
        talk = Talk.begin(face, client)
        assert session(talk).title is None
        refused = talk.say("happiness\nby  region")
        assert refused["intent"] == "clarification"
        assert session(talk).title == "happiness by region"
        listed = SessionList.model_validate(client.get(face.prefix).json(), strict=True)
        assert listed.sessions[0].title == "happiness by region"
        talk.say("sadness by region")
        assert session(talk).title == "happiness by region"
        fork = talk.post(f"/turns/{refused['metadata']['turn_id']}/fork", {}).json()
        forked = Talk(face, client, fork["session_id"])
        assert session(forked).title == "happiness by region"
        for one in (talk, forked):
            answer = one.say(QUESTION)
            assert session(one).title == answer["metadata"]["title"]
        # Both names are noted after the reader has the answer.
        while client.get(face.prefix, params={"q": "happiness 2024"}).json()["sessions"] == []:
            pass


def test_a_long_first_question_is_cut_to_a_title(talk: Talk) -> None:
    talk.say("happiness by region " * 20)
    title = session(talk).title
    assert title is not None
    assert title.startswith("happiness by region happiness")
    assert title.endswith("…")
    assert len(title) <= 200


def test_a_name_that_a_person_gave_stays_over_a_question_without_an_answer(talk: Talk) -> None:
    talk.say("happiness by region")
    talk.client.patch(talk.path(), json={"title": "Mine"})
    talk.say("sadness by region")
    assert session(talk).title == "Mine"
    talk.say(QUESTION)
    assert session(talk).title == "Mine"


def test_a_session_whose_first_question_was_stopped_goes_by_it(slow_talk: Talk) -> None:
    with slow_talk.client.stream(
        "POST", slow_talk.path("/messages?stream=true"), json={"message": "total work"}
    ) as stream:
        run_id = stream.headers["x-run-id"]
    assert session(slow_talk).title == "total work"
    slow_talk.client.post(slow_talk.path(f"/runs/{run_id}/cancel"))
    assert session(slow_talk).title == "total work"


@pytest.mark.parametrize("title", ["", "   ", "x" * 201, None, 3])
def test_a_name_that_is_none_is_refused(talk: Talk, title: object) -> None:
    body = refusal(talk.client.patch(talk.path(), json={"title": title}), 422, "VALIDATION_FAILED")
    assert body.error.details["fields"][0]["field"] == "title"
    assert session(talk).title is None


def test_a_session_can_be_created_with_its_name_and_once_for_a_key(
    face: Face, live: LiveServer
) -> None:
    with face.client(live, tenant=f"once-{face.name}") as client:
        wish = {"user_id": "alice", "title": "Named"}
        first, again = (client.post(face.prefix, json=wish, headers=KEY) for _ in range(2))
        assert first.status_code == again.status_code == 201
        assert first.json() == again.json()
        talk = Talk(face, client, first.json()["session_id"])
        assert first.headers["location"] == talk.path()
        assert session(talk).title == "Named"
        assert client.get(face.prefix).json()["total_count"] == 1
        other = client.post(face.prefix, json=wish | {"title": "Else"}, headers=KEY)
        refusal(other, 409, "CONFLICT", "idempotency_key_reused")


def test_a_session_is_found_by_its_name_and_its_first_question(
    face: Face, live: LiveServer
) -> None:
    with face.client(live, tenant=f"finder-{face.name}") as client:
        named, asked = Talk.begin(face, client), Talk.begin(face, client)
        named.client.patch(named.path(), json={"title": "Umsatz für den Vorstand"})
        asked.say("Show revenue by region")

        def found(query: str) -> list[str]:
            response = client.get(face.prefix, params={"q": query})
            page = SessionList.model_validate(response.json(), strict=True)
            return [line.session_id for line in page.sessions]

        # The name of an answer is noted after its reader has it.
        while not found("region"):
            pass
        assert found("region") == [asked.session_id]
        assert found("VORSTAND umsatz") == [named.session_id]
        assert found("nothing of the kind") == []


@pytest.mark.parametrize("query", ["", "x" * 201])
def test_a_search_has_bounds(face: Face, live: LiveServer, query: str) -> None:
    with face.client(live) as client:
        refusal(client.get(face.prefix, params={"q": query}), 422, "VALIDATION_FAILED")
