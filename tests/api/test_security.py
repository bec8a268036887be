"""Two tenants and several roles over HTTP: each sees what the catalog gives them, and no more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx_sse import EventSource
from websockets.sync.client import connect

from tests.api.faces import CHAT, FACES, Face, Talk
from tests.api.live import LiveServer, serving, settings_for, token
from tests.tenants import duckdb_traders, secrets_in, write_catalog

SENTENCES = (
    "what can I ask", "amount by region", "amount by customer", "quantity by product",
    "amount in Zanzibar", "amount for Zuleika", "amount by month", "cost by region", "salaries",
    "margin by region", "list the orders", "the latest order", "what does region mean",
    "amount in 2077", "time span of the data", "pay by person", "amount for eager customers",
    "quantity of Zither", "orders", "hello", "best regions", "amount in spice island",
)  # fmt: skip


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory, valkey_url: str) -> Iterator[LiveServer]:
    folder = tmp_path_factory.mktemp("secured")
    catalog = write_catalog(folder, duckdb_traders(folder))
    settings = settings_for(folder, redis_url=valkey_url, catalog=catalog, require_auth=True)
    with serving(settings) as server:
        yield server


def caller(
    server: LiveServer, tenant_id: str, *roles: str, user: str = "alice", **claims: Any
) -> httpx.Client:
    bearer = token(tenant_id, user, roles=roles, further=claims)
    return server.client(Authorization=f"Bearer {bearer}")


def rows(body: dict[str, Any]) -> list[list[Any]]:
    found: list[list[Any]] = body["data"]["rows"]
    return sorted(found, key=repr)


def own_words(text: str, said: str) -> str:
    """Without what the person said: that comes back to them."""
    for word in (said, *said.split()):
        text = text.replace(word, "")
    return text


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
@pytest.mark.parametrize("role", ["manager", "clerk", "finance", "nobody"])
def test_nothing_of_another_tenant_is_ever_told(secured: LiveServer, face: Face, role: str) -> None:
    with caller(secured, "acme", role, regions=["North", "South"]) as client:
        talk = Talk.begin(face, client)
        for sentence in SENTENCES:
            answered = talk.post("/messages", {"message": sentence})
            assert answered.status_code in (200, 409, 422), answered.text
            told = [own_words(answered.text, sentence)]
            told.append(talk.get("/suggestions").text)
            turn = answered.json().get("metadata", {}).get("turn_id")
            if turn is not None:
                state = talk.get(f"/turns/{turn}/state").json()["values"]
                # Messages hold what was said before this; each was looked at when it was said.
                del state["messages"]
                told.append(own_words(json.dumps(state), sentence))
                told.append(own_words(talk.get(f"/runs/{turn}").text, sentence))
                told.append(own_words(talk.get(f"/turns/{turn}/edits").text, sentence))
            for text in told:
                assert secrets_in(text) == [], sentence
                if role != "finance":
                    assert "cost" not in text.casefold(), sentence
                assert "salar" not in text.casefold(), sentence


def test_each_token_s_claims_decide_which_rows_there_are(secured: LiveServer) -> None:
    expected: list[tuple[tuple[str, ...], dict[str, Any], list[list[Any]]]] = [
        (("acme", "manager"), {}, [["North", 140], ["South", 200], [None, 5]]),
        (("acme", "clerk"), {"regions": ["South"]}, [["South", 200]]),
        (("acme", "clerk"), {"regions": "North"}, [["North", 140]]),
        (("acme", "clerk"), {"regions": ["North", "Zanzibar"]}, [["North", 140]]),
        (("acme", "branch"), {"branch": 2}, [["South", 200]]),
        (("acme", "branch"), {"branch": "2"}, [["South", 200]]),
        (("zeta", "manager"), {}, [["North", 70007], ["Zanzibar", 7007]]),
    ]
    for who, claims, wanted in expected:
        with caller(secured, *who, **claims) as client:
            talk = Talk.begin(CHAT, client)
            assert rows(talk.say("amount by region")) == wanted


@pytest.mark.parametrize(
    "claims", [{}, {"regions": []}, {"regions": None}, {"regions": {"a": 1}}, {"regions": [[1]]}]
)
def test_without_a_usable_claim_a_turn_is_refused_and_says_which(
    secured: LiveServer, claims: dict[str, Any]
) -> None:
    with caller(secured, "acme", "clerk", **claims) as client:
        talk = Talk.begin(CHAT, client)
        answered = talk.post("/messages", {"message": "amount by region"})
    assert answered.status_code == 403
    error = answered.json()["error"]
    assert error["code"] == "FORBIDDEN"
    assert error["details"]["reason"] == "claim_missing"
    assert error["details"]["claims"] == ["regions"]


def test_a_claim_cannot_pass_for_the_tenant_or_a_role(secured: LiveServer) -> None:
    with caller(secured, "acme", user="mallory", tenant="zeta", role="manager") as client:
        talk = Talk.begin(CHAT, client, "mallory")
        assert talk.say("amount by region")["data"] is None
        assert rows(talk.say("how many customers")) == [[2]]


def test_a_change_after_a_role_was_lost_is_refused(secured: LiveServer) -> None:
    with caller(secured, "acme", "finance", user="carol") as client:
        talk = Talk.begin(CHAT, client, "carol")
        assert rows(talk.say("cost by region"))[0] == ["North", 70]
    with caller(secured, "acme", "manager", user="carol") as client:
        lesser = Talk(CHAT, client, talk.session_id)
        for tail, body in (
            ("/refine", {"refinement": "by customer"}),
            ("/visualize", {"chart_type": "pie"}),
        ):
            answered = lesser.post(tail, body)
            assert answered.status_code == 409
            assert answered.json()["error"]["details"]["reason"] == "nothing_to_refine"
            assert "cost" not in answered.text.casefold()
        assert lesser.say("amount by region")["data"]["rows"]


def test_streams_and_sockets_have_the_rights_of_their_token(secured: LiveServer) -> None:
    bearer = token("acme", "alice", roles=("clerk",), further={"regions": ["South"]})
    with secured.client(Authorization=f"Bearer {bearer}") as client:
        talk = Talk.begin(CHAT, client)
        with client.stream(
            "POST",
            talk.path("/messages"),
            json={"message": "amount by region"},
            headers={"Accept": "text/event-stream"},
        ) as response:
            (result,) = [
                event.json()["result"]
                for event in EventSource(response).iter_sse()
                if event.event == "complete"
            ]
    assert result["data"]["rows"] == [["South", 200]]
    address = f"ws://{secured.address}/ws/chat/{talk.session_id}?token={bearer}"
    with connect(address) as socket:
        socket.send(json.dumps({"type": "message", "content": "quantity by product"}))
        while (told := json.loads(socket.recv(timeout=30)))["type"] != "result":
            assert told["type"] != "error", told
    assert secrets_in(json.dumps(told)) == []
    assert '["Apple", 4]' in json.dumps(told)


def test_no_claim_is_written_to_the_log(
    secured: LiveServer, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with caller(secured, "acme", "clerk", regions="Hush-hush") as client:
        Talk.begin(CHAT, client).post("/messages", {"message": "amount by region"})
    out, err = capfd.readouterr()
    assert "Hush-hush" not in out + err
