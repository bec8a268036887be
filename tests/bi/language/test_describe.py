"""Questions about the data itself."""

from __future__ import annotations

import pytest

from bi.language.describe import describe
from bi.model.catalog import Catalog
from bi.model.profile import Profile
from bi.model.reading import DescribeData, Question, Topic
from tests.bi.language.expected import Reader

ASKED: list[tuple[str, DescribeData]] = [
    ("What can I ask?", DescribeData(Topic.OVERVIEW)),
    ("help", DescribeData(Topic.OVERVIEW)),
    ("which tables are there", DescribeData(Topic.OVERVIEW)),
    ("Which measures are there?", DescribeData(Topic.MEASURES)),
    ("what metrics do you have", DescribeData(Topic.MEASURES)),
    ("what can I group by", DescribeData(Topic.DIMENSIONS)),
    ("which columns are there in orders", DescribeData(Topic.DIMENSIONS, "orders")),
    ("what does margin mean", DescribeData(Topic.MEANING, "profit_margin")),
    ("How is the return rate calculated?", DescribeData(Topic.MEANING, "return_rate")),
    ("define average order value", DescribeData(Topic.MEANING, "average_order_value")),
    ("what is meant by channel", DescribeData(Topic.MEANING, "channel")),
    ("date range of the data", DescribeData(Topic.TIME_SPAN)),
    ("How far back does the data go?", DescribeData(Topic.TIME_SPAN)),
]


@pytest.mark.parametrize(("sentence", "expected"), ASKED, ids=[s for s, _ in ASKED])
def test_a_question_about_the_data_is_recognised(
    demo: Reader, sentence: str, expected: DescribeData
) -> None:
    assert demo.read(sentence) == expected


@pytest.mark.parametrize("sentence", ["what is the profit margin", "how is revenue by region"])
def test_a_question_for_a_number_is_not_one_about_the_data(demo: Reader, sentence: str) -> None:
    assert isinstance(demo.read(sentence), Question)


@pytest.mark.parametrize(
    ("reading", "parts"),
    [
        (DescribeData(Topic.OVERVIEW), ["Office supplier", "Order lines", "profit margin"]),
        (DescribeData(Topic.MEASURES), ["Revenue", "Profit margin", "Satisfaction"]),
        (DescribeData(Topic.DIMENSIONS), ["region", "sub-category", "ship mode"]),
        (DescribeData(Topic.DIMENSIONS, "surveys"), ["score"]),
        (DescribeData(Topic.MEANING, "profit_margin"), ["profit / revenue", "Profit margin"]),
        (DescribeData(Topic.MEANING, "returned_units"), ["Returned units", "`returned`"]),
        (DescribeData(Topic.MEANING, "region"), ["East", "West"]),
        (DescribeData(Topic.MEANING, "targets"), ["Targets"]),
        (DescribeData(Topic.TIME_SPAN), ["2022-01-01", "2026-06-30"]),
    ],
)
def test_the_answer_says_what_the_catalog_knows(
    demo_catalog: Catalog, demo_profile: Profile, reading: DescribeData, parts: list[str]
) -> None:
    text = describe(reading, demo_catalog, demo_profile)
    assert [part for part in parts if part not in text] == []
