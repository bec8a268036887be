"""The clients that people have: curl, httpx and requests, by HTTP Digest and Basic."""

from __future__ import annotations

import httpx
import pytest

from tests.api.chat2query.doors import APP, Keys
from tests.api.live import LiveServer


@pytest.mark.parametrize("prefix", [APP, ""])
def test_basic_lets_in_at_both_prefixes(door: LiveServer, keys: Keys, prefix: str) -> None:
    key = keys.made()
    with door.client() as client:
        answer = client.get(f"{prefix}/v3/doors/holding", auth=key.pair)
    assert answer.json() == {
        "code": 200,
        "msg": "",
        "result": {
            "tenant": "acme-corp",
            "user": key.public,
            "key": key.public,
            "role": "Chat2Query Admin",
            "app": "test" if prefix else None,
        },
    }


def test_httpx_signs_and_goes_on_with_its_nonce(door: LiveServer, keys: Keys) -> None:
    with httpx.Client(base_url=door.url, auth=keys.made().digest()) as client:
        answers = [client.get("/v3/doors/holding?page=a%20b") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 5
    assert [len(answer.history) for answer in answers] == [1, 0, 0, 0, 0]
