"""Filters of a dashboard on its tiles, compared with SQL written by hand over a real database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import duckdb
import pytest

from bi.dashboards.applying import Applied, applied
from bi.model.catalog import Catalog, ColumnRef, Grain, Join
from bi.model.dashboard import Dashboard, DashboardFilter, DateFilter, Place, Tile, ValueFilter
from bi.model.errors import FilterLeavesNothing, NotInCatalog, QueryNotPossible
from bi.model.semantic import (
    Calculation,
    Comparison,
    CountRows,
    Filter,
    Measured,
    MovingPeriod,
    Operator,
    Order,
    OrderTarget,
    SemanticQuery,
    Span,
    TimeGroup,
    TimeRange,
)
from tests.bi.compiler.questions import by, measured
from tests.bi.compiler.role_questions import WITH_ROLES
from tests.bi.shop import SHOP, duckdb_shop

TODAY = date(2025, 1, 15)
LINES = "order_lines l JOIN orders o ON o.order_id = l.order_id"
SHIPPED = ColumnRef("orders", "placed_at")
REGION = ColumnRef("orders", "region")


def span(start: str | None, end: str | None, column: ColumnRef | None = None) -> TimeRange:
    first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    return TimeRange(first, last, f"{start} to {end}", column=column)


IN_2024 = DateFilter("dates", "Period", TimeRange(date(2024, 1, 1), date(2025, 1, 1), "2024"))
JANUARY = DateFilter("dates", "Period", span("2024-01-01", "2024-02-01"))
NORTH = ValueFilter("region", "Region", REGION, ("North",))
TECHNOLOGY = ValueFilter("category", "Category", ColumnRef("products", "category"), ("Technology",))
MONTH = TimeGroup(Grain.MONTH)
_LAST_YEAR = MovingPeriod(Span.PREVIOUS, Grain.YEAR)


@dataclass(frozen=True)
class Case:
    """`kept` of the filters apply; the rows are then those of `by_hand`."""

    name: str
    query: SemanticQuery
    filters: tuple[DashboardFilter, ...]
    by_hand: str
    kept: tuple[str, ...] | None = None
    catalog: Catalog = SHOP


CASES = (
    Case(
        "what_is_dated_is_limited_by_its_own_date",
        SemanticQuery((measured("revenue"),), (by("products", "category"),)),
        (IN_2024,),
        f"SELECT p.category, SUM(l.revenue) FROM {LINES} "
        "LEFT JOIN products p ON p.product_id = l.product_id "
        "WHERE o.order_date >= '2024-01-01' AND o.order_date < '2025-01-01' GROUP BY 1",
    ),
    Case(
        "a_moving_filter_means_days_of_today",
        SemanticQuery((measured("orders"),)),
        (DateFilter("dates", "Period", moving=_LAST_YEAR),),
        "SELECT COUNT(*) FROM orders WHERE year(order_date) = 2024",
    ),
    Case(
        "the_tiles_own_period_and_the_filters_are_put_together",
        SemanticQuery((measured("orders"),), time=span("2023-02-01", "2024-02-01")),
        (IN_2024,),
        "SELECT COUNT(*) FROM orders WHERE strftime(order_date, '%Y-%m') = '2024-01'",
    ),
    Case(
        "an_open_period_is_closed_by_the_filter",
        SemanticQuery((measured("orders"),), time=span("2024-01-15", None)),
        (IN_2024,),
        "SELECT COUNT(*) FROM orders WHERE order_date BETWEEN '2024-01-15' AND '2024-12-31'",
    ),
    Case(
        "measures_of_two_datasets_by_the_date_of_each",
        SemanticQuery((measured("revenue"), measured("target_revenue")), (MONTH,)),
        (JANUARY,),
        "SELECT DATE '2024-01-01', (SELECT SUM(l.revenue) "
        f"FROM {LINES} WHERE o.order_date >= '2024-01-01' AND o.order_date < '2024-02-01'), 1500",
    ),
    Case(
        "a_comparison_looks_at_the_days_before_those_of_the_filter",
        SemanticQuery(
            (measured("orders"),), time=span("2024-01-01", "2024-02-01"),
            comparison=Comparison(Grain.YEAR),
        ),
        (IN_2024,),
        "SELECT 2, 1, 1.0",
    ),
    Case(
        "a_comparison_of_buckets_goes_on_in_the_filters_period",
        SemanticQuery((measured("orders"),), (MONTH,), comparison=Comparison(Grain.YEAR)),
        (JANUARY,),
        "SELECT DATE '2024-01-01', 2, 1, 1.0",
    ),
    Case(
        "a_filter_by_another_date_does_not_move_with_a_comparison",
        SemanticQuery(
            (measured("orders"),), time=span("2024-01-01", "2024-02-01"),
            comparison=Comparison(Grain.YEAR),
        ),
        (DateFilter("dates", "Placed", span("2023-01-01", "2024-01-31"), column=SHIPPED),),
        "SELECT 1, 1, 0.0",
    ),
    Case(
        "two_dates_stand_side_by_side",
        SemanticQuery((measured("orders"),), time=span("2024-01-01", "2025-01-01", SHIPPED)),
        (DateFilter("dates", "Period", span("2024-12-01", "2024-12-31")),),
        "SELECT COUNT(*) FROM orders WHERE placed_at >= '2024-01-01' AND placed_at < '2025-01-01' "
        "AND order_date >= '2024-12-01' AND order_date < '2024-12-31'",
    ),
    Case(
        "a_running_total_by_one_date_of_what_has_another",
        SemanticQuery((Measured(measured("orders").value, Calculation.RUNNING_TOTAL),), (MONTH,)),
        (DateFilter("dates", "Placed", span("2024-01-01", None), column=SHIPPED),),
        "SELECT m, SUM(n) OVER (ORDER BY m) FROM (SELECT date_trunc('month', order_date)::DATE m, "
        "COUNT(*) n FROM orders WHERE placed_at >= '2024-01-01' GROUP BY 1)",
    ),
    Case(
        "what_has_no_date_is_dated_by_what_it_is_grouped_by",
        SemanticQuery(
            (Measured(CountRows("products")),),
            (TimeGroup(Grain.YEAR, ColumnRef("orders", "order_date")),),
        ),
        (JANUARY,),
        f"SELECT DATE '2024-01-01', COUNT(DISTINCT l.product_id) FROM {LINES} "
        "WHERE o.order_date >= '2024-01-01' AND o.order_date < '2024-02-01'",
    ),
    Case(
        "what_has_no_date_stays_whole",
        SemanticQuery((Measured(CountRows("products")),), (by("products", "category"),)),
        (IN_2024,),
        "SELECT category, COUNT(*) FROM products GROUP BY 1",
        (),
    ),
    Case(
        "what_is_known_by_month_is_not_cut",
        SemanticQuery((measured("target_revenue"),)),
        (DateFilter("dates", "Period", span("2024-01-15", "2024-02-15")),),
        "SELECT SUM(target_revenue) FROM targets",
        (),
    ),
    Case(
        "a_value_along_the_join_path",
        SemanticQuery((measured("revenue"),), (by("orders", "region"),)),
        (TECHNOLOGY,),
        f"SELECT o.region, SUM(l.revenue) FROM {LINES} "
        "JOIN products p ON p.product_id = l.product_id AND p.category = 'Technology' GROUP BY 1",
    ),
    Case(
        "a_row_that_is_met_several_times_counts_once",
        SemanticQuery((measured("shipping_cost"),)),
        (TECHNOLOGY,),
        "SELECT SUM(shipping_cost) FROM orders WHERE order_id IN (SELECT order_id "
        "FROM order_lines JOIN products USING (product_id) WHERE category = 'Technology')",
    ),
    Case(
        "a_value_that_no_road_leads_to",
        SemanticQuery((measured("satisfaction"),)),
        (TECHNOLOGY, IN_2024),
        "SELECT AVG(score) FROM surveys WHERE survey_date < '2025-01-01'",
        ("dates",),
    ),
    Case(
        "one_measure_of_two_that_does_not_reach_it",
        SemanticQuery((measured("revenue"), measured("target_revenue"))),
        (TECHNOLOGY,),
        "SELECT (SELECT SUM(revenue) FROM order_lines), (SELECT SUM(target_revenue) FROM targets)",
        (),
    ),
    Case(
        "a_conformed_value",
        SemanticQuery((measured("revenue"), measured("target_revenue"))),
        (NORTH,),
        f"SELECT (SELECT SUM(l.revenue) FROM {LINES} WHERE o.region = 'North'), "
        "(SELECT SUM(target_revenue) FROM targets WHERE area = 'North')",
    ),
    Case(
        "the_tiles_own_values_and_the_filters_are_put_together",
        SemanticQuery(
            (measured("orders"),), (by("orders", "region"),),
            (Filter(REGION, Operator.IN, ("South", None)),),
        ),
        (replace(NORTH, values=("South", "North")),),
        "SELECT 'South', COUNT(*) FROM orders WHERE region = 'South'",
    ),
    Case(
        "no_value_is_a_value",
        SemanticQuery((measured("orders"),)),
        (replace(NORTH, values=(None, "North")),),
        "SELECT COUNT(*) FROM orders WHERE region = 'North' OR region IS NULL",
    ),
    Case(
        "the_tiles_other_conditions_stay",
        SemanticQuery(
            (measured("orders"),), filters=(Filter(REGION, Operator.NOT_IN, ("South",)),)
        ),
        (NORTH,),
        "SELECT COUNT(*) FROM orders WHERE region = 'North'",
    ),
    Case(
        "numbers_however_they_are_written",
        SemanticQuery(
            (measured("orders"),),
            filters=(Filter(ColumnRef("orders", "order_id"), Operator.IN, (1, 2)),),
        ),
        (ValueFilter("id", "Order", ColumnRef("orders", "order_id"), ("2", 3.0)),),
        "SELECT 1",
    ),
    Case(
        "shares_are_of_what_the_filter_leaves",
        SemanticQuery(
            (Measured(measured("orders").value, Calculation.SHARE_OF_TOTAL),),
            (by("orders", "region"),),
        ),
        (IN_2024,),
        "SELECT region, COUNT(*) / SUM(COUNT(*)) OVER () FROM orders "
        "WHERE year(order_date) = 2024 GROUP BY 1",
    ),
    Case(
        "rows_that_are_listed",
        SemanticQuery(columns=(ColumnRef("orders", "order_id"),), dataset="orders"),
        (IN_2024, NORTH),
        "SELECT order_id FROM orders WHERE year(order_date) = 2024 AND region = 'North'",
    ),
    Case(
        "the_first_of_what_the_filter_leaves",
        SemanticQuery(
            (measured("revenue"),), (by("products", "name"),),
            order=(Order(OrderTarget.MEASURE, descending=True),),
        ),
        (JANUARY, NORTH),
        f"SELECT p.name, SUM(l.revenue) FROM {LINES} JOIN products p USING (product_id) "
        "WHERE o.order_id = 3 GROUP BY 1",
    ),
    Case(
        "a_role_is_filtered_as_that_role",
        SemanticQuery((measured("transfers"),), (by("receiver", "receiver_name"),)),
        (ValueFilter("giver", "Giver", ColumnRef("giver", "giver_country"), ("Canada",)),),
        "SELECT r.name, COUNT(*) FROM transfers t JOIN customers g ON g.customer_id = t.giver_id "
        "JOIN customers r ON r.customer_id = t.receiver_id WHERE g.country = 'Canada' GROUP BY 1",
        catalog=WITH_ROLES,
    ),
    Case(
        "a_value_that_rows_have_in_two_roles",
        SemanticQuery((measured("transfers"),)),
        (ValueFilter("country", "Country", ColumnRef("customers", "country"), ("Canada",)),),
        "SELECT COUNT(*) FROM transfers",
        (),
        WITH_ROLES,
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = duckdb_shop(tmp_path_factory.mktemp("shop")).removeprefix("duckdb:///")
    with duckdb.connect(path, read_only=True) as connection:
        yield connection


def tile(query: SemanticQuery | None, **more: object) -> Tile:
    return Tile("t1", "Orders", query, Place(0, 0, 6, 4), **more)  # type: ignore[arg-type]


def apply(
    one: Tile, *filters: DashboardFilter, catalog: Catalog = SHOP, today: date = TODAY
) -> Applied:
    return applied(one, Dashboard("Shop", "shop", (one,), filters), catalog, today, "duckdb")


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    found = connection.execute(sql).fetchall()
    plain = [tuple(round(float(v), 9) if _is_number(v) else v for v in row) for row in found]
    return sorted(plain, key=repr)


def _is_number(value: object) -> bool:
    return value is not None and not isinstance(value, str | date)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rows_are_those_of_sql_written_by_hand(shop: duckdb.DuckDBPyConnection, case: Case) -> None:
    found = apply(tile(case.query), *case.filters, catalog=case.catalog)
    assert rows(shop, found.compiled.sql) == rows(shop, case.by_hand)
    names = tuple(one.id for one in case.filters)
    kept = names if case.kept is None else case.kept
    assert found.filters == kept
    assert [one.id for one in found.left_out] == [name for name in names if name not in kept]
    assert all(one.reason.endswith(".") for one in found.left_out)


def test_what_leaves_no_day_is_said() -> None:
    query = SemanticQuery((measured("orders"),), time=span("2023-01-01", "2024-01-01"))
    with pytest.raises(FilterLeavesNothing, match=r"2023-01-01 to 2024-01-01.*2024: no day"):
        apply(tile(query), IN_2024)


def test_what_leaves_no_value_is_said() -> None:
    query = SemanticQuery((measured("orders"),), filters=(Filter(REGION, Operator.IN, ("South",)),))
    with pytest.raises(FilterLeavesNothing, match=r"only South.*“Region” leaves out"):
        apply(tile(query), NORTH)


def test_a_tile_listens_to_the_filters_it_names() -> None:
    found = apply(tile(SemanticQuery((measured("orders"),)), filters=("dates",)), IN_2024, NORTH)
    assert (found.filters, found.left_out) == (("dates",), ())


def test_a_filter_that_is_set_to_nothing_limits_nothing() -> None:
    query = SemanticQuery((measured("orders"),))
    open_filters = (DateFilter("dates", "Period"), replace(NORTH, values=()))
    assert apply(tile(query), *open_filters) == apply(tile(query))
    assert apply(tile(query)).query == query


def test_a_filter_on_what_the_viewer_does_not_see_is_left_out() -> None:
    orders = SHOP.dataset("orders")
    hidden = tuple(one for one in orders.dimensions if one.ref != REGION)
    seen = replace(orders, dimensions=hidden)
    catalog = replace(SHOP, datasets=tuple(seen if one is orders else one for one in SHOP.datasets))
    found = apply(tile(SemanticQuery((measured("orders"),))), NORTH, catalog=catalog)
    assert [one.reason for one in found.left_out] == [
        "What it filters is not there, or not for you to see."
    ]


def test_a_tile_on_what_the_viewer_does_not_see_has_no_answer() -> None:
    seen = tuple(one for one in SHOP.datasets if one.name != "targets")
    with pytest.raises(NotInCatalog, match="“Orders” is about something"):
        apply(
            tile(SemanticQuery((measured("target_revenue"),))), catalog=replace(SHOP, datasets=seen)
        )


def test_a_tile_without_right_sql_is_no_fault_of_a_filter() -> None:
    query = SemanticQuery((measured("satisfaction"),), (by("products", "category"),))
    with pytest.raises(QueryNotPossible, match="no join path"):
        apply(tile(query), IN_2024)


def test_equally_short_roads_leave_a_filter_out() -> None:
    roads = (
        Join("surveys", ("survey_id",), "orders", ("order_id",)),
        Join("orders", ("region",), "products", ("name",)),
        Join("customers", ("country",), "products", ("name",)),
    )
    two_roads = replace(SHOP, joins=(*SHOP.joins, *roads))
    found = apply(tile(SemanticQuery((measured("satisfaction"),))), TECHNOLOGY, catalog=two_roads)
    assert "equally short ways" in found.left_out[0].reason


@pytest.mark.parametrize(
    ("today", "orders"), [(date(2025, 1, 15), "2024-12"), (date(2024, 3, 1), "2024-02")]
)
def test_a_saved_period_moves_on(shop: duckdb.DuckDBPyConnection, today: date, orders: str) -> None:
    moving = MovingPeriod(Span.PREVIOUS, Grain.MONTH)
    then = TimeRange(date(2023, 1, 1), date(2023, 2, 1), "last month", Grain.MONTH, moving=moving)
    found = apply(tile(SemanticQuery((measured("orders"),), time=then), moving=moving), today=today)
    assert rows(shop, found.compiled.sql) == rows(
        shop, f"SELECT COUNT(*) FROM orders WHERE strftime(order_date, '%Y-%m') = '{orders}'"
    )
