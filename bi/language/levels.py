"""Along a hierarchy: "drill down" and "roll up" after an answer that is by one of its levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bi.catalog.wording import label_of, title_of
from bi.language.clauses import EntityClause, Manner, Place
from bi.language.compose.compose import compose
from bi.language.compose.work import Setting, Work
from bi.language.draft import Draft
from bi.language.explain import understanding_of
from bi.language.meanings import Item
from bi.language.trouble import Trouble
from bi.model.catalog import Catalog, ColumnRef, Hierarchy
from bi.model.reading import Clarification, Option, Question, Reading, Unsupported
from bi.model.semantic import DimensionGroup, Group, SemanticQuery


class Step(StrEnum):
    """The cues of the ways along a hierarchy."""

    DOWN = "LEVEL_DOWN"
    UP = "LEVEL_UP"


# Words for a breakdown that say no more are a step down: "drill down", "break that down".
_DOWN = frozenset({Step.DOWN, "BREAKDOWN"})
_SMALL = frozenset({"WORD", "NOW", "AND", "COMMA", "ANAPHORA", "DOWN", "SHOW"})


@dataclass(frozen=True, slots=True)
class Level:
    """A step that can be taken: from the group at `place` to the level `to`."""

    place: int
    to: ColumnRef


def step_of(items: Sequence[Item]) -> Step | None:
    """The step that the whole sentence asks for."""
    cues = _DOWN | {Step.UP}
    if not all(item.filler or item.tags & (cues | _SMALL) for item in items):
        return None
    said = frozenset(tag for item in items for tag in item.tags)
    if Step.UP in said:
        return Step.UP
    return Step.DOWN if said & _DOWN else None


def _hierarchies(catalog: Catalog) -> Iterator[Hierarchy]:
    """Of the levels that are there: who sees a part of the catalog goes past the others."""
    for one in catalog.hierarchies():
        yield replace(one, levels=tuple(ref for ref in one.levels if catalog.dimension(ref)))


def levels_below(query: SemanticQuery, catalog: Catalog) -> tuple[Level, ...]:
    """Where an answer by levels of hierarchies can go on, each finer level once."""
    return tuple(dict.fromkeys(_below(query, catalog)))


def _below(query: SemanticQuery, catalog: Catalog) -> Iterator[Level]:
    grouped = {group.column for group in query.groups if isinstance(group, DimensionGroup)}
    for hierarchy in _hierarchies(catalog):
        for place, group in enumerate(query.groups):
            if not isinstance(group, DimensionGroup):
                continue
            finer = hierarchy.below(group.column)
            if finer is not None and finer not in grouped:
                yield Level(place, finer)


def _above(query: SemanticQuery, catalog: Catalog) -> Iterator[Level]:
    """From the finest level that is shown, to the one above."""
    grouped = {group.column for group in query.groups if isinstance(group, DimensionGroup)}
    for hierarchy in _hierarchies(catalog):
        for place, group in enumerate(query.groups):
            if not isinstance(group, DimensionGroup) or hierarchy.below(group.column) in grouped:
                continue
            coarser = hierarchy.above(group.column)
            if coarser is not None:
                yield Level(place, coarser)


def stepped(step: Step, text: str, setting: Setting) -> Reading | None:
    """The answer before, a level further; None where no hierarchy has what it is by."""
    query = setting.previous
    if query is None:
        return None
    down = step is Step.DOWN
    find = _below if down else _above
    ways = tuple(dict.fromkeys(find(query, setting.catalog)))
    place = Place(0, len(text), text.strip())
    try:
        works = [(way, _down(way, place, setting) if down else _up(way, setting)) for way in ways]
    except Trouble as trouble:
        return Unsupported(trouble.message, trouble.unknown)
    if not works:
        return None
    if len(works) == 1:
        work = works[0][1]
        return Question(work.query, understanding_of(work), refines=True)
    options = (
        Option(_called(way, work), work.query, understanding_of(work)) for way, work in works
    )
    return Clarification(
        "There are several hierarchies to follow. Which one is meant?",
        tuple(options),
        refines=True,
    )


def _called(way: Level, work: Work) -> str:
    return f"{title_of(work.query, work.catalog)} ({label_of(way.to, work.catalog)})"


def _down(way: Level, place: Place, setting: Setting) -> Work:
    """The coarser level stays: two cities of one name are in different countries."""
    clause = EntityClause(place, Manner.NAMED, (DimensionGroup(way.to),), columns=(way.to,))
    return compose(Draft(groups=[clause], marks=frozenset({"BREAKDOWN"})), setting)


def _up(way: Level, setting: Setting) -> Work:
    query = setting.previous or SemanticQuery()
    groups: list[Group] = list(query.groups)
    coarser = DimensionGroup(way.to)
    if coarser in groups:
        del groups[way.place]
    else:
        groups[way.place] = coarser
    # An order or a limit was of rows that are no longer there.
    return Work(setting, Draft(), replace(query, groups=tuple(groups), order=(), limit=None))
