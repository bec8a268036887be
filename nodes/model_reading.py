"""What a turn asks for as a model reads it: after the language engine, where the mode says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from langchain_core.messages import AnyMessage
from langgraph.runtime import Runtime

from bi.model.reading import Clarification, Question, Reading, Unsupported, WrittenSql
from bi.model.semantic import SemanticQuery
from llm.asked import Asked, Attempt
from llm.authoring import Written, mend, write
from llm.errors import BudgetSpent, ModelUnavailable, ReplyUnusable
from llm.messages import Message
from llm.model import TurnModel
from llm.usage import Author, AuthorKind
from llm.wish import Mode
from nodes.asking import Asking
from nodes.authored import with_author, with_notice
from nodes.authors import Authors
from nodes.degrading import is_an_answer, notice_of, unanswered
from nodes.earlier import query_of, written_of
from nodes.events import Progress
from nodes.names import Node
from nodes.state import BIState, Turn
from nodes.telling import TurnContext, tell
from nodes.trying import tried
from nodes.turn_reading import EngineReading, may_be_asked, spoken_of


@dataclass(frozen=True, slots=True)
class ModelReading:
    """One turn, whose sentence the engine has read."""

    authors: Authors
    turn: Turn
    state: BIState
    asking: Asking
    runtime: Runtime[TurnContext]

    async def reading(self, read: EngineReading) -> tuple[Reading, Turn]:
        """What is answered, and the turn with who wrote it.

        Raises ModelUnavailable where the engine cannot answer either.
        """
        model, offered_by = self.authors.model, self.state.get("options_author")
        if read.chosen and offered_by:
            return read.reading, cast(Turn, {**self.turn, "author": offered_by})
        if model is None or not is_for_the_model(read, self.authors.mode):
            return read.reading, self.turn
        tell(self.runtime, Progress(Node.ROUTER, f"Asking {model.name}"))
        asked = await asked_of(self.turn, self.state, self.asking, read.reading)
        attempts: list[Attempt] = []
        try:
            written = await tried(
                lambda: write(asked, model),
                lambda before: mend(asked, before, model),
                attempts,
                self.runtime,
                Node.ROUTER,
            )
        except ModelUnavailable as error:
            if not is_an_answer(read.reading):
                raise unanswered(error, read.reading) from error
            return read.reading, with_notice(self.turn, notice_of(error))
        except (BudgetSpent, ReplyUnusable) as error:
            return read.reading, with_notice(self.turn, notice_of(error))
        return self._weighed(read.reading, written, model, attempts)

    def _weighed(
        self, engines: Reading, written: Written, model: TurnModel, attempts: list[Attempt]
    ) -> tuple[Reading, Turn]:
        """Of two that do not answer, the one that a person can go on from."""
        reading = written.reading
        if isinstance(reading, Unsupported) and self.authors.mode is Mode.HYBRID:
            if is_an_answer(engines):
                return engines, self.turn
            assert isinstance(engines, Clarification | Unsupported)
            unknown = reading.unknown or engines.unknown
            reading = replace(reading, unknown=unknown, suggestions=engines.suggestions)
        author = Author(AuthorKind.MODEL, model.name, written.reused)
        return reading, with_author(self.turn, author, written.reply, attempts)


def is_for_the_model(read: EngineReading, mode: Mode) -> bool:
    """Never what needs no author: replies that choose, steps back, and what somebody verified."""
    reading = read.reading
    if read.settled or (isinstance(reading, Clarification) and reading.forgets):
        return False
    if isinstance(reading, Question | WrittenSql):
        is_known = reading.returns_to is not None or reading.verified is not None
        return mode is Mode.MODEL and not is_known
    return mode is Mode.MODEL or isinstance(reading, Clarification | Unsupported)


async def asked_of(turn: Turn, state: BIState, asking: Asking, read: Reading) -> Asked:
    """What the model is asked; the same in each node of a turn."""
    datasource, viewer = asking.datasource, asking.viewer
    understander = await datasource.understander(viewer)
    models = asking.services.models
    assert models is not None  # nothing is asked of a model without
    rewrites = turn["kind"] == "sql"
    previous, title = _previous(turn, state, asking)
    if rewrites:
        previous, title = WrittenSql(turn.get("sql") or "", ""), ""
    return Asked(
        text=turn["text"] or "",
        engine=understander.engine,
        today=understander.today,
        dialect=datasource.warehouse.dialect,
        read=read,
        prompt_tokens=models.settings.model_prompt_tokens,
        previous=previous,
        previous_title=title,
        window=window_of(state),
        must_refine=turn["kind"] == "refine",
        rewrites=rewrites,
    )


def _previous(
    turn: Turn, state: BIState, asking: Asking
) -> tuple[SemanticQuery | WrittenSql | None, str]:
    """What was answered last, where it is still open to the viewer."""
    analysis = spoken_of(turn, state)
    if analysis is None:
        return None, ""
    before = query_of(analysis) or written_of(analysis)
    if before is None or not may_be_asked(before, asking.datasource.seen_by(asking.viewer)):
        return None, ""
    return before, analysis["title"]


def window_of(state: BIState) -> tuple[Message, ...]:
    """What was said before this turn."""
    return tuple(map(_said, state.get("messages", [])[:-1]))


def _said(message: AnyMessage) -> Message:
    return Message("user" if message.type == "human" else "assistant", message.text)
