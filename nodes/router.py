"""router: what does the sentence ask for, and which node answers it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from langgraph.runtime import Runtime

from bi.dashboards.outcome import AskBack, DashboardReading, Plain
from bi.language.breaking.parts import Part
from bi.model.reading import (
    ChartWish,
    Clarification,
    DescribeData,
    Question,
    Reading,
    Unsupported,
    WrittenSql,
)
from nodes.answer import Intent
from nodes.asking import Asking
from nodes.authors import authors_of
from nodes.codec import DASHBOARD_READING, READING, encode
from nodes.composing import Composing
from nodes.events import Progress
from nodes.model_composing import ModelComposing
from nodes.model_parts import ModelParts
from nodes.model_reading import ModelReading
from nodes.moved import telling_of_the_move, without_what_is_gone
from nodes.names import Node
from nodes.parts import about_the_part
from nodes.services import Services
from nodes.state import Analysis, BIState, SessionFacts, Turn
from nodes.telling import TurnContext, tell, viewer_of
from nodes.turn_reading import EngineReading, TurnReading
from nodes.turns import current_turn, session_facts, visit


@dataclass(frozen=True, slots=True)
class Router:
    services: Services

    async def __call__(self, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        turn = current_turn(state)
        tell(runtime, Progress(Node.ROUTER, _announcement(turn)))
        session = session_facts(state, self.services.datasources)
        if turn["kind"] == "summary":
            return {"turn": visit(turn, Node.ROUTER, intent=Intent.SUMMARY), "session": session}
        await self.services.follow_drafts()
        # Asked anew each turn: a tenant may have lost the datasource since the session began.
        begun_on = session.get("catalog_version")
        datasource = self.services.datasources.chosen(
            session["datasource_id"], session["tenant_id"], begun_on
        )
        datasource.require_described()
        await self.services.bring_knowledge(session["tenant_id"], datasource.id)
        version = datasource.catalog.version
        moves = begun_on not in (None, version)
        if moves:
            state = without_what_is_gone(state, datasource)
        viewer = viewer_of(runtime)
        parts: tuple[Part, ...] = ()
        begun = SessionFacts(**{**session, "catalog_version": version})
        if turn["kind"] == "suggest":
            return _suggesting(turn, begun, state if moves else None)
        asking = Asking(self.services, datasource, session, viewer)
        turn = about_the_part(turn, state)
        # What corrects an earlier answer is about that one, whatever the session is at by now.
        corrects = turn.get("corrects") is not None
        composed = None if corrects else await Composing(turn, state, asking).reading()
        authors = authors_of(turn, session, self.services, runtime)
        by_model = ModelComposing(authors, Composing(turn, state, asking), runtime)
        is_asked = composed is not None
        if composed is not None:
            composed, turn = await by_model.reading(composed)
            if composed is not None and not isinstance(composed, Plain):
                return _about_dashboard(turn, composed, begun, state if moves else None)
        read: EngineReading | None = None
        if isinstance(composed, Plain):
            # A model that was asked is not asked again.
            read = EngineReading(composed.reading, settled=was_asked(turn))
        if read is None and turn["kind"] == "breakdown":
            parts, found = await TurnReading(turn, state, asking).broken()
            by_parts = ModelParts(authors, turn, state, asking, runtime)
            parts, turn = await by_parts.broken(parts, found)
            read = EngineReading(first_of(parts) or found, settled=bool(parts))
        elif read is None:
            read = await TurnReading(turn, state, asking).reading()
        if isinstance(read.reading, Unsupported) and not corrects:
            # Said after another question, it may still be about the dashboard before that.
            composed = await Composing(turn, state, asking).reading_after_all()
            if composed is not None:
                return _about_dashboard(turn, composed, begun, state if moves else None)
        again = None if is_asked else await by_model.of_a_question(read)
        if again is not None:
            composed, turn = again
            if not isinstance(composed, Plain):
                return _about_dashboard(turn, composed, begun, state if moves else None)
            read = EngineReading(composed.reading, settled=was_asked(turn))
        reading, turn = await ModelReading(authors, turn, state, asking, runtime).reading(read)
        if moves:
            reading = telling_of_the_move(reading)
        update: BIState = {
            "turn": visit(
                turn,
                Node.ROUTER,
                reading=READING.dump_python(reading, mode="json"),
                intent=(Intent.BREAKDOWN if parts else intent_of(reading)).value,
            ),
            "session": begun,
            "options": [],
            "options_author": None,
            "choices": [],
            "lost": is_lost(reading, state),
            "forgot": state.get("forgot", False) or _forgets(reading),
        }
        if parts:
            update["turn"]["breaking"] = [encode(part) for part in parts]
        if given := turn.get("dashboard"):
            update["dashboard"] = given
        if isinstance(reading, Question | WrittenSql):
            update["at_dashboard"] = False
        if corrects and _is_edit(reading):
            # The edit is done to that answer, and the next one to what comes of it.
            update["analysis"] = cast(Analysis, turn["corrects"])
            update["lost"] = update["forgot"] = False
        if moves:
            update["history"] = state["history"]
        return update


def first_of(parts: Sequence[Part]) -> Reading | None:
    """What is read of the first that is a question."""
    asked = (part.reading for part in parts)
    return next((one for one in asked if isinstance(one, Question | WrittenSql)), None)


def was_asked(turn: Turn) -> bool:
    """Whether a model was, and either wrote what was read or gave nothing."""
    return bool(turn.get("author") or turn.get("notices"))


def _is_edit(reading: Reading) -> bool:
    match reading:
        case ChartWish():
            return True
        case Question() | WrittenSql():
            return reading.refines
        case _:
            return False


def _suggesting(turn: Turn, session: SessionFacts, moved: BIState | None) -> BIState:
    update: BIState = {
        "turn": visit(turn, Node.ROUTER, intent=Intent.SUGGEST.value),
        "session": session,
    }
    if moved is not None:
        update["history"] = moved["history"]
        update["forgot"] = moved.get("forgot", False)
    return update


def _about_dashboard(
    turn: Turn, reading: DashboardReading, session: SessionFacts, moved: BIState | None
) -> BIState:
    intent = Intent.CLARIFY if isinstance(reading, AskBack) else Intent.DASHBOARD
    written = DASHBOARD_READING.dump_python(reading, mode="json")
    update: BIState = {
        "turn": visit(turn, Node.ROUTER, composing=written, intent=intent.value),
        "session": session,
        "options": [],
        "options_author": None,
        "choices": [],
    }
    if moved is not None:
        update["history"] = moved["history"]
        update["forgot"] = moved.get("forgot", False)
    return update


def is_lost(reading: Reading, state: BIState) -> bool:
    """Whether there is a question since the last answer that was not answered itself."""
    match reading:
        case Clarification() | Unsupported():
            return state.get("lost", False) or not reading.refines
        case Question() | WrittenSql():
            return False
        case _:
            return state.get("lost", False)


def _forgets(reading: Reading) -> bool:
    return isinstance(reading, Clarification) and reading.forgets


def intent_of(reading: Reading) -> Intent:
    match reading:
        case Question() | WrittenSql():
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
        case "suggest":
            return "Looking at the data"
        case "breakdown":
            return "Breaking the question down"
        case "sql":
            return "Reading the SQL and how it shall change"
        case "dashboard":
            return "Understanding what the dashboard shall show"
        case _:
            return "Understanding the question"
