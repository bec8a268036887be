"""The answer in a model's words, sentence by sentence as each is found to hold.

A sentence is held back until its end, since what was shown cannot be taken back; then it is said
piece by piece, as it came.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from bi.model.insight import Insight
from llm.errors import BudgetSpent, ModelUnavailable, ReplyUnusable
from llm.model import TurnModel
from llm.prose.facts import Facts
from llm.prose.known import Known
from llm.prose.prompt import messages_of
from llm.prose.reading import Reading
from llm.prose.saying import Saying

# Of a reply, whatever it says: nobody waits for a model that goes on and on.
_LONGEST_REPLY = 20_000
# With more cells what they know is looked up beside the event loop.
_MANY_CELLS = 500


@dataclass(frozen=True, slots=True)
class Told:
    """`replaced` sentences did not hold. `complete` False: the model broke off, and the computed
    text took over."""

    text: str
    insights: tuple[Insight, ...]
    replaced: int = 0
    complete: bool = True


async def tell(facts: Facts, model: TurnModel, say: Callable[[str], None]) -> Told:
    """Never raises for what a model does: the computed text takes over.

    `say` is called with pieces of the text; together they are `Told.text`.
    """
    known = Known(facts)
    if len(facts.result.rows) * len(facts.result.columns) > _MANY_CELLS:
        await asyncio.to_thread(known.look_through)
    saying = Saying(known, say)
    complete = True
    try:
        async with aclosing(model.stream(messages_of(facts))) as stream:
            await _hear(stream, saying)
    except (ModelUnavailable, BudgetSpent, ReplyUnusable):
        complete = False
    saying.end(broke_off=not complete)
    return Told(saying.text, tuple(saying.insights), saying.replaced, complete)


async def _hear(stream: AsyncGenerator[str], saying: Saying) -> None:
    reading, length = Reading(), 0
    async for piece in stream:
        length += len(piece)
        if length > _LONGEST_REPLY:
            return
        for one in reading.take(piece):
            saying.take(one)
    for one in reading.rest():
        saying.take(one)
