"""The clients that people have: curl, httpx and requests, by HTTP Digest and Basic."""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
from requests.auth import HTTPBasicAuth, HTTPDigestAuth
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.api.chat2query.doors import APP, Key, Keys, door_app, door_settings
from tests.api.live import LiveServer, serving

PATH = f"{APP}/v3/doors/holding?page=a%20b&word=%C3%A4"
ASKING = f"{APP}/v3/doors/asking"


def curl(server: LiveServer, key: Key, *arguments: str, path: str = PATH) -> tuple[int, Any]:
    """The last status, and the body."""
    done = subprocess.run(
        ["curl", "--silent", "--show-error", "--user", f"{key.public}:{key.private}",
         "--write-out", "\n%{http_code}", *arguments, f"{server.url}{path}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    body, _, status = done.stdout.rpartition("\n")
    return int(status), json.loads(body)


@pytest.fixture(scope="module")
def md5_only(data_dir: Path, valkey_url: str) -> Iterator[LiveServer]:
    """A server whose clients do not get to see the challenge for SHA-256."""

    class Md5Only:
        def __init__(self, app: ASGIApp) -> None:
            self._app = app

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            async def filtered(message: Message) -> None:
                if message["type"] == "http.response.start":
                    headers = MutableHeaders(scope=message)
                    kept = [c for c in headers.getlist("www-authenticate") if "SHA-256" not in c]
                    del headers["www-authenticate"]
                    for challenge in kept:
                        headers.append("www-authenticate", challenge)
                await send(message)

            await self._app(scope, receive, filtered)

    settings = door_settings(data_dir, valkey_url)
    with serving(settings, Md5Only(door_app(settings))) as server:
        yield server


@pytest.fixture(scope="module", params=["SHA-256", "MD5"])
def server(request: pytest.FixtureRequest, door: LiveServer, md5_only: LiveServer) -> LiveServer:
    """One by which a client uses this algorithm."""
    return door if request.param == "SHA-256" else md5_only


@pytest.mark.parametrize("scheme", ["--digest", "--basic", "--anyauth"])
def test_curl(server: LiveServer, keys: Keys, scheme: str) -> None:
    key = keys.made()
    status, body = curl(server, key, scheme)
    assert status == 200
    assert body["result"]["key"] == key.public


def test_curl_sends_its_body_as_the_published_example_does(server: LiveServer, keys: Keys) -> None:
    header = "content-type: application/json"
    status, body = curl(
        server, keys.made(), "--digest", "--request", "POST", "--header", header,
        "--data-raw", '{"question": "q"}', path=ASKING,
    )  # fmt: skip
    assert (status, body["code"], body["result"]["app"]) == (200, 200, "test")


def test_curl_with_a_wrong_private_key_is_refused(server: LiveServer, keys: Keys) -> None:
    for scheme in ("--digest", "--basic"):
        status, body = curl(server, Key(keys.made().public, "wrong"), scheme)
        assert (status, body["code"], body["result"]) == (401, 49900001, {})


def test_httpx_signs_and_goes_on_with_its_nonce(server: LiveServer, keys: Keys) -> None:
    with httpx.Client(base_url=server.url, auth=keys.made().digest()) as client:
        answers = [client.get(PATH) for _ in range(5)]
        answers.append(client.post(ASKING, json={"question": "q"}))
    assert [answer.status_code for answer in answers] == [200] * 6
    assert [len(answer.history) for answer in answers] == [1, 0, 0, 0, 0, 0]


def test_httpx_with_32_requests_at_once_on_one_auth(server: LiveServer, keys: Keys) -> None:
    auth = keys.made().digest()

    async def all_at_once(path: str) -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=server.url, auth=auth, timeout=60) as client:
            return await asyncio.gather(*(client.get(f"{path}?n={n}") for n in range(32)))

    for _ in range(2):
        answers = asyncio.run(all_at_once(f"{APP}/v3/doors/holding"))
        assert [answer.status_code for answer in answers] == [200] * 32


def test_a_client_whose_count_was_used_before_signs_again(server: LiveServer, keys: Keys) -> None:
    """As clients do whose threads step on one another's counts."""
    auth = keys.made().digest()
    with httpx.Client(base_url=server.url, auth=auth) as client:
        client.get(PATH)
        auth._nonce_count = 1
        answer = client.get(PATH)
    assert answer.status_code == 200
    (refused,) = answer.history
    assert "stale=true" in refused.headers["www-authenticate"]


def test_requests_signs_and_goes_on_with_its_nonce(server: LiveServer, keys: Keys) -> None:
    with requests.Session() as session:
        session.auth = HTTPDigestAuth(*keys.made().pair)
        answers = [session.get(f"{server.url}{PATH}", timeout=60) for _ in range(4)]
        answers.append(session.post(f"{server.url}{ASKING}", json={"question": "q"}, timeout=60))
    assert [answer.status_code for answer in answers] == [200] * 5
    assert [len(answer.history) for answer in answers] == [1, 0, 0, 0, 0]


def test_basic_of_httpx_and_requests_at_both_prefixes(door: LiveServer, keys: Keys) -> None:
    key = keys.made()
    for prefix, app in ((APP, "test"), ("", None)):
        url = f"{door.url}{prefix}/v3/doors/holding"
        by_requests = requests.get(url, auth=HTTPBasicAuth(*key.pair), timeout=60)
        by_httpx = httpx.get(url, auth=key.pair)
        told = {
            "code": 200,
            "msg": "",
            "result": {
                "tenant": "acme-corp",
                "user": key.public,
                "key": key.public,
                "role": "Chat2Query Admin",
                "app": app,
            },
        }
        assert by_requests.json() == by_httpx.json() == told


@pytest.mark.parametrize("go_on", ["httpx", "requests"])
def test_a_client_goes_on_at_another_worker_with_its_nonce(
    door: LiveServer, md5_only: LiveServer, keys: Keys, go_on: str
) -> None:
    """`door` and `md5_only` share a store and a secret, as workers do."""
    key = keys.made()
    if go_on == "httpx":
        auth = key.digest()
        first = httpx.get(f"{door.url}{PATH}", auth=auth)
        answers: list[Any] = [httpx.get(f"{at.url}{PATH}", auth=auth) for at in (md5_only, door)]
        assert len(first.history) == 1
    else:
        digest = HTTPDigestAuth(*key.pair)
        requests.get(f"{door.url}{PATH}", auth=digest, timeout=60)
        answers = [
            requests.get(f"{at.url}{PATH}", auth=digest, timeout=60) for at in (md5_only, door)
        ]
    assert [(answer.status_code, len(answer.history)) for answer in answers] == [(200, 0)] * 2
