"""Which dataset a word of the sentence belongs to: "the name of the student", "pet ages"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bi.language.meanings import (
    DatasetName,
    Degree,
    DimensionName,
    Item,
    Meaning,
    QualityName,
    ValueName,
)
from bi.model.catalog import ColumnRef

# Words between a column and the thing that has it: "names and ages of all the students".
_LISTED = frozenset({"AND", "COMMA", "OR", "dimension", "moment", "DISTINCT", "WORD", "THEIR"})
_OWNING = frozenset({"OF", "FOR", "FROM", "IN", "EACH"})
_BEFORE_VALUE = frozenset({"IS", "NOT", "OR", "OF", "CALLED", "comparator", "BEFORE", "AFTER"})
_GROUPING = frozenset({"BY", "EACH", "COUNT", "COUNT_NOUN"})
_EXTREMES = frozenset({"TOP", "BOTTOM", "BEST", "WORST", "aggregation"})
_VALUES = frozenset(
    {"value", "number", "text", "period", "comparator", "STARTS", "CONTAINS", "ENDS"}
)
_SORTS = frozenset({"SORT", "ASCENDING", "DESCENDING", "ALPHABETICAL"})
_BEFORE_SORTED = frozenset({"BY", "OF", "THEIR"})
_BEFORE_NOUN = frozenset({"DISTINCT", "EACH", "WORD", "superlative", "value", "TOP", "BOTTOM"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the question before spoke of: datasets, the nearest first, and the columns it showed."""

    datasets: tuple[str, ...] = ()
    columns: frozenset[ColumnRef] = frozenset()


NOTHING = Spoken()


class Mentions:
    """The datasets that a sentence names, by a noun or by a value that only one has.

    `before` is what the question before spoke of.
    """

    def __init__(self, items: Sequence[Item], before: Spoken = NOTHING) -> None:
        self._items = items
        self.before = before
        self._named = [_dataset_of(item) for item in items]
        self._touched = [
            named or _value_dataset(item) for named, item in zip(self._named, items, strict=True)
        ]

    @property
    def datasets(self) -> tuple[str, ...]:
        """Every dataset named by a noun, in the sentence's order."""
        return tuple(dict.fromkeys(name for name in self._named if name))

    def in_full(self, named: Sequence[DimensionName], index: int) -> list[DimensionName]:
        """Those columns that more words name elsewhere.

        "Budget type codes and the number of documents in each budget type", or "for each code".
        """
        words = len(self._items[index].text.split())
        full = {
            one.dimension.ref
            for item in self._items
            for one in item.of(DimensionName)
            if len(item.text.split()) > words and not one.partial
        }
        return [one for one in named if one.dimension.ref in full]

    def owner(self, index: int) -> str | None:
        """The dataset that item `index` is said to belong to, where the words say so."""
        return self._owner_after(index) or self._owner_before(index)

    def near(self, start: int) -> tuple[str, ...]:
        """Datasets by nearness to a place (in characters): the last before it, then others.

        Those of the question before come last.
        """
        return tuple(dict.fromkeys([*self.here(start), *self.before.datasets]))

    def here(self, start: int) -> tuple[str, ...]:
        """As `near`, of the sentence itself alone."""
        before = [
            name
            for item, name in zip(self._items, self._touched, strict=True)
            if name and item.start <= start
        ]
        after = [
            name
            for item, name in zip(self._items, self._touched, strict=True)
            if name and item.start > start
        ]
        return tuple(dict.fromkeys([*reversed(before), *after]))

    def is_condition(self, index: int) -> bool:
        """Whether a value or number is said of the item, so that it belongs to what came last."""
        at = index + 1
        while at < len(self._items) and (
            self._items[at].filler or self._items[at].tags & _BEFORE_VALUE
        ):
            at += 1
        return at < len(self._items) and bool(self._items[at].tags & _VALUES)

    def is_sorted_by(self, index: int) -> bool:
        """Whether the item says what the answer is to be sorted by: "ordered by id"."""
        at = index - 1
        while at >= 0 and (self._items[at].filler or self._items[at].tags & _BEFORE_SORTED):
            if self._items[at].tags & _SORTS:
                return True
            at -= 1
        return at >= 0 and bool(self._items[at].tags & _SORTS)

    def follows_number(self, index: int) -> bool:
        """Whether the item is the end of an amount: "3 years old"."""
        before = self._items[max(0, index - 2) : index]
        return any("number" in item.tags for item in before)

    def _owner_after(self, index: int) -> str | None:
        """ "name and age of the student"; "the oldest dog"."""
        if "superlative" in self._items[index].tags:
            return self._noun_from(index + 1)
        at = index + 1
        while at < len(self._items):
            item = self._items[at]
            if item.tags & _OWNING:
                return self._noun_from(at + 1)
            if not (item.filler or item.tags & _LISTED) or self._named[at]:
                return None
            at += 1
        return None

    def _noun_from(self, at: int) -> str | None:
        while at < len(self._items):
            item = self._items[at]
            if self._named[at]:
                return self._named[at]
            if not (item.filler or item.tags & _BEFORE_NOUN):
                return None
            if "value" in item.tags and not self._noun_follows(at + 1):
                return self._touched[at]
            at += 1
        return None

    def _noun_follows(self, at: int) -> bool:
        return at < len(self._items) and self._named[at] is not None

    def _is_listed(self, at: int) -> bool:
        """Whether a noun is one of a list itself: "customer, order number, date"."""
        after = self._items[at + 1 : at + 2]
        return bool(after) and "COMMA" in after[0].tags

    def _owner_before(self, index: int) -> str | None:
        """ "student name", "the students' names and ages"."""
        at = index - 1
        while at >= 0:
            if self._named[at]:
                return None if self._is_listed(at) else self._named[at]
            if not (self._items[at].tags & (_LISTED - {"WORD"})):
                return None
            at -= 1
        return None


