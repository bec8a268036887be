"""Patterns over items: how a construct says which sequence of meanings it is made of.

A pattern is written as words parted by spaces: `TOP number? entity=dimension|dataset`.
Each names one tag or several, `?` makes it optional, `+` lets it repeat as a list
("East, West and North"), and `name=` names what was found. Small filler words between the
parts are stepped over. The tag `any` is every word's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bi.language.meanings import Item, M

# The tag of every word, whatever it means.
_ANY = "any"
_LIST_CUES = frozenset({"AND", "OR", "COMMA"})


@dataclass(frozen=True, slots=True)
class Element:
    name: str
    tags: frozenset[str]
    optional: bool = False
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What a pattern found: items `start` to `end` (excluded), and those named."""

    items: Sequence[Item]
    start: int
    end: int
    found: dict[str, tuple[Item, ...]] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return name in self.found

    def item(self, name: str) -> Item:
        return self.found[name][0]

    def all(self, name: str, kind: type[M]) -> tuple[M, ...]:
        """The meanings of that kind of every item found under the name."""
        return tuple(m for item in self.found.get(name, ()) for m in item.of(kind))

    def one(self, name: str, kind: type[M]) -> M:
        return self.all(name, kind)[0]

    @property
    def covered(self) -> Sequence[Item]:
        return self.items[self.start : self.end]


def parse_pattern(text: str) -> tuple[Element, ...]:
    elements = []
    for part in text.split():
        name, _, tags = part.rpartition("=")
        suffix = tags[len(tags.rstrip("?+")) :]
        optional, repeated = "?" in suffix, "+" in suffix
        tags = tags.rstrip("?+")
        elements.append(Element(name or tags, frozenset(tags.split("|")), optional, repeated))
    return tuple(elements)


def needed_tags(elements: Sequence[Element]) -> tuple[frozenset[str], ...]:
    """Of each of these some item must have one for the pattern to match."""
    return tuple(one.tags for one in elements if not one.optional and _ANY not in one.tags)


def match_at(elements: Sequence[Element], items: Sequence[Item], start: int) -> Match | None:
    """The longest match that begins at `start`, if there is one."""
    found: dict[str, tuple[Item, ...]] = {}
    end = _match(elements, 0, items, start, found, first=True)
    return Match(items, start, end, found) if end is not None else None


def _match(
    elements: Sequence[Element],
    index: int,
    items: Sequence[Item],
    at: int,
    found: dict[str, tuple[Item, ...]],
    *,
    first: bool = False,
) -> int | None:
    if index == len(elements):
        return at
    element = elements[index]
    # A word that may be anything may be a small one, too: "starts with a".
    here = at if first or _ANY in element.tags else _past_fillers(items, at)
    # The longest run first, then shorter ones: a list's end may be the next part's beginning.
    for names, stop in reversed(_take(element, items, here)):
        kept = dict(found)
        found[element.name] = names
        end = _match(elements, index + 1, items, stop, found)
        if end is not None:
            return end
        found.clear()
        found.update(kept)
    if element.optional:
        return _match(elements, index + 1, items, at, found, first=first)
    return None


def _take(element: Element, items: Sequence[Item], at: int) -> list[tuple[tuple[Item, ...], int]]:
    """The ways to take an element: one item, or with `+` one more for each of the list."""
    if at >= len(items):
        return []
    if element.tags.isdisjoint(items[at].tags) and _ANY not in element.tags:
        return []
    taken: list[tuple[tuple[Item, ...], int]] = [((items[at],), at + 1)]
    while element.repeated:
        names, stop = taken[-1]
        follow = _past_list_cues(items, stop)
        if follow == stop or follow >= len(items) or not element.tags & items[follow].tags:
            break
        taken.append(((*names, items[follow]), follow + 1))
    return taken


def _past_fillers(items: Sequence[Item], at: int) -> int:
    while at < len(items) and items[at].filler:
        at += 1
    return at


def _past_list_cues(items: Sequence[Item], at: int) -> int:
    """Past "," or "and" or ", and"; where it began when there is none."""
    stop = at
    while stop < len(items) and items[stop].tags & _LIST_CUES:
        stop += 1
    return _past_fillers(items, stop) if stop > at else at
