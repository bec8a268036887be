"""dashboard: one is made, changed, or looked through, as the router read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import singledispatchmethod
from typing import Any

from langgraph.runtime import Runtime

from bi.dashboards.editing import edited
from bi.dashboards.edits import RemoveFilters, SetFilter
from bi.dashboards.outcome import Analyse, AskBack, Change, Create, GoBack
from bi.dashboards.periods import period_today
from bi.dashboards.telling import told_of, told_of_new
from bi.model.dashboard import Dashboard, MovingPeriod
from nodes.answer import AskedBack, Intent, OfferedOption
from nodes.codec import DASHBOARD_READING, decode, encode
from nodes.events import Progress
from nodes.names import Node
from nodes.prose import say
from nodes.services import Services
from nodes.state import DASHBOARD_HISTORY, BIState, Json
from nodes.telling import TurnContext, tell
from nodes.turns import datasource_of, visit


@dataclass(frozen=True, slots=True)
class DashboardNode:
    services: Services

    async def __call__(self, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        reading = DASHBOARD_READING.validate_python(state["turn"]["composing"])
        return await self._done(reading, state, runtime)

    @singledispatchmethod
    async def _done(self, reading: Any, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        raise TypeError(f"no reading of a dashboard: {reading!r}")

    @_done.register
    async def _(self, reading: Create, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        tell(runtime, Progress(Node.DASHBOARD, "Creating a new dashboard"))
        text = " ".join([told_of_new(reading.dashboard, self._naming(state)), *reading.notes])
        return self._ended(text, reading.dashboard, None, state, runtime)

    @_done.register
    async def _(self, reading: Change, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        filters = all(isinstance(edit, SetFilter | RemoveFilters) for edit in reading.edits)
        doing = "Adding filters to visualizations" if filters else "Modifying visualization"
        tell(runtime, Progress(Node.DASHBOARD, doing))
        before = _current(state)
        after = edited(before, reading.edits)
        text = " ".join(
            [told_of(before, after, reading.edits, self._naming(state)), *reading.notes]
        )
        return self._ended(text, after, reading.focus, state, runtime)

    @_done.register
    async def _(self, reading: GoBack, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        tell(runtime, Progress(Node.DASHBOARD, "Modifying visualization"))
        history = state.get("dashboards", [])
        if not history:
            return _said(
                "There is no change of this dashboard to undo.", _current(state), runtime, state
            )
        before = decode(Dashboard, history[-1])
        text = f"“{before.title}” is as it was before the last change."
        return {
            "dashboard": history[-1],
            "dashboards": history[:-1],
            "spoken_of": None,
            "at_dashboard": True,
            **_said(text, before, runtime, state),
        }

    @_done.register
    async def _(self, reading: Analyse, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        tell(runtime, Progress(Node.DASHBOARD, "Analyzing the current dashboard"))
        return _said("", _current(state), runtime, state)

    @_done.register
    async def _(self, reading: AskBack, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        tell(runtime, Progress(Node.DASHBOARD, "One question first"))
        offered = tuple(OfferedOption(n, c.label) for n, c in enumerate(reading.choices, start=1))
        asked = AskedBack(offered, reading.unknown, reading.suggestions, reading.supported)
        lines = [reading.message, *(f"{one.number}. {one.label}" for one in offered)]
        if reading.suggestions:
            offers = "; ".join(f"“{suggestion}”" for suggestion in reading.suggestions)
            lines.append(f"You could ask: {offers}.")
        turn = visit(state["turn"], Node.DASHBOARD)
        return {
            **say(turn, "\n".join(lines), Intent.CLARIFY, None, runtime, asked),
            "choices": [encode(choice) for choice in reading.choices],
        }

    def _naming(self, state: BIState) -> Callable[[MovingPeriod], str]:
        calendar = datasource_of(state, self.services.datasources).catalog.calendar

        def name(moving: MovingPeriod) -> str:
            # What a period is called is the same on any day.
            return period_today(moving, date.today(), calendar).label

        return name

    def _ended(
        self,
        text: str,
        dashboard: Dashboard,
        focus: str | None,
        state: BIState,
        runtime: Runtime[TurnContext],
    ) -> BIState:
        return {
            "dashboard": encode(dashboard),
            "dashboards": _history(state),
            "spoken_of": focus,
            "at_dashboard": True,
            **_said(text, dashboard, runtime, state),
        }


def _current(state: BIState) -> Dashboard:
    """The one that was sent with the turn, else the session's."""
    return decode(Dashboard, state["turn"].get("dashboard") or state["dashboard"])


def _history(state: BIState) -> list[Json]:
    before = state["turn"].get("dashboard") or state.get("dashboard")
    if not before:
        return []
    return [*state.get("dashboards", []), before][-DASHBOARD_HISTORY:]


def _said(
    text: str, dashboard: Dashboard, runtime: Runtime[TurnContext], state: BIState
) -> BIState:
    turn = visit(state["turn"], Node.DASHBOARD)
    return say(turn, text, Intent.DASHBOARD, None, runtime, dashboard=dashboard)
