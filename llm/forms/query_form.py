"""The JSON Schema of a query as a model writes it.

Made from `SemanticQuery`, so that the two never differ, and narrowed to what endpoints that hold a
model to a schema understand, llama.cpp's grammars among them: closed objects, all keys required,
`anyOf` for choices, and no keyword besides those. What a model need not write is left out.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from bi.model.semantic import SemanticQuery

Schema = dict[str, Any]

QUERY: TypeAdapter[SemanticQuery] = TypeAdapter(SemanticQuery)

# The keyword that refers to a definition begins so.
DEFINED = "#/$defs/"

# What is computed, or is none of a model's business, with what stands there until it is.
LEFT_OUT: dict[str, dict[str, Any]] = {
    "SemanticQuery": {"regardless": []},
    "TimeRange": {"label": "", "grain": None},
}
# In the place of the docstring, or where there is none.
_TOLD = {
    "SemanticQuery": (
        "A question over the catalog. With `columns` it lists rows of `dataset`, or of datasets "
        "joined to it; a column is a dimension, or a sum whose part of each row is shown; "
        "`distinct` leaves out rows that look alike. Otherwise it has one row for each combination "
        "of `groups`, with `measures` measured. All of `filters` and `conditions` must be met. "
        "`forecast` asks what comes after the rows. Empty lists and null are what is not asked for."
    ),
    "TimeRange": (
        "Days from `start` (included) to `end` (excluded), written YYYY-MM-DD; null is open. What "
        "counts from today, like last month, is `moving` alone, with `start` and `end` null. "
        "`column` null: the date that each measure is dated by."
    ),
    "MovingPeriod": (
        "A period that moves with the calendar, in days or longer units: last month is "
        "span previous, grain month. `skip`, of previous ones: so many units lie between it and "
        "the unit that today is in (two months ago skips 1). `fiscal`: of the fiscal calendar."
    ),
    "Span": (
        "this: the unit that today is in, whole. to_date: from its start to today. previous: so "
        "many whole units before it. trailing: so many units back from today, today included."
    ),
    "Side": "Which days are meant, seen from the period; in: its own.",
    "Operator": (
        "in is equal to one of the values, not_in to none of them. between has two values, both "
        "included. contains, starts_with and ends_with are for text, in any case. is_null and "
        "is_not_null have no values."
    ),
    "Calculation": (
        "What is done with a value after grouping. share_of_total: 0 to 1, of all groups. "
        "share_of_group: 0 to 1, of all that differ in the last group only. running_total, "
        "moving_average and rolling_sum go along the time group."
    ),
    "DatePart": (
        "A recurring part of a date. weekday: 1 Monday to 7 Sunday. weekend: 1 on its days, else "
        "0. holiday: the name of the catalog's holiday."
    ),
    "TimeGroup": (
        "One row for each bucket of time. `column` null is the date that each measure is dated "
        "by, so that measures of several datasets meet in the same buckets. `fiscal`: quarters and "
        "years of the fiscal calendar."
    ),
    "DatePartFilter": (
        "A condition on a recurring part of a date: on Mondays, in December, from 9 to 17 o'clock. "
        "`values` are those of the part that rows may have; null among them is no value (of "
        "holiday: no holiday). `column` as in TimeGroup."
    ),
    "OrderTarget": (
        "column: of a row list. change: a comparison's relative change of measure `index`."
    ),
}
_SAID_BY_NAME = ("Grain", "Aggregation")
# Choices that occur several times, by their first and last one.
_SHARED = {("NamedMeasure", "CountRows"): "Simple", ("NamedMeasure", "OfGroups"): "Value"}


def query_schema() -> Schema:
    """Of a query alone, with its `$defs`: about 3,900 tokens. It is shared: nothing may be changed
    in it; the order of keys never changes."""
    definitions = dict(query_definitions())
    return {**definitions.pop("SemanticQuery"), "$defs": definitions}


@cache
def query_definitions() -> Schema:
    """Definitions by name; `SemanticQuery` is one of them."""
    shared: Schema = {}
    written = {name: _definition(name, part, shared) for name, part in query_parts().items()}
    return dict(sorted((written | shared).items()))


@cache
def query_parts() -> Schema:
    """What pydantic says of a query and of all that it is made of, by name."""
    made = QUERY.json_schema()
    return {"SemanticQuery": made, **made.pop("$defs")}


def name_of(schema: Schema) -> str | None:
    """The definition that a schema refers to, if it does."""
    return schema["$ref"].removeprefix(DEFINED) if "$ref" in schema else None


def choices_of(schema: Schema) -> list[Schema]:
    """The alternatives of a union; none where it is none."""
    return schema.get("anyOf") or schema.get("oneOf") or []


def _definition(name: str, part: Schema, shared: Schema) -> Schema:
    made: Schema = {} if name in _SAID_BY_NAME else _described(name, part)
    if "enum" in part:
        return {**made, "type": "string", "enum": list(part["enum"])}
    kept = {k: v for k, v in part["properties"].items() if k not in LEFT_OUT.get(name, ())}
    return made | closed({key: _narrowed(value, shared) for key, value in kept.items()})


def _described(name: str, part: Schema) -> Schema:
    told = _TOLD.get(name) or " ".join(part.get("description", "").split())
    return {"description": told} if told else {}


def closed(properties: Schema) -> Schema:
    """An object of these keys, all of which it has."""
    if "kind" in properties:  # what the other keys mean is known once it is written
        properties = {"kind": properties["kind"], **properties}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _narrowed(value: Schema, shared: Schema) -> Schema:
    if "$ref" in value:
        return {"$ref": value["$ref"]}
    if "const" in value:
        return {"type": "string", "enum": [value["const"]]}
    if choices := choices_of(value):
        made = {"anyOf": [_narrowed(choice, shared) for choice in choices]}
        name = _SHARED.get((name_of(choices[0]) or "", name_of(choices[-1]) or ""))
        if name is None:
            return made
        shared[name] = made
        return {"$ref": f"{DEFINED}{name}"}
    if value["type"] == "array":
        return {"type": "array", "items": _narrowed(value["items"], shared)}
    return {"type": value["type"]}
