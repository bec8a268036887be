"""Text that is data to a model: whatever it says, it is no instruction.

It stands in JSON strings between `<data>` and `</data>`, and cannot write either.
"""

from __future__ import annotations

import unicodedata
from typing import Any

import orjson

# Of one text in a prompt; what is longer says no more about a catalog.
MOST_CHARACTERS = 400


def plain(text: str, most: int = MOST_CHARACTERS) -> str:
    """On one line, without what cannot be seen: control, zero-width and direction characters."""
    seen = "".join(" " if one.isspace() else one for one in text if _is_seen(one))
    line = " ".join(seen.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _is_seen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cs")


def as_json(value: Any) -> str:
    """In one line; a `<` of its own is written as JSON may write it."""
    return orjson.dumps(value).decode().replace("<", "\\u003c")


def as_data(lines: list[str]) -> str:
    """Lines of JSON, marked as data."""
    return "\n".join(["<data>", *lines, "</data>"])
