"""The JSON Schema of a catalog file, for editors.

Made from the sections of `bi.catalog.schema`. Those know the long forms; the short ones, which are
widened before a section is validated, are added here, so that an editor flags nothing that is
accepted. Where the two cannot be alike, this is the more lenient.
"""

from __future__ import annotations

import json
from typing import Any

from bi.catalog import schema
from bi.catalog.key_texts import KEY_TEXTS
from bi.model.catalog import ColumnType, NumberStyle

Schema = dict[str, Any]

# Editors read patterns by other rules than Python: a letter may be one of any language.
_PORTABLE = {
    r"^[^\W\d]\w*$": r"^[^\s\d!-/:-@\[-^`{-~][^\s!-/:-@\[-^`{-~]*$",
    r"^[\w.-]+$": r"^[^\s!-,/:-@\[-^`{-~]+$",
}
_WORD: Schema = {"type": ["string", "number"]}
_WORDS: Schema = {"anyOf": [{"type": "string"}, {"type": "array", "items": _WORD}]}
_SPAN: Schema = {
    "type": "string",
    "pattern": r"^\s*\d{4}-\d{2}-\d{2}( to \d{4}-\d{2}-\d{2})?\s*$",
}
_WORDS_AS_MADE = {"type": "array", "items": {"minLength": 1, "type": "string"}}
_AGGREGATIONS: Schema = {"enum": list(schema.AGGREGATIONS)}

# The other ways to write a section.
_SHORT: dict[str, list[Schema]] = {
    "FormatSection": [{"enum": [style.value for style in NumberStyle]}],
    "DimensionSection": [{"type": "null"}, {"enum": [one.value for one in ColumnType]}],
    "MeasureSection": [_AGGREGATIONS],
    "MetricSection": [{"type": ["string", "number"]}],
    "JoinSection": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
    "HierarchySection": [{"type": "array", "items": _WORD, "minItems": 2}],
    "DatasetSection": [{"type": "null"}],
    "AudienceSection": [_WORDS],
}
# In the place of what pydantic says of a key.
_WIDER: dict[tuple[str, str], Schema] = {
    ("JoinSection", "columns"): {
        "anyOf": [
            *_SHORT["JoinSection"],
            {"type": "object", "additionalProperties": {"type": "string"}},
        ]
    },
    ("DimensionSection", "values"): {
        "anyOf": [
            {"type": "array", "items": _WORD},
            {"type": "object", "additionalProperties": {"anyOf": [{"type": "null"}, _WORDS]}},
        ]
    },
    ("DatasetSecuritySection", "access"): {
        "anyOf": [
            {"$ref": "#/$defs/AccessSection"},
            {"type": "array", "items": {"$ref": "#/$defs/AccessSection"}},
            {"type": "null"},
        ]
    },
    ("CalendarSection", "holidays"): {
        "type": ["object", "null"],
        "additionalProperties": {
            "anyOf": [_SPAN, {"type": "array", "items": _SPAN, "minItems": 1}]
        },
    },
}


def catalog_schema() -> Schema:
    """JSON Schema (draft 2020-12) of a catalog file."""
    made = schema.CatalogSection.model_json_schema()
    parts: Schema = made.pop("$defs")
    parts["CatalogSection"] = made
    written = {name: _part(name, part) for name, part in sorted(parts.items())}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Parley catalog",
        "description": "What a database means: datasets, dimensions, measures, metrics and joins.",
        "$ref": "#/$defs/CatalogSection",
        "$defs": written,
    }


def catalog_schema_text() -> str:
    return json.dumps(catalog_schema(), indent=2, ensure_ascii=False) + "\n"


def _part(name: str, part: Schema) -> Schema:
    part.pop("title", None)
    if "properties" not in part:
        return part
    part["properties"] = {key: _property(name, key, one) for key, one in part["properties"].items()}
    part.pop("description", None)
    if name == "MeasureSection":
        part["oneOf"] = [{"required": [one]} for one in schema.AGGREGATIONS]
    short = _SHORT.get(name)
    return {"anyOf": [*short, part]} if short else part


def _property(section: str, key: str, made: Schema) -> Schema:
    default = made.pop("default", None)
    described = made.pop("description", None)
    made.pop("title", None)
    found = _WIDER.get((section, key)) or _widened(made)
    text = described or KEY_TEXTS.get(section, {}).get(key)
    return {
        **found,
        **({"description": text} if text else {}),
        **({"default": default} if isinstance(default, str | int) and default != "" else {}),
    }


def _widened(made: Any) -> Any:
    """Words may be one word, a collection of named things a list, and patterns are portable."""
    if isinstance(made, list):
        return [_widened(one) for one in made]
    if not isinstance(made, dict):
        return made
    if {key: made.get(key) for key in _WORDS_AS_MADE} == _WORDS_AS_MADE:
        return _WORDS
    found = {key: _widened(one) for key, one in made.items()}
    if "pattern" in found:
        found["pattern"] = _PORTABLE.get(found["pattern"], found["pattern"])
    named = found.pop("patternProperties", None)
    if named is None:
        return found
    ((pattern, section),) = named.items()
    by_name = {
        "type": "object",
        "patternProperties": {_PORTABLE.get(pattern, pattern): section},
        "additionalProperties": False,
    }
    listed = {"type": "array", "items": {"anyOf": [{"type": "string"}, by_name]}}
    return {"anyOf": [by_name, listed, {"type": "null"}]}
