"""The parts of a change: what each value of a dimension was before and is now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bi.insights.breakdown import Breakdown
from bi.insights.naming import Names
from bi.model.catalog import ColumnType
from bi.model.result import Cell, ResultSet
from bi.model.shape import KeyKind, Shape
from bi.model.writing import plural_of, singular_of, write_list


@dataclass(frozen=True, slots=True)
class Part:
    """A value of a dimension that has no row in a period has 0 of what adds up."""

    cell: Cell
    before: float
    now: float

    @property
    def difference(self) -> float:
        return self.now - self.before


@dataclass(frozen=True)
class Parts:
    """Of a sum, by one dimension."""

    names: Names
    parts: tuple[Part, ...]

    @cached_property
    def before(self) -> float:
        return sum(part.before for part in self.parts)

    @cached_property
    def now(self) -> float:
        return sum(part.now for part in self.parts)

    @property
    def difference(self) -> float:
        return self.now - self.before

    @property
    def have_shares(self) -> bool:
        return self.before > 0 and all(part.before >= 0 and part.now >= 0 for part in self.parts)


def parts_of(result: ResultSet, measure: int = 0) -> Parts | None:
    """Of rows that are one dimension's values in two periods; `measure` counts the measures.

    None where there are not at least two, or they are no names.
    """
    shape = Shape(result)
    if result.truncated or len(shape.groups) != 1:
        return None
    key = shape.groups[0]
    column = shape.columns[key]
    if shape.kind(key) is not KeyKind.CATEGORY or column.type is ColumnType.BOOLEAN:
        return None
    measured = [i for i, one in enumerate(shape.columns) if one.role == "measure"]
    prior = shape.prior_of(measured[measure]) if measure < len(measured) else None
    if prior is None or not shape.columns[measured[measure]].additive:
        return None
    rows = zip(
        shape.cells(key), shape.numbers(prior), shape.numbers(measured[measure]), strict=True
    )
    parts = tuple(Part(cell, before or 0.0, now or 0.0) for cell, before, now in rows)
    return Parts(Names(shape, key, ""), parts) if len(parts) > 1 else None


def parts_in(breakdown: Breakdown, earlier: Cell, later: Cell) -> Parts | None:
    """Of two buckets of a breakdown whose values add up."""
    shape, by = breakdown.shape, breakdown.by
    boolean = shape.columns[by].type is ColumnType.BOOLEAN
    if shape.kind(by) is not KeyKind.CATEGORY or boolean:
        return None
    sums: dict[tuple[Cell, Cell], float] = {}
    rows = zip(
        shape.cells(by), shape.cells(breakdown.over), shape.numbers(breakdown.measure), strict=True
    )
    for cell, bucket, value in rows:
        if value is not None and bucket in (earlier, later):
            sums[cell, bucket] = sums.get((cell, bucket), 0.0) + value
    cells = dict.fromkeys(cell for cell, _ in sums)
    parts = tuple(
        Part(cell, sums.get((cell, earlier), 0.0), sums.get((cell, later), 0.0)) for cell in cells
    )
    return Parts(breakdown.by_names, parts) if len(parts) > 1 else None


def named(names: Names, cells: list[Cell]) -> str:
    """ "the region West", "the regions West and East"; what has none is "what has no region"."""
    if cells == [None]:
        return f"what has {names.of(None)}"
    label = names.column.label
    noun = singular_of(label) if len(cells) == 1 else plural_of(label)
    return f"the {noun} {write_list([names.of(cell) for cell in cells])}"
