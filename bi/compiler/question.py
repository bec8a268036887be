"""A query with what every part of its SQL needs to know, and the facts that it reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bi.compiler.dialects.dialect import Dialect
from bi.compiler.groups import GroupColumn
from bi.compiler.periods import Shift
from bi.compiler.related import condition_columns
from bi.compiler.scope import dimension_of
from bi.compiler.values import Atom, Snapshot
from bi.compiler.viewpoint import Viewpoint, viewpoint_of
from bi.model.catalog import Catalog, ColumnRef
from bi.model.semantic import (
    DimensionGroup,
    Filter,
    SemanticQuery,
    TimeGroup,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A query with what every part of its SQL needs to know."""

    query: SemanticQuery
    catalog: Catalog
    dialect: Dialect
    groups: tuple[GroupColumn, ...] = ()

    @property
    def uses_own_time(self) -> bool:
        """Whether each measure's own time matters."""
        time = self.query.time
        return (
            any(
                group.group.column is None and not isinstance(group.group, DimensionGroup)
                for group in self.groups
            )
            or any(part.column is None for part in self.query.part_filters)
            or bool(time and time.column is None and (time.start or time.end))
        )

    def seen_from(
        self, home: str, time: ColumnRef | None, others: Iterable[ColumnRef] = ()
    ) -> Viewpoint:
        """How rows of `home`, dated by `time`, see what the question names, and `others`."""
        named = [*others, *(group.group.column for group in self.groups)]
        named += [part.column for part in self.query.filters]
        named += [part.column for part in self.query.part_filters]
        named += [*self.query.columns, self.query.time.column if self.query.time else None]
        return viewpoint_of(home, time, named, self.catalog)


@dataclass(frozen=True, slots=True)
class Leaf:
    """Atoms that one SELECT over `base` computes.

    `once` is a dataset whose rows `base` repeats and that must count once in each group. `only`
    are conditions of atoms that stand by themselves: beside others, rows would repeat again.
    `shift` is set for the earlier period of a comparison. `snapshot` is set where rows are states.
    """

    base: str
    atoms: tuple[Atom, ...] = ()
    once: str | None = None
    viewpoint: Viewpoint = Viewpoint()
    shift: Shift | None = None
    only: tuple[Filter, ...] = ()
    snapshot: Snapshot | None = None


def references(question: Question, viewpoint: Viewpoint) -> dict[ColumnRef, str]:
    """Every dimension the question needs besides what it measures, and what for."""
    needed: dict[ColumnRef, str] = {}
    for group in question.groups:
        needed.setdefault(group.source(viewpoint), "grouped")
    for part in question.query.filters:
        needed.setdefault(viewpoint.dimension(part.column), "filtered")
    for one in question.query.conditions:
        for column in condition_columns(one):
            needed.setdefault(viewpoint.dimension(column), "filtered")
    for recurring in question.query.part_filters:
        if ref := viewpoint.column(recurring.column):
            needed.setdefault(ref, "limited in time")
    time = question.query.time
    if time and (ref := viewpoint.column(time.column)) and (time.start or time.end):
        needed.setdefault(ref, "limited in time")
    for ref in needed:
        dimension_of(question.catalog, ref)
    return needed


def shift_anchor(question: Question, viewpoint: Viewpoint) -> ColumnRef | None:
    """The date that a comparison steps back: that of the range, else of the first time group."""
    time = question.query.time
    if time and (time.start or time.end):
        return viewpoint.column(time.column)
    grouped = (g.source(viewpoint) for g in question.groups if isinstance(g.group, TimeGroup))
    return next(grouped, None)
