"""What a model wrote is found again by all that it depends on, for as long as is configured."""

from __future__ import annotations

from typing import Any

from checkpoints.connect import connect
from runs.written_before import RedisWrittenBefore
from tests.runs.sessions.conftest import SessionStore


async def test_a_reply_is_found_by_every_worker_and_by_its_key_alone(store: SessionStore) -> None:
    before = RedisWrittenBefore(store.client, age_s=60)
    await before.keep("acme: revenue {by} region", b'{"measure": "revenue"}')
    elsewhere = connect(store.url)
    found = RedisWrittenBefore(elsewhere, age_s=60)
    assert await found.find("acme: revenue {by} region") == b'{"measure": "revenue"}'
    assert await found.find("other: revenue {by} region") is None
    await elsewhere.aclose()


async def test_a_reply_is_kept_for_the_configured_age(store: SessionStore) -> None:
    await RedisWrittenBefore(store.client, age_s=60).keep("key", b"{}")
    (name,) = await store.keys()
    left: Any = await store.client.ttl(name)
    assert 0 < left <= 60
    assert b"key" not in name.removeprefix(b"parley:1:written:")
