"""Where values come from: the catalog's samples and aliases beside what was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bi.language.lexicon.load import Lexicon
from bi.language.meanings import ValueName
from bi.language.values.places import OtherWord, other_words
from bi.language.words import lemmas_of
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


def coded(catalog: Catalog, profile: Profile, lexicon: Lexicon) -> Iterator[tuple[str, ValueName]]:
    """Words for the codes that a column holds, where it is called as such columns are."""
    for dimension in catalog.dimensions():
        if not dimension.has_known_values:
            continue
        names = (dimension.name, dimension.label, *dimension.synonyms)
        called = {lemmas_of(name, lexicon) for name in names}
        values = profile.values.get(dimension.ref) or dimension.values
        for one in lexicon.coded:
            nouns = {lemmas_of(noun, lexicon) for noun in one.nouns}
            if not any(name[-len(noun) :] == noun for name in called for noun in nouns):
                continue
            for value in values:
                if value.casefold() in one.codes:
                    for form in one.forms:
                        yield form, ValueName(referred_to(dimension, catalog), value)


def common_values(catalog: Catalog, profile: Profile) -> Iterator[str]:
    """The values of dimensions that have few."""
    for dimension in catalog.dimensions():
        if dimension.has_known_values:
            known: Sequence[str] = profile.values.get(dimension.ref, ())
            if len(known) <= _FEW:
                yield from known
