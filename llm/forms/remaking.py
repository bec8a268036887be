"""All that a query is made of: looked through, or made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any


def parts_of(value: object) -> Iterator[object]:
    """The value and all that it is made of."""
    yield value
    if isinstance(value, tuple):
        for item in value:
            yield from parts_of(item)
    elif is_dataclass(value):
        for one in fields(value):
            yield from parts_of(getattr(value, one.name))


def remade(part: Any, change: Callable[[Any], Any]) -> Any:
    """The part with everything within it changed, the innermost first."""
    if isinstance(part, tuple):
        return tuple(remade(one, change) for one in part)
    if not is_dataclass(part) or isinstance(part, type):
        return part
    values = {one.name: getattr(part, one.name) for one in fields(part)}
    return change(replace(part, **{name: remade(one, change) for name, one in values.items()}))
