"""The parts of a compound question that the engine did not read, as a model reads them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from langgraph.runtime import Runtime

from bi.language.breaking.parts import Part
from bi.model.reading import Question, WrittenSql
from llm.asked import Attempt
from llm.authoring import mend, write
from llm.usage import Author, AuthorKind
from llm.wish import Mode
from nodes.asking import Asking
from nodes.authored import with_author, with_notice
from nodes.authors import Authors
from nodes.degrading import NO_REPLY, notice_of
from nodes.events import Progress
from nodes.model_reading import asked_of
from nodes.names import Node
from nodes.state import BIState, Json, Turn
from nodes.telling import TurnContext, tell
from nodes.trying import tried


@dataclass(frozen=True, slots=True)
class ModelParts:
    authors: Authors
    turn: Turn
    state: BIState
    asking: Asking
    runtime: Runtime[TurnContext]

    async def read(self, parts: Sequence[Part]) -> tuple[tuple[Part, ...], Turn]:
        """The parts, and the turn with who wrote each; where a model gives nothing the engine's
        reading stays, with a notice."""
        model = self.authors.model
        if model is None:
            return tuple(parts), self.turn
        if any(map(self._is_for_the_model, parts)):
            tell(self.runtime, Progress(Node.ROUTER, f"Asking {model.name}"))
        found = await asyncio.gather(*map(self._part, parts))
        turn: Turn = {**self.turn, "breaking_authors": [author for _, author, _ in found]}
        for notice in dict.fromkeys(notice for _, _, notice in found if notice):
            turn = with_notice(turn, notice)
        return tuple(part for part, _, _ in found), turn

    def _is_for_the_model(self, part: Part) -> bool:
        """What needs values of another part is put together from the engine's own reading."""
        if part.needs is not None:
            return False
        is_read = isinstance(part.reading, Question | WrittenSql)
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
