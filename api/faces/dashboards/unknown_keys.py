"""Keys of a JSON document that nobody reads."""

from __future__ import annotations

from typing import Any

# What a document may hold for others stands here, and is kept as it is.
_FREE = "extra"


def unknown_key(given: Any, known: Any, path: str = "") -> str | None:
    """The first key of `given` that `known`, the same written anew, does not have: where, and
    which key may have been meant."""
    if isinstance(given, dict) and isinstance(known, dict):
        for key, value in given.items():
            place = f"{path}.{key}" if path else str(key)
            if key not in known:
                # Takes a library that the start need not wait for.
                from bi.catalog.faults import did_you_mean

                hint = did_you_mean(str(key), known)
                return f"{place}: there is no such key" + (f"; {hint}" if hint else "")
            if key != _FREE and (found := unknown_key(value, known[key], place)):
                return found
    if isinstance(given, list) and isinstance(known, list):
        for index, (value, other) in enumerate(zip(given, known, strict=False)):
            if found := unknown_key(value, other, f"{path}[{index}]"):
                return found
    return None
