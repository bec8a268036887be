"""The form of a model's reply to a question."""

from __future__ import annotations

from functools import cache
from typing import Any

from bi.model.chart import ChartType
from bi.model.reading import Topic
from llm.forms.query_form import closed, nullable, query_definitions
from llm.messages import Form

KINDS = ("query", "sql", "chart", "describe", "ask_back", "refuse")

_TEXT = {"anyOf": [{"type": "string"}, {"type": "null"}]}
_TEXTS = {"type": "array", "items": {"type": "string"}}
_QUERY = {"$ref": "#/$defs/SemanticQuery"}


@cache
def reply_form() -> Form:
    """One object; what does not belong to its kind is null or empty."""
    properties: dict[str, Any] = {
        "kind": {"type": "string", "enum": list(KINDS)},
        "query": nullable(_QUERY),
        "sql": _TEXT,
        "title": _described(_TEXT, "Of an answer by SQL: a heading."),
        "chart": nullable({"type": "string", "enum": [one.value for one in ChartType]}),
        "refines": {"type": "boolean"},
        "assumptions": _TEXTS,
        "message": _described(_TEXT, "What is asked back, or why the question is refused."),
        "options": _described(
            {"type": "array", "items": _QUERY}, "Readings to choose from, where it is asked back."
        ),
        "unknown": _described(_TEXTS, "Words of the question that the catalog has nothing for."),
        "topic": nullable({"type": "string", "enum": [one.value for one in Topic]}),
        "subject": _described(_TEXT, "The name in the catalog that a topic is about."),
    }
    return Form("answer", closed(properties) | {"$defs": query_definitions()})


def _described(schema: dict[str, Any], description: str) -> dict[str, Any]:
    return schema | {"description": description}
