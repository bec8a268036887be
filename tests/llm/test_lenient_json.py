"""The object in what a model wrote."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bench.model_behaviours import fenced, in_prose
from llm.lenient_json import lenient_object, strict_object

VALUE: dict[str, Any] = {"measure": "sales", "filters": [{"value": "A {b} ```c```"}], "limit": 3}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(VALUE),
        in_prose(VALUE),
        fenced(VALUE),
        f"[{json.dumps(VALUE)}]",
        json.dumps(VALUE)[:-1] + ",}",
        json.dumps(VALUE)[:-1],
        f"<think>Perhaps {{'a': 1}}?</think>\n{json.dumps(VALUE)}",
        "{'measure': 'sales', 'filters': [{'value': 'A {b} ```c```'}], 'limit': 3}",
        json.dumps(VALUE) + "\nI chose {measure} since {you} asked.",
        "The set {a, b} is meant.\n" + fenced(VALUE),
    ],
)
async def test_an_object_is_found(text: str) -> None:
    assert await lenient_object(text) == VALUE


@pytest.mark.parametrize("text", ["", "I cannot do that.", "42", "null", '["a", "b"]', '"{"'])
async def test_where_there_is_none(text: str) -> None:
    assert await lenient_object(text) is None


@pytest.mark.parametrize("text", ['{"a": ' * 50_000, '{"a": ' + "[" * 50_000, r'{"a": "\ud800"}'])
async def test_what_cannot_be_used_is_none(text: str) -> None:
    assert strict_object(text) is None
    assert await lenient_object(text) is None


async def test_of_several_objects_none_is_chosen() -> None:
    assert await lenient_object('[{"a": 1}, {"a": 2}]') is None


async def test_a_long_text_is_read_as_well() -> None:
    long = {**VALUE, "note": "x" * 20_000}
    assert await lenient_object(json.dumps(long)[:-1] + ",}") == long


@pytest.mark.parametrize("text", [fenced(VALUE), in_prose(VALUE), "[1]", "", "{"])
def test_nothing_but_an_object_is_strict(text: str) -> None:
    assert strict_object(text) is None
