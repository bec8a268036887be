"""Knowledge bases over HTTP, with the bodies that are published."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from runs.key_roles import Role
from tests.api.chat2query.doors import APP, Keys
from tests.api.chat2query.talk import Caller
from tests.api.live import LiveServer

BASES = "/v3/knowledgeBases"
TERM = {
    "type": "term-sheet",
    "meta_data": {},
    "raw_data": {"term": ["Rocky Mountain area"], "description": "region North or region West"},
}
SHOT = {
    "type": "few-shot",
    "meta_data": {"by": "Ann"},
    "raw_data": {
        "question": "How many records are in the 'orders' table?",
        "answer": "SELECT COUNT(*) AS records FROM `orders`;",
    },
}
RULE = {
    "type": "instruction",
    "meta_data": {},
    "raw_data": {"instruction": "Use the LAG function with the OVER clause in SQL"},
}


@pytest.fixture(scope="module")
def client(server: LiveServer, keys: Keys) -> Any:
    key = keys.made()
    with httpx.Client(base_url=f"{server.url}{APP}", auth=key.digest(), timeout=60) as made:
        yield made


@pytest.fixture(scope="module")
def number(client: httpx.Client) -> int:
    body = {"cluster_id": "10140100115280519574", "database": "demo", "description": "Our words"}
    made = result(client.post(BASES, json=body))
    assert made["description"] == "Our words"
    assert isinstance(made["default"], bool)
    base: int = made["knowledge_base_id"]
    return base


def result(answer: httpx.Response) -> Any:
    body = answer.json()
    assert (answer.status_code, body["code"], body["msg"]) == (200, 200, ""), body
    return body["result"]


def test_bases_are_listed_told_and_described(client: httpx.Client, number: int) -> None:
    second = result(client.post(BASES, json={"cluster_id": "", "database": "demo"}))
    assert second["default"] is False
    listed = result(client.get(BASES))["knowledge_bases"]
    assert {number, second["knowledge_base_id"]} <= {one["knowledge_base_id"] for one in listed}
    path = f"{BASES}/{second['knowledge_base_id']}"
    told = result(client.put(path, json={"description": "Other words"}))
    assert told["description"] == "Other words"
    assert result(client.get(path)) == told


@pytest.mark.parametrize(("sent", "applied"), [(TERM, True), (SHOT, True), (RULE, False)])
def test_each_type_is_taught_told_edited_and_forgotten(
    client: httpx.Client, number: int, sent: dict[str, Any], applied: bool
) -> None:
    path = f"{BASES}/{number}/data"
    made = result(client.post(path, json=sent))
    assert {name: made[name] for name in sent} == sent
    assert made["applied"] is applied
    assert made["note"]
    assert made in result(client.get(path))["data"]
    edited = result(client.put(f"{path}/{made['id']}", json={**sent, "meta_data": {"n": 1}}))
    assert (edited["id"], edited["meta_data"]) == (made["id"], {"n": 1})
    assert result(client.delete(f"{path}/{made['id']}")) == {}
    assert edited not in result(client.get(path))["data"]
    again = client.delete(f"{path}/{made['id']}")
    assert (again.status_code, again.json()["code"]) == (404, 404)


def test_what_is_taught_is_understood_by_the_next_question(
    client: httpx.Client, caller: Caller, number: int
) -> None:
    added = result(client.post(f"{BASES}/{number}/data", json=TERM))
    question = "revenue by region in the Rocky Mountain area in 2025"
    answer = caller.answered(caller.begun(), question)
    assert [row[0] for row in answer["data"]["rows"]] == ["North", "West"]
    result(client.delete(f"{BASES}/{number}/data/{added['id']}"))


@pytest.mark.parametrize(
    ("type_", "raw", "said"),
    [
        ("few-shot", {"question": "Drop it", "answer": "DROP TABLE orders"}, "rule"),
        ("few-shot", {"question": "Who?", "answer": "SELECT * FROM salaries"}, "salaries"),
        ("few-shot", {"question": "Who?"}, "answer"),
        ("term-sheet", {"term": []}, "term"),
        ("instruction", {"instruction": "x" * 513}, "512"),
        ("poem", {"poem": "Roses are red"}, "few-shot"),
    ],
)
def test_what_cannot_be_taught_is_a_400(
    client: httpx.Client, number: int, type_: str, raw: dict[str, Any], said: str
) -> None:
    answer = client.post(
        f"{BASES}/{number}/data", json={"type": type_, "meta_data": {}, "raw_data": raw}
    )
    body = answer.json()
    assert (answer.status_code, body["code"], body["result"]) == (400, 400, {})
    assert said in body["msg"]


def test_unknown_bases_and_databases_are_404(client: httpx.Client) -> None:
    for answer in (
        client.get(f"{BASES}/999999"),
        client.post(f"{BASES}/999999/data", json=TERM),
        client.post(BASES, json={"cluster_id": "1", "database": "nowhere"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, 404)


def test_only_roles_that_may_teach_come_in(server: LiveServer, keys: Keys) -> None:
    with httpx.Client(base_url=server.url) as stranger:
        for role in (Role.READONLY, Role.SUMMARIES):
            answer = stranger.get(BASES, auth=keys.made(role).pair)
            assert (answer.status_code, answer.json()["code"]) == (403, 403)
