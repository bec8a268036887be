"""How much memory rows take, as far as it matters: what can be long is measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

_CELL = 32  # a number, a date, or the frame of something longer


def size_of(row: Sequence[Any]) -> int:
    """Bytes, roughly and quickly: a text counts one for each character."""
    size = _CELL * len(row)
    for value in row:
        if (measure := _LONG.get(type(value))) is not None:
            size += measure(value)
    return size


def _of_items(items: Any) -> int:
    return size_of(tuple(items))


def _of_mapping(items: Any) -> int:
    return size_of(tuple(items)) + size_of(tuple(items.values()))


_LONG: dict[type, Callable[[Any], int]] = {
    str: len,
    bytes: len,
    bytearray: len,
    memoryview: lambda view: view.nbytes,
    list: size_of,
    tuple: size_of,
    set: _of_items,
    frozenset: _of_items,
    dict: _of_mapping,
}
