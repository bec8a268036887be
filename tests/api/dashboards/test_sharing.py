"""Dashboards shared with a tenant: read by all of its users, changed by their owners alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from api.faces.dashboards.schemas import DashboardList, StoredDashboard
from tests.api.dashboards.boards import BOARD, PREFIX, board, create
from tests.api.faces import SESSIONS, Talk
from tests.api.live import LiveServer


@pytest.fixture
def bob(live: LiveServer) -> Iterator[httpx.Client]:
    with live.caller("acme-corp", "bob") as client:
        yield client


@pytest.fixture
def stranger(live: LiveServer) -> Iterator[httpx.Client]:
    """Of another tenant, and of the same name."""
    with live.caller("other-corp", "alice") as client:
        yield client


def share(client: httpx.Client, path: str, shared: str = "tenant") -> dict[str, Any]:
    response = client.put(f"{path}/sharing", json={"shared": shared})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    StoredDashboard.model_validate(body, strict=True)
    assert body["shared"] == shared
    return body


def reads(path: str) -> list[str]:
    return [
        path,
        f"{path}/data",
        f"{path}/tiles/total/data",
        f"{path}/versions",
        f"{path}/versions/1",
        f"{path}/filterable",
        f"{path}/filters/categories/values",
    ]


def test_a_dashboard_is_private_at_first(
    alice: httpx.Client, bob: httpx.Client, stranger: httpx.Client
) -> None:
    path = f"{PREFIX}/{create(alice)}"
    made = alice.get(path).json()
    assert (made["shared"], made["owned"], made["tile_count"]) == ("private", True, 5)
    for address in reads(path):
        assert alice.get(address).status_code == 200
        for other in (bob, stranger):
            error = other.get(address).json()["error"]
            assert error["details"]["reason"] == "dashboard_not_found"


def test_what_is_shared_is_read_by_the_tenant(
    alice: httpx.Client, bob: httpx.Client, stranger: httpx.Client
) -> None:
    path = f"{PREFIX}/{create(alice)}"
    alice.post(f"{path}/messages", json={"message": "what stands out?"})
    shared = share(alice, path)
    assert (shared["version"], shared["owned"]) == (1, True)
    assert shared["session_id"] is not None
    for address in reads(path):
        assert bob.get(address).status_code == 200, address
        assert stranger.get(address).status_code == 404
    theirs = bob.get(path).json()
    assert theirs == {**shared, "owned": False, "session_id": None}
    share(alice, path, "private")
    assert [bob.get(address).status_code for address in reads(path)] == [404] * 7


def test_what_is_shared_is_changed_by_its_owner_alone(
    alice: httpx.Client, bob: httpx.Client, stranger: httpx.Client
) -> None:
    path = f"{PREFIX}/{create(alice)}"
    share(alice, path)
    talk = Talk.begin(SESSIONS, bob, "bob")
    turn = talk.say("revenue by region")["metadata"]["turn_id"]
    before = alice.get(path).json()
    calls: list[tuple[str, str, dict[str, Any] | None]] = [
        ("PUT", path, {"version": 1, "dashboard": board(title="Mine")}),
        ("PATCH", path, {"title": "Mine"}),
        ("DELETE", path, None),
        ("PUT", f"{path}/sharing", {"shared": "private"}),
        ("POST", f"{path}/versions/1/restore", None),
        ("POST", f"{path}/messages", {"message": "remove the first chart"}),
        ("POST", f"{path}/tiles", {"session_id": talk.session_id, "turn_id": turn}),
        ("DELETE", f"{path}/tiles/total", None),
    ]
    for method, address, body in calls:
        refused = bob.request(method, address, json=body)
        assert refused.status_code == 403, (method, address, refused.text)
        error = refused.json()["error"]
        assert (error["code"], error["details"]["reason"]) == ("FORBIDDEN", "dashboard_not_owned")
        assert stranger.request(method, address, json=body).status_code == 404
    assert alice.get(path).json() == before


def test_sharing_outlives_changes(alice: httpx.Client, bob: httpx.Client) -> None:
    path = f"{PREFIX}/{create(alice)}"
    share(alice, path)
    changed = alice.put(path, json={"version": 1, "dashboard": board(title="Money", tiles=[])})
    assert (changed.json()["shared"], changed.json()["tile_count"]) == ("tenant", 0)
    alice.patch(path, json={"title": "More money"})
    assert bob.get(path).json()["title"] == "More money"
    # An earlier version says how many tiles there are now.
    alice.post(f"{path}/versions/1/restore")
    assert bob.get(path).json()["tile_count"] == 5


def listed(client: httpx.Client, **params: Any) -> list[dict[str, Any]]:
    response = client.get(PREFIX, params=params)
    assert response.status_code == 200, response.text
    DashboardList.model_validate(response.json(), strict=True)
    found: list[dict[str, Any]] = response.json()["dashboards"]
    return found


def test_a_listing_of_what_is_shared(live: LiveServer) -> None:
    with ExitStack() as stack:
        alice = stack.enter_context(live.caller("sharing-corp", "alice"))
        bob = stack.enter_context(live.caller("sharing-corp", "bob"))
        stranger = stack.enter_context(live.caller("other-corp", "bob"))
        hers, his = create(alice, board(title="Sales")), create(bob, board(title="Stock"))
        create(alice, board(title="Secret"))
        share(alice, f"{PREFIX}/{hers}")
        share(alice, f"{PREFIX}/{hers}")
        share(bob, f"{PREFIX}/{his}")
        for client, user in ((alice, "alice"), (bob, "bob")):
            told = {
                one["dashboard_id"]: (one["user_id"], one["owned"], one["tile_count"])
                for one in listed(client, shared="true")
            }
            assert told == {
                hers: ("alice", user == "alice", 5),
                his: ("bob", user == "bob", 5),
            }
        found = listed(bob, shared="true", q="sal")
        assert [one["dashboard_id"] for one in found] == [hers]
        # The caller's own are a list of their own.
        assert [one["dashboard_id"] for one in listed(bob)] == [his]
        assert hers not in [one["dashboard_id"] for one in listed(stranger, shared="true")]
        share(alice, f"{PREFIX}/{hers}", "private")
        assert bob.delete(f"{PREFIX}/{his}").status_code == 204
        assert alice.get(PREFIX, params={"shared": "true"}).json() == {
            "dashboards": [],
            "total_count": 0,
            "next_cursor": None,
        }
        refused = alice.get(PREFIX, params={"shared": "true", "user_id": "alice"})
        assert refused.status_code == 422


def test_without_tokens_all_users_of_a_tenant_are_one(live: LiveServer) -> None:
    with live.client(**{"X-Tenant-ID": "header-corp"}) as client:
        made = client.post(PREFIX, json={"dashboard": BOARD, "user_id": "carol"}).json()
        assert (made["shared"], made["owned"]) == ("private", True)
        path = f"{PREFIX}/{made['dashboard_id']}"
        share(client, path)
        assert client.patch(path, json={"title": "Ours"}).status_code == 200
        with live.caller("header-corp", "dave") as dave:
            assert dave.get(path).json()["owned"] is False
            assert dave.patch(path, json={"title": "Mine"}).status_code == 403


@pytest.mark.parametrize("body", [{}, {"shared": "world"}, {"shared": None}])
def test_sharing_is_one_of_two(alice: httpx.Client, body: dict[str, Any]) -> None:
    response = alice.put(f"{PREFIX}/{create(alice)}/sharing", json=body)
    assert response.status_code == 422
