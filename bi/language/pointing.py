"""Whether words point at the question before: "those", "their names", "which one"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bi.language.meanings import DatasetName, Item
from bi.language.mentions import Spoken

_POINTERS = frozenset({"ANAPHORA", "THEIR", "THEY", "DO_THEY", "ONES"})
_PRONOUNS = frozenset({"THEIR", "THEY", "DO_THEY"})
_THINGS = frozenset({"dataset", "value"})
_ONE_OF_EACH = frozenset({"EACH", "WHICH", "BY", "COUNT"})
_CLAUSES = frozenset({"WITH", "WHERE", "WHO", "WHICH"})
_NAMES = frozenset({"dataset", "dimension", "value", "measure", "number"})


def determined(items: Sequence[Item]) -> list[Item]:
    """The items of a first sentence, where "those" before a noun may be no more than an article.

    It is where a clause follows that says which they are: "those students who are older than 20".
    """
    return [
        replace(item, meanings=(), filler=True) if _determines(items, index) else item
        for index, item in enumerate(items)
    ]


def _determines(items: Sequence[Item], index: int) -> bool:
    item, after = items[index], items[index + 1 : index + 3]
    of_clause = len(after) > 1 and bool(after[1].tags & _CLAUSES)
    return "ANAPHORA" in item.tags and of_clause and "dataset" in after[0].tags


def points_back(items: Sequence[Item]) -> bool:
    """ "Their names" is about things named before: in the sentence itself, or else before it."""
    return any(_points_out(items, index) for index in range(len(items)))


def without_their_number(items: Sequence[Item], before: Spoken) -> list[Item]:
    """The items without how many they are that is said in passing: "those two students".

    After a mere article only of things that the question before spoke of.
    """
    return [
        item
        for index, item in enumerate(items)
        if not _only_tells_how_many(items, index, frozenset(before.datasets))
    ]


def _only_tells_how_many(items: Sequence[Item], index: int, before: frozenset[str]) -> bool:
    if "number" not in items[index].tags or index == 0 or not _names(items, index + 1):
        return False
    things = {thing.dataset for thing in items[index + 1].of(DatasetName)}
    if items[index - 1].filler and things & before:
        return True
    at = index - 1
    while at > 0 and items[at].filler and "EVERY" not in items[at].tags:
        at -= 1
    return bool(items[at].tags & {"ANAPHORA", "EVERY"})


def needs_antecedent(items: Sequence[Item]) -> bool:
    """Whether a pronoun is among the pointers: "those students" may say itself who they are."""
    return any(
        _points_out(items, index) and bool(item.tags & _PRONOUNS) and not _follows(items, index)
        for index, item in enumerate(items)
    )


def _follows(items: Sequence[Item], index: int) -> bool:
    """ "The title and their lowest rating": of what has the title."""
    return any(item.tags & {"dimension", "moment"} for item in items[:index])


def _points_out(items: Sequence[Item], index: int) -> bool:
    item = items[index]
    if not item.tags & _POINTERS or "WHERE" in item.tags:
        return False
    if "ANAPHORA" in item.tags and (_is_each(items, index) or _names(items, index + 1)):
        return True  # "for each of them", "these students"
    # "How many pets do they have": what stands right before it is what they have.
    end = index - 1 if "DO_THEY" in item.tags else index
    return not any(_is_named(items, at) for at in range(end))


def _is_each(items: Sequence[Item], index: int) -> bool:
    before = [one for one in items[max(0, index - 2) : index] if not one.filler]
    return any("EACH" in one.tags for one in before)


def _names(items: Sequence[Item], index: int) -> bool:
    return index < len(items) and bool(items[index].tags & _NAMES)


def _is_named(items: Sequence[Item], index: int) -> bool:
    """A thing or a value, or a column that there is one of each of: "which region … its target"."""
    item = items[index]
    if item.tags & _THINGS:
        return True
    before = next((one for one in reversed(items[:index]) if not one.filler), None)
    return "dimension" in item.tags and before is not None and bool(before.tags & _ONE_OF_EACH)
