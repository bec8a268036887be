"""What cannot be kept is refused with its place, and with what would be right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.api.dashboards.boards import BOARD, PREFIX, board, create, tile

Change = Callable[[dict[str, Any]], object]


def first(name: str, value: Any) -> Change:
    return lambda written: written["tiles"][0].update({name: value})


def of_filter(index: int, **values: Any) -> Change:
    return lambda written: written["filters"][index].update(values)


def query(**values: Any) -> Change:
    return lambda written: written["tiles"][0]["query"].update(values)


REGIN = {"dataset": "orders", "name": "regin"}
FAULTS: list[tuple[Change, str, str]] = [
    (query(measures=[{"value": {"kind": "named", "name": "revenu"}}]),
     "tiles[0].query.measures[0].value.name",
     "there is no measure `revenu`; did you mean `revenue`?"),
    (query(groups=[{"kind": "dimension", "column": REGIN}]),
     "tiles[0].query.groups[0].column.name", "`orders` has no `regin`; did you mean `region`?"),
    (query(filters=[{"column": {"dataset": "order", "name": "x"}, "operator": "in"}]),
     "tiles[0].query.filters[0].column.dataset",
     "there is no dataset `order`; did you mean `orders`?"),
    (query(measures=[{"value": {"kind": "count_rows", "dataset": "custmers"}}]),
     "tiles[0].query.measures[0].value.dataset", "did you mean `customers`?"),
    (query(measures=[]), "tiles[0].query", "neither measures, groups nor lists"),
    (first("id", "regions"), "tiles[0].id", "`regions` is the id of several tiles"),
    (first("id", ""), "tiles[0].id", "an id has 1 to 64 characters"),
    (first("title", " "), "tiles[0].title", "a title has 1 to 200 characters"),
    (first("place", {"column": 6, "row": 0, "width": 7, "height": 1}), "tiles[0].place",
     "within the 12 of the grid"),
    (first("place", {"column": 0, "row": -1, "width": 7, "height": 1}), "tiles[0].place",
     "a row is 0 to"),
    (first("filters", ["date"]), "tiles[0].filters[0]",
     "there is no filter `date`; did you mean `dates`?"),
    (first("moving", {"span": "this", "grain": "hour"}), "tiles[0].moving", "counts days"),
    (of_filter(0, id="categories"), "filters[0].id", "is the id of several filters"),
    (of_filter(0, column={"dataset": "orders", "name": "region"}), "filters[0].column",
     "Region is no date"),
    (of_filter(0, range={"start": "2025-01-01", "end": "2025-01-01", "label": "x"}),
     "filters[0].range", "ends after its start"),
    (of_filter(0, range={"start": "2025-01-01", "end": None, "label": "x"},
               moving={"span": "this", "grain": "year"}), "filters[0]", "not both"),
    (of_filter(1, column={"dataset": "products", "name": "categry"}), "filters[1].column.name",
     "did you mean `category`?"),
    (of_filter(1, column={"dataset": "order_lines", "name": "revenue"}), "filters[1].column",
     "is measured; a filter is by a dimension"),
    (of_filter(1, multiple=False, values=["a", "b"]), "filters[1].values", "one value at most"),
    (of_filter(1, column={"dataset": "orders", "name": "order_date"}, values=["soon"]),
     "filters[1].values", "'soon' is no date"),
    (lambda written: written.update(title=""), "title", "a title has 1 to 200 characters"),
    (lambda written: written.update(tiles=[tile(str(n), n, None) for n in range(61)]), "tiles",
     "at most 60 tiles, not 61"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "path", "message"), FAULTS)
def test_a_fault_is_told_with_its_place(
    alice: httpx.Client, change: Change, path: str, message: str
) -> None:
    written = board()
    change(written)
    response = alice.post(PREFIX, json={"dashboard": written})
    assert response.status_code == 422, response.text
    error = response.json()["error"]
    assert error["details"]["reason"] == "dashboard_invalid"
    assert path in [fault["path"] for fault in error["details"]["faults"]]
    assert error["message"].startswith(f"{path}: ")
    assert message in error["message"]


def test_all_faults_are_told(alice: httpx.Client) -> None:
    written = board()
    for change, _, _ in (FAULTS[0], FAULTS[8], FAULTS[12]):
        change(written)
    error = alice.post(PREFIX, json={"dashboard": written}).json()["error"]
    assert [fault["path"] for fault in error["details"]["faults"]] == [
        "filters[0].id",
        "filters[1].id",
        "tiles[0].place",
        "tiles[0].query.measures[0].value.name",
    ]
    assert "(and 3 more)" in error["message"]


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        (first("quary", {}), "dashboard", "tiles[0].quary: there is no such key; did you mean"),
        (query(grops=[]), "dashboard", "tiles[0].query.grops: there is no such key; did you"),
        (first("chart", "cake"), "dashboard.tiles.0.chart", "Input should be 'bar'"),
        (first("place", {"column": 0}), "dashboard.tiles.0.place.row", "Field required"),
        (query(groups=[{"kind": "colour"}]), "dashboard.tiles.0.query.groups.0", "kind"),
        (lambda written: written.pop("title"), "dashboard.title", "Field required"),
    ],
)
def test_what_is_no_dashboard_is_told_field_by_field(
    alice: httpx.Client, change: Change, field: str, message: str
) -> None:
    written = board()
    change(written)
    response = alice.post(PREFIX, json={"dashboard": written})
    assert response.status_code == 422
    details = response.json()["error"]["details"]
    assert details["reason"] == "invalid_request"
    told = {one["field"]: one["message"] for one in details["fields"]}
    assert message in told[field]


def test_what_others_keep_in_a_document_is_free(alice: httpx.Client) -> None:
    extra = {"theme": {"dark": True}}
    made = alice.post(PREFIX, json={"dashboard": board(extra=extra)}).json()
    assert made["dashboard"]["extra"] == extra


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"dashboard": BOARD, "message": "sales"},
        {"dashboard": BOARD, "datasource_id": "demo"},
        {"message": ""},
        {"message": "x" * 4001},
    ],
)
def test_a_creation_names_one_thing(alice: httpx.Client, body: dict[str, Any]) -> None:
    response = alice.post(PREFIX, json=body)
    assert response.status_code == 422
    assert response.json()["error"]["details"]["reason"] == "invalid_request"


def test_a_dashboard_stays_on_its_datasource(alice: httpx.Client) -> None:
    path = f"{PREFIX}/{create(alice)}"
    other = board(datasource_id="elsewhere")
    response = alice.put(path, json={"version": 1, "dashboard": other})
    assert response.json()["error"]["details"]["reason"] == "datasource_not_found"
