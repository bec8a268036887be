"""Percentiles, totals of each, parts, benchmarks, places and first rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bi.catalog.wording import title_of
from bi.model.catalog import Aggregation, Catalog, ColumnRef, Grain
from bi.model.semantic import (
    Aggregate,
    Benchmark,
    Calculation,
    ColumnComparison,
    DimensionGroup,
    Limit,
    Measured,
    MeasureFilter,
    NamedMeasure,
    OfGroups,
    Operator,
    Order,
    OrderTarget,
    SemanticQuery,
    ShareOf,
    TimeGroup,
    Value,
)
from tests.bi.language.expected import Reader, days, descending, having, q, ref, where, year

REGION, CHANNEL, COUNTRY = "orders.region", "orders.channel", "customers.country"
CUSTOMER = DimensionGroup(ref("customers.customer_id"))
ORDER = DimensionGroup(ref("orders.order_id"))
REVENUE, ORDERS = NamedMeasure("revenue"), NamedMeasure("orders")
PRICE, UNIT_PRICE = ref("products.list_price"), ref("order_lines.unit_price")


def percentile(fraction: float, column: ColumnRef) -> Aggregate:
    return Aggregate(Aggregation.PERCENTILE, column, fraction)


def of(kind: Aggregation, value: NamedMeasure, per: DimensionGroup | Grain) -> OfGroups:
    return OfGroups(kind, value, TimeGroup(per) if isinstance(per, Grain) else per)


def each(query: SemanticQuery, *filters: MeasureFilter) -> SemanticQuery:
    return replace(query, measure_filters=filters)


def within(measure: str) -> SemanticQuery:
    """Its share of each region's total by channel."""
    measured = Measured(NamedMeasure(measure), Calculation.SHARE_OF_GROUP)
    return replace(q(measure, by=(REGION, CHANNEL)), measures=(measured,))


def beside(value: Value, operator: Operator) -> MeasureFilter:
    return MeasureFilter(value, operator, benchmark=Aggregation.AVERAGE)


COUNT, AVERAGE = Aggregation.COUNT, Aggregation.AVERAGE
OVER_10K = having("revenue", ">", 10000)

QUESTIONS: list[tuple[str, SemanticQuery]] = [
    # percentiles
    ("90th percentile of the unit price of laptops",
     q(percentile(0.9, UNIT_PRICE), only=where("products.sub_category", "Laptops"))),
    ("p95 of unit price by category", q(percentile(0.95, UNIT_PRICE), by="products.category")),
    ("upper quartile of the list price", q(percentile(0.75, PRICE))),
    ("95th percentile of orders per customer",
     q(OfGroups(Aggregation.PERCENTILE, ORDERS, CUSTOMER, 0.95))),
    # totals of each
    ("average monthly revenue in 2025", q(of(AVERAGE, REVENUE, Grain.MONTH), time=year(2025))),
    ("average revenue per month", q(of(AVERAGE, REVENUE, Grain.MONTH))),
    ("largest daily revenue by region", q(of(Aggregation.MAX, REVENUE, Grain.DAY), by=REGION)),
    ("median number of orders per customer", q(of(Aggregation.MEDIAN, ORDERS, CUSTOMER))),
    ("How many pieces are there in an order on average?",
     q(of(AVERAGE, NamedMeasure("units"), ORDER))),
    ("On average, how much did each customer spend in 2025?",
     q(of(AVERAGE, REVENUE, CUSTOMER), time=year(2025))),
    ("how many orders per customer on average", q(of(AVERAGE, ORDERS, CUSTOMER))),
    # how many meet a condition
    ("How many orders were worth more than 10k?", each(q(of(COUNT, REVENUE, ORDER)), OVER_10K)),
    ("how many customers spent over $10k in 2025",
     each(q(of(COUNT, REVENUE, CUSTOMER), time=year(2025)), OVER_10K)),
    ("how many customers spent over $10k by country",
     each(q(of(COUNT, REVENUE, CUSTOMER), by=COUNTRY), OVER_10K)),
    ("How many regions missed their target?",
     each(q(of(COUNT, NamedMeasure("target_attainment"), DimensionGroup(ref(REGION)))),
          having("target_attainment", "<", 1))),
    ("orders over $500", each(q("revenue", by="orders.order_id"), having("revenue", ">", 500))),
    ("Countries that brought in more than $2m in 2025",
     each(q("revenue", by=COUNTRY, time=year(2025)), having("revenue", ">", 2000000))),
    ("countries with revenue over 2.5 million dollars",
     each(q("revenue", by=COUNTRY), having("revenue", ">", 2500000))),
    ("regions with fewer orders than 1000",
     each(q("orders", by=REGION), having("orders", "<", 1000))),
    # benchmarks
    ("Which regions earned less revenue than the average region?",
     each(q("revenue", by=REGION), beside(REVENUE, Operator.LESS))),
    ("regions with above average revenue",
     each(q("revenue", by=REGION), beside(REVENUE, Operator.GREATER))),
    ("regions that sold more than average",
     each(q("revenue", by=REGION), beside(REVENUE, Operator.GREATER))),
    # shares
    ("What percentage of orders is placed online?",
     q(ShareOf(ORDERS, (where(CHANNEL, "Online"),)))),
    ("What percentage of orders is placed online by region?",
     q(ShareOf(ORDERS, (where(CHANNEL, "Online"),)), by=REGION)),
    ("what share of revenue comes from Technology",
     q(ShareOf(REVENUE, (where("products.category", "Technology"),)))),
    ("What share of the pieces was sent back, by category?",
     q(ShareOf(NamedMeasure("units"), (where("order_lines.returned", True),)),
       by="products.category")),
    ("share of revenue by channel in 2025",
     q("revenue", by=CHANNEL, time=year(2025), share=True)),
    ("For each region, what share of its orders comes from each channel?",
     within("orders")),
    ("share of revenue by channel in each region",
     within("revenue")),
    # ranks
    ("the five countries with the most customers", q("customers", by=COUNTRY, top=5)),
    ("The three categories with the highest revenue in each region",
     q("revenue", by=(REGION, "products.category"), top=3, within=(0,))),
    # growth
    ("Year-over-year revenue growth for 2023, 2024 and 2025",
     q("revenue", by="year", time=days("2023-01-01", "2026-01-01"), versus="year")),
    ("By how many percent did orders change from month to month in 2025?",
     q("orders", by="month", time=year(2025), versus="month")),
    # times
    ("units sold until the end of 2023", q("units", time=days(None, "2024-01-01"))),
    ("orders since the beginning of 2024", q("orders", time=days("2024-01-01", None))),
    ("orders until the start of 2024", q("orders", time=days(None, "2024-01-01"))),
    ("revenue from the start of 2024 to the end of March 2025",
     q("revenue", time=days("2024-01-01", "2025-04-01"))),
    ("Compare Online with Store: revenue and margin",
     q("revenue", "profit_margin", by=CHANNEL, only=where(CHANNEL, "Online", "Store"))),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), QUESTIONS)
