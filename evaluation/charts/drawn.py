"""What a chart shows, however it was specified: its mark, and which column each channel holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """Families of marks: what differs within one is the same chart to a reader."""

    BAR = "bar"  # histograms too
    LINE = "line"
    AREA = "area"
    POINT = "point"  # bubbles too
    ARC = "arc"
    RECT = "rect"
    TICK = "tick"
    BOXPLOT = "boxplot"
    KPI = "kpi"
    TABLE = "table"


class Pile(StrEnum):
    """How bars of several series stand to one another."""

    STACKED = "stacked"
    GROUPED = "grouped"


@dataclass(frozen=True, slots=True)
class Shown:
    """A channel's content.

    `column` is the database's own, in lower case; None: whole rows, which are counted.
    `grain` is that of buckets of time, where it is known.
    """

    column: str | None
    aggregate: str | None = None
    binned: bool = False
    grain: str | None = None

    def is_like(self, other: Shown) -> bool:
        grains = {self.grain, other.grain} - {None}
        same = (self.column, self.aggregate, self.binned)
        return same == (other.column, other.aggregate, other.binned) and len(grains) < 2


COUNT = Shown(None, "count")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart. Of a pie `x` is what the slices are, `y` how large they are.

    `pile` None: there is one series, or it is left open. `facet`: a panel for each value.
    `others` are columns that a table shows.
    """

    mark: Mark
    x: Shown | None = None
    y: Shown | None = None
    colour: Shown | None = None
    size: Shown | None = None
    facet: Shown | None = None
    pile: Pile | None = None
    others: tuple[Shown, ...] = ()

    @property
    def channels(self) -> Iterator[Shown]:
        places = (self.x, self.y, self.colour, self.size, self.facet, *self.others)
        return (shown for shown in places if shown is not None)

    @property
    def columns(self) -> frozenset[str]:
        """All columns that it shows."""
        return frozenset(shown.column for shown in self.channels if shown.column is not None)

    @property
    def measured(self) -> Counter[tuple[str | None, str]]:
        """The columns that are aggregated, and how."""
        return Counter(
            (shown.column, shown.aggregate) for shown in self.channels if shown.aggregate
        )
