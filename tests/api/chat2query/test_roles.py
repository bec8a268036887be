"""What a key's role lets it call."""

from __future__ import annotations

import httpx
import pytest

from runs.key_roles import Role, UnknownRole, role_named
from tests.api.chat2query.doors import Keys
from tests.api.live import LiveServer

ASK = {"conversing", "asking"}
SUMMARIZE = {"describing", "summarizing"}
DOORS = {"holding", "teaching", *ASK, *SUMMARIZE}
METHODS = {"asking": "POST", "summarizing": "POST"}


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (Role.ADMIN, DOORS),
        (Role.SUMMARIES, {"holding", *SUMMARIZE}),
        (Role.READONLY, {"holding", *ASK}),
        (Role.READWRITE, {"holding", *ASK}),
    ],
)
def test_a_role_opens_its_doors_and_no_others(
    door: LiveServer, keys: Keys, role: Role, opened: set[str]
) -> None:
    with httpx.Client(base_url=door.url, auth=keys.made(role).digest()) as client:
        for name in DOORS:
            method = METHODS.get(name, "GET")
            body = {"question": "q"} if name == "asking" else None
            answer = client.request(method, f"/v3/doors/{name}", json=body)
            if name in opened:
                assert answer.json()["result"]["role"] == role
            else:
                assert (answer.status_code, answer.json()["code"]) == (403, 403)
                assert role in answer.json()["msg"]


@pytest.mark.parametrize(
    ("spelt", "role"),
    [
        *((role.value, role) for role in Role),
        ("chat2query admin", Role.ADMIN),
        ("ADMIN", Role.ADMIN),
        ("Chat2Query_SQL-ReadOnly", Role.READONLY),
        ("sql read only", Role.READONLY),
        ("ReadWrite", Role.READWRITE),
        ("data summary management role", Role.SUMMARIES),
        ("Data-Summary-Management", Role.SUMMARIES),
        ("summaries", Role.SUMMARIES),
    ],
)
def test_a_role_is_known_however_it_is_spelt(spelt: str, role: Role) -> None:
    assert role_named(spelt) is role


@pytest.mark.parametrize("spelt", ["", "role", "boss", "admins", "chat2query", "sql"])
def test_an_unknown_role_is_told_which_there_are(spelt: str) -> None:
    with pytest.raises(UnknownRole) as refused:
        role_named(spelt)
    assert all(role in refused.value.message for role in Role)
