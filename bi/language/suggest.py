"""Sentences worth sending next; each is one that the engine reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bi.catalog.wording import value_name
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.language.levels import levels_below
from bi.language.offers import Offers
from bi.language.reach import Reach
from bi.model.catalog import Catalog, Dimension
from bi.model.profile import Profile
from bi.model.reading import ChartWish, Question, Suggestion
from bi.model.semantic import (
    DimensionGroup,
    Measured,
    NamedMeasure,
    SemanticQuery,
    TimeGroup,
)

_SUGGESTED = {"question": 6, "refine": 4, "chart": 2}
_FEW_DIMENSIONS = 2
_FEW_VALUES = 12


def suggest(
    engine: LanguageEngine, query: SemanticQuery | None, today: date
) -> tuple[Suggestion, ...]:
    """What could follow `query`, or where to begin when there is none; six at most."""
    context = ReadContext(today, query)
    found: dict[str, Suggestion] = {}
    for one in _candidates(engine, query):
        is_full = sum(other.kind == one.kind for other in found.values()) == _SUGGESTED[one.kind]
        if not is_full and one.text not in found and _is_answered(one, engine, context):
            found[one.text] = one
    return tuple(found.values())


def _is_answered(one: Suggestion, engine: LanguageEngine, context: ReadContext) -> bool:
    """Whether the sentence is read as what it is offered as, and changes something."""
    reading = engine.read(one.text, context)
    if one.kind == "chart":
        return isinstance(reading, ChartWish)
    if not isinstance(reading, Question) or reading.query == context.previous:
        return False
    return reading.refines is (one.kind == "refine")


def _candidates(engine: LanguageEngine, query: SemanticQuery | None) -> Iterator[Suggestion]:
    catalog, offers = engine.catalog, engine.offers
    if query is None or not query.measures:
        for text in (*catalog.examples, *_starters(catalog, offers)):
            yield Suggestion(text, "question")
        return
    for text in _refinements(catalog, engine.profile, query, offers):
        yield Suggestion(text, "refine")
    for text in _charts(query, offers):
        yield Suggestion(text, "chart")


def _starters(catalog: Catalog, offers: Offers) -> Iterator[str]:
    """A first question about each measure: the default one's before the others'."""
    reach = Reach(catalog)
    measures = [m for dataset in catalog.datasets for m in dataset.measures]
    measures.sort(key=lambda measure: measure.name != catalog.default_measure)
    for measure in measures:
        value = Measured(NamedMeasure(measure.name))
        if catalog.time_of(measure) is not None:
            yield from offers.sentences("by_month", measure=measure.label)
        for dimension in _parting(reach, value)[:1]:
            yield from offers.sentences("by", measure=measure.label, dimension=dimension.label)


def _parting(reach: Reach, measured: Measured) -> list[Dimension]:
    return [d for d in reach.dimensions([measured]) if d.type == "text" and not d.display]


def _refinements(
    catalog: Catalog, profile: Profile, query: SemanticQuery, offers: Offers
) -> Iterator[str]:
    """A finer level, another dimension, the first five, the period before, a value, a share."""
    grouped = {group.column for group in query.groups}
    filtered = {one.column for one in query.filters}
    others = [
        dimension
        for dimension in _parting(Reach(catalog), query.measures[0])
        if dimension.ref not in grouped | filtered
    ]
    finer = [catalog.dimension(level.to) for level in levels_below(query, catalog)]
    below = [dimension for dimension in finer if dimension and dimension.ref not in filtered]
    others = [*below, *(one for one in others if one not in below)]
    for dimension in others[:_FEW_DIMENSIONS]:
        yield from offers.sentences("also_by", dimension=dimension.label)
    if not any(isinstance(group, TimeGroup) for group in query.groups):
        yield from offers.sentences("also_by_month")
    elif query.limit is None:
        yield from offers.sentences("by_quarter")
    if any(isinstance(group, DimensionGroup) for group in query.groups) and len(query.groups) == 1:
        yield from offers.sentences("top")
        yield from offers.sentences("share")
    if query.comparison is None:
        yield from offers.sentences("year_before")
    yield from _values(others, profile, offers)
    yield from _another_measure(catalog, query, offers)


def _values(dimensions: list[Dimension], profile: Profile, offers: Offers) -> Iterator[str]:
    """One value of a dimension that has few."""
    for dimension in dimensions:
        values = profile.values.get(dimension.ref, dimension.values)
        if 1 < len(values) <= _FEW_VALUES:
            yield from offers.sentences("only", value=values[0])
            return


def _another_measure(catalog: Catalog, query: SemanticQuery, offers: Offers) -> Iterator[str]:
    shown = {measured.value for measured in query.measures}
    value = query.measures[0].value
    measure = catalog.measure(value.name) if isinstance(value, NamedMeasure) else None
    siblings = catalog.dataset(measure.dataset).measures if measure else ()
    for sibling in siblings:
        if NamedMeasure(sibling.name) not in shown:
            name = value_name(NamedMeasure(sibling.name), catalog)
            yield from offers.sentences("also", measure=name)
            return


def _charts(query: SemanticQuery, offers: Offers) -> Iterator[str]:
    timed = any(isinstance(group, TimeGroup) for group in query.groups)
    if timed:
        yield from offers.sentences("line_chart")
    elif len(query.groups) == 1:
        yield from offers.sentences("pie_chart")
    yield from offers.sentences("table")
