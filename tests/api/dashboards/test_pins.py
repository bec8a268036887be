"""Answers pinned to dashboards over HTTP, and tiles taken off again."""

from __future__ import annotations

import threading
from typing import Any

import httpx
import pytest

from api.faces.dashboards.schemas import PinnedDashboard, StoredDashboard
from tests.api.dashboards.boards import BOARD, PREFIX, board, create, tile
from tests.api.faces import SESSIONS, Talk
from tests.api.live import LiveServer


def pinned(response: httpx.Response) -> tuple[dict[str, Any], dict[str, Any]]:
    """The dashboard, and the new tile of it."""
    assert response.status_code == 201, response.text
    body: dict[str, Any] = response.json()
    PinnedDashboard.model_validate(body, strict=True)
    (new,) = [one for one in body["dashboard"]["tiles"] if one["id"] == body["tile_id"]]
    return body, new


def refused(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    error: dict[str, Any] = response.json()["error"]
    return error


def of(talk: Talk, answer: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"session_id": talk.session_id, "turn_id": answer["metadata"]["turn_id"], **more}


@pytest.fixture
def talk(alice: httpx.Client) -> Talk:
    return Talk.begin(SESSIONS, alice)


def test_an_answer_becomes_a_tile_that_shows_the_same(alice: httpx.Client, talk: Talk) -> None:
    answer = talk.say("revenue by region in 2025 as a pie")
    assert answer["metadata"]["pinnable"] is True
    path = f"{PREFIX}/{create(alice)}"
    body, new = pinned(alice.post(f"{path}/tiles", json=of(talk, answer)))
    assert (body["version"], body["tile_count"]) == (2, 6)
    assert (new["title"], new["chart"]) == (answer["metadata"]["title"], "pie")
    # The board is one that somebody laid out, so the tile comes below all others.
    assert new["place"] == {"column": 0, "row": 20, "width": 6, "height": 4}
    assert alice.get(path).json() == {k: v for k, v in body.items() if k != "tile_id"}
    shown = alice.get(f"{path}/tiles/{body['tile_id']}/data").json()
    assert shown["data"] == answer["data"]
    assert shown["chart"]["type"] == "pie"
    (newest, _) = alice.get(f"{path}/versions").json()["versions"]
    assert (newest["change"], newest["tiles"]) == ("pinned", 6)


def test_a_pin_names_its_title_and_chart(alice: httpx.Client, talk: Talk) -> None:
    answer = talk.say("revenue by region")
    path = f"{PREFIX}/{create(alice)}/tiles"
    _, new = pinned(alice.post(path, json=of(talk, answer, title=" Where ", chart="donut")))
    assert (new["title"], new["chart"]) == ("Where", "donut")
    _, free = pinned(alice.post(path, json=of(talk, answer, chart=None)))
    assert free["chart"] is None
    wrong = refused(alice.post(path, json=of(talk, answer, chart="cake")), 422)
    assert "donut" in wrong["message"]


def test_a_pin_is_of_the_turn_that_is_named(alice: httpx.Client, talk: Talk) -> None:
    first = talk.say("revenue by region")
    redrawn = talk.visualize("horizontal_bar")
    talk.say("orders by channel")
    path = f"{PREFIX}/{create(alice)}/tiles"
    _, new = pinned(alice.post(path, json=of(talk, redrawn)))
    assert new["chart"] == "horizontal_bar"
    _, earlier = pinned(alice.post(path, json=of(talk, first)))
    assert earlier["query"] == new["query"]
    assert earlier["chart"] != "horizontal_bar"


def test_a_period_that_moves_goes_on_moving(alice: httpx.Client, talk: Talk) -> None:
    answer = talk.say("revenue by region last month")
    _, new = pinned(alice.post(f"{PREFIX}/{create(alice)}/tiles", json=of(talk, answer)))
    assert (new["moving"]["span"], new["moving"]["grain"]) == ("previous", "month")


def test_a_figure_stands_where_a_sentence_would_put_it(alice: httpx.Client, talk: Talk) -> None:
    tiles = [{**tile("wide", 0, BOARD["tiles"][1]["query"]), "chart": "bar"}]
    path = f"{PREFIX}/{create(alice, board(tiles=tiles))}/tiles"
    _, figure = pinned(alice.post(path, json=of(talk, talk.say("revenue"))))
    assert figure["place"] == {"column": 0, "row": 0, "width": 3, "height": 2}
    _, beside = pinned(alice.post(path, json=of(talk, talk.say("orders by channel"))))
    assert beside["place"] == {"column": 0, "row": 6, "width": 6, "height": 4}
    _, after = pinned(alice.post(path, json=of(talk, talk.say("revenue by category"))))
    assert after["place"] == {"column": 6, "row": 6, "width": 6, "height": 4}


def test_a_dashboard_is_made_of_an_answer(alice: httpx.Client, talk: Talk) -> None:
    body = {"title": "Regions", "pin": of(talk, talk.say("revenue by region"))}
    key = {"X-Idempotency-Key": f"pin {talk.session_id}"}
    made = alice.post(PREFIX, json=body, headers=key)
    assert made.status_code == 201, made.text
    StoredDashboard.model_validate(made.json(), strict=True)
    assert (made.json()["title"], made.json()["tile_count"]) == ("Regions", 1)
    (only,) = made.json()["dashboard"]["tiles"]
    assert only["place"] == {"column": 0, "row": 0, "width": 6, "height": 4}
    assert alice.get(made.headers["location"]).json() == made.json()
    assert alice.post(PREFIX, json=body, headers=key).json() == made.json()


@pytest.mark.parametrize(
    "body",
    [
        {"pin": {"session_id": "s", "turn_id": "t"}},
        {"title": "Sales", "message": "sales"},
        {"title": "Sales", "dashboard": BOARD},
        {"title": "Sales", "pin": {"session_id": "s"}},
        {"title": "Sales", "pin": {"session_id": "s", "turn_id": "t"}, "mode": "embedded"},
        {"title": "Sales", "pin": {"session_id": "s", "turn_id": "t"}, "message": "sales"},
    ],
)
def test_a_creation_of_an_answer_says_just_that(alice: httpx.Client, body: dict[str, Any]) -> None:
    error = refused(alice.post(PREFIX, json=body), 422)
    assert error["details"]["reason"] == "invalid_request"


def test_an_id_is_a_text_that_can_be_stored(alice: httpx.Client) -> None:
    half = b'{"session_id": "s", "turn_id": "\\ud800"}'
    headers = {"Content-Type": "application/json"}
    response = alice.post(f"{PREFIX}/{create(alice)}/tiles", content=half, headers=headers)
    assert refused(response, 422)["details"]["reason"] == "invalid_request"


@pytest.mark.parametrize(
    "sentence", ["revenue by flavour", "what can I ask?", "a dashboard about customers"]
)
def test_what_is_no_typed_question_is_no_tile(
    alice: httpx.Client, talk: Talk, sentence: str
) -> None:
    answer = talk.say(sentence)
    assert answer["metadata"]["pinnable"] is False
    path = f"{PREFIX}/{create(alice)}"
    for response in (
        alice.post(f"{path}/tiles", json=of(talk, answer)),
        alice.post(PREFIX, json={"title": "Sales", "pin": of(talk, answer)}),
    ):
        error = refused(response, 422)
        assert error["details"]["reason"] == "nothing_to_pin"
    assert alice.get(path).json()["version"] == 1


def test_of_a_compound_question_each_part_is_a_tile(alice: httpx.Client, talk: Talk) -> None:
    answer = talk.break_down("revenue by region and the top 5 customers, and happiness by region")
    assert answer["metadata"]["pinnable"] is False
    tasks = answer["metadata"]["tasks"]
    assert [task["pinnable"] for task in tasks] == [True, True, False]
    path = f"{PREFIX}/{create(alice)}"
    body, new = pinned(alice.post(f"{path}/tiles", json=of(talk, answer, part=2)))
    assert new["title"] == tasks[1]["title"]
    shown = alice.get(f"{path}/tiles/{body['tile_id']}/data").json()
    assert shown["data"] == tasks[1]["data"]
    made = alice.post(PREFIX, json={"title": "Sales", "pin": of(talk, answer, part=1)}).json()
    assert [one["title"] for one in made["dashboard"]["tiles"]] == [tasks[0]["title"]]


@pytest.mark.parametrize(
    ("part", "status", "reason", "says"),
    [
        (None, 422, "nothing_to_pin", "say which one is meant, from 1 to 2"),
        (2, 422, "nothing_to_pin", "Part 2 of this turn was not answered with data"),
        (3, 404, "task_not_found", "its parts are 1 to 2"),
        (0, 422, "invalid_request", "part"),
    ],
)
def test_a_part_that_is_no_tile(
    alice: httpx.Client, talk: Talk, part: int | None, status: int, reason: str, says: str
) -> None:
    answer = talk.break_down("revenue by region and happiness by region")
    pin = of(talk, answer, part=part)
    error = refused(alice.post(f"{PREFIX}/{create(alice)}/tiles", json=pin), status)
    assert error["details"]["reason"] == reason
    assert says in str(error)


def test_whose_turn_it_is(live: LiveServer, alice: httpx.Client, talk: Talk) -> None:
    pin = of(talk, talk.say("revenue by region"))
    for tenant, user in (("acme-corp", "bob"), ("other-corp", "alice")):
        with live.caller(tenant, user) as other:
            path = f"{PREFIX}/{create(other)}"
            for response in (
                other.post(f"{path}/tiles", json=pin),
                other.post(PREFIX, json={"title": "Mine", "pin": pin}),
            ):
                error = refused(response, 404)
                assert error["details"]["reason"] == "session_not_found"
    path = f"{PREFIX}/{create(alice)}/tiles"
    missing = refused(alice.post(path, json={**pin, "turn_id": "none"}), 404)
    assert missing["details"]["reason"] == "turn_not_found"


def test_a_pin_upon_a_version_is_not_tried_again(alice: httpx.Client, talk: Talk) -> None:
    pin = of(talk, talk.say("revenue by region"))
    path = f"{PREFIX}/{create(alice)}"
    pinned(alice.post(f"{path}/tiles", json={**pin, "version": 1}))
    error = refused(alice.post(f"{path}/tiles", json={**pin, "version": 1}), 409)
    assert (error["details"]["reason"], error["details"]["version"]) == ("dashboard_changed", 2)


def test_pins_at_once_all_become_tiles(live: LiveServer, alice: httpx.Client, talk: Talk) -> None:
    pin = of(talk, talk.say("revenue by region"))
    path = f"{PREFIX}/{create(alice, board(tiles=[]))}"
    answers: list[httpx.Response] = []

    def add() -> None:
        with live.caller() as client:
            answers.extend(client.post(f"{path}/tiles", json=pin) for _ in range(3))

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ids = [pinned(one)[1]["id"] for one in answers]
    found = alice.get(path).json()
    assert found["version"] == 13
    assert len(set(ids)) == 12
    assert sorted(one["id"] for one in found["dashboard"]["tiles"]) == sorted(ids)
    places = [tuple(one["place"].values()) for one in found["dashboard"]["tiles"]]
    assert len(set(places)) == 12


def test_a_full_dashboard_takes_no_more(alice: httpx.Client, talk: Talk) -> None:
    full = board(tiles=[tile(str(n), n, None) for n in range(60)])
    pin = of(talk, talk.say("revenue by region"))
    error = refused(alice.post(f"{PREFIX}/{create(alice, full)}/tiles", json=pin), 422)
    assert error["details"]["reason"] == "dashboard_invalid"
    assert "at most 60 tiles" in error["message"]


def test_a_tile_is_taken_off(alice: httpx.Client) -> None:
    path = f"{PREFIX}/{create(alice)}"
    late = refused(alice.delete(f"{path}/tiles/regions", params={"version": 7}), 409)
    assert late["details"]["reason"] == "dashboard_changed"
    response = alice.delete(f"{path}/tiles/regions", params={"version": 1})
    assert response.status_code == 200, response.text
    StoredDashboard.model_validate(response.json(), strict=True)
    assert response.json() == alice.get(path).json()
    left = response.json()["dashboard"]["tiles"]
    assert [one["id"] for one in left] == ["total", "scores", "old", "words"]
    assert [one["place"]["row"] for one in left] == [0, 4, 8, 12]
    assert alice.get(f"{path}/versions").json()["versions"][0]["change"] == "removed"
    missing = refused(alice.delete(f"{path}/tiles/regions"), 404)
    assert missing["details"]["reason"] == "tile_not_found"
    assert alice.post(f"{path}/versions/1/restore").json()["tile_count"] == 5
