"""Runs: turns are accepted here, read here, and cancelled here.

A run belongs to the service, not to its reader: it goes on when the client disconnects, and
any worker can read its events, continue them, and stop it.
"""

from __future__ import annotations

import asyncio
import hashlib
import uuid
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from datetime import UTC, datetime

from bi.model.errors import (
    RunExpired,
    ServiceDraining,
    StoreUnavailable,
    TurnNotRestored,
    UnknownRun,
    UnknownTurn,
    UserError,
)
from bi.model.result import ResultSet
from graph.runner import Runner
from nodes.answer import ResultRef
from nodes.codec import encode
from nodes.events import Cancelled, Complete, Failed, Terminal
from nodes.state import FollowUp
from runs import event_log
from runs.claims import name_of
from runs.ledger import Ledger
from runs.model import (
    Accepted,
    Ask,
    Breakdown,
    Compose,
    Outcome,
    Principal,
    Refine,
    RefineSql,
    Rerun,
    Run,
    RunStatus,
    StoredEvent,
    Strategy,
    Suggest,
    Summarize,
    TurnRequest,
    Visualize,
)
from runs.open_runs import OpenRuns
from runs.records import Record, StoredRun, ending_of
from runs.results import RedisResults
from runs.sessions import Sessions
from runs.worker import Worker

# How long a reader waits for news of a run elsewhere before it looks by itself.
_PATIENCE_S = 5.0
_WATCHED_MS = 15_000
_STORE_PATIENCE_S = 10.0
_STORE_RETRY_S = 0.2


