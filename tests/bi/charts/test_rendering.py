"""What a specification draws, read off the drawing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from bi.charts.choose import choose_chart
from bi.model.catalog import ColumnType
from bi.model.chart import ChartType
from bi.model.result import ResultSet
from tests.bi.charts.test_specs import WISHES
from tests.bi.charts.vega_lite import marks, svg, texts
from tests.bi.results import DOLLARS, REGION, REVENUE, result, samples

SAMPLES = samples()


def drawn(name: str, wish: ChartType | None = None) -> str:
    return svg(choose_chart(SAMPLES[name], "A title", wish), SAMPLES[name])


def labelled(drawing: str, among: list[str]) -> list[str]:
    """Those of some texts that stand in a drawing, in its order."""
    return [text for text in texts(drawing) if text in among]


DRAWN = [(name, None) for name in SAMPLES if choose_chart(SAMPLES[name], "A title").spec]


@pytest.mark.parametrize(("name", "wish"), [*DRAWN, *WISHES])
def test_a_chart_renders_without_a_complaint(
    name: str, wish: ChartType | None, capfd: pytest.CaptureFixture[str]
) -> None:
    drawing = drawn(name, wish)
    assert "A title" in texts(drawing)
    assert "NaN" not in drawing
    assert "undefined" not in drawing
    printed = capfd.readouterr()
    assert printed.err + printed.out == ""


@pytest.mark.parametrize(
    ("name", "wish", "count"),
    [
        ("revenue_by_region", None, 4),
        ("revenue_by_month_with_gaps", ChartType.BAR, 9),
        ("top_customers", None, 10),
        ("revenue_by_customer", None, 25),
        ("revenue_by_month_and_region", ChartType.STACKED_BAR, 48),
        ("revenue_by_month_and_customer", ChartType.STACKED_BAR, 12 * 9),
        ("revenue_by_region_against_last_year", None, 8),
        ("orders_by_size", None, 9),
    ],
)
def test_every_row_has_its_bar(name: str, wish: ChartType | None, count: int) -> None:
    bars = [bar for bar in marks(drawn(name, wish), "bar") if "null" not in bar]
    assert len(bars) == count


def test_bars_of_names_come_by_value() -> None:
    customers = [str(row[0]) for row in SAMPLES["top_customers"].rows]
    reversed_rows = replace(
        SAMPLES["top_customers"],
        rows=SAMPLES["top_customers"].rows[3:] + SAMPLES["top_customers"].rows[:3],
    )
    drawing = svg(choose_chart(reversed_rows, "A title"), reversed_rows)
    assert labelled(drawing, customers) == customers


def test_bars_asked_for_from_the_bottom_stay_lowest_first() -> None:
    customers = [str(row[0]) for row in SAMPLES["bottom_customers"].rows]
    assert labelled(drawn("bottom_customers"), customers) == customers


def test_weekdays_come_in_their_order_by_name() -> None:
    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert labelled(drawn("revenue_by_weekday"), days) == days


def test_bars_start_at_zero_and_amounts_carry_their_sign() -> None:
    assert {"$0", "$200k", "$1M"} <= set(texts(drawn("revenue_by_region")))
    assert {"€0", "€2,000"} <= set(texts(drawn("revenue_by_region_in_euros")))
    assert {"0%", "5%"} <= set(texts(drawn("margin_by_category")))
    assert {"−$40k", "$0", "$60k"} <= set(texts(drawn("profit_with_losses_by_region")))


def test_an_axis_of_billions_says_b() -> None:
    assert "$1B" in texts(drawn("revenue_by_year"))


def test_a_title_says_the_unit() -> None:
    assert "Revenue (USD)" in texts(drawn("revenue_by_month"))


def test_months_are_labelled_with_the_year_below_the_first() -> None:
    found = texts(drawn("revenue_by_month_over_years"))
    assert [text for text in found if re.fullmatch(r"20\d\d", text)] == [
        "2024",
        "2025",
        "2026",
        "2027",
    ]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_no_time_zone_moves_a_month_or_an_hour(zone: str) -> None:
    """A renderer takes its zone from the process; so this needs one of its own."""
    code = (
        "from tests.bi.charts.test_rendering import drawn;"
        "print(drawn('revenue_by_month'), drawn('orders_by_hour'))"
    )
    process = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stdout.strip() == f"{drawn('revenue_by_month')} {drawn('orders_by_hour')}"
    assert "Month: January 2024" in process.stdout
    assert "Hour: 1 March 2025, 00:00" in process.stdout


def test_the_rest_of_many_slices_is_one() -> None:
    drawing = drawn("revenue_by_customer", ChartType.DONUT)
    slices = marks(drawing, "arc mark")
    rows = [float(row[1] or 0) for row in SAMPLES["revenue_by_customer"].rows]
    rest = sum(sorted(rows)[:-8])
    assert len(slices) == 9
    other = next(words for words in slices if "Other" in words)
    assert f"{rest:,.0f}" in other
    assert f"{rest / sum(rows):.1%}" in other


def test_the_rest_of_many_stacked_series_is_one_and_totals_stay() -> None:
    sample = SAMPLES["revenue_by_month_and_customer"]
    bars = marks(drawn("revenue_by_month_and_customer", ChartType.STACKED_BAR), "bar")
    amounts = [
        float(found.group(1).replace(",", ""))
        for bar in bars
        if (found := re.search(r"Revenue: \$([\d,]+)$", bar))
    ]
    assert len(amounts) == 12 * 9
    assert sum(amounts) == pytest.approx(sum(float(row[2] or 0) for row in sample.rows), rel=1e-4)


def test_slices_of_a_second_grouping_are_summed() -> None:
    sample = SAMPLES["revenue_by_month_and_region"]
    west = sum(float(row[2] or 0) for row in sample.rows if row[1] == "West")
    slices = marks(drawn("revenue_by_month_and_region", ChartType.PIE), "arc mark")
    assert len(slices) == 4
    assert any("West" in words and f"${west:,.0f}" in words for words in slices)


def test_rows_without_a_name_are_shown() -> None:
    assert "(none)" in texts(drawn("revenue_by_region_with_none"))
    assert {"Yes", "No", "(none)"} <= set(texts(drawn("orders_by_returned")))


@pytest.mark.parametrize(
    ("name", "type_", "areas"),
    [
        ("revenue_by_month_and_region", ChartType.STACKED_AREA, 4),
        ("revenue_by_month", ChartType.AREA, 1),
    ],
)
def test_an_area_has_each_bucket_once(name: str, type_: ChartType, areas: int) -> None:
    edges = re.findall(r'aria-roledescription="area mark"[^>]* d="M([^"Z]*)Z', drawn(name, type_))
    # Along the upper edge through twelve months, and back along the lower one.
    assert [len(edge.split("L")) for edge in edges] == [2 * 12] * areas


def test_buckets_without_a_row_keep_their_place() -> None:
    assert {"Jul", "Aug"} <= set(texts(drawn("revenue_by_month_with_gaps", ChartType.BAR)))


def test_numbers_that_came_as_text_are_drawn() -> None:
    heights = drawn("long_numbers")
    assert len(marks(heights, "bar")) == 2
    assert "$8,000T" in texts(heights)


def test_a_column_may_have_any_name() -> None:
    assert len(marks(drawn("revenue_by_odd_name"), "bar")) == 2


def test_names_are_text_and_never_markup() -> None:
    named: ResultSet = result(
        (REGION, REVENUE), [("<script>alert(1)</script>", 5.0), ('a"b', 3.0), ("' + x", 2.0)]
    )
    drawing = svg(choose_chart(named, "</svg><script>"), named)
    assert "<script" not in drawing
    assert len(marks(drawing, "bar")) == 3


def test_dates_of_a_row_list_are_read_as_moments() -> None:
    columns = (
        replace(REGION, name="at", label="At", type=ColumnType.TIMESTAMP, format=DOLLARS),
        REVENUE,
    )
    rows = result(columns, [(f"2025-01-0{day}T10:30:00", 1.0 * day) for day in range(1, 6)])
    assert "At: 1 January 2025, 10:30" in svg(choose_chart(rows, "A title"), rows)


def test_a_long_title_goes_over_several_lines() -> None:
    title = "Revenue by region, only customers " + "who ordered something again " * 5
    chart = choose_chart(SAMPLES["revenue_by_region"], title)
    lines = chart.spec["title"]["text"]
    assert len(lines) > 1
    assert all(len(line) <= 80 for line in lines)
    assert " ".join(lines) == title.strip()
    assert chart.title == title


def test_a_name_that_has_room_is_whole() -> None:
    name = "Mecklenburg-Vorpommern"
    long_named: ResultSet = result((REGION, REVENUE), [(name, 5.0), ("Bayern", 3.0)])
    assert name in texts(svg(choose_chart(long_named, "A title"), long_named))
