"""Every suggestion is a sentence that the engine answers."""

from __future__ import annotations

import pytest

from bi.compiler.compile import compile_query
from bi.language.suggest import suggest
from bi.model.catalog import Catalog
from bi.model.reading import ChartWish, Question
from bi.model.semantic import SemanticQuery
from tests.bi.language.expected import Reader

AFTER = [
    "revenue",
    "revenue by region",
    "Show me monthly revenue for 2024",
    "top 10 customers by revenue last month",
    "satisfaction by month",
    "target attainment by month",
    "share of revenue by region",
    "number of products",
    "revenue per customer by segment",
    "revenue by region in 2025 compared with last year",
]


def _works(demo: Reader, query: SemanticQuery | None) -> int:
    suggestions = suggest(demo.engine, query, demo.today)
    for one in suggestions:
        reading = demo.read(one.text, query)
        if one.kind == "chart":
            assert isinstance(reading, ChartWish), one
        else:
            assert isinstance(reading, Question), one
            assert reading.refines is (one.kind == "refine")
            assert reading.query != query
    return len(suggestions)


def test_a_person_who_does_not_know_where_to_begin_gets_questions(
    demo: Reader, demo_catalog: Catalog
) -> None:
    assert _works(demo, None) >= 4
    assert suggest(demo.engine, None, demo.today)[0].text == demo_catalog.examples[0]


@pytest.mark.parametrize("sentence", AFTER)
def test_what_is_suggested_after_an_answer_works(demo: Reader, sentence: str) -> None:
    assert _works(demo, demo.question(sentence).query) >= 2


def test_refinements_and_a_chart_are_both_offered(demo: Reader) -> None:
    query = demo.question("revenue by region").query
    kinds = {one.kind for one in suggest(demo.engine, query, demo.today)}
    assert kinds == {"refine", "chart"}


def test_every_example_of_the_demo_is_answered(demo: Reader, demo_catalog: Catalog) -> None:
    for example in demo_catalog.examples:
        query = demo.question(example).query
        assert compile_query(query, demo_catalog, "duckdb").sql


def test_things_counted_are_not_parted_into_single_ones(demo: Reader) -> None:
    refused = demo.refused("number of customers by zodiac sign")
    assert refused.suggestions[0] == "Customers by segment"
    assert "Customers by customer" not in refused.suggestions
