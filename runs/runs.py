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
from dataclasses import replace
from datetime import UTC, datetime

from bi.model.errors import (
    NothingRuns,
    ServiceDraining,
    StoreUnavailable,
    SummaryNotReady,
    TurnNotRestored,
    UserError,
)
from bi.model.result import ResultSet
from graph.runner import Runner
from graph.tracing import headers_here
from nodes.answer import ResultRef
from nodes.events import Cancelled, Complete, Failed, Terminal
from runs import event_log
from runs.claims import name_of
from runs.drafts import Drafts
from runs.endings import ending_on_record
from runs.feedback import check_correctable
from runs.follow_ups import follow_up_of
from runs.ledger import Ledger
from runs.model import (
    Accepted,
    Ask,
    Breakdown,
    Compose,
    Principal,
    Rerun,
    Run,
    RunStatus,
    Session,
    StoredEvent,
    Strategy,
    Summarize,
    TurnRequest,
)
from runs.open_runs import OpenRuns
from runs.records import Record
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
        drafts: Drafts,
    ) -> None:
        self._sessions = sessions
        self._ledger = ledger
        self._open = open_runs
        self._worker = worker
        self._runner = runner
        self._results = results
        self._drafts = drafts

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
        before any question was answered, UnknownTurn and TurnNotRestored for a rerun, UnknownTurn,
        UnknownTask and NothingToCorrect for a correction, IdempotencyKeyReused for a key that came
        with another request, SummaryNotReady where nobody has described the session's datasource,
        and ServiceDraining.
        """
        if self.is_draining:
            raise ServiceDraining("This worker is stopping and takes no new turns.")
        if not isinstance(request, Summarize):
            await self._require_described(principal, session_id)
        run_id = uuid.uuid4().hex
        once = _digest(principal.user_id or "", idempotency_key) if idempotency_key else None
        record, base = await self._record(principal, session_id, run_id, request, once)
        record = replace(record, trace=headers_here())
        try:
            admission = await self._ledger.accept(
                principal,
                session_id,
                run_id,
                record,
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

    async def _require_described(self, principal: Principal, session_id: str) -> None:
        """Raises UnknownSession, SummaryNotReady."""
        await self._drafts.follow()
        if not self._drafts.missing:
            return
        session = await self._sessions.get(principal, session_id)
        if session.datasource_id in self._drafts.missing:
            raise SummaryNotReady(datasource=session.datasource_id)

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

    async def reset(self, principal: Principal, session_id: str) -> Session:
        """Stops what runs and waits in the session, and then empties it: nothing that was said
        before steers what is said next. Raises UnknownSession.
        """
        await self._sessions.get(principal, session_id)
        while not await self._ledger.reset(session_id):
            for run_id in await self._ledger.waiting(session_id):
                await self.cancel(principal, session_id, run_id)
            with suppress(NothingRuns):
                await self.cancel(principal, session_id)
        await self._sessions.forget_question(session_id)
        return await self._sessions.get(principal, session_id)

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
                run = await self._ledger.records.get(session_id, run_id)
                ending = await ending_on_record(self._runner, session_id, run)
                return [StoredEvent(event_log.event_id(seen + 1), ending)]
            if self._worker.execution(session_id, run_id) is None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(news.wait(), _PATIENCE_S)
            return []

    async def _record(
        self,
        principal: Principal,
        session_id: str,
        run_id: str,
        request: TurnRequest | Rerun,
        once: str | None,
    ) -> tuple[Record, str | None]:
        """And for a rerun the checkpoint that its turn began from ('' for the start)."""
        viewer = self._sessions.viewer(principal)
        if isinstance(request, Rerun):
            await self._sessions.get(principal, session_id)
            before = await self._ledger.records.turn(session_id, request.turn_id)
            if before.status is not RunStatus.ENDED:
                raise TurnNotRestored("The turn has not ended yet.")
            again = before.record.follow_up.model_copy(update={"at": datetime.now(UTC)})
            return Record(again, once, viewer, corrects=before.record.corrects), before.base
        corrects = request.corrects if isinstance(request, Ask | Breakdown) else None
        if corrects is not None:
            session = await self._sessions.get(principal, session_id)
            await check_correctable(self._ledger.records, self._runner, session, corrects)
        dashboard_id = request.stored_id if isinstance(request, Compose) else None
        return Record(follow_up_of(request, run_id), once, viewer, dashboard_id, corrects), None


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
