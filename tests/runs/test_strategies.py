"""What becomes of a turn whose session is busy."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bi.model.errors import NothingRuns, QueueFull, SessionBusy, UnknownRun
from nodes.events import Cancelled, Complete
from runs import keys
from runs.ledger import MOST_QUEUED
from runs.model import Ask, Outcome, Refine, RunStatus, Strategy
from runs.service import Service
from tests.conversation import ALICE, Conversation
from tests.slow import slow_catalog

pytestmark = pytest.mark.asyncio(loop_scope="module")

OpenWorker = Callable[..., Awaitable[Service]]

ENDLESS = Ask("total work")
QUICK = Ask("what can I ask?")


async def queued(talk: Conversation, request: Ask | Refine = QUICK) -> str:
    accepted = await talk.service.runs.start(
        ALICE, talk.session_id, request, strategy=Strategy.ENQUEUE
    )
    assert accepted.status is RunStatus.QUEUED
    return accepted.run_id


@pytest_asyncio.fixture(loop_scope="module")
async def slow(worker: OpenWorker, tmp_path: Path) -> Service:
    return await worker(catalog=slow_catalog(tmp_path))


async def test_queued_turns_are_answered_in_order_and_so_is_the_history(slow: Service) -> None:
    talk = await Conversation.begin(slow)
    endless = await talk.begun(ENDLESS)
    texts = ["which tables are there?", "what can I ask?", "what does work mean?"]
    waiting = [await queued(talk, Ask(text)) for text in texts]
    with pytest.raises(SessionBusy):
        await talk.begun(QUICK)
    history = await slow.sessions.history(ALICE, talk.session_id)
    assert [message.content for message in history.messages] == ["total work"]

    await slow.runs.cancel(ALICE, talk.session_id, endless)
    for run_id in waiting:
        assert isinstance(await slow.runs.outcome(talk.session_id, run_id), Complete)
    history = await slow.sessions.history(ALICE, talk.session_id)
    assert [message.content for message in history.messages[::2]] == ["total work", *texts]
    turns = await slow.turns.page(ALICE, talk.session_id)
    assert [turn.run_id for turn in turns.turns] == [endless, *waiting]


async def test_no_more_wait_than_may(slow: Service) -> None:
    talk = await Conversation.begin(slow)
    endless = await talk.begun(ENDLESS)
    waiting = [await queued(talk) for _ in range(MOST_QUEUED)]
    with pytest.raises(QueueFull):
        await queued(talk)
    for run_id in waiting:
        run = await slow.runs.cancel(ALICE, talk.session_id, run_id)
        assert run.outcome is Outcome.CANCELLED
        assert isinstance(await slow.runs.outcome(talk.session_id, run_id), Cancelled)
    await slow.runs.cancel(ALICE, talk.session_id, endless)
    # Those that never began are no part of the conversation.
    history = await slow.sessions.history(ALICE, talk.session_id)
    assert [message.content for message in history.messages] == ["total work", ""]


async def test_an_interrupting_turn_cancels_the_running_one_and_goes_next(slow: Service) -> None:
    talk = await Conversation.begin(slow)
    endless = await talk.begun(ENDLESS)
    last = await queued(talk)
    accepted = await slow.runs.start(
        ALICE, talk.session_id, Ask("which tables are there?"), strategy=Strategy.INTERRUPT
    )
    assert isinstance(await slow.runs.outcome(talk.session_id, endless), Cancelled)
    assert isinstance(await slow.runs.outcome(talk.session_id, accepted.run_id), Complete)
    assert isinstance(await slow.runs.outcome(talk.session_id, last), Complete)
    history = await slow.sessions.history(ALICE, talk.session_id)
    assert [m.content for m in history.messages[::2]] == [
        "total work",
        "which tables are there?",
        "what can I ask?",
    ]


@pytest.mark.parametrize("strategy", Strategy)
async def test_in_a_free_session_every_strategy_begins_at_once(
    slow: Service, strategy: Strategy
) -> None:
    talk = await Conversation.begin(slow)
    accepted = await slow.runs.start(ALICE, talk.session_id, QUICK, strategy=strategy)
    assert accepted.status is RunStatus.RUNNING
    assert isinstance(await slow.runs.outcome(talk.session_id, accepted.run_id), Complete)


async def test_a_refinement_may_wait_for_the_answer_it_refines(service: Service) -> None:
    talk = await Conversation.begin(service)
    await talk.begun(Ask("revenue by region"))
    accepted = await service.runs.start(
        ALICE, talk.session_id, Refine("by month"), strategy=Strategy.ENQUEUE
    )
    ending = await service.runs.outcome(talk.session_id, accepted.run_id)
    assert isinstance(ending, Complete)
    assert ending.answer.title == "Revenue by month and region"


async def test_a_run_is_cancelled_on_whichever_worker_it_is(
    worker: OpenWorker, tmp_path: Path
) -> None:
    catalog = slow_catalog(tmp_path)
    here, there = await worker(catalog=catalog), await worker(catalog=catalog)
    talk = await Conversation.begin(here)
    endless = await talk.begun(ENDLESS)
    waiting = await queued(talk)

    run = await there.runs.cancel(ALICE, talk.session_id)
    assert (run.run_id, run.outcome) == (endless, Outcome.CANCELLED)
    events = [stored async for stored in there.runs.events(talk.session_id, endless)]
    assert [type(stored.event) for stored in events].count(Cancelled) == 1
    assert isinstance(await there.runs.outcome(talk.session_id, waiting), Complete)

    again = await there.runs.cancel(ALICE, talk.session_id, endless)
    assert again == run
    with pytest.raises(NothingRuns):
        await there.runs.cancel(ALICE, talk.session_id)
    with pytest.raises(UnknownRun):
        await there.runs.cancel(ALICE, talk.session_id, "no such run")


async def test_nothing_is_left_of_locks_queues_and_open_runs(slow: Service) -> None:
    talk = await Conversation.begin(slow)
    await talk.begun(ENDLESS)
    last = await queued(talk)
    await slow.runs.cancel(ALICE, talk.session_id)
    await slow.runs.outcome(talk.session_id, last)
    await slow.runs.drain(5)
    assert await slow.redis.exists(keys.lock(talk.session_id), keys.queue(talk.session_id)) == 0
    names: Any = await slow.redis.zrange(keys.open_runs(), 0, -1)
    assert not [name for name in names if name.startswith(talk.session_id.encode())]
