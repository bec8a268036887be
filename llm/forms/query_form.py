"""The form of a semantic query: made of the types themselves, so that there is one truth."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from bi.model.semantic import SemanticQuery
from llm.forms.strict import strict

QUERY: TypeAdapter[SemanticQuery] = TypeAdapter(SemanticQuery)

# What we know better, or what is no part of a question.
LEFT_OUT = frozenset(
    {("SemanticQuery", "regardless"), ("TimeRange", "label"), ("TimeRange", "grain")}
)


@cache
def query_definitions() -> dict[str, Any]:
    """Definitions by name; `SemanticQuery` is one of them."""
    schema = QUERY.json_schema()
    root = {key: value for key, value in schema.items() if key != "$defs"}
    whole = {"$defs": {**schema["$defs"], "SemanticQuery": root}}
    definitions: dict[str, Any] = strict(whole, without=LEFT_OUT)["$defs"]
    return definitions


def query_schema() -> dict[str, Any]:
    """Of a query alone."""
    return {**query_definitions()["SemanticQuery"], "$defs": query_definitions()}
