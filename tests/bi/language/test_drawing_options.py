"""How a chart is drawn, in words: log scales, bins, the order of bars, what is stacked."""

from __future__ import annotations

import pytest

from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.chart import ChartOptions, ChartSort, ChartType
from bi.model.reading import ChartWish, Question, TokenKind
from bi.model.semantic import DimensionGroup, Order, OrderTarget, SemanticQuery
from tests.bi.language.expected import Reader, group, q, ref

BY_REGION = q("revenue", by="orders.region")
BY_TWO = q("revenue", by=["orders.region", "customers.segment"])
LOG, LINEAR = ChartOptions(log=True), ChartOptions()


def wish(reader: Reader, text: str, previous: SemanticQuery = BY_REGION) -> ChartWish:
    reading = reader.read(text, previous)
    assert isinstance(reading, ChartWish), f"{text!r} was read as {reading}"
    return reading


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("on a log scale", LOG),
        ("log scale", LOG),
        ("use a logarithmic scale", LOG),
        ("with a logarithmic axis", LOG),
        ("logarithmically", LOG),
        ("change it to a log scale", LOG),
        ("put the y-axis on a log scale", LOG),
        ("y axis logarithmic", LOG),
        ("can you use a log axis?", LOG),
        ("linear scale again", LINEAR),
        ("back to a linear scale", LINEAR),
        ("without the log scale", LINEAR),
        ("turn off the log scale", LINEAR),
        ("sort the bars by name", ChartOptions(sort=ChartSort.NAME)),
        ("order the bars alphabetically", ChartOptions(sort=ChartSort.NAME)),
        ("sort the slices by name descending", ChartOptions(sort=ChartSort.NAME_DESCENDING)),
        ("sort the chart by value", ChartOptions(sort=ChartSort.DESCENDING)),
        ("sort the bars from lowest to highest", ChartOptions(sort=ChartSort.ASCENDING)),
        ("with 20 bins", ChartOptions(bins=20)),
        ("use 20 bins", ChartOptions(bins=20)),
        ("on a log scale, sort the bars by name", ChartOptions(True, None, ChartSort.NAME)),
    ],
)  # fmt: skip
def test_only_the_drawing_changes(demo: Reader, text: str, options: ChartOptions) -> None:
    assert wish(demo, text) == ChartWish(None, options)


@pytest.mark.parametrize(
    ("text", "chart"),
    [
        ("as a pie", ChartType.PIE),
        ("donut instead", ChartType.DONUT),
        ("horizontal bars", ChartType.HORIZONTAL_BAR),
        ("make the bars horizontal", ChartType.HORIZONTAL_BAR),
        ("horizontally", ChartType.HORIZONTAL_BAR),
        ("vertical bars", ChartType.BAR),
        ("back to bars", ChartType.BAR),
        ("stacked", ChartType.STACKED_BAR),
        ("stack them", ChartType.STACKED_BAR),
        ("grouped", ChartType.GROUPED_BAR),
        ("side by side", ChartType.GROUPED_BAR),
        ("show them next to each other", ChartType.GROUPED_BAR),
        ("not stacked", ChartType.GROUPED_BAR),
        ("as stacked areas", ChartType.STACKED_AREA),
    ],
)  # fmt: skip
def test_another_chart_of_the_same_rows(demo: Reader, text: str, chart: ChartType) -> None:
    assert wish(demo, text, BY_TWO) == ChartWish(chart, None)


def test_a_chart_and_its_scale_are_wished_for_at_once(demo: Reader) -> None:
    assert wish(demo, "as a bar chart on a log scale") == ChartWish(ChartType.BAR, LOG)


def test_what_was_wished_before_stays(demo_engine: LanguageEngine, demo: Reader) -> None:
    drawn = ChartOptions(log=True, sort=ChartSort.NAME)
    context = ReadContext(demo.today, BY_REGION, drawn=drawn)
    reading = demo_engine.read("linear scale", context)
    assert reading == ChartWish(None, ChartOptions(sort=ChartSort.NAME))
    # Another order of the rows is one of the bars, too.
    sorted_rows = demo_engine.read("sort descending", context)
    assert isinstance(sorted_rows, Question)
    assert sorted_rows.options == LOG


@pytest.mark.parametrize(
    ("text", "chart", "options"),
    [
        ("revenue by region as a pie", ChartType.PIE, None),
        ("revenue by region on a log scale", None, LOG),
        ("revenue by region as a bar chart with a log scale", ChartType.BAR, LOG),
        ("horizontal bars of revenue by region", ChartType.HORIZONTAL_BAR, None),
        ("revenue by region as a bar chart, side by side", ChartType.BAR, None),
    ],
)
def test_a_first_question_says_how_it_is_drawn(
    demo: Reader, text: str, chart: ChartType | None, options: ChartOptions | None
) -> None:
    question = demo.question(text)
    assert (question.chart, question.options) == (chart, options)
    assert demo.query(text) == BY_REGION


