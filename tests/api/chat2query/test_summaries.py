"""Data summaries, by their endpoints: from a file of three lines to answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from pydantic import SecretStr

from runs.key_roles import Role
from tests.api.chat2query.doors import APP, KEYS_SECRET, Key, Keys
from tests.api.chat2query.talk import Caller, calling
from tests.api.live import LiveServer, serving, settings_for
from tests.shops import undescribed_shop

SUMMARIES = "/v3/dataSummaries"
NOT_READY = (400, "Data summary is not ready, please wait for a while and retry")

VISITS = """
CREATE TABLE visits (visit_id INTEGER PRIMARY KEY, day DATE, page VARCHAR, seconds DOUBLE);
INSERT INTO visits VALUES (1, '2026-01-01', 'Home', 4), (2, '2026-01-02', 'Prices', 9),
                          (3, '2026-01-02', 'Home', 2);
"""
LEDGER = """
datasource: {id: ledger, url: "sqlite:///shop.db", cluster_id: "7", database: books}
datasets:
  customers:
    key: customer_id
    dimensions: [city, customer_name]
    measures: {customers: count}
security:
  datasets:
    customers: {columns: {customer_name: [audit]}}
"""


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory, valkey_url: str) -> Iterator[LiveServer]:
    """A database that nobody described for each engine, and one whose catalog hides something."""
    folder = tmp_path_factory.mktemp("shops")
    undescribed_shop(folder, "  cluster_id: 10140100115280519574\n  database: store\n")
    with duckdb.connect(str(folder / "site.duckdb")) as connection:
        connection.execute(VISITS)
    (folder / "site.yaml").write_text(
        "datasource: {id: site, url: 'duckdb:///site.duckdb', tenants: [acme-corp]}\n"
    )
    (folder / "ledger.yaml").write_text(LEDGER)
    settings = settings_for(
        folder / "data",
        redis_url=valkey_url,
        catalog=folder,
        keys_secret=SecretStr(KEYS_SECRET),
        chat2query_per_minute=0,
        chat2query_per_day=0,
    )
    with serving(settings) as server:
        yield server


@pytest.fixture(scope="module")
def admin(keys: Keys) -> Key:
    return keys.made()


@pytest.fixture(params=[APP, ""])
def caller(shops: LiveServer, admin: Key, request: pytest.FixtureRequest) -> Iterator[Caller]:
    with calling(shops, admin, request.param) as made:
        yield made


def made(caller: Caller, database: str, **more: Any) -> dict[str, Any]:
    """The summary, as its job tells it at its end."""
    body = {"cluster_id": "10140100115280519574", "database": database, "reuse": False, **more}
    begun = caller.ok("POST", SUMMARIES, body)
    job = caller.ended(begun["job_id"])
    assert (job["status"], job["reason"]) == ("done", "")
    assert job["ended_at"] is not None
    result: dict[str, Any] = job["result"]
    assert result["data_summary_id"] == begun["data_summary_id"]
    return result


def answer_to(caller: Caller, question: str, **database: Any) -> dict[str, Any]:
    begun = caller.ok("POST", "/v3/chat2data", {**database, "question": question})
    job = caller.ended(begun["job_id"])
    assert job["status"] == "done", job
    result: dict[str, Any] = job["result"]
    return result


def test_three_lines_are_enough(shops: LiveServer, admin: Key) -> None:
    named = {"cluster_id": "10140100115280519574", "database": "store"}
    with calling(shops, admin) as caller, shops.client(**{"X-Tenant-ID": "acme-corp"}) as other:
        asked = {**named, "question": "revenue by channel"}
        assert caller.refused("POST", "/v3/chat2data", asked) == NOT_READY
        assert caller.refused("POST", "/v3/suggestQuestions", named) == NOT_READY
        ready = other.get("/ready").json()
        assert (ready["status"], ready["datasources"]["shop"]) == ("ready", "needs_summary")
        assert "shop cannot be asked yet: it needs a data summary" in ready["warnings"]
        assert states(other)["shop"] == "needs_summary"
        session = other.post("/api/v1/bi/sessions", json={"datasource_id": "shop"}).json()
        messages = f"/api/v1/bi/sessions/{session['session_id']}/messages"
        refused = other.post(messages, json={"message": "revenue by channel"})
        assert refused.status_code == 409
        assert refused.json()["error"]["message"] == NOT_READY[1]
        reveal = {"datasourceId": "shop", "message": "revenue by channel"}
        assert other.post("/api/reveal/ai/chat", json=reveal).status_code == 400

        summary = made(caller, "store", description="Sales of the shop")
        assert {name: summary[name] for name in (*named, "default", "status")} == {
            **named, "default": True, "status": "done",
        }  # fmt: skip
        assert summary["description"]["user"] == "Sales of the shop"
        assert {"Orders", "Customers", "London"} <= set(summary["keywords"])
        assert summary["relationships"]["orders"] == [
            {
                "referencing_table": "orders",
                "referencing_table_column": "customer_id",
                "referenced_table": "customers",
                "referenced_table_column": "customer_id",
            }
        ]
        orders = summary["tables"]["orders"]
        assert (orders["name"], orders["key"], orders["time"]) == (
            "orders", ["order_id"], "orders.order_date",
        )  # fmt: skip
        assert orders["description"].startswith("One row for each order")
        assert orders["columns"]["channel"]["type"] == "text"
        assert "Shop" in orders["columns"]["channel"]["description"]

        rows = [["Shop", "27"], ["Web", "15.75"]]
        assert answer_to(caller, "revenue by channel", **named)["data"]["rows"] == rows
        number = summary["data_summary_id"]
        by_summary = answer_to(caller, "revenue by channel", data_summary_id=number)
        assert by_summary["data"]["rows"] == rows
        said = other.post(messages, json={"message": "revenue by channel"}).json()
        assert said["data"]["rows"] == [["Shop", 27.0], ["Web", 15.75]]
        assert states(other)["shop"] == "ready"
        assert caller.ok("GET", f"{SUMMARIES}/{number}") == summary


def states(client: Any) -> dict[str, str]:
    listed = client.get("/api/v1/bi/datasources").json()["datasources"]
    return {one["id"]: one["state"] for one in listed}


def test_nothing_of_where_the_database_is_gets_out(caller: Caller) -> None:
    told = str(made(caller, "store"))
    assert "sqlite" not in told
    assert "shop.db" not in told
    assert "in-the-file" not in told


def test_duckdb_while_it_is_open(caller: Caller) -> None:
    summary = made(caller, "site", cluster_id="any")
    assert set(summary["tables"]["visits"]["columns"]) >= {"page", "day"}
    answer = answer_to(caller, "seconds by page", database="site")
    assert answer["data"]["rows"] == [["Home", "3"], ["Prices", "9"]]  # they are averaged
    # What is read anew is read while questions hold the file.
    assert made(caller, "site", cluster_id="any") == summary


def test_edits_take_effect_at_once(caller: Caller) -> None:
    number = made(caller, "store")["data_summary_id"]
    path = f"{SUMMARIES}/{number}"
    told = caller.ok("PUT", path, {"description": "Ours", "keywords": ["trade"], "default": True})
    assert (told["description"]["user"], told["keywords"]) == ("Ours", ["trade"])
    table = {"description": "Paid baskets", "keywords": ["baskets"]}
    told = caller.ok("PUT", f"{path}/tables/orders", table)
    assert told["tables"]["orders"]["description"] == "Paid baskets"
    assert "baskets" in told["tables"]["orders"]["keywords"]
    columns = {"amount": {"keywords": ["takings"]}, "channel": "Where it was bought"}
    told = caller.ok("PUT", f"{path}/tables/orders/columns", columns)
    assert told["tables"]["orders"]["columns"]["channel"]["description"] == "Where it was bought"
    listed = {"columns": [{"name": "channel", "keywords": ["outlet"]}]}
    caller.ok("PUT", f"{path}/tables/orders/columns", listed)

    named = {"cluster_id": "10140100115280519574", "database": "store"}
    answer = answer_to(caller, "baskets by outlet", **named)
    assert answer["data"]["rows"] == [["Shop", "2"], ["Web", "2"]]
    answer = answer_to(caller, "takings by outlet", **named)
    assert answer["data"]["rows"] == [["Shop", "27"], ["Web", "15.75"]]
    (line,) = (
        one
        for one in caller.ok("GET", SUMMARIES)["data_summaries"]
        if one["data_summary_id"] == number
    )
    assert (line["keywords"], "tables" in line) == (["trade"], False)
    again = made(caller, "store")
    assert again["tables"]["orders"]["description"] == "Paid baskets"


@pytest.mark.parametrize(
    ("place", "body", "status", "says"),
    [
        ("", {}, 400, "Send a `description`, or `keywords`"),
        ("", {"default": False}, 400, "one data summary"),
        ("", {"keywords": [""]}, 400, "keywords"),
        ("/tables/refunds", {"keywords": ["x"]}, 404, "there is: customers, orders"),
        ("/tables/orders/columns", {"town": {"keywords": ["x"]}}, 404, "no column 'town'"),
        ("/tables/orders/columns", {}, 400, "columns"),
        ("/tables/orders/columns", [{"keywords": ["x"]}], 400, "columns"),
    ],
)
def test_what_cannot_be_edited(
    shops: LiveServer, admin: Key, place: str, body: Any, status: int, says: str
) -> None:
    with calling(shops, admin) as caller:
        path = f"{SUMMARIES}/{made(caller, 'store', reuse=True)['data_summary_id']}{place}"
        refused, told = caller.refused("PUT", path, body)
    assert refused == status
    assert says in told


def test_what_is_not_there(caller: Caller) -> None:
    assert caller.refused("POST", SUMMARIES, {"cluster_id": "7"})[0] == 400
    unknown = {"cluster_id": "7", "database": "nowhere"}
    status, told = caller.refused("POST", SUMMARIES, unknown)
    assert status == 404
    assert "no database 'nowhere'" in told
    assert caller.refused("GET", f"{SUMMARIES}/999999") == (404, "There is no data summary 999999.")
    asked = {"data_summary_id": 999999, "question": "revenue"}
    assert caller.refused("POST", "/v3/chat2data", asked)[0] == 404


def test_hidden_columns_are_not_in_it(caller: Caller) -> None:
    summary = made(caller, "books", cluster_id="7")
    assert set(summary["tables"]["customers"]["columns"]) == {"city"}
    assert "customer_name" not in str(summary)
    number = summary["data_summary_id"]
    hidden = f"{SUMMARIES}/{number}/tables/customers/columns"
    status, told = caller.refused("PUT", hidden, {"customer_name": {"keywords": ["x"]}})
    assert (status, "it has: city, customers" in told) == (404, True)


def test_a_key_for_summaries_makes_them_and_asks_nothing(shops: LiveServer, keys: Keys) -> None:
    named = {"cluster_id": "10140100115280519574", "database": "store"}
    with calling(shops, keys.made(Role.SUMMARIES)) as describer:
        number = made(describer, "store")["data_summary_id"]
        assert describer.refused("POST", "/v3/chat2data", {**named, "question": "x"})[0] == 403
    with calling(shops, keys.made(Role.READONLY)) as reader:
        assert reader.refused("POST", SUMMARIES, named)[0] == 403
        assert reader.refused("GET", f"{SUMMARIES}/{number}")[0] == 403
