"""Words that stand for what an earlier part found: "their revenue", "which of these"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bi.catalog.wording import value_name
from bi.language.breaking.parts import Needed, Part, Pick
from bi.language.breaking.pointers import Pointer
from bi.language.breaking.sketch import Sketch
from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog, ColumnRef
from bi.model.reading import Question
from bi.model.semantic import DimensionGroup, NamedMeasure, OrderTarget, SemanticQuery
from bi.model.words import mid_sentence


def antecedent(
    parts: Sequence[Part], catalog: Catalog
) -> tuple[int, SemanticQuery, ColumnRef] | None:
    """The nearest part that found things: a ranking first, else whatever has a row for each."""
    queries = [
        (place, part.reading.query)
        for place, part in enumerate(parts)
        if isinstance(part.reading, Question)
    ]
    for ranked in (True, False):
        for place, query in reversed(queries):
            column = thing_of(query, catalog)
            if column is not None and bool(query.limit) >= ranked:
                return place, query, column
    return None


def thing_of(query: SemanticQuery, catalog: Catalog) -> ColumnRef | None:
    """The column whose values tell the rows of an answer apart."""
    if query.columns:
        shown = (catalog.dimension(column) for column in query.columns)
        return next((one.ref for one in shown if one is not None and one.display), None)
    within = query.limit.within if query.limit else ()
    for index, group in enumerate(query.groups):
        if isinstance(group, DimensionGroup) and group.bin_width is None and index not in within:
            return group.column
    return None


def place_of(column: ColumnRef, query: SemanticQuery) -> int:
    """Which column of the answer holds it."""
    if query.columns:
        return query.columns.index(column)
    return query.groups.index(DimensionGroup(column))


def pick_of(kind: str, query: SemanticQuery, catalog: Catalog) -> Pick:
    """Which row "the best of them" is, as the answer is in order of."""
    if kind in ("possessives", "pointers"):
        return Pick.ALL
    if kind in ("first_of", "last_of"):
        return Pick.FIRST if kind == "first_of" else Pick.LAST
    order = next((one for one in query.order if one.target is OrderTarget.MEASURE), None)
    falls = order is None or order.descending
    value = query.measures[order.index].value if order else None
    measure = catalog.measure(value.name) if isinstance(value, NamedMeasure) else None
    metric = catalog.metric(value.name) if isinstance(value, NamedMeasure) else None
    more = getattr(measure or metric, "higher_is_better", None) is not False
    return Pick.FIRST if (falls == more) == (kind == "best") else Pick.LAST


def pointed(
    sketch: Sketch, pointer: Pointer, parts: Sequence[Part], engine: LanguageEngine
) -> Iterator[tuple[str, Needed]]:
    """Ways to say it without pointing, the best first; the engine tells which it understands."""
    found = antecedent(parts, engine.catalog)
    if found is None:
        return
    place, query, column = found
    needed = Needed(place, column, pick_of(pointer.kind, query, engine.catalog))
    dimension = engine.catalog.dimension(column)
    label = mid_sentence(dimension.label) if dimension else column.name
    by = f"{engine.lexicon.cue('BY')[0]} {label}"
    small = engine.lexicon.small_words if needed.pick is not Pick.ALL else frozenset[str]()
    bare = without(sketch.text, pointer.places, small)
    named = _named(sketch, pointer, label)
    measures = [one.place.source for one in sketch.draft.measures]
    if not measures and not sketch.ranks:
        name = value_name(query.measures[0].value, engine.catalog) if query.measures else ""
        bare = f"{mid_sentence(name)} {bare}".strip()
    ways = [bare, f"{bare} {by}"]
    if needed.pick is Pick.ALL and not sketch.ranks:
        ways = [f"{bare} {by}", bare]
    for way in (*([named] if named else []), *ways):
        yield way, needed


def without(
    text: str, places: Sequence[tuple[int, int]], small: Collection[str] = frozenset()
) -> str:
    """The text without these places, and without the `small` words that lead to the first."""
    for number, (start, end) in reversed(list(enumerate(sorted(places)))):
        before = text[:start].split()
        while not number and before and before[-1].lower() in small:
            before = before[:-1]
        text = f"{' '.join(before)} {text[end:].lstrip()}"
    return " ".join(text.split())


def _named(sketch: Sketch, pointer: Pointer, label: str) -> str | None:
    """ "Which of these has …": "which category has …"."""
    for start, end in pointer.places:
        before = [item for item in sketch.items if item.start < start and not item.filler]
        if before and "WHICH" in before[-1].tags:
            return f"{sketch.text[:start]}{label}{sketch.text[end:]}"
    return None