def test_a_question_of_business_becomes_its_query(
    demo: Reader, sentence: str, expected: SemanticQuery
) -> None:
    assert demo.query(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "limit"),
    [
        ("Which month of 2025 had the second highest revenue?", Limit(1, skip=1)),
        ("third best product by profit", Limit(1, skip=2)),
        ("top 3 regions by orders including ties", Limit(3, ties=True)),
        ("Which regions have the most orders? Show all that tie for first place",
         Limit(1, ties=True)),
    ],
)  # fmt: skip
def test_places_and_ties(demo: Reader, sentence: str, limit: Limit) -> None:
    query = demo.query(sentence)
    assert query.limit == limit
    assert query.order == (descending("measure"),)


def test_the_latest_row_of_each(demo: Reader) -> None:
    query = demo.query(
        "Show the most recent order of each customer in Osaka: customer, order number and date"
    )

    order_date = ref("orders.order_date")
    assert query.dataset == "orders"
    assert set(query.columns) == {
        ref("customers.customer_name"), ref("orders.order_id"), order_date
    }  # fmt: skip
    assert query.order == (Order(OrderTarget.COLUMN, query.columns.index(order_date), True),)
    customer = query.columns.index(ref("customers.customer_name"))
    assert query.limit == Limit(1, within=(customer,))


def test_a_sum_beside_what_tells_rows_apart_is_a_column(demo: Reader) -> None:
    query = demo.query("Show order number, customer and shipping cost of express orders")

    assert query.columns == (
        ref("orders.order_id"),
        ref("customers.customer_name"),
        ColumnRef("orders", "shipping_cost"),
    )


def test_a_sum_beside_a_group_stays_a_sum(demo: Reader) -> None:
    assert demo.query("region and shipping cost").columns == ()


def test_dearest_first(demo: Reader) -> None:
    query = demo.query("List name and list price of all products over $800, dearest first")

    assert query.filters == (where("products.list_price", 800, op=Operator.GREATER),)
    assert query.order == (Order(OrderTarget.COLUMN, 1, True),)


def test_an_amount_that_two_prices_could_have_is_asked_about(demo: Reader) -> None:
    options = demo.asked_back("products over $800").options
    assert [option.query.filters[0].column.name for option in options] == [
        "list_price", "unit_cost"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("How many order lines went for less than the list price of the product?",
         ColumnComparison(UNIT_PRICE, Operator.LESS, PRICE)),
        ("How many orders were shipped on the very day they were placed?",
         ColumnComparison(ref("orders.ship_date"), Operator.IN, ref("orders.order_date"))),
        ("Which products have a list price above the average?",
         Benchmark(PRICE, Operator.GREATER, Aggregation.AVERAGE)),
    ],
)  # fmt: skip
def test_columns_beside_one_another(demo: Reader, sentence: str, condition: object) -> None:
    assert demo.query(sentence).conditions == (condition,)


@pytest.mark.parametrize(
    "sentence",
    [
        "average revenue each month",
        "average number of products per order",
        "regions that earned less revenue than the average product",
        "customers who spent more than average by country",
        "growth for 2023 and 2025",
        "the second order",
        "revenue in the third week",
        "three customers",
        "more orders",
        "regions with less",
        "What share of orders is placed online by British customers?",
        "what percentage of revenue is profit",
    ],
)
def test_what_only_looks_alike_is_not_answered(demo: Reader, sentence: str) -> None:
    assert demo.refused(sentence).message


@pytest.mark.parametrize(
    ("sentence", "token", "title"),
    [
        (
            "Which month of 2025 had the second highest revenue?",
            "Number 2 alone",
            "Second highest month by revenue in 2025",
        ),
        (
            "top 3 regions by orders including ties",
            "First 3 with ties",
            "Top 3 regions by orders with ties",
        ),
    ],
)
def test_a_place_is_said(
    demo: Reader, demo_catalog: Catalog, sentence: str, token: str, title: str
) -> None:
    question = demo.question(sentence)

    assert token in [one.text for one in question.understanding.tokens]
    assert title_of(question.query, demo_catalog) == title
