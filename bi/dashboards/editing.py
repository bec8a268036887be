"""Edits applied to a dashboard. Pure: the dashboard that is given stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import singledispatch
from typing import Any

from bi.dashboards.edits import (
    AddTile,
    ChangeChart,
    ChangeQuery,
    DuplicateTile,
    Edit,
    MoveTiles,
    Position,
    RemoveFilters,
    RemoveTiles,
    RenameDashboard,
    RenameTile,
    ReplaceTile,
    ResizeTiles,
    SetFilter,
    SwapTiles,
)
from bi.dashboards.placing import LOWEST, NARROWEST, added, flowed, in_order, without
from bi.model.chart import ChartOptions
from bi.model.dashboard import GRID_COLUMNS, Dashboard, Tile


def edited(dashboard: Dashboard, edits: Sequence[Edit]) -> Dashboard:
    """All edits, one after the other. Raises KeyError for an id that the dashboard has not."""
    for edit in edits:
        dashboard = apply(edit, dashboard)
    return dashboard


def tile_of(dashboard: Dashboard, tile_id: str) -> Tile:
    """Raises KeyError."""
    for tile in dashboard.tiles:
        if tile.id == tile_id:
            return tile
    raise KeyError(tile_id)


def free_id(taken: Sequence[str], letter: str) -> str:
    """The id after the highest that the letter was given with: "t4" after "t3"."""
    numbers = [int(one[1:]) for one in taken if one.startswith(letter) and one[1:].isdecimal()]
    return f"{letter}{max(numbers, default=0) + 1}"


@singledispatch
def apply(edit: Any, dashboard: Dashboard) -> Dashboard:
    raise TypeError(f"no edit of {dashboard.title!r}: {edit!r}")


@apply.register
def _(edit: AddTile, dashboard: Dashboard) -> Dashboard:
    return replace(dashboard, tiles=added(dashboard.tiles, edit.tile))


@apply.register
def _(edit: DuplicateTile, dashboard: Dashboard) -> Dashboard:
    """The copy stands right after the original."""
    original = tile_of(dashboard, edit.tile_id)
    copy = replace(original, id=edit.copy_id)
    ordered = in_order(dashboard.tiles)
    at = ordered.index(original) + 1
    return replace(dashboard, tiles=flowed((*ordered[:at], copy, *ordered[at:])))


@apply.register
def _(edit: RemoveTiles, dashboard: Dashboard) -> Dashboard:
    for tile_id in edit.tile_ids:
        tile_of(dashboard, tile_id)
    return replace(dashboard, tiles=without(dashboard.tiles, edit.tile_ids))


@apply.register
def _(edit: ReplaceTile, dashboard: Dashboard) -> Dashboard:
    old = tile_of(dashboard, edit.tile_id)
    return _with_tile(dashboard, old.id, replace(edit.tile, place=old.place, filters=old.filters))


@apply.register
def _(edit: ChangeChart, dashboard: Dashboard) -> Dashboard:
    for tile_id in edit.tile_ids:
        old = tile_of(dashboard, tile_id)
        options = old.options if edit.options is None else edit.options
        tile = replace(old, chart=edit.chart or old.chart, options=options)
        dashboard = _with_tile(dashboard, tile_id, tile)
    return dashboard


@apply.register
def _(edit: ChangeQuery, dashboard: Dashboard) -> Dashboard:
    tile = tile_of(dashboard, edit.tile_id)
    before = tile.query
    same_shape = (
        before is not None
        and before.groups == edit.query.groups
        and len(before.measures) == len(edit.query.measures)
        and before.comparison == edit.query.comparison
    )
    changed = replace(
        tile,
        query=edit.query,
        title=edit.title,
        chart=edit.chart or (tile.chart if same_shape else None),
        options=edit.options or (tile.options if same_shape else ChartOptions()),
        moving=edit.moving,
    )
    return _with_tile(dashboard, tile.id, changed)


@apply.register
def _(edit: RenameTile, dashboard: Dashboard) -> Dashboard:
    tile = replace(tile_of(dashboard, edit.tile_id), title=edit.title)
    return _with_tile(dashboard, tile.id, tile)


@apply.register
def _(edit: RenameDashboard, dashboard: Dashboard) -> Dashboard:
    return replace(dashboard, title=edit.title)


@apply.register
def _(edit: SetFilter, dashboard: Dashboard) -> Dashboard:
    if any(one.id == edit.filter.id for one in dashboard.filters):
        filters = tuple(edit.filter if f.id == edit.filter.id else f for f in dashboard.filters)
    else:
        filters = (*dashboard.filters, edit.filter)
    return replace(dashboard, filters=filters)


@apply.register
def _(edit: RemoveFilters, dashboard: Dashboard) -> Dashboard:
    """Tiles that named the filter as one of theirs go on without it."""
    filters = tuple(one for one in dashboard.filters if one.id not in edit.filter_ids)
    tiles = tuple(
        tile
        if tile.filters is None
        else replace(tile, filters=tuple(one for one in tile.filters if one not in edit.filter_ids))
        for tile in dashboard.tiles
    )
    return replace(dashboard, filters=filters, tiles=tiles)


@apply.register
def _(edit: MoveTiles, dashboard: Dashboard) -> Dashboard:
    moved = [tile_of(dashboard, tile_id) for tile_id in edit.tile_ids]
    ordered = in_order(dashboard.tiles)
    rest = [tile for tile in ordered if tile not in moved]
    at = _place_among(edit, rest, ordered.index(moved[0]))
    return replace(dashboard, tiles=flowed((*rest[:at], *moved, *rest[at:])))


def _place_among(edit: MoveTiles, rest: Sequence[Tile], now: int) -> int:
    beside = next((n for n, tile in enumerate(rest) if tile.id == edit.beside), 0)
    return {
        Position.START: 0,
        Position.END: len(rest),
        Position.UP: max(0, now - 1),
        Position.DOWN: min(len(rest), now + 1),
        Position.BEFORE: beside,
        Position.AFTER: beside + 1,
    }[edit.to]


@apply.register
def _(edit: SwapTiles, dashboard: Dashboard) -> Dashboard:
    """Each takes the other's place and size."""
    first, second = tile_of(dashboard, edit.first), tile_of(dashboard, edit.second)
    dashboard = _with_tile(dashboard, first.id, replace(first, place=second.place))
    dashboard = _with_tile(dashboard, second.id, replace(second, place=first.place))
    return replace(dashboard, tiles=in_order(dashboard.tiles))


@apply.register
def _(edit: ResizeTiles, dashboard: Dashboard) -> Dashboard:
    ordered = []
    for tile in in_order(dashboard.tiles):
        if tile.id in edit.tile_ids:
            width = edit.width or tile.place.width + edit.wider
            height = max(LOWEST, tile.place.height + edit.taller)
            width = min(GRID_COLUMNS, max(NARROWEST, width))
            tile = replace(tile, place=replace(tile.place, width=width, height=height))
        ordered.append(tile)
    return replace(dashboard, tiles=flowed(ordered))


def _with_tile(dashboard: Dashboard, tile_id: str, tile: Tile) -> Dashboard:
    tiles = tuple(tile if one.id == tile_id else one for one in dashboard.tiles)
    return replace(dashboard, tiles=tiles)
