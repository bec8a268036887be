"""Questions put to the graph as a person would put them, without a ledger of runs."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from bi.model.result import ResultSet
from bi.model.semantic import SemanticQuery
from evaluation.databases import Databases
from evaluation.model_use import ModelShare, ModelUse
from evaluation.results import CaseResults
from graph.build import build_graph
from graph.runner import Place, run_turn, thread_config
from graph.tracing import TurnFacts, turn_span
from llm.meter import Meter
from nodes.earlier import query_of
from nodes.events import Complete, Event, Progress, Terminal
from nodes.names import Node
from nodes.services import Services
from nodes.state import BIState, FollowUp, SessionFacts
from nodes.telling import TurnContext
from nodes.turns import entering


@dataclass(frozen=True, slots=True)
class Reply:
    """How a turn ended. `language_ms` of it went by until the sentence was understood.

    `query` is what the rows answer, None where there are none or written SQL gave them. `share`
    is the model's, None where it was not called.
    """

    event: Terminal
    rows: ResultSet | None
    query: SemanticQuery | None
    ms: float
    language_ms: float
    share: ModelShare | None = None


class Asker:
    """The graph over the databases; its checkpoints are in memory. Turns are asked one at a time:
    `use` None asks no model."""

    def __init__(self, databases: Databases, use: ModelUse | None = None) -> None:
        self.results = CaseResults()
        self.saver = InMemorySaver()
        self.use = use
        services = Services(
            databases, self.results, insight_queries=0, models=use.models if use else None
        )
        self.graph = build_graph(services, self.saver)
        self._sessions = 0

    def session(self, datasource_id: str) -> Session:
        self._sessions += 1
        return Session(self, f"case-{self._sessions}", datasource_id)


class Session:
    """One conversation: what is asked first begins it, all else follows it up."""

    def __init__(self, asker: Asker, thread_id: str, datasource_id: str) -> None:
        self._asker = asker
        self._config = thread_config(Place(thread_id, None))
        self._thread_id = thread_id
        self._facts = SessionFacts(
            tenant_id="evaluation", user_id="evaluation", datasource_id=datasource_id
        )
        self._traced = TurnFacts("evaluation", thread_id, datasource_id, "message")
        self._turns = 0
        self._rests = False

    async def ask(self, question: str) -> Reply:
        """Raises nothing that a turn may fail with: that is its ending."""
        use = self._asker.use
        follow_up = FollowUp(
            turn_id=str(self._turns),
            kind="message",
            at=datetime.now(UTC),
            text=question,
            mode=use.mode if use else None,
        )
        clock, meter = _Clock(), Meter()
        if use:
            use.models.begin_turn()
        started = time.perf_counter()
        graph, begin = self._asker.graph, self._begin(follow_up)
        with turn_span(self._traced, question) as span:
            context = TurnContext(clock.hear, meter=meter)
            ending = await run_turn(graph, self._config, begin, context)
            span.end(ending.event)
        ended = time.perf_counter()
        self._turns, self._rests = self._turns + 1, ending.rests
        rows = await self._rows(ending.event)
        query = None if rows is None else await self._query()
        understood = clock.understood or ended
        ms, language_ms = (ended - started) * 1000, (understood - clock.heard) * 1000
        share = use.models.share(meter.usage) if use else None
        return Reply(ending.event, rows, query, ms, language_ms, share)

    async def end(self) -> None:
        """Forgets all that was said."""
        await self._asker.saver.adelete_thread(self._thread_id)
        self._asker.results.clear()

    async def _begin(self, follow_up: FollowUp) -> BIState | Command[Any]:
        if self._rests:
            return Command(resume=follow_up.model_dump(mode="json"))
        # Also after a turn that did not come to rest: a resume would be dropped silently.
        await self._asker.saver.adelete_thread(self._thread_id)
        return {**entering(follow_up), "session": self._facts}

    async def _rows(self, event: Terminal) -> ResultSet | None:
        if isinstance(event, Complete) and event.answer.result is not None:
            return await self._asker.results.load(event.answer.result.key)
        return None

    async def _query(self) -> SemanticQuery | None:
        state = await self._asker.graph.aget_state(self._config)
        return query_of(state.values["analysis"])


class _Clock:
    """When the router took the sentence up, and when the next node had its reading."""

    def __init__(self) -> None:
        self.heard = time.perf_counter()
        self.understood: float | None = None

    def hear(self, event: Event) -> None:
        if not isinstance(event, Progress):
            return
        if event.node == Node.ROUTER:
            self.heard = time.perf_counter()
        elif self.understood is None:
            self.understood = time.perf_counter()
