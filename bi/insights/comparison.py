"""Findings in a comparison with an earlier period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bi.insights.naming import Names
from bi.insights.scope import Scope
from bi.insights.weights import Range
from bi.model.buckets import bucket_start
from bi.model.catalog import NumberStyle
from bi.model.insight import Insight, InsightKind
from bi.model.result import Cell, ResultColumn
from bi.model.shape import KeyKind, Shape
from bi.model.writing import write_difference, write_number, write_share


@dataclass(frozen=True, slots=True)
class Pair:
    """One key's value now and before."""

    cell: Cell
    now: float
    before: float

    @property
    def difference(self) -> float:
        return self.now - self.before


def pairs_of(shape: Shape, names: Names, measure: int, prior: int, scope: Scope) -> list[Pair]:
    """The rows that have both values; a bucket that is not over is no match for a whole one."""
    rows = zip(shape.cells(names.key), shape.numbers(measure), shape.numbers(prior), strict=True)
    return [
        Pair(cell, now, before)
        for cell, now, before in rows
        if now is not None and before is not None and _is_comparable(cell, names, scope)
    ]


def _is_comparable(cell: Cell, names: Names, scope: Scope) -> bool:
    if names.shape.kind(names.key) is not KeyKind.TIME:
        return True
    start = bucket_start(cell)
    return start is None or scope.is_complete(start, names.grain)


def comparison_findings(
    column: ResultColumn, names: Names, pairs: list[Pair], earlier: str
) -> Iterator[Insight]:
    """The biggest riser and the biggest faller, by how much they moved.

    `earlier` is the period compared with: "the previous year".
    """
    if len(pairs) < 2:
        return
    riser = max(pairs, key=lambda pair: pair.difference)
    faller = min(pairs, key=lambda pair: pair.difference)
    largest = max(abs(riser.difference), abs(faller.difference))
    for pair, verb, moved in (
        (riser, "rose", riser.difference > 0),
        (faller, "fell", faller.difference < 0),
    ):
        rivals = sum(other.difference == pair.difference for other in pairs)
        if moved and rivals == 1:
            weight = Range.MOVER.weight(abs(pair.difference) / largest)
            yield from _mover(column, names, pair, f"{verb} most {{}} against {earlier}", weight)


def _mover(
    column: ResultColumn, names: Names, pair: Pair, said: str, weight: float
) -> Iterator[Insight]:
    now, before = write_number(pair.now, column.format), write_number(pair.before, column.format)
    if now == before:
        return
    change = describe_change(column, pair.now, pair.before)
    text = f"{column.label} {said.format(names.at(pair.cell))}: {change}, from {before} to {now}"
    figures: dict[str, float | str] = {
        "value": pair.now,
        "before": pair.before,
        "name": names.of(pair.cell),
    }
    yield Insight(InsightKind.CHANGE, text, figures, weight)


def describe_change(column: ResultColumn, now: float, before: float) -> str:
    """ "up 12%", "down 3 points", "up $1.2k" where a percentage would mean nothing."""
    difference = now - before
    if difference == 0:
        return "no change"
    direction = "up" if difference > 0 else "down"
    if column.format.style is NumberStyle.PERCENT or before <= 0 or now < 0:
        return f"{direction} {write_difference(difference, column.format)}"
    return f"{direction} {write_share(abs(difference) / before)}"


def earlier_of(column: ResultColumn) -> str:
    """ "the previous year" from "Revenue, previous year"."""
    _, comma, words = column.label.rpartition(", ")
    if not comma:
        return "the period before"
    return words if words[:1].isdigit() else f"the {words}"
