"""Tiles side by side, on real databases: each with its own ending, all with the viewer's rights."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bi.model.catalog import ColumnRef, Grain
from bi.model.chart import ChartType
from bi.model.dashboard import Dashboard, Place, Tile
from bi.model.errors import StoreUnavailable
from bi.model.semantic import (
    DimensionGroup,
    ForecastWish,
    Measured,
    NamedMeasure,
    SemanticQuery,
    TimeGroup,
)
from nodes.tiles import AT_ONCE, TileAnswer
from runs.model import Principal
from runs.service import Service
from tests.tenants import duckdb_traders, write_catalog

pytestmark = pytest.mark.asyncio(loop_scope="module")

OpenWorker = Callable[..., Awaitable[Service]]
ALICE = Principal("acme-corp", "alice")
PLACE = Place(0, 0, 12, 4)


def measured(name: str, *groups: Any, **more: Any) -> SemanticQuery:
    return SemanticQuery((Measured(NamedMeasure(name)),), groups, **more)


def tile(name: str, query: SemanticQuery | None, **more: Any) -> Tile:
    return Tile(name, name.capitalize(), query, PLACE, **more)


async def shown(
    service: Service, principal: Principal, *tiles: Tile, datasource: str = "demo", **more: Any
) -> dict[str, TileAnswer]:
    dashboard = Dashboard("Board", datasource, tiles)
    answers = await service.tiles.answers(principal, dashboard, **more)
    assert [one.tile_id for one in answers] == [one.id for one in tiles]
    return {one.tile_id: one for one in answers}


async def test_a_tile_has_what_an_answer_has(service: Service) -> None:
    by_region = measured("revenue", DimensionGroup(ColumnRef("orders", "region")))
    found = (await shown(service, ALICE, tile("regions", by_region, chart=ChartType.DONUT)))[
        "regions"
    ]
    assert found.failure is None
    assert found.query == by_region
    assert found.rows is not None
    assert found.result is not None
    assert await service.runs.rows(found.result) == found.rows
    assert found.chart is not None
    assert (found.chart.type, found.chart.title) == (ChartType.DONUT, "Regions")
    assert found.lineage is not None
    assert [one.name for one in found.lineage.datasets] == ["order_lines", "orders"]
    assert found.freshness is not None


async def test_a_chart_that_the_rows_cannot_carry_is_another_one(service: Service) -> None:
    found = await shown(service, ALICE, tile("total", measured("revenue"), chart=ChartType.PIE))
    chart = found["total"].chart
    assert chart is not None
    assert chart.type is ChartType.KPI
    assert chart.note


async def test_each_tile_ends_by_itself(service: Service) -> None:
    unreachable = measured("satisfaction", DimensionGroup(ColumnRef("products", "category")))
    found = await shown(
        service,
        ALICE,
        tile("good", measured("revenue")),
        tile("unknown", measured("revenu")),
        tile("unreachable", unreachable),
        tile("nothing", None),
    )
    assert found["good"].rows is not None
    assert {name: one.failure and one.failure["code"] for name, one in found.items()} == {
        "good": None,
        "unknown": "not_in_catalog",
        "unreachable": "query_not_possible",
        "nothing": None,
    }
    unknown = found["unknown"].failure
    assert unknown is not None
    assert unknown["message"].startswith("“Unknown” is about something that is not there")
    assert found["nothing"] == TileAnswer("nothing", "Nothing")


async def test_a_tile_that_looks_ahead(service: Service) -> None:
    monthly = measured("revenue", TimeGroup(Grain.MONTH))
    ahead = ForecastWish(3)
    yearly = measured("revenue", TimeGroup(Grain.YEAR), forecast=ahead)
    found = await shown(
        service, ALICE, tile("months", replace(monthly, forecast=ahead)), tile("years", yearly)
    )
    expected = found["months"].forecast
    assert expected is not None
    assert len(expected.points) == 3
    assert found["months"].no_forecast is None
    assert "forecast" in str(found["months"].chart)
    assert found["years"].forecast is None
    assert found["years"].no_forecast
    assert found["years"].rows is not None


async def test_no_more_are_asked_at_once_than_may(service: Service) -> None:
    warehouse = service.datasources.get("demo").warehouse
    run, now, most = warehouse.run, 0, 0
    full = asyncio.Event()

    async def counted(*given: Any) -> Any:
        nonlocal now, most
        now += 1
        most = max(most, now)
        if now == AT_ONCE:
            full.set()
        # So many are let in before the first one ends.
        await full.wait()
        try:
            return await run(*given)
        finally:
            now -= 1

    warehouse.run = counted  # type: ignore[method-assign, assignment]
    names = ("revenue", "orders", "units", "profit", "customers", "products")
    try:
        found = await shown(
            service, ALICE, *(tile(name, measured(name)) for name in names), fresh=True
        )
    finally:
        warehouse.run = run  # type: ignore[method-assign]
    assert [one.failure for one in found.values()] == [None] * len(names)
    assert most == AT_ONCE


async def test_the_same_question_is_asked_once(service: Service) -> None:
    warehouse = service.datasources.get("demo").warehouse
    before = warehouse.executed
    same = measured("average_order_value")
    # Of a tenant of its own: what others asked a moment ago would be answered from the cache.
    nobody_else = Principal("asked-once-corp", "alice")
    found = await shown(service, nobody_else, *(tile(str(n), same) for n in range(3)))
    assert warehouse.executed == before + 1
    assert len({one.rows for one in found.values()}) == 1


async def test_without_the_store_no_tile_is_said_to_have_failed(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any) -> Any:
        raise StoreUnavailable

    monkeypatch.setattr(service.tiles._services.cache, "find", away)
    with pytest.raises(StoreUnavailable):
        await shown(service, ALICE, tile("a", measured("revenue")), tile("b", measured("orders")))


async def test_everybody_sees_their_own_rows(worker: OpenWorker, tmp_path: Path) -> None:
    catalog = write_catalog(tmp_path, duckdb_traders(tmp_path))
    service = await worker(catalog=catalog)
    tiles = (tile("amount", measured("amount")), tile("cost", measured("cost")))
    finance = await shown(
        service, Principal("acme", "alice", ("finance",)), *tiles, datasource="traders"
    )
    manager = await shown(
        service, Principal("acme", "bob", ("manager",)), *tiles, datasource="traders"
    )
    assert finance["cost"].rows is not None
    assert manager["amount"].rows is not None
    assert manager["cost"].rows is None
    assert manager["cost"].failure is not None
    assert manager["cost"].failure["code"] == "not_in_catalog"
    zeta = await shown(
        service, Principal("zeta", "zoe", ("manager",)), *tiles, datasource="traders"
    )
    assert zeta["amount"].rows is not None
    assert zeta["amount"].rows.rows != manager["amount"].rows.rows
