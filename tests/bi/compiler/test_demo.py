"""Questions on the demo business against hand-written SQL, over a hundred thousand lines."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.model.catalog import Aggregation, Catalog, ColumnRef, Grain
from bi.model.semantic import (
    Aggregate,
    Calculation,
    Comparison,
    CountRows,
    Limit,
    Measured,
    MeasureFilter,
    NamedMeasure,
    Operator,
    SemanticQuery,
)
from bi.warehouse.engines import read_only_engine
from tests.bi.compiler.questions import (
    CATEGORY,
    LARGEST_FIRST,
    MONTH,
    REGION,
    REVENUE,
    YEAR_2024,
    Question,
    by,
    measured,
    where,
)

_ALL = "order_lines JOIN orders USING (order_id) JOIN products USING (product_id)"

QUESTIONS = (
    Question(
        "revenue_by_month_and_category",
        SemanticQuery((REVENUE,), (MONTH, CATEGORY), time=YEAR_2024),
        f"""SELECT DATE_TRUNC('month', order_date)::DATE, category, SUM(revenue)
            FROM {_ALL} WHERE YEAR(order_date) = 2024 GROUP BY ALL ORDER BY ALL""",
    ),
    Question(
        "best_customers_of_a_country_by_profit_margin",
        SemanticQuery(
            (measured("profit_margin"),),
            (by("customers", "customer_name"),),
            filters=(where("customers", "country", Operator.IN, "United States"),),
            measure_filters=(
                MeasureFilter(NamedMeasure("revenue"), Operator.GREATER_OR_EQUAL, (10_000,)),
            ),
            order=LARGEST_FIRST,
            limit=Limit(10),
        ),
        """SELECT customer_name, (SUM(revenue) - SUM(cost))::DOUBLE / SUM(revenue) AS margin
           FROM order_lines JOIN orders USING (order_id) JOIN customers USING (customer_id)
           WHERE country = 'United States' GROUP BY 1 HAVING SUM(revenue) >= 10000
           ORDER BY margin DESC, 1 LIMIT 10""",
    ),
    Question(
        "satisfaction_beside_revenue_and_orders",
        SemanticQuery(
            (measured("satisfaction"), measured("average_order_value")),
            (by("customers", "segment"),),
        ),
        """SELECT segment,
             (SELECT AVG(score) FROM surveys JOIN customers i USING (customer_id)
              WHERE i.segment = c.segment),
             (SELECT SUM(revenue) FROM order_lines JOIN orders USING (order_id)
              JOIN customers i USING (customer_id) WHERE i.segment = c.segment)::DOUBLE
             / (SELECT COUNT(*) FROM orders JOIN customers i USING (customer_id)
                WHERE i.segment = c.segment)
           FROM customers c GROUP BY segment ORDER BY 1""",
    ),
    Question(
        "attainment_by_quarter",
        SemanticQuery((measured("target_attainment"),), (MONTH,), time=YEAR_2024),
        """SELECT month, (SELECT SUM(revenue) FROM order_lines JOIN orders USING (order_id)
             WHERE DATE_TRUNC('month', order_date) = t.month)::DOUBLE / SUM(target_revenue)
           FROM targets t WHERE YEAR(month) = 2024 GROUP BY month ORDER BY month""",
    ),
    Question(
        "buyers_of_a_category_by_country",
        SemanticQuery(
            (Measured(CountRows("customers")), measured("shipping_cost")),
            (by("customers", "country"),),
            filters=(where("products", "category", Operator.IN, "Wellness"),),
        ),
        f"""SELECT country, COUNT(DISTINCT customer_id), SUM(shipping_cost) FROM (
              SELECT DISTINCT country, customer_id, order_id, shipping_cost
              FROM {_ALL} JOIN customers USING (customer_id) WHERE category = 'Wellness')
            GROUP BY 1 ORDER BY 1""",
    ),
    Question(
        "year_over_year_by_region",
        SemanticQuery((REVENUE,), (REGION,), time=YEAR_2024, comparison=Comparison(Grain.YEAR)),
        f"""SELECT region, SUM(revenue) FILTER (YEAR(order_date) = 2024) AS a,
              SUM(revenue) FILTER (YEAR(order_date) = 2023) AS b, (a - b)::DOUBLE / b
            FROM {_ALL} GROUP BY 1 ORDER BY 1""",
    ),
    Question(
        "shares_of_regions",
        SemanticQuery((measured("revenue", Calculation.SHARE_OF_TOTAL),), (REGION,)),
        f"""SELECT region, SUM(revenue)::DOUBLE / (SELECT SUM(revenue) FROM order_lines)
            FROM {_ALL} GROUP BY 1 ORDER BY 1""",
    ),
    Question(
        "three_best_products_in_each_region",
        SemanticQuery(
            (REVENUE,),
            (REGION, by("products", "product_name")),
            order=LARGEST_FIRST,
            limit=Limit(3, within=(0,)),
        ),
        f"""SELECT region, product_name, SUM(revenue) AS r FROM {_ALL} GROUP BY 1, 2
            QUALIFY RANK() OVER (PARTITION BY region ORDER BY r DESC) <= 3 ORDER BY 1, r DESC""",
    ),
    Question(
        "median_line_by_channel",
        SemanticQuery(
            (Measured(Aggregate(Aggregation.MEDIAN, ColumnRef("order_lines", "revenue"))),),
            (by("orders", "channel"),),
        ),
        f"""SELECT channel, QUANTILE_CONT(CAST(revenue AS DOUBLE), 0.5) FROM {_ALL}
            GROUP BY 1 ORDER BY 1""",
    ),
)


@pytest.fixture(scope="module")
def demo(demo_database: Path) -> Iterator[Connection]:
    engine = read_only_engine(f"duckdb:///{demo_database}")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_answers_are_those_of_sql_written_by_hand(
    demo: Connection, demo_catalog: Catalog, question: Question
) -> None:
    compiled = compile_query(question.query, demo_catalog, "duckdb")
    guarded = guard_sql(compiled.sql, demo_catalog, "duckdb")

    rows = demo.exec_driver_sql(guarded.sql).fetchall()
    by_hand = demo.exec_driver_sql(question.by_hand).fetchall()

    assert len(rows) == len(by_hand) > 0
    for row, expected in zip(rows, by_hand, strict=True):
        assert [comparable(value) for value in row] == [
            pytest.approx(number) if isinstance(number := comparable(value), float) else number
            for value in expected
        ]


def comparable(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value
