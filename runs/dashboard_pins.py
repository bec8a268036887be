"""Answers that become tiles of stored dashboards."""

from __future__ import annotations

from dataclasses import dataclass

from bi.dashboards.checking import LONGEST_TITLE
from bi.dashboards.editing import edited
from bi.dashboards.edits import AddTile
from bi.dashboards.periods import moving_period_of
from bi.dashboards.placing import UNPLACED
from bi.model.chart import ChartType
from bi.model.dashboard import Dashboard, Tile
from bi.model.errors import NothingToExport, NothingToPin, OtherDatasource
from bi.model.semantic import SemanticQuery
from nodes.drawn import drawn_type, drawn_with, wished_type
from nodes.earlier import query_of
from nodes.state import Analysis
from runs.dashboard_records import StoredDashboard
from runs.dashboards import Dashboards
from runs.model import Principal
from runs.turns import Turns

FIRST_TILE = "t1"


@dataclass(frozen=True, slots=True)
class Pin:
    """The answer of a turn, or of a part of it (the first is 1). `title` None: the answer's.
    `as_drawn`: with the answer's chart, else with `chart`, None of which is what fits the rows best
    each time."""

    session_id: str
    turn_id: str
    title: str | None = None
    chart: ChartType | None = None
    as_drawn: bool = True
    part: int | None = None


class DashboardPins:
    """Methods raise UnknownSession for a session that is not the principal's, UnknownTurn,
    TurnNotRestored, UnknownTask, NothingToPin, and what `Dashboards` does."""

    def __init__(self, turns: Turns, dashboards: Dashboards) -> None:
        self._turns = turns
        self._dashboards = dashboards

    async def add(
        self, principal: Principal, dashboard_id: str, pin: Pin, *, version: int | None = None
    ) -> tuple[StoredDashboard, str]:
        """One more tile, and its id. Raises OtherDatasource."""
        line = await self._dashboards.owned(principal, dashboard_id)
        tile, datasource_id = await self._tile(principal, pin)
        if datasource_id != line.datasource_id:
            raise OtherDatasource(
                f"This answer is about {datasource_id}, and the dashboard about "
                f"{line.datasource_id}: a dashboard has one datasource.",
                datasource_id=line.datasource_id,
                of_answer=datasource_id,
            )
        return await self._dashboards.add_tile(principal, dashboard_id, tile, version=version)

    async def create(
        self,
        principal: Principal,
        pin: Pin,
        title: str,
        *,
        user_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> StoredDashboard:
        """A dashboard of that tile alone."""
        tile, datasource_id = await self._tile(principal, pin)
        dashboard = edited(Dashboard(title, datasource_id), [AddTile(tile)])
        return await self._dashboards.create(
            principal, dashboard, user_id=user_id, idempotency_key=idempotency_key
        )

    async def _tile(self, principal: Principal, pin: Pin) -> tuple[Tile, str]:
        """To be placed yet, and the datasource that it asks."""
        try:
            session, analysis = await self._turns.analysis(
                principal, pin.session_id, pin.turn_id, pin.part
            )
        except NothingToExport as nothing:
            raise NothingToPin(str(nothing)) from None
        query = query_of(analysis)
        if query is None:
            raise NothingToPin(
                "This answer is from SQL that says no question in the catalog's words. A tile asks "
                "such a question, with the rights of whoever looks at it."
            )
        tile = Tile(
            FIRST_TILE,
            pin.title or analysis["title"][:LONGEST_TITLE],
            query,
            UNPLACED,
            _as_drawn(analysis, query) if pin.as_drawn else pin.chart,
            drawn_with(analysis),
            moving_period_of(query.time),
        )
        return tile, session.datasource_id


def _as_drawn(analysis: Analysis, query: SemanticQuery) -> ChartType | None:
    """Groups of which there happens to be one are several on another day."""
    drawn = drawn_type(analysis)
    is_one_by_chance = drawn is ChartType.KPI and query.groups and wished_type(analysis) is None
    return None if is_one_by_chance else drawn
