"""A model that is asked again, with what was wrong, where its reply did not do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from langgraph.runtime import Runtime

from llm.asked import Attempt
from llm.errors import ReplyUnusable
from nodes.events import Progress
from nodes.names import Node
from nodes.telling import TurnContext, tell

# In a turn, whatever was wrong: the reply itself, or what the guard or the database said of it.
MOST_REPAIRS = 3

T = TypeVar("T")


async def tried(
    first: Callable[[], Awaitable[T]],
    again: Callable[[Sequence[Attempt]], Awaitable[T]],
    attempts: list[Attempt],
    runtime: Runtime[TurnContext],
    node: Node,
) -> T:
    """What the model makes of it, asked again as often as is left; `attempts` grows by those that
    did not do. Raises ReplyUnusable when it is too many, and what asking raises."""
    while True:
        try:
            return await (again(attempts) if attempts else first())
        except ReplyUnusable as fault:
            if not may_try_again(attempts):
                raise
            attempts.append(Attempt(fault.reply, fault.reason))
            tell_of_another_try("The model's reply cannot be used", attempts, runtime, node)


def may_try_again(attempts: Sequence[Attempt]) -> bool:
    return len(attempts) < MOST_REPAIRS


def tell_of_another_try(
    why: str, attempts: Sequence[Attempt], runtime: Runtime[TurnContext], node: Node
) -> None:
    count = f"{len(attempts)} of {MOST_REPAIRS}"
    tell(runtime, Progress(node, f"{why}; asking it to mend that ({count})"))
