"""Every query that the engine makes of a sentence can be written in the form, and reads back."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog
from bi.model.profile import Profile
from bi.model.reading import Question
from bi.model.semantic import SemanticQuery, TimeRange
from llm.forms.query_form import QUERY, query_schema
from llm.forms.read_query import read_query
from llm.forms.reply_form import reply_form

TODAY = date(2026, 6, 30)
KEYWORDS = frozenset(
    (
        *("$ref", "$defs", "type", "properties", "required", "additionalProperties", "items"),
        *("anyOf", "enum", "description"),
    )
)
SENTENCES = (
    "monthly revenue for 2024",
    "revenue by region and category last year",
    "top 5 customers by revenue",
    "top 3 products in each region by profit",
    "average order value by segment",
    "number of orders per month compared with the year before",
    "share of revenue by category",
    "running total of revenue by month this year",
    "3 month moving average of revenue",
    "list orders of 2024",
    "customers with more than 3 orders",
    "products never sold",
    "orders on mondays by month",
    "revenue by weekday",
    "median revenue per customer",
    "how many customers are there",
    "revenue last month",
    "revenue in Q4 2025 by quarter",
    "regions with revenue over 10000",
    "forecast revenue for the next 6 months",
    "revenue by month since march 2025",
    "discount over 0.1 by category",
    "year to date revenue by region",
    "percentage of orders online",
    "revenue minus cost by region",
    "revenue per customer by year",
    "lowest 10 products by units sold",
)


@pytest.fixture(scope="module")
def engine(demo_catalog: Catalog) -> LanguageEngine:
    return LanguageEngine(demo_catalog, Profile())


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(query_schema())


def unnamed(value: Any) -> Any:
    """Without what people call its periods, and what follows from their days."""
    if isinstance(value, TimeRange):
        return replace(value, label="", grain=None)
    if isinstance(value, tuple):
        return tuple(map(unnamed, value))
    if is_dataclass(value) and not isinstance(value, type):
        changed: dict[str, Any] = {f.name: unnamed(getattr(value, f.name)) for f in fields(value)}
        return replace(value, **changed)
    return value


def as_form(value: Any) -> Any:
    """As a model writes it: without what the form leaves out."""
    if isinstance(value, dict):
        left_out = {"regardless"} | ({"label", "grain"} if "moving" in value else set())
        return {name: as_form(one) for name, one in value.items() if name not in left_out}
    return [as_form(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_query_in_the_form_reads_back_as_itself(
    sentence: str, engine: LanguageEngine, validator: Draft202012Validator
) -> None:
    reading = engine.read(sentence, ReadContext(TODAY))
    if not isinstance(reading, Question):
        pytest.fail(f"the engine reads {sentence!r} as {reading}")
    written = as_form(QUERY.dump_python(reading.query, mode="json"))
    validator.validate(written)
    found = read_query(written, engine, "duckdb", TODAY)
    assert unnamed(found) == unnamed(reading.query)


def test_a_bare_query_is_enough(engine: LanguageEngine) -> None:
    """Weaker models leave out what is empty."""
    query = {"measures": [{"name": "revenue"}], "groups": [{"column": "orders.region"}]}
    long = {
        "measures": [{"value": {"kind": "named", "name": "revenue"}}],
        "groups": [{"kind": "dimension", "column": {"dataset": "orders", "name": "region"}}],
    }
    found = read_query(query, engine, "duckdb", TODAY)
    assert isinstance(found, SemanticQuery)
    assert found == read_query(long, engine, "duckdb", TODAY)


def test_the_form_has_no_more_than_endpoints_know() -> None:
    def keywords(schema: Any, *, names: bool = False) -> set[str]:
        if isinstance(schema, list):
            return set().union(*map(keywords, schema))
        if not isinstance(schema, dict):
            return set()
        own = set() if names else set(schema)
        values = (keywords(v, names=k in ("properties", "$defs")) for k, v in schema.items())
        return own.union(*values)

    schema = dict(reply_form().schema)
    assert keywords(schema) <= KEYWORDS
    Draft202012Validator.check_schema(schema)
    for definition in (schema, *schema["$defs"].values()):
        if "properties" in definition:
            assert definition["required"] == list(definition["properties"])
            assert definition["additionalProperties"] is False
