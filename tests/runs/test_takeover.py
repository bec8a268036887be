"""A worker dies with a run in its hands: another one goes on, and nothing is said twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from bi.model.errors import LeaseLost, ServiceDraining
from nodes.events import Complete, Failed, Progress, Text
from runs import event_log, keys
from runs.claims import name_of
from runs.execution import Execution
from runs.model import Ask, Outcome, Refine, Rerun, RunStatus, StoredEvent, Strategy
from runs.service import Service
from runs.worker import MOST_ATTEMPTS
from tests.conversation import ALICE, Conversation
from tests.slow import slow_catalog

pytestmark = pytest.mark.asyncio(loop_scope="module")

OpenWorker = Callable[..., Awaitable[Service]]


def execution(service: Service, session_id: str, run_id: str) -> Execution:
    found = service.worker.execution(session_id, run_id)
    assert found is not None
    return found


async def fall_silent(service: Service, session_id: str, run_id: str, after: int) -> None:
    """The worker lets go of the run as if it were dead, once it said so many events.

    Its lease stays until it is over, as a dead one's does.
    """
    running = execution(service, session_id, run_id)
    seen = 0
    if after:
        async for _ in running.follow(0):
            seen += 1
            if seen == after:
                break
    running.abandon(LeaseLost())


async def told(service: Service, session_id: str, run_id: str) -> list[StoredEvent]:
    return [stored async for stored in service.runs.events(session_id, run_id)]


async def has_in_hand(service: Service, session_id: str, run_id: str, attempt: int) -> bool:
    found = service.worker.execution(session_id, run_id)
    return found is not None and found.claim.attempt == attempt


async def has_let_go(service: Service, session_id: str, run_id: str) -> bool:
    return service.worker.execution(session_id, run_id) is None


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await holds():  # noqa: ASYNC110  another worker's doing, or the store's
            await asyncio.sleep(0.01)


def terminals(events: list[StoredEvent]) -> int:
    return [event_log.is_terminal(stored.event) for stored in events].count(True)


@pytest.mark.parametrize("after", range(8))
async def test_wherever_a_worker_falls_silent_another_one_goes_on(
    worker: OpenWorker, after: int
) -> None:
    dying, living = await worker(), await worker()
    talk = await Conversation.begin(dying)
    await talk.say("revenue by region")
    run_id = await talk.begun(Refine("by month"))
    reader = asyncio.create_task(told(living, talk.session_id, run_id))
    await fall_silent(dying, talk.session_id, run_id, after)

    events = await reader
    assert [stored.id for stored in events] == [f"{n}-0" for n in range(1, len(events) + 1)]
    assert terminals(events) == 1
    ending = events[-1].event
    assert isinstance(ending, Complete)
    assert ending.answer.title == "Revenue by month and region"
    # The engine says the same each time, so nothing is begun anew and nothing said twice.
    assert not any(isinstance(e.event, Progress) and e.event.restart for e in events)
    text = "".join(e.event.content for e in events if isinstance(e.event, Text))
    assert text == ending.answer.text

    history = await living.sessions.history(ALICE, talk.session_id)
    assert [message.role for message in history.messages] == ["user", "assistant"] * 2
    survivor = Conversation(living, talk.session_id)
    said = await survivor.say("only 2024")
    assert said.answer.title == "Revenue by month and region in 2024"


async def test_a_first_turn_is_taken_over_too_and_a_rerun(worker: OpenWorker) -> None:
    dying, living = await worker(), await worker()
    talk = await Conversation.begin(dying)
    run_id = await talk.begun(Ask("revenue by region"))
    await fall_silent(dying, talk.session_id, run_id, 3)
    assert isinstance(await living.runs.outcome(talk.session_id, run_id), Complete)

    rerun = await talk.begun(Rerun(run_id))
    await fall_silent(dying, talk.session_id, rerun, 2)
    ending = await living.runs.outcome(talk.session_id, rerun)
    assert isinstance(ending, Complete)
    assert ending.answer.title == "Revenue by region"
    run = await living.runs.get(ALICE, talk.session_id, rerun)
    assert (run.attempts, run.outcome) == (2, Outcome.COMPLETE)


async def test_what_waited_for_a_dead_worker_is_answered(worker: OpenWorker) -> None:
    dying, living = await worker(), await worker()
    talk = await Conversation.begin(dying)
    first = await talk.begun(Ask("revenue by region"))
    second = await dying.runs.start(
        ALICE, talk.session_id, Refine("by month"), strategy=Strategy.ENQUEUE
    )
    await fall_silent(dying, talk.session_id, first, 1)
    ending = await living.runs.outcome(talk.session_id, second.run_id)
    assert isinstance(ending, Complete)
    assert ending.answer.title == "Revenue by month and region"


async def test_what_differs_from_what_was_said_is_said_anew(worker: OpenWorker) -> None:
    dying, living = await worker(), await worker()
    talk = await Conversation.begin(dying)
    run_id = await talk.begun(Ask("revenue by region"))
    await fall_silent(dying, talk.session_id, run_id, 2)
    await until(partial(has_let_go, dying, talk.session_id, run_id))
    # Something the next attempt will not say.
    number = len(await event_log.read(dying.redis, talk.session_id, run_id, after=0)) + 1
    await dying.redis.xadd(
        keys.events(talk.session_id, run_id),
        {b"event": b'{"type":"text","content":"Half an answer"}'},
        id=f"{number}-0",
    )

    events = await told(living, talk.session_id, run_id)
    restarts = [
        n for n, e in enumerate(events) if isinstance(e.event, Progress) and e.event.restart
    ]
    assert len(restarts) == 1
    assert terminals(events) == 1
    ending = events[-1].event
    assert isinstance(ending, Complete)
    after = events[restarts[0] :]
    assert "".join(e.event.content for e in after if isinstance(e.event, Text)) == (
        ending.answer.text
    )


async def test_a_worker_that_lost_its_lease_writes_nothing_more(worker: OpenWorker) -> None:
    """It was not dead, only silent for too long: another has the run by now."""
    silent, other = await worker(), await worker()
    talk = await Conversation.begin(silent)
    await talk.say("revenue by region")
    run_id = await talk.begun(Refine("by month"))
    # As if its lease were over.
    await silent.redis.delete(keys.lock(talk.session_id))
    assert await other.worker.take_over(talk.session_id)
    ending = await other.runs.outcome(talk.session_id, run_id)
    assert isinstance(ending, Complete)
    await silent.runs.drain(5)
    history = await other.sessions.history(ALICE, talk.session_id)
    assert [message.role for message in history.messages] == ["user", "assistant"] * 2
    assert terminals(await told(other, talk.session_id, run_id)) == 1
    said = await Conversation(other, talk.session_id).say("only 2024")
    assert said.answer.title == "Revenue by month and region in 2024"


async def test_a_run_that_is_to_be_stopped_is_ended_by_whoever_takes_it_over(
    worker: OpenWorker, tmp_path: Path
) -> None:
    catalog = slow_catalog(tmp_path)
    dying, living = await worker(catalog=catalog), await worker(catalog=catalog)
    talk = await Conversation.begin(dying)
    run_id = await talk.begun(Ask("total work"))
    await fall_silent(dying, talk.session_id, run_id, 3)
    run = await living.runs.cancel(ALICE, talk.session_id, run_id)
    assert run.outcome is Outcome.CANCELLED
    assert terminals(await told(living, talk.session_id, run_id)) == 1


async def test_a_draining_worker_takes_nothing_and_hands_back_what_does_not_end(
    worker: OpenWorker, tmp_path: Path
) -> None:
    catalog = slow_catalog(tmp_path)
    stopping, living = await worker(catalog=catalog), await worker(catalog=catalog)
    talk = await Conversation.begin(stopping)
    run_id = await talk.begun(Ask("total work"))
    await stopping.runs.drain(0)
    with pytest.raises(ServiceDraining):
        await Conversation(stopping, talk.session_id).begun(Ask("total work"))

    # In the other's hands at once, not only when the lease is over.
    async for stored in living.runs.events(talk.session_id, run_id):
        if living.worker.execution(talk.session_id, run_id) is not None:
            break
        assert not event_log.is_terminal(stored.event)
    run = await living.runs.cancel(ALICE, talk.session_id, run_id)
    assert (run.attempts, run.outcome) == (2, Outcome.CANCELLED)


async def test_a_run_at_which_every_worker_dies_is_given_up(
    worker: OpenWorker, tmp_path: Path
) -> None:
    service = await worker(lease_s=0.3, catalog=slow_catalog(tmp_path))
    talk = await Conversation.begin(service)
    run_id = await talk.begun(Ask("total work"))
    for attempt in range(1, MOST_ATTEMPTS + 1):
        await until(partial(has_in_hand, service, talk.session_id, run_id, attempt))
        execution(service, talk.session_id, run_id).abandon(LeaseLost())
    ending = await service.runs.outcome(talk.session_id, run_id)
    assert isinstance(ending, Failed)
    assert (ending.code, ending.retryable) == ("run_lost", True)
    assert (await talk.say("what can I ask?")).answer.text


async def test_an_entry_without_a_run_is_struck_out(worker: OpenWorker) -> None:
    service = await worker()
    talk = await Conversation.begin(service)
    name = name_of(talk.session_id, "never accepted")
    await service.redis.zadd(keys.open_runs(), {name: 1})

    async def is_gone() -> bool:
        return await service.redis.zscore(keys.open_runs(), name) is None

    await until(is_gone)
    run = await talk.begun(Ask("revenue by region"))
    await service.runs.outcome(talk.session_id, run)
    assert (await service.runs.get(ALICE, talk.session_id, run)).status is RunStatus.ENDED