def _dataset_of(item: Item) -> str | None:
    found = item.of(DatasetName)
    return found[0].dataset if len(found) == 1 else None


def _value_dataset(item: Item) -> str | None:
    found = {meaning.dimension.dataset for meaning in item.of(ValueName)}
    return next(iter(found)) if len(found) == 1 else None


def attached(items: list[Item], before: Spoken = NOTHING) -> list[Item]:
    """The items, with columns that the words say belong to one dataset narrowed to it.

    A column named in full is meant before one of whose name only a part was said.
    """
    items = [_described(item, items[at + 1 : at + 2]) for at, item in enumerate(items)]
    items = [_as_said(item, items[max(0, at - 1) : at]) for at, item in enumerate(items)]
    items = [_as_amount(item, items[max(0, at - 1) : at]) for at, item in enumerate(items)]
    mentions = Mentions(items, before)
    found: list[Item] = []
    for index, item in enumerate(items):
        again = _said_again(item, found) if mentions.is_sorted_by(index) else None
        found.append(again or _narrowed(item, index, mentions))
    return found


def _said_again(item: Item, before: Sequence[Item]) -> Item | None:
    """ "The city codes of …, ordered by code": what is sorted by was named in full before."""
    columns = {one.dimension.ref for said in before for one in said.of(DimensionName)}
    named = item.of(DimensionName)
    kept = [one for one in named if one.dimension.ref in columns]
    if not 0 < len(kept) < len(named):
        return None
    others = [m for m in item.meanings if not isinstance(m, DimensionName)]
    return replace(item, meanings=(*others, *kept))


def _described(item: Item, after: Sequence[Item]) -> Item:
    """ "Transaction notifications": what is a value of the noun after it is that, and no noun."""
    nouns = {one.dataset for following in after for one in following.of(DatasetName)}
    values = [one for one in item.of(ValueName) if one.dimension.dataset in nouns]
    if item.plural or not values or not item.of(DatasetName):
        return item
    return replace(item, meanings=tuple(values))


