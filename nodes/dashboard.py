"""dashboard: one is made, changed, or looked through, as the router read it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from langgraph.runtime import Runtime

from bi.dashboards.analysing import Shown, analysed, explained, findings_of
from bi.dashboards.editing import edited
from bi.dashboards.edits import (
    AddTile,
    ChangeChart,
    ChangeQuery,
    Edit,
    RemoveFilters,
    ReplaceTile,
    SetFilter,
)
from bi.dashboards.outcome import Analyse, AskBack, Change, Create, GoBack
from bi.dashboards.periods import period_namer
from bi.dashboards.placing import in_order, laid_out
from bi.dashboards.settling import settled
from bi.dashboards.telling import PeriodName, told_of, told_of_filters, told_of_new
from bi.insights.forecasting.forecast import forecast
from bi.insights.forecasting.history import ForecastNotPossible
from bi.insights.forecasting.telling import forecast_text
from bi.insights.scope import first_open_day
from bi.model.chart import Chart, ChartType
from bi.model.dashboard import Dashboard
from bi.model.errors import NotInCatalog, QueryNotPossible
from bi.model.words import mid_sentence
from nodes.answer import AskedBack, Intent, OfferedOption
from nodes.asking import Asking
from nodes.codec import DASHBOARD_READING, decode, encode
from nodes.events import Progress
from nodes.names import Node
from nodes.prose import say
from nodes.services import Services
from nodes.state import DASHBOARD_HISTORY, BIState, Json
from nodes.telling import TurnContext, tell, viewer_of, wants_fresh_rows
from nodes.tiles import TileAnswer, answer_tiles
from nodes.turns import datasource_of, visit

# What was asked for cannot be had, now or later.
_NO_ANSWER = (QueryNotPossible.code, NotInCatalog.code)


@dataclass(frozen=True, slots=True)
class DashboardNode:
    services: Services

    async def __call__(self, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        turn = _DashboardTurn(self.services, state, runtime)
        reading = DASHBOARD_READING.validate_python(state["turn"]["composing"])
        match reading:
            case Create():
                return await turn.create(reading)
            case Change():
                return await turn.change(reading)
            case Analyse():
                return await turn.analyse(reading)
            case GoBack():
                return turn.go_back()
            case AskBack():
                return turn.ask_back(reading)
            case _:
                raise TypeError(f"the graph leads nothing else here: {reading!r}")


@dataclass(frozen=True, slots=True)
class _DashboardTurn:
    services: Services
    state: BIState
    runtime: Runtime[TurnContext]

    async def create(self, reading: Create) -> BIState:
        self._tell("Creating a new dashboard")
        dashboard = reading.dashboard
        answers = await self._answers(dashboard, None)
        if reading.composed:
            # Nobody asked for these in particular, so what cannot be shown is left out.
            dashboard = _without(dashboard, [one.tile_id for one in answers if not _has_rows(one)])
            answers = tuple(one for one in answers if _has_rows(one))
        dashboard = settled(dashboard, _drawn(answers))
        text = [told_of_new(dashboard, self._period_name())]
        text += self._about_filters(dashboard, answers, [one.id for one in dashboard.filters])
        text += [*_notes(answers), *_failures(answers), *reading.notes]
        if len(answers) == 1 and not reading.composed and _has_rows(answers[0]):
            # Whoever asks one question wants its answer, and not only a chart of it.
            text.append(await self._answer(answers[0]))
        only = dashboard.tiles[0].id if len(dashboard.tiles) == 1 else None
        return self._ended(" ".join(text), dashboard, only)

    async def change(self, reading: Change) -> BIState:
        filters = [edit for edit in reading.edits if isinstance(edit, SetFilter | RemoveFilters)]
        only_filters = len(filters) == len(reading.edits)
        self._tell(
            "Adding filters to visualizations" if only_filters else "Modifying visualization"
        )
        before = self._current()
        after = edited(before, reading.edits)
        touched = None if filters else _touched(reading.edits)
        answers = await self._answers(after, touched)
        if refusal := _refused(reading.edits, answers):
            return self.ask_back(AskBack(refusal, supported=False))
        after = settled(after, _drawn(answers))
        text = [told_of(before, after, reading.edits, self._period_name())]
        set_ids = [edit.filter.id for edit in filters if isinstance(edit, SetFilter)]
        text += self._about_filters(after, answers, set_ids)
        own = [one for one in answers if one.tile_id in _touched(reading.edits)]
        text += [*_notes(own), *_failures(own), *reading.notes]
        return self._ended(" ".join(text), after, reading.focus)

    async def analyse(self, reading: Analyse) -> BIState:
        self._tell("Analyzing the current dashboard")
        dashboard = self._current()
        answers = await self._answers(dashboard, reading.tile_ids or None)
        today = await self._first_open_day()
        shown = [_shown(one) for one in answers]
        findings = findings_of(shown, today)
        text = analysed(shown, findings, today) if shown else "The dashboard has no charts yet."
        focus = reading.tile_ids[0] if len(reading.tile_ids) == 1 else self.state.get("spoken_of")
        return {
            "dashboard": encode(dashboard),
            "spoken_of": focus,
            "at_dashboard": True,
            **self._said(text, dashboard),
        }

    def go_back(self) -> BIState:
        self._tell("Modifying visualization")
        history = self.state.get("dashboards", [])
        given, known = self.state["turn"].get("dashboard"), self.state.get("dashboard")
        if given and known and given != known:
            # Changed elsewhere since: that is the last change, and it is taken back as one.
            text = f"“{known['title']}” is as it was when it was last changed here."
            return {
                "dashboard": known,
                "spoken_of": None,
                "at_dashboard": True,
                **self._said(text, decode(Dashboard, known)),
            }
        if not history:
            text = "There is no change of this dashboard to undo."
            return self._said(text, self._current())
        before = decode(Dashboard, history[-1])
        return {
            "dashboard": history[-1],
            "dashboards": history[:-1],
            "spoken_of": None,
            "at_dashboard": True,
            **self._said(f"“{before.title}” is as it was before the last change.", before),
        }

    def ask_back(self, reading: AskBack) -> BIState:
        self._tell("One question first")
        offered = tuple(OfferedOption(n, c.label) for n, c in enumerate(reading.choices, start=1))
        asked = AskedBack(offered, reading.unknown, reading.suggestions, reading.supported)
        lines = [reading.message, *(f"{one.number}. {one.label}" for one in offered)]
        if reading.suggestions:
            offers = "; ".join(f"“{suggestion}”" for suggestion in reading.suggestions)
            lines.append(f"You could ask: {offers}.")
        turn = visit(self.state["turn"], Node.DASHBOARD)
        update: BIState = {
            "choices": [encode(choice) for choice in reading.choices],
            "options_author": turn.get("author") if reading.choices else None,
        }
        if given := self.state["turn"].get("dashboard"):
            update["dashboard"] = given
        text = "\n".join(lines)
        said = say(turn, text, Intent.CLARIFY, None, self.runtime, asked, self._at_hand())
        return {**update, **said}

    # --- what the turn is about -------------------------------------------------------

    def _at_hand(self) -> Dashboard | None:
        """The one that was sent with the turn, else the session's."""
        given = self.state["turn"].get("dashboard") or self.state.get("dashboard")
        return decode(Dashboard, given) if given else None

    def _current(self) -> Dashboard:
        found = self._at_hand()
        assert found is not None  # nothing is read as a change of none
        return found

    async def _answers(
        self, dashboard: Dashboard, tile_ids: Collection[str] | None
    ) -> tuple[TileAnswer, ...]:
        if tile_ids is not None and not tile_ids:
            return ()
        datasource = datasource_of(self.state, self.services.datasources)
        viewer = viewer_of(self.runtime)
        asking = Asking(self.services, datasource, self.state["session"], viewer)
        ordered = replace(dashboard, tiles=in_order(dashboard.tiles))
        return await answer_tiles(ordered, asking, tile_ids, fresh=wants_fresh_rows(self.runtime))

    async def _first_open_day(self) -> date:
        datasource = datasource_of(self.state, self.services.datasources)
        understander = await datasource.understander(viewer_of(self.runtime))
        return first_open_day(understander.today, datasource.catalog.as_of)

    async def _answer(self, answer: TileAnswer) -> str:
        """What the only tile says, with what is to come where that was asked."""
        today, query, rows = await self._first_open_day(), answer.query, answer.rows
        told = explained(_shown(answer), today)
        if query is None or rows is None or query.forecast is None:
            return told
        try:
            ahead = await forecast(rows, query, today=today)
        except ForecastNotPossible as fault:
            return f"There is no forecast: {mid_sentence(fault.message)} {told}"
        return f"{forecast_text(rows, ahead)} {told}"

    def _period_name(self) -> PeriodName:
        return period_namer(datasource_of(self.state, self.services.datasources).catalog.calendar)

    def _about_filters(
        self, dashboard: Dashboard, answers: Sequence[TileAnswer], filter_ids: Sequence[str]
    ) -> list[str]:
        asked = [one for one in answers if one.query is not None]
        heard = {one.title: one.filters for one in asked}
        left_out = {
            (left.id, one.title): left.reason for one in asked for left in one.left_out
        }  # fmt: skip
        return told_of_filters(dashboard, filter_ids, heard, left_out)

    # --- how it ends ------------------------------------------------------------------

    def _tell(self, message: str) -> None:
        tell(self.runtime, Progress(Node.DASHBOARD, message))

    def _ended(self, text: str, dashboard: Dashboard, focus: str | None) -> BIState:
        return {
            "dashboard": encode(dashboard),
            "dashboards": self._history(),
            "spoken_of": focus,
            "at_dashboard": True,
            **self._said(text, dashboard),
        }

    def _history(self) -> list[Json]:
        before = self.state["turn"].get("dashboard") or self.state.get("dashboard")
        if not before:
            return []
        return [*self.state.get("dashboards", []), before][-DASHBOARD_HISTORY:]

    def _said(self, text: str, dashboard: Dashboard) -> BIState:
        turn = visit(self.state["turn"], Node.DASHBOARD)
        return say(turn, text, Intent.DASHBOARD, None, self.runtime, dashboard=dashboard)


