"""What is refused, and with which words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bi.charts.draw import draw_chart
from bi.charts.fit import possible_types
from bi.model.chart import ChartType
from bi.model.errors import ChartNotPossible
from tests.bi.results import MONTH, REVENUE, months, result, samples

SAMPLES = samples()


@pytest.mark.parametrize(
    ("name", "type_", "reason"),
    [
        ("nothing", "bar", "There are no rows to draw."),
        ("distinct_regions", "bar", "There is no number in the result to draw."),
        (
            "revenue_by_month",
            "kpi",
            "A single figure shows one value; this result has 12 rows.",
        ),
        ("revenue", "bar", "Bars compare groups; this result has a single one."),
        (
            "profit_with_losses_by_region",
            "pie",
            "Profit has negative values, which no slice can show.",
        ),
        (
            "margin_by_category",
            "donut",
            "Profit margin does not add up to a whole, so it has no slices to show.",
        ),
        (
            "revenue_by_month_over_years",
            "pie",
            "47 slices in order are unreadable; a line or bars show them.",
        ),
        (
            "revenue_by_region",
            "line",
            "A line would suggest an order between values of Region that they do not have.",
        ),
        (
            "revenue_by_region",
            "stacked_bar",
            "Stacked bars need a second grouping beside Region.",
        ),
        (
            "revenue_by_region",
            "grouped_bar",
            "Grouped bars need a second grouping or a second measure of like unit.",
        ),
        (
            "margin_by_category_and_region",
            "stacked_bar",
            "Profit margin does not add up across groups, so its percentages cannot be stacked.",
        ),
        (
            "running_total_by_month",
            "pie",
            "Running total of revenue does not add up to a whole, so it has no slices to show.",
        ),
        (
            "revenue_by_region",
            "scatter",
            "A scatter plot needs two numbers for each row; this result has one.",
        ),
        (
            "revenue_and_margin_by_customer",
            "bubble",
            "A bubble chart needs three numbers for each row: across, up and size.",
        ),
        ("revenue_by_region", "heatmap", "A heatmap needs two groupings; this result has 1."),
        (
            "revenue_by_region",
            "histogram",
            "There are too few values to show how they are distributed.",
        ),
        (
            "revenue_by_category_region_returned",
            "bar",
            "3 groupings (Category, Region, Returned) do not fit in one chart.",
        ),
    ],
)
def test_a_chart_that_would_mislead_is_refused_with_its_reason(
    name: str, type_: str, reason: str
) -> None:
    with pytest.raises(ChartNotPossible) as caught:
        draw_chart(SAMPLES[name], "A title", ChartType(type_))
    assert caught.value.message == reason


def test_a_refusal_names_the_types_that_fit() -> None:
    with pytest.raises(ChartNotPossible) as caught:
        draw_chart(SAMPLES["margin_by_category"], "A title", ChartType.PIE)
    assert caught.value.details == {
        "type": "pie",
        "possible": ["bar", "horizontal_bar", "table"],
    }


def test_slices_of_a_result_that_is_cut_off_are_refused() -> None:
    cut = replace(SAMPLES["revenue_by_region"], truncated=True)
    assert ChartType.PIE not in possible_types(cut)


def test_a_table_is_always_possible() -> None:
    assert all(ChartType.TABLE in possible_types(sample) for sample in SAMPLES.values())


def test_a_column_of_nulls_has_nothing_to_draw() -> None:
    empty = result((MONTH, REVENUE), [(month, None) for month in months(3)])
    assert possible_types(empty) == (ChartType.TABLE,)


def test_a_chart_without_a_specification_still_names_its_columns() -> None:
    single = draw_chart(SAMPLES["revenue"], "Revenue", ChartType.KPI)
    table = draw_chart(SAMPLES["top_customers"], "Customers", ChartType.TABLE)
    assert (single.spec, single.y) == ({}, "revenue")
    assert (table.spec, table.x, table.y) == ({}, "customer_name", "revenue")
