"""By which words the parts of a catalog are found; made once for each catalog."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bi.language.engine import LanguageEngine
from bi.language.lexicon.load import Lexicon
from bi.language.words import lemmas_of
from bi.model.catalog import Catalog, ColumnRef, Dataset, Dimension, Measure, Metric

# A dataset by its name alone, a column of it, or a metric by its name.
Key = tuple[str, str]
Scores = defaultdict[Key, float]

# What a word of a name is worth beside one of a description.
_OF_NAME, _OF_DESCRIPTION = 1.0, 0.4
# Words of fewer letters have too many neighbours.
_FUZZY_LETTERS, _FUZZY_SCORE = 5, 86


@dataclass(frozen=True)
class CatalogIndex:
    """`words`: which keys a word speaks of, and how clearly; rare words say more."""

    words: dict[str, dict[Key, float]]

    def found(self, lemmas: Iterable[str]) -> Scores:
        """How well each key fits some words."""
        scores: Scores = defaultdict(float)
        for lemma in lemmas:
            for word, share in self._near(lemma):
                for key, weight in self.words[word].items():
                    scores[key] += weight * share
        return scores

    def _near(self, lemma: str) -> Iterator[tuple[str, float]]:
        if lemma in self.words:
            yield lemma, 1.0
        elif len(lemma) >= _FUZZY_LETTERS:
            close = process.extract(
                lemma, self.words.keys(), scorer=fuzz.ratio, score_cutoff=_FUZZY_SCORE, limit=3
            )
            yield from ((word, 0.6) for word, _, _ in close)
            # Of a compound: "Kundenregion" has the region in it.
            parts = [word for word in self.words if len(word) >= _FUZZY_LETTERS and word in lemma]
            yield from ((word, 0.5) for word in parts[:3])


# Each with its catalog, whose id would else be another's one day.
_indexes: dict[int, tuple[Catalog, CatalogIndex]] = {}
_MOST_KEPT = 16


def index_of(engine: LanguageEngine) -> CatalogIndex:
    """The same for engines over the same catalog."""
    catalog = engine.catalog
    found = _indexes.get(id(catalog))
    if found is None or found[0] is not catalog:
        found = (catalog, _indexed(catalog, engine.lexicon))
        _indexes[id(catalog)] = found
        while len(_indexes) > _MOST_KEPT:
            _indexes.pop(next(iter(_indexes)))
    return found[1]


def _indexed(catalog: Catalog, lexicon: Lexicon) -> CatalogIndex:
    told: dict[str, dict[Key, float]] = {}
    texts = list(_texts(catalog))
    for key, text, weight in texts:
        for lemma in lemmas_of(text.replace("_", " "), lexicon):
            if lemma:
                keys = told.setdefault(lemma, {})
                keys[key] = max(keys.get(key, 0.0), weight)
    count = len({key for key, _, _ in texts}) or 1
    for keys in told.values():
        rarity = math.log(1 + count / len(keys)) / math.log(1 + count)
        for key in keys:
            keys[key] *= rarity
    return CatalogIndex(told)


def _texts(catalog: Catalog) -> Iterator[tuple[Key, str, float]]:
    for dataset in catalog.datasets:
        yield from _of((dataset.name, ""), dataset)
        for dimension in dataset.dimensions:
            yield from _of((dataset.name, dimension.name), dimension)
        for measure in dataset.measures:
            yield from _of((dataset.name, measure.name), measure)
    for metric in catalog.metrics:
        yield from _of(("", metric.name), metric)


def _of(key: Key, part: Dataset | Dimension | Measure | Metric) -> Iterator[tuple[Key, str, float]]:
    for name in (part.name, part.label, *part.synonyms):
        yield key, name, _OF_NAME
    if part.description:
        yield key, part.description, _OF_DESCRIPTION


def key_of(ref: ColumnRef) -> Key:
    return (ref.dataset, ref.name)
