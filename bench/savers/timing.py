"""Times by row and contender."""

from __future__ import annotations

import random
import statistics
from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

# The same order of turns in each run.
_order = random.Random(1)


def shuffled(items: Sequence[T]) -> list[T]:
    """So that none always comes after the same other, which would leave it a warm server."""
    return _order.sample(items, len(items))


class Times:
    """ms of each row (an operation, a turn) and contender, these in the order of `names`."""

    def __init__(self, names: Sequence[str]) -> None:
        self._taken: dict[str, dict[str, list[float]]] = defaultdict(
            lambda: {name: [] for name in names}
        )

    def add(self, row: str, contender: str, ms: float) -> None:
        self._taken[row][contender].append(ms)

    def medians(self) -> dict[str, dict[str, float]]:
        return {
            row: {name: statistics.median(taken) for name, taken in by_name.items()}
            for row, by_name in self._taken.items()
        }