@pytest.mark.parametrize(
    ("text", "chart"),
    [
        ("revenue by region stacked by segment", ChartType.STACKED_BAR),
        ("stacked bars of revenue by region and segment", ChartType.STACKED_BAR),
        ("horizontal bars of revenue by region stacked by segment", ChartType.HORIZONTAL_BAR),
        ("revenue by region and segment side by side", ChartType.GROUPED_BAR),
        ("revenue by region, grouped by segment", None),
    ],
)
def test_parts_are_stacked_or_stand_side_by_side(
    demo: Reader, text: str, chart: ChartType | None
) -> None:
    question = demo.question(text)
    assert question.chart == chart
    assert demo.query(text) == BY_TWO


def test_areas_are_stacked_by_what_bars_would_be(demo: Reader) -> None:
    question = demo.question("area chart of revenue by month stacked by region")
    assert question.chart is ChartType.STACKED_AREA
    assert question.query.groups == (group("month"), group("orders.region"))


@pytest.mark.parametrize("text", ["stacked by segment", "stack it by segment"])
def test_a_stack_adds_a_group(demo: Reader, text: str) -> None:
    question = demo.question(text, BY_REGION)
    assert (question.query, question.chart) == (BY_TWO, ChartType.STACKED_BAR)


@pytest.mark.parametrize("text", ["stacked by channel", "stack by channel instead"])
def test_another_stack_takes_the_place_of_the_one_before(demo: Reader, text: str) -> None:
    found = demo.query(text, BY_TWO)
    assert found.groups == (group("orders.region"), group("orders.channel"))


@pytest.mark.parametrize(
    "text",
    ["revenue of East and West side by side", "revenue 2024 and 2025 side by side"],
)
def test_side_by_side_is_no_more_than_a_comparison_where_nothing_is_stacked(
    demo: Reader, text: str
) -> None:
    assert demo.question(text).chart is None


BY_VALUE, BY_NAME = OrderTarget.MEASURE, OrderTarget.GROUP


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("sort descending", Order(BY_VALUE, 0, descending=True)),
        ("sort by name", Order(BY_NAME)),
        ("lowest first", Order(BY_VALUE)),
        ("sort by value", Order(BY_VALUE, 0, descending=True)),
        ("alphabetically", Order(BY_NAME)),
    ],
)
def test_an_order_of_rows_is_one_of_the_query(demo: Reader, text: str, order: Order) -> None:
    assert demo.query(text, BY_REGION).order == (order,)
    assert demo.question(text, BY_REGION).options is None


def test_lowest_first_is_said_of_amounts_whatever_the_order_was(demo: Reader) -> None:
    by_name = demo.query("revenue by region sorted by name")
    assert demo.query("lowest first", by_name).order == (Order(BY_VALUE),)
    assert demo.query("highest first", by_name).order == (Order(BY_VALUE, 0, descending=True),)


def test_lowest_first_of_the_top_five_is_of_these_five(demo: Reader) -> None:
    top = demo.query("top 5 products by revenue")
    assert wish(demo, "lowest first", top) == ChartWish(
        None, ChartOptions(sort=ChartSort.ASCENDING)
    )


def test_a_scatter_of_two_measures_has_a_point_for_each_thing(demo: Reader) -> None:
    for text in ("scatter of profit and sales", "profit against sales as a scatter plot"):
        question = demo.question(text)
        assert question.chart is ChartType.SCATTER
        assert question.query.groups == (DimensionGroup(ref("products.product_name")),)
        assert "There is a point for each product, as nothing else was said." in (
            question.understanding.assumptions
        )
    by_customer = demo.query("scatter of profit and sales by customer")
    assert by_customer.groups == (group("customers.customer_name"),)


def test_bins_of_measured_values_are_those_of_the_drawing(demo: Reader) -> None:
    question = demo.question("histogram of revenue by customer with 20 bins")
    assert (question.chart, question.options) == (ChartType.HISTOGRAM, ChartOptions(bins=20))
    assert question.query == q("revenue", by="customers.customer_name")


def test_a_histogram_of_one_number_asks_what_it_is_to_be_one_of(demo: Reader) -> None:
    reading = demo.asked_back("histogram of order value with 20 bins")
    (option,) = reading.options
    assert option.query == q("average_order_value", by="customers.customer_name")
    assert (option.chart, option.options) == (ChartType.HISTOGRAM, ChartOptions(bins=20))


def test_what_is_wished_is_shown_back_with_its_words(demo: Reader) -> None:
    text = "revenue by region as a bar chart on a log scale"
    tokens = demo.question(text).understanding.tokens
    drawn = [(t.text, t.source) for t in tokens if t.kind is TokenKind.CHART]
    assert drawn == [
        ("Bar", "bar chart"),
        ("Log scale", "on a log scale"),
    ]


@pytest.mark.parametrize("text", ["as a treemap", "flip the axes", "on a polar scale"])
def test_a_drawing_that_is_not_known_is_refused(demo: Reader, text: str) -> None:
    demo.refused(text, BY_REGION)
