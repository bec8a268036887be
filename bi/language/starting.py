"""First questions worth asking: of a whole catalog, and of each of its datasets.

Each sentence is one that the engine reads as a question, and whose query can be run. They differ
in kind, so that who sees them sees what can be asked: a course over time, a ranking, a breakdown,
a cause, a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import chain, islice

from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import Aggregation, Catalog, Dataset, Dimension, Measure
from bi.model.profile import Profile
from bi.model.reading import Question, Suggestion
from bi.model.semantic import (
    DatePartGroup,
    Measured,
    NamedMeasure,
    OrderTarget,
    SemanticQuery,
    TimeGroup,
)
from bi.model.words import plural

_MOST = 4
_RANKED = 5
_FEW_VALUES = 12
# Measures, and sentences about rows, that starters are made of: a catalog may have thousands.
_TRIED = 12


# Whether a query can be answered for who is to see the sentences.
CanRun = Callable[[SemanticQuery], bool]


class Kind(StrEnum):
    """What a question shows, as far as starters are to differ."""

    COURSE = "course"
    RANKING = "ranking"
    BREAKDOWN = "breakdown"
    CAUSE = "cause"
    LIST = "list"
    FIGURE = "figure"


# The order in which they are shown. Of one dataset its rows are of more use than a cause.
_OF_CATALOG = (Kind.COURSE, Kind.RANKING, Kind.BREAKDOWN, Kind.CAUSE, Kind.LIST, Kind.FIGURE)
_OF_DATASET = (Kind.COURSE, Kind.RANKING, Kind.BREAKDOWN, Kind.LIST, Kind.CAUSE, Kind.FIGURE)


def starters(engine: LanguageEngine, today: date, can_run: CanRun) -> tuple[Suggestion, ...]:
    """Where to begin: four at most, the catalog's own examples before what is made up."""
    catalog = engine.catalog
    made = (
        text
        for dataset, measure in islice(_measures(catalog), _TRIED)
        for text in _sentences_about(engine, dataset, [measure])
    )
    asked = (dataset for dataset in catalog.datasets if not dataset.role_of)
    rows = (text for dataset in asked for text in _sentences_about(engine, dataset, []))
    read = _read(engine, chain(catalog.examples, made, islice(rows, _TRIED)), today)
    return tuple(Suggestion(text, "question") for text in _varied(read, _OF_CATALOG, can_run))


def questions(engine: LanguageEngine, today: date, can_run: CanRun) -> dict[str, tuple[str, ...]]:
    """By the name of a dataset, four sentences at most about its own measures and rows.

    Datasets that only play a role are not asked for by themselves.
    """
    catalog = engine.catalog
    examples = list(_read(engine, catalog.examples, today))
    found = {}
    for dataset in catalog.datasets:
        if not dataset.role_of:
            measures = [measure for one, measure in _measures(catalog) if one is dataset]
            texts = _sentences_about(engine, dataset, measures)
            read = chain(examples, _read(engine, texts, today))
            about = ((text, query) for text, query in read if _is_about(engine, query, dataset))
            found[dataset.name] = _varied(about, _OF_DATASET, can_run)
    return found


def kind_of(query: SemanticQuery) -> Kind:
    if query.columns:
        return Kind.LIST
    if query.comparison and any(one.target is OrderTarget.CHANGE for one in query.order):
        return Kind.CAUSE
    if query.limit is not None:
        return Kind.RANKING
    if any(isinstance(group, TimeGroup | DatePartGroup) for group in query.groups):
        return Kind.COURSE
    return Kind.BREAKDOWN if query.groups or query.comparison else Kind.FIGURE


def _read(
    engine: LanguageEngine, texts: Iterable[str], today: date
) -> Iterator[tuple[str, SemanticQuery]]:
    """The sentences that are questions, and whose kind."""
    for text in dict.fromkeys(texts):
        reading = engine.read(text, ReadContext(today))
        if isinstance(reading, Question):
            yield text, reading.query


