"""What a datasource holds, what to ask it first, and who asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.faces.matih_sessions.caller_routes import Caller
from api.faces.matih_sessions.catalog_bodies import CatalogBody
from api.matih.responses import SuggestionList
from tests.api.faces import SESSIONS, Talk
from tests.api.live import LiveServer, serving, settings_for, token
from tests.api.refusals import refusal
from tests.tenants import duckdb_traders, secrets_in, write_catalog

DATASOURCES = "/api/v1/bi/datasources"
DEMO = f"{DATASOURCES}/demo"
TRADERS = f"{DATASOURCES}/traders"


@pytest.fixture
def acme(live: LiveServer) -> Iterator[httpx.Client]:
    with live.client(**{"X-Tenant-ID": "acme-corp"}) as client:
        yield client


@pytest.fixture(scope="module")
def traders(
    tmp_path_factory: pytest.TempPathFactory, valkey_url: str
) -> Iterator[tuple[LiveServer, Path]]:
    """A server of a catalog that shows each caller other things, and has no demo."""
    folder = tmp_path_factory.mktemp("traders")
    catalog = write_catalog(folder, duckdb_traders(folder))
    settings = settings_for(folder, redis_url=valkey_url, catalog=catalog, require_auth=True)
    with serving(settings) as server:
        yield server, folder


def catalog_of(client: httpx.Client, place: str) -> dict[str, Any]:
    response = client.get(f"{place}/catalog")
    assert response.status_code == 200, response.text
    CatalogBody.model_validate(response.json(), strict=True)
    body: dict[str, Any] = response.json()
    return body


def named(found: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(one for one in found if one["name"] == name)


def seen_by(server: LiveServer, *roles: str, **claims: Any) -> tuple[dict[str, Any], str]:
    """The catalog, and all that is shown in both answers."""
    bearer = token("acme", roles=roles, further=claims)
    with server.client(Authorization=f"Bearer {bearer}") as client:
        suggested = client.get(f"{TRADERS}/suggestions")
        assert suggested.status_code == 200, suggested.text
        return catalog_of(client, TRADERS), client.get(f"{TRADERS}/catalog").text + suggested.text


def test_a_catalog_tells_what_its_words_mean(acme: httpx.Client) -> None:
    body = catalog_of(acme, DEMO)
    (listed,) = acme.get(DATASOURCES).json()["datasources"]
    assert body["datasource_id"] == listed["id"]
    assert body["version"] == listed["catalog_version"]
    assert (body["language"], body["dialect"], body["as_of"]) == ("en", "duckdb", "2026-06-30")

    orders = named(body["datasets"], "orders")
    assert (orders["label"], orders["table"], orders["rows"]) == ("Orders", "orders", None)
    assert orders["synonyms"] == ["purchases"]
    assert {"dataset": "customers", "label": "Customers"} in orders["joins"]
    assert {"dataset": "order_lines", "label": "Order lines"} in orders["joins"]
    day = named(orders["dimensions"], "order_date")
    assert (day["type"], day["samples"]) == ("date", [])
    assert day["grains"] == ["day", "week", "month", "quarter", "year"]
    region = named(orders["dimensions"], "region")
    assert region["grains"] is None
    assert sorted(region["samples"]) == ["East", "North", "South", "West"]
    assert named(orders["dimensions"], "order_id")["samples"] == []
    month = named(named(body["datasets"], "targets")["dimensions"], "month")
    assert month["grains"] == ["month", "quarter", "year"]

    lines = named(body["datasets"], "order_lines")
    returned = named(lines["measures"], "returned_units")
    assert returned["expression"] == "quantity"
    assert returned["filter"] == "returned"
    assert (returned["aggregation"], returned["unit"]) == ("sum", None)
    revenue = named(lines["measures"], "revenue")
    assert (revenue["style"], revenue["unit"]) == ("currency", "USD")
    margin = named(body["metrics"], "profit_margin")
    assert (margin["expression"], margin["style"]) == ("profit / revenue", "percent")


def test_the_most_common_values_come_first(acme: httpx.Client) -> None:
    customers = named(catalog_of(acme, DEMO)["datasets"], "customers")
    talk = Talk.begin(SESSIONS, acme)
    answer = talk.say("Customers by country")
    counted = sorted((-count, country) for country, count in answer["data"]["rows"])
    assert (
        named(customers["dimensions"], "country")["samples"]
        == [country for _, country in counted][:8]
    )
    names = named(customers["dimensions"], "customer_name")["samples"]
    assert len(names) == 8
    assert names == sorted(names)


def test_every_question_of_a_catalog_is_answered(acme: httpx.Client) -> None:
    body = catalog_of(acme, DEMO)
    for dataset in body["datasets"]:
        assert 3 <= len(dataset["questions"]) <= 4, dataset["name"]
        talk = Talk.begin(SESSIONS, acme)
        for question in dataset["questions"]:
            answer = talk.say(question)
            assert answer["intent"] == "query_data", question
            assert answer["data"]["rows"], question
            assert not answer["metadata"].get("clarification"), question


def test_the_first_questions_differ_in_kind_and_are_answered(acme: httpx.Client) -> None:
    response = acme.get(f"{DEMO}/suggestions")
    SuggestionList.model_validate(response.json(), strict=True)
    suggested = response.json()["suggestions"]
    assert [one["kind"] for one in suggested] == ["question"] * 4
    answers = [Talk.begin(SESSIONS, acme).say(one["text"]) for one in suggested]
    assert all(answer["intent"] == "query_data" for answer in answers)
    assert len({answer["visualization"]["type"] for answer in answers}) > 1


def test_what_a_viewer_may_not_see_is_not_shown(traders: tuple[LiveServer, Path]) -> None:
    server, _ = traders
    finance, _ = seen_by(server, "finance")
    manager, shown = seen_by(server, "manager")
    orders = named(finance["datasets"], "orders")
    assert [one["name"] for one in orders["measures"]] == ["orders", "amount", "cost"]
    assert [one["name"] for one in finance["metrics"]] == ["margin", "margin_rate"]

    orders = named(manager["datasets"], "orders")
    assert [one["name"] for one in orders["measures"]] == ["orders", "amount"]
    assert manager["metrics"] == []
    assert [one["name"] for one in manager["datasets"]] == ["customers", "orders", "lines"]
    assert orders["questions"]
    assert "cost" not in shown.casefold()
    assert "salar" not in shown.casefold()


def test_values_are_those_of_the_viewers_own_rows(traders: tuple[LiveServer, Path]) -> None:
    server, _ = traders

    def regions(body: dict[str, Any]) -> list[str]:
        dimensions = named(body["datasets"], "orders")["dimensions"]
        samples: list[str] = named(dimensions, "region")["samples"]
        return samples

    manager, shown = seen_by(server, "manager")
    assert regions(manager) == ["North", "South"]
    assert secrets_in(shown) == []
    clerk, _ = seen_by(server, "clerk", regions=["South"])
    assert regions(clerk) == ["South"]


def test_nobody_is_told_to_ask_what_a_missing_claim_forbids(
    traders: tuple[LiveServer, Path],
) -> None:
    body, shown = seen_by(traders[0], "clerk")
    assert named(body["datasets"], "orders")["questions"] == []
    assert named(body["datasets"], "customers")["questions"]
    assert "North" not in shown


@pytest.mark.parametrize("path", ["catalog", "suggestions"])
def test_an_unknown_datasource_is_not_there(acme: httpx.Client, path: str) -> None:
    response = acme.get(f"{DATASOURCES}/nowhere/{path}")
    body = refusal(response, 404, "RESOURCE_NOT_FOUND", "datasource_not_found")
    assert body.error.message == "There is no datasource 'nowhere'; there is: demo."


@pytest.mark.parametrize("path", ["catalog", "suggestions"])
def test_a_database_that_nobody_has_described_is_a_conflict(
    data_dir: Path, tmp_path: Path, valkey_url: str, path: str
) -> None:
    catalog = tmp_path / "bare.yaml"
    url = f"duckdb:///{data_dir / 'demo.duckdb'}"
    catalog.write_text(f'datasource: {{id: bare, title: Bare, url: "{url}"}}\n')
    settings = settings_for(tmp_path, redis_url=valkey_url, catalog=catalog)
    with serving(settings) as server, server.client() as client:
        response = client.get(f"{DATASOURCES}/bare/{path}")
    refusal(response, 409, "CONFLICT", "summary_not_ready")


def test_who_calls_is_told(live: LiveServer, guarded: LiveServer) -> None:
    me = "/api/v1/bi/me"
    with live.client(**{"X-Tenant-ID": "acme-corp"}) as anybody:
        body = anybody.get(me).json()
    assert body == {
        "tenant_id": "acme-corp",
        "user_id": None,
        "roles": [],
        "token_required": False,
    }
    bearer = token("other-corp", "bob", roles=("clerk", "manager"))
    with guarded.client(Authorization=f"Bearer {bearer}") as bob:
        body = bob.get(me).json()
    Caller.model_validate(body, strict=True)
    assert body == {
        "tenant_id": "other-corp",
        "user_id": "bob",
        "roles": ["clerk", "manager"],
        "token_required": True,
    }
    with guarded.client(**{"X-Tenant-ID": "acme-corp"}) as stranger:
        refusal(stranger.get(me), 401, "UNAUTHORIZED")
