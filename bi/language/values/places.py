"""Countries and states of the US: other words for the values of a dimension that holds them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

# What part of the values has to be places, in one way of writing them, and how many at least.
_SHARE = 0.6
_FEWEST = 2
# No list of places is longer than this.
_MOST_VALUES = 1_000


@dataclass(frozen=True, slots=True)
class Place:
    """`people`: how its people, and what is theirs, are called."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherWord:
    """Another word for a value. `code`: it counts only when it is written exactly so."""

    value: str
    text: str
    code: bool = False


class Places:
    """Places of one kind, found by what they are called."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_code = {code: place for place in places for code in place.codes}

    @cached_property
    def _by_name(self) -> dict[str, Place]:
        return {name.casefold(): place for place in self._by_code.values() for name in place.names}

    def find(self, value: str) -> Place | None:
        return self._by_code.get(value) or self._by_name.get(value.casefold())

    def share(self, values: Sequence[str]) -> float:
        """The part of the values that are places, written by code or by name as most are."""
        by_code = sum(value in self._by_code for value in values)
        by_name = sum(value.casefold() in self._by_name for value in values)
        found = max(by_code, by_name)
        return found / len(values) if found >= _FEWEST else 0.0


def other_words(values: Sequence[str]) -> Iterator[OtherWord]:
    """For values most of which are countries, or states; nothing where they could be both."""
    if not 0 < len(values) <= _MOST_VALUES:
        return
    ranked = sorted(((kind.share(values), kind) for kind in _kinds()), key=lambda one: -one[0])
    (best, kind), (second, _) = ranked
    if best < _SHARE or best == second:
        return
    taken = {value.casefold() for value in values}
    for value in values:
        place = kind.find(value)
        if place is None:
            continue
        for text in (*place.names, *place.people):
            if text.casefold() not in taken:
                yield OtherWord(value, text)
        for code in place.codes:
            if code.casefold() not in taken:
                yield OtherWord(value, code, code=True)


@lru_cache(maxsize=1)
def _kinds() -> tuple[Places, Places]:
    text = files("bi.language.values").joinpath("places.toml").read_text("utf-8")
    data = tomllib.loads(text)
    countries, states = (
        Places(
            Place(tuple(one["codes"]), tuple(one["names"]), tuple(one.get("people", ())))
            for one in data[kind].values()
        )
        for kind in ("countries", "states")
    )
    return countries, states
