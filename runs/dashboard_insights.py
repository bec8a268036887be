"""What a dashboard or one of its tiles shows, what stands out in it, and what is to come.

No turn of a session: nothing of it is remembered.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bi.dashboards.analysing import Shown, analysed, findings_of
from bi.insights.find import find_insights
from bi.insights.forecasting.forecast import forecast
from bi.insights.forecasting.history import ForecastNotPossible
from bi.insights.forecasting.telling import forecast_text, points_text
from bi.insights.scope import first_open_day
from bi.insights.summary import summarize
from bi.model.dashboard import Dashboard
from bi.model.errors import DashboardInvalid, UserError
from bi.model.semantic import ForecastWish
from bi.model.writing import count_of
from nodes.events import Progress, Text
from nodes.names import Node
from nodes.prose import pieces
from nodes.services import Datasources
from nodes.state import Failure
from nodes.tiles import TileAnswer
from runs.dashboard_data import DashboardData
from runs.model import InsightsWish, InsightType, Principal
from runs.sessions import Sessions

# A reader does not take in more; the others are named.
_MOST_SUMMARIZED = 8


class DashboardInsights:
    def __init__(self, data: DashboardData, datasources: Datasources, sessions: Sessions) -> None:
        self._data = data
        self._datasources = datasources
        self._sessions = sessions

    async def about(
        self, principal: Principal, dashboard: Dashboard, wish: InsightsWish
    ) -> AsyncIterator[Progress | Text]:
        """What is being done, then the text in pieces.

        A tile that cannot be read, or forecast, is said to be so; where no tile can be read, the
        first one's failure is raised. Raises UnknownDatasource, UnknownTile, DashboardInvalid for
        one without tiles, DatabaseUnavailable, ForecastFailed.
        """
        if not dashboard.tiles:
            raise DashboardInvalid("The dashboard has no charts, so nothing can be told of it.")
        yield Progress(Node.DASHBOARD, "Analyzing the current dashboard")
        only = None if wish.tile_id is None else {wish.tile_id}
        answers = await self._data.answers(principal, dashboard, only)
        _raise_where_all_failed(answers)
        tiles = [_shown(one) for one in answers]
        telling = _Telling(dashboard, tiles, await self._first_open_day(principal, dashboard))
        if wish.type is InsightType.FORECAST:
            yield Progress(Node.FORECAST, f"Making forecasts of {count_of(len(tiles), 'chart')}")
            text = await telling.forecast(wish.periods)
        elif wish.type is InsightType.ANALYSIS:
            text = analysed(tiles, findings_of(tiles, telling.today), telling.today)
        else:
            text = telling.summary()
        for piece in pieces(text):
            yield Text(piece)

    async def _first_open_day(self, principal: Principal, dashboard: Dashboard) -> date:
        datasource = self._datasources.chosen(dashboard.datasource_id, principal.tenant_id)
        understander = await datasource.understander(self._sessions.viewer(principal))
        return first_open_day(understander.today, datasource.catalog.as_of)


@dataclass(frozen=True, slots=True)
class _Telling:
    """`today` is the first day that is not over."""

    dashboard: Dashboard
    tiles: Sequence[Shown]
    today: date

    def summary(self) -> str:
        told = [self._summary(tile) for tile in self.tiles[:_MOST_SUMMARIZED]]
        if len(self.tiles) == 1 and len(self.dashboard.tiles) > 1:
            return told[0]
        further = len(self.tiles) - len(told)
        head = f"“{self.dashboard.title}” has {count_of(len(self.dashboard.tiles), 'chart')}."
        more = [f"There are {further} more, which are not told here."] if further else []
        return "\n".join([head, *told, *more])

    def _summary(self, tile: Shown) -> str:
        if tile.rows is None:
            return _without_rows(tile)
        found = find_insights(tile.rows, tile.title, today=self.today, query=tile.query)
        return summarize(tile.rows, tile.title, found, today=self.today, query=tile.query)

    async def forecast(self, periods: int) -> str:
        return "\n".join([await self._forecast(tile, periods) for tile in self.tiles])

    async def _forecast(self, tile: Shown, periods: int) -> str:
        if tile.rows is None or tile.query is None:
            return _without_rows(tile)
        query = replace(tile.query, forecast=ForecastWish(periods))
        try:
            ahead = await forecast(tile.rows, query, today=self.today)
        except ForecastNotPossible as fault:
            return f"“{tile.title}” has no forecast: {fault.message}"
        points = points_text(tile.rows, ahead)
        return f"“{tile.title}”: {forecast_text(tile.rows, ahead)} Bucket by bucket: {points}."


def _raise_where_all_failed(answers: Sequence[TileAnswer]) -> None:
    failures = [one.failure for one in answers if one.failure is not None]
    if failures and all(one.rows is None for one in answers):
        raise _error_of(failures[0])


def _error_of(failure: Failure) -> UserError:
    """Its message is for a person in any case."""
    error = UserError(failure["message"], **failure["details"])
    error.code, error.retryable = failure["code"], failure["retryable"]
    return error


def _shown(answer: TileAnswer) -> Shown:
    failure = answer.failure["message"] if answer.failure else None
    return Shown(answer.tile_id, answer.title, answer.query, answer.rows, failure)


def _without_rows(tile: Shown) -> str:
    reason = tile.failure or "it asks nothing that can be asked of this datasource."
    return f"“{tile.title}” cannot be told of: {reason}"
