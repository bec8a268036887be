"""SQL read back as a question of the catalog, and refused where it says none."""

from __future__ import annotations

from datetime import date

import pytest

from bi.catalog.load import load_catalog
from bi.compiler.compile import compile_query
from bi.compiler.inverse.not_read import NotRead
from bi.compiler.inverse.read import ReadBack, read_back
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import Aggregation, ColumnRef, Grain
from bi.model.profile import Profile
from bi.model.reading import Question
from bi.model.semantic import (
    Aggregate,
    DatePart,
    DatePartFilter,
    DatePartGroup,
    DimensionGroup,
    Filter,
    Limit,
    Measured,
    MeasureFilter,
    NamedMeasure,
    Operator,
    Order,
    OrderTarget,
    Ratio,
    TimeGroup,
)
from demo.location import CATALOG
from tests.bi.compiler.inverse.measured import golden

DEMO = load_catalog(CATALOG)
REGION = ColumnRef("orders", "region")
REVENUE = NamedMeasure("revenue")


def read(sql: str) -> ReadBack:
    return read_back(sql, DEMO, "duckdb")


def test_what_somebody_wrote_is_read_by_what_it_means() -> None:
    found = read(
        """SELECT sum(l.revenue) AS sold, o.region
        FROM orders AS o INNER JOIN order_lines l ON l.order_id = o.order_id
        WHERE o.order_date >= DATE '2025-01-01' AND o.order_date < '2026-01-01'
          AND o.channel IN ('Online', 'Store') AND NOT l.returned
        GROUP BY o.region HAVING sold > 1000 ORDER BY sold DESC LIMIT 3"""
    )
    query = found.query
    assert query.measures == (Measured(REVENUE),)
    assert query.groups == (DimensionGroup(REGION),)
    assert query.filters == (
        Filter(ColumnRef("orders", "channel"), Operator.IN, ("Online", "Store")),
        Filter(ColumnRef("order_lines", "returned"), Operator.IN, (False,)),
    )
    time = query.time or pytest.fail("no time")
    assert (time.start, time.end, time.label) == (date(2025, 1, 1), date(2026, 1, 1), "2025")
    assert query.measure_filters == (MeasureFilter(REVENUE, Operator.GREATER, (1000,)),)
    assert query.order == (Order(OrderTarget.MEASURE, 0, True),)
    assert query.limit == Limit(3)
    # The measure stands first here, second in what the compiler writes.
    assert found.columns == (1, 0)
    assert not found.is_exact


@pytest.mark.parametrize(
    ("shown", "group"),
    [
        ("date_trunc('month', order_date)", TimeGroup(Grain.MONTH)),
        ("CAST(date_trunc('year', order_date) AS DATE)", TimeGroup(Grain.YEAR)),
        ("date_trunc('week', ship_date)", TimeGroup(Grain.WEEK, ColumnRef("orders", "ship_date"))),
        ("extract(isodow FROM order_date)", DatePartGroup(DatePart.WEEKDAY)),
        ("((region))", DimensionGroup(REGION)),
    ],
)
def test_groups(shown: str, group: object) -> None:
    found = read(f"SELECT {shown} AS g, count(*) AS n FROM orders GROUP BY {shown}")
    assert found.query.groups == (group,)
    assert found.query.measures == (Measured(NamedMeasure("orders")),)


@pytest.mark.parametrize(
    ("measured", "value"),
    [
        (
            "AVG(shipping_cost)",
            Aggregate(Aggregation.AVERAGE, ColumnRef("orders", "shipping_cost")),
        ),
        (
            "COUNT(DISTINCT region)",
            Aggregate(Aggregation.COUNT_DISTINCT, REGION),
        ),
        (
            "SUM(shipping_cost) / NULLIF(COUNT(1), 0)",
            Ratio(NamedMeasure("shipping_cost"), NamedMeasure("orders")),
        ),
    ],
)
def test_values(measured: str, value: object) -> None:
    assert read(f"SELECT {measured} AS x FROM orders").query.measures == (Measured(value),)  # type: ignore[arg-type]


