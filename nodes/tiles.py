"""The data of a dashboard's tiles, asked for side by side, each with an ending of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass

from bi.charts.choose import choose_chart
from bi.charts.continued import continued
from bi.dashboards.applying import LeftOut, applied
from bi.insights.forecasting.forecast import ForecastFailed, forecast
from bi.insights.forecasting.history import ForecastNotPossible
from bi.insights.scope import first_open_day
from bi.model.chart import Chart
from bi.model.dashboard import Dashboard, Tile
from bi.model.errors import StoreUnavailable
from bi.model.forecast import Forecast
from bi.model.lineage import Freshness, Lineage
from bi.model.result import ResultSet
from bi.model.semantic import SemanticQuery
from nodes.answer import ResultRef
from nodes.asking import Asking
from nodes.failure import failure_of
from nodes.provenance import freshness_of
from nodes.state import Failure
from nodes.together import together

# As many as a datasource has connections by default: more of one viewer's would only keep
# those of others waiting.
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class TileAnswer:
    """What a tile shows, or why it shows nothing.

    `query` is what was asked: the tile's own, today, with `filters` (ids) applied; `left_out` are
    the filters that the tile cannot follow. A tile that asks nothing has neither rows nor a
    failure. One that asks what comes next has a `forecast`, which its chart shows, or
    `no_forecast`, the reason, beside its rows.
    """

    tile_id: str
    title: str
    query: SemanticQuery | None = None
    sql: str | None = None
    result: ResultRef | None = None
    rows: ResultSet | None = None
    chart: Chart | None = None
    forecast: Forecast | None = None
    no_forecast: str | None = None
    filters: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    lineage: Lineage | None = None
    freshness: Freshness | None = None
    failure: Failure | None = None


async def answer_tiles(
    dashboard: Dashboard,
    asking: Asking,
    tile_ids: Collection[str] | None = None,
    *,
    fresh: bool = False,
) -> tuple[TileAnswer, ...]:
    """The answers of these tiles, or of all, in the dashboard's order.

    `asking` is of the dashboard's datasource. `fresh`: the database is asked in any case.
    A tile that fails does not keep the others from theirs. Raises StoreUnavailable, which is no
    tile's own failure.
    """
    tiles = [one for one in dashboard.tiles if tile_ids is None or one.id in tile_ids]
    room = asyncio.Semaphore(AT_ONCE)

    async def answered(tile: Tile) -> TileAnswer:
        async with room:
            return await _answer(tile, dashboard, asking, fresh=fresh)

    return tuple(await together(map(answered, tiles)))


async def _answer(tile: Tile, dashboard: Dashboard, asking: Asking, *, fresh: bool) -> TileAnswer:
    if tile.query is None:
        return TileAnswer(tile.id, tile.title)
    try:
        return await _asked(tile, dashboard, asking, fresh=fresh)
    except StoreUnavailable:
        raise
    except Exception as error:
        return TileAnswer(tile.id, tile.title, failure=failure_of(error))


async def _asked(tile: Tile, dashboard: Dashboard, asking: Asking, *, fresh: bool) -> TileAnswer:
    datasource, viewer = asking.datasource, asking.viewer
    today = (await datasource.understander(viewer)).today
    dialect = datasource.warehouse.dialect
    catalog = datasource.seen_by(viewer)
    # Many tiles at once would hold the event loop.
    what = await asyncio.to_thread(applied, tile, dashboard, catalog, today, dialect)
    compiled = what.compiled
    asked = await asking.ask(compiled, fresh=fresh)
    chart = await asyncio.to_thread(choose_chart, asked.rows, tile.title, tile.chart, tile.options)
    expected = no_forecast = None
    if what.query.forecast is not None:
        open_day = first_open_day(today, datasource.catalog.as_of)
        try:
            expected = await forecast(asked.rows, what.query, today=open_day)
            chart = continued(chart, asked.rows, expected)
        except ForecastNotPossible as fault:
            no_forecast = fault.message
        except ForecastFailed as error:
            # Its rows are there all the same.
            no_forecast = failure_of(error)["message"]
    return TileAnswer(
        tile_id=tile.id,
        title=tile.title,
        query=what.query,
        sql=compiled.sql,
        result=asked.reference,
        rows=asked.rows,
        chart=chart,
        forecast=expected,
        no_forecast=no_forecast,
        filters=what.filters,
        left_out=what.left_out,
        lineage=compiled.lineage,
        freshness=await freshness_of(asked, compiled.lineage, datasource, viewer),
    )
