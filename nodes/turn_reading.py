"""What a turn asks for, as the language engine reads it after what was asked before."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from bi.catalog.within import is_within
from bi.datasources.understanding import Understander
from bi.language.breaking.breaking import break_down
from bi.language.breaking.parts import Part
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog
from bi.model.chart import ChartOptions, ChartType
from bi.model.errors import NothingToRefine
from bi.model.reading import (
    ChartWish,
    Question,
    Reading,
    Understanding,
    Unsupported,
    Verified,
    WrittenSql,
)
from bi.model.semantic import SemanticQuery
from nodes.answer import ResultRef
from nodes.asking import Asking
from nodes.codec import OFFERED, decode
from nodes.drawn import drawn_with
from nodes.earlier import asked, asked_by, query_of, written_of
from nodes.offered import is_open, reading_of
from nodes.rewriting import Rewriting
from nodes.state import Analysis, BIState, Turn

# Characters; a text of more is no question as people ask them, and reading it would hold the event
# loop. In a thread a question would only wait for others.
_LONG = 400


@dataclass(frozen=True, slots=True)
class EngineReading:
    """`settled`: there is no sentence that could be read otherwise; `chosen`: it was a reply that
    chose one of the readings offered."""

    reading: Reading
    settled: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class TurnReading:
    turn: Turn
    state: BIState
    asking: Asking

    async def reading(self) -> EngineReading:
        """What an earlier turn left counts as far as the viewer may still see what it is of."""
        turn, state, asking = self.turn, self.state, self.asking
        datasource = asking.datasource
        viewer = asking.viewer
        catalog = datasource.seen_by(viewer)
        if turn["kind"] == "sql":
            return EngineReading(await self._refined_sql())
        analysis = spoken_of(turn, state)
        needs_one = turn["kind"] in ("refine", "visualize")
        if needs_one and analysis is None:
            raise NothingToRefine("Nothing has been answered in this session yet; ask a question.")
        if analysis is not None and not may_be_asked(asked(asked_by(analysis)), catalog):
            if needs_one:
                raise NothingToRefine(
                    "What was asked before is not open to you any more; ask a new question."
                )
            analysis = None
        if turn["kind"] == "visualize":
            wish = _wish_of(turn)
            drawable = await self._drawable(wish, analysis, catalog.rights)
            return EngineReading(drawable, settled=True)
        text = turn["text"] or ""
        understander = await datasource.understander(viewer)
        options = [OFFERED.validate_python(value) for value in state.get("options", [])]
        options = [option for option in options if is_open(option, catalog)]
        if chosen := understander.engine.choice(text, options):
            return EngineReading(reading_of(chosen), settled=True, chosen=True)
        return EngineReading(await self._sentence(text, analysis, understander))

    async def _sentence(
        self, text: str, analysis: Analysis | None, understander: Understander
    ) -> Reading:
        turn, state, asking = self.turn, self.state, self.asking
        catalog = asking.datasource.seen_by(asking.viewer)
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

    async def _refined_sql(self) -> Reading:
        """SQL from outside, as the sentence changes it: a question of its own."""
        turn, asking = self.turn, self.asking
        datasource = asking.datasource
        understander = await datasource.understander(asking.viewer)
        written = WrittenSql(turn.get("sql") or "", "")
        reading = await Rewriting(asking, understander).reading(written, turn["text"] or "")
        if isinstance(reading, Question | WrittenSql):
            return replace(reading, refines=False)
        return reading

    async def broken(self) -> tuple[tuple[Part, ...], Reading]:
        """The parts of a compound question, and what is read of the first that is a question.

        No parts: the sentence is none, and is taken as any message.
        """
        turn, state, asking = self.turn, self.state, self.asking
        datasource = asking.datasource
        viewer = asking.viewer
        reading = (await self.reading()).reading
        if isinstance(reading, Question) and reading.returns_to is not None:
            return (), reading
        viewer = asking.viewer
        understander = await datasource.understander(viewer)
        analysis = spoken_of(turn, state)
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
        if same_rights and await self.asking.services.results.load(result.key) is not None:
            return wish
        if (written := written_of(analysis)) is not None:
            return replace(written, chart=wish.chart, options=wish.options, refines=True)
        understanding = decode(Understanding, analysis["understanding"])
        query = decode(SemanticQuery, analysis["query"])
        verified = decode(Verified, one) if (one := analysis.get("verified")) else None
        return Question(
            query, understanding, wish.chart, wish.options, refines=True, verified=verified
        )


def refining_context(state: BIState, catalog: Catalog, today: date) -> ReadContext | None:
    """In which a refinement of the last answer is read; None where no query of the catalog's words
    gave that, or where something else would be taken for refined."""
    analysis = None if state.get("forgot") else state.get("analysis")
    query = query_of(analysis) if analysis else None
    elsewhere = state.get("options") or (state.get("at_dashboard") and "dashboard" in state)
    if analysis is None or query is None or elsewhere or not is_within(query, catalog):
        return None
    return ReadContext(
        today=today,
        previous=query,
        must_refine=True,
        history=tuple(_history(state, catalog).values()),
        lost=state.get("lost", False),
        drawn=drawn_with(analysis),
    )


def spoken_of(turn: Turn, state: BIState) -> Analysis | None:
    """What a sentence is about where it is no question of its own."""
    if (corrected := turn.get("corrects")) is not None:
        return cast(Analysis, corrected)
    return None if state.get("forgot") else state.get("analysis")


def _is_lost(turn: Turn, state: BIState) -> bool:
    """Whether it is unclear what a follow-up is about."""
    return state.get("lost", False) and turn.get("corrects") is None


async def _read_by(engine: LanguageEngine, text: str, context: ReadContext) -> Reading:
    if len(text) <= _LONG and engine.is_ready(context.today):
        return engine.read(text, context)
    return await asyncio.to_thread(engine.read, text, context)


def _wish_of(turn: Turn) -> ChartWish:
    chart, options = turn["chart_type"], turn.get("options")
    return ChartWish(
        ChartType(chart) if chart else None,
        decode(ChartOptions, options) if options is not None else None,
    )


def may_be_asked(question: SemanticQuery | WrittenSql, catalog: Catalog) -> bool:
    """Written SQL is for the guard to judge, when it is run again."""
    return isinstance(question, WrittenSql) or is_within(question, catalog)


def _history(state: BIState, catalog: Catalog) -> dict[int, SemanticQuery | WrittenSql]:
    """What was asked before the analysis and is still open, by its place."""
    entries = map(asked, state.get("history", []))
    return {n: one for n, one in enumerate(entries) if may_be_asked(one, catalog)}
