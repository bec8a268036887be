"""What of a stream has come so far."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field

from llm.completion import Piece
from llm.costs import estimated
from llm.failures import CallFailed
from llm.messages import Message
from llm.thoughts import ThoughtFilter
from llm.usage import NO_USAGE, Usage


@dataclass(slots=True)
class Heard:
    """There is `room` for so many characters more. `model` is what the endpoint calls it."""

    room: int
    text: list[str] = field(default_factory=list)
    began: bool = False
    finish: str = ""
    usage: Usage | None = None
    model: str = ""
    thoughts: ThoughtFilter = field(default_factory=ThoughtFilter)

    async def next(self, pieces: AsyncGenerator[Piece]) -> str | None:
        """The answer's text that comes next; None at the end. Raises CallFailed."""
        async for piece in pieces:
            self.began = True
            self.finish = piece.finish or self.finish
            self.usage = piece.usage or self.usage
            self.model = piece.model or self.model
            self.text.append(piece.text)
            self.room -= len(piece.text)
            if self.room < 0:
                raise CallFailed("the stream has no end", garbled=True)
            if answer := self.thoughts.passed(piece.text):
                return answer
        return self.thoughts.rest() or None

    def spent(self, messages: Sequence[Message]) -> Usage:
        """What a stream has used is told at its end, and only where the endpoint tells it."""
        if not self.began:
            return NO_USAGE
        return self.usage or estimated(messages, "".join(self.text))
