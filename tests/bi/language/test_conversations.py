"""Follow-ups: each line of a conversation edits the query before it, or starts afresh."""

from __future__ import annotations

import pytest

from bi.model.catalog import ColumnRef
from bi.model.chart import ChartType
from bi.model.reading import ChartWish, Question
from bi.model.semantic import SemanticQuery
from tests.bi.language.expected import (
    Reader,
    days,
    descending,
    having,
    on,
    q,
    where,
    without,
    year,
)

LAST_MONTH = days("2026-05-01", "2026-06-01")
REGION, CATEGORY, COUNTRY = "orders.region", "products.category", "customers.country"
CUSTOMER = "customers.customer_name"
US = where(COUNTRY, "United States")
CANADA = where(COUNTRY, "Canada")
TECH = where(CATEGORY, "Technology")

Turn = tuple[str, SemanticQuery | ChartType]

CONVERSATIONS: dict[str, list[Turn]] = {
    "monthly revenue": [
        ("Show me monthly revenue for 2024", q("revenue", by="month", time=year(2024))),
        ("Break this down by product category",
         q("revenue", by=("month", CATEGORY), time=year(2024))),
        ("stacked_bar", ChartType.STACKED_BAR),
        ("Filter to just the Technology category",
         q("revenue", by=("month", CATEGORY), only=TECH, time=year(2024))),
        ("Now filter to Q4 only",
         q("revenue", by=("month", CATEGORY), only=TECH, time=days("2024-10-01", "2025-01-01"))),
        ("Change the pie chart to a bar chart", ChartType.BAR),
    ],
    "top customers": [
        ("What were our top 10 customers by revenue last month?",
         q("revenue", by=CUSTOMER, time=LAST_MONTH, top=10)),
        ("Filter to only US customers",
         q("revenue", by=CUSTOMER, time=LAST_MONTH, only=US, top=10)),
        ("pie", ChartType.PIE),
        ("what about Canada", q("revenue", by=CUSTOMER, time=LAST_MONTH, only=CANADA, top=10)),
        ("and for 2025?", q("revenue", by=CUSTOMER, time=year(2025), only=CANADA, top=10)),
        ("top 3", q("revenue", by=CUSTOMER, time=year(2025), only=CANADA, top=3)),
        ("remove the filter", q("revenue", by=CUSTOMER, top=3)),
    ],
    "new questions": [
        ("Show revenue by region", q("revenue", by=REGION)),
        ("Show me sales by region for Q4",
         q("revenue", by=REGION, time=days("2025-10-01", "2026-01-01"))),
        ("Create a chart comparing product categories by revenue", q("revenue", by=CATEGORY)),
        ("What are the top 5 customers by revenue?", q("revenue", by=CUSTOMER, top=5)),
        ("Show me trends in customer satisfaction scores", q("satisfaction", by="month")),
        ("Now break that down by month", q("satisfaction", by="month")),
        ("only for Germany", q("satisfaction", by="month", only=where(COUNTRY, "Germany"))),
    ],
    "grains": [
        ("revenue by month in 2025", q("revenue", by="month", time=year(2025))),
        ("by quarter instead", q("revenue", by="quarter", time=year(2025))),
        ("weekly", q("revenue", by="week", time=year(2025))),
        ("now break that down by month", q("revenue", by="month", time=year(2025))),
        ("and by region", q("revenue", by=("month", REGION), time=year(2025))),
        ("by segment instead", q("revenue", by=("month", "customers.segment"), time=year(2025))),
        ("only Q4", q("revenue", by=("month", "customers.segment"),
                      time=days("2025-10-01", "2026-01-01"))),
    ],
    "measures": [
        ("revenue by region in 2025", q("revenue", by=REGION, time=year(2025))),
        ("also show profit", q("revenue", "profit", by=REGION, time=year(2025))),
        ("sort by profit", q("revenue", "profit", by=REGION, time=year(2025),
                             order=descending("measure", 1))),
        ("show orders instead", q("orders", by=REGION, time=year(2025),
                                  order=descending("measure"))),
        ("what about units?", q("units", by=REGION, time=year(2025), order=descending("measure"))),
        ("profit by category", q("profit", by=CATEGORY)),
    ],
    "filters": [
        ("revenue by region", q("revenue", by=REGION)),
        ("without the West", q("revenue", by=REGION, only=without(REGION, "West"))),
        ("only Technology", q("revenue", by=REGION, only=(without(REGION, "West"), TECH))),
        ("also Furniture",
         q("revenue", by=REGION,
           only=(without(REGION, "West"), where(CATEGORY, "Technology", "Furniture")))),
        ("remove the category filter",
         q("revenue", by=REGION, only=without(REGION, "West"))),
        ("in 2024", q("revenue", by=REGION, only=without(REGION, "West"), time=year(2024))),
        ("remove the filters", q("revenue", by=REGION)),
        ("drop the region", q("revenue")),
    ],
    "one part taken away": [
        ("revenue and profit by region and month in 2025 only West and Corporate sorted by profit",
         q("revenue", "profit", by=("month", REGION), time=year(2025),
           order=descending("measure", 1),
           only=(where(REGION, "West"), where("customers.segment", "Corporate")))),
        ("remove the breakdown by region",
         q("revenue", "profit", by="month", time=year(2025), order=descending("measure", 1),
           only=(where(REGION, "West"), where("customers.segment", "Corporate")))),
        ("remove revenue",
         q("profit", by="month", time=year(2025), order=descending("measure"),
           only=(where(REGION, "West"), where("customers.segment", "Corporate")))),
        ("remove the filter on segment",
         q("profit", by="month", time=year(2025), order=descending("measure"),
           only=where(REGION, "West"))),
        ("also by weekday",
         q("profit", by=("month", "weekday"), time=year(2025), order=descending("measure"),
           only=where(REGION, "West"))),
        ("remove month",
         q("profit", by="weekday", time=year(2025), order=descending("measure"),
           only=where(REGION, "West"))),
        ("by channel instead of weekday",
         q("profit", by="orders.channel", time=year(2025), order=descending("measure"),
           only=where(REGION, "West"))),
        ("without the filter on West",
         q("profit", by="orders.channel", time=year(2025), order=descending("measure"))),
    ],
    "one condition taken away": [
        ("regions with more than 500 orders on Mondays in 2025",
         q("orders", by=REGION, time=year(2025), having=having("orders", ">", 500),
           part_filters=on("weekday", 1))),
        ("remove the filter on orders",
         q("orders", by=REGION, time=year(2025), part_filters=on("weekday", 1))),
        ("remove the filter on weekday", q("orders", by=REGION, time=year(2025))),
    ],
    "one of several measures replaced": [
        ("revenue and profit by region sorted by profit",
         q("revenue", "profit", by=REGION, order=descending("measure", 1))),
        ("cost instead of revenue",
         q("cost", "profit", by=REGION, order=descending("measure", 1))),
    ],
    "calculations": [
        ("revenue by segment in 2025", q("revenue", by="customers.segment", time=year(2025))),
        ("as a percentage", q("revenue", by="customers.segment", time=year(2025), share=True)),
        ("make it a donut", ChartType.DONUT),
        ("revenue by month in 2025", q("revenue", by="month", time=year(2025))),
        ("compare with last year", q("revenue", by="month", time=year(2025), versus="year")),
        ("remove the comparison", q("revenue", by="month", time=year(2025))),
        ("as a running total", q("revenue", by="month", time=year(2025), running=True)),
    ],
    "ranking": [
        ("units by product", q("units", by="products.product_name")),
        ("top 5", q("units", by="products.product_name", top=5)),
        ("the bottom 3", q("units", by="products.product_name", bottom=3)),
        ("for last month", q("units", by="products.product_name", time=LAST_MONTH, bottom=3)),
        ("remove the limit",
         q("units", by="products.product_name", time=LAST_MONTH,
           order=q("units", by="month", bottom=1).order[0])),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_conversation_is_followed(demo: Reader, name: str) -> None:
    previous: SemanticQuery | None = None
    for sentence, expected in CONVERSATIONS[name]:
        if isinstance(expected, ChartType):
            assert demo.read(sentence, previous) == ChartWish(expected), sentence
            continue
        question = demo.question(sentence, previous)
        assert demo.query(sentence, previous) == expected, sentence
        previous = question.query


FRESH = ["profit by region", "how many orders in 2024", "top 5 products by units", "monthly cost"]


@pytest.mark.parametrize("sentence", FRESH)
def test_a_sentence_with_its_own_measure_starts_afresh(demo: Reader, sentence: str) -> None:
    previous = demo.question("revenue by category for US customers in 2023").query
    question = demo.question(sentence, previous)
    assert not question.refines
    assert question.query == demo.question(sentence).query


def test_a_refinement_keeps_the_rest_even_with_a_measure_of_its_own(demo: Reader) -> None:
    previous = demo.question("revenue by category for US customers in 2023").query
    reading = demo.read("profit", previous, must_refine=True)
    assert isinstance(reading, Question)
    assert reading.refines
    assert reading.query.groups == previous.groups
    assert reading.query.filters == previous.filters
    assert reading.query.time == previous.time
    assert reading.query.measures == demo.question("profit").query.measures


def test_a_quarter_without_a_year_stays_in_the_year_talked_about(demo: Reader) -> None:
    previous = demo.question("Show me monthly revenue for 2024").query
    question = demo.question("Now filter to Q4 only", previous)
    assert question.query.time is not None
    assert question.query.time.label == "Q4 2024"
    assert "Q4 2024 is meant, as the question before was about 2024." in (
        question.understanding.assumptions
    )


def test_a_ranking_is_not_silently_split(demo: Reader) -> None:
    previous = demo.question("top 10 customers by revenue in 2025").query
    asked = demo.asked_back("break this down by month", previous)
    assert [option.query.limit is not None for option in asked.options] == [True, False]
    assert asked.options[0].query.limit is not None
    assert asked.options[0].query.limit.within == (0,)


def test_columns_follow_a_new_measure_to_their_namesakes(demo: Reader) -> None:
    previous = demo.question("revenue by channel in 2025").query
    query = demo.query("what about satisfaction", previous)
    assert query.groups == q("satisfaction", by="surveys.channel").groups


def test_carried_tokens_have_no_place_and_new_ones_do(demo: Reader) -> None:
    previous = demo.question("revenue by region in 2025").query
    text = "only Technology"
    tokens = demo.question(text, previous).understanding.tokens
    placed = [token for token in tokens if token.start is not None]
    assert [text[token.start : token.end] for token in placed] == ["Technology"]
    assert {token.text for token in tokens if token.start is None} == {
        "Revenue",
        "By region",
        "In 2025",
    }


@pytest.mark.parametrize(
    "sentence", ["break this down by region", "what about Canada", "remove the filter", "instead"]
)
def test_an_edit_of_nothing_is_asked_back(demo: Reader, sentence: str) -> None:
    demo.asked_back(sentence)


def test_a_share_over_removed_groups_is_the_value_again(demo: Reader) -> None:
    previous = demo.question("share of revenue by region").query
    assert demo.query("remove the region", previous) == q("revenue")


def test_list_of_orders(demo: Reader) -> None:
    query = demo.query("list the orders of last month with date and region")
    assert query.columns == (
        ColumnRef("orders", "order_id"),
        ColumnRef("orders", "order_date"),
        ColumnRef("orders", "region"),
    )
    assert (query.dataset, query.time) == ("orders", LAST_MONTH)


@pytest.mark.parametrize(
    "sentence",
    ["total", "how much in total?", "in total", "and in total?", "what is the total", "the total"],
)
def test_the_total_drops_what_it_was_split_by(demo: Reader, sentence: str) -> None:
    previous = demo.question("revenue by month and region in 2025, only Technology").query
    assert demo.query(sentence, previous) == q(
        "revenue", only=where("products.category", "Technology"), time=year(2025)
    )


def test_the_total_of_shares_is_the_whole(demo: Reader) -> None:
    previous = demo.question("share of revenue by region").query
    assert demo.query("total", previous) == q("revenue")


@pytest.mark.parametrize(
    "before", ["top 10 customers by revenue", "customers with more than 500 revenue"]
)
def test_the_total_of_only_some_is_not_mistaken_for_that_of_all(demo: Reader, before: str) -> None:
    asked = demo.asked_back("total", demo.question(before).query)
    assert [option.query for option in asked.options] == [q("revenue")]


def test_a_total_needs_something_to_be_the_total_of(demo: Reader) -> None:
    demo.refused("total")
    demo.refused("total", demo.question("revenue in 2025").query)
    demo.refused("total by month", demo.question("revenue by region").query)