def test_a_measure_with_a_condition_is_found_either_way() -> None:
    case = "SUM(CASE WHEN returned THEN quantity ELSE 0 END)"
    for written in (case, "SUM(quantity) FILTER (WHERE returned)"):
        query = read(f"SELECT {written} AS r FROM order_lines").query
        assert query.measures == (Measured(NamedMeasure("returned_units")),)


def test_parts_of_dates_are_conditions() -> None:
    query = read(
        "SELECT COUNT(*) n FROM orders WHERE extract(month FROM order_date) IN (6, 7)"
    ).query
    assert query.part_filters == (DatePartFilter(DatePart.MONTH_OF_YEAR, (6, 7)),)


def test_rows_are_listed_with_their_order() -> None:
    query = read("SELECT customer_name, city FROM customers ORDER BY city DESC, customer_id").query
    assert query.columns == (
        ColumnRef("customers", "customer_name"),
        ColumnRef("customers", "city"),
    )
    assert query.order == (Order(OrderTarget.COLUMN, 1, True),)


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("SELECT region FROM orders UNION SELECT region FROM targets", "more than one SELECT"),
        ("SELECT * FROM orders", "*"),
        ("SELECT upper(region) AS r, COUNT(*) AS n FROM orders GROUP BY 1", "no column"),
        ("SELECT region, SUM(order_id) + 1 AS n FROM orders GROUP BY 1", "no measure"),
        ("SELECT COUNT(*) AS n FROM orders GROUP BY region", "groups by what it does not show"),
        (
            "SELECT COUNT(*) AS n FROM orders o JOIN customers c ON o.order_id = c.customer_id",
            "a way that the catalog does not know",
        ),
        ("SELECT COUNT(*) AS n FROM orders o CROSS JOIN customers c", "CROSS"),
        (
            "SELECT SUM(o.shipping_cost) AS s FROM orders o JOIN order_lines l USING (order_id)",
            "no measure",  # each order is met once for each of its lines
        ),
        ("SELECT COUNT(*) AS n FROM orders WHERE region LIKE 'n%'", "condition"),
        ("SELECT COUNT(*) AS n FROM orders WHERE order_date = ship_date + 1", "condition"),
        ("SELECT COUNT(*) AS n FROM orders WHERE length(region) > 4", "condition"),
        ("SELECT region, rank() OVER (ORDER BY region) AS r FROM orders", "window"),
        (
            "SELECT COUNT(*) AS n FROM orders WHERE order_id IN (SELECT line_id FROM order_lines)",
            "a query within it",
        ),
        ("SELECT region, COUNT(*) AS n FROM orders GROUP BY 1 ORDER BY MAX(order_id)", "order of"),
        (
            "SELECT region, COUNT(*) AS n FROM orders GROUP BY region, ROLLUP (channel)",
            "several ways",
        ),
    ],
)
def test_what_says_no_question_is_not_read(sql: str, reason: str) -> None:
    with pytest.raises(NotRead) as raised:
        read(sql)
    assert reason in raised.value.reason


def test_what_the_compiler_writes_for_golden_questions_is_read_back_to_them() -> None:
    compiled = [one for one in golden() if not one.by_hand]
    assert [one.sql for one in compiled if one.outcome == "other"] == []
    assert sum(one.outcome == "equal" for one in compiled) >= 0.8 * len(compiled)


@pytest.mark.parametrize(
    "asked",
    [
        "share of revenue by region",
        "running total of revenue by month",
        "revenue by quarter compared with the previous year",
        "revenue and target revenue by region",
        "top 3 products by profit in each region",
        "average orders per customer",
        "target attainment by month",
    ],
)
def test_what_takes_several_steps_is_read_where_it_is_written_as_ours(asked: str) -> None:
    reading = LanguageEngine(DEMO, Profile()).read(asked, ReadContext(date(2026, 6, 30)))
    assert isinstance(reading, Question)
    sql = compile_query(reading.query, DEMO, "duckdb").sql
    found = read(sql)
    assert (found.query, found.is_exact) == (reading.query, True)
    # Another step, and nobody knows what it says.
    with pytest.raises(NotRead):
        read(sql.replace("SUM(", "2 * SUM(", 1).replace("COUNT(", "2 * COUNT(", 1))
