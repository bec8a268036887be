"""Runs: one execution of a turn, from the lock to the terminal event.

A run belongs to the service, not to its reader: it goes on when the client disconnects, and
any worker can read its events.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog
from redis.asyncio import Redis

from bi.model.errors import NothingToRefine
from bi.model.result import ResultSet
from graph.runner import Runner
from nodes.answer import ResultRef
from nodes.events import Cancelled, Complete, Failed, Terminal, Text
from nodes.state import FollowUp, SessionFacts
from runs import keys, transcript
from runs.event_log import EventLog
from runs.lock import SessionLock
from runs.model import Ask, Principal, Refine, Session, StoredEvent, TurnRequest, Visualize
from runs.results import RedisResults
from runs.sessions import Sessions

log = structlog.get_logger(__name__)


# A cancellation that arrives just as an awaited call returns may be swallowed on the way
# (`asyncio.wait_for` before Python 3.12), so it is repeated until the work has stopped.
_REPEAT_CANCEL_S = 0.005


@dataclass(slots=True)
class _Run:
    """A run in hand: `work` is the graph at work, `task` the whole of it, its ending too."""

    run_id: str
    session: Session
    follow_up: FollowUp
    lock: SessionLock
    so_far: list[str] = field(default_factory=list)
    work: asyncio.Task[Terminal] | None = None
    task: asyncio.Task[None] | None = None

    async def stop(self) -> None:
        """Cancels the work, and returns when the run has ended."""
        while self.work is not None and not self.work.done():
            self.work.cancel()
            await asyncio.wait([self.work], timeout=_REPEAT_CANCEL_S)
        if self.task is not None:
            await asyncio.wait([self.task])


class Runs:
    def __init__(
        self,
        redis: Redis,
        runner: Runner,
        sessions: Sessions,
        events: EventLog,
        results: RedisResults,
        *,
        session_ttl_s: int | None = None,
    ) -> None:
        self._redis = redis
        self._runner = runner
        self._sessions = sessions
        self._events = events
        self._results = results
        self._session_ttl_s = session_ttl_s
        self._running: dict[str, _Run] = {}

    async def start(self, principal: Principal, session_id: str, request: TurnRequest) -> str:
        """Accepts a turn and returns its run id; the run goes on by itself.

        Raises UnknownSession, SessionBusy, and NothingToRefine for a refine or visualize
        before any question was answered. After it returns there will be one terminal event.
        """
        session = await self._sessions.get(principal, session_id)
        run_id = uuid.uuid4().hex
        lock = SessionLock(self._redis, session_id, holder=run_id)
        await lock.acquire()
        run = _Run(run_id, session, _follow_up(request), lock)
        try:
            await self._accept(run)
        except BaseException:
            await self._release(run)
            raise
        self._running[run_id] = run
        run.work = asyncio.create_task(self._stream(run), name=f"run {run_id}")
        run.task = asyncio.create_task(self._execute(run, run.work), name=f"ending of {run_id}")
        run.task.add_done_callback(lambda _: self._running.pop(run_id, None))
        return run_id

    def events(
        self, session_id: str, run_id: str, *, after: str = "0"
    ) -> AsyncIterator[StoredEvent]:
        """What happened after the event `after`, and what happens, up to the terminal event."""
        return self._events.read(session_id, run_id, after=after)

    async def outcome(self, session_id: str, run_id: str) -> Terminal:
        """Waits for the terminal event."""
        async for stored in self.events(session_id, run_id):
            if isinstance(stored.event, Complete | Failed | Cancelled):
                return stored.event
        raise AssertionError("an event log ends with a terminal event")

    async def cancel(self, principal: Principal, session_id: str, run_id: str) -> None:
        """Stops a run of this worker, its query too, and returns when it has ended.

        One that has ended is left as it is. Raises UnknownSession.
        """
        await self._sessions.get(principal, session_id)
        if (run := self._running.get(run_id)) is not None:
            await run.stop()

    async def rows(self, result: ResultRef) -> ResultSet | None:
        """The rows of an answer; None when they have expired."""
        return await self._results.load(result.key)

    async def drain(self, seconds: float) -> None:
        """Lets running turns end, and cancels those that do not in time."""
        if tasks := [run.task for run in self._running.values() if run.task]:
            await asyncio.wait(tasks, timeout=seconds)
        for run in list(self._running.values()):
            await run.stop()

    async def _accept(self, run: _Run) -> None:
        session_id = run.session.session_id
        if run.follow_up.kind != "message" and not await self._redis.hexists(
            keys.session(session_id), "answered"
        ):
            raise NothingToRefine("Nothing has been answered in this session yet; ask a question.")
        said = run.follow_up.text or f"Show it as {run.follow_up.chart_type}"
        async with self._redis.pipeline(transaction=True) as pipe:
            transcript.append(
                pipe, session_id, transcript.said_by_user(said, run.follow_up.turn_id)
            )
            pipe.rpush(keys.runs(session_id), run.run_id)
            await pipe.execute()

    async def _release(self, run: _Run) -> None:
        async with self._redis.pipeline(transaction=True) as pipe:
            run.lock.release(pipe)
            await pipe.execute()

    async def _execute(self, run: _Run, work: asyncio.Task[Terminal]) -> None:
        try:
            async with run.lock.renewed():
                await asyncio.wait([work])
            await self._end(run, await self._ending(run, work))
        except Exception:
            # The store is gone, so the ending cannot be written: the lease runs out, and
            # whoever reads the run is told that it was lost.
            log.exception("run_not_recorded", run_id=run.run_id)

    async def _ending(self, run: _Run, work: asyncio.Task[Terminal]) -> Terminal:
        """Cancelled too late is answered: the session rests on the answer, and goes on from it."""
        if not work.cancelled():
            return work.result()
        session_id, turn_id = run.session.session_id, run.follow_up.turn_id
        return await self._runner.ending(session_id, turn_id) or Cancelled()

    async def _stream(self, run: _Run) -> Terminal:
        facts = SessionFacts(
            tenant_id=run.session.tenant_id,
            user_id=run.session.user_id,
            datasource_id=run.session.datasource_id,
        )
        session_id = run.session.session_id
        async for event in self._runner.stream(session_id, facts, run.follow_up):
            if isinstance(event, Complete | Failed | Cancelled):
                return event
            if isinstance(event, Text):
                run.so_far.append(event.content)
            await self._events.append(session_id, run.run_id, event)
        raise AssertionError("a turn ends with a terminal event")

    async def _end(self, run: _Run, ending: Terminal) -> None:
        """History, lock and terminal event in one step, the event last.

        A client that sends its next message upon the terminal event finds the lock free.
        """
        session_id = run.session.session_id
        message = transcript.said_by_assistant(
            ending, run.run_id, run.follow_up.turn_id, "".join(run.so_far)
        )
        async with self._redis.pipeline(transaction=True) as pipe:
            transcript.append(pipe, session_id, message)
            key = keys.session(session_id)
            pipe.hset(key, "updated_at", datetime.now(UTC).isoformat())
            if isinstance(ending, Complete) and ending.answer.sql:
                pipe.hset(key, "answered", "1")
                pipe.hsetnx(key, "title", ending.answer.title or "")
            if self._session_ttl_s:
                for lasting in (key, keys.transcript(session_id), keys.runs(session_id)):
                    pipe.expire(lasting, self._session_ttl_s)
            run.lock.release(pipe)
            self._events.close(pipe, session_id, run.run_id, ending)
            await pipe.execute()


def _follow_up(request: TurnRequest) -> FollowUp:
    match request:
        case Ask(text) | Refine(text):
            said: str | None = text
            chart_type = None
        case Visualize(chart_type):
            said = None
    return FollowUp(
        turn_id=uuid.uuid4().hex,
        kind=request.kind,
        at=datetime.now(UTC),
        text=said,
        chart_type=chart_type,
    )
