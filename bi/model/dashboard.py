"""A dashboard: tiles on a grid, and filters that apply to the tiles they can.

Values are JSON-safe through `pydantic.TypeAdapter(Dashboard)`, like those of `bi.model.semantic`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

from bi.model.catalog import ColumnRef
from bi.model.chart import ChartOptions, ChartType
from bi.model.semantic import MovingPeriod, Scalar, SemanticQuery, TimeRange

GRID_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Place:
    """In cells of a grid that is `GRID_COLUMNS` wide and as long as it needs to be."""

    column: int
    row: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Tile:
    """One chart of a dashboard.

    `query` None: a tile of a document that asks what no query of ours can say (or asks nothing,
    like a text); it is kept and shown as it is. `chart` None: the one that fits best.
    `moving`: the period of the query is this one, and the query's own `time` is what it was when
    the tile was made. `filters` are ids of the filters that apply to it; None: all that can.
    `extra` is what a document said of it that has no meaning here, kept for writing it back.
    """

    id: str
    title: str
    query: SemanticQuery | None
    place: Place
    chart: ChartType | None = None
    options: ChartOptions = ChartOptions()
    moving: MovingPeriod | None = None
    filters: tuple[str, ...] | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DateFilter:
    """A period for every tile that is dated. At most one of `range` and `moving`: neither is all
    of time. `column` None is the time that each measure is dated by."""

    id: str
    title: str
    range: TimeRange | None = None
    moving: MovingPeriod | None = None
    column: ColumnRef | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    kind: Literal["dates"] = "dates"


@dataclass(frozen=True, slots=True)
class ValueFilter:
    """Values of a dimension for every tile that reaches it; no values: all of them."""

    id: str
    title: str
    column: ColumnRef
    values: tuple[Scalar, ...] = ()
    multiple: bool = True
    extra: dict[str, Any] = field(default_factory=dict)
    kind: Literal["values"] = "values"


DashboardFilter = Annotated[DateFilter | ValueFilter, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Over one datasource. Ids of tiles and filters are unique within it."""

    title: str
    datasource_id: str
    tiles: tuple[Tile, ...] = ()
    filters: tuple[DashboardFilter, ...] = ()
    description: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
