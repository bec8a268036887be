"""router: what does the sentence ask for, and which node answers it?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from langgraph.runtime import Runtime

from bi.catalog.within import is_within
from bi.dashboards.outcome import AskBack, DashboardReading, Plain
from bi.datasources.connected import ConnectedDatasource
from bi.language.engine import ReadContext
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
from nodes.codec import DASHBOARD_READING, OFFERED, READING, decode
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
        viewer = viewer_of(runtime)
        asking = Asking(self.services, datasource, session, viewer)
        composed = await Composing(turn, state, asking).reading()
        begun = SessionFacts(**{**session, "catalog_version": version})
        if composed is not None and not isinstance(composed, Plain):
            return _about_dashboard(turn, composed, begun, state if moves else None)
        if isinstance(composed, Plain):
            reading = composed.reading
        else:
            reading = await self._read(turn, state, datasource, asking)
        if isinstance(reading, Unsupported):
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
                intent=intent_of(reading).value,
            ),
            "session": begun,
            "options": [],
            "choices": [],
            "lost": is_lost(reading, state),
            "forgot": state.get("forgot", False) or _forgets(reading),
        }
        if given := turn.get("dashboard"):
            update["dashboard"] = given
        if isinstance(reading, Question | WrittenSql):
            update["at_dashboard"] = False
        if moves:
            update["history"] = state["history"]
        return update

    async def _read(
        self, turn: Turn, state: BIState, datasource: ConnectedDatasource, asking: Asking
    ) -> Reading:
        """What an earlier turn left counts as far as the viewer may still see what it is of."""
        viewer = asking.viewer
        catalog = datasource.seen_by(viewer)
        analysis = None if state.get("forgot") else state.get("analysis")
        if turn["kind"] == "sql":
            return await self._refined_sql(turn, datasource, asking)
        if turn["kind"] != "message" and analysis is None:
            raise NothingToRefine("Nothing has been answered in this session yet; ask a question.")
        if analysis is not None and not _may_be_asked(asked(asked_by(analysis)), catalog):
            if turn["kind"] != "message":
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
            lost=state.get("lost", False),
            drawn=drawn_with(analysis) if analysis else ChartOptions(),
        )
        reading = understander.engine.read(text, context)
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
        case "sql":
            return "Reading the SQL and how it shall change"
        case "dashboard":
            return "Understanding what the dashboard shall show"
        case _:
            return "Understanding the question"
