"""Which chart a result gets, with and without a wish."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bi.charts.choose import choose_chart
from bi.charts.fit import possible_types
from bi.model.chart import Chart, ChartType
from bi.model.result import Cell, ColumnRole
from tests.bi.results import MARGIN, REGION, REGIONS, REVENUE, result, samples

SAMPLES = samples()


def chosen(name: str, wish: ChartType | None = None) -> Chart:
    return choose_chart(SAMPLES[name], "A title", wish)


@pytest.mark.parametrize(
    ("name", "type_", "x", "y", "series"),
    [
        ("nothing", "table", "month", None, None),
        ("revenue", "kpi", None, "revenue", None),
        ("revenue_against_last_year", "kpi", None, "revenue", None),
        ("revenue_by_month", "line", "month", "revenue", None),
        ("revenue_by_two_months", "bar", "month", "revenue", None),
        ("orders_by_hour", "line", "hour", "orders", None),
        ("revenue_by_month_against_last_year", "multi_line", "month", "revenue", None),
        ("revenue_and_profit_by_month", "multi_line", "month", "revenue", None),
        ("revenue_and_orders_by_month", "line", "month", "revenue", None),
        ("revenue_by_region", "bar", "region", "revenue", None),
        ("top_customers", "horizontal_bar", "customer_name", "revenue", None),
        ("share_by_region", "pie", "region", "share", None),
        ("revenue_by_region_against_last_year", "grouped_bar", "region", "revenue", None),
        ("revenue_and_margin_by_customer", "scatter", "revenue", "profit_margin", None),
        ("revenue_by_weekday", "bar", "weekday", "revenue", None),
        ("orders_by_size", "histogram", "size", "orders", None),
        ("orders_by_stars", "bar", "stars", "orders", None),
        ("orders_by_weekday_and_hour", "heatmap", "hour_of_day", "weekday", "orders"),
        ("revenue_by_month_and_region", "multi_line", "month", "revenue", "region"),
        ("revenue_by_year_number", "line", "year", "revenue", None),
        ("margin_by_region_and_year", "multi_line", "year", "profit_margin", "region"),
        ("revenue_by_category_and_region", "stacked_bar", "region", "revenue", "category"),
        ("margin_by_category_and_region", "grouped_bar", "region", "profit_margin", "category"),
        ("revenue_by_period_and_region", "grouped_bar", "period", "revenue", "region"),
        ("revenue_by_customer_and_category", "stacked_bar", "customer_name", "revenue", "category"),
        ("revenue_by_region_in_one_month", "bar", "region", "revenue", None),
        ("revenue_by_category_region_returned", "table", "category", "revenue", None),
        ("list_of_orders", "table", "order_id", "amount", None),
        ("list_of_numbers", "scatter", "mpg", "power", None),
        ("distinct_regions", "table", "region", None, None),
    ],
)
def test_a_result_gets_the_chart_that_reads_best(
    name: str, type_: str, x: str | None, y: str | None, series: str | None
) -> None:
    chart = chosen(name)
    assert (chart.type, chart.x, chart.y, chart.series) == (type_, x, y, series)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_chart_chosen_is_the_first_that_is_possible(name: str) -> None:
    assert chosen(name).type is possible_types(SAMPLES[name])[0]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_wish_that_is_possible_is_met(name: str) -> None:
    for wish in possible_types(SAMPLES[name]):
        assert chosen(name, wish).type is wish


def test_a_wish_that_is_not_possible_gives_the_best_chart_and_the_reason() -> None:
    chart = chosen("margin_by_category", ChartType.PIE)
    assert chart.type is ChartType.BAR
    assert chart.note == "Profit margin does not add up to a whole, so it has no slices to show."


def test_the_reason_stands_before_what_the_chart_leaves_out() -> None:
    chart = chosen("margin_by_month_and_customer", ChartType.STACKED_BAR)
    assert chart.type is ChartType.MULTI_LINE
    assert chart.note is not None
    assert chart.note.startswith("Profit margin does not add up across groups")
    assert chart.note.endswith("of 14; the table has them all.")


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_result_gives_the_same_chart(name: str) -> None:
    assert chosen(name) == choose_chart(samples()[name], "A title")


def test_a_result_that_is_cut_off_says_so() -> None:
    assert chosen("list_of_orders_cut_off").note == "Only the first 60 rows are shown."


def test_a_histogram_of_a_few_groups_is_one_of_bars() -> None:
    few = chosen("revenue_by_weekday", ChartType.HISTOGRAM)
    assert few.type is ChartType.BAR
    assert few.note == "7 values are too few to show how they are distributed; bars do."
    assert chosen("revenue_by_customer", ChartType.HISTOGRAM).type is ChartType.HISTOGRAM


def test_points_of_a_few_groups_are_told_by_their_colours() -> None:
    columns = (REGION, REVENUE, MARGIN)
    rows: list[tuple[Cell, ...]] = [
        (region, 100.0 * n, n / 10) for n, region in enumerate(REGIONS, start=1)
    ]
    chart = choose_chart(result(columns, rows), "A title", ChartType.SCATTER)
    assert (chart.x, chart.y, chart.series) == ("revenue", "profit_margin", "region")


def test_points_of_too_many_groups_have_no_colours_and_it_is_said() -> None:
    roles = [replace(one, role=ColumnRole.DETAIL) for one in (REGION, REVENUE, MARGIN)]
    rows: list[tuple[Cell, ...]] = [(f"Region {n % 9}", 100.0 + n, n / 10) for n in range(27)]
    chart = choose_chart(result(tuple(roles), rows), "A title", ChartType.SCATTER)
    assert chart.series is None
    assert chart.note == "Region has 9 values, too many to tell apart by colour."
