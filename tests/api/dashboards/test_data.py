"""What tiles show over HTTP: side by side, each with its own ending."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from api.faces.dashboards.schemas import DashboardData, TileData
from tests.api.dashboards.boards import PREFIX, board, create
from tests.api.faces import SESSIONS, Talk


def shown(response: httpx.Response) -> dict[str, dict[str, Any]]:
    assert response.status_code == 200, response.text
    body = response.json()
    DashboardData.model_validate(body, strict=True)
    return {tile["tile_id"]: tile for tile in body["tiles"]}


def test_all_tiles_in_one_call(alice: httpx.Client) -> None:
    found = shown(alice.get(f"{PREFIX}/{create(alice)}/data"))
    assert list(found) == ["total", "regions", "scores", "old", "words"]
    talk = Talk.begin(SESSIONS, alice)
    for name, question in (
        ("total", "revenue"),
        ("regions", "revenue by region"),
        ("old", "revenue in 2025"),
    ):
        answer = talk.say(question)
        assert found[name]["data"] == answer["data"]
        assert found[name]["sql"] == answer["sql"]
        assert found[name]["columns"] == answer["metadata"]["columns"]
        assert found[name]["lineage"] == answer["metadata"]["lineage"]
    assert found["regions"]["chart"]["type"] == "donut"
    assert found["regions"]["chart"]["title"] == "The regions"
    assert all(tile["error"] is None for tile in found.values())
    assert found["words"]["data"] is None
    assert found["words"]["sql"] is None


def test_filters_apply_to_the_tiles_that_can_follow(alice: httpx.Client) -> None:
    made = create(alice)
    filters = {"categories": ["Technology"], "dates": {"start": "2025-01-01", "end": "2025-07-01"}}
    found = shown(alice.get(f"{PREFIX}/{made}/data", params={"filters": json.dumps(filters)}))
    assert found["total"]["filters"] == ["dates", "categories"]
    assert found["scores"]["filters"] == ["dates"]
    (left_out,) = found["scores"]["left_out"]
    assert (left_out["id"], left_out["title"]) == ("categories", "Category")
    assert "no join path" in left_out["reason"]
    talk = Talk.begin(SESSIONS, alice)
    expected = talk.say("revenue of Technology from January 2025 to June 2025")["data"]
    assert found["total"]["data"]["rows"] == expected["rows"]
    assert found["old"]["data"]["rows"] == expected["rows"]
    # A look changes nothing.
    assert alice.get(f"{PREFIX}/{made}").json()["version"] == 1
    assert shown(alice.get(f"{PREFIX}/{made}/data"))["total"]["filters"] == []


def test_a_filter_that_was_saved_is_lifted_for_one_look(alice: httpx.Client) -> None:
    saved = board()
    saved["filters"][1]["values"] = ["Technology"]
    path = f"{PREFIX}/{create(alice, saved)}/data"
    limited = shown(alice.get(path))["total"]
    lifted = shown(alice.get(path, params={"filters": '{"categories": null}'}))["total"]
    assert (limited["filters"], lifted["filters"]) == (["categories"], [])
    assert limited["data"]["rows"] != lifted["data"]["rows"]


def test_a_tile_that_fails_keeps_no_other_from_its_rows(alice: httpx.Client) -> None:
    made = create(alice)
    params = {"filters": '{"dates": {"start": "2024-01-01", "end": "2025-01-01"}}'}
    found = shown(alice.get(f"{PREFIX}/{made}/data", params=params))
    error = found["old"]["error"]
    assert error["details"]["reason"] == "filter_leaves_nothing"
    assert "no day is in both" in error["message"]
    assert found["old"]["data"] is None
    assert all(found[name]["data"] for name in ("total", "regions", "scores"))
    alone = alice.get(f"{PREFIX}/{made}/tiles/old/data", params=params)
    assert alone.status_code == 422
    assert alone.json()["error"] == error


def test_one_tile(alice: httpx.Client) -> None:
    made = create(alice)
    response = alice.get(f"{PREFIX}/{made}/tiles/regions/data")
    TileData.model_validate(response.json(), strict=True)
    whole = shown(alice.get(f"{PREFIX}/{made}/data"))["regions"]
    assert response.json()["data"] == whole["data"]
    missing = alice.get(f"{PREFIX}/{made}/tiles/nothing/data")
    assert missing.status_code == 404
    assert missing.json()["error"]["details"]["reason"] == "tile_not_found"


def test_a_tile_as_it_was(alice: httpx.Client) -> None:
    made = create(alice)
    alice.put(f"{PREFIX}/{made}", json={"version": 1, "dashboard": board(tiles=[])})
    assert shown(alice.get(f"{PREFIX}/{made}/data")) == {}
    assert "total" in shown(alice.get(f"{PREFIX}/{made}/data", params={"version": 1}))
    assert alice.get(f"{PREFIX}/{made}/data", params={"version": 7}).status_code == 404


def test_rows_of_a_moment_ago_are_taken_unless_fresh_ones_are_asked_for(
    alice: httpx.Client,
) -> None:
    path = f"{PREFIX}/{create(alice)}/tiles/total/data"
    alice.get(path)
    assert alice.get(path).json()["freshness"]["cached"] is True
    fresh = alice.get(path, params={"fresh": "true"}).json()
    assert fresh["freshness"]["cached"] is False


@pytest.mark.parametrize(
    ("filters", "reason", "message"),
    [
        ("{", "invalid_request", "a JSON object"),
        ("[]", "invalid_request", "a JSON object"),
        ('{"dates": {"form": "2025"}}', "invalid_request", "a JSON object"),
        ('{"dates": {"start": "soon"}}', "invalid_request", "a JSON object"),
        ('{"date": null}', "dashboard_invalid", "did you mean `dates`?"),
        ('{"dates": ["North"]}', "dashboard_invalid", "set to dates, not to values"),
        ('{"categories": {}}', "dashboard_invalid", "set to values, not to dates"),
        ('{"dates": {"start": "2025-02-01", "end": "2025-01-01"}}', "dashboard_invalid", "ends"),
    ],
)
def test_filters_that_make_no_sense_are_refused(
    alice: httpx.Client, filters: str, reason: str, message: str
) -> None:
    path = f"{PREFIX}/{create(alice)}/data"
    response = alice.get(path, params={"filters": filters})
    assert response.status_code == 422
    error = response.json()["error"]
    assert error["details"]["reason"] == reason
    assert message in error["message"]
