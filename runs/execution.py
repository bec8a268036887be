"""A run in this worker's hands: the graph at work, its events on their way to log and readers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import UTC, datetime

from graph.runner import Ending, Place, Runner
from nodes.events import Cancelled, Complete, Event, Failed, Progress, Terminal, Text
from nodes.names import Node
from nodes.state import SessionFacts
from runs import keys, transcript
from runs.event_log import is_terminal, number_of
from runs.ledger import Claim, Conclusion, Ledger, numbered
from runs.model import Session, StoredEvent

# A cancellation that arrives just as an awaited call returns may be swallowed on the way
# (`asyncio.wait_for` before Python 3.12), so it is repeated until the work has stopped.
REPEAT_CANCEL_S = 0.005

_RESTART = Progress(Node.ROUTER, "Answering again from the start", restart=True)
_LOST = Failed(
    code="run_lost",
    message="The workers that were answering this stopped, one after another. Try again.",
    retryable=True,
)


class Execution:
    """One attempt at a run.

    `logged` are the events of attempts before it. What this one says is held against them:
    as long as it says the same, nothing is said twice; where it differs, it starts over aloud.
    """

    def __init__(
        self,
        claim: Claim,
        session: Session,
        ledger: Ledger,
        runner: Runner,
        logged: list[StoredEvent],
        *,
        is_lost: bool = False,
    ) -> None:
        self.claim = claim
        self.session = session
        self._ledger = ledger
        self._runner = runner
        # What readers may see: in the log, with its id.
        self._stored = logged
        self._said_before = [stored.event for stored in logged]
        self._said: list[Event] = []
        self._unsaved: list[Event] = []
        self._saving: asyncio.Task[None] | None = None
        self._news: set[asyncio.Event] = set()
        self._work: asyncio.Task[Ending] | None = None
        self._is_cancelled = claim.is_cancelled
        self._is_lost = is_lost
        self._failure: Exception | None = None
        self._is_over = False
        self.ending: Terminal | None = None

    async def perform(self, *, may_take_next: Callable[[], bool]) -> Claim | None:
        """Runs the turn and ends the run; returns the session's next run, to be performed.

        Raises LeaseLost when another worker has it, and StoreUnavailable: then the run has not
        ended, and can be claimed once its lease is over.
        """
        try:
            ending = await self._outcome()
            return await self._end(ending, take_next=may_take_next())
        finally:
            self._is_over = True
            self._wake()
            if self._saving is not None:
                self._saving.cancel()
                await asyncio.wait([self._saving])

    def stop(self) -> None:
        """Cancels the work, its query too; the run then ends as cancelled, or as answered."""
        self._is_cancelled = True
        self._cancel_work()

    def abandon(self, why: Exception) -> None:
        """Cancels the work without an ending; `perform` raises `why`."""
        self._failure = self._failure or why
        self._cancel_work()

    async def follow(self, after: int) -> AsyncGenerator[StoredEvent]:
        """Events with numbers above `after`, once they are in the log.

        Ends with the terminal event, or without one when the run has left this worker.
        """
        news = asyncio.Event()
        self._news.add(news)
        try:
            while True:
                news.clear()
                # Numbers begin at 1 and have no gaps.
                for stored in self._stored[after:]:
                    yield stored
                    after = number_of(stored.id)
                    if is_terminal(stored.event):
                        return
                if self._is_over and len(self._stored) <= after:
                    return
                if len(self._stored) <= after:
                    await news.wait()
        finally:
            self._news.discard(news)

    async def _outcome(self) -> Ending:
        if self._is_lost:
            return Ending(_LOST, rests=False)
        if self._is_cancelled:
            return Ending(Cancelled(), rests=False)
        if self.claim.attempt > 1 and (found := await self._answered()):
            # The worker before died between the answer and its ending.
            return found
        self._work = asyncio.create_task(self._stream(), name=f"run {self.claim.run_id}")
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
            asyncio.get_running_loop().call_later(REPEAT_CANCEL_S, self._cancel_work)

    async def _answered(self) -> Ending | None:
        if self.claim.is_rerun:
            return None
        return await self._runner.answered(self.claim.session_id, self.claim.record.turn_id)

    async def _stream(self) -> Ending:
        claim, session = self.claim, self.session
        facts = SessionFacts(
            tenant_id=session.tenant_id,
            user_id=session.user_id,
            datasource_id=session.datasource_id,
        )
        lease = (keys.lock(claim.session_id), claim.token)
        place = Place(claim.session_id, claim.base or None, lease)
        stream = self._runner.stream_aside if claim.is_rerun else self._runner.stream
        async for event in stream(place, facts, claim.record.follow_up):
            if isinstance(event, Ending):
                return event
            self._say(event)
        raise AssertionError("a turn ends with an ending")

    def _say(self, event: Event) -> None:
        position = len(self._said)
        self._said.append(event)
        if position >= len(self._said_before):
            self._save(event)
        elif self._said_before[position] != event:
            self._start_over()

    def _start_over(self) -> None:
        self._said_before = []
        for event in (_RESTART, *self._said):
            self._save(event)

    def _save(self, event: Event) -> None:
        self._unsaved.append(event)
        if self._saving is None or self._saving.done():
            self._saving = asyncio.create_task(self._save_all())

    async def _save_all(self) -> None:
        """Several events at a time, if they come faster than the store takes them."""
        while self._unsaved and self._failure is None:
            events, self._unsaved = self._unsaved, []
            try:
                stored = await self._ledger.append(self.claim, self._next_number, events)
            except Exception as error:
                self.abandon(error)
            else:
                self._show(stored)

    async def _all_saved(self) -> None:
        if self._saving is not None:
            await self._saving
        if self._failure is not None:
            raise self._failure

    def _say_rest(self, text: str) -> None:
        """Of an answer that was written down by a worker that died before it had said it all."""
        so_far = self._so_far()
        if not text.startswith(so_far):
            self._save(_RESTART)
            so_far = ""
        if rest := text[len(so_far) :]:
            self._save(Text(rest))

    @property
    def _next_number(self) -> int:
        return len(self._stored) + 1

    def _show(self, stored: Sequence[StoredEvent]) -> None:
        self._stored.extend(stored)
        self._wake()

    def _wake(self) -> None:
        for news in self._news:
            news.set()

    async def _end(self, ending: Ending, *, take_next: bool) -> Claim | None:
        worked = self._work is not None and not isinstance(ending.event, Cancelled)
        if worked and len(self._said) < len(self._said_before):
            self._start_over()
        await self._all_saved()
        if isinstance(ending.event, Complete):
            self._say_rest(ending.event.answer.text)
            await self._all_saved()
        number = self._next_number
        self.ending = ending.event
        following = await self._ledger.end(
            self.claim, number, ending.event, self._conclusion(ending), take_next=take_next
        )
        self._show(numbered(number, [ending.event]))
        return following

    def _conclusion(self, ending: Ending) -> Conclusion:
        message = None
        title = ""
        if not self.claim.is_rerun:
            message = transcript.said_by_assistant(
                ending.event, self.claim.run_id, self.claim.record.turn_id, self._so_far()
            )
            if isinstance(ending.event, Complete) and ending.event.answer.sql:
                title = ending.event.answer.title or self.claim.record.follow_up.text or ""
        return Conclusion(message, ending.rests, title, datetime.now(UTC).isoformat())

    def _so_far(self) -> str:
        """The prose that a reader has seen."""
        pieces: list[str] = []
        for stored in self._stored:
            match stored.event:
                case Progress(restart=True):
                    pieces = []
                case Text(content):
                    pieces.append(content)
        return "".join(pieces)