def _shown(answer: TileAnswer) -> Shown:
    failure = answer.failure["message"] if answer.failure else None
    return Shown(answer.tile_id, answer.title, answer.query, answer.rows, failure)


def _has_rows(answer: TileAnswer) -> bool:
    return answer.rows is not None and bool(answer.rows.rows)


def _without(dashboard: Dashboard, tile_ids: Sequence[str]) -> Dashboard:
    """Laid out anew: nobody has seen it yet. One that would be empty stays as it is."""
    tiles = [tile for tile in dashboard.tiles if tile.id not in tile_ids]
    return replace(dashboard, tiles=laid_out(tiles)) if tiles and tile_ids else dashboard


def _drawn(answers: Sequence[TileAnswer]) -> dict[str, ChartType]:
    return {
        one.tile_id: one.chart.type
        for one in answers
        if one.chart is not None and not _is_down_to_one(one, one.chart)
    }


def _is_down_to_one(answer: TileAnswer, chart: Chart) -> bool:
    """Groups of which a filter has left one are several again without it."""
    return chart.type is ChartType.KPI and answer.query is not None and bool(answer.query.groups)


def _touched(edits: Sequence[Edit]) -> list[str]:
    """The tiles that ask or show something else than before."""
    ids: list[str] = []
    for edit in edits:
        match edit:
            case AddTile(tile):
                ids.append(tile.id)
            case ReplaceTile(tile_id) | ChangeQuery(tile_id):
                ids.append(tile_id)
            case ChangeChart(tile_ids):
                ids += tile_ids
    return ids


