"""Findings in a comparison with an earlier period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bi.insights.naming import Names
from bi.model.catalog import NumberStyle
from bi.model.insight import Insight, InsightKind
from bi.model.result import Cell, ResultColumn
from bi.model.shape import Shape
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


def pairs_of(shape: Shape, key: int, measure: int, prior: int) -> list[Pair]:
    """The rows that have both values."""
    rows = zip(shape.cells(key), shape.numbers(measure), shape.numbers(prior), strict=True)
    return [
        Pair(cell, now, before)
        for cell, now, before in rows
        if now is not None and before is not None
    ]


def comparison_findings(column: ResultColumn, names: Names, pairs: list[Pair]) -> Iterator[Insight]:
    """The biggest riser and the biggest faller, by how much they moved."""
    if len(pairs) < 2:
        return
    riser = max(pairs, key=lambda pair: pair.difference)
    faller = min(pairs, key=lambda pair: pair.difference)
    if riser.difference > 0:
        yield from _mover(column, names, riser, "rose", alone=faller.difference >= 0)
    if faller.difference < 0:
        yield from _mover(column, names, faller, "fell", alone=riser.difference <= 0)


def _mover(
    column: ResultColumn, names: Names, pair: Pair, verb: str, *, alone: bool
) -> Iterator[Insight]:
    now, before = write_number(pair.now, column.format), write_number(pair.before, column.format)
    if now == before:
        return
    text = f"{column.label} {verb} most {names.at(pair.cell)}: from {before} to {now}"
    text += f" ({describe_change(column, pair.now, pair.before)})"
    figures: dict[str, float | str] = {
        "value": pair.now,
        "before": pair.before,
        "name": names.of(pair.cell),
    }
    yield Insight(InsightKind.CHANGE, text, figures, 0.85 if alone else 0.8)


def describe_change(column: ResultColumn, now: float, before: float) -> str:
    """ "up 12%", "down 3 points", "up $1.2k" where a percentage would mean nothing."""
    difference = now - before
    if difference == 0:
        return "no change"
    direction = "up" if difference > 0 else "down"
    if column.format.style is NumberStyle.PERCENT or before <= 0 or now < 0:
        return f"{direction} {write_difference(difference, column.format)}"
    return f"{direction} {write_share(abs(difference) / before)}"