def _as_said(item: Item, before: Sequence[Item]) -> Item:
    """ "Students on scholarship": a column of yes and no by its name is its yes, unless it is
    what is grouped by."""
    own = {one.dimension.ref for one in item.of(DimensionName)}
    yes = [one for one in item.of(ValueName) if one.dimension.ref in own]
    grouped = any(one.tags & _GROUPING for one in before)
    if not yes or len(own) > 1 or grouped:
        return item
    return replace(item, meanings=tuple(yes))


def _as_amount(item: Item, before: Sequence[Item]) -> Item:
    """ "The lowest rating" of ratings that have stars is a number of stars, no rating."""
    datasets = {one.dataset for one in item.of(DatasetName)}
    amounts = [
        one
        for one in item.of(DimensionName)
        if "quantity" in one.tags and one.dimension.dataset in datasets
    ]
    ranked = any(one.tags & _EXTREMES for one in before)
    return (
        replace(item, meanings=tuple(amounts)) if amounts and ranked and not item.plural else item
    )


def _narrowed(item: Item, index: int, mentions: Mentions) -> Item:
    named = item.of(DimensionName)
    qualities = item.of(QualityName)
    if not named and not qualities:
        return item
    kept = [*_meant(named, index, mentions, item), *_of_owner(qualities, index, mentions, item)]
    if len(kept) == len(named) + len(qualities):
        return item
    meanings: list[Meaning] = [
        m for m in item.meanings if not isinstance(m, DimensionName | QualityName) or m in kept
    ]
    return replace(item, meanings=tuple(meanings))


def _meant(
    named: Sequence[DimensionName], index: int, mentions: Mentions, item: Item
) -> list[DimensionName]:
    owner = mentions.owner(index)
    own = [one for one in named if one.dimension.dataset == owner]
    if own:
        return _exact(own)
    condition = mentions.is_condition(index)
    if not condition and (again := mentions.in_full(named, index)):
        return again
    shown = [one for one in named if one.dimension.ref in mentions.before.columns]
    if shown and not mentions.datasets:
        return _so_called(shown, named) or _exact(shown)
    for dataset in () if mentions.datasets else mentions.before.datasets:
        own = [one for one in named if one.dimension.dataset == dataset]
        if own:
            return _exact(own)
    exact = [one for one in named if not one.partial]
    for dataset in mentions.near(item.start) if condition else mentions.datasets:
        own = [one for one in exact if one.dimension.dataset == dataset]
        if own:
            return own
    if exact:
        return exact
    for dataset in (*(() if condition else mentions.datasets), *mentions.near(item.start)):
        own = [one for one in named if one.dimension.dataset == dataset]
        if own:
            return own
    return list(named)


def _so_called(shown: list[DimensionName], named: Sequence[DimensionName]) -> list[DimensionName]:
    """A column named in full comes before one of the same rows that was shown, named in part."""
    if not all(one.partial for one in shown):
        return []
    datasets = {one.dimension.dataset for one in shown}
    return [one for one in named if not one.partial and one.dimension.dataset in datasets]


def _exact(named: Iterable[DimensionName]) -> list[DimensionName]:
    listed = list(named)
    return [one for one in listed if not one.partial] or listed


def _of_owner(
    qualities: Sequence[QualityName], index: int, mentions: Mentions, item: Item
) -> list[QualityName]:
    """ "The oldest dog" asks for the dog's age; "a dog older than 5", too."""
    if not qualities:
        return []
    owner = mentions.owner(index) if qualities[0].degree is Degree.SUPERLATIVE else None
    asked = qualities[0].degree is Degree.POSITIVE and not mentions.follows_number(index)
    order = (*mentions.datasets, *mentions.near(0)) if asked else mentions.near(item.start)
    for dataset in (owner, *order):
        own = [one for one in qualities if one.dimension.dataset == dataset]
        if own:
            return own
    return list(qualities)
