"""Values as YAML text that a person would have written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

Value = str | int | bool | None | Sequence["Value"] | Mapping[str, "Value"]

_WIDTH = 98
_PLAIN = re.compile(r"[^\W\d][\w ./+*$-]*")
# Words that some YAML reader takes for something else.
_OTHERS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


def scalar(value: str | int | bool | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if _PLAIN.fullmatch(value) and value == value.strip() and value.lower() not in _OTHERS:
        return value
    if '"' in value and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=False)


def flow(value: Value) -> str:
    """A value in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def entry(name: str, value: Value, indent: int) -> list[str]:
    """`name: value`, in one line where it fits; None is the empty value."""
    start = f"{' ' * indent}{scalar(name)}:"
    if value is None or value == {}:
        return [start]
    line = f"{start} {flow(value)}"
    if len(line) <= _WIDTH or not isinstance(value, Mapping | list | tuple):
        return [line]
    if isinstance(value, Mapping):
        parts = [part for key, inner in value.items() for part in entry(key, inner, indent + 2)]
        return [start, *parts]
    return [start, *(f"{' ' * (indent + 2)}- {flow(item)}" for item in value)]
