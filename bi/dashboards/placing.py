"""Where tiles stand on the grid.

A layout is an order and sizes: tiles flow from left to right and begin another row where one does
not fit. So an edit moves only what comes after it. A dashboard that somebody laid out otherwise
(in a document) is left as it is, and new tiles come below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bi.model.chart import ChartType
from bi.model.dashboard import GRID_COLUMNS, Place, Tile
from bi.model.semantic import SemanticQuery, TimeGroup

UNPLACED = Place(0, 0, 0, 0)
HALF = GRID_COLUMNS // 2
NARROWEST = 2
LOWEST = 2
_FIGURE_HEIGHT = 2
_CHART_HEIGHT = 4
_FIGURES_IN_A_ROW = 4


def in_order(tiles: Sequence[Tile]) -> tuple[Tile, ...]:
    """As they are read: by rows, from left to right."""
    return tuple(sorted(tiles, key=lambda tile: (tile.place.row, tile.place.column)))


def flowed(tiles: Sequence[Tile]) -> tuple[Tile, ...]:
    """The tiles in this order and with their sizes, each after the one before."""
    placed: list[Tile] = []
    column = row = height = 0
    for tile in tiles:
        width = min(max(tile.place.width, 1), GRID_COLUMNS)
        if column + width > GRID_COLUMNS:
            column, row, height = 0, row + height, 0
        place = Place(column, row, width, max(tile.place.height, 1))
        placed.append(replace(tile, place=place))
        column, height = column + width, max(height, place.height)
    return tuple(placed)


def is_flow(tiles: Sequence[Tile]) -> bool:
    """Whether the places are those that the order and sizes give."""
    ordered = in_order(tiles)
    return flowed(ordered) == ordered


def laid_out(tiles: Sequence[Tile]) -> tuple[Tile, ...]:
    """A new dashboard: figures in a row, then what runs along time, then the rest in halves.

    Tiles of a kind stay in their order; one that would stand alone in its row fills it.
    """
    figures = [tile for tile in tiles if _is_figure(tile)]
    series = [tile for tile in tiles if not _is_figure(tile) and _is_series(tile)]
    rest = [tile for tile in tiles if tile not in figures and tile not in series]
    first, further = series[:1], [*series[1:], *rest]
    widths = [_figure_width(len(figures), number) for number in range(len(figures))]
    sized = [
        *(_sized(t, width, _FIGURE_HEIGHT) for t, width in zip(figures, widths, strict=True)),
        *(_sized(tile, GRID_COLUMNS, _CHART_HEIGHT) for tile in first),
        *(_sized(tile, HALF, _CHART_HEIGHT) for tile in further),
    ]
    if len(further) % 2:
        sized[-1] = _sized(sized[-1], GRID_COLUMNS, _CHART_HEIGHT)
    return flowed(sized)


def added(tiles: Sequence[Tile], tile: Tile) -> tuple[Tile, ...]:
    """One more tile: a figure after the other figures, anything else at the end."""
    ordered = in_order(tiles)
    figure = _is_figure(tile)
    width = GRID_COLUMNS // _FIGURES_IN_A_ROW if figure else HALF
    new = _sized(tile, width, _FIGURE_HEIGHT if figure else _CHART_HEIGHT)
    if not is_flow(tiles):
        bottom = max((one.place.row + one.place.height for one in tiles), default=0)
        return (*tiles, replace(new, place=replace(new.place, column=0, row=bottom)))
    at = _after_figures(ordered) if figure else len(ordered)
    return flowed((*ordered[:at], new, *ordered[at:]))


def without(tiles: Sequence[Tile], tile_ids: Sequence[str]) -> tuple[Tile, ...]:
    """What is left moves up where it flowed; else only rows that are empty now close."""
    left = tuple(tile for tile in tiles if tile.id not in tile_ids)
    return flowed(in_order(left)) if is_flow(tiles) else _without_empty_rows(left)


def _without_empty_rows(tiles: Sequence[Tile]) -> tuple[Tile, ...]:
    used = {
        row for t in tiles for row in range(t.place.row, t.place.row + max(t.place.height, 1))
    }  # fmt: skip
    rank = {row: number for number, row in enumerate(sorted(used))}
    return tuple(replace(t, place=replace(t.place, row=rank[t.place.row])) for t in tiles)


def _after_figures(tiles: Sequence[Tile]) -> int:
    return next((n for n, tile in enumerate(tiles) if not _is_figure(tile)), len(tiles))


def _figure_width(count: int, index: int) -> int:
    """Figures share their rows: four in one at most, those of the last row fill it."""
    full_rows = count // _FIGURES_IN_A_ROW
    last = count - full_rows * _FIGURES_IN_A_ROW
    in_row = _FIGURES_IN_A_ROW if index < full_rows * _FIGURES_IN_A_ROW else last
    return GRID_COLUMNS // in_row if count > 1 else GRID_COLUMNS // _FIGURES_IN_A_ROW


def _sized(tile: Tile, width: int, height: int) -> Tile:
    return replace(tile, place=Place(0, 0, width, height))


def _is_figure(tile: Tile) -> bool:
    return tile.chart is ChartType.KPI or (tile.query is not None and is_figure(tile.query))


def is_figure(query: SemanticQuery) -> bool:
    """Whether the answer is one row."""
    return bool(query.measures) and not query.groups and not query.columns


def _is_series(tile: Tile) -> bool:
    return tile.query is not None and any(isinstance(g, TimeGroup) for g in tile.query.groups)
