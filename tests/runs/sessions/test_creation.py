"""A session made under an idempotency key is made once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bi.model.errors import IdempotencyKeyReused
from runs import keys, session_creation
from runs.model import Origin, Principal, Session
from runs.sessions import Sessions
from tests.runs.sessions.conftest import SessionStore

ALICE = Principal("acme-corp", "alice")


async def test_a_repeated_creation_returns_the_first_session(
    store: SessionStore, sessions: Sessions
) -> None:
    first = await sessions.create(ALICE, title="Mine", idempotency_key="k/1")
    renamed = await sessions.rename(ALICE, first.session_id, "Renamed")
    assert await sessions.create(ALICE, title="Mine", idempotency_key="k/1") == renamed
    assert (await sessions.list(ALICE, query="renamed")).sessions == (renamed,)
    assert (await sessions.list(ALICE)).total == 1
    key = keys.session_creation("acme-corp", "alice", "k/1")
    assert 0 < await store.client.ttl(key) <= 24 * 3600


async def test_the_same_key_of_another_caller_is_another_key(sessions: Sessions) -> None:
    callers = [
        ALICE,
        Principal("acme-corp", "bob"),
        Principal("acme-corp"),
        Principal("b", "alice"),
    ]
    made = [await sessions.create(each, idempotency_key="k") for each in callers]
    assert len({session.session_id for session in made}) == len(callers)


async def test_a_key_for_another_request_is_refused(sessions: Sessions) -> None:
    await sessions.create(ALICE, idempotency_key="k")
    with pytest.raises(IdempotencyKeyReused):
        await sessions.create(ALICE, title="Other", idempotency_key="k")
    with pytest.raises(IdempotencyKeyReused):
        await sessions.create(ALICE, user_id="bob", idempotency_key="k")
    with pytest.raises(IdempotencyKeyReused):
        await sessions.create(ALICE, forked_from=Origin("s", "t"), idempotency_key="k")
    assert (await sessions.list(ALICE)).total == 1


async def test_creations_at_the_same_time_make_one_session(
    store: SessionStore, sessions: Sessions
) -> None:
    elsewhere = store.sessions()
    made = await asyncio.gather(
        *(
            worker.create(ALICE, title="One", idempotency_key="k")
            for worker in (sessions, elsewhere) * 10
        )
    )
    assert len(set(made)) == 1
    page = await sessions.list(ALICE)
    assert (page.sessions, page.total) == ((made[0],), 1)


async def test_a_creation_that_broke_off_is_finished_by_its_retry(
    store: SessionStore, sessions: Sessions
) -> None:
    broken = await _break_off(store, sessions, datetime.now(UTC))
    retried = await sessions.create(ALICE, idempotency_key="k")
    assert retried.session_id == broken.session_id
    assert (await sessions.list(ALICE)).sessions == (retried,)


async def test_a_creation_that_broke_off_long_ago_is_begun_anew(
    store: SessionStore, sessions: Sessions
) -> None:
    broken = await _break_off(store, sessions, datetime.now(UTC) - timedelta(hours=1))
    retried = await sessions.create(ALICE, idempotency_key="k")
    assert retried.session_id != broken.session_id
    assert await sessions.create(ALICE, idempotency_key="k") == retried


async def test_after_a_deletion_the_key_makes_a_new_session(
    store: SessionStore, sessions: Sessions
) -> None:
    first = await sessions.create(ALICE, idempotency_key="k")
    await sessions.delete(ALICE, first.session_id)
    assert await store.keys() == set()
    second = await sessions.create(ALICE, idempotency_key="k")
    assert second.session_id != first.session_id


async def _break_off(store: SessionStore, sessions: Sessions, at: datetime) -> Session:
    """The first step of a creation of Alice's under the key `k`."""
    broken = Session("sess-broken", "acme-corp", "alice", store.datasources.default_id, at, at)
    key = keys.session_creation("acme-corp", "alice", "k")
    request = "[null,null,null,null]"
    assert await session_creation.begin(store.client, key, broken, request) == broken
    return broken
