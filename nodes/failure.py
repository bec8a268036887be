"""What happens when a node raises: the turn fails, the session does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import structlog
from langgraph.errors import NodeError
from langgraph.types import Command
from pydantic_core import to_jsonable_python

from bi.model.errors import (
    DatabaseRejected,
    DatabaseUnavailable,
    ParleyError,
    QueryNotPossible,
    StoreUnavailable,
    UserError,
)
from bi.model.reading import Unsupported
from nodes.answer import Intent
from nodes.authored import ended
from nodes.codec import READING
from nodes.names import Node
from nodes.state import BIState, Failure, Turn
from nodes.turns import current_turn, visit

log = structlog.get_logger(__name__)

# Errors that are not the person's keep their text to the log; this is said instead.
_SAID = {
    DatabaseUnavailable.code: "The database cannot be reached right now. Try again in a moment.",
    StoreUnavailable.code: "The session store cannot be reached right now. Try again in a moment.",
    DatabaseRejected.code: "The database did not accept the query for this question.",
}
_SAID_OTHERWISE = "Something went wrong on our side. The session is intact; try again."


@dataclass(frozen=True, slots=True)
class RecordFailure:
    """LangGraph's error handler for every node that works on a turn: leads it to its end."""

    async def __call__(
        self, state: BIState, error: NodeError
    ) -> Command[Literal["clarify", "await_follow_up"]]:
        if isinstance(error.error, StoreUnavailable):
            # Without the store nothing can be recorded, this failure neither; the turn is run
            # again when it is back.
            raise error.error
        turn = visit(current_turn(state), Node(error.node))
        if isinstance(error.error, QueryNotPossible):
            refused: BIState = {
                "turn": _refused(turn, error.error),
                "lost": _is_lost(error, turn, state),
            }
            return Command(update=refused, goto=Node.CLARIFY.value)
        failed_turn: Turn = {**ended(turn), "failure": failure_of(error.error, node=error.node)}
        failed: BIState = {"turn": failed_turn, "lost": _is_lost(error, turn, state)}
        return Command(update=failed, goto=Node.AWAIT_FOLLOW_UP.value)


def _is_lost(error: NodeError, turn: Turn, state: BIState) -> bool:
    """Whether what failed was a question of its own that has no rows yet."""
    reading = turn.get("reading", {})
    is_own = reading.get("kind") in ("question", "sql") and not reading.get("refines", False)
    return state.get("lost", False) or (is_own and error.node in (Node.SQL, Node.BREAKDOWN))


def failure_of(error: BaseException, *, node: str | None = None) -> Failure:
    """Never holds the text of an error that was not written for a person."""
    if isinstance(error, UserError):
        return Failure(
            code=error.code,
            message=error.message,
            retryable=error.retryable,
            details=to_jsonable_python(error.details),
        )
    if isinstance(error, ParleyError):
        log.warning("node_failed", node=node, code=error.code)
        known = error
    else:
        log.error("node_failed", node=node, exc_info=error)
        known = ParleyError()
    return Failure(
        code=known.code,
        message=_SAID.get(known.code, _SAID_OTHERWISE),
        retryable=known.retryable,
        details={},
    )


def _refused(turn: Turn, error: QueryNotPossible) -> Turn:
    reading = READING.dump_python(Unsupported(error.message), mode="json")
    return {**turn, "reading": reading, "intent": Intent.CLARIFY.value}
