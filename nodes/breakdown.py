"""breakdown: the parts of a compound question, answered side by side and told in their order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from langgraph.runtime import Runtime

from bi.language.breaking.parts import Part, narrowed
from bi.language.breaking.pointing import place_of
from bi.model.errors import QueryNotPossible, StoreUnavailable
from bi.model.reading import Question, Unsupported, WrittenSql
from bi.model.semantic import Scalar
from nodes.answer import Intent, Task
from nodes.codec import READING, decode
from nodes.earlier import asked_by, query_of
from nodes.events import Event, Partial, Progress
from nodes.failure import failure_of
from nodes.names import Node
from nodes.parts import (
    answered_task,
    clarified,
    description_of,
    not_asked,
    task_id_of,
    understood,
)
from nodes.prose import say
from nodes.rows import rows_of
from nodes.services import Services
from nodes.state import HISTORY, Analysis, BIState, Json, Turn
from nodes.steps import Steps
from nodes.telling import TurnContext, tell
from nodes.tiles import AT_ONCE
from nodes.together import together
from nodes.turns import datasource_of, visit

# The nodes that answer a question: sql, forecast, viz, insight.
Step = Callable[[BIState, Runtime[TurnContext]], Awaitable[BIState]]

# What asks for more is too long to be read as one answer.
MOST_PARTS = 20
# A condition on so many values of an earlier answer is still one that a database likes.
MOST_VALUES = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a part ended: with an analysis, a question back, or an error."""

    task: Task
    analysis: Analysis | None = None
    error: Exception | None = None


@dataclass(slots=True)
class _Work:
    """A part at work. `author` has the fields of a turn that say who wrote it.

    `compiled` is its task once it has its SQL; None when it gets none.
    """

    task_id: str
    part: Part
    author: Json
    compiled: asyncio.Future[Task | None] = field(default_factory=asyncio.Future)
    ended: asyncio.Future[Outcome] = field(default_factory=asyncio.Future)


