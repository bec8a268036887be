"""The parts of a compound question that the engine did not find, or read, as a model does."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from langgraph.runtime import Runtime

from bi.language.breaking.parts import Part
from bi.language.context import ReadContext
from bi.model.reading import Question, Reading, WrittenSql
from llm.asked import Asked, Attempt
from llm.authoring import mend, write
from llm.breaking import break_down
from llm.usage import Author, AuthorKind
from llm.wish import Mode
from nodes.asking import Asking
from nodes.authored import with_author, with_notice
from nodes.authors import Authors
from nodes.degrading import NO_REPLY, is_an_answer, notice_of
from nodes.events import Progress
from nodes.model_reading import asked_of
from nodes.names import Node
from nodes.state import BIState, Json, Turn
from nodes.telling import TurnContext, tell
from nodes.together import together
from nodes.trying import tried


@dataclass(frozen=True, slots=True)
class ModelParts:
    authors: Authors
    turn: Turn
    state: BIState
    asking: Asking
    runtime: Runtime[TurnContext]

    async def broken(self, parts: Sequence[Part], read: Reading) -> tuple[tuple[Part, ...], Turn]:
        """The engine's parts, or those of a model where the engine finds none and cannot read the
        whole; `read` is what it makes of that. None are left where nothing can be answered."""
        model, turn = self.authors.model, self.turn
        if model is None or not self._is_to_be_broken(parts, read):
            return await self.read(parts) if parts else ((), turn)
        tell(self.runtime, Progress(Node.ROUTER, f"Asking {model.name}"))
        asked = await asked_of(turn, self.state, self.asking, read)
        attempts: list[Attempt] = []
        try:
            found = await tried(
                lambda: break_down(asked, (), model),
                lambda before: break_down(asked, before, model),
                attempts,
                self.runtime,
                Node.ROUTER,
            )
        except NO_REPLY as error:
            # Of no parts it is told when the whole is asked for.
            return tuple(parts), with_notice(turn, notice_of(error)) if parts else turn
        if len(found.questions) == 1:
            return await self.read(parts) if parts else ((), turn)
        by_engine = await asyncio.to_thread(_read_alone, found.questions, asked)
        own, told = await self.read(by_engine)
        return (own, told) if any(map(_is_answered, own)) else ((), turn)

    def _is_to_be_broken(self, parts: Sequence[Part], read: Reading) -> bool:
        """A sentence that takes up an earlier question is none to be broken."""
        if isinstance(read, Question) and read.returns_to is not None:
            return False
        if self.authors.mode is Mode.MODEL:
            # What needs values of another part, only the engine puts together.
            return not any(part.needs for part in parts)
        return not parts and not is_an_answer(read)

    async def read(self, parts: Sequence[Part]) -> tuple[tuple[Part, ...], Turn]:
        """The parts, and the turn with who wrote each; where a model gives nothing the engine's
        reading stays, with a notice."""
        model = self.authors.model
        if model is None:
            return tuple(parts), self.turn
        if any(map(self._is_for_the_model, parts)):
            tell(self.runtime, Progress(Node.ROUTER, f"Asking {model.name}"))
        found = await together(map(self._part, parts))
        turn: Turn = {**self.turn, "breaking_authors": [author for _, author, _ in found]}
        for notice in dict.fromkeys(notice for _, _, notice in found if notice):
            turn = with_notice(turn, notice)
        return tuple(part for part, _, _ in found), turn

    def _is_for_the_model(self, part: Part) -> bool:
        """What needs values of another part is put together from the engine's own reading."""
        if part.needs is not None:
            return False
        is_read = _is_answered(part)
        return self.authors.mode is Mode.MODEL or not is_read

    async def _part(self, part: Part) -> tuple[Part, Json, str | None]:
        model = self.authors.model
        if model is None or not self._is_for_the_model(part):
            return part, {}, None
        own: Turn = {**self.turn, "text": part.question, "kind": "message"}
        alone: BIState = {"session": self.state["session"], "turn": own}
        asked = await asked_of(own, alone, self.asking, part.reading)
        attempts: list[Attempt] = []
        try:
            written = await tried(
                lambda: write(asked, model),
                lambda before: mend(asked, before, model),
                attempts,
                self.runtime,
                Node.ROUTER,
            )
        except NO_REPLY as error:
            return part, {}, notice_of(error)
        if not isinstance(written.reading, Question | WrittenSql):
            return part, {}, None
        by = Author(AuthorKind.MODEL, model.name, written.reused)
        marked = with_author(own, by, written.reply, attempts)
        kept = {name: marked.get(name) for name in ("author", "authored")}
        return replace(part, reading=written.reading), kept, None


def _read_alone(questions: Sequence[str], asked: Asked) -> tuple[Part, ...]:
    context = ReadContext(asked.today)
    return tuple(Part(one, asked.engine.read(one, context)) for one in questions)


def _is_answered(part: Part) -> bool:
    return isinstance(part.reading, Question | WrittenSql)
