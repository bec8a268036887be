"""Sessions of this face: made, listed, read, renamed and emptied."""

from __future__ import annotations

import pytest

from runs.key_roles import Role
from tests.api.chat2query.doors import Keys
from tests.api.chat2query.talk import Caller, calling
from tests.api.faces import SESSIONS
from tests.api.live import LiveServer


def test_a_session_is_read_with_its_messages(caller: Caller) -> None:
    number = caller.begun("Numbers")
    job_id = caller.asked(number, "revenue by region")
    answer = caller.ended(job_id)["result"]
    session = caller.ok("GET", f"/v3/sessions/{number}")
    said, told = session["messages"]
    assert said == {
        "role": "user",
        "content": "revenue by region",
        "sql": None,
        "job_id": job_id,
        "created_at": said["created_at"],
    }
    assert told == {
        "role": "assistant",
        "content": answer["description"],
        "sql": answer["sql"],
        "job_id": job_id,
        "created_at": told["created_at"],
    }
    assert session["meta"]["name"] == "Numbers"
    assert caller.ok("GET", f"/v3/sessions/{number}?offset=1")["messages"] == [told]


def test_a_session_without_a_name_gets_that_of_its_first_answer(caller: Caller) -> None:
    number = caller.begun()
    assert caller.ok("GET", f"/v3/sessions/{number}")["meta"]["name"] == ""
    caller.answered(number, "revenue by region")
    assert caller.ok("GET", f"/v3/sessions/{number}")["meta"]["name"] == "Revenue by region"


def test_a_listing_holds_the_callers_own_of_this_face(server: LiveServer, keys: Keys) -> None:
    key = keys.made()
    with calling(server, key) as mine, calling(server, keys.made()) as other:
        numbers = [mine.begun(f"number {n}") for n in range(3)]
        assert numbers == sorted(numbers)
        other.begun()
        with SESSIONS.client(server) as elsewhere:
            elsewhere.post(SESSIONS.prefix, json={"user_id": key.public})
        page = mine.ok("GET", "/v3/sessions?limit=2")
        rest = mine.ok("GET", f"/v3/sessions?limit=2&cursor={page['next_cursor']}")
    assert [one["session_id"] for one in page["sessions"] + rest["sessions"]] == numbers[::-1]
    assert page["sessions"][0]["meta"]["name"] == "number 2"
    assert (page["total_count"], rest["next_cursor"]) == (3, None)
    assert "messages" not in page["sessions"][0]


def test_a_session_is_renamed(caller: Caller) -> None:
    number = caller.begun("Old")
    renamed = caller.ok("PUT", f"/v3/sessions/{number}", {"name": "New"})
    assert renamed == caller.ok("GET", f"/v3/sessions/{number}")
    assert renamed["meta"]["name"] == "New"
    assert caller.refused("PUT", f"/v3/sessions/{number}", {"name": " "})[0] == 400


def test_a_session_that_is_reset_knows_nothing_of_before(caller: Caller) -> None:
    number = caller.begun("Kept")
    before = caller.asked(number, "revenue by category and month in 2024")
    assert caller.ended(before)["status"] == "done"
    emptied = caller.ok("PUT", f"/v3/sessions/{number}/reset")
    assert emptied["messages"] == []
    assert (emptied["session_id"], emptied["meta"]["name"]) == (number, "Kept")
    assert caller.ok("GET", f"/v3/sessions/{number}")["messages"] == []
    # What would edit the question before is no edit any more.
    fresh = caller.answered(number, "revenue by region")
    assert "2024" not in fresh["clarified_task"]
    refined = caller.answered(number, "only the North")
    assert [row[0] for row in refined["data"]["rows"]] == ["North"]
    assert "category" not in refined["sql"]
    assert caller.job(before)["result"]["data"]["rows"]
    status, message = caller.refused(
        "POST",
        f"/v3/sessions/{number}/chat2data",
        {"question": "only 2023", "feedback_answer_id": before},
    )
    assert status == 404
    assert before in message


@pytest.mark.parametrize(
    ("method", "tail"),
    [("GET", ""), ("PUT", ""), ("PUT", "/reset"), ("POST", "/chat2data")],
)
def test_a_session_of_another_key_is_not_there(
    caller: Caller, server: LiveServer, keys: Keys, method: str, tail: str
) -> None:
    number = caller.begun()
    body = {"name": "Mine now", "question": "revenue by region"} if method != "GET" else None
    with calling(server, keys.made()) as other:
        assert other.refused(method, f"/v3/sessions/{number}{tail}", body) == (
            404,
            f"There is no session '{number}'.",
        )


@pytest.mark.parametrize("prefix", ["", "/api/v1beta/app/chat2query-anything/endpoint"])
def test_it_is_the_same_service_under_both_prefixes(
    caller: Caller, server: LiveServer, prefix: str
) -> None:
    same = Caller(caller.client, prefix)
    assert caller.ok("GET", f"/v3/sessions/{same.begun()}")["messages"] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"cluster_id": "1", "name": "No database"}, 400),
        ({"cluster_id": "1", "database": "", "name": "No database"}, 400),
        ({"cluster_id": "1", "database": "nowhere", "name": "x"}, 404),
        ({"cluster_id": "1", "database": "demo", "name": "x" * 1000}, 400),
        ({"data_summary_id": "many"}, 400),
        ([], 400),
    ],
)
def test_a_session_that_cannot_be(caller: Caller, body: dict[str, str], status: int) -> None:
    assert caller.refused("POST", "/v3/sessions", body)[0] == status


def test_a_key_for_data_summaries_has_no_sessions(server: LiveServer, keys: Keys) -> None:
    with calling(server, keys.made(Role.SUMMARIES)) as summarizing:
        body = {"cluster_id": "1", "database": "demo", "name": ""}
        assert summarizing.refused("POST", "/v3/sessions", body)[0] == 403
        assert summarizing.refused("GET", "/v3/sessions")[0] == 403
