"""A JSON Schema as pydantic writes it, made one that endpoints can hold a model to.

Of JSON Schema they know a part: closed objects, everything required, null for what is not said,
`anyOf` for choices, no defaults. See OpenAI's structured outputs; what builds grammars of schemas
(llama.cpp, vLLM, Ollama) knows at least as much of this part.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

_DROPPED = ("title", "default", "format", "discriminator", "const", "oneOf")


def strict(schema: Mapping[str, Any], *, without: frozenset[tuple[str, str]] = frozenset()) -> Json:
    """`without` are properties to leave out, each with the name of its definition."""
    definitions = {
        name: _strict(definition, name, without)
        for name, definition in schema.get("$defs", {}).items()
    }
    root = {key: value for key, value in schema.items() if key != "$defs"}
    return _strict(root, "", without) | ({"$defs": definitions} if definitions else {})


def _strict(schema: Mapping[str, Any], name: str, without: frozenset[tuple[str, str]]) -> Json:
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    found: Json = {key: value for key, value in schema.items() if key not in _DROPPED}
    if "description" in found:
        found["description"] = _first_paragraph(found["description"])
    if "const" in schema:
        found["enum"] = [schema["const"]]
    choices = schema.get("oneOf") or schema.get("anyOf")
    if choices:
        found["anyOf"] = [_strict(one, "", without) for one in choices]
    if "items" in schema:
        found["items"] = _strict(schema["items"], "", without)
    if "properties" in schema:
        needed = schema.get("required", ())
        found["properties"] = {
            key: _property(value, key in needed)
            for key, value in schema["properties"].items()
            if (name, key) not in without
        }
        found["required"] = list(found["properties"])
        found["additionalProperties"] = False
    return found


def _property(schema: Mapping[str, Any], is_needed: bool) -> Json:
    found = _strict(schema, "", frozenset())
    # Lists may be empty, and a kind is always said.
    if is_needed or "enum" in found or found.get("type") == "array" or _takes_null(found):
        return found
    return {"anyOf": [found, {"type": "null"}]}


def _takes_null(schema: Json) -> bool:
    return any(one.get("type") == "null" for one in schema.get("anyOf", ()))


def _first_paragraph(text: str) -> str:
    return " ".join(text.split("\n\n")[0].split())
