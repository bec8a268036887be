"""Jobs, sessions with numbers, and sessions of a job's own, on the service without a face."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bi.model.errors import UnknownJob, UnknownSession, UnknownTurn
from checkpoints.keys import thread_keys
from nodes.answer import ResultRef, Task
from nodes.events import EVENT, Event, Partial, Progress
from runs import keys
from runs.model import Ask, Job, JobStatus, Principal, Rerun, Suggest
from runs.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALICE = Principal("acme-corp", "alice")


async def ended(service: Service, job_id: str) -> Job:
    async with asyncio.timeout(60):
        while True:
            job = await service.jobs.get(ALICE, job_id)
            if job.status in (JobStatus.DONE, JobStatus.FAILED):
                return job
            await service.runs.outcome(job.session.session_id, job_id)


async def test_numbers_are_given_out_once_whichever_worker_asks(
    worker: Callable[..., Awaitable[Service]],
) -> None:
    services = [await worker(), await worker()]
    made = await asyncio.gather(
        *(one.sessions.create(ALICE, numbered=True) for one in services for _ in range(20))
    )
    assert len({session.session_id for session in made}) == 40
    assert all(session.session_id.isdigit() for session in made)


async def test_a_number_that_is_taken_is_not_given_out_again(service: Service) -> None:
    """As after a node of the store was lost, with the last of what it counted."""
    first = await service.sessions.create(ALICE, numbered=True, title="The first")
    await service.redis.decr(keys.session_numbers())
    second = await service.sessions.create(ALICE, numbered=True)
    assert int(second.session_id) == int(first.session_id) + 1
    assert (await service.sessions.get(ALICE, first.session_id)).title == "The first"


async def test_a_deleted_session_is_in_no_listing(service: Service) -> None:
    bob = Principal("acme-corp", "bob-of-listings")
    kept = await service.sessions.create(bob, numbered=True)
    gone = await service.sessions.create(bob, numbered=True)
    await service.sessions.create(bob)
    await service.sessions.delete(bob, gone.session_id)
    page = await service.sessions.list(bob, numbered=True)
    assert [one.session_id for one in page.sessions] == [kept.session_id]
    assert page.total == 1
    assert (await service.sessions.list(bob)).total == 2


async def test_a_job_alone_leaves_no_session_behind(service: Service) -> None:
    before = (await service.sessions.list(ALICE)).total
    job = await ended(service, await service.jobs.start_alone(ALICE, "demo", Suggest()))
    assert job.answer is not None
    assert len(job.answer.suggestions) >= 5
    assert (await service.sessions.list(ALICE)).total == before
    session_id = job.session.session_id
    kept = (keys.session(session_id), keys.runs(session_id), keys.transcript(session_id))
    left = [await service.redis.ttl(key) for key in kept]
    assert all(0 < seconds <= 86_400 for seconds in left)
    # Its time is over:
    for key in kept:
        await service.redis.delete(key)
    with pytest.raises(UnknownJob):
        await service.jobs.get(ALICE, job.job_id)
    assert await service.redis.exists(thread_keys(session_id).order)
    later = datetime.now(UTC) + timedelta(days=2)
    await service.sessions._expiry.sweep(later)
    assert not await service.redis.exists(thread_keys(session_id).order)


async def test_what_a_session_was_reset_from_is_no_turn_of_it(service: Service) -> None:
    session = await service.sessions.create(ALICE, title="Mine", numbered=True)
    first = await service.jobs.start(ALICE, session.session_id, Ask("revenue by region in 2024"))
    before = await ended(service, first)
    await service.sessions.list(ALICE, query="region")
    emptied = await service.runs.reset(ALICE, session.session_id)
    assert (emptied.title, emptied.message_count, emptied.head) == ("Mine", 0, None)
    assert (await service.sessions.history(ALICE, session.session_id)).total == 0
    assert (await service.turns.page(ALICE, session.session_id)).total == 0
    found = await service.sessions.list(ALICE, query="revenue region 2024")
    assert session.session_id not in [one.session_id for one in found.sessions]
    assert (await service.sessions.list(ALICE, query="mine")).sessions
    for call in (
        service.turns.get(ALICE, session.session_id, first),
        service.runs.start(ALICE, session.session_id, Rerun(first)),
    ):
        with pytest.raises(UnknownTurn):
            await call
    # The job is on record as it was, also when its session has gone on.
    second = await service.jobs.start(ALICE, session.session_id, Ask("orders by month"))
    await ended(service, second)
    assert (await service.jobs.get(ALICE, first)).answer == before.answer


async def test_nobody_resets_a_session_of_somebody_else(service: Service) -> None:
    session = await service.sessions.create(ALICE, numbered=True)
    for other in (Principal("acme-corp", "bob"), Principal("other-corp", "alice")):
        with pytest.raises(UnknownSession):
            await service.runs.reset(other, session.session_id)


async def test_a_job_tells_what_is_ready_so_far(service: Service) -> None:
    """From the run's log, as its worker wrote it; what a first attempt told is void."""
    session = await service.sessions.create(ALICE, numbered=True)
    job_id = await service.jobs.start(ALICE, session.session_id, Ask("revenue by region"))
    await ended(service, job_id)
    result = ResultRef("key", ("region",), 1, truncated=False, elapsed_ms=1.0)
    told: list[Event] = [
        Partial(Task("0-1", "void")),
        Progress("router", "Again", restart=True),
        Partial(Task("0-2", "second")),
        Partial(Task("0-10", "tenth")),
        Partial(Task("0-1", "first")),
        Partial(Task("0-1", "first", sql="SELECT 1")),
        Partial(Task("0-1", "first", result=result)),
    ]
    log, runs = keys.events(session.session_id, job_id), keys.runs(session.session_id)
    await service.redis.delete(log)
    await service.redis.hset(runs, f"{job_id}/status", "running")
    for event in told:
        await service.redis.xadd(log, {"event": EVENT.dump_json(event)})
    job = await service.jobs.get(ALICE, job_id)
    assert job.status is JobStatus.RUNNING
    assert [(task.task_id, task.question) for task in job.tasks] == [
        ("0-1", "first"),
        ("0-2", "second"),
        ("0-10", "tenth"),
    ]
    assert job.tasks[0] == Task("0-1", "first", sql="SELECT 1", result=result)
