"""Whether a turn is about a dashboard, and what it asks of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bi.dashboards.editing import edited
from bi.dashboards.edits import ChangeChart
from bi.dashboards.outcome import AskBack, Change, Choice, Create, DashboardReading, Plain
from bi.dashboards.reading import (
    asks_to_see,
    names_chart_type,
    points_at_what_was_said,
    read_dashboard,
    speaks_of_dashboard,
)
from bi.dashboards.settling import settled
from bi.datasources.understanding import Understander
from bi.language.context import ReadContext
from bi.model.chart import ChartOptions, ChartType
from bi.model.dashboard import Dashboard
from bi.model.errors import UnknownTile
from bi.model.reading import ChartWish, Question, WrittenSql
from nodes.asking import Asking
from nodes.codec import decode
from nodes.earlier import query_of
from nodes.state import BIState, Turn
from nodes.tiles import answer_tiles


@dataclass(frozen=True, slots=True)
class Composing:
    """One turn, read as a sentence about a dashboard where it is one."""

    turn: Turn
    state: BIState
    asking: Asking

    async def reading(self) -> DashboardReading | None:
        """None: the turn is a question, or about one.

        `Plain` comes of turns only that were sent to the dashboard: a question all the same.
        Raises UnknownTile.
        """
        self._check_tile()
        match self.turn["kind"]:
            case "dashboard":
                if await self._is_of_the_last_question():
                    return None
                return await self.chosen() or await self._read_or_shown()
            case "visualize":
                return self._drawn()
            case "refine":
                return await self._refined()
            case "message":
                return await self.chosen() or await self._said()
            case _:
                return None

    async def reading_after_all(self) -> DashboardReading | None:
        """Of a message that is no question: a change of the dashboard that the session left."""
        if self.turn["kind"] != "message" or self._is_at_dashboard or self.dashboard is None:
            return None
        reading = await self._read()
        clear = isinstance(reading, Change) or (isinstance(reading, AskBack) and reading.choices)
        return reading if clear else None

    async def may_be_about_dashboard(self) -> bool:
        """Whether a sentence that the engine took for a question may yet be about a dashboard."""
        if self.turn["kind"] not in ("message", "refine") or self.turn.get("corrects") is not None:
            return False
        engine = (await self._understander()).engine
        return self._is_at_dashboard or speaks_of_dashboard(self._text, engine)

    @property
    def dashboard(self) -> Dashboard | None:
        """The one that was sent with the turn, else the session's."""
        given = self.turn.get("dashboard") or self.state.get("dashboard")
        return decode(Dashboard, given) if given else None

    @property
    def _text(self) -> str:
        return self.turn["text"] or ""

    @property
    def _is_at_dashboard(self) -> bool:
        return self.state.get("at_dashboard", False) and "dashboard" in self.state

    def _check_tile(self) -> None:
        tile_id, dashboard = self.turn.get("tile_id"), self.dashboard
        known = [tile.id for tile in dashboard.tiles] if dashboard else []
        if tile_id is not None and tile_id not in known:
            raise UnknownTile(f"The dashboard has no tile {tile_id!r}.", known=known)

    async def _is_of_the_last_question(self) -> bool:
        """ "Break that down by month" after a question that left the dashboard as it was."""
        analysis = self.state.get("analysis")
        if analysis is None or self._is_at_dashboard or self.turn.get("tile_id") is not None:
            return False
        understander = await self._understander()
        if not points_at_what_was_said(self._text, understander.engine):
            return False
        context = ReadContext(understander.today, previous=query_of(analysis))
        reading = understander.engine.read(self._text, context)
        return isinstance(reading, ChartWish) or (isinstance(reading, Question) and reading.refines)

    async def chosen(self) -> DashboardReading | None:
        """What a reply to a question back chooses."""
        choices = [decode(Choice, value) for value in self.state.get("choices", [])]
        if not choices:
            return None
        engine = (await self._understander()).engine
        chosen = engine.choice(self._text, choices)
        return chosen.reading if chosen and self._still_fits(chosen.reading) else None

    def _still_fits(self, reading: DashboardReading) -> bool:
        """Whether a choice is of the dashboard that is here now: it may have come with the turn."""
        dashboard = self.dashboard
        if not isinstance(reading, Change) or dashboard is None:
            return not isinstance(reading, Change)
        try:
            edited(dashboard, reading.edits)
        except KeyError:
            return False
        return True

    async def _understander(self) -> Understander:
        return await self.asking.datasource.understander(self.asking.viewer)

    async def _read(self, *, afresh: bool = False) -> DashboardReading:
        """`afresh`: as if there were no dashboard yet."""
        understander = await self._understander()
        dashboard = None if afresh else self.dashboard
        if dashboard is not None and names_chart_type(self._text, understander.engine):
            dashboard = await self._drawn_as_shown(dashboard)
        # Many ways of parting a sentence are tried: too long for the event loop.
        return await asyncio.to_thread(
            read_dashboard,
            self._text,
            dashboard,
            self.turn.get("tile_id"),
            understander.engine,
            ReadContext(understander.today),
            focus=self.state.get("spoken_of"),
        )

    async def _read_or_shown(self) -> DashboardReading:
        """ "Show me sales by region" of whoever sent no dashboard: it is shown on a new one."""
        reading = await self._read()
        if not isinstance(reading, Plain) or not isinstance(reading.reading, Question):
            return reading
        engine = (await self._understander()).engine
        if self.turn.get("dashboard") or not asks_to_see(self._text, engine):
            return reading
        shown = await self._read(afresh=True)
        return shown if isinstance(shown, Create) else reading

    async def _drawn_as_shown(self, dashboard: Dashboard) -> Dashboard:
        """With the types of charts that are left open, so that "the pie chart" can be told."""
        open_ = [tile.id for tile in dashboard.tiles if tile.chart is None and tile.query]
        if not open_:
            return dashboard
        answers = await answer_tiles(dashboard, self.asking, open_)
        return settled(dashboard, {one.tile_id: one.chart.type for one in answers if one.chart})

    async def _said(self) -> DashboardReading | None:
        """A message: about a dashboard if it says so, or if the session is at one and the sentence
        changes or explains it."""
        understander = await self._understander()
        engine = understander.engine
        if speaks_of_dashboard(self._text, engine):
            reading = await self._read()
            return None if isinstance(reading, Plain) else reading
        if not self._is_at_dashboard:
            return None
        reading = await self._read()
        if isinstance(reading, Plain | Create):
            return None
        if isinstance(reading, AskBack):
            alone = engine.read(self._text, ReadContext(understander.today))
            return None if isinstance(alone, Question | WrittenSql) else reading
        return reading

    async def _refined(self) -> DashboardReading | None:
        if not self._is_at_dashboard:
            return None
        reading = await self._read()
        return None if isinstance(reading, Plain | Create) else reading

    def _drawn(self) -> DashboardReading | None:
        """Another chart, of the tile that was spoken of last."""
        tile_id = self.state.get("spoken_of")
        if not self._is_at_dashboard or tile_id is None:
            return None
        chart, options = self.turn["chart_type"], self.turn.get("options")
        edit = ChangeChart(
            (tile_id,),
            ChartType(chart) if chart else None,
            decode(ChartOptions, options) if options is not None else None,
        )
        return Change((edit,), focus=tile_id)
