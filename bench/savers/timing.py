"""Times by row and contender, and what they are beside one another."""

from __future__ import annotations

import random
import statistics
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")

# Row -> contender -> value.
Table = Mapping[str, Mapping[str, float]]

# The same order of turns in each run.
_order = random.Random(1)


def shuffled(items: Sequence[T]) -> list[T]:
    """So that none always comes after the same other, which would leave it a warm server."""
    return _order.sample(items, len(items))


class Times:
    """ms of each row (an operation, a turn) and contender, a value a round.

    Rows come in the order of `rows`, contenders in that of `names`, the reference first. Ratios
    are medians of the ratios within a round: the machine's other work comes and goes, and hits
    a round alike.
    """

    def __init__(self, rows: Sequence[str], names: Sequence[str]) -> None:
        self._names = names
        self._taken: dict[str, dict[str, list[float]]] = {
            row: {name: [] for name in names} for row in rows
        }

    def add(self, row: str, contender: str, ms: float) -> None:
        self._taken[row][contender].append(ms)

    def medians(self) -> Table:
        return {
            row: {name: statistics.median(taken) for name, taken in by_name.items()}
            for row, by_name in self._taken.items()
        }

    def ratios(self) -> Table:
        """To the reference."""
        return {
            row: {name: _paired(taken, by_name[self._names[0]]) for name, taken in by_name.items()}
            for row, by_name in self._taken.items()
        }

    def growth(self, row: str, since: str) -> Mapping[str, float]:
        """Of each contender, from one row to another."""
        return {
            name: _paired(self._taken[row][name], self._taken[since][name]) for name in self._names
        }


def ratios(values: Table) -> Table:
    """To the first of each row."""
    return {
        row: {name: value / next(iter(by_name.values())) for name, value in by_name.items()}
        for row, by_name in values.items()
    }


def _paired(values: Sequence[float], references: Sequence[float]) -> float:
    return statistics.median(
        value / reference for value, reference in zip(values, references, strict=True)
    )
