"""The order and number of rows whose columns nobody but their names tells of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bi.language.lexicon.load import Lexicon
from bi.language.meanings import Item, Number
from bi.language.vocabulary import WORD
from bi.language.words import Word, phrase

_SMALL = frozenset(
    {
        WORD, "SORT", "ORDER", "BY", "SHOW", "LIST", "ONLY", "ROWS", "IN", "OF", "AND", "LIMIT",
        "TOP", "BOTTOM", "BEST", "WORST", "EXTREME", "HEIGHT", "DESCENDING", "ASCENDING",
        "ALPHABETICAL", "BY_SIZE", "ANAPHORA", "INSTEAD", "CHANGE", "NOW", "TO", "WITH", "THEY",
        "ONES", "FIRST",
    }
)  # fmt: skip
_DOWN = frozenset({"TOP", "BEST", "DESCENDING"})
_UP = frozenset({"BOTTOM", "WORST", "ASCENDING"})
_COUNTED = frozenset({"TOP", "BOTTOM", "BEST", "WORST", "LIMIT", "FIRST", "ONLY"})


@dataclass(frozen=True, slots=True)
class RowsWish:
    """`column` is the place of the one to sort by; None: as they are sorted. `count`: so many."""

    column: int | None
    descending: bool
    count: int | None


def column_named(
    words: Sequence[Word], columns: Sequence[str], lexicon: Lexicon
) -> tuple[int, tuple[int, int]] | None:
    """The column whose name is said, the longest first, and where; None if there is none."""
    said = [word.lemma for word in words]
    names = [[word.lemma for word in phrase(name, lexicon)] for name in columns]
    for place in sorted(range(len(names)), key=lambda n: -len(names[n])):
        name = names[place]
        for start in range(len(said) - len(name) + 1):
            if name and said[start : start + len(name)] == name:
                return place, (words[start].start, words[start + len(name) - 1].end)
    return None


def rows_wished(items: Sequence[Item], column: int | None) -> RowsWish | None:
    """What the sentence without the column's name asks for; None if it says anything else."""
    numbers = [number.value for item in items for number in item.of(Number)]
    tags = frozenset(tag for item in items for tag in item.tags)
    for item in items:
        if not (item.filler or item.tags & _SMALL or item.of(Number)):
            return None
    if len(numbers) > 1 or (numbers and not tags & _COUNTED):
        return None
    if column is None and not numbers:
        return None
    up, down = bool(tags & _UP), bool(tags & _DOWN)
    if column is None and up:
        return None  # the last ones of an order that is not said
    count = int(numbers[0]) if numbers else None
    if count is not None and count < 1:
        return None
    return RowsWish(column, down and not up, count)
