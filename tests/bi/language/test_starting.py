"""First questions: each is read, and they differ in kind."""

from __future__ import annotations

import pytest

from bi.compiler.compile import compile_query
from bi.language.engine import LanguageEngine
from bi.language.starting import Kind, kind_of, questions, starters
from bi.model.semantic import SemanticQuery
from tests.bi.language.expected import Reader


def anything(_: SemanticQuery) -> bool:
    return True


def kinds(reader: Reader, texts: tuple[str, ...]) -> list[Kind]:
    return [kind_of(reader.question(text).query) for text in texts]


def without_examples(reader: Reader) -> Reader:
    return Reader(reader.engine.with_examples(()), reader.today)


@pytest.mark.parametrize("examples", [True, False])
def test_a_catalog_begins_with_a_course_a_ranking_a_breakdown_and_a_cause(
    demo: Reader, examples: bool
) -> None:
    reader = demo if examples else without_examples(demo)
    texts = tuple(one.text for one in starters(reader.engine, reader.today, anything))
    assert kinds(reader, texts) == [Kind.COURSE, Kind.RANKING, Kind.BREAKDOWN, Kind.CAUSE]
    assert examples == (texts[0] in demo.engine.catalog.examples)


def test_each_dataset_has_questions_about_itself(demo: Reader) -> None:
    found = questions(without_examples(demo).engine, demo.today, anything)
    catalog = demo.engine.catalog
    assert list(found) == [dataset.name for dataset in catalog.datasets]
    for dataset, texts in found.items():
        for text in texts:
            query = demo.question(text).query
            homes = {dataset} if query.columns else demo.engine.reach.homes(query.measures[0].value)
            assert dataset in homes, text
            assert compile_query(query, catalog, "duckdb").sql
    assert kinds(demo, found["orders"]) == [Kind.COURSE, Kind.RANKING, Kind.BREAKDOWN, Kind.LIST]
    # Nothing dates a product.
    assert Kind.COURSE not in kinds(demo, found["products"])


def test_german_questions_are_german(german: Reader) -> None:
    texts = tuple(one.text for one in starters(german.engine, german.today, anything))
    assert kinds(german, texts) == [Kind.COURSE, Kind.RANKING, Kind.BREAKDOWN, Kind.CAUSE]
    for found in questions(german.engine, german.today, anything).values():
        assert found
        assert all(german.question(text) for text in found)


def test_what_cannot_be_run_is_not_offered(demo: Reader) -> None:
    def without_revenue(query: SemanticQuery) -> bool:
        return bool(query.columns) or "revenue" not in repr(query.measures)

    engine: LanguageEngine = demo.engine
    assert "revenue" not in repr(starters(engine, demo.today, without_revenue)).casefold()
    found = questions(engine, demo.today, without_revenue)["targets"]
    assert "List targets" in found
    assert "revenue" not in repr(found).casefold()
    assert questions(engine, demo.today, lambda _: False)["orders"] == ()
