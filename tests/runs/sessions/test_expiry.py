"""Of a session that is deleted or expires nothing is left; of no other one is anything lost."""

from __future__ import annotations

import asyncio
import time
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bi.model.errors import SessionBusy, UnknownSession
from runs import keys
from runs.model import Principal, Session
from runs.service import Service, ServiceOptions, open_service
from runs.session_records import Entry
from runs.sessions import Sessions
from tests.conversation import ALICE, Conversation
from tests.runs.sessions.conftest import SessionStore

BOB = Principal("acme-corp", "bob")


def _in(**span: float) -> datetime:
    return datetime.now(UTC) + timedelta(**span)


async def test_a_deleted_session_leaves_nothing(store: SessionStore, sessions: Sessions) -> None:
    session = await _full_session(sessions)
    await sessions.delete(BOB, session.session_id)
    assert await store.keys() == set()
    with pytest.raises(UnknownSession):
        await sessions.get(BOB, session.session_id)


async def test_an_expired_session_leaves_nothing(store: SessionStore) -> None:
    sessions = store.sessions(ttl_s=1)
    await _full_session(sessions)
    await _until_empty(store, sessions)


async def test_what_a_conversation_stored_goes_with_its_session(
    store: SessionStore, demo_database: Path, tmp_path: Path
) -> None:
    async with _service(store, tmp_path, session_ttl_s=None) as service:
        talk = await Conversation.begin(service)
        await talk.say("revenue by region")
        await talk.say("by channel")
        await service.sessions.delete(ALICE, talk.session_id)
        await _until_empty(store, service.sessions)


async def test_what_a_conversation_stored_expires_with_its_session(
    store: SessionStore, demo_database: Path, tmp_path: Path
) -> None:
    async with _service(store, tmp_path, session_ttl_s=2) as service:
        talk = await Conversation.begin(service)
        await talk.say("revenue by region")
        await _until_empty(store, service.sessions)


async def test_a_session_that_lives_stays(store: SessionStore) -> None:
    lasting, expiring = store.sessions(), store.sessions(ttl_s=3600)
    made = [await sessions.create(BOB, title="Kept") for sessions in (lasting, expiring)]
    assert await store.expiry.sweep(_in(hours=0.5)) == 0
    page = await lasting.list(BOB, query="kept")
    assert {each.session_id for each in page.sessions} == {each.session_id for each in made}
    # The next look is when it expires; one that never does needs none.
    watched = await store.watched()
    assert watched.keys() == {made[1].session_id}
    assert watched[made[1].session_id] > _in(hours=0.9).timestamp() * 1000


async def test_a_session_that_was_used_again_stays(store: SessionStore) -> None:
    sessions = store.sessions(ttl_s=60)
    session = await sessions.create(BOB)
    await store.client.expire(keys.session(session.session_id), 3600)
    assert await store.expiry.sweep(_in(seconds=90)) == 0
    assert await store.expiry.sweep(_in(seconds=180)) == 0
    assert (await sessions.list(BOB)).sessions == (session,)


async def test_an_expired_session_is_not_listed_before_a_sweep(
    store: SessionStore, sessions: Sessions
) -> None:
    kept = await sessions.create(BOB, title="Same")
    gone = await sessions.create(BOB, title="Same")
    await store.client.unlink(keys.session(gone.session_id))
    for query in (None, "same"):
        page = await sessions.list(BOB, query=query)
        assert (page.sessions, page.total) == ((kept,), 1)
    assert await store.expiry.sweep(_in(minutes=2)) == 1
    assert await store.client.zcard(keys.tenant_sessions("acme-corp")) == 1
    assert await store.client.hlen(keys.session_search("acme-corp")) == 1


async def test_workers_that_sweep_at_once_share_the_work(
    store: SessionStore, sessions: Sessions
) -> None:
    made = [await sessions.create(BOB, title="x") for _ in range(230)]
    for session in made:
        await store.client.unlink(keys.session(session.session_id))
    now = _in(minutes=2)
    counts = await asyncio.gather(*(store.expiry.sweep(now) for _ in range(4)))
    assert sum(counts) == 230
    assert await store.keys() == set()


async def test_a_creation_that_broke_off_is_taken_out_again(store: SessionStore) -> None:
    entry = Entry.of(Session("sess-x", "acme-corp", "bob", "demo", _in(), _in()))
    await store.expiry.watch(entry)
    await store.index.add(entry, "Never made")
    assert await store.expiry.sweep(_in(seconds=15)) == 0
    assert await store.expiry.sweep(_in(minutes=2)) == 1
    assert await store.keys() == set()


async def test_a_deletion_that_broke_off_is_finished(
    store: SessionStore, sessions: Sessions
) -> None:
    session = await _full_session(sessions)
    entry = Entry.of(session, keys.session_creation("acme-corp", "bob", "k"))
    await store.expiry.sweep(_in(minutes=2))
    await store.expiry.watch(entry)
    await store.client.unlink(keys.session(session.session_id))
    assert await store.expiry.sweep(_in(minutes=2)) == 1
    assert await store.keys() == set()


async def test_a_rename_that_broke_off_is_finished(store: SessionStore, sessions: Sessions) -> None:
    session = await sessions.create(BOB, title="Before")
    await store.expiry.watch(Entry.of(session))
    await store.client.hset(keys.session(session.session_id), "title", "After")
    await store.expiry.sweep(_in(minutes=2))
    (found,) = (await sessions.list(BOB, query="after")).sessions
    assert found.title == "After"
    assert (await sessions.list(BOB, query="before")).sessions == ()


async def test_a_busy_session_is_not_deleted(store: SessionStore, sessions: Sessions) -> None:
    session = await _full_session(sessions)
    key = keys.session(session.session_id)
    await store.client.hset(key, "running", "run-1")
    with pytest.raises(SessionBusy):
        await sessions.delete(BOB, session.session_id)
    await store.expiry.sweep(_in(minutes=2))
    assert [each.title for each in (await sessions.list(BOB, query="mine")).sessions] == ["Mine"]
    await store.client.hdel(key, "running")
    await sessions.delete(BOB, session.session_id)
    assert await store.keys() == set()


async def test_news_of_a_deleted_session_bring_nothing_back(
    store: SessionStore, sessions: Sessions
) -> None:
    session = await _full_session(sessions)
    await sessions.delete(BOB, session.session_id)
    await sessions.note_question(session, "too late", "Too late")
    with pytest.raises(UnknownSession):
        await sessions.rename(BOB, session.session_id, "Too late")
    assert await store.keys() == set()


async def _full_session(sessions: Sessions) -> Session:
    session = await sessions.create(BOB, title="Draft", idempotency_key="k")
    await sessions.note_question(session, "revenue by region", None)
    return await sessions.rename(BOB, session.session_id, "Mine")


async def _until_empty(store: SessionStore, sessions: Sessions) -> None:
    """But for rows, which are shared by content and have a time of their own."""
    deadline = time.monotonic() + 15
    while left := {key for key in await store.keys() if not _is_by_content(key)}:
        assert time.monotonic() < deadline, left
        await sessions.sweep_expired()
        await asyncio.sleep(0.05)


def _service(
    store: SessionStore, folder: Path, *, session_ttl_s: int | None
) -> AbstractAsyncContextManager[Service]:
    return open_service(
        ServiceOptions(data_dir=folder, redis_url=store.url, session_ttl_s=session_ttl_s)
    )


def _is_by_content(key: bytes) -> bool:
    """Rows, and what refers to them, end by their own lifetime."""
    return b":result:" in key or b":cached:" in key
