"""Pins of answers that no tile of the dashboard could ask."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.dashboards.boards import PREFIX
from tests.api.faces import SESSIONS, Talk
from tests.api.live import LiveServer, serving, settings_for

CATALOG = """
datasource: {id: NAME, title: The NAME, url: "sqlite:///NAME.db"}
datasets:
  orders: {key: order_id, dimensions: [region], measures: {orders: count}}
verified_queries:
  - question: Which orders are odd?
    sql: SELECT order_id FROM orders WHERE order_id % 2 = 1
"""


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory, valkey_url: str) -> Iterator[LiveServer]:
    folder = tmp_path_factory.mktemp("catalogs")
    for name in ("east", "west"):
        (folder / f"{name}.yaml").write_text(CATALOG.replace("NAME", name))
        with sqlite3.connect(folder / f"{name}.db") as database:
            database.execute("CREATE TABLE orders (order_id INTEGER, region TEXT)")
            database.executemany("INSERT INTO orders VALUES (?, 'X')", [(n,) for n in range(4)])
        database.close()
    settings = settings_for(folder, redis_url=valkey_url, catalog=folder, default_datasource="west")
    with serving(settings) as server:
        yield server


def board(client: httpx.Client, datasource_id: str) -> str:
    dashboard = {"title": "Orders", "datasource_id": datasource_id}
    made = client.post(PREFIX, json={"dashboard": dashboard})
    return f"{PREFIX}/{made.json()['dashboard_id']}"


def pin(talk: Talk, answer: dict[str, Any]) -> dict[str, str]:
    return {"session_id": talk.session_id, "turn_id": answer["metadata"]["turn_id"]}


def test_an_answer_by_sql_is_no_tile(shops: LiveServer) -> None:
    with shops.caller() as client:
        talk = Talk.begin(SESSIONS, client)
        answer = talk.say("Which orders are odd?")
        assert answer["data"]["rows"] == [[1], [3]]
        assert answer["metadata"]["pinnable"] is False
        response = client.post(f"{board(client, 'west')}/tiles", json=pin(talk, answer))
        assert response.status_code == 422, response.text
        error = response.json()["error"]
        assert error["details"]["reason"] == "nothing_to_pin"
        assert "SQL" in error["message"]


def test_a_dashboard_has_one_datasource(shops: LiveServer) -> None:
    with shops.caller() as client:
        talk = Talk.begin(SESSIONS, client)
        answer = talk.say("orders by region")
        assert answer["metadata"]["pinnable"] is True
        path = board(client, "east")
        response = client.post(f"{path}/tiles", json=pin(talk, answer))
        assert response.status_code == 422, response.text
        details = response.json()["error"]["details"]
        assert details["reason"] == "other_datasource"
        assert (details["datasource_id"], details["of_answer"]) == ("east", "west")
        assert client.get(path).json()["version"] == 1
        right = client.post(f"{board(client, 'west')}/tiles", json=pin(talk, answer))
        assert right.status_code == 201
        made = client.post(PREFIX, json={"title": "West", "pin": pin(talk, answer)})
        assert made.json()["datasource_id"] == "west"
