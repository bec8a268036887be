"""router: what does the sentence ask for, and which node answers it?"""

from __future__ import annotations

from dataclasses import dataclass

from langgraph.runtime import Runtime

from bi.datasources.connected import ConnectedDatasource
from bi.language.engine import ReadContext
from bi.model.chart import ChartType
from bi.model.errors import NothingToRefine
from bi.model.reading import (
    ChartWish,
    Clarification,
    DescribeData,
    Option,
    Question,
    Reading,
    Understanding,
    Unsupported,
)
from bi.model.semantic import SemanticQuery
from nodes.answer import Intent, ResultRef
from nodes.codec import READING, decode
from nodes.events import Progress
from nodes.moved import telling_of_the_move, without_what_is_gone
from nodes.names import Node
from nodes.services import Services
from nodes.state import Analysis, BIState, SessionFacts, Turn
from nodes.telling import TurnContext, tell
from nodes.turns import current_turn, session_facts, visit


@dataclass(frozen=True, slots=True)
class Router:
    services: Services

    async def __call__(self, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        turn = current_turn(state)
        tell(runtime, Progress(Node.ROUTER, _announcement(turn)))
        session = session_facts(state, self.services.datasources)
        # Asked anew each turn: a tenant may have lost the datasource since the session began.
        begun_on = session.get("catalog_version")
        datasource = self.services.datasources.chosen(
            session["datasource_id"], session["tenant_id"], begun_on
        )
        version = datasource.catalog.version
        moves = begun_on not in (None, version)
        if moves:
            state = without_what_is_gone(state, datasource)
        reading = await self._read(turn, state, datasource)
        if moves:
            reading = telling_of_the_move(reading)
        update: BIState = {
            "turn": visit(
                turn,
                Node.ROUTER,
                reading=READING.dump_python(reading, mode="json"),
                intent=intent_of(reading).value,
            ),
            "session": SessionFacts(**{**session, "catalog_version": version}),
            "options": [],
            "lost": is_lost(reading, state),
            "forgot": state.get("forgot", False) or _forgets(reading),
        }
        if moves:
            update["history"] = state["history"]
        return update

    async def _read(self, turn: Turn, state: BIState, datasource: ConnectedDatasource) -> Reading:
        analysis = None if state.get("forgot") else state.get("analysis")
        if turn["kind"] != "message" and analysis is None:
            raise NothingToRefine("Nothing has been answered in this session yet; ask a question.")
        if turn["chart_type"] is not None:
            return await self._drawable(ChartWish(ChartType(turn["chart_type"])), analysis)
        text = turn["text"] or ""
        understander = await datasource.understander()
        options = [decode(Option, value) for value in state.get("options", [])]
        if chosen := understander.engine.choice(text, options):
            return Question(chosen.query, chosen.understanding, chosen.chart)
        context = ReadContext(
            today=understander.today,
            previous=decode(SemanticQuery, analysis["query"]) if analysis else None,
            must_refine=turn["kind"] == "refine",
            history=tuple(decode(SemanticQuery, value) for value in state.get("history", [])),
            lost=state.get("lost", False),
        )
        reading = understander.engine.read(text, context)
        if isinstance(reading, ChartWish):
            return await self._drawable(reading, analysis)
        return reading

    async def _drawable(self, wish: ChartWish, analysis: Analysis | None) -> Reading:
        """The wish, or the question behind it where its rows have expired or never were."""
        if analysis is None:
            return Unsupported("There is no chart to change yet; ask a question first.")
        result = decode(ResultRef, analysis["result"])
        if await self.services.results.load(result.key) is not None:
            return wish
        understanding = decode(Understanding, analysis["understanding"])
        return Question(decode(SemanticQuery, analysis["query"]), understanding, wish.chart)


def is_lost(reading: Reading, state: BIState) -> bool:
    """Whether there is a question since the last answer that was not answered itself."""
    match reading:
        case Clarification() | Unsupported():
            return state.get("lost", False) or not reading.refines
        case Question():
            return False
        case _:
            return state.get("lost", False)


def _forgets(reading: Reading) -> bool:
    return isinstance(reading, Clarification) and reading.forgets


def intent_of(reading: Reading) -> Intent:
    match reading:
        case Question():
            return Intent.QUERY
        case ChartWish():
            return Intent.VISUALIZE
        case DescribeData():
            return Intent.DESCRIBE
        case Clarification() | Unsupported():
            return Intent.CLARIFY


def _announcement(turn: Turn) -> str:
    match turn["kind"]:
        case "visualize":
            return "Looking at the result to draw"
        case "refine":
            return "Understanding the refinement"
        case _:
            return "Understanding the question"
