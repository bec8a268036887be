"""What a turn asks of a dashboard as a model reads it, where the mode has it read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from langgraph.runtime import Runtime

from bi.dashboards.outcome import AskBack, DashboardReading, GoBack, Plain
from bi.model.reading import Clarification, Unsupported
from llm.asked import Attempt, DashboardAsked
from llm.dashboards import compose
from llm.errors import BudgetSpent, ModelUnavailable, ReplyUnusable
from llm.usage import Author, AuthorKind
from llm.wish import Mode
from nodes.authored import with_author, with_notice
from nodes.authors import Authors
from nodes.composing import Composing
from nodes.degrading import is_an_answer, notice_of, unanswered
from nodes.events import Progress
from nodes.model_reading import asked_of, is_for_the_model
from nodes.names import Node
from nodes.state import Turn
from nodes.telling import TurnContext, tell
from nodes.trying import tried
from nodes.turn_reading import EngineReading


@dataclass(frozen=True, slots=True)
class ModelComposing:
    """One turn, which the engine has read as a sentence about a dashboard."""

    authors: Authors
    composing: Composing
    runtime: Runtime[TurnContext]

    async def reading(self, read: DashboardReading) -> tuple[DashboardReading | None, Turn]:
        """What is done, and the turn with who says so; None: a model finds that it is a question.

        Raises ModelUnavailable where the engine did not understand either.
        """
        model, turn = self.authors.model, self.composing.turn
        if await self.composing.chosen() is not None:
            offered_by = self.composing.state.get("options_author")
            return read, cast(Turn, {**turn, "author": offered_by}) if offered_by else turn
        if model is None or not self._is_for_the_model(read):
            return read, turn
        tell(self.runtime, Progress(Node.ROUTER, f"Asking {model.name}"))
        asked = await self._asked(read)
        attempts: list[Attempt] = []
        try:
            composed = await tried(
                lambda: compose(asked, (), model),
                lambda before: compose(asked, before, model),
                attempts,
                self.runtime,
                Node.ROUTER,
            )
        except ModelUnavailable as error:
            if (refused := _refused(read)) is not None:
                raise unanswered(error, refused) from error
            return read, with_notice(turn, notice_of(error))
        except (BudgetSpent, ReplyUnusable) as error:
            return read, with_notice(turn, notice_of(error))
        if composed.reading is None:
            return None, turn
        if isinstance(composed.reading, AskBack) and _is_better(read, composed.reading):
            return read, turn
        author = Author(AuthorKind.MODEL, model.name, composed.reused)
        return composed.reading, with_author(turn, author, composed.reply, attempts)

    async def of_a_question(self, read: EngineReading) -> tuple[DashboardReading, Turn] | None:
        """The same, of a sentence that the engine took for a question, in a session that is at a
        dashboard, or which names one; None: it is a question.

        Raises as `reading`.
        """
        if self.authors.model is None or not is_for_the_model(read, self.authors.mode):
            return None
        if not await self.composing.may_be_about_dashboard():
            return None
        found, turn = await self.reading(Plain(read.reading))
        return None if found is None else (found, turn)

    def _is_for_the_model(self, read: DashboardReading) -> bool:
        if self.composing.turn["kind"] == "visualize" or isinstance(read, GoBack):
            return False
        is_read = not isinstance(read, AskBack) and _refused(read) is None
        return self.authors.mode is Mode.MODEL or not is_read

    async def _asked(self, read: DashboardReading) -> DashboardAsked:
        composing = self.composing
        hints = read.reading if isinstance(read, Plain) else _refused(read) or Unsupported("")
        asked = await asked_of(composing.turn, composing.state, composing.asking, hints)
        tile_id, focus = composing.turn.get("tile_id"), composing.state.get("spoken_of")
        return DashboardAsked(asked, composing.dashboard, tile_id, focus)


def _refused(read: DashboardReading) -> Clarification | Unsupported | None:
    """What the engine could not read; None: it is something to go on from."""
    match read:
        case AskBack():
            refused = Unsupported(read.message, read.unknown, read.suggestions)
            return None if read.choices else refused
        case Plain(Clarification() | Unsupported() as reading):
            return None if is_an_answer(reading) else reading
        case _:
            return None


def _is_better(engines: DashboardReading, models: AskBack) -> bool:
    """Choices are something to go on from."""
    return isinstance(engines, AskBack) and bool(engines.choices) and not models.choices
