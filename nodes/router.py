"""router: what does the sentence ask for, and which node answers it?"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import cast

from langgraph.runtime import Runtime

from bi.catalog.within import is_within
from bi.dashboards.outcome import AskBack, DashboardReading, Plain
from bi.datasources.connected import ConnectedDatasource
from bi.language.breaking.breaking import break_down
from bi.language.breaking.parts import Part
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog
from bi.model.chart import ChartOptions, ChartType
from bi.model.errors import NothingToRefine
from bi.model.reading import (
    ChartWish,
    Clarification,
    DescribeData,
    Question,
    Reading,
    Understanding,
    Unsupported,
    Verified,
    WrittenSql,
)
from bi.model.semantic import SemanticQuery
from nodes.answer import Intent, ResultRef
from nodes.asking import Asking
from nodes.codec import DASHBOARD_READING, OFFERED, READING, decode, encode
from nodes.composing import Composing
from nodes.drawn import drawn_with
from nodes.earlier import asked, asked_by, query_of, written_of
from nodes.events import Progress
from nodes.moved import telling_of_the_move, without_what_is_gone
from nodes.names import Node
from nodes.offered import is_open, reading_of
from nodes.rewriting import Rewriting
from nodes.services import Services
from nodes.state import Analysis, BIState, SessionFacts, Turn
from nodes.telling import TurnContext, tell, viewer_of
from nodes.turns import current_turn, session_facts, visit

# Characters; a text of more is no question as people ask them, and reading it would hold the event
# loop. In a thread a question would only wait for others.
_LONG = 400


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
        # What corrects an earlier answer is about that one, whatever the session is at by now.
        corrects = turn.get("corrects") is not None
        composed = None if corrects else await Composing(turn, state, asking).reading()
        if composed is not None and not isinstance(composed, Plain):
            return _about_dashboard(turn, composed, begun, state if moves else None)
        if isinstance(composed, Plain):
            reading = composed.reading
        elif turn["kind"] == "breakdown":
            parts, reading = await self._broken(turn, state, datasource, asking)
        else:
            reading = await self._read(turn, state, datasource, asking)
        if isinstance(reading, Unsupported) and not corrects:
            # Said after another question, it may still be about the dashboard before that.
            composed = await Composing(turn, state, asking).reading_after_all()
            if composed is not None:
                return _about_dashboard(turn, composed, begun, state if moves else None)
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

    async def _read(
        self, turn: Turn, state: BIState, datasource: ConnectedDatasource, asking: Asking
    ) -> Reading:
        """What an earlier turn left counts as far as the viewer may still see what it is of."""
        viewer = asking.viewer
        catalog = datasource.seen_by(viewer)
        if turn["kind"] == "sql":
            return await self._refined_sql(turn, datasource, asking)
        analysis = _spoken_of(turn, state)
        needs_one = turn["kind"] in ("refine", "visualize")
        if needs_one and analysis is None:
            raise NothingToRefine("Nothing has been answered in this session yet; ask a question.")
        if analysis is not None and not _may_be_asked(asked(asked_by(analysis)), catalog):
            if needs_one:
                raise NothingToRefine(
                    "What was asked before is not open to you any more; ask a new question."
                )
            analysis = None
        if turn["kind"] == "visualize":
            wish = _wish_of(turn)
            return await self._drawable(wish, analysis, catalog.rights)
        text = turn["text"] or ""
        understander = await datasource.understander(viewer)
        options = [OFFERED.validate_python(value) for value in state.get("options", [])]
        options = [option for option in options if is_open(option, catalog)]
        if chosen := understander.engine.choice(text, options):
            return reading_of(chosen)
        history = _history(state, catalog)
        context = ReadContext(
            today=understander.today,
            previous=query_of(analysis) if analysis else None,
            unreadable=analysis["title"] if analysis and analysis["query"] is None else None,
            must_refine=turn["kind"] == "refine",
            history=tuple(history.values()),
            lost=_is_lost(turn, state),
            drawn=drawn_with(analysis) if analysis else ChartOptions(),
        )
        reading = await _read_by(understander.engine, text, context)
        if isinstance(reading, ChartWish):
            return await self._drawable(reading, analysis, catalog.rights)
        if isinstance(reading, Question | WrittenSql) and reading.returns_to is not None:
            return replace(reading, returns_to=list(history)[reading.returns_to])
        written = written_of(analysis) if analysis and context.unreadable is not None else None
        if written is None or not isinstance(reading, Unsupported):
            return reading
        changed = await Rewriting(asking, understander, context.drawn).reading(written, text)
        is_change = reading.of_written or context.must_refine
        return changed if is_change or isinstance(changed, Question | WrittenSql) else reading

    async def _refined_sql(
        self, turn: Turn, datasource: ConnectedDatasource, asking: Asking
    ) -> Reading:
        """SQL from outside, as the sentence changes it: a question of its own."""
        understander = await datasource.understander(asking.viewer)
        written = WrittenSql(turn.get("sql") or "", "")
        reading = await Rewriting(asking, understander).reading(written, turn["text"] or "")
        if isinstance(reading, Question | WrittenSql):
            return replace(reading, refines=False)
        return reading

    async def _broken(
        self, turn: Turn, state: BIState, datasource: ConnectedDatasource, asking: Asking
    ) -> tuple[tuple[Part, ...], Reading]:
        """The parts of a compound question, and what is read of the first that is a question.

        No parts: the sentence is none, and is taken as any message.
        """
        viewer = asking.viewer
        reading = await self._read(turn, state, datasource, asking)
        if isinstance(reading, Question) and reading.returns_to is not None:
            return (), reading
        viewer = asking.viewer
        understander = await datasource.understander(viewer)
        analysis = _spoken_of(turn, state)
        before = None
        if analysis is not None:
            before = query_of(analysis)
        if before is not None and not is_within(before, datasource.seen_by(viewer)):
            before = None
        context = ReadContext(understander.today, before, lost=_is_lost(turn, state))
        # Many ways of parting it are tried: too long for the event loop.
        parts = await asyncio.to_thread(
            break_down, turn["text"] or "", understander.engine, context
        )
        asked = [one.reading for one in parts if isinstance(one.reading, Question | WrittenSql)]
        return (parts, asked[0]) if asked else ((), reading)

    async def _drawable(self, wish: ChartWish, analysis: Analysis | None, rights: str) -> Reading:
        """The wish, or the question behind it where its rows have expired, or are those of other
        rights."""
        if analysis is None:
            return Unsupported("There is no chart to change yet; ask a question first.")
        result = decode(ResultRef, analysis["result"])
        same_rights = analysis.get("rights", "") == rights
        if same_rights and await self.services.results.load(result.key) is not None:
            return wish
        if (written := written_of(analysis)) is not None:
            return replace(written, chart=wish.chart, options=wish.options, refines=True)
        understanding = decode(Understanding, analysis["understanding"])
        query = decode(SemanticQuery, analysis["query"])
        verified = decode(Verified, one) if (one := analysis.get("verified")) else None
        return Question(
            query, understanding, wish.chart, wish.options, refines=True, verified=verified
        )


def _spoken_of(turn: Turn, state: BIState) -> Analysis | None:
    """What a sentence is about where it is no question of its own."""
    if (corrected := turn.get("corrects")) is not None:
        return cast(Analysis, corrected)
    return None if state.get("forgot") else state.get("analysis")


def _is_lost(turn: Turn, state: BIState) -> bool:
    """Whether it is unclear what a follow-up is about."""
    return state.get("lost", False) and turn.get("corrects") is None


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


async def _read_by(engine: LanguageEngine, text: str, context: ReadContext) -> Reading:
    if len(text) <= _LONG:
        return engine.read(text, context)
    return await asyncio.to_thread(engine.read, text, context)


def _wish_of(turn: Turn) -> ChartWish:
    chart, options = turn["chart_type"], turn.get("options")
    return ChartWish(
        ChartType(chart) if chart else None,
        decode(ChartOptions, options) if options is not None else None,
    )


def _about_dashboard(
    turn: Turn, reading: DashboardReading, session: SessionFacts, moved: BIState | None
) -> BIState:
    intent = Intent.CLARIFY if isinstance(reading, AskBack) else Intent.DASHBOARD
    written = DASHBOARD_READING.dump_python(reading, mode="json")
    update: BIState = {
        "turn": visit(turn, Node.ROUTER, composing=written, intent=intent.value),
        "session": session,
        "options": [],
        "choices": [],
    }
    if moved is not None:
        update["history"] = moved["history"]
        update["forgot"] = moved.get("forgot", False)
    return update


def _may_be_asked(question: SemanticQuery | WrittenSql, catalog: Catalog) -> bool:
    """Written SQL is for the guard to judge, when it is run again."""
    return isinstance(question, WrittenSql) or is_within(question, catalog)


def _history(state: BIState, catalog: Catalog) -> dict[int, SemanticQuery | WrittenSql]:
    """What was asked before the analysis and is still open, by its place."""
    entries = map(asked, state.get("history", []))
    return {n: one for n, one in enumerate(entries) if _may_be_asked(one, catalog)}


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
