"""Answers of many shapes, with what is computed of them."""

from __future__ import annotations

from functools import cache

from bi.insights.find import find_insights
from bi.insights.summary import summarize
from bi.model.result import ResultSet
from llm.prose.facts import Facts
from llm.prose.known import Known
from tests.bi.results import samples

_TITLES = {
    "revenue_by_month": "Revenue by month in 2024",
    "revenue_by_month_against_last_year": "Revenue by month in 2024 against the previous year",
    "revenue_by_region": "Revenue by region",
    "revenue_by_region_in_euros": "Umsatz nach Region",
    "revenue_by_region_against_last_year": "Revenue by region against the previous year",
    "margin_by_category": "Profit margin by category",
    "profit_with_losses_by_region": "Profit by region",
    "top_customers": "Top 10 customers by revenue",
    "orders_by_returned": "Orders by returned",
    "revenue_by_weekday": "Revenue by weekday",
    "revenue_by_category_and_region": "Revenue by category and region",
    "latest_order_by_region": "Latest order date by region",
    "orders_by_stars": "Orders by stars",
    "revenue_by_year_number": "Revenue by year",
    "satisfaction_by_month": "Satisfaction by month in 2024",
    "revenue_and_orders_by_month": "Revenue and orders by month in 2024",
    "list_of_orders": "List of orders",
}


def facts_of(
    result: ResultSet, title: str, question: str | None = None, language: str = "en"
) -> Facts:
    insights = find_insights(result, title)
    text = summarize(result, title, insights)
    asked = title.lower() if question is None else question
    return Facts(asked, title, result, text, tuple(insights), language)


@cache
def answer(name: str) -> Facts:
    """Of a sample by its name."""
    language = "de" if name == "revenue_by_region_in_euros" else "en"
    return facts_of(samples()[name], _TITLES[name], language=language)


@cache
def known(name: str) -> Known:
    return Known(answer(name))
