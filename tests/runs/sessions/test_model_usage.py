"""What is used of models is counted for its session and its tenant's day, and for nobody else."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from checkpoints.connect import connect
from llm.usage import NO_USAGE, Usage
from runs import keys
from runs.model import Principal
from runs.model_usage import KEPT_DAYS, RedisUsageCounts
from runs.sessions import Sessions
from tests.conversation import ALICE
from tests.runs.sessions.conftest import SessionStore

CALL = Usage(input_tokens=1200, output_tokens=80, cached_tokens=1024, calls=1, cost=0.1)
BRACED = "a}b:{c"


@pytest.fixture
def counts(store: SessionStore) -> RedisUsageCounts:
    return RedisUsageCounts(store.client)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


async def test_a_call_counts_for_its_session_and_its_tenant(
    counts: RedisUsageCounts, sessions: Sessions
) -> None:
    session = await sessions.create(ALICE)
    other = await sessions.create(ALICE)
    assert session.usage == NO_USAGE

    await counts.count(ALICE.tenant_id, session.session_id, CALL)
    await counts.count(ALICE.tenant_id, session.session_id, CALL)
    await counts.count(ALICE.tenant_id, other.session_id, CALL)

    found = await sessions.get(ALICE, session.session_id)
    assert found.usage == Usage(2400, 160, 2048, 2, 0.2)
    (listed,) = [
        one for one in (await sessions.list(ALICE)).sessions if one.session_id == session.session_id
    ]
    assert listed.usage == found.usage
    assert await counts.today(ALICE.tenant_id) == Usage(3600, 240, 3072, 3, 0.3)
    assert await counts.today("other-corp") == NO_USAGE
    assert await counts.today(BRACED) == NO_USAGE


async def test_many_workers_lose_nothing(store: SessionStore, sessions: Sessions) -> None:
    """And a tenth a hundred times is ten, in whichever order."""
    session = await sessions.create(ALICE)
    clients = [connect(store.url) for _ in range(4)]
    workers = [RedisUsageCounts(client) for client in clients]
    await asyncio.gather(
        *(workers[n % 4].count(BRACED, session.session_id, CALL) for n in range(100))
    )
    whole = Usage(120_000, 8_000, 102_400, 100, 10.0)
    assert await workers[0].today(BRACED) == whole
    assert (await sessions.find(session.session_id)).usage == whole
    for client in clients:
        await client.aclose()


async def test_calls_without_a_price_leave_the_cost_of_the_others(
    counts: RedisUsageCounts,
) -> None:
    await counts.count("t", "sess-none", Usage(10, 1, 0, 1, None))
    assert (await counts.today("t")).cost is None
    await counts.count("t", "sess-none", CALL)
    assert await counts.today("t") == Usage(1210, 81, 1024, 2, 0.1)


async def test_a_tiny_cost_is_not_rounded_away(counts: RedisUsageCounts) -> None:
    for _ in range(3):
        await counts.count("t", "sess-none", Usage(1, 0, 0, 1, 0.000_000_05))
    assert (await counts.today("t")).cost == 0.000_000_15


async def test_a_session_that_is_gone_is_not_made_again(
    counts: RedisUsageCounts, store: SessionStore, sessions: Sessions
) -> None:
    session = await sessions.create(ALICE)
    await counts.count(ALICE.tenant_id, session.session_id, CALL)
    await sessions.delete(ALICE, session.session_id)
    await counts.count(ALICE.tenant_id, session.session_id, CALL)
    assert await store.keys() == {keys.tenant_usage(ALICE.tenant_id, _today()).encode()}
    assert (await counts.today(ALICE.tenant_id)).calls == 2


async def test_counting_does_not_keep_a_session_longer(
    counts: RedisUsageCounts, store: SessionStore
) -> None:
    session = await store.sessions(ttl_s=100).create(ALICE)
    await counts.count(ALICE.tenant_id, session.session_id, CALL)
    left: Any = await store.client.ttl(keys.session(session.session_id))
    assert 0 < left <= 100
    day: Any = await store.client.ttl(keys.tenant_usage(ALICE.tenant_id, _today()))
    assert timedelta(days=KEPT_DAYS - 1) < timedelta(seconds=day) <= timedelta(days=KEPT_DAYS)


async def test_days_come_in_order_those_without_usage_too(
    counts: RedisUsageCounts, store: SessionStore
) -> None:
    before = datetime.now(UTC).date() - timedelta(days=2)
    used: dict[str | bytes, int] = {"usage_calls": 1, "usage_input": 7, "usage_cost": 0}
    await store.client.hset(keys.tenant_usage("t", before.isoformat()), mapping=used)  # type: ignore[arg-type]
    await counts.count("t", "sess-none", CALL)
    found = await counts.days("t", 4)
    assert [one.usage.input_tokens for one in found] == [0, 7, 0, 1200]
    assert [one.day for one in found] == sorted(one.day for one in found)


async def test_nothing_used_is_nothing_stored(
    counts: RedisUsageCounts, store: SessionStore
) -> None:
    await counts.count("t", "sess-none", NO_USAGE)
    assert await store.keys() == set()


async def test_a_callers_sessions_alone_tell_what_they_used(
    counts: RedisUsageCounts, sessions: Sessions
) -> None:
    session = await sessions.create(ALICE)
    await counts.count(ALICE.tenant_id, session.session_id, CALL)
    others = await sessions.list(Principal("other-corp"))
    assert others.sessions == ()
