"""The runs that this worker has in hand: begun, kept alive, and taken over from dead workers."""

from __future__ import annotations

import asyncio
import itertools
from contextlib import suppress

import structlog

from bi.model.errors import LeaseLost, ServiceDraining, StoreUnavailable, UnknownSession
from checkpoints.client import StoreClient
from graph.runner import Runner
from nodes.together import stopped
from runs import event_log
from runs.claims import Claim, NotClaimed, name_of
from runs.dashboard_talks import DashboardTalks
from runs.execution import Execution
from runs.ledger import Ledger
from runs.model import Session, StoredEvent
from runs.open_runs import OpenRuns
from runs.sessions import Sessions
from runs.signals import Signals

log = structlog.get_logger(__name__)

# A run at which this many workers died is ended instead of being tried again.
MOST_ATTEMPTS = 3
# Renewals and looks at the dead a lease: one may fail, or come late, and nothing is lost.
_BEATS_PER_LEASE = 4
_LONGEST_BEAT_S = 2.5
_BEATS_PER_EXPIRY_SWEEP = 8
_MOST_TO_ABANDON_S = 5.0


class Worker:
    def __init__(
        self,
        client: StoreClient,
        ledger: Ledger,
        open_runs: OpenRuns,
        sessions: Sessions,
        runner: Runner,
        talks: DashboardTalks,
    ) -> None:
        self._client = client
        self._ledger = ledger
        self._open = open_runs
        self._sessions = sessions
        self._runner = runner
        self._talks = talks
        self.signals = Signals(client, on_cancel=self._cancel_here, on_returned=self._take_over)
        self._beat_s = min(ledger.lease_ms / 1000 / _BEATS_PER_LEASE, _LONGEST_BEAT_S)
        self._executions: dict[str, Execution] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._watches: list[asyncio.Task[None]] = []
        self.is_draining = False

    def open(self) -> None:
        """Begins to watch over runs; needs a running loop."""
        self._watches = [
            asyncio.create_task(watch(), name=watch.__name__)
            for watch in (self.signals.listen, self._keep_leases, self._sweep)
        ]

    async def close(self, drain_s: float) -> None:
        """Lets runs end for so long, hands back what is left, and stops."""
        await self.drain(drain_s)
        await stopped(self._watches)

    async def drain(self, seconds: float) -> None:
        self.is_draining = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for execution in list(self._executions.values()):
            execution.abandon(ServiceDraining("This worker is stopping."))
        if self._tasks:
            # What cannot even be abandoned is taken over when its lease is over.
            await asyncio.wait(self._tasks, timeout=_MOST_TO_ABANDON_S)
        with suppress(StoreUnavailable):
            await self._open.flush()

    def begin(self, claim: Claim, session: Session) -> None:
        """Performs a run that nobody has tried yet."""
        self._start(self._execution(claim, session, []))

    def execution(self, session_id: str, run_id: str) -> Execution | None:
        return self._executions.get(name_of(session_id, run_id))

    async def take_over(self, session_id: str) -> bool:
        """Goes on with a run of the session that nobody has in hand.

        False: there is none. True: it is in hand now, here or elsewhere.
        """
        if self.is_draining:
            return True
        claim = await self._ledger.claim(session_id)
        if isinstance(claim, Claim):
            await self._resume(claim)
            return True
        return claim is NotClaimed.HELD

    async def _resume(self, claim: Claim) -> None:
        """Performs a claimed run, whatever became of it before."""
        try:
            session = await self._sessions.find(claim.session_id)
            logged = await event_log.read(self._client, claim.session_id, claim.run_id, after=0)
        except (StoreUnavailable, UnknownSession):
            log.warning("run_not_resumed", run_id=claim.run_id)
            return
        if self.is_draining:
            await self._hand_back(claim)
            return
        log.info("run_resumed", run_id=claim.run_id, attempt=claim.attempt)
        too_often = claim.attempt - claim.returned > MOST_ATTEMPTS
        self._start(self._execution(claim, session, logged, is_lost=too_often))

    def _execution(
        self, claim: Claim, session: Session, logged: list[StoredEvent], *, is_lost: bool = False
    ) -> Execution:
        parts = (self._ledger, self._runner, self._talks)
        return Execution(claim, session, *parts, logged, is_lost=is_lost)

    def _start(self, execution: Execution) -> None:
        name = execution.claim.name
        self._executions[name] = execution
        task = asyncio.create_task(self._perform(execution), name=f"ending of {name}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _perform(self, execution: Execution) -> None:
        claim = execution.claim
        following: Claim | None = None
        is_over = False
        try:
            following = await execution.perform(may_take_next=lambda: not self.is_draining)
            is_over = True
        except ServiceDraining:
            await self._hand_back(claim)
        except (LeaseLost, StoreUnavailable) as error:
            # Whoever claims it when the lease is over goes on with it.
            log.warning("run_left", run_id=claim.run_id, why=error.code)
        except Exception:
            log.exception("run_broken", run_id=claim.run_id)
        finally:
            # After a stall longer than its lease, a worker may have taken it over from itself.
            if self._executions.get(claim.name) is execution:
                del self._executions[claim.name]
            self.signals.notify(claim.name)
        if following is not None:
            self.begin(following, execution.session)
        if is_over:
            self._open.strike(claim.name)
            await self._after(execution)

    async def _after(self, execution: Execution) -> None:
        """What nobody waits for."""
        claim, session = execution.claim, execution.session
        with suppress(StoreUnavailable):
            # Accepted with nothing before it but its own message: the session's first question.
            is_first = session.message_count <= 1 and not claim.is_rerun
            question = claim.record.follow_up.text if is_first else None
            title = execution.title if session.title is None else ""
            if question or title:
                await self._sessions.note_question(session, question or "", title)

    async def _hand_back(self, claim: Claim) -> None:
        try:
            await self._open.enter_as_due(claim.name)
            await self._ledger.release(claim)
            await self.signals.tell_returned(claim.session_id)
        except StoreUnavailable:
            log.warning("run_not_handed_back", run_id=claim.run_id)

    async def _cancel_here(self, run_name: str) -> None:
        if execution := self._executions.get(run_name):
            execution.stop()

    async def _take_over(self, session_id: str) -> None:
        try:
            await self.take_over(session_id)
        except StoreUnavailable:
            log.warning("session_not_taken_over", session_id=session_id)

    async def _keep_leases(self) -> None:
        while True:
            await asyncio.sleep(self._beat_s)
            await asyncio.gather(*map(self._renew, list(self._executions.values())))

    async def _renew(self, execution: Execution) -> None:
        try:
            if await self._ledger.renew(execution.claim):
                execution.stop()
            await self._open.enter(execution.claim.name)
        except LeaseLost as lost:
            execution.abandon(lost)
        except StoreUnavailable:
            return  # the lease may outlive this; if not, the run is another's

    async def _sweep(self) -> None:
        for beat in itertools.count():
            try:
                await self._open.flush()
                await self._look_after_the_dead()
                if beat % _BEATS_PER_EXPIRY_SWEEP == 0:
                    await self._sessions.sweep_expired()
            except StoreUnavailable:
                log.warning("store_unavailable")
            except Exception:
                log.exception("sweep_failed")
            await asyncio.sleep(self._beat_s)

    async def _look_after_the_dead(self) -> None:
        if self.is_draining:
            return
        for session_id, run_id in await self._open.due():
            if await self.take_over(session_id):
                await self._open.enter(name_of(session_id, run_id))
            else:
                self._open.strike(name_of(session_id, run_id))
