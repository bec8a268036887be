"""A question of several sentences: where each begins, and which say what to return."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bi.language.meanings import Cue, Item

RETURN = "RETURN"
_END = re.compile(r"(?<=[.?!;:])[\s\"'”’)]+")


def with_returns(items: Sequence[Item], text: str) -> list[Item]:
    """The items; a word like "return" that begins a further sentence is marked as `RETURN`."""
    begins = {match.end() for match in _END.finditer(text)}
    return [_marked(item) if item.start in begins else item for item in items]


def _marked(item: Item) -> Item:
    shows = any(isinstance(m, Cue) and m.name in ("SHOW", "LIST") for m in item.meanings)
    return replace(item, meanings=(Cue(RETURN),)) if shows else item