def _refused(edits: Sequence[Edit], answers: Sequence[TileAnswer]) -> str | None:
    """Why nothing is changed: a question without right SQL, or a chart that its rows cannot be."""
    wished = {
        tile_id: edit.chart
        for edit in edits
        if isinstance(edit, ChangeChart) and edit.chart
        for tile_id in edit.tile_ids
    }
    touched = _touched(edits)
    for one in answers:
        if one.failure and one.tile_id in touched and one.failure["code"] in _NO_ANSWER:
            return f"Nothing is changed. {one.failure['message']}"
        wish = wished.get(one.tile_id)
        if wish and one.chart and one.chart.type is not wish:
            return f"“{one.title}” stays as it is. {one.chart.note or ''}".strip()
    return None


def _notes(answers: Sequence[TileAnswer]) -> list[str]:
    """What a wish for a chart came to."""
    return list(dict.fromkeys(one.chart.note for one in answers if one.chart and one.chart.note))


def _failures(answers: Sequence[TileAnswer]) -> list[str]:
    failed = [(one.title, one.failure["message"]) for one in answers if one.failure]
    empty = [one.title for one in answers if one.rows is not None and not one.rows.rows]
    told = [f"“{title}” cannot be shown: {reason}" for title, reason in failed]
    return [*told, *(f"“{title}” has no rows." for title in empty)]
