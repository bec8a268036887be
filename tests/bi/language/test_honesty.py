"""What must not be answered, and how that is said."""

from __future__ import annotations

import pytest

from bi.model.reading import Clarification, Question, Unsupported
from tests.bi.language.expected import Reader, q, where

UNKNOWN: list[tuple[str, str]] = [
    ("revenue by zodiac sign", "zodiac"),
    ("what will the weather be", "weather"),
    ("revenue by eye colour", "eye colour"),
    ("show me the happiness by region", "happiness"),
    ("revenue for Atlantis", "Atlantis"),
    ("revenue in Technology by employee", "employee"),
    ("average salary", "salary"),
    ("how tall is the Eiffel tower", "tall"),
    ("top 10 suppliers by revenue", "suppliers"),
    ("number of employees", "employees"),
    ("revenue by warehouse", "warehouse"),
    ("what is the meaning of life", "life"),
    ("revenue from loyal customers", "loyal"),
    ("orders without discount", "without"),
    ("products with no sales", "no"),
    ("revenue per square metre", "square metre"),
    ("churn rate by segment", "churn"),
    ("revenue by region on Mars", "Mars"),
    ("abandoned carts last week", "abandoned carts"),
    ("revenue excluding tax", "tax"),
    ("older customers", "older"),
    ("sing me a song", "song"),
    ("revenue by region, ignoring outliers", "outliers"),
]

REFUSED: list[str] = [
    "delete all orders",
    "drop table customers",
    "update the orders table",
    "truncate orders",
    "forecast revenue for next year",
    "predict next month's revenue",
    "what will revenue be next quarter",
    "revenue next month",
    "satisfaction by product category",
    "number of products in 2024",
    "products over time",
    "target revenue by customer",
    "target revenue by segment",
    "share of profit margin by region",
    "running total of return rate by month",
    "total discount",
    "revenue on 2024-02-31",
    "revenue on February 30, 2024",
    "revenue over 500",
    "revenue of new customers in 2024",
    "orders with discount",
    "revenue vs budgeted revenue",
    "orders with more than 3%",
    "target attainment by category",
    "revenue orders",
    "compare Canada and Technology",
    "revenue by country for our biggest segment",
    "revenue by month for the top 5 customers",
    "customers in the top segment",
    "is revenue up",
    "revenue by hour",
    "target revenue by week",
    "revenue in Canada or Technology",
    "top 10% of customers by revenue",
    "revenue greater than last year",
    "revenue times cost",
    "last 3 orders",
    "select * from orders",
    "revenue change from April to May",
    "difference between revenue and cost",
    "revenue by",
    "revenue by type",
    "revenue but not profit",
    "percentage of customers with orders",
    "revenue by month by month by banana",
    "revenue 2024 vs Q1 2023",
    "revenue compared with 2027",
    "revenue in 2030",
    "highest revenue",
    "share of revenue",
    "best customers",
    "worst products",
    "revenue between May 2025 and March 2025",
    "hello",
    "",
    "???",
    "draw a chart",
    "sort by banana",
    "East",
    "revenue for East or Canada",
    "revenue in East and revenue in West",
    "customers orders products",
    "not revenue",
    "revenue without orders",
    "revenue in 2024 and May 2024",
    "share of revenue by region in 2023 and 2025",
    "moving average of revenue",
    "7-day moving average of revenue by month",
    "rolling 3 months satisfaction",
    "revenue in the morning",
    "revenue on holidays",
    "revenue in 2023 and 2025 compared with the year before",
    "top customers who are not in Canada or who spent more than 500",
]
ANSWERABLE_BARE = {"East"}


@pytest.mark.parametrize(("sentence", "word"), UNKNOWN, ids=[s for s, _ in UNKNOWN])
def test_an_unknown_word_stops_the_answer_and_is_named(
    demo: Reader, sentence: str, word: str
) -> None:
    reading = demo.refused(sentence)
    assert word in " ".join(reading.unknown), reading
    assert word in reading.message


@pytest.mark.parametrize("sentence", [s for s in REFUSED if s not in ANSWERABLE_BARE])
def test_what_cannot_be_right_is_not_answered(demo: Reader, sentence: str) -> None:
    reading = demo.refused(sentence)
    assert reading.message


