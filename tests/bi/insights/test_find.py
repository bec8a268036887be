"""Findings in results whose story is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from bi.insights.drivers.change import change_in
from bi.insights.find import find_insights
from bi.model.catalog import Grain
from bi.model.insight import Insight, InsightKind
from bi.model.result import Cell, ResultSet
from bi.model.semantic import (
    DatePart,
    DatePartFilter,
    Limit,
    Measured,
    NamedMeasure,
    PeriodGroup,
    SemanticQuery,
    TimeRange,
)
from tests.bi.results import (
    CATEGORY,
    CHANGE,
    CUSTOMER,
    CUSTOMERS,
    DAY,
    MARGIN,
    MONTH,
    ORDERS,
    PERIOD,
    PRIOR,
    REGION,
    REGIONS,
    REVENUE,
    RUNNING,
    months,
    result,
    samples,
)

WHOLE = SemanticQuery(measures=(Measured(NamedMeasure("revenue")),))
TOP = replace(WHOLE, limit=Limit(10))
STORY = [1.5, 1.2, 1.4, 1.45, 1.6, 1.55, 1.7, 1.65, 1.8, 1.75, 1.9, 2.1]


def year(values: list[float]) -> ResultSet:
    cells = months(len(values))
    rows: list[tuple[Cell, ...]] = [
        (month, value * 1e6) for month, value in zip(cells, values, strict=True)
    ]
    return result((MONTH, REVENUE), rows)


def sentences(insights: tuple[Insight, ...]) -> list[str]:
    return [insight.text for insight in insights]


def kinds(insights: tuple[Insight, ...]) -> list[InsightKind]:
    return [insight.kind for insight in insights]


def test_a_year_of_months_tells_its_peak_its_low_and_its_trend() -> None:
    assert sentences(find_insights(year(STORY), "Revenue by month in 2024")) == [
        "Revenue rose steadily, by about $58.5k a month",
        "Revenue peaked in December at $2.1M",
        "Lowest month was February at $1.2M",
        "Revenue rose 11% from November to December, to $2.1M",
    ]


def test_findings_carry_the_figures_they_state() -> None:
    found = find_insights(year(STORY), "Revenue by month in 2024")
    peak = next(insight for insight in found if insight.kind is InsightKind.PEAK)
    assert peak.figures == {"value": 2.1e6, "bucket": "2024-12-01"}


def test_a_year_that_the_title_does_not_name_is_said() -> None:
    assert "Revenue peaked in December 2024 at $2.1M" in sentences(
        find_insights(year(STORY), "Revenue by month")
    )


def test_the_top_customers_of_a_list_are_said_to_be_of_that_list() -> None:
    sample = samples()["top_customers"]
    assert sentences(find_insights(sample, "Top 10 customers", query=TOP)) == [
        "Revenue is concentrated in the top 3 customers (55% of these 10)",
        "Acme Corp has the highest revenue: $150k, 22% of the total of these 10",
    ]


def test_without_a_limit_shares_are_of_the_total() -> None:
    sample = samples()["top_customers"]
    assert sentences(find_insights(sample, "Revenue by customer", query=WHOLE)) == [
        "Revenue is concentrated in the top 3 customers (55% of total)",
        "Acme Corp has the highest revenue: $150k, 22% of the total",
        "Lowest customer is Juniper Corp at $20.1k, 87% below Acme Corp",
    ]


def test_averages_have_no_shares() -> None:
    found = find_insights(samples()["margin_by_category"], "Profit margin by category", query=WHOLE)
    assert sentences(found) == [
        "Lowest category is Office Supplies at -2.1%, 20.3 points below Technology",
        "Technology has the highest profit margin: 18.2%, 14.8 points more than Furniture",
    ]


def test_a_bucket_that_is_not_over_is_left_out_of_trend_and_comparison() -> None:
    started = year([*STORY[:11], 0.3])
    found = sentences(
        find_insights(started, "Revenue by month in 2024", today=date(2024, 12, 5), query=WHOLE)
    )
    assert "Revenue peaked in November at $1.9M" in found
    assert "Lowest month was February at $1.2M" in found
    assert not any("December" in text and "complete" not in text for text in found)


def test_a_bucket_that_is_not_over_is_named_where_there_is_room() -> None:
    started = year([1.0, 1.0, 1.0, 0.3])
    assert sentences(
        find_insights(started, "Revenue by month in 2024", today=date(2024, 4, 9))
    ) == ["April is not complete and left out of trends and comparisons"]


def test_a_peak_in_a_bucket_that_is_not_over_says_so_far() -> None:
    assert "Revenue peaked in December at $2.1M so far" in sentences(
        find_insights(year(STORY), "Revenue by month in 2024", today=date(2024, 12, 20))
    )


def test_a_bucket_that_the_period_cuts_is_not_compared() -> None:
    cut = replace(WHOLE, time=TimeRange(date(2024, 1, 20), date(2025, 1, 1), "since 20 January"))
    found = sentences(find_insights(year([0.1, *STORY[1:]]), "Revenue by month in 2024", query=cut))
    assert "Lowest month was February at $1.2M" in found


def test_a_value_out_of_line_is_told_with_what_would_have_been_in_line() -> None:
    values = [1.0 + 0.01 * i + 0.02 * (i % 3) for i in range(20)]
    values[13] = 2.4
    first = find_insights(year(values), "Revenue by month")[0]
    assert first.kind is InsightKind.ANOMALY
    assert first.text.startswith("Revenue was unusually high in February 2025: $2.4M, where about")
    assert first.figures["value"] == 2.4e6
    assert float(first.figures["expected"]) == pytest.approx(1.14e6, abs=0.03e6)


def test_a_season_is_not_taken_for_an_anomaly() -> None:
    pattern = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3]
    values = [value + 0.02 * ((7 * i) % 5) for i, value in enumerate(pattern * 4)]
    assert InsightKind.ANOMALY not in kinds(find_insights(year(values), "Revenue by month"))


def test_the_same_month_a_year_earlier_is_compared() -> None:
    values = [*STORY, *(value * 1.5 for value in STORY)]
    assert "Revenue rose 50% from December 2024 to December 2025, to $3.2M" in sentences(
        find_insights(year(values), "Revenue by month")
    )


def test_level_values_yield_nothing() -> None:
    assert find_insights(year([2.0] * 12), "Revenue by month", query=WHOLE) == ()


def test_values_that_round_to_the_same_have_no_peak() -> None:
    near = [2.0, 2.0001, 2.0002, 2.0001, 2.0, 2.0001]
    assert find_insights(year(near), "Revenue by month", query=WHOLE) == ()


def test_two_equal_peaks_are_none() -> None:
    found = find_insights(year([1, 3, 2, 3, 2]), "Revenue by month")
    assert InsightKind.PEAK not in kinds(found)


def test_a_running_total_has_no_findings() -> None:
    rows: list[tuple[Cell, ...]] = [(m, 1e5 * i) for i, m in enumerate(months(12))]
    assert find_insights(result((MONTH, RUNNING), rows), "Running total") == ()


def test_a_moving_average_has_no_trend_and_nothing_out_of_line() -> None:
    found = find_insights(samples()["moving_average_by_day"], "7-day average of revenue")

    assert found
    assert not {insight.kind for insight in found} & {InsightKind.TREND, InsightKind.ANOMALY}


def test_days_that_the_question_leaves_out_are_not_missed() -> None:
    every_other = result((DAY, REVENUE), [(f"2025-01-{d:02}", 10.0 * d) for d in range(1, 30, 2)])
    weekends = replace(WHOLE, part_filters=(DatePartFilter(DatePart.WEEKDAY, (6, 7)),))

    told = find_insights(every_other, "Revenue by day", query=WHOLE)
    asked = find_insights(every_other, "Revenue by day, only on weekends", query=weekends)

    assert any("no value" in insight.text for insight in told)
    assert not any("no value" in insight.text for insight in asked)


def test_plural_names_take_a_plural_verb() -> None:
    (found,) = (
        insight
        for insight in find_insights(samples()["revenue_by_weekend"], "Revenue by weekend")
        if insight.kind is InsightKind.LEADER
    )

    assert found.text.startswith("Working days have the highest revenue")


def test_months_without_a_row_are_missed_when_the_question_was_for_all() -> None:
    sample = samples()["revenue_by_month_with_gaps"]
    text = "3 months of 12 have no value"
    assert text in sentences(find_insights(sample, "Revenue by month", query=WHOLE))
    assert text not in sentences(find_insights(sample, "Revenue by month"))


def test_rows_without_a_name_are_told_with_their_share() -> None:
    sample = samples()["revenue_by_region_with_none"]
    found = find_insights(sample, "Revenue by region", query=WHOLE)
    assert "4.8% of revenue has no region ($210k)" in sentences(found)


def test_a_breakdown_tells_who_moved_most_and_who_leads() -> None:
    values = {"West": (5.0, 4.0), "East": (2.0, 2.1), "North": (1.0, 1.2)}
    rows: list[tuple[Cell, ...]] = [
        (month, region, pair[i] * 1e5)
        for i, month in enumerate(months(2))
        for region, pair in values.items()
    ]
    found = find_insights(
        result((MONTH, REGION, REVENUE), rows), "Revenue by month and region in 2024", query=WHOLE
    )
    assert sentences(found) == [
        "West moved most from January to February: down 20%, from $500k to $400k",
        "West has the highest revenue: $900k, 59% of the total",
        "Total revenue fell 8.8% from January to February, to $730k",
        "Lowest region is North at $220k, 76% below West",
    ]


def test_a_comparison_tells_the_biggest_riser_and_faller() -> None:
    rows: list[tuple[Cell, ...]] = [
        ("West", 150_000.0, 100_000.0, 0.5),
        ("East", 90_000.0, 100_000.0, -0.1),
        ("North", 100_500.0, 100_000.0, 0.005),
    ]
    found = find_insights(result((REGION, REVENUE, PRIOR, CHANGE), rows), "Revenue by region")
    assert sentences(found)[:2] == [
        "Revenue rose most for West against the previous year: up 50%, from $100k to $150k",
        "Revenue fell most for East against the previous year: down 10%, from $100k to $90k",
    ]


def test_a_bucket_that_is_not_over_is_not_compared_with_a_whole_one() -> None:
    rows: list[tuple[Cell, ...]] = [
        (month, now, 100.0, 0.0) for month, now in zip(months(3), (110.0, 105.0, 10.0), strict=True)
    ]
    found = find_insights(
        result((MONTH, REVENUE, PRIOR, CHANGE), rows),
        "Revenue by month in 2024",
        today=date(2024, 3, 4),
    )
    assert not any("March" in text and "complete" not in text for text in sentences(found))


def test_a_rate_changes_by_points() -> None:
    rows: list[tuple[Cell, ...]] = [("2024-01-01", 0.12), ("2024-02-01", 0.15)]
    assert sentences(find_insights(result((MONTH, MARGIN), rows), "Profit margin in 2024")) == [
        "Profit margin rose 3 points from January to February, to 15%"
    ]


def test_counts_are_spoken_of_as_many() -> None:
    rows: list[tuple[Cell, ...]] = [("West", 30), ("East", 20)]
    assert sentences(find_insights(result((REGION, ORDERS), rows), "Orders", query=WHOLE)) == [
        "West has the most orders: 30, 60% of the total"
    ]


def test_of_two_periods_the_change_is_told_and_no_leader() -> None:
    may = TimeRange(date(2025, 5, 1), date(2025, 6, 1), "May 2025", Grain.MONTH)
    june = TimeRange(date(2025, 6, 1), date(2025, 7, 1), "June 2025", Grain.MONTH)
    query = replace(WHOLE, groups=(PeriodGroup((may, june)),))
    column = replace(PERIOD, sequence=("May 2025", "June 2025"))
    rows = result((column, REVENUE), [("May 2025", 80_000.0), ("June 2025", 60_000.0)])
    change = change_in(rows, "Revenue", today=None, query=query)
    assert sentences(find_insights(rows, "Revenue", query=query, change=change)) == [
        "Revenue from May 2025 to June 2025: down 25%, from $80k to $60k"
    ]


@pytest.mark.parametrize(
    "name", ["nothing", "revenue", "revenue_without_rows", "list_of_orders", "distinct_regions"]
)
def test_where_there_is_nothing_to_find_nothing_is_said(name: str) -> None:
    assert find_insights(samples()[name], "A title", query=WHOLE) == ()


def test_no_finding_is_repeated_and_no_kind_crowds_out_the_others() -> None:
    for sample in samples().values():
        found = find_insights(sample, "A title", query=WHOLE)
        assert len(set(sentences(found))) == len(found) <= 4
        assert all(kinds(found).count(kind) <= 2 for kind in kinds(found))
        assert all(one.weight >= other.weight for one, other in pairwise(found))


def test_thousands_of_names_are_no_matter() -> None:
    rows: list[tuple[Cell, ...]] = [(f"Customer {i}", 1e6 / (i + 1)) for i in range(10_000)]
    found = find_insights(result((CUSTOMER, REVENUE), rows), "Revenue by customer", query=WHOLE)
    assert "Customer 0 has the highest revenue: $1M, 10% of the total" in sentences(found)


def test_days_have_their_prepositions() -> None:
    rows: list[tuple[Cell, ...]] = [
        (f"2025-03-{day:02d}", float(value)) for day, value in enumerate((5, 9, 4, 6, 5), start=1)
    ]
    found = find_insights(result((DAY, REVENUE), rows), "Revenue by day in March 2025")
    assert sentences(found)[:2] == [
        "Revenue peaked on 2 March at $9",
        "Lowest day was 3 March at $4",
    ]


def test_three_groupings_are_left_to_the_table() -> None:
    rows: list[tuple[Cell, ...]] = [
        (customer, region, category, 1.0 * i)
        for i, (customer, region, category) in enumerate(
            (c, r, k) for c in CUSTOMERS[:2] for r in REGIONS[:2] for k in ("A", "B")
        )
    ]
    columns = (CUSTOMER, REGION, CATEGORY, REVENUE)
    assert find_insights(result(columns, rows), "Revenue", query=WHOLE) == ()
