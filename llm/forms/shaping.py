"""A model's JSON brought to the shape of a query, where what it wrote has one meaning only.

Keys that have a default may be left out, and a `kind` that the other keys decide. What has no
meaning, or more than one, is said so that the model can mend it.
"""

from __future__ import annotations

from typing import Any

from llm.errors import ReplyUnusable
from llm.forms.query_form import LEFT_OUT, Schema, choices_of, name_of, query_parts
from llm.forms.shorthand import SHORT, widened, word_of

# What a key that there is not may hold without saying anything.
_NOTHING: tuple[object, ...] = (None, "", [], {}, False)


def shaped(value: Any, name: str, place: str = "") -> Any:
    """The JSON of a definition of `query_parts`, as pydantic can validate it.

    Raises ReplyUnusable.
    """
    part = query_parts()[name]
    if "enum" in part:
        return _enumerated(value, part["enum"], place)
    value = widened(value, name)
    if not isinstance(value, dict):
        raise ReplyUnusable(f"{told(place)} must be an object.")
    return _object(value, name, place)


def _object(value: dict[str, Any], name: str, place: str) -> dict[str, Any]:
    part = query_parts()[name]
    properties: Schema = part["properties"]
    left_out = LEFT_OUT.get(name, {})
    # A kind that tells nothing apart says nothing.
    unknown = [k for k in value if k not in (*properties, "kind") and value[k] not in _NOTHING]
    if unknown:
        known = ", ".join(f"`{key}`" for key in properties if key not in left_out)
        raise ReplyUnusable(f"{told(place)} has no key `{unknown[0]}`; its keys are {known}.")
    made = dict(left_out)
    required = part.get("required", ())
    for key, schema in properties.items():
        if key in left_out:
            continue
        given = value.get(key)
        if given is None and key not in required and "const" not in schema:
            continue  # null, or not there: the default
        if key in required and key not in value and not _is_nullable(schema):
            raise ReplyUnusable(f"{told(place)} needs a key `{key}`.")
        made[key] = _shaped(given, schema, f"{place}.{key}".lstrip("."))
    return made


def _shaped(value: Any, schema: Schema, place: str) -> Any:
    if (name := name_of(schema)) is not None:
        return shaped(value, name, place)
    if "const" in schema:
        return schema["const"]
    if choices := choices_of(schema):
        return _chosen(value, choices, place)
    if schema["type"] == "array":
        items = value if isinstance(value, list) else [] if value is None else [value]
        return [_shaped(one, schema["items"], f"{place}[{n}]") for n, one in enumerate(items)]
    return value


def _chosen(value: Any, choices: list[Schema], place: str) -> Any:
    names = [name for one in choices if (name := name_of(one)) is not None]
    if not names:
        if isinstance(value, dict | list):
            raise ReplyUnusable(f"{told(place)} must be a single value.")
        return value
    if _is_empty(value) and {"type": "null"} in choices:
        return None
    return shaped(value, _choice(value, names, place), place)


def _choice(value: Any, names: list[str], place: str) -> str:
    """Which of several definitions is meant: as `kind` says, else as the keys do."""
    if len(names) == 1:
        return names[0]
    if not isinstance(value, dict):
        found = [name for name in names if name in SHORT][:1]
    elif value.get("kind"):
        said = word_of(value["kind"])
        found = [name for name in names if kind_of(name) == said]
    else:
        found = [name for name in names if _fits(value, name)]
    if len(found) == 1:
        return found[0]
    kinds = ", ".join(f"`{kind_of(name)}`" for name in names)
    raise ReplyUnusable(f"{told(place)} must be an object whose `kind` is one of {kinds}.")


def _fits(value: dict[str, Any], name: str) -> bool:
    value = widened(value, name)
    part = query_parts()[name]
    required, known = set(part.get("required", ())), set(part["properties"])
    given = {key for key in value if value[key] not in _NOTHING}
    return required <= given <= known


def kind_of(name: str) -> str:
    """The `kind` of a definition, by which it is told from others."""
    kind: str = query_parts()[name]["properties"]["kind"]["const"]
    return kind


def _enumerated(value: Any, known: list[str], place: str) -> str:
    word = word_of(value)
    if word not in known:
        raise ReplyUnusable(
            f"{told(place)} must be one of {', '.join(known)}; not {str(value)[:60]!r}."
        )
    return word


def _is_empty(value: Any) -> bool:
    """Null, or an object all of whose keys say nothing: it stands for what is not asked."""
    if isinstance(value, dict):
        return all(one in _NOTHING for key, one in value.items() if key != "kind")
    return value is None or value == "" or value == []


def _is_nullable(schema: Schema) -> bool:
    return {"type": "null"} in choices_of(schema)


def told(place: str) -> str:
    """A place in the query, as it begins a sentence."""
    return f"`{place}`" if place else "The query"
