"""Dashboards over HTTP: kept, changed, and read back in every version."""

from __future__ import annotations

import threading
from typing import Any

import httpx
import pytest

from api.faces.dashboards.schemas import (
    DashboardList,
    StoredDashboard,
    VersionBody,
    VersionList,
)
from tests.api.dashboards.boards import BOARD, PREFIX, board, create, tile
from tests.api.live import LiveServer


def stored(response: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert response.status_code == status, response.text
    body: dict[str, Any] = response.json()
    StoredDashboard.model_validate(body, strict=True)
    return body


def is_in(part: Any, whole: Any) -> bool:
    """What was sent is in what is answered, which says everything that goes without saying."""
    if isinstance(part, dict):
        return all(is_in(value, whole[key]) for key, value in part.items())
    if isinstance(part, list):
        return all(is_in(one, other) for one, other in zip(part, whole, strict=True))
    return bool(part == whole)


def test_what_is_sent_is_kept(alice: httpx.Client) -> None:
    response = alice.post(PREFIX, json={"dashboard": BOARD})
    made = stored(response, 201)
    assert is_in(BOARD, made["dashboard"])
    assert (made["title"], made["version"], made["user_id"]) == ("Sales", 1, "alice")
    assert response.headers["location"] == f"{PREFIX}/{made['dashboard_id']}"
    assert stored(alice.get(response.headers["location"])) == made
    again = stored(alice.post(PREFIX, json={"dashboard": made["dashboard"]}), 201)
    assert again["dashboard"] == made["dashboard"]


def test_a_change_follows_the_version_that_was_read(alice: httpx.Client) -> None:
    path = f"{PREFIX}/{create(alice)}"
    second = stored(alice.put(path, json={"version": 1, "dashboard": board(title="Money")}))
    assert (second["version"], second["title"]) == (2, "Money")
    late = alice.put(path, json={"version": 1, "dashboard": board(title="Late")})
    assert late.status_code == 409
    error = late.json()["error"]
    assert (error["code"], error["details"]["reason"]) == ("CONFLICT", "dashboard_changed")
    assert error["details"]["version"] == 2
    assert stored(alice.get(path)) == second


def test_a_title_alone_is_changed(alice: httpx.Client) -> None:
    path = f"{PREFIX}/{create(alice)}"
    renamed = stored(alice.patch(path, json={"title": "  Money "}))
    assert renamed["dashboard"]["title"] == renamed["title"] == "Money"
    assert is_in(board(title="Money"), renamed["dashboard"])
    late = alice.patch(path, json={"title": "Late", "version": 1})
    assert late.json()["error"]["details"]["reason"] == "dashboard_changed"


def test_versions_are_read_and_restored(alice: httpx.Client) -> None:
    path = f"{PREFIX}/{create(alice)}"
    alice.put(path, json={"version": 1, "dashboard": board(tiles=[])})
    listed = alice.get(f"{path}/versions").json()
    VersionList.model_validate(listed, strict=True)
    assert [(one["version"], one["tiles"], one["change"]) for one in listed["versions"]] == [
        (2, 0, "written"),
        (1, 5, "written"),
    ]
    first = alice.get(f"{path}/versions/1").json()
    VersionBody.model_validate(first, strict=True)
    assert is_in(BOARD, first["dashboard"])
    restored = stored(alice.post(f"{path}/versions/1/restore"))
    assert (restored["version"], restored["dashboard"]) == (3, first["dashboard"])
    late = alice.post(f"{path}/versions/2/restore", json={"version": 2})
    assert late.json()["error"]["details"]["reason"] == "dashboard_changed"
    missing = alice.get(f"{path}/versions/9")
    assert missing.status_code == 404
    assert missing.json()["error"]["details"]["reason"] == "version_not_found"


def test_a_page_of_a_listing(live: LiveServer) -> None:
    with live.caller("paging-corp", "alice") as alice:
        ids = [create(alice, board(title=f"Board {n}")) for n in range(3)]
        first = alice.get(PREFIX, params={"limit": 2}).json()
        DashboardList.model_validate(first, strict=True)
        rest = alice.get(PREFIX, params={"cursor": first["next_cursor"]}).json()
        shown = [one["dashboard_id"] for one in first["dashboards"] + rest["dashboards"]]
        assert sorted(shown) == sorted(ids)
        assert first["total_count"] == 3
        found = alice.get(PREFIX, params={"q": "board 1"}).json()["dashboards"]
        assert [one["title"] for one in found] == ["Board 1"]
        assert alice.get(PREFIX, params={"cursor": "?"}).status_code == 422


def test_what_is_deleted_is_gone(alice: httpx.Client) -> None:
    path = f"{PREFIX}/{create(alice)}"
    assert alice.delete(path).status_code == 204
    for response in (alice.get(path), alice.delete(path), alice.get(f"{path}/versions")):
        assert response.status_code == 404
        assert response.json()["error"]["details"]["reason"] == "dashboard_not_found"


def test_a_key_makes_one_dashboard(alice: httpx.Client) -> None:
    key = {"X-Idempotency-Key": "a dashboard, once"}
    body = {"dashboard": board(title="Once")}
    made = [stored(alice.post(PREFIX, json=body, headers=key), 201) for _ in range(2)]
    assert made[0] == made[1]
    other = alice.post(PREFIX, json={"dashboard": board(title="Twice")}, headers=key)
    assert other.json()["error"]["details"]["reason"] == "idempotency_key_reused"


def test_without_a_token_the_user_is_the_one_that_is_named(live: LiveServer) -> None:
    with live.client(**{"X-Tenant-ID": "named-corp"}) as client:
        made = client.post(PREFIX, json={"dashboard": BOARD, "user_id": "carol"}).json()
        assert (made["tenant_id"], made["user_id"]) == ("named-corp", "carol")
        theirs = client.get(PREFIX, params={"user_id": "carol"}).json()["dashboards"]
        assert [one["dashboard_id"] for one in theirs] == [made["dashboard_id"]]
        assert client.get(PREFIX, params={"user_id": "dave"}).json()["dashboards"] == []


def test_two_clients_at_once_lose_nothing(live: LiveServer) -> None:
    with live.caller() as client:
        path = f"{PREFIX}/{create(client, board(tiles=[]))}"

    def add(name: str) -> None:
        with live.caller() as client:
            for number in range(6):
                while True:
                    found = client.get(path).json()
                    tiles = [*found["dashboard"]["tiles"], tile(f"{name}{number}", 0, None)]
                    changed = {**found["dashboard"], "tiles": tiles}
                    body = {"version": found["version"], "dashboard": changed}
                    if client.put(path, json=body).status_code == 200:
                        break

    threads = [threading.Thread(target=add, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with live.caller() as client:
        found = client.get(path).json()
        names = sorted(one["id"] for one in found["dashboard"]["tiles"])
        assert names == sorted(f"{name}{n}" for name in "ab" for n in range(6))
        assert found["version"] == 13
        sizes = [one["tiles"] for one in client.get(f"{path}/versions").json()["versions"]]
    assert sizes == list(range(12, -1, -1))


@pytest.mark.parametrize(
    ("size", "status", "reason"),
    [(200_000, 201, None), (300_000, 413, "dashboard_too_large"), (600_000, 413, "body_too_large")],
)
def test_a_dashboard_has_a_size(
    alice: httpx.Client, size: int, status: int, reason: str | None
) -> None:
    large = board(tiles=[], extra={"note": "x" * size})
    response = alice.post(PREFIX, json={"dashboard": large})
    assert response.status_code == status
    error = response.json().get("error", {"details": {"reason": None}})
    assert error["details"]["reason"] == reason