@dataclass(frozen=True, slots=True)
class Breakdown:
    services: Services
    steps: tuple[Step, Step, Step, Step]

    async def __call__(self, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        turn = state["turn"]
        broken = [decode(Part, value) for value in turn.get("breaking", [])]
        parts = broken[:MOST_PARTS]
        several = (
            f"Answering {len(parts)} questions" if len(parts) > 1 else "Answering the question"
        )
        tell(runtime, Progress(Node.BREAKDOWN, several))
        authors = turn.get("breaking_authors") or [{} for _ in parts]
        works = [
            _Work(task_id_of(n), part, author)
            for n, (part, author) in enumerate(zip(parts, authors, strict=False), start=1)
        ]
        outcomes = await self._answered(works, state, runtime)
        answered = {one.task.task_id: one.analysis for one in outcomes if one.analysis}
        if not answered:
            # It ends as the question alone would have.
            raise next((one.error for one in outcomes if one.error), QueryNotPossible(_NOTHING))
        tasks = tuple(one.task for one in outcomes)
        text = description_of(tasks, left_out=len(broken) - len(parts))
        last = [*answered.values()][-1]
        further = {
            "title": clarified(tasks),
            "tasks": tasks,
            "understanding": understood(tasks),
        }
        ended = say(
            visit(turn, Node.BREAKDOWN), text, Intent.BREAKDOWN, None, runtime, further=further
        )
        return {
            **ended,
            "parts": answered,
            "analysis": last,
            "history": _history(state, [asked_by(one) for one in answered.values()]),
            "forgot": False,
            "lost": False,
        }

    async def _answered(
        self, works: Sequence[_Work], state: BIState, runtime: Runtime[TurnContext]
    ) -> list[Outcome]:
        """Told in one order, whichever is ready first: a second attempt then says the same."""
        room = asyncio.Semaphore(AT_ONCE)
        answering = [self._work(work, works, room, state, runtime) for work in works]
        await together([*answering, _told(works, runtime)])
        return [work.ended.result() for work in works]

    async def _work(
        self,
        work: _Work,
        works: Sequence[_Work],
        room: asyncio.Semaphore,
        state: BIState,
        runtime: Runtime[TurnContext],
    ) -> None:
        question, reading = work.part.question, work.part.reading
        outcome: Outcome
        try:
            if work.part.needs is not None and isinstance(reading, Question):
                question, reading = await self._narrowed(work.part, works, state)
            if isinstance(reading, Question | WrittenSql):
                async with room:
                    outcome = await self._asked(work, question, reading, state, runtime)
            else:
                outcome = Outcome(not_asked(Task(work.task_id, question), reading))
        except StoreUnavailable:
            raise
        except QueryNotPossible as refusal:
            unsupported = Unsupported(refusal.message)
            outcome = Outcome(not_asked(Task(work.task_id, question), unsupported), error=refusal)
        except Exception as error:
            failed = Task(work.task_id, question, failure=dict(failure_of(error)))
            outcome = Outcome(failed, error=error)
        if not work.compiled.done():
            work.compiled.set_result(None)
        work.ended.set_result(outcome)

    async def _narrowed(
        self, part: Part, works: Sequence[_Work], state: BIState
    ) -> tuple[str, Question]:
        """The question with what another part found. Raises QueryNotPossible."""
        assert part.needs is not None
        before = await works[part.needs.part].ended
        if before.analysis is None:
            raise QueryNotPossible(f"It needs the answer of “{before.task.question}”.")
        query = query_of(before.analysis)
        assert query is not None  # a part that others need is a query of the catalog's words
        place = place_of(part.needs.column, query)
        found = await rows_of(before.analysis, self.services.results)
        rows = part.needs.pick.of(found.rows)
        values: list[Scalar] = [
            *dict.fromkeys(row[place] for row in rows if row[place] is not None)
        ]
        if not values:
            raise QueryNotPossible(f"“{before.task.question}” found nothing to ask about.")
        if len(values) > MOST_VALUES:
            raise QueryNotPossible(
                f"“{before.task.question}” found more than {MOST_VALUES:,}; ask for the first ones."
            )
        catalog = datasource_of(state, self.services.datasources).catalog
        return narrowed(part, values, catalog)

    async def _asked(
        self,
        work: _Work,
        question: str,
        reading: Question | WrittenSql,
        state: BIState,
        runtime: Runtime[TurnContext],
    ) -> Outcome:
        """The way of a question of its own, told aside."""

        def hear(event: Event) -> None:
            if isinstance(event, Partial) and not work.compiled.done():
                work.compiled.set_result(
                    replace(event.task, task_id=work.task_id, question=question)
                )

        aside = runtime.override(context=_aside(runtime, hear))
        sql, forecast, viz, insight = self.steps
        turn: Turn = {
            **state["turn"],
            "text": question,
            "intent": Intent.QUERY.value,
            "reading": READING.dump_python(reading, mode="json"),
            "author": work.author.get("author"),
            "authored": work.author.get("authored"),
        }
        own: BIState = {"session": state["session"], "turn": turn}
        for step in (sql, *([forecast] if _looks_ahead(reading) else []), viz, insight):
            own = {**own, **(await step(own, aside))}
        return Outcome(answered_task(work.task_id, question, own["analysis"]), own["analysis"])


_NOTHING = "None of the questions could be answered."


def _looks_ahead(reading: Question | WrittenSql) -> bool:
    return isinstance(reading, Question) and reading.query.forecast is not None


def _aside(runtime: Runtime[TurnContext], hear: Callable[[Event], None]) -> TurnContext:
    context: TurnContext | None = runtime.context
    # What the parts do, side by side, is one step of the turn.
    return replace(context or TurnContext(), listener=hear, steps=Steps())


async def _told(works: Sequence[_Work], runtime: Runtime[TurnContext]) -> None:
    for work in works:
        if work.part.needs is None:
            _tell_task(await work.compiled, runtime)
    for work in works:
        if work.part.needs is not None:
            _tell_task(await work.compiled, runtime)
        _tell_task((await work.ended).task, runtime)


def _tell_task(task: Task | None, runtime: Runtime[TurnContext]) -> None:
    if task is not None:
        tell(runtime, Partial(task))


def _history(state: BIState, queries: list[Json]) -> list[Json]:
    """The question before and all parts but the last, which is what the session goes on from."""
    before = None if state.get("forgot") else state.get("analysis")
    history = [*state.get("history", []), asked_by(before)] if before else []
    longer = [*history, *queries[:-1]]
    return longer if len(longer) <= HISTORY else [longer[0], *longer[-HISTORY + 1 :]]
