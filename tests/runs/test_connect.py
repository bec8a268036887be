"""The whole service on every kind of store, by its URL alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bi.model.errors import UnknownSession
from checkpoints.connect import connect
from nodes.events import Cancelled, Complete
from runs.model import Ask, Outcome
from runs.service import Service, ServiceOptions, open_service
from tests.conversation import ALICE, Conversation
from tests.slow import slow_catalog
from tests.store_urls import STORES

# One of each kind; the others differ for a connection only.
KINDS = ("user", "sentinels", "cluster", "tls")


@pytest.fixture(params=[name for name in STORES if name in KINDS], scope="module")
def store_url(request: pytest.FixtureRequest) -> Iterator[str]:
    with STORES[request.param]() as url:
        yield url


@pytest.fixture
async def workers(
    store_url: str, demo_database: Path, tmp_path: Path
) -> AsyncIterator[tuple[Service, Service]]:
    """Two that share an empty store."""
    (tmp_path / "demo.duckdb").symlink_to(demo_database)
    async with connect(store_url) as client:
        await client.flushdb()
    options = ServiceOptions(data_dir=tmp_path, redis_url=store_url)
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(open_service(options)) for _ in range(2)]
        yield opened[0], opened[1]


async def test_a_session_goes_on_at_any_worker(workers: tuple[Service, Service]) -> None:
    one, two = workers
    assert (await one.ready())["store"]
    talk = await Conversation.begin(one)
    first = await talk.say("revenue by region")
    elsewhere = Conversation(two, talk.session_id)
    second = await elsewhere.refine("by month")
    assert first.rows
    assert second.rows != first.rows

    run_id = await talk.begun(Ask("profit by region"))
    heard = [stored async for stored in two.runs.events(talk.session_id, run_id)]
    assert isinstance(heard[-1].event, Complete)
    assert [stored async for stored in one.runs.events(talk.session_id, run_id)] == heard

    history = await two.sessions.history(ALICE, talk.session_id)
    assert [message.role for message in history.messages] == ["user", "assistant"] * 3


async def test_turns_are_forked_and_sessions_found_and_deleted(
    workers: tuple[Service, Service],
) -> None:
    one, two = workers
    talk = await Conversation.begin(one)
    await talk.say("revenue by region")
    await talk.say("profit by region")
    turns = (await two.turns.page(ALICE, talk.session_id)).turns
    assert len(turns) == 2
    fork = await two.turns.fork(ALICE, talk.session_id, turns[0].run_id, title="Another way")
    forked = Conversation(one, fork.session_id)
    assert (await forked.refine("by month")).rows

    listed = await one.sessions.list(ALICE)
    assert {each.session_id for each in listed.sessions} == {talk.session_id, fork.session_id}
    found = await one.sessions.list(ALICE, query="another")
    assert [each.session_id for each in found.sessions] == [fork.session_id]
    await one.sessions.delete(ALICE, talk.session_id)
    with pytest.raises(UnknownSession):
        await two.sessions.get(ALICE, talk.session_id)
    assert (await forked.say("orders by region")).rows


async def test_a_turn_is_cancelled_by_another_worker(store_url: str, tmp_path: Path) -> None:
    options = ServiceOptions(data_dir=tmp_path, redis_url=store_url, catalog=slow_catalog(tmp_path))
    async with open_service(options) as one, open_service(options) as two:
        talk = await Conversation.begin(one)
        run_id = await talk.begun(Ask("total work"))
        cancelled = await two.runs.cancel(ALICE, talk.session_id, run_id)
        assert cancelled.outcome is Outcome.CANCELLED
        assert isinstance(await one.runs.outcome(talk.session_id, run_id), Cancelled)