@pytest.mark.parametrize("sentence", [*REFUSED, *[s for s, _ in UNKNOWN]])
def test_suggestions_and_options_of_a_refusal_do_work(demo: Reader, sentence: str) -> None:
    reading = demo.read(sentence)
    for suggestion in getattr(reading, "suggestions", ()):
        assert isinstance(demo.read(suggestion), Question), suggestion
    assert not isinstance(reading, Clarification) or len(reading.options) <= 3


def test_changing_data_is_refused_as_such(demo: Reader) -> None:
    reading = demo.refused("delete all orders")
    assert isinstance(reading, Unsupported)
    assert "only read" in reading.message


def test_an_unreachable_dimension_is_explained(demo: Reader) -> None:
    reading = demo.refused("satisfaction by product category")
    assert "Satisfaction" in reading.message
    assert "category" in reading.message
    assert reading.suggestions


def test_best_customers_asks_by_which_measure(demo: Reader) -> None:
    options = demo.asked_back("best customers").options
    assert 2 <= len(options) <= 3
    assert options[0].query == q("revenue", by="customers.customer_name", top=10)


def test_a_share_without_parts_asks_by_what(demo: Reader) -> None:
    options = demo.asked_back("share of revenue").options
    assert options[0].query.groups == q("revenue", by="orders.region").groups
    assert options[0].query.filters == ()


SPELLINGS: list[tuple[str, str]] = [
    ("reveneu by regoin", "revenue by region"),
    ("montly revenue", "monthly revenue"),
    ("top 5 custmers by proft", "top 5 customers by profit"),
    ("revenue in Techology", "revenue in Technology"),
    ("satisfaciton by country", "satisfaction by country"),
    ("revenue by prodcut catgory", "revenue by product category"),
]


@pytest.mark.parametrize(("misspelt", "meant"), SPELLINGS)
def test_a_near_miss_of_spelling_is_corrected_and_said(
    demo: Reader, misspelt: str, meant: str
) -> None:
    question = demo.question(misspelt)
    assert question.query == demo.question(meant).query
    assert any("was read as" in sentence for sentence in question.understanding.assumptions)


def test_real_words_are_not_corrected(demo: Reader) -> None:
    assert demo.refused("revenue by legion").unknown == ("legion",)


def test_the_default_measure_is_said(demo: Reader) -> None:
    question = demo.question("by region in 2024")
    assert question.query.measures == q("revenue").measures
    assert "Revenue is shown, as no measure was named." in question.understanding.assumptions


def test_a_value_of_two_dimensions_goes_to_the_one_in_reach(demo: Reader) -> None:
    assert demo.query("orders online") == q("orders", only=where("orders.channel", "Online"))
    assert demo.query("responses online") == q("responses", only=where("surveys.channel", "Online"))


def test_a_value_of_two_dimensions_in_reach_is_asked(demo: Reader) -> None:
    """Customers meet the channel of their orders and of their surveys alike."""
    options = demo.asked_back("how many customers online").options
    assert [option.query.filters for option in options] == [
        (where("orders.channel", "Online"),),
        (where("surveys.channel", "Online"),),
    ]
    assert len({option.label for option in options}) == 2


def test_every_token_points_at_its_words(demo: Reader) -> None:
    text = "Top 5 customers by revenue in the East last month as a bar chart"
    question = demo.question(text)
    sources = {
        token.kind.value: text[token.start : token.end] for token in question.understanding.tokens
    }
    assert sources["measure"] == "revenue"
    assert sources["dimension"] == "customers"
    assert sources["filter"] == "East"
    assert sources["time"] == "last month"
    assert sources["limit"].startswith("Top 5")
    assert sources["chart"].startswith("as a bar") or sources["chart"].startswith("bar")


def test_those_who_are_described_need_no_question_before(demo: Reader) -> None:
    described = demo.query("how many of those customers who are from Germany are there")
    assert described == demo.query("how many customers from Germany are there")
    assert "no earlier question" in demo.refused("how many of those customers are there").message
