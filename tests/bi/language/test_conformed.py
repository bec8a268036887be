"""Dimensions that are the same in several datasets are one word."""

from __future__ import annotations

import pytest

from bi.catalog.wording import title_of
from bi.compiler.compile import compile_query
from bi.language.engine import LanguageEngine
from bi.language.suggest import suggest
from bi.model.catalog import Catalog
from bi.model.semantic import SemanticQuery
from tests.bi.language.conftest import TODAY
from tests.bi.language.expected import Reader, q, where, year

REGION = "orders.region"
EAST = where(REGION, "East")
BOTH = ("revenue", "target_revenue")

QUESTIONS: list[tuple[str, SemanticQuery]] = [
    ("revenue and target revenue by region", q(*BOTH, by=REGION)),
    ("revenue vs target revenue by region in 2025", q(*BOTH, by=REGION, time=year(2025))),
    ("target attainment by region in 2025",
     q("target_attainment", by=REGION, time=year(2025))),
    ("target revenue by region", q("target_revenue", by=REGION)),
    ("target revenue by sales region", q("target_revenue", by=REGION)),
    ("target revenue in the East", q("target_revenue", only=EAST)),
    ("target attainment by month in the East", q("target_attainment", by="month", only=EAST)),
    ("revenue and target revenue by month and region in 2025",
     q(*BOTH, by=("month", REGION), time=year(2025))),
    ("revenue by region vs target", q(*BOTH, by=REGION)),
    ("revenue by targets region", q("revenue", by=REGION)),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), QUESTIONS)
def test_one_word_for_both_datasets(
    demo: Reader, demo_catalog: Catalog, sentence: str, expected: SemanticQuery
) -> None:
    assert demo.query(sentence) == expected
    assert compile_query(expected, demo_catalog, "duckdb").sql


def test_a_measure_of_the_other_dataset_joins_the_answer(demo: Reader) -> None:
    previous = demo.query("revenue by region in 2025, only East")
    both = demo.query("also show target revenue", previous)
    assert both == q(*BOTH, by=REGION, only=EAST, time=year(2025))
    assert demo.query("compare with the target", previous) == both
    assert demo.query("what about target revenue", previous).filters == (EAST,)


def test_a_list_has_the_column_of_its_own_rows(demo: Reader, demo_catalog: Catalog) -> None:
    query = demo.query("list the targets with region in the East")
    assert "orders" not in compile_query(query, demo_catalog, "duckdb").sql


def test_what_one_fact_does_not_have_is_still_refused(demo: Reader) -> None:
    refused = demo.refused("revenue and target revenue by region and category")
    assert "category" in refused.message


def test_the_shared_dimension_is_suggested_once(
    demo: Reader, demo_engine: LanguageEngine, demo_catalog: Catalog
) -> None:
    query = demo.question("target revenue in 2025").query
    texts = [one.text for one in suggest(demo_engine, query, TODAY)]
    assert texts.count("Break this down by region") == 1
    assert broken_down(demo, query, demo_catalog) == "Target revenue by region in 2025"


def broken_down(demo: Reader, query: SemanticQuery, catalog: Catalog) -> str:
    return title_of(demo.question("break this down by region", query).query, catalog)
