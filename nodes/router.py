"""router: what does the sentence ask for, and which node answers it?"""

from __future__ import annotations

from dataclasses import dataclass

from langgraph.runtime import Runtime

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
from nodes.names import Node
from nodes.services import Services
from nodes.state import Analysis, BIState, Turn
from nodes.telling import TurnContext, tell
from nodes.turns import current_turn, session_facts, visit


@dataclass(frozen=True, slots=True)
class Router:
    services: Services

    async def __call__(self, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        turn = current_turn(state)
        tell(runtime, Progress(Node.ROUTER, _announcement(turn)))
        session = session_facts(state, self.services.datasources)
        reading = await self._read(turn, state, session["datasource_id"])
        return {
            "turn": visit(
                turn,
                Node.ROUTER,
                reading=READING.dump_python(reading, mode="json"),
                intent=intent_of(reading).value,
            ),
            "session": session,
            "options": [],
        }

    async def _read(self, turn: Turn, state: BIState, datasource_id: str) -> Reading:
        analysis = state.get("analysis")
        if turn["kind"] != "message" and analysis is None:
            raise NothingToRefine("Nothing has been answered in this session yet; ask a question.")
        if turn["chart_type"] is not None:
            return await self._drawable(ChartWish(ChartType(turn["chart_type"])), analysis)
        text = turn["text"] or ""
        if chosen := _chosen(text, state.get("options", [])):
            return Question(chosen.query, chosen.understanding, chosen.chart)
        datasource = self.services.datasources.get(datasource_id)
        understander = await datasource.understander()
        context = ReadContext(
            today=understander.today,
            previous=decode(SemanticQuery, analysis["query"]) if analysis else None,
            must_refine=turn["kind"] == "refine",
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


def _chosen(text: str, options: list[dict[str, object]]) -> Option | None:
    """The offered option that a reply names by number or by its words."""
    reply = text.strip().strip(".!)\"'").casefold()
    for number, value in enumerate(options, start=1):
        option = decode(Option, value)
        if reply in (str(number), f"option {number}", option.label.casefold()):
            return option
    return None
