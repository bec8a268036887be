"""The answer's prose, sentence by sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bi.insights.find import find_insights
from bi.insights.summary import summarize
from bi.model.catalog import Grain
from bi.model.result import Cell, ResultSet
from bi.model.semantic import (
    Comparison,
    Limit,
    Measured,
    NamedMeasure,
    Order,
    OrderTarget,
    SemanticQuery,
    TimeRange,
)
from tests.bi.results import CHANGE, MARGIN, MONTH, ORDERS, PRIOR, REVENUE, months, result, samples

SAMPLES = samples()
WHOLE = SemanticQuery(measures=(Measured(NamedMeasure("revenue")),))


def prose(
    sample: ResultSet,
    title: str,
    query: SemanticQuery | None = WHOLE,
    today: date | None = None,
) -> str:
    insights = find_insights(sample, title, today=today, query=query)
    return summarize(sample, title, insights, today=today, query=query)


@pytest.mark.parametrize(
    ("name", "title", "text"),
    [
        ("revenue", "Revenue in 2024", "Revenue in 2024 was $21.4M."),
        (
            "revenue",
            "Revenue in 2024, only Technology",
            "Revenue in 2024, only Technology: $21.4M.",
        ),
        (
            "revenue_without_rows",
            "Revenue in 1990",
            "Revenue in 1990: no value, because no rows match or none of them has one.",
        ),
        (
            "revenue_against_last_year",
            "Revenue in 2024",
            "Revenue in 2024 was $21.4M, up 12% from $19.1M the previous year.",
        ),
        ("latest_order", "Latest order date", "Latest order date was 30 June 2025."),
        (
            "latest_order_by_region",
            "Latest order date by region",
            "Latest order date by region: from 25 June 2025 (West) to 28 June 2025 (North).",
        ),
        (
            "revenue_by_weekend",
            "Revenue by weekend",
            "Revenue by weekend: highest on working days with $500k, "
            "lowest on weekends with $120k.",
        ),
        (
            "revenue_by_fiscal_year",
            "Revenue by fiscal year",
            "Revenue by fiscal year comes to $6.2B in all, between $758M (FY2024) "
            "and $1.3B (FY2026) a year.",
        ),
        (
            "revenue_profit_orders",
            "Revenue, profit and orders today",
            "Revenue, profit and orders today: revenue $1,234, profit -$200 and orders 12.",
        ),
        (
            "nothing",
            "Revenue by month in 1990, only Technology",
            "There are no rows for: Revenue by month in 1990, only Technology.",
        ),
        (
            "revenue_by_month",
            "Revenue by month in 2024",
            "Revenue by month in 2024 comes to $14.6M in all, between $842k (April) and $1.6M "
            "(September) a month.",
        ),
        (
            "satisfaction_by_month",
            "Satisfaction by month in 2024",
            "Satisfaction by month in 2024 lies between 3.8 (December) and 4.2 (September).",
        ),
        (
            "running_total_by_month",
            "Running total of revenue by month in 2024",
            "Running total of revenue by month in 2024 reached $1.2M in December.",
        ),
        (
            "top_customers",
            "Top 10 customers by revenue",
            "Acme Corp leads with $150k, followed by Borealis Corp ($120k) and Cobalt Corp ($96k).",
        ),
        (
            "revenue_by_weekday",
            "Revenue by weekday",
            "Revenue by weekday: highest on Friday with $115k, lowest on Wednesday with $67.4k.",
        ),
        (
            "orders_by_size",
            "Orders by order size",
            "Orders by order size: highest for $0 to $50 with 90, lowest for $400 to $450 with 26.",
        ),
        (
            "revenue_and_orders_by_month",
            "Revenue and orders by month in 2024",
            "Revenue and orders by month in 2024: revenue comes to $14.6M in all, between $842k "
            "(April) and $1.6M (September) a month.",
        ),
        (
            "margin_by_category_and_region",
            "Profit margin by category and region",
            "Profit margin by category and region lies between 10% (North for Furniture) and 23% "
            "(East for Office Supplies).",
        ),
        ("distinct_regions", "Regions", "Regions: North, South, East and West."),
        ("list_of_orders", "Orders of last week", "Orders of last week: 60 rows."),
        (
            "list_of_orders_cut_off",
            "Orders",
            "Orders: more than 60 rows. The result is cut off there, so no totals are given.",
        ),
        (
            "revenue_by_category_region_returned",
            "Revenue by category, region and returned",
            "Revenue by category, region and returned: 24 rows.",
        ),
    ],
)
def test_the_direct_answer_comes_first(name: str, title: str, text: str) -> None:
    assert prose(SAMPLES[name], title) == text


def test_a_breakdown_says_the_whole_who_leads_and_what_moved() -> None:
    assert prose(
        SAMPLES["revenue_by_month_and_region"], "Revenue by month and region in 2024"
    ).startswith(
        "Revenue by month and region in 2024 comes to $18.8M in all. West leads with $5.4M, "
        "followed by East ($4.9M) and South ($4.5M)."
    )


def test_a_finding_about_movement_completes_the_answer() -> None:
    rows: list[tuple[Cell, ...]] = [(m, 1e6 + 1e5 * i) for i, m in enumerate(months(12))]
    assert prose(result((MONTH, REVENUE), rows), "Revenue by month in 2024") == (
        "Revenue by month in 2024 comes to $18.6M in all, between $1M (January) and $2.1M "
        "(December) a month. Revenue rose steadily, by about $100k a month."
    )


def test_a_comparison_says_how_the_whole_changed() -> None:
    assert prose(
        SAMPLES["revenue_by_region_against_last_year"],
        "Revenue by region in 2025, compared with a year earlier",
    ).startswith(
        "Revenue by region in 2025, compared with a year earlier: $4.3M, up 25% from $3.5M the "
        "previous year."
    )


def test_a_period_that_is_not_over_is_not_compared_in_silence() -> None:
    query = replace(
        WHOLE,
        time=TimeRange(date(2025, 1, 1), date(2026, 1, 1), "2025", Grain.YEAR),
        comparison=Comparison(Grain.YEAR),
    )
    sample = result((REVENUE, PRIOR, CHANGE), [(5e6, 1e7, -0.5)])
    assert prose(sample, "Revenue in 2025", query, date(2025, 6, 1)) == (
        "Revenue in 2025 was $5M, down 50% from $10M the previous year; 2025 is not over."
    )


def test_a_last_bucket_that_is_not_over_is_said() -> None:
    sample = SAMPLES["revenue_by_month"]
    assert prose(sample, "Revenue by month in 2024", WHOLE, date(2024, 12, 9)).startswith(
        "Revenue by month in 2024 comes to $14.6M in all, between $842k (April) and $1.6M "
        "(September) a month; December is not complete."
    )


def test_the_lowest_are_told_first_when_they_were_asked_for() -> None:
    query = replace(WHOLE, order=(Order(OrderTarget.MEASURE),), limit=Limit(5))
    assert prose(SAMPLES["bottom_customers"], "Bottom 5 customers by revenue", query) == (
        "Lowest revenue: Acme Corp ($100), Borealis Corp ($110) and Cobalt Corp ($120)."
    )


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((7, 7, 3), "North and South lead with 7 each."),
        ((7, 7, 7), "All 3 regions are level at 7."),
    ],
)
def test_names_that_are_level_are_told_together(values: tuple[int, ...], text: str) -> None:
    region = SAMPLES["revenue_by_region"].columns[0]
    rows: list[tuple[Cell, ...]] = list(zip(("North", "South", "East"), values, strict=True))
    assert prose(result((region, ORDERS), rows), "Orders by region") == text


def test_equal_lows_are_not_given_to_one_of_them() -> None:
    assert prose(SAMPLES["orders_by_day"], "Orders by day").startswith(
        "Orders by day come to 2,340 in all, between 20 and 32 a day."
    )


def test_a_single_row_of_a_grouping_names_its_group() -> None:
    region = SAMPLES["revenue_by_region"].columns[0]
    sample = result((region, REVENUE), [("West", 1_234_567.0)])
    assert prose(sample, "Revenue by region") == "Revenue by region: West, with $1.2M."


def test_a_rate_changes_by_points() -> None:
    prior = replace(
        PRIOR,
        name="margin_prior",
        label="Profit margin, previous year",
        format=MARGIN.format,
        additive=False,
    )
    change = replace(CHANGE, name="margin_change")
    sample = result((MARGIN, prior, change), [(0.15, 0.12, 0.25)])
    assert prose(sample, "Profit margin in 2025") == (
        "Profit margin in 2025 was 15%, up 3 points from 12% the previous year."
    )
