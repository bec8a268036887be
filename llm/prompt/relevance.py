"""Which parts of a catalog a sentence may be about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from itertools import pairwise

from bi.catalog.joins import join_graph
from bi.language.engine import LanguageEngine
from bi.language.meanings import (
    ActName,
    DatasetName,
    DimensionName,
    MeasureName,
    QualityName,
    ValueName,
    VerbName,
)
from bi.language.words import lemmas_of
from bi.model.catalog import Catalog, ColumnRef
from bi.model.errors import QueryNotPossible
from bi.model.reading import WrittenSql
from bi.model.semantic import CountRows, NamedMeasure, Scalar
from llm.asked import Asked
from llm.prompt.index import Key, Scores, index_of, key_of

# What the engine found in the sentence, what its words are like, what was spoken of before.
_NAMED, _BEFORE, _IN_WINDOW = 3.0, 2.0, 0.3
# Of a column's score, what its dataset has of it.
_OF_DATASET = 0.5
# A dataset between two that were found is needed to bring them together.
_BETWEEN = 1.0
# Messages back.
_WINDOW = 4
# Datasets that are looked at for what joins them.
_MOST_JOINED = 12


@dataclass(frozen=True, slots=True)
class Relevance:
    """Scores by key."""

    scores: Scores

    def of(self, dataset: str, name: str = "") -> float:
        return self.scores.get((dataset, name), 0.0)


def relevance_of(asked: Asked) -> Relevance:
    engine = asked.engine
    index = index_of(engine)
    scores = index.found(dict.fromkeys(lemmas_of(asked.text, engine.lexicon)))
    for item in engine.items(asked.text):
        for key in _named(item.meanings, engine.catalog):
            scores[key] += _NAMED
    for key in _spoken_of(asked, engine.catalog):
        scores[key] += _BEFORE
    for message in asked.window[-_WINDOW:]:
        for key, score in index.found(set(lemmas_of(message.content, engine.lexicon))).items():
            scores[key] += _IN_WINDOW * score
    _lift_datasets(scores)
    _lift_between(scores, engine)
    return Relevance(scores)


def named_values(asked: Asked) -> dict[ColumnRef, tuple[Scalar, ...]]:
    """Stored values that the sentence's words name, by dimension."""
    found: dict[ColumnRef, dict[Scalar, None]] = {}
    for item in asked.engine.items(asked.text):
        for meaning in item.meanings:
            if isinstance(meaning, ValueName):
                found.setdefault(meaning.dimension.ref, {})[meaning.value] = None
    return {ref: tuple(values) for ref, values in found.items()}


def _named(meanings: tuple[object, ...], catalog: Catalog) -> Iterator[Key]:
    for meaning in meanings:
        match meaning:
            case MeasureName(value) | VerbName(value):
                yield _measure(value, catalog)
            case DatasetName(dataset) | ActName(dataset):
                yield (dataset, "")
            case DimensionName(dimension) | QualityName(dimension) | ValueName(dimension):
                yield key_of(dimension.ref)


def _measure(named: NamedMeasure, catalog: Catalog) -> Key:
    measure = catalog.measure(named.name)
    return key_of(measure.ref) if measure else ("", named.name)


def _spoken_of(asked: Asked, catalog: Catalog) -> Iterator[Key]:
    """What the query before is of."""
    previous = asked.previous
    if previous is None:
        return
    if isinstance(previous, WrittenSql):
        said = previous.sql.casefold()
        yield from ((one.name, "") for one in catalog.datasets if one.table.casefold() in said)
        return
    for part in _parts(previous):
        match part:
            case ColumnRef():
                yield key_of(part)
            case NamedMeasure():
                yield _measure(part, catalog)
            case CountRows(dataset):
                yield (dataset, "")


def _parts(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, tuple):
        for item in value:
            yield from _parts(item)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _parts(getattr(value, one.name))


def _lift_datasets(scores: Scores) -> None:
    for (dataset, name), score in list(scores.items()):
        if dataset and name:
            scores[(dataset, "")] += _OF_DATASET * score


def _lift_between(scores: Scores, engine: LanguageEngine) -> None:
    ranked = [(score, key[0]) for key, score in scores.items() if key[0] and not key[1]]
    best = [name for _, name in sorted(ranked, key=lambda one: (-one[0], one[1]))[:_MOST_JOINED]]
    graph = join_graph(engine.catalog)
    for one, other in pairwise(best[:4]):
        for start, goal in ((one, other), (other, one)):
            try:
                path = graph.path(start, [goal]) if goal in graph.reach(start) else ()
            except QueryNotPossible:
                path = ()
            for join in path:
                scores[(join.left, "")] += _BETWEEN
                scores[(join.right, "")] += _BETWEEN
