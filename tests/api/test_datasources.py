"""Several datasources in one service, each for the tenants it is meant for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.live import LiveServer, serving, settings_for
from tests.api.refusals import refusal

SESSIONS = "/api/v1/bi/sessions"
CATALOG = """
datasource: {id: NAME, title: The NAME, url: "sqlite:///NAME.db", tenants: TENANTS}
datasets:
  orders: {key: order_id, dimensions: [region], measures: {orders: count}}
"""


@pytest.fixture(scope="module")
def shops(
    tmp_path_factory: pytest.TempPathFactory, valkey_url: str
) -> Iterator[tuple[LiveServer, Path]]:
    folder = tmp_path_factory.mktemp("catalogs")
    for rows, (name, tenants) in enumerate({"east": "[]", "west": "[globex]"}.items(), start=1):
        (folder / f"{name}.yaml").write_text(
            CATALOG.replace("NAME", name).replace("TENANTS", tenants)
        )
        with sqlite3.connect(folder / f"{name}.db") as database:
            database.execute("CREATE TABLE orders (order_id INTEGER, region TEXT)")
            database.executemany("INSERT INTO orders VALUES (?, 'X')", [(n,) for n in range(rows)])
        database.close()
    settings = settings_for(folder, redis_url=valkey_url, catalog=folder, default_datasource="west")
    with serving(settings) as server:
        yield server, folder


def listed(client: httpx.Client) -> list[tuple[str, bool]]:
    answer = client.get("/api/v1/bi/datasources").json()
    return [(one["id"], one["is_default"]) for one in answer["datasources"]]


def count_of_orders(client: httpx.Client, datasource_id: str | None) -> int:
    wish = {"datasource_id": datasource_id} if datasource_id else {}
    session = client.post(SESSIONS, json=wish).json()["session_id"]
    answer = client.post(f"{SESSIONS}/{session}/messages", json={"message": "How many orders?"})
    ((count,),) = answer.json()["data"]["rows"]
    return int(count)


def test_each_session_asks_its_own_datasource(shops: tuple[LiveServer, Path]) -> None:
    with shops[0].client(**{"X-Tenant-ID": "globex"}) as client:
        assert listed(client) == [("west", True), ("east", False)]
        assert count_of_orders(client, "east") == 1
        assert count_of_orders(client, "west") == 2
        assert count_of_orders(client, None) == 2


def test_a_datasource_of_others_is_not_there(shops: tuple[LiveServer, Path]) -> None:
    with shops[0].client(**{"X-Tenant-ID": "initech"}) as client:
        assert listed(client) == [("east", True)]
        assert count_of_orders(client, None) == 1
        response = client.post(SESSIONS, json={"datasource_id": "west"})
        body = refusal(response, 404, "RESOURCE_NOT_FOUND")
        assert body.error.message == "There is no datasource 'west'; there is: east."


def test_a_session_ends_with_its_tenants_right_to_the_datasource(
    shops: tuple[LiveServer, Path], valkey_url: str
) -> None:
    server, folder = shops
    with server.client(**{"X-Tenant-ID": "globex"}) as client:
        session = client.post(SESSIONS, json={"datasource_id": "west"}).json()["session_id"]
    catalog = folder / "west.yaml"
    catalog.write_text(catalog.read_text().replace("[globex]", "[initech]"))
    settings = settings_for(folder, redis_url=valkey_url, catalog=folder)
    with serving(settings) as later, later.client(**{"X-Tenant-ID": "globex"}) as client:
        for path in ("messages", "suggestions"):
            place = f"{SESSIONS}/{session}/{path}"
            response = (
                client.get(place)
                if path == "suggestions"
                else client.post(place, json={"message": "How many orders?"})
            )
            assert response.status_code == 404, response.text
            assert response.json()["error"]["code"] == "RESOURCE_NOT_FOUND"
