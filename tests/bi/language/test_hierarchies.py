"""Drilling down and rolling up along the hierarchies of a catalog, and verified queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bi.catalog.load import load_catalog
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.language.suggest import suggest
from bi.model.catalog import ColumnRef, Hierarchy, VerifiedQuery
from bi.model.profile import Profile
from bi.model.reading import Clarification, Question, Unsupported, Verified, WrittenSql
from bi.model.semantic import SemanticQuery
from demo.location import CATALOG

_TODAY = date(2025, 6, 30)
_DEMO = load_catalog(CATALOG)


@pytest.fixture(scope="module")
def engine() -> LanguageEngine:
    return LanguageEngine(_DEMO, Profile())


def talk(engine: LanguageEngine, *sentences: str) -> SemanticQuery:
    query = None
    for sentence in sentences:
        reading = engine.read(sentence, ReadContext(_TODAY, query))
        assert isinstance(reading, Question), (sentence, reading)
        query = reading.query
    assert query is not None
    return query


def shown(query: SemanticQuery) -> list[str]:
    return [str(group.column) for group in query.groups]


@pytest.mark.parametrize("down", ["drill down", "Drill down further", "one level down"])
def test_drilling_down_adds_the_next_level_and_keeps_the_one_above(
    engine: LanguageEngine, down: str
) -> None:
    query = talk(engine, "revenue by country", down)
    assert shown(query) == ["customers.country", "customers.city"]


def test_it_goes_on_to_the_finest_level_and_no_further(engine: LanguageEngine) -> None:
    query = talk(engine, "profit by category in 2024", "drill down", "drill down")
    assert shown(query) == ["products.category", "products.sub_category", "products.product_name"]
    assert query.time is not None
    assert not isinstance(engine.read("drill down", ReadContext(_TODAY, query)), Question)


@pytest.mark.parametrize("up", ["roll up", "drill up", "one level up"])
def test_rolling_up_takes_the_finest_level_away(engine: LanguageEngine, up: str) -> None:
    query = talk(engine, "revenue by country", "drill down", up)
    assert shown(query) == ["customers.country"]


def test_rolling_up_from_a_level_alone_leads_to_the_one_above(engine: LanguageEngine) -> None:
    assert shown(talk(engine, "revenue by city", "roll up")) == ["customers.country"]


def test_a_dimension_that_is_named_is_the_one_that_is_taken(engine: LanguageEngine) -> None:
    query = talk(engine, "revenue by country", "drill down by segment")
    assert shown(query) == ["customers.country", "customers.segment"]


def test_without_a_hierarchy_it_is_asked_by_what(engine: LanguageEngine) -> None:
    query = talk(engine, "revenue by region")
    for sentence in ("drill down", "roll up"):
        reading = engine.read(sentence, ReadContext(_TODAY, query))
        assert isinstance(reading, Clarification | Unsupported)


def test_of_several_hierarchies_it_is_asked_which_is_meant() -> None:
    customers = _DEMO.dataset("customers")
    segment = ColumnRef("customers", "segment")
    country = ColumnRef("customers", "country")
    other = Hierarchy("customers", "markets", "Markets", (country, segment))
    both = replace(customers, hierarchies=(*customers.hierarchies, other))
    datasets = tuple(both if one is customers else one for one in _DEMO.datasets)
    engine = LanguageEngine(replace(_DEMO, datasets=datasets), Profile())
    query = talk(engine, "revenue by country")
    reading = engine.read("drill down", ReadContext(_TODAY, query))
    assert isinstance(reading, Clarification)
    offered = [shown(option.query) for option in reading.options]
    assert offered == [
        ["customers.country", "customers.city"],
        ["customers.country", "customers.segment"],
    ]


def test_a_level_that_is_not_there_is_gone_past() -> None:
    products = _DEMO.dataset("products")
    seen = tuple(one for one in products.dimensions if one.name != "sub_category")
    less = replace(products, dimensions=seen)
    datasets = tuple(less if one is products else one for one in _DEMO.datasets)
    engine = LanguageEngine(replace(_DEMO, datasets=datasets), Profile())
    query = talk(engine, "revenue by category", "drill down")
    assert shown(query) == ["products.category", "products.product_name"]


def test_the_next_level_is_suggested_first(engine: LanguageEngine) -> None:
    query = talk(engine, "revenue by category")
    assert suggest(engine, query, _TODAY)[0].text == "Break this down by sub-category"


_VERIFIED = replace(
    _DEMO,
    verified_queries=(
        VerifiedQuery("How did we do?", also=("sum up",), means="revenue and profit by month"),
        VerifiedQuery("Who is at risk?", sql="SELECT 1"),
    ),
)


@pytest.mark.parametrize("asked", ["How did we do?", "how did  we do", "Sum up"])
def test_a_verified_query_is_answered_by_what_it_means(asked: str) -> None:
    engine = LanguageEngine(_VERIFIED, Profile())
    assert talk(engine, asked) == talk(engine, "revenue and profit by month")


def test_a_verified_query_with_sql_is_answered_by_it() -> None:
    reading = LanguageEngine(_VERIFIED, Profile()).read("who is at risk", ReadContext(_TODAY))
    assert reading == WrittenSql("SELECT 1", "Who is at risk", verified=Verified("Who is at risk?"))
