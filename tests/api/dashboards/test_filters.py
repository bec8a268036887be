"""Filters of a dashboard as a page needs them: what there is to filter by, and which values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.faces.dashboards.schemas import FilterableColumns, FilterValues
from tests.api.dashboards.boards import CATEGORY, PREFIX, REGION, board, create
from tests.api.faces import SESSIONS, Talk
from tests.api.live import LiveServer, serving, settings_for, token
from tests.tenants import duckdb_traders, write_catalog


def by(dataset: str, name: str) -> dict[str, Any]:
    column = {"dataset": dataset, "name": name}
    return {"kind": "values", "id": name, "title": name.capitalize(), "column": column}


def values(
    client: httpx.Client, path: str, filter_id: str, search: str | None = None
) -> tuple[list[Any], bool]:
    params = {} if search is None else {"search": search}
    response = client.get(f"{path}/filters/{filter_id}/values", params=params)
    assert response.status_code == 200, response.text
    FilterValues.model_validate(response.json(), strict=True)
    assert response.json()["filter_id"] == filter_id
    return response.json()["values"], response.json()["more"]


def columns(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    response = client.get(f"{path}/filterable")
    assert response.status_code == 200, response.text
    FilterableColumns.model_validate(response.json(), strict=True)
    found: list[dict[str, Any]] = response.json()["columns"]
    return found


def reason(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["details"]["reason"]


# --- values -------------------------------------------------------------------


def test_few_values_are_all_told_in_order(alice: httpx.Client) -> None:
    filters = [by("orders", "region"), by("products", "category")]
    path = f"{PREFIX}/{create(alice, board(filters=filters))}"
    talk = Talk.begin(SESSIONS, alice)
    for filter_id in ("region", "category"):
        rows = talk.say(f"orders by {filter_id}")["data"]["rows"]
        assert values(alice, path, filter_id) == (sorted(row[0] for row in rows), False)


def test_what_no_index_holds_is_asked_for(alice: httpx.Client) -> None:
    filters = [by("order_lines", "returned"), by("order_lines", "discount"),
               by("surveys", "score")]  # fmt: skip
    path = f"{PREFIX}/{create(alice, board(filters=filters))}"
    assert values(alice, path, "returned") == ([False, True], False)
    discounts, more = values(alice, path, "discount")
    assert discounts == sorted(discounts)
    assert (len(discounts) > 1, more) == (True, False)
    assert values(alice, path, "score") == ([1, 2, 3, 4, 5], False)


def test_of_many_values_the_most_frequent_are_told(alice: httpx.Client) -> None:
    filters = [by("products", "product_name"), by("orders", "order_id")]
    path = f"{PREFIX}/{create(alice, board(filters=filters))}"
    for filter_id in ("product_name", "order_id"):
        found, more = values(alice, path, filter_id)
        assert (len(set(found)), more) == (50, True)


def test_a_filter_that_has_no_list_of_values(alice: httpx.Client) -> None:
    path = f"{PREFIX}/{create(alice)}"
    for filter_id in ("dates", "nothing"):
        response = alice.get(f"{path}/filters/{filter_id}/values")
        assert reason(response) == (404, "filter_not_found")


def test_values_are_searched_for_in_the_database(alice: httpx.Client) -> None:
    filters = [by("products", "product_name"), by("orders", "order_id"), by("orders", "region")]
    path = f"{PREFIX}/{create(alice, board(filters=filters))}"
    talk = Talk.begin(SESSIONS, alice)
    names = [row[0] for row in talk.say("number of products by product name")["data"]["rows"]]
    told, _ = values(alice, path, "product_name")
    beyond = next(name for name in names if name not in told)
    assert values(alice, path, "product_name", beyond.upper()) == ([beyond], False)
    assert values(alice, path, "product_name", beyond[1:-1]) == ([beyond], False)
    part = beyond.split()[0].swapcase()
    alike = sorted(name for name in names if part.lower() in name.lower())
    assert values(alice, path, "product_name", part) == (alike, len(alike) > 50)
    # What is short is searched as well, and signs of patterns are signs.
    assert values(alice, path, "region", "OR") == (["North"], False)
    for nothing in ("%", "_", "' OR '1'='1", "\\", "!"):
        assert values(alice, path, "region", nothing) == ([], False)
    numbers, more = values(alice, path, "order_id", "12")
    assert (len(numbers), more) == (50, True)
    assert all("12" in str(number) for number in numbers)


def test_a_search_that_cannot_be(alice: httpx.Client) -> None:
    path = f"{PREFIX}/{create(alice, board(filters=[by('order_lines', 'returned')]))}"
    for search in ("", "x" * 201):
        params = {"search": search}
        response = alice.get(f"{path}/filters/returned/values", params=params)
        assert reason(response) == (422, "invalid_request")
    response = alice.get(f"{path}/filters/returned/values", params={"search": "tr"})
    assert reason(response) == (422, "query_not_possible")


# --- what there is to filter by -------------------------------------------------


def test_what_most_tiles_can_follow_comes_first(alice: httpx.Client) -> None:
    found = columns(alice, f"{PREFIX}/{create(alice)}")
    # Of the five, four ask something: all have a date, and a region.
    assert found[0] == {
        "dataset": None,
        "name": None,
        "label": "Date",
        "kind": "dates",
        "tiles": 4,
    }
    assert found[1] == {**REGION, "label": "Region", "kind": "values", "tiles": 4}
    category = {**CATEGORY, "label": "Category", "kind": "values", "tiles": 3}
    assert category in found
    counts = [one["tiles"] for one in found]
    assert counts == sorted(counts, reverse=True)
    names = [(one["dataset"], one["name"]) for one in found]
    assert len(set(names)) == len(names)
    # Those that hold the same as another are not told twice.
    assert ("surveys", "region") not in names
    assert names.index(("customers", "segment")) < names.index(("customers", "customer_name"))
    assert names.index(("products", "list_price")) < names.index(("products", "product_id"))


def test_an_empty_dashboard_has_nothing_to_filter(alice: httpx.Client) -> None:
    assert columns(alice, f"{PREFIX}/{create(alice, board(tiles=[]))}") == []


def test_as_many_tiles_follow_as_was_said(alice: httpx.Client) -> None:
    """A page adds each filter in turn, sets it, and looks."""
    made = create(alice, board(filters=[]))
    path = f"{PREFIX}/{made}"
    stored = alice.get(path).json()
    for number, one in enumerate(columns(alice, path)):
        column = {"dataset": one["dataset"], "name": one["name"]} if one["dataset"] else None
        new = {"kind": one["kind"], "id": "new", "title": one["label"], "column": column}
        changed = {**stored["dashboard"], "filters": [new]}
        body = {"version": number + 1, "dashboard": changed}
        put = alice.put(path, json=body)
        assert put.status_code == 200, put.text
        if one["kind"] == "dates":
            look: Any = {"start": "2025-01-01", "end": "2026-01-01"}
        else:
            look = values(alice, path, "new")[0][:1]
        params = {"filters": json.dumps({"new": look})}
        tiles = alice.get(f"{path}/data", params=params).json()["tiles"]
        followed = [tile for tile in tiles if "new" in tile["filters"]]
        assert len(followed) == one["tiles"], one


def test_a_page_adds_a_filter_and_sets_it(alice: httpx.Client) -> None:
    path = f"{PREFIX}/{create(alice)}"
    stored = alice.get(path).json()
    new = {"kind": "values", "id": "f1", "title": "Region", "column": REGION}
    filters = [*stored["dashboard"]["filters"], new]
    body = {"version": stored["version"], "dashboard": {**stored["dashboard"], "filters": filters}}
    assert alice.put(path, json=body).json()["version"] == 2
    first, *_ = values(alice, path, "f1")[0]
    talk = Talk.begin(SESSIONS, alice)
    moving = {"moving": {"span": "previous", "grain": "year"}}
    for look, question in (
        ({"f1": [first]}, f"revenue in {first}"),
        ({"dates": {"start": "2025-01-01", "end": "2025-02-01"}}, "revenue in January 2025"),
        ({"dates": moving}, "revenue last year"),
        ({"f1": [first], "dates": moving}, f"revenue in {first} last year"),
        ({"f1": [], "dates": None}, "revenue"),
    ):
        params = {"filters": json.dumps(look)}
        shown = alice.get(f"{path}/tiles/total/data", params=params).json()
        assert shown["data"]["rows"] == talk.say(question)["data"]["rows"], question


# --- whose rights ---------------------------------------------------------------


TRADERS = {
    "title": "Trade",
    "datasource_id": "traders",
    "tiles": [
        {
            "id": "t1",
            "title": "Amount",
            "query": {"measures": [{"value": {"kind": "named", "name": "amount"}}]},
            "place": {"column": 0, "row": 0, "width": 3, "height": 2},
        },
        {
            "id": "t2",
            "title": "Pay",
            "query": {"measures": [{"value": {"kind": "named", "name": "pay"}}]},
            "place": {"column": 3, "row": 0, "width": 3, "height": 2},
        },
    ],
    "filters": [by("orders", "region"), by("orders", "branch_no"), by("salaries", "person")],
}


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory, valkey_url: str) -> Iterator[LiveServer]:
    folder: Path = tmp_path_factory.mktemp("secured")
    catalog = write_catalog(folder, duckdb_traders(folder))
    settings = settings_for(folder, redis_url=valkey_url, catalog=catalog, require_auth=True)
    with serving(settings) as server:
        yield server


def test_each_viewer_of_a_shared_dashboard_has_rights_of_their_own(secured: LiveServer) -> None:
    def caller(user: str, *roles: str, **claims: Any) -> httpx.Client:
        bearer = token("acme", user, roles=roles, further=claims)
        return secured.client(Authorization=f"Bearer {bearer}")

    with (
        caller("owner", "manager", "hr") as owner,
        caller("clerk", "clerk", regions=["South"]) as clerk,
        caller("lost", "clerk") as lost,
        caller("nobody") as nobody,
    ):
        path = f"{PREFIX}/{create(owner, TRADERS)}"
        owner.put(f"{path}/sharing", json={"shared": "tenant"})
        assert values(owner, path, "region") == (["North", "South"], False)
        assert values(owner, path, "branch_no") == ([1, 2], False)
        assert values(owner, path, "person") == (["Ada"], False)
        assert values(clerk, path, "region") == (["South"], False)
        assert values(owner, path, "region", "th") == (["North", "South"], False)
        assert values(clerk, path, "region", "th") == (["South"], False)
        assert values(clerk, path, "branch_no", "1") == ([], False)
        assert values(clerk, path, "branch_no") == ([2], False)
        for query in ("", "?search=a"):
            hidden = clerk.get(f"{path}/filters/person/values{query}")
            assert reason(hidden) == (422, "not_in_catalog")
        for name in ("region", "branch_no"):
            told = lost.get(f"{path}/filters/{name}/values")
            assert reason(told) == (403, "claim_missing")
            assert reason(nobody.get(f"{path}/filters/{name}/values")) == (422, "not_in_catalog")
        own = {(one["name"], one["tiles"]) for one in columns(owner, path)}
        assert {("region", 1), ("person", 1), (None, 1)} <= own
        seen = {one["name"] for one in columns(clerk, path)}
        assert "region" in seen
        assert "person" not in seen
        assert columns(nobody, path) == []
        shown = {tile["tile_id"]: tile for tile in clerk.get(f"{path}/data").json()["tiles"]}
        assert shown["t1"]["data"]["rows"] == [[200]]
        assert shown["t2"]["error"]["details"]["reason"] == "not_in_catalog"
