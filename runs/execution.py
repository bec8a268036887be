"""A run in this worker's hands: the graph at work, from the claim to the ending."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from bi.model.errors import UserError
from graph.runner import Ending, Place, Runner
from graph.tracing import TurnFacts, turn_span
from nodes.answer import Answer
from nodes.codec import encode
from nodes.events import Cancelled, Complete, Failed
from nodes.failure import failure_of
from nodes.state import FollowUp, SessionFacts
from nodes.telling import TurnContext
from nodes.together import REPEAT_CANCEL_S
from runs import keys, transcript
from runs.claims import Claim, Conclusion
from runs.dashboard_talks import DashboardTalks
from runs.event_writer import EventWriter
from runs.feedback import corrected_analysis
from runs.ledger import Ledger, numbered
from runs.model import Principal, Session, StoredEvent, Unfinished
from runs.told import tasks_told

_LOST = Failed(
    code="run_lost",
    message="The workers that were answering this stopped, one after another. Try again.",
    retryable=True,
)


class Execution:
    """One attempt at a run. `logged` are the events of attempts before it.

    With `is_lost` it only ends. A run about a stored dashboard reads it through `talks` when the
    work begins, and keeps what became of it before it ends.
    """

    def __init__(
        self,
        claim: Claim,
        session: Session,
        ledger: Ledger,
        runner: Runner,
        talks: DashboardTalks,
        logged: list[StoredEvent],
        *,
        is_lost: bool = False,
    ) -> None:
        self.claim = claim
        self.session = session
        # Of its answer, once it has ended with one that has data.
        self.title = ""
        self._ledger = ledger
        self._runner = runner
        self._talks = talks
        self._writer = EventWriter(claim, ledger, logged, self.abandon)
        self.follow = self._writer.follow
        self._context = TurnContext(self._writer.say, claim.record.viewer)
        self._work: asyncio.Task[Ending] | None = None
        self._is_cancelled = claim.is_cancelled
        self._is_lost = is_lost
        self._failure: Exception | None = None

    async def perform(self, *, may_take_next: Callable[[], bool]) -> Claim | None:
        """Runs the turn and ends the run; returns the session's next run, to be performed.

        Raises LeaseLost when another worker has it, and StoreUnavailable: then the run has not
        ended, and can be claimed once its lease is over.
        """
        try:
            ending = await self._kept(await self._outcome())
            return await self._end(ending, take_next=may_take_next())
        finally:
            await self._writer.close()

    def stop(self) -> None:
        """Cancels the work, its query too; the run then ends as cancelled, or as answered."""
        self._is_cancelled = True
        self._cancel_work()

    def abandon(self, why: Exception) -> None:
        """Cancels the work without an ending; `perform` raises `why`."""
        self._failure = self._failure or why
        self._cancel_work()

    async def _outcome(self) -> Ending:
        if self.claim.attempt > 1 and (found := await self._answered()):
            # The worker before died between the answer and its ending.
            return found
        if self._is_lost:
            return Ending(_LOST, rests=False)
        if self._is_cancelled:
            return Ending(Cancelled(), rests=False)
        self._work = asyncio.create_task(self._run(), name=f"run {self.claim.run_id}")
        if self._is_unwanted:
            self._cancel_work()  # that came before there was any work
        await asyncio.wait([self._work])
        if self._failure is not None:
            raise self._failure
        if self._work.cancelled():
            # Cancelled too late is answered: the session rests on it, and goes on from there.
            return await self._answered() or Ending(Cancelled(), rests=False)
        return self._work.result()

    @property
    def _is_unwanted(self) -> bool:
        return self._is_cancelled or self._failure is not None

    def _cancel_work(self) -> None:
        if self._work is not None and not self._work.done():
            self._work.cancel()
            # See `nodes.together`.
            asyncio.get_running_loop().call_later(REPEAT_CANCEL_S, self._cancel_work)

    async def _answered(self) -> Ending | None:
        if self.claim.is_rerun:
            return None
        return await self._runner.answered(self.claim.session_id, self.claim.record.turn_id)

    async def _run(self) -> Ending:
        claim, session = self.claim, self.session
        asked = claim.record.follow_up
        facts = TurnFacts(
            session.tenant_id,
            session.session_id,
            session.datasource_id,
            asked.kind,
            claim.run_id,
            claim.attempt,
        )
        with turn_span(facts, asked.said, claim.record.trace) as span:
            ending = await self._turn()
            span.end(ending.event)
            return ending

    async def _turn(self) -> Ending:
        claim, session = self.claim, self.session
        facts = SessionFacts(
            tenant_id=session.tenant_id,
            user_id=session.user_id,
            datasource_id=session.datasource_id,
        )
        lease = (keys.lock(claim.session_id), claim.token)
        place = Place(claim.session_id, claim.base or None, claim.is_at_rest, lease)
        run = self._runner.run_aside if claim.is_rerun else self._runner.run
        try:
            follow_up = await self._follow_up()
        except UserError as gone:
            return Ending(Failed(**failure_of(gone)), rests=False)
        return await run(place, facts, follow_up, self._context)

    async def _follow_up(self) -> FollowUp:
        """Raises UnknownDashboard for a stored one that was deleted meanwhile, and what
        `corrected_analysis` does."""
        record, dashboard_id = self.claim.record, self._dashboard_id
        if record.corrects is not None:
            where = (self._ledger.records, self._runner, self.claim.session_id)
            found = await corrected_analysis(*where, record.corrects, self.claim.base)
            return record.follow_up.model_copy(update={"corrects": found})
        if dashboard_id is None:
            return record.follow_up
        dashboard = await self._talks.begin(self._principal, dashboard_id, self.claim.run_id)
        given = encode(dashboard) if dashboard else None
        return record.follow_up.model_copy(update={"dashboard": given})

    async def _kept(self, ending: Ending) -> Ending:
        """What cannot be kept is no answer: the person would go on from what is not there."""
        dashboard_id = self._dashboard_id
        if dashboard_id is None or not isinstance(ending.event, Complete):
            return ending
        dashboard, said = ending.event.answer.dashboard, self.claim.record.follow_up.said
        if dashboard is None:
            return ending
        try:
            await self._talks.keep(
                self._principal, dashboard_id, self.claim.run_id, dashboard, said
            )
        except UserError as error:
            return Ending(Failed(**failure_of(error)), ending.rests)
        return ending

    @property
    def _dashboard_id(self) -> str | None:
        """A rerun leaves what is stored as it is."""
        return None if self.claim.is_rerun else self.claim.record.dashboard_id

    @property
    def _principal(self) -> Principal:
        viewer = self.claim.record.viewer
        return Principal(viewer.tenant_id, viewer.user_id)

    async def _end(self, ending: Ending, *, take_next: bool) -> Claim | None:
        await self._writer.settle()
        if isinstance(ending.event, Complete):
            if self._work is not None:
                self._writer.say_no_more()
            self._writer.say_rest_of(ending.event.answer.text)
        conclusion = self._conclusion(ending)
        if self._failure is not None:
            raise self._failure
        events = [*self._writer.take_unsaved(), conclusion.event]
        number = self._writer.next_number
        self.title = conclusion.title
        following = await self._ledger.end(
            self.claim, number, events, conclusion, take_next=take_next
        )
        self._writer.show(numbered(number, events))
        return following

    def _conclusion(self, ending: Ending) -> Conclusion:
        message = None
        title = ""
        event = ending.event
        unfinished = None
        if not isinstance(event, Complete):
            unfinished = self._unfinished()
            event = replace(event, usage=unfinished.usage if unfinished else None)
        if not self.claim.is_rerun:
            message = transcript.said_by_assistant(
                ending.event, self.claim.run_id, self.claim.record.turn_id, unfinished
            )
            if isinstance(ending.event, Complete):
                title = self._title(ending.event.answer)
        now = datetime.now(UTC).isoformat()
        return Conclusion(event, message, ending.rests, title, now, unfinished)

    def _unfinished(self) -> Unfinished | None:
        usage = self._context.meter.usage
        known = Unfinished(
            tasks_told(self._writer.events),
            self._writer.text,
            self._context.steps.so_far(),
            usage if usage.calls else None,
        )
        return known if known != Unfinished() else None

    def _title(self, answer: Answer) -> str:
        """What the session can be called by; an answer without data gives it no name."""
        if answer.dashboard is not None:
            return answer.dashboard.title
        has_data = answer.sql is not None or bool(answer.tasks)
        return (answer.title or self.claim.record.follow_up.text or "") if has_data else ""
