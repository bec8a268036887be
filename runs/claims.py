"""What the ledger hands out of a run, and what it gets back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from nodes.events import Terminal
from runs.model import Message, RunStatus, Session, Unfinished
from runs.records import Record


@dataclass(frozen=True, slots=True)
class Claim:
    """A run in this worker's hands: `token` is its lease.

    `is_at_rest`: the session's thread is as its last answer left it, so it can be resumed.
    """

    session_id: str
    run_id: str
    record: Record
    attempt: int
    returned: int
    is_cancelled: bool
    base: str
    is_at_rest: bool

    @property
    def token(self) -> str:
        return f"{self.run_id}:{self.attempt}"

    @property
    def name(self) -> str:
        return name_of(self.session_id, self.run_id)

    @property
    def is_rerun(self) -> bool:
        return self.record.turn_id != self.run_id


class NotClaimed(Enum):
    """HELD: somebody has it in hand. IDLE: nothing runs in the session, and nothing waits."""

    HELD = auto()
    IDLE = auto()


@dataclass(frozen=True, slots=True)
class Admission:
    """An accepted run. `begins`: its claim and session, if it may begin at once; `interrupts`:
    the run that is to be stopped for it."""

    run_id: str
    status: RunStatus
    repeated: bool = False
    begins: tuple[Claim, Session] | None = None
    interrupts: str | None = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What an ending means for the session: `message` is its line in the history, None for a
    rerun.

    `rests`: the graph's state is that of this ending. `title` is that of an answer with data,
    else empty. `unfinished` is what was known where there is no answer.
    """

    event: Terminal
    message: Message | None
    rests: bool
    title: str
    at: str
    unfinished: Unfinished | None = None


def name_of(session_id: str, run_id: str) -> str:
    """A run's name among those of all sessions."""
    return f"{session_id}/{run_id}"
