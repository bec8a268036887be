"""Further words for things of a catalog, put where the catalog has its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bi.language.lessons.naming import Named
from bi.model.catalog import Catalog, ColumnRef, Dataset, Dimension

Words = tuple[str, ...]


def with_synonyms(catalog: Catalog, words: Mapping[Named, Words]) -> Catalog:
    """The words of each thing, after those it has."""
    if not words:
        return catalog
    values: dict[ColumnRef, dict[str, Words]] = {}
    for thing, said in words.items():
        if thing.kind == "value" and isinstance(thing.ref, ColumnRef):
            values.setdefault(thing.ref, {})[str(thing.value)] = said

    def dimension(one: Dimension) -> Dimension:
        own = words.get(Named("dimension", one.ref), ())
        others = values.get(one.ref, {})
        if not own and not others:
            return one
        aliases = dict(one.value_aliases)
        for value, said in others.items():
            aliases[value] = _joined(aliases.get(value, ()), said)
        return replace(one, synonyms=_joined(one.synonyms, own), value_aliases=aliases)

    def dataset(one: Dataset) -> Dataset:
        return replace(
            one,
            synonyms=_joined(one.synonyms, words.get(Named("dataset", one.name), ())),
            dimensions=tuple(map(dimension, one.dimensions)),
            measures=tuple(
                replace(m, synonyms=_joined(m.synonyms, words.get(Named("measure", m.name), ())))
                for m in one.measures
            ),
        )

    return replace(
        catalog,
        datasets=tuple(map(dataset, catalog.datasets)),
        metrics=tuple(
            replace(m, synonyms=_joined(m.synonyms, words.get(Named("measure", m.name), ())))
            for m in catalog.metrics
        ),
    )


def _joined(before: Words, more: Iterable[str]) -> Words:
    return tuple(dict.fromkeys((*before, *more)))
