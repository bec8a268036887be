"""Every query that the engine makes of a sentence can be written in the form, and reads back."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bi.language.engine import LanguageEngine
from bi.model.semantic import TimeRange
from llm.forms.query_form import QUERY, query_schema
from llm.forms.read_query import read_query
from llm.forms.reply_form import reply_form
from llm.prompt.conversation import compact
from tests.bi.language.conftest import TODAY
from tests.bi.language.expected import Reader
from tests.bi.language.german_shop import TODAY as GERMAN_TODAY
from tests.llm.forms.sentences import queries

KEYWORDS = frozenset(
    (
        *("$ref", "$defs", "type", "properties", "required", "additionalProperties", "items"),
        *("anyOf", "enum", "description"),
    )
)


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


def assert_reads_back(engine: LanguageEngine, validator: Draft202012Validator, today: date) -> int:
    """Of every example sentence; how many queries there were."""
    made = queries(engine, today)
    for query, sentence in made.items():
        written = as_form(QUERY.dump_python(query, mode="json"))
        validator.validate(written)
        found = read_query(written, engine, "duckdb", today)
        assert unnamed(found) == unnamed(replace(query, regardless=())), sentence
    return len(made)


def test_a_query_in_the_form_reads_back_as_itself(
    demo_engine: LanguageEngine, validator: Draft202012Validator
) -> None:
    assert assert_reads_back(demo_engine, validator, TODAY) > 200


def test_so_does_one_of_a_german_sentence(german: Reader, validator: Draft202012Validator) -> None:
    assert assert_reads_back(german.engine, validator, GERMAN_TODAY) > 20


def test_a_query_as_the_prompt_shows_it_reads_back_too(demo_engine: LanguageEngine) -> None:
    """It is shown without what is empty, and a model that changes it copies the rest."""
    for query, sentence in queries(demo_engine, TODAY).items():
        shown = compact(QUERY.dump_python(query, mode="json"))
        found = read_query(shown, demo_engine, "duckdb", TODAY)
        assert unnamed(found) == unnamed(replace(query, regardless=())), sentence


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
