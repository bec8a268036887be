"""Dashboards made and changed by sentences over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
from httpx_sse import connect_sse

from api.faces.dashboards.schemas import DashboardTurn
from tests.api.dashboards.boards import PREFIX, board, create
from tests.api.faces import SESSIONS

MAKE = "a sales dashboard for 2025 with revenue by month and revenue by region"


def turn(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    DashboardTurn.model_validate(body, strict=True)
    return body


def test_a_sentence_makes_a_dashboard(alice: httpx.Client) -> None:
    response = alice.post(PREFIX, json={"message": MAKE})
    body = turn(response)
    made = body["metadata"]["stored"]
    assert body["intent"] == "dashboard"
    dashboard = body["metadata"]["dashboard"]
    assert len(dashboard["tiles"]) == 2
    assert response.headers["location"] == f"{PREFIX}/{made['dashboard_id']}"
    assert alice.get(response.headers["location"]).json() == {**made, "dashboard": dashboard}
    (version,) = alice.get(f"{PREFIX}/{made['dashboard_id']}/versions").json()["versions"]
    assert (version["change"], version["said"]) == ("said", MAKE)
    data = alice.get(f"{PREFIX}/{made['dashboard_id']}/data").json()
    assert all(tile["data"]["rows"] for tile in data["tiles"])


def test_a_sentence_changes_it_and_is_remembered(alice: httpx.Client) -> None:
    path = f"{PREFIX}/{create(alice, board(filters=[]))}"
    response = alice.post(f"{path}/messages", json={"message": "remove the second chart"})
    metadata = turn(response)["metadata"]
    now = metadata["stored"]
    assert (now["version"], len(metadata["dashboard"]["tiles"])) == (2, 4)
    history = alice.get(f"{SESSIONS.prefix}/{now['session_id']}/history").json()
    assert history["messages"][0]["content"] == "remove the second chart"
    run = alice.get(response.headers["content-location"])
    assert (run.status_code, run.json()["kind"]) == (200, "dashboard")


def test_the_same_as_a_stream(alice: httpx.Client) -> None:
    path = f"{PREFIX}/{create(alice, board(filters=[]))}/messages"
    body = {"message": "remove the first chart"}
    with connect_sse(alice, "POST", path, json=body) as source:
        *_, last = source.iter_sse()
    assert last.event == "complete"
    result = last.json()["result"]
    DashboardTurn.model_validate(result, strict=True)
    assert result["metadata"]["stored"]["version"] == 2


def test_a_tile_can_be_meant_without_words(alice: httpx.Client) -> None:
    path = f"{PREFIX}/{create(alice, board(filters=[]))}/messages"
    body = turn(alice.post(path, json={"message": "make it a bar chart", "tile_id": "regions"}))
    tiles = body["metadata"]["dashboard"]["tiles"]
    assert {one["id"]: one["chart"] for one in tiles}["regions"] in ("bar", "horizontal_bar")


def test_a_key_that_comes_again_changes_nothing_twice(alice: httpx.Client) -> None:
    key = {"X-Idempotency-Key": "make a dashboard once"}
    first, again = (alice.post(PREFIX, json={"message": MAKE}, headers=key) for _ in range(2))
    assert turn(first)["metadata"]["stored"] == turn(again)["metadata"]["stored"]
    assert again.headers["idempotency-replayed"] == "true"
    path = f"{first.headers['location']}/messages"
    key = {"X-Idempotency-Key": "change it once"}
    for _ in range(2):
        response = alice.post(path, json={"message": "remove the first chart"}, headers=key)
        metadata = turn(response)["metadata"]
        assert (metadata["stored"]["version"], len(metadata["dashboard"]["tiles"])) == (2, 1)


def test_what_is_asked_back_goes_on_with_a_message(alice: httpx.Client) -> None:
    response = alice.post(PREFIX, json={"message": "a dashboard about blorps"})
    body = turn(response)
    assert body["intent"] == "clarification"
    assert body["metadata"]["stored"] is None
    path = response.headers["location"]
    assert alice.get(path).status_code == 404
    made = turn(alice.post(f"{path}/messages", json={"message": MAKE}))["metadata"]
    assert alice.get(path).json() == {**made["stored"], "dashboard": made["dashboard"]}


def test_a_dashboard_that_is_not_there_hears_nothing(alice: httpx.Client) -> None:
    response = alice.post(f"{PREFIX}/dash-none/messages", json={"message": MAKE})
    assert response.status_code == 404
    assert response.json()["error"]["details"]["reason"] == "dashboard_not_found"
