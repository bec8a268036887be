"""Titles of typed questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bi.catalog.wording import title_of
from bi.model.catalog import Catalog, ColumnRef, Grain
from bi.model.semantic import Operator, SemanticQuery, TimeRange
from tests.bi.language.expected import agg, having, per, q, where, without

IN_2024 = TimeRange(date(2024, 1, 1), date(2025, 1, 1), "2024", Grain.YEAR)
LAST_MONTH = TimeRange(date(2026, 5, 1), date(2026, 6, 1), "last month", Grain.MONTH)
SINCE = TimeRange(date(2025, 3, 1), None, "since March 2025")
DAY = TimeRange(date(2025, 3, 1), date(2025, 3, 2), "1 March 2025", Grain.DAY)
ROLLING = TimeRange(date(2026, 4, 2), date(2026, 7, 1), "past 90 days", Grain.DAY)
CUSTOMER = "customers.customer_name"

TITLES: list[tuple[SemanticQuery, str]] = [
    (q("revenue"), "Revenue"),
    (q("revenue", "profit", by="orders.region"), "Revenue and profit by region"),
    (
        q("revenue", by=("month", "products.category"), time=IN_2024,
          only=where("customers.country", "United States")),
        "Revenue by month and category in 2024, only United States",
    ),
    (q("revenue", by=CUSTOMER, top=10, time=LAST_MONTH), "Top 10 customers by revenue last month"),
    (q("revenue", by="orders.region", bottom=1), "Bottom region by revenue"),
    (
        q("units", by=("orders.region", "products.product_name"), top=3, within=(0,)),
        "Top 3 products in each region by units",
    ),
    (q("revenue", by="orders.region", share=True), "Share of revenue by region"),
    (q("profit", by="month", running=True), "Running total of profit by month"),
    (q("revenue", time=SINCE), "Revenue since March 2025"),
    (q("revenue", time=DAY), "Revenue on 1 March 2025"),
    (q("revenue", time=ROLLING), "Revenue in the past 90 days"),
    (q("revenue", by="month", versus="year"), "Revenue by month, compared with a year earlier"),
    (q("revenue", by="month", versus="month*3"),
     "Revenue by month, compared with 3 months earlier"),
    (q("revenue", only=without("orders.region", "West", "East")), "Revenue, without West and East"),
    (q("revenue", only=where("order_lines.discount", 0.2, op=Operator.GREATER)),
     "Revenue, discount over 20%"),
    (q("revenue", only=where("order_lines.quantity", 2, 4, op=Operator.BETWEEN)),
     "Revenue, quantity between 2 and 4"),
    (q("units", only=where("order_lines.returned", False)), "Units, not returned"),
    (q("orders", by="orders.region", having=having("orders", ">", 1000)),
     "Orders by region, orders over 1,000"),
    (q(agg("average", "order_lines.unit_price")), "Average unit price"),
    (q(agg("count_distinct", "customers.country")), "Number of different countries"),
    (q(per("revenue", "customers")), "Revenue per customer"),
    (q("revenue", by="weekday"), "Revenue by weekday"),
    (q("orders", by="month:orders.ship_date"), "Orders by month of ship date"),
    (q("orders", time=replace(IN_2024, column=ColumnRef("orders", "ship_date"))),
     "Orders in 2024 (by ship date)"),
    (SemanticQuery(groups=q("revenue", by="orders.region").groups), "Regions"),
    (
        SemanticQuery(
            dataset="orders",
            columns=(ColumnRef("orders", "order_date"), ColumnRef("orders", "region")),
            time=IN_2024,
        ),
        "Orders: order date and region in 2024",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("query", "title"), TITLES, ids=[title for _, title in TITLES])
def test_a_title_says_the_whole_question(
    demo_catalog: Catalog, query: SemanticQuery, title: str
) -> None:
    assert title_of(query, demo_catalog) == title
