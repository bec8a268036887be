"""The answer in a model's words, sentence by sentence as each is found to hold.

A sentence is held back until its end, since what was shown cannot be taken back; then it is said
piece by piece, as it came.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

from bi.model.insight import Insight
from llm.errors import BudgetSpent, ModelUnavailable, ReplyUnusable
from llm.model import TurnModel
from llm.prose.checking import holds
from llm.prose.facts import Facts
from llm.prose.findings import reworded
from llm.prose.known import Known
from llm.prose.numbers import Written, numbers_of
from llm.prose.prompt import messages_of
from llm.prose.reading import FindingLine, Reading, Sentence
from llm.prose.sentences import sentences_of

_MOST_SENTENCES = 6
_MOST_CHARACTERS = 1500
# Of a reply, whatever it says: nobody waits for a model that goes on and on.
_LONGEST_REPLY = 20_000
# With more cells what they know is looked up beside the event loop.
_MANY_CELLS = 2000


@dataclass(frozen=True, slots=True)
class Told:
    """`replaced` sentences did not hold. `complete` False: the model broke off, or said nothing
    that holds."""

    text: str
    insights: tuple[Insight, ...]
    replaced: int = 0
    complete: bool = True


async def tell(facts: Facts, model: TurnModel, say: Callable[[str], None]) -> Told:
    """Never raises for what a model does: the computed text takes over."""
    known = Known(facts)
    cells = len(facts.result.rows) * len(facts.result.columns)
    if cells > _MANY_CELLS:
        await asyncio.to_thread(_look_through, known)
    telling = _Telling(known, say, list(facts.insights))
    complete = True
    try:
        async with aclosing(model.stream(messages_of(facts))) as stream:
            complete = await _heard(stream, telling)
    except (ModelUnavailable, BudgetSpent, ReplyUnusable):
        complete = False
    telling.say_what_is_missing(all_of_it=not complete)
    return Told(telling.text, tuple(telling.insights), telling.replaced, complete)


async def _heard(stream: AsyncGenerator[str], telling: _Telling) -> bool:
    reading, length = Reading(), 0
    async for piece in stream:
        length += len(piece)
        if length > _LONGEST_REPLY:
            return True
        for one in reading.take(piece):
            telling.take(one)
    for one in reading.rest():
        telling.take(one)
    return True


def _look_through(known: Known) -> None:
    known.named_in("")
    assert known.overall is not None


@dataclass(slots=True)
class _Telling:
    known: Known
    say: Callable[[str], None]
    insights: list[Insight]
    replaced: int = 0
    text: str = ""
    _sentences: int = 0
    # The computed sentences that were not said.
    _left: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._left = sentences_of(self.known.facts.text)

    def take(self, one: Sentence | FindingLine) -> None:
        if isinstance(one, FindingLine):
            if 1 <= one.number <= len(self.insights):
                place = one.number - 1
                first = self.known.facts.insights[place]
                self.insights[place] = reworded(first, one.text, self.known)
            return
        if self._sentences >= _MOST_SENTENCES or len(self.text) > _MOST_CHARACTERS:
            return
        if holds(one.text, self.known):
            self._say(one.pieces)
            self._left = [left for left in self._left if not self._tells(one.text, left)]
            return
        self.replaced += 1
        if self._left:
            self._say((self._left.pop(0),))

    def say_what_is_missing(self, *, all_of_it: bool) -> None:
        """The direct answer in any case: the first computed sentence, as long as none said it."""
        first = sentences_of(self.known.facts.text)[:1]
        for sentence in list(self._left):
            if all_of_it or not self.text or [sentence] == first:
                self._say((sentence,))
        self._left = []

    def _say(self, pieces: tuple[str, ...]) -> None:
        self._sentences += 1
        if self.text:
            self.say(" ")
            self.text += " "
        for piece in pieces:
            self.say(piece)
            self.text += piece

    def _tells(self, sentence: str, computed: str) -> bool:
        """Whether a sentence has said what a computed one would: its first number, which is what
        was asked for, or there is none to say."""
        numbers = numbers_of(computed)
        said = numbers_of(sentence)
        return not numbers or any(_is_same(numbers[0], other) for other in said)


def _is_same(one: Written, other: Written) -> bool:
    return any(
        abs(abs(a) - abs(b)) <= max(step, other_step) / 2
        for a, step in one.values
        for b, other_step in other.values
    )
