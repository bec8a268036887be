"""How often a key may call and an app may begin jobs, counted for all workers together."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.faces.chat2query.gate import Visit
from bi.model.errors import StoreUnavailable
from checkpoints.connect import connect
from runs.api_keys import ApiKeys
from runs.embedded import EmbeddedStore
from runs.key_roles import Role
from runs.key_secrets import KeySecrets
from runs.model import Principal
from runs.rate_limits import RateLimits
from tests.api.chat2query.doors import APP, Keys, doors
from tests.api.live import LiveServer

PER_MINUTE = 12
PER_DAY = 5
ASKING = "/v3/doors/asking"
HERE = "/v3/doors/holding"


@pytest.fixture(scope="module")
def workers(data_dir: Path, valkey_url: str) -> Iterator[list[LiveServer]]:
    """Two, which share a store."""
    limits = {"chat2query_per_minute": PER_MINUTE, "chat2query_per_day": PER_DAY}
    with ExitStack() as stack:
        yield [stack.enter_context(doors(data_dir, valkey_url, **limits)) for _ in range(2)]


def standing(response: httpx.Response) -> tuple[int, int]:
    """The limit, and what remains of it."""
    headers = response.headers
    assert 0 <= int(headers["x-ratelimit-reset"]) <= 60
    return int(headers["x-ratelimit-limit-minute"]), int(headers["x-ratelimit-remaining-minute"])


def test_a_key_is_limited_over_all_workers(workers: list[LiveServer], keys: Keys) -> None:
    key = keys.made()

    def call(n: int) -> httpx.Response:
        return httpx.get(f"{workers[n % 2].url}{HERE}", auth=key.pair, timeout=60)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(call, range(PER_MINUTE + 8)))
    allowed = [answer for answer in answers if answer.status_code == 200]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert (len(allowed), len(refused)) == (PER_MINUTE, 8)
    for answer in refused:
        assert standing(answer) == (PER_MINUTE, 0)
        assert answer.json()["code"] == 49900007
        assert answer.json()["result"] == {}
        assert f"{PER_MINUTE} times" in answer.json()["msg"]
        assert answer.headers["retry-after"] == answer.headers["x-ratelimit-reset"]
    another = keys.made()
    assert httpx.get(f"{workers[0].url}{HERE}", auth=another.pair).status_code == 200


def test_every_answer_tells_where_the_key_stands(workers: list[LiveServer], keys: Keys) -> None:
    key = keys.made()
    with httpx.Client(base_url=workers[0].url, auth=key.pair) as client:
        answers = [
            client.get(HERE),
            client.get(f"{APP}{HERE}"),
            client.get("/v3/nowhere"),
            client.delete(HERE),
            client.post(ASKING, content="{"),
            client.post(ASKING, content="x" * (1024 * 1024 + 1)),
            client.post(ASKING, json={"refused": True}),
            client.post(ASKING, json={"crash": True}),
        ]
        statuses = [answer.status_code for answer in answers]
        assert statuses == [200, 200, 404, 405, 400, 413, 400, 500]
        assert "secret" not in answers[-1].text
        # A body that is too large is refused unread, before anybody asks whose it is.
        told = [answer for answer in answers if answer.status_code != 413]
        assert [standing(answer) for answer in told] == [
            (PER_MINUTE, PER_MINUTE - n - 1) for n in range(len(told))
        ]
        for answer in answers[2:]:
            assert answer.json()["code"] == answer.status_code
        # Who is not known has nothing to be told, and uses nothing up.
        for _ in range(3):
            assert "x-ratelimit-reset" not in client.get(HERE, auth=(key.public, "x")).headers
        assert standing(client.get(HERE)) == (PER_MINUTE, PER_MINUTE - len(told) - 1)


def test_looking_for_a_job_costs_nothing(workers: list[LiveServer], keys: Keys) -> None:
    key = keys.made()
    with httpx.Client(base_url=workers[0].url, auth=key.digest()) as client:
        for prefix in ("", APP):
            for _ in range(PER_MINUTE):
                answer = client.get(f"{prefix}/v2/jobs/{'0' * 32}")
                assert answer.status_code == 404
                assert standing(answer) == (PER_MINUTE, PER_MINUTE)
        assert standing(client.get(HERE)) == (PER_MINUTE, PER_MINUTE - 1)


def test_an_app_begins_so_many_jobs_a_day_whatever_its_keys(
    workers: list[LiveServer], keys: Keys
) -> None:
    app = "/api/v1beta/app/chat2query-busy/endpoint"

    def call(n: int) -> httpx.Response:
        key = pair[n % 2]
        url = f"{workers[n % 2].url}{app}{ASKING}"
        return httpx.post(url, json={}, auth=key.pair, timeout=60)

    pair = [keys.made(), keys.made()]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(call, range(PER_DAY + 3)))
    assert sorted(answer.status_code for answer in answers) == [200] * PER_DAY + [429] * 3
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.json()["code"] == 49900007
    assert "day" in refused.json()["msg"]
    assert 3600 < int(refused.headers["retry-after"]) <= 24 * 3600
    standing(refused)
    with httpx.Client(base_url=workers[0].url, auth=keys.made().pair) as client:
        assert client.get(f"{app}{HERE}").status_code == 200
        other = "/api/v1beta/app/chat2query-idle/endpoint"
        assert client.post(f"{other}{ASKING}", json={}).status_code == 200


def test_a_call_that_fails_has_begun_no_job(workers: list[LiveServer], keys: Keys) -> None:
    app = "/api/v1beta/app/chat2query-clumsy/endpoint"
    bodies: list[Any] = [{"refused": 1}, {"crash": 1}, []] * 3
    for n, body in enumerate(bodies):
        auth = keys.made().pair
        answer = httpx.post(f"{workers[n % 2].url}{app}{ASKING}", json=body, auth=auth)
        assert answer.status_code >= 400
    statuses = [
        httpx.post(f"{workers[0].url}{app}{ASKING}", json={}, auth=keys.made().pair).status_code
        for _ in range(PER_DAY + 1)
    ]
    assert statuses == [200] * PER_DAY + [429]


def test_without_limits_nothing_is_told(door: LiveServer, keys: Keys) -> None:
    answer = httpx.get(f"{door.url}{HERE}", auth=keys.made().pair)
    assert not [name for name in answer.headers if "ratelimit" in name]


def test_a_store_that_is_away_opens_no_door(data_dir: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    asyncio.run(store.start())
    key = Keys(store.url).made()
    with doors(data_dir, store.url) as server, server.client() as client:
        assert client.get(HERE, auth=key.pair).status_code == 200
        asyncio.run(store.stop())
        answer = client.get(HERE, auth=key.pair)
        assert answer.status_code == 503
        assert answer.json()["code"] == 503
        assert str(tmp_path) not in answer.text
        assert "retry-after" in answer.headers
        asyncio.run(store.start())
        assert client.get(HERE, auth=key.pair).status_code == 200
    asyncio.run(store.stop())


async def test_a_job_that_cannot_be_given_back_hides_no_other_error(tmp_path: Path) -> None:
    async with EmbeddedStore(tmp_path) as store:
        client = connect(store.url)
        keys = ApiKeys(client, KeySecrets(b"a secret of this test, long enough"))
        key, _ = await keys.create(Role.ADMIN, Principal("acme-corp"))
        visit = Visit(key, RateLimits(client, per_minute=0, per_day=1), None)
        await visit.begin_job("acme-corp", "app")
    with pytest.raises(StoreUnavailable):
        await visit.begin_job("acme-corp", "app")
    await visit.failed()
    await client.aclose()
