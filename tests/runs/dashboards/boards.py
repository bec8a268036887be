"""Dashboards over the demo, as tests write them."""

from __future__ import annotations

from datetime import date

from bi.model.catalog import ColumnRef, Grain
from bi.model.chart import ChartType
from bi.model.dashboard import Dashboard, DateFilter, Place, Tile, ValueFilter
from bi.model.semantic import (
    DimensionGroup,
    Measured,
    NamedMeasure,
    SemanticQuery,
    TimeGroup,
    TimeRange,
)

REVENUE = Measured(NamedMeasure("revenue"))
REGION = ColumnRef("orders", "region")
IN_2025 = TimeRange(date(2025, 1, 1), date(2026, 1, 1), "2025", Grain.YEAR)


def revenue_by(name: str, place: Place, query: SemanticQuery, **more: object) -> Tile:
    return Tile(name, f"Revenue {name}", query, place, **more)  # type: ignore[arg-type]


TOTAL = revenue_by("total", Place(0, 0, 3, 2), SemanticQuery((REVENUE,)))
MONTHLY = revenue_by(
    "monthly",
    Place(0, 2, 12, 4),
    SemanticQuery((REVENUE,), (TimeGroup(Grain.MONTH),)),
    chart=ChartType.AREA,
)
BY_REGION = revenue_by(
    "by region", Place(3, 0, 9, 2), SemanticQuery((REVENUE,), (DimensionGroup(REGION),))
)
DATES = DateFilter("dates", "Period", IN_2025)
REGIONS = ValueFilter("regions", "Region", REGION)


def board(
    title: str = "Sales", *tiles: Tile, filters: tuple[DateFilter | ValueFilter, ...] = ()
) -> Dashboard:
    return Dashboard(title, "demo", tiles or (TOTAL, MONTHLY, BY_REGION), filters)
