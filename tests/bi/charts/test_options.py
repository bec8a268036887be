"""Log scales, bins and the order of bars: drawn where they can be had, else refused in words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import product
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bi.charts.choose import choose_chart
from bi.charts.distribution import step_of
from bi.charts.draw import draw_chart
from bi.charts.fit import possible_types
from bi.charts.wording import options_in_words, type_in_words
from bi.model.chart import Chart, ChartOptions, ChartSort, ChartType
from bi.model.errors import ChartNotPossible
from bi.model.result import Cell, ResultSet, RowOrder
from tests.bi.charts.vega_lite import faults, marks, svg, texts
from tests.bi.random_results import results
from tests.bi.results import CUSTOMERS, MONTH, ORDERS, REGION, REVENUE, months, result, samples

SAMPLES = samples()
LOG = ChartOptions(log=True)
EVERY = [
    ChartOptions(log, bins, sort)
    for log, bins, sort in product((False, True), (None, 2, 20), (None, *ChartSort))
]


def drawn(name: str, type_: str, **options: object) -> Chart:
    return draw_chart(SAMPLES[name], "A title", ChartType(type_), ChartOptions(**options))  # type: ignore[arg-type]


def refused(name: str, type_: str, **options: object) -> ChartNotPossible:
    with pytest.raises(ChartNotPossible) as caught:
        drawn(name, type_, **options)
    return caught.value


def shown(name: str, type_: str, among: list[str], **options: object) -> list[str]:
    """Those of some texts that stand in a drawing, in its order."""
    found = texts(svg(drawn(name, type_, **options), SAMPLES[name]))
    return [text for text in found if text in among]


# --- log scales -----------------------------------------------------------------

LOGGED = [
    ("revenue_by_region", "bar"),
    ("revenue_by_customer", "horizontal_bar"),
    ("revenue_by_month", "line"),
    ("revenue_by_month_and_region", "grouped_bar"),
    ("revenue_by_month_and_region", "multi_line"),
    ("revenue_and_profit_by_month", "multi_line"),
    ("revenue_and_margin_by_customer", "scatter"),
    ("revenue_profit_orders_by_customer", "bubble"),
    ("list_of_orders", "boxplot"),
    ("revenue_by_year", "line"),
]


@pytest.mark.parametrize(("name", "type_"), LOGGED)
def test_a_log_scale_is_drawn_and_named(
    name: str, type_: str, capfd: pytest.CaptureFixture[str]
) -> None:
    chart = drawn(name, type_, log=True)
    assert chart.options == LOG
    assert faults(chart.spec) == []
    drawing = svg(chart, SAMPLES[name])
    assert any(text.endswith("log scale") for text in texts(drawing))
    assert "NaN" not in drawing
    printed = capfd.readouterr()
    assert printed.err + printed.out == ""


def test_bars_on_a_log_scale_are_points_as_their_length_says_nothing() -> None:
    chart = drawn("revenue_by_region", "bar", log=True)
    drawing = svg(chart, SAMPLES["revenue_by_region"])
    assert len(marks(drawing, "point")) == 4
    assert marks(drawing, "bar") == []
    assert chart.note == (
        "On a log scale the bars are points: there is no zero for a bar to start from."
    )


def test_an_axis_from_tens_to_millions_is_labelled_by_its_powers() -> None:
    wide = result((REGION, REVENUE), [("East", 12.0), ("West", 3400.0), ("North", 5_600_000.0)])
    found = texts(svg(draw_chart(wide, "A title", ChartType.BAR, LOG), wide))
    assert [text for text in found if text.startswith("$")] == [
        "$10", "$100", "$1,000", "$10k", "$100k", "$1M",
    ]  # fmt: skip


def test_an_axis_of_billions_says_b_on_a_log_scale_too() -> None:
    assert "$1B" in texts(
        svg(drawn("revenue_by_year", "line", log=True), SAMPLES["revenue_by_year"])
    )


def test_of_points_only_the_axis_that_can_be_is_logarithmic() -> None:
    lossy = result((REGION, REVENUE, ORDERS), [("a", 10.0, 0), ("b", 100.0, 5), ("c", 900.0, 7)])
    encoding = draw_chart(lossy, "A title", ChartType.SCATTER, LOG).spec["encoding"]
    assert encoding["x"]["scale"]["type"] == "log"
    assert "type" not in encoding["y"]["scale"]


@pytest.mark.parametrize(
    ("name", "type_", "reason"),
    [
        (
            "profit_with_losses_by_region",
            "bar",
            "Profit has negative values, which a log scale cannot show.",
        ),
        (
            "revenue_by_month_and_region",
            "stacked_bar",
            "A log scale has no zero for a stacked bar chart to stand on; bars side by side or "
            "lines can have one.",
        ),
        (
            "revenue_by_month_and_region",
            "horizontal_bar",
            "Parts that are stacked cannot be on a log scale; bars side by side or lines can.",
        ),
        (
            "revenue_by_month",
            "area",
            "A log scale has no zero for an area chart to stand on; bars side by side or lines "
            "can have one.",
        ),
        (
            "revenue_by_region",
            "pie",
            "A pie has no axis for a log scale; bars, lines and scatter plots do.",
        ),
    ],
)
def test_a_log_scale_that_would_mislead_is_refused(name: str, type_: str, reason: str) -> None:
    assert refused(name, type_, log=True).message == reason


def test_zeros_have_no_place_on_a_log_scale() -> None:
    zero = result((REGION, ORDERS), [("East", 0), ("West", 3)])
    with pytest.raises(ChartNotPossible, match="Orders has zeros"):
        draw_chart(zero, "A title", ChartType.BAR, LOG)
    chart = choose_chart(zero, "A title", None, LOG)
    assert (chart.type, chart.options) == (ChartType.BAR, ChartOptions())
    assert chart.note == "Orders has zeros, which a log scale cannot show."


def test_a_refusal_names_the_option_and_the_types_that_can_have_it() -> None:
    assert refused("revenue_by_region", "donut", log=True).details == {
        "type": "donut",
        "option": "log",
        "possible": ["bar", "horizontal_bar"],
    }


# --- bins -----------------------------------------------------------------------


@pytest.mark.parametrize("wished", [5, 20, 50])
def test_a_histogram_has_about_as_many_bins_as_were_wished_and_no_more(wished: int) -> None:
    chart = drawn("list_of_orders", "histogram", bins=wished)
    place = SAMPLES["list_of_orders"].column(chart.x or "")
    amounts = [float(row[place] or 0) for row in SAMPLES["list_of_orders"].rows]
    step = chart.spec["encoding"]["x"]["bin"]["step"]
    bins = floor(max(amounts) / step) - floor(min(amounts) / step) + 1
    assert wished * 0.6 <= bins <= wished


@given(
    st.lists(st.floats(-1e9, 1e9, allow_subnormal=False), min_size=2, max_size=50),
    st.integers(2, 100),
)
@settings(deadline=None)
def test_a_step_of_any_numbers_keeps_the_bins_within_bounds(
    numbers: list[float], most: int
) -> None:
    step = step_of(numbers, most, whole=False)
    assert step > 0
    assert floor(max(numbers) / step) - floor(min(numbers) / step) + 1 <= most


def test_whole_numbers_have_whole_steps() -> None:
    assert step_of([1, 2, 3, 9], 100, whole=True) == 1
    assert step_of([0, 130], 20, whole=True) == 8


def test_what_is_counted_in_steps_already_has_no_other_bins() -> None:
    assert refused("orders_by_size", "histogram", bins=4).message == (
        "The rows are counted in steps of 50 already; ask for the histogram with other steps."
    )


def test_bins_are_of_a_histogram() -> None:
    assert refused("revenue_by_region", "pie", bins=5).message == (
        "Bins are steps of a histogram; a pie has none."
    )


def test_there_are_no_more_bins_than_can_be_seen() -> None:
    assert refused("list_of_orders", "histogram", bins=1000).message == (
        "A histogram has 2 to 100 bins."
    )


def test_bins_alone_make_a_histogram_where_that_fits() -> None:
    chart = choose_chart(SAMPLES["revenue_by_customer"], "A title", None, ChartOptions(bins=10))
    assert chart.type is ChartType.HISTOGRAM


def test_a_histogram_of_groups_says_what_it_counts() -> None:
    drawing = svg(drawn("revenue_by_customer", "histogram"), SAMPLES["revenue_by_customer"])
    assert "Number of customers" in texts(drawing)


# --- order ----------------------------------------------------------------------

REGIONS = ["East", "North", "South", "West"]


@pytest.mark.parametrize("type_", ["bar", "horizontal_bar"])
def test_bars_come_in_the_order_wished(type_: str) -> None:
    by_value = shown("revenue_by_region", type_, REGIONS, sort=ChartSort.DESCENDING)
    assert by_value == shown("revenue_by_region", type_, REGIONS)
    assert by_value[::-1] == shown("revenue_by_region", type_, REGIONS, sort=ChartSort.ASCENDING)
    assert shown("revenue_by_region", type_, REGIONS, sort=ChartSort.NAME) == REGIONS
    assert (
        shown("revenue_by_region", type_, REGIONS, sort=ChartSort.NAME_DESCENDING) == REGIONS[::-1]
    )


def test_months_sorted_by_value_say_their_year() -> None:
    drawing = svg(
        drawn("revenue_by_month", "horizontal_bar", sort=ChartSort.DESCENDING),
        SAMPLES["revenue_by_month"],
    )
    named = [text for text in texts(drawing) if re.fullmatch(r"[A-Z][a-z]+ 2024", text)]
    best = max(SAMPLES["revenue_by_month"].rows, key=lambda row: float(row[1] or 0))[0]
    assert len(named) == 12
    assert named[0] == "September 2024"
    assert best == "2024-09-01"


@pytest.mark.parametrize("sort", [None, *ChartSort])
def test_the_rest_of_many_slices_is_the_last_in_every_order(sort: ChartSort | None) -> None:
    chart = drawn("revenue_by_customer", "pie", sort=sort)
    drawing = svg(chart, SAMPLES["revenue_by_customer"])
    names = [text for text in texts(drawing) if text in CUSTOMERS or text == "Other"]
    assert len(names) == 9
    assert names[-1] == "Other"
    if sort is ChartSort.NAME:
        assert names[:-1] == sorted(names[:-1])


def test_a_value_called_other_is_not_mixed_with_the_rest() -> None:
    rows: list[tuple[Cell, ...]] = [("Other", 900.0), *((f"c{i}", 100.0 + i) for i in range(12))]
    some = result((REGION, REVENUE), rows)
    names = texts(svg(draw_chart(some, "A title", ChartType.PIE), some))
    assert {"Other", "All others"} <= set(names)


@pytest.mark.parametrize("order", list(RowOrder))
def test_bars_follow_the_rows_that_were_asked_for_in_order_of_names(order: RowOrder) -> None:
    asked = result((replace(REGION, order=order), REVENUE), list(SAMPLES["revenue_by_region"].rows))
    found = [t for t in texts(svg(choose_chart(asked, "A title"), asked)) if t in REGIONS]
    assert found == (REGIONS if order is RowOrder.ASCENDING else REGIONS[::-1])


def test_bars_follow_the_rows_that_were_asked_for_in_order_of_another_measure() -> None:
    columns = (REGION, REVENUE, replace(ORDERS, order=RowOrder.DESCENDING))
    asked = result(columns, [("East", 1.0, 500), ("West", 9.0, 20), ("North", 5.0, 100)])
    found = [t for t in texts(svg(choose_chart(asked, "A title"), asked)) if t in REGIONS]
    assert found == ["East", "North", "West"]


def test_the_best_months_are_bars_and_no_line_that_puts_them_back_into_time() -> None:
    best = result(
        (MONTH, replace(REVENUE, order=RowOrder.DESCENDING)),
        [(month, 100.0 - i) for i, month in enumerate(months(5)[::-1])],
    )
    assert choose_chart(best, "A title").type is ChartType.HORIZONTAL_BAR


def test_a_line_has_no_order_but_that_of_its_axis() -> None:
    assert refused("revenue_by_month", "line", sort=ChartSort.NAME).message == (
        "What a line shows has its place along the axes; bars can be sorted."
    )
    free = choose_chart(
        SAMPLES["revenue_by_month"], "A title", None, ChartOptions(sort=ChartSort.DESCENDING)
    )
    assert free.type is ChartType.BAR


# --- all of them ----------------------------------------------------------------


def test_what_was_wished_before_is_left_out_with_a_note() -> None:
    before = ChartOptions(bins=20)
    chart = draw_chart(SAMPLES["revenue_by_region"], "A title", ChartType.PIE, before, kept=before)
    assert (chart.options, chart.note) == (
        ChartOptions(),
        "Bins are steps of a histogram; a pie has none.",
    )


def assert_honoured(some: ResultSet, options: ChartOptions) -> None:
    able = possible_types(some, options)
    for type_ in possible_types(some):
        if type_ in able:
            chart = draw_chart(some, "A title", type_, options)
            assert chart.options == options
            assert chart.spec == {} or faults(chart.spec) == []
            assert json.loads(json.dumps(chart.spec)) == chart.spec
        else:
            with pytest.raises(ChartNotPossible):
                draw_chart(some, "A title", type_, options)
    chosen = choose_chart(some, "A title", None, options)
    assert chosen.options == options or chosen.note


@pytest.mark.parametrize("name", SAMPLES)
def test_every_option_of_every_possible_chart_is_drawn_or_refused(name: str) -> None:
    for options in (LOG, ChartOptions(bins=20), ChartOptions(sort=ChartSort.NAME), EVERY[-1]):
        assert_honoured(SAMPLES[name], options)


@given(results(), st.sampled_from(EVERY))
@settings(max_examples=100, deadline=None)
def test_every_option_of_any_result_is_drawn_or_refused(
    some: ResultSet, options: ChartOptions
) -> None:
    assert_honoured(some, options)


RENDERED = [
    ("revenue_by_customer", "horizontal_bar", ChartOptions(sort=ChartSort.NAME)),
    ("revenue_by_month", "bar", ChartOptions(sort=ChartSort.ASCENDING)),
    ("revenue_by_month_and_customer", "stacked_bar", ChartOptions(sort=ChartSort.DESCENDING)),
    ("revenue_by_weekday_from_sunday", "bar", ChartOptions(sort=ChartSort.NAME_DESCENDING)),
    (
        "revenue_by_region_against_last_year",
        "grouped_bar",
        ChartOptions(True, None, ChartSort.NAME),
    ),
    ("list_of_orders", "histogram", ChartOptions(bins=7)),
]


@pytest.mark.parametrize(("name", "type_", "options"), RENDERED)
def test_a_chart_with_options_renders_without_a_complaint(
    name: str, type_: str, options: ChartOptions, capfd: pytest.CaptureFixture[str]
) -> None:
    drawing = svg(draw_chart(SAMPLES[name], "A title", ChartType(type_), options), SAMPLES[name])
    assert "NaN" not in drawing
    assert "undefined" not in drawing
    printed = capfd.readouterr()
    assert printed.err + printed.out == ""


def test_a_pie_of_crumbs_is_refused() -> None:
    crumbs = result((REGION, REVENUE), [(f"r{i}", 100.0) for i in range(40)])
    with pytest.raises(ChartNotPossible, match="8 largest of 40 slices are 20% of the whole"):
        draw_chart(crumbs, "A title", ChartType.PIE)


def test_drawings_have_words() -> None:
    assert [type_in_words(type_) for type_ in (ChartType.AREA, ChartType.PIE, ChartType.TABLE)] == [
        "an area chart",
        "a pie chart",
        "a table",
    ]
    assert options_in_words(ChartOptions(True, 20, ChartSort.NAME)) == (
        "on a log scale, with at most 20 bins, sorted by name"
    )
    assert options_in_words(ChartOptions()) == ""
