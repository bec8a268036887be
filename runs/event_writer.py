"""The events of a run on their way into its log, and from there to the readers at hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence

from nodes.events import Event, Progress, Text
from nodes.names import Node
from runs.claims import Claim
from runs.event_log import is_terminal, number_of
from runs.ledger import Ledger, numbered
from runs.model import StoredEvent

_RESTART = Progress(Node.ROUTER, "Answering again from the start", restart=True)

# After the first event the others wait so long for company: a command to the store costs more
# than what it carries, and nobody sees the difference.
_GATHER_S = 0.005


class EventWriter:
    """Logs what one attempt at a run says.

    `logged` are the events of attempts before it. What this one says is held against them: as
    long as it says the same, nothing is said twice; where it differs, it starts over aloud.
    `on_failure` gets what keeps events from being logged; none are after that.
    """

    def __init__(
        self,
        claim: Claim,
        ledger: Ledger,
        logged: list[StoredEvent],
        on_failure: Callable[[Exception], None],
    ) -> None:
        self._claim = claim
        self._ledger = ledger
        self._on_failure = on_failure
        # What readers may see: in the log, with its id.
        self._stored = logged
        self._said_before = [stored.event for stored in logged]
        self._said: list[Event] = []
        self._unsaved: list[Event] = []
        self._saving: asyncio.Task[None] | None = None
        self._gathering: asyncio.TimerHandle | None = None
        self._news: set[asyncio.Event] = set()
        self._is_settled = False
        self._is_closed = False

    @property
    def next_number(self) -> int:
        """Of the first event that is not in the log."""
        return len(self._stored) + 1

    @property
    def events(self) -> tuple[Event, ...]:
        """All that was said, also what readers cannot see yet."""
        return (*(stored.event for stored in self._stored), *self._unsaved)

    @property
    def text(self) -> str:
        """The prose that was said."""
        pieces: list[str] = []
        for event in self.events:
            match event:
                case Progress(restart=True):
                    pieces = []
                case Text(content):
                    pieces.append(content)
        return "".join(pieces)

    def say(self, event: Event) -> None:
        position = len(self._said)
        self._said.append(event)
        if position >= len(self._said_before):
            self._save(event)
        elif self._said_before[position] != event:
            self._start_over()

    def say_no_more(self) -> None:
        """What was said before goes on where this attempt ended: then it was something else."""
        if len(self._said) < len(self._said_before):
            self._start_over()

    def say_rest_of(self, text: str) -> None:
        """Of an answer that was written down by a worker that died before it had said it all."""
        so_far = self.text
        if not text.startswith(so_far):
            self._save(_RESTART)
            so_far = ""
        if rest := text[len(so_far) :]:
            self._save(Text(rest))

    async def settle(self) -> None:
        """Nothing is on its way to the log after this; what is said then is for `take_unsaved`."""
        self._is_settled = True
        self._gather_no_more()
        if self._saving is not None:
            await self._saving

    def take_unsaved(self) -> list[Event]:
        """What was said and is not in the log, for whoever logs it with the ending."""
        events, self._unsaved = self._unsaved, []
        return events

    def show(self, stored: Sequence[StoredEvent]) -> None:
        """These are in the log now."""
        self._stored.extend(stored)
        self._wake()

    async def close(self) -> None:
        """Readers get no more from here."""
        self._is_closed = True
        self._gather_no_more()
        self._wake()
        if self._saving is not None:
            self._saving.cancel()
            await asyncio.wait([self._saving])

    async def follow(self, after: int) -> AsyncGenerator[StoredEvent]:
        """Events with numbers above `after`, once they are in the log.

        Ends with the terminal event, or without one when the writer was closed before.
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
                if len(self._stored) <= after:
                    if self._is_closed:
                        return
                    await news.wait()
        finally:
            self._news.discard(news)

    def _start_over(self) -> None:
        self._said_before = []
        for event in (_RESTART, *self._said):
            self._save(event)

    def _save(self, event: Event) -> None:
        self._unsaved.append(event)
        if self._saving is None:
            self._save_now()
        elif self._saving.done():
            self._gather()

    def _gather(self) -> None:
        if self._gathering is None and not self._is_settled:
            loop = asyncio.get_running_loop()
            self._gathering = loop.call_later(_GATHER_S, self._save_now)

    def _save_now(self) -> None:
        self._gathering = None
        if not self._is_settled:
            self._saving = asyncio.create_task(self._save_all())

    def _gather_no_more(self) -> None:
        if self._gathering is not None:
            self._gathering.cancel()
            self._gathering = None

    async def _save_all(self) -> None:
        events, self._unsaved = self._unsaved, []
        try:
            await self._ledger.append(self._claim, self.next_number, events)
        except Exception as error:
            self._on_failure(error)
            return
        self.show(numbered(self.next_number, events))
        if self._unsaved:
            self._gather()

    def _wake(self) -> None:
        for news in self._news:
            news.set()