def _varied(
    read: Iterable[tuple[str, SemanticQuery]], kinds: tuple[Kind, ...], can_run: CanRun
) -> tuple[str, ...]:
    """The first of each kind, in the order of the kinds; then whatever else there is."""
    found: dict[str, Kind] = {}
    for text, query in read:
        if can_run(query):
            found[text] = kind_of(query)
        if set(kinds[:_MOST]) <= set(found.values()):
            break
    firsts = [next((text for text, one in found.items() if one is kind), None) for kind in kinds]
    ordered = dict.fromkeys([*(text for text in firsts if text is not None), *found])
    return tuple(ordered)[:_MOST]


def _is_about(engine: LanguageEngine, query: SemanticQuery, dataset: Dataset) -> bool:
    if query.columns:
        return query.dataset == dataset.name
    first = query.measures[:1]
    return any(dataset.name in engine.reach.homes(one.value) for one in first)


def _measures(catalog: Catalog) -> Iterator[tuple[Dataset, Measure]]:
    """Of all datasets, the default one first."""
    found = [(one, measure) for one in catalog.datasets for measure in one.measures]
    return iter(sorted(found, key=lambda pair: pair[1].name != catalog.default_measure))


def _sentences_about(
    engine: LanguageEngine, dataset: Dataset, measures: list[Measure]
) -> Iterator[str]:
    """What could be asked of a dataset; of several measures each sentence is about another."""
    offers, catalog = engine.offers, engine.catalog
    for at in range(min(len(measures), _MOST)):
        turned = [*measures[at:], *measures[:at]]
        course, ranking, parted, moved = (turned[step % len(turned)] for step in range(4))
        if catalog.time_of(course) is not None:
            yield from offers.sentences("by_month", measure=course.label)
        yield from _rankings(engine, ranking)
        for dimension in _parting(engine, parted):
            yield from offers.sentences("by", measure=parted.label, dimension=dimension.label)
        if catalog.time_of(moved) is not None:
            yield from offers.sentences("why", measure=moved.label)
    if not measures:
        for dimension in dataset.dimensions:
            if _parts(dimension, engine.profile):
                yield from offers.sentences(
                    "count_by", dataset=dataset.label, dimension=dimension.label
                )
    if dataset.time and dataset.time.dataset == dataset.name:
        yield from offers.sentences("latest", dataset=dataset.label)
    yield from offers.sentences("list", dataset=dataset.label)


def _rankings(engine: LanguageEngine, measure: Measure) -> Iterator[str]:
    """Things that have names of their own before others; of few values the first alone."""
    offers, profile = engine.offers, engine.profile
    dimensions = engine.reach.dimensions([Measured(NamedMeasure(measure.name))])
    texts = [one for one in dimensions if one.type == "text"]
    for dimension in sorted(texts, key=lambda one: not one.display)[:2]:
        if dimension.display:
            many = engine.catalog.dataset(dimension.dataset).label
        else:
            many = plural(dimension.label)
        if len(_values(dimension, profile)) > _RANKED:
            yield from offers.sentences(
                "top_by", dimension=dimension.label, dimensions=many, measure=measure.label
            )
        else:
            counts = measure.aggregation in (Aggregation.COUNT, Aggregation.COUNT_DISTINCT)
            yield from offers.sentences(
                "most" if counts else "highest", dimension=dimension.label, measure=measure.label
            )


def _parting(engine: LanguageEngine, measure: Measure) -> list[Dimension]:
    """The dimensions that a measure is best seen by: one with few values, if there is one."""
    dimensions = engine.reach.dimensions([Measured(NamedMeasure(measure.name))])
    texts = [one for one in dimensions if one.type == "text" and not one.display]
    return sorted(texts, key=lambda one: not _parts(one, engine.profile))[:1]


def _parts(dimension: Dimension, profile: Profile) -> bool:
    if not dimension.has_known_values or dimension.display or dimension.same_as:
        return False
    return 1 < len(_values(dimension, profile)) <= _FEW_VALUES


def _values(dimension: Dimension, profile: Profile) -> tuple[str, ...]:
    return tuple(profile.values.get(dimension.ref, dimension.values)[: _FEW_VALUES + 1])
