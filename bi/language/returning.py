"""Going back in a conversation: "undo", "back to the first question", "start over"."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bi.language.meanings import Item


class Way(StrEnum):
    """The cues of the ways back."""

    UNDO = "UNDO"
    FIRST = "BACK_TO_FIRST"
    OVER = "START_OVER"


_NEW = "NEW_QUESTION"
_SMALL = frozenset({"WORD", "NOW", "AND", "COMMA", "ANAPHORA", "TO", "THEY", "INSTEAD"})


def way_back(items: Sequence[Item]) -> Way | None:
    """The way back that the whole sentence asks for; the first question before a mere undo."""
    said = frozenset(tag for item in items for tag in item.tags)
    ways = [way for way in (Way.OVER, Way.FIRST, Way.UNDO) if way.value in said]
    if not ways:
        return Way.OVER if _NEW in said and _is_whole(items, frozenset({_NEW})) else None
    return ways[0] if _is_whole(items, frozenset({*Way, _NEW})) else None


def _is_whole(items: Sequence[Item], cues: frozenset[str]) -> bool:
    return all(item.filler or item.tags & (cues | _SMALL) for item in items)


def begins_anew(items: Sequence[Item]) -> bool:
    """ "New question: …"."""
    return any(_NEW in item.tags for item in items)