class Runs:
    def __init__(
        self,
        sessions: Sessions,
        ledger: Ledger,
        open_runs: OpenRuns,
        worker: Worker,
        runner: Runner,
        results: RedisResults,
    ) -> None:
        self._sessions = sessions
        self._ledger = ledger
        self._open = open_runs
        self._worker = worker
        self._runner = runner
        self._results = results

    @property
    def is_draining(self) -> bool:
        return self._worker.is_draining

    async def start(
        self,
        principal: Principal,
        session_id: str,
        request: TurnRequest | Rerun,
        *,
        strategy: Strategy = Strategy.REJECT,
        idempotency_key: str | None = None,
    ) -> Accepted:
        """Accepts a turn, which then goes on by itself to exactly one terminal event.

        `strategy` says what becomes of it while the session is busy. The same caller's
        `idempotency_key` returns the first run for 24 hours.

        Raises UnknownSession, SessionBusy, QueueFull, NothingToRefine for a refine or visualize
        before any question was answered, UnknownTurn and TurnNotRestored for a rerun,
        IdempotencyKeyReused for a key that came with another request, and ServiceDraining.
        """
        if self.is_draining:
            raise ServiceDraining("This worker is stopping and takes no new turns.")
        run_id = uuid.uuid4().hex
        once = _digest(principal.user_id or "", idempotency_key) if idempotency_key else None
        dashboard_id = request.stored_id if isinstance(request, Compose) else None
        follow_up, base = await self._follow_up(principal, session_id, run_id, request)
        try:
            admission = await self._ledger.accept(
                principal,
                session_id,
                run_id,
                Record(follow_up, once, self._sessions.viewer(principal), dashboard_id),
                strategy=strategy,
                base=base,
                request_digest=_digest(repr(request)) if once else "",
            )
        except UserError:
            self._open.strike(name_of(session_id, run_id))
            raise
        if admission.begins is not None:
            self._worker.begin(*admission.begins)
        if admission.interrupts is not None:
            await self._stop(session_id, admission.interrupts)
        if admission.repeated:
            self._open.strike(name_of(session_id, run_id))
        return Accepted(admission.run_id, admission.status, admission.repeated)

    async def get(self, principal: Principal, session_id: str, run_id: str) -> Run:
        """Raises UnknownSession, UnknownRun."""
        await self._sessions.get(principal, session_id)
        return (await self._ledger.records.get(session_id, run_id)).as_run(session_id)

    async def events(
        self, session_id: str, run_id: str, *, after: str = "0"
    ) -> AsyncGenerator[StoredEvent]:
        """What happened after the event `after`, and what happens, up to the terminal event.

        A run that has ended is told again; when its log has expired, its ending alone. Who saw
        the terminal event gets nothing more.
        Raises UnknownRun, InvalidEventId, and StoreUnavailable when the store stays away.
        """
        seen = event_log.number_of(after)
        while True:
            if (execution := self._worker.execution(session_id, run_id)) is not None:
                async with aclosing(execution.follow(seen)) as stream:
                    async for stored in stream:
                        seen = event_log.number_of(stored.id)
                        yield stored
                        if event_log.is_terminal(stored.event):
                            return
            found = await self._read_patiently(session_id, run_id, seen)
            if found is None:
                return
            for stored in found:
                seen = event_log.number_of(stored.id)
                yield stored
                if event_log.is_terminal(stored.event):
                    return

    async def outcome(self, session_id: str, run_id: str) -> Terminal:
        """Waits for the terminal event. Raises UnknownRun."""
        async for stored in self.events(session_id, run_id):
            if isinstance(stored.event, Complete | Failed | Cancelled):
                return stored.event
        raise AssertionError("an event log ends with a terminal event")

    async def cancel(self, principal: Principal, session_id: str, run_id: str | None = None) -> Run:
        """Stops a run, its query too, on whichever worker; returns when it has ended.

        None is the run that holds the session. One that has ended is left as it is.
        Raises UnknownSession, UnknownRun, NothingRuns.
        """
        await self._sessions.get(principal, session_id)
        run_id, status = await self._ledger.cancel(session_id, run_id)
        if status is RunStatus.QUEUED:
            self._open.strike(name_of(session_id, run_id))
        elif status is RunStatus.RUNNING:
            await self._stop(session_id, run_id)
            await self.outcome(session_id, run_id)
        return (await self._ledger.records.get(session_id, run_id)).as_run(session_id)

    async def rows(self, result: ResultRef) -> ResultSet | None:
        """The rows of an answer; None when they have expired."""
        return await self._results.load(result.key)

    async def drain(self, seconds: float) -> None:
        """Takes no new turns, lets those in hand end, and hands the rest to other workers."""
        await self._worker.drain(seconds)

    async def _stop(self, session_id: str, run_id: str) -> None:
        """The run is marked as cancelled already; this is so that it happens now."""
        if (execution := self._worker.execution(session_id, run_id)) is not None:
            execution.stop()
        else:
            await self._worker.signals.ask_to_cancel(name_of(session_id, run_id))

    async def _read_patiently(
        self, session_id: str, run_id: str, seen: int
    ) -> list[StoredEvent] | None:
        """A store that is restarted meanwhile is waited for: the run goes on after it too."""
        loop = asyncio.get_running_loop()
        give_up = loop.time() + _STORE_PATIENCE_S
        while True:
            try:
                return await self._read(session_id, run_id, seen)
            except StoreUnavailable:
                if loop.time() > give_up:
                    raise
            await asyncio.sleep(_STORE_RETRY_S)

    async def _read(self, session_id: str, run_id: str, seen: int) -> list[StoredEvent] | None:
        """What the log has after `seen`; waits a while if that is nothing yet.

        None: everything was seen.
        """
        with self._worker.signals.waiter(name_of(session_id, run_id)) as news:
            status, found, has_log = await self._ledger.look(
                session_id, run_id, after=seen, watch_ms=_WATCHED_MS
            )
            if found:
                return found
            if status is RunStatus.ENDED and has_log:
                return None
            if status is RunStatus.ENDED:
                ending = await self._ending_on_record(session_id, run_id)
                return [StoredEvent(event_log.event_id(seen + 1), ending)]
            if self._worker.execution(session_id, run_id) is None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(news.wait(), _PATIENCE_S)
            return []

    async def _ending_on_record(self, session_id: str, run_id: str) -> Terminal:
        """How a run ended whose log has expired."""
        run = await self._ledger.records.get(session_id, run_id)
        assert run.end is not None
        if run.end.outcome is Outcome.COMPLETE:
            ending = None
            if run.checkpoint_id is not None:
                ending = await self._runner.ending_at(session_id, run.checkpoint_id)
            return ending or Failed(RunExpired.code, "The answer is no longer kept; ask again.")
        return ending_of(run.end)

    async def _follow_up(
        self, principal: Principal, session_id: str, run_id: str, request: TurnRequest | Rerun
    ) -> tuple[FollowUp, str | None]:
        """And for a rerun the checkpoint that its turn began from ('' for the start)."""
        now = datetime.now(UTC)
        match request:
            case Ask(text) | Refine(text) | Breakdown(text):
                return FollowUp(turn_id=run_id, kind=request.kind, at=now, text=text), None
            case Visualize(chart, options):
                follow_up = FollowUp(
                    turn_id=run_id, kind="visualize", at=now, chart_type=chart, options=options
                )
                return follow_up, None
            case Compose(text, dashboard, tile_id):
                follow_up = FollowUp(
                    turn_id=run_id,
                    kind="dashboard",
                    at=now,
                    text=text,
                    dashboard=encode(dashboard) if dashboard else None,
                    tile_id=tile_id,
                )
                return follow_up, None
            case RefineSql(sql, text):
                return FollowUp(turn_id=run_id, kind="sql", at=now, text=text, sql=sql), None
            case Suggest():
                return FollowUp(turn_id=run_id, kind="suggest", at=now), None
            case Summarize(summary_id):
                follow_up = FollowUp(turn_id=run_id, kind="summary", at=now, summary_id=summary_id)
                return follow_up, None
            case Rerun(turn_id):
                await self._sessions.get(principal, session_id)
                before = await self._repeatable(session_id, turn_id)
                return before.record.follow_up.model_copy(update={"at": now}), before.base

    async def _repeatable(self, session_id: str, turn_id: str) -> StoredRun:
        try:
            found = await self._ledger.records.get(session_id, turn_id)
        except UnknownRun:
            raise UnknownTurn(f"There is no turn {turn_id!r} in this session.") from None
        if found.record.turn_id != turn_id:
            raise UnknownTurn(f"There is no turn {turn_id!r} in this session.")
        if found.status is not RunStatus.ENDED:
            raise TurnNotRestored("The turn has not ended yet.")
        return found


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
