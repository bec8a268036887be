"""Where values come from: the catalog's samples and aliases beside what was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bi.language.meanings import ValueName
from bi.language.values.places import OtherWord, other_words
from bi.model.catalog import Catalog, Dimension
from bi.model.profile import Profile

_FEW = 50


def referred_to(dimension: Dimension, catalog: Catalog) -> Dimension:
    """Conformed dimensions are one, by whichever of their names and values they are called."""
    return catalog.dimension(dimension.same_as or dimension.ref) or dimension


def aliases(catalog: Catalog) -> Iterator[tuple[str, ValueName]]:
    """Other words for values, and values that the catalog alone knows."""
    for dimension in catalog.dimensions():
        if not dimension.has_known_values:
            continue
        meant = referred_to(dimension, catalog)
        for value in dimension.values:
            yield value, ValueName(meant, value)
        for value, others in dimension.value_aliases.items():
            for other in others:
                yield other, ValueName(meant, value)


def places(catalog: Catalog, profile: Profile) -> Iterator[tuple[OtherWord, ValueName]]:
    """Other words for the countries and states that dimensions hold."""
    for dimension in catalog.dimensions():
        if dimension.has_known_values:
            meant = referred_to(dimension, catalog)
            for word in other_words(profile.values.get(dimension.ref) or dimension.values):
                yield word, ValueName(meant, word.value)


def common_values(catalog: Catalog, profile: Profile) -> Iterator[str]:
    """The values of dimensions that have few."""
    for dimension in catalog.dimensions():
        if dimension.has_known_values:
            known: Sequence[str] = profile.values.get(dimension.ref, ())
            if len(known) <= _FEW:
                yield from known
