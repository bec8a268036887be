"""What the tiles of a dashboard can be filtered by is what they follow once it is set."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bi.dashboards.applying import applied
from bi.dashboards.filterable import Filterable, filterable, known_values
from bi.model.catalog import Catalog, ColumnRef, ColumnType, Grain
from bi.model.dashboard import Dashboard, DashboardFilter, DateFilter, Place, Tile, ValueFilter
from bi.model.profile import Profile
from bi.model.semantic import (
    CountRows,
    Filter,
    ForecastWish,
    Group,
    Measured,
    Operator,
    SemanticQuery,
    TimeGroup,
    TimeRange,
)
from tests.bi.compiler.questions import measured
from tests.bi.compiler.role_questions import WITH_ROLES
from tests.bi.shop import SHOP


def asking(name: str, *groups: Group) -> SemanticQuery:
    return SemanticQuery(measures=(measured(name),), groups=groups)


TODAY = date(2025, 1, 15)
REGION = ColumnRef("orders", "region")
PROFILE = Profile(
    values={
        REGION: ("North", "South"),
        ColumnRef("customers", "name"): tuple(f"Customer {n}" for n in range(80)),
        ColumnRef("customers", "country"): ("Canada", "United States"),
    },
    incomplete=frozenset({ColumnRef("customers", "country")}),
)
SALES = (
    asking("revenue"),
    asking("target_revenue", TimeGroup(Grain.MONTH)),
    replace(asking("revenue"), filters=(Filter(REGION, Operator.IN, ("North",)),)),
    replace(asking("revenue", TimeGroup(Grain.MONTH)), forecast=ForecastWish(3)),
    SemanticQuery(measures=(Measured(CountRows("products")),)),
    SemanticQuery(columns=(ColumnRef("customers", "name"),), dataset="customers"),
)
TRANSFERS = (
    SemanticQuery(measures=(Measured(CountRows("transfers")),)),
    SemanticQuery(measures=(Measured(CountRows("customers")),)),
)


def board(*queries: SemanticQuery | None) -> Dashboard:
    tiles = (Tile(f"t{n}", f"T{n}", query, Place(0, n, 6, 4)) for n, query in enumerate(queries))
    return Dashboard("Board", "shop", tuple(tiles))


def found(dashboard: Dashboard, catalog: Catalog = SHOP) -> tuple[Filterable, ...]:
    return filterable(dashboard, catalog, PROFILE, TODAY, "duckdb")


def filter_of(one: Filterable, catalog: Catalog) -> DashboardFilter:
    if one.kind == "dates":
        year = TimeRange(date(2024, 1, 1), date(2025, 1, 1), "2024", Grain.YEAR)
        return DateFilter("f", "F", year, column=one.column)
    assert one.column is not None
    dimension = catalog.dimension(one.column)
    assert dimension is not None
    numeric, text = dimension.type.is_numeric, dimension.type is ColumnType.TEXT
    return ValueFilter("f", "F", one.column, (1 if numeric else "North" if text else False,))


@pytest.mark.parametrize(
    ("queries", "catalog"), [(SALES, SHOP), (TRANSFERS, WITH_ROLES)], ids=["shop", "roles"]
)
def test_as_many_tiles_follow_as_is_said(
    queries: tuple[SemanticQuery, ...], catalog: Catalog
) -> None:
    dashboard = board(*queries)
    told = {one.column: one.tiles for one in found(dashboard, catalog)}
    assert len(told) > 1
    every = [Filterable(None, "", "dates", 0)]
    every += [
        Filterable(one.ref, "", "dates" if one.is_time else "values", 0)
        for one in catalog.dimensions()
        if one.same_as is None
    ]
    for one in every:
        with_it = replace(dashboard, filters=(filter_of(one, catalog),))
        followed = [
            tile.id
            for tile in with_it.tiles
            if applied(tile, with_it, catalog, TODAY, "duckdb").filters
        ]
        assert len(followed) == told.get(one.column, 0), one


def test_the_most_useful_come_first() -> None:
    columns = [one.column for one in found(board(asking("revenue")))]
    assert columns[:2] == [None, REGION]
    names = [column.name for column in columns if column]
    assert names.index("returned") < names.index("order_date") < names.index("name")
    # Not all of its values are known.
    assert names.index("order_date") < names.index("country")
    assert names.index("quantity") > names.index("name")


def test_a_tile_that_asks_nothing_or_what_is_hidden_follows_nothing() -> None:
    hidden = SemanticQuery(measures=(Measured(CountRows("secrets")),))
    assert found(board(None, hidden)) == ()


def test_a_column_in_a_role_has_the_values_of_the_column() -> None:
    name = ColumnRef("customers", "name")
    role = next(one for one in WITH_ROLES.dimensions() if one.in_role_of == name)
    assert known_values(role, PROFILE) == PROFILE.values[name]
    country = SHOP.dimension(ColumnRef("customers", "country"))
    assert country is not None
    assert known_values(country, PROFILE) is None
