"""Readings of dashboard sentences in short, as the golden files write them."""

from __future__ import annotations

from datetime import date

from bi.catalog.wording import title_of
from bi.dashboards.edits import (
    AddTile,
    ChangeChart,
    ChangeQuery,
    DuplicateTile,
    Edit,
    MoveTiles,
    RemoveFilters,
    RemoveTiles,
    RenameDashboard,
    RenameTile,
    ReplaceTile,
    ResizeTiles,
    SetFilter,
    SwapTiles,
)
from bi.dashboards.outcome import (
    Analyse,
    AskBack,
    Change,
    Create,
    DashboardReading,
    GoBack,
    Plain,
)
from bi.dashboards.periods import period_today
from bi.dashboards.telling import filter_value
from bi.model.catalog import Calendar, Catalog
from bi.model.chart import ChartOptions, ChartType
from bi.model.dashboard import DashboardFilter, Tile
from bi.model.reading import Question
from bi.model.semantic import MovingPeriod


def described(reading: DashboardReading, catalog: Catalog) -> list[str]:
    """One line for each edit or tile."""
    match reading:
        case Create(dashboard):
            tiles = [_tile(tile, catalog) for tile in dashboard.tiles]
            filters = [_filter(one) for one in dashboard.filters]
            return [f"dashboard: {dashboard.title}", *tiles, *filters]
        case Change(edits):
            return [_edit(edit, catalog) for edit in edits]
        case GoBack():
            return ["back"]
        case Analyse(ids, why):
            return [f"{'why' if why else 'analyse'} {','.join(ids) or 'all'}"]
        case AskBack(_, choices, unknown) if not choices:
            return [f"refused: {', '.join(unknown)}"]
        case AskBack(_, choices):
            return ["which: " + " | ".join(choice.label for choice in choices)]
        case Plain(Question() as question):
            return [f"question: {title_of(question.query, catalog)}"]
        case Plain(other):
            return [f"{other.kind}: {', '.join(getattr(other, 'unknown', ()))}"]
        case _:
            raise AssertionError(reading)


def _edit(edit: Edit, catalog: Catalog) -> str:
    match edit:
        case AddTile(tile):
            return f"add {_tile(tile, catalog)}"
        case DuplicateTile(tile_id, copy_id):
            return f"copy {tile_id} as {copy_id}"
        case RemoveTiles(ids):
            return f"remove {','.join(ids)}"
        case ReplaceTile(tile_id, tile):
            return f"replace {tile_id}: {_tile(tile, catalog)}"
        case ChangeChart(ids, chart, options):
            return f"draw {','.join(ids)}: {_drawn(chart, options)}"
        case ChangeQuery(tile_id, query, _, chart, options):
            drawn = _drawn(chart, options)
            return f"ask {tile_id}: {title_of(query, catalog)}{f' [{drawn}]' if drawn else ''}"
        case RenameTile(tile_id, title):
            return f"call {tile_id}: {title}"
        case RenameDashboard(title):
            return f"call: {title}"
        case SetFilter(one):
            return _filter(one)
        case RemoveFilters(ids):
            return f"no filter {','.join(ids)}"
        case MoveTiles(ids, to, beside):
            return f"move {','.join(ids)} {to}{f' {beside}' if beside else ''}"
        case SwapTiles(first, second):
            return f"swap {first} {second}"
        case ResizeTiles(ids, wider, taller, width):
            size = f"={width}" if width else f"{wider:+d} {taller:+d}"
            return f"size {','.join(ids)} {size}"


def _tile(tile: Tile, catalog: Catalog) -> str:
    assert tile.query is not None
    asked = title_of(tile.query, catalog)
    title = f"“{tile.title}” " if tile.title != asked else ""
    drawn = _drawn(tile.chart, tile.options if tile.options != ChartOptions() else None)
    return f"{title}{asked}{f' [{drawn}]' if drawn else ''}"


def _drawn(chart: ChartType | None, options: ChartOptions | None) -> str:
    said = [chart.value] if chart else []
    if options is not None:
        said += ["log"] if options.log else []
        said += [f"{options.bins} bins"] if options.bins else []
        said += [options.sort.value] if options.sort else []
    return " ".join(said)


def _filter(one: DashboardFilter) -> str:
    def named(moving: MovingPeriod) -> str:
        return period_today(moving, date(2000, 1, 1), Calendar()).label

    return f"filter {one.title} = {filter_value(one, named)}"
