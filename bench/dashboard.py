"""A dashboard of eight tiles: all in one call, against one after the other.

    python -m bench.dashboard [--rows 1000000] [--rounds 15]

On the demo, on the demo as if it were 100 ms away, and on sales of so many rows in DuckDB. The
database is asked in every round; rows are kept in memory, so that no store is timed. Both ways
alternate, round by round.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from bench import sales
from bench.turns.report import table
from bi.catalog.load import load_catalog
from bi.datasources.connected import ConnectedDatasource, PreparedQuery
from bi.model.access import NOBODY
from bi.model.catalog import AsOf, Catalog, ColumnRef, Grain
from bi.model.dashboard import Dashboard, DateFilter, Place, Tile
from bi.model.result import ResultSet
from bi.model.semantic import (
    DimensionGroup,
    Limit,
    Measured,
    NamedMeasure,
    Order,
    OrderTarget,
    SemanticQuery,
    TimeGroup,
    TimeRange,
)
from bi.warehouse.warehouse import Warehouse
from demo.build import build_demo
from demo.location import CATALOG as DEMO
from graph.datasources import DatasourceRegistry
from nodes.asking import Asking
from nodes.services import Services
from nodes.state import SessionFacts
from nodes.tiles import answer_tiles

_AWAY_S = 0.1
_DAYS = DateFilter("f1", "Period", TimeRange(date(2022, 1, 1), date(2025, 1, 1), "2022 to 2024"))


class _Kept:
    """Rows in memory."""

    def __init__(self) -> None:
        self._rows: dict[str, ResultSet] = {}

    async def save(self, result: ResultSet) -> str:
        key = str(len(self._rows))
        self._rows[key] = result
        return key

    async def load(self, key: str) -> ResultSet | None:
        return self._rows.get(key)


class _Away(ConnectedDatasource):
    """One whose database is so many seconds away: DuckDB answers on the spot, and takes all cores
    for each query."""

    away_s = 0.0

    async def run(self, prepared: PreparedQuery) -> ResultSet:
        await asyncio.sleep(self.away_s)
        return await super().run(prepared)


def _of_demo() -> Dashboard:
    def by(dataset: str, name: str) -> DimensionGroup:
        return DimensionGroup(ColumnRef(dataset, name))

    def measured(name: str, *groups: DimensionGroup | TimeGroup) -> SemanticQuery:
        return SemanticQuery((Measured(NamedMeasure(name)),), groups)

    top = (Order(OrderTarget.MEASURE, 0, descending=True),)
    return _dashboard(
        measured("revenue"),
        measured("orders"),
        measured("average_order_value"),
        measured("revenue", TimeGroup(Grain.MONTH)),
        measured("revenue", by("orders", "region")),
        measured("revenue", by("products", "category"), TimeGroup(Grain.QUARTER)),
        replace(measured("revenue", by("customers", "customer_name")), order=top, limit=Limit(10)),
        measured("satisfaction", TimeGroup(Grain.MONTH)),
    )


def _of_sales() -> Dashboard:
    named = list(sales.QUESTIONS.values())
    revenue = Measured(NamedMeasure("revenue"))
    region = DimensionGroup(ColumnRef("customers", "region"))
    return _dashboard(*named, SemanticQuery((revenue,), (region, TimeGroup(Grain.QUARTER))))


def _dashboard(*queries: SemanticQuery) -> Dashboard:
    tiles = tuple(
        Tile(f"t{n}", f"Tile {n}", query, Place(0, n, 12, 1)) for n, query in enumerate(queries)
    )
    return Dashboard("Bench", "bench", tiles, (_DAYS,))


async def _measured(
    catalog: Catalog, url: str, dashboard: Dashboard, rounds: int, away_s: float = 0.0
) -> list[str]:
    datasource = _Away(catalog, Warehouse(url))
    datasource.away_s = away_s
    services = Services(DatasourceRegistry([datasource]), _Kept())
    facts = SessionFacts(tenant_id="bench", user_id="bench", datasource_id=datasource.id)
    asking = Asking(services, datasource, facts, NOBODY)
    warmed = await answer_tiles(dashboard, asking, fresh=True)
    assert all(one.rows for one in warmed), [one.failure for one in warmed]
    together: list[float] = []
    apart: list[list[float]] = []
    for _ in range(rounds):
        began = perf_counter()
        await answer_tiles(dashboard, asking, fresh=True)
        together.append(perf_counter() - began)
        each = []
        for tile in dashboard.tiles:
            began = perf_counter()
            await answer_tiles(dashboard, asking, {tile.id}, fresh=True)
            each.append(perf_counter() - began)
        apart.append(each)
    await datasource.close()
    one_call, in_turn = median(together) * 1000, median(map(sum, apart)) * 1000
    slowest = median(map(max, apart)) * 1000
    ratio = median(sum(each) / all_ for each, all_ in zip(apart, together, strict=True))
    return [f"{one_call:.0f}", f"{in_turn:.0f}", f"{ratio:.2f}", f"{slowest:.0f}"]


async def _main(rows: int, rounds: int) -> None:
    lines = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_demo(folder / "demo.duckdb", end=date(2025, 12, 31))
        url = f"duckdb:///{folder / 'demo.duckdb'}"
        catalog = load_catalog(DEMO, url=url)
        lines.append(["demo", *await _measured(catalog, url, _of_demo(), rounds)])
        figures = await _measured(catalog, url, _of_demo(), rounds, _AWAY_S)
        lines.append([f"demo, {_AWAY_S * 1000:.0f} ms away", *figures])
        sales.make_parquet(folder / "sales", rows)
        url = sales.load_duckdb(folder / "sales", folder / "sales.duckdb")
        catalog = replace(sales.CATALOG, as_of=AsOf.LATEST)
        figures = await _measured(catalog, url, _of_sales(), rounds)
        lines.append([f"{rows:,} sales", *figures])
    head = ["eight tiles of", "in one call, ms", "one by one, ms", "ratio", "slowest tile, ms"]
    table(head, lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    asyncio.run(_main(arguments.rows, arguments.rounds))
