"""Changes of a dashboard, as typed values: what a sentence asks for, before it is done.

Each names tiles and filters by their ids, and brings whatever is new whole, so that applying one
is pure and can be put off (`bi.dashboards.editing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from bi.model.chart import ChartOptions, ChartType
from bi.model.dashboard import DashboardFilter, Tile
from bi.model.semantic import MovingPeriod, SemanticQuery


@dataclass(frozen=True, slots=True)
class AddTile:
    """The tile's `place` is found when it is added; its id is a free one."""

    tile: Tile
    kind: Literal["add_tile"] = "add_tile"


@dataclass(frozen=True, slots=True)
class DuplicateTile:
    tile_id: str
    copy_id: str
    kind: Literal["duplicate_tile"] = "duplicate_tile"


@dataclass(frozen=True, slots=True)
class RemoveTiles:
    tile_ids: tuple[str, ...]
    kind: Literal["remove_tiles"] = "remove_tiles"


@dataclass(frozen=True, slots=True)
class ReplaceTile:
    """The new tile takes the place and the filters of the old one."""

    tile_id: str
    tile: Tile
    kind: Literal["replace_tile"] = "replace_tile"


@dataclass(frozen=True, slots=True)
class ChangeChart:
    """None: the type, or the way it is drawn, stays."""

    tile_ids: tuple[str, ...]
    chart: ChartType | None = None
    options: ChartOptions | None = None
    kind: Literal["change_chart"] = "change_chart"


@dataclass(frozen=True, slots=True)
class ChangeQuery:
    """What a tile asks. `chart` and `options` None: those that it has if they can stay, else the
    best fitting ones."""

    tile_id: str
    query: SemanticQuery
    title: str
    chart: ChartType | None = None
    options: ChartOptions | None = None
    moving: MovingPeriod | None = None
    kind: Literal["change_query"] = "change_query"


@dataclass(frozen=True, slots=True)
class RenameTile:
    tile_id: str
    title: str
    kind: Literal["rename_tile"] = "rename_tile"


@dataclass(frozen=True, slots=True)
class RenameDashboard:
    title: str
    kind: Literal["rename_dashboard"] = "rename_dashboard"


@dataclass(frozen=True, slots=True)
class SetFilter:
    """A filter put in, or in the place of the one that has its id."""

    filter: DashboardFilter
    kind: Literal["set_filter"] = "set_filter"


@dataclass(frozen=True, slots=True)
class RemoveFilters:
    filter_ids: tuple[str, ...]
    kind: Literal["remove_filters"] = "remove_filters"


class Position(StrEnum):
    START = "start"
    END = "end"
    UP = "up"
    DOWN = "down"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class MoveTiles:
    """`beside` is the tile that BEFORE and AFTER are said of."""

    tile_ids: tuple[str, ...]
    to: Position
    beside: str | None = None
    kind: Literal["move_tiles"] = "move_tiles"


@dataclass(frozen=True, slots=True)
class SwapTiles:
    first: str
    second: str
    kind: Literal["swap_tiles"] = "swap_tiles"


@dataclass(frozen=True, slots=True)
class ResizeTiles:
    """In cells more or less than now; with `width`, that many columns wide."""

    tile_ids: tuple[str, ...]
    wider: int = 0
    taller: int = 0
    width: int | None = None
    kind: Literal["resize_tiles"] = "resize_tiles"


Edit = Annotated[
    AddTile
    | DuplicateTile
    | RemoveTiles
    | ReplaceTile
    | ChangeChart
    | ChangeQuery
    | RenameTile
    | RenameDashboard
    | SetFilter
    | RemoveFilters
    | MoveTiles
    | SwapTiles
    | ResizeTiles,
    Field(discriminator="kind"),
]
