"""What was done, in words: "Added a bar chart of orders by category"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bi.catalog.wording import enumerated
from bi.charts.wording import options_in_words, type_in_words
from bi.dashboards.editing import apply, tile_of
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
from bi.dashboards.placing import in_order
from bi.model.dashboard import GRID_COLUMNS, Dashboard, DashboardFilter, DateFilter, Tile
from bi.model.semantic import MovingPeriod
from bi.model.words import mid_sentence
from bi.model.writing import count_of

_MOST_LISTED = 4
_PLACES = {
    Position.START: "to the top",
    Position.END: "to the end",
    Position.UP: "one place forward",
    Position.DOWN: "one place back",
    Position.BEFORE: "before",
    Position.AFTER: "after",
}


PeriodName = Callable[[MovingPeriod], str]


def told_of(before: Dashboard, after: Dashboard, edits: Sequence[Edit], name: PeriodName) -> str:
    """A sentence for each edit; `after` has the types of charts that the rows settled.

    `name` says what a moving period is called.
    """
    sentences = []
    now = before
    for edit in edits:
        following = apply(edit, now)
        sentences.append(_told(edit, now, following, after, name))
        now = following
    return " ".join(dict.fromkeys(sentences))


def told_of_new(dashboard: Dashboard, name: PeriodName) -> str:
    """What a new dashboard shows."""
    tiles = in_order(dashboard.tiles)
    titles = [f"“{tile.title}”" for tile in tiles]
    shown = enumerated(titles)
    sentence = (
        f"Created the dashboard “{dashboard.title}” with {count_of(len(tiles), 'chart')}: {shown}."
    )
    if dashboard.filters:
        sentence += f" {_filtered(dashboard.filters, name)}"
    return sentence


def _filtered(filters: Sequence[DashboardFilter], name: PeriodName) -> str:
    parts = [f"{mid_sentence(one.title)}: {filter_value(one, name)}" for one in filters]
    return f"It is filtered by {enumerated(parts)}."


def told_of_filters(
    dashboard: Dashboard,
    filter_ids: Sequence[str],
    heard: Mapping[str, Sequence[str]],
    left_out: Mapping[tuple[str, str], str],
) -> list[str]:
    """Which tiles follow these filters, for filters that not all of them do.

    `heard` are the ids of filters that limit a tile, by its title; `left_out` the reasons why not,
    by id and title.
    """
    told = []
    for one in dashboard.filters:
        followers = [title for title, ids in heard.items() if one.id in ids]
        reasons = [reason for (id_, _), reason in left_out.items() if id_ == one.id]
        if one.id not in filter_ids or not reasons:
            continue
        applies = f"The filter “{one.title}” applies to {len(followers)} of {len(heard)} charts"
        told.append(f"{applies}: {' '.join(dict.fromkeys(reasons))}")
    return told


def filter_value(one: DashboardFilter, name: PeriodName) -> str:
    """What a filter lets through: "2024", "West and East", "all time"."""
    if isinstance(one, DateFilter):
        if one.moving is not None:
            return name(one.moving)
        return one.range.label if one.range else "all time"
    return enumerated([str(value) for value in one.values], "or") if one.values else "all values"


def _told(
    edit: Edit, before: Dashboard, following: Dashboard, after: Dashboard, name: PeriodName
) -> str:
    match edit:
        case AddTile(tile):
            return f"Added {_described(_settled(tile, after))}."
        case DuplicateTile(tile_id):
            return f"Made a copy of {_name(tile_of(before, tile_id))}."
        case RemoveTiles(ids):
            return f"Removed {_names(before, ids)}."
        case ReplaceTile(tile_id, tile):
            old = _name(tile_of(before, tile_id))
            return f"Replaced {old} with {_described(_settled(tile, after))}."
        case ChangeChart(ids, chart, options):
            several = len(ids) > 1
            how = options_in_words(options) if options else ""
            what = [*([type_in_words(chart)] if chart else []), *([how] if how else [])]
            be = (
                ("are each" if several else "is")
                if chart
                else ("are drawn" if several else "is drawn")
            )
            return f"{_names(before, ids)} {be} {', '.join(what) or 'as usual'} now."
        case ChangeQuery(tile_id):
            return _changed(tile_of(before, tile_id), _settled(tile_of(following, tile_id), after))
        case RenameTile(tile_id, title):
            return f"{_name(tile_of(before, tile_id))} is called “{title}” now."
        case RenameDashboard(title):
            return f"The dashboard is called “{title}” now."
        case SetFilter(filter_):
            return _set(filter_, before, name)
        case RemoveFilters(ids):
            gone = [f"“{one.title}”" for one in before.filters if one.id in ids]
            noun = "filters" if len(gone) > 1 else "filter"
            return f"Removed the {noun} {enumerated(gone)}."
        case MoveTiles(ids, to, beside):
            where = _PLACES[to] + (f" {_name(tile_of(before, beside))}" if beside else "")
            return f"Moved {_names(before, ids)} {where}."
        case SwapTiles(first, second):
            names = f"{_name(tile_of(before, first))} and {_name(tile_of(before, second))}"
            return f"{names} have changed places."
        case ResizeTiles(ids):
            return _resized(before, following, ids)


def _changed(before: Tile, after: Tile) -> str:
    if before.title == after.title:
        return f"Changed what {_name(before)} asks."
    kind = f", as {type_in_words(after.chart)}" if after.chart else ""
    return f"{_name(before)} is “{after.title}” now{kind}."


def _set(one: DashboardFilter, before: Dashboard, name: PeriodName) -> str:
    known = any(other.id == one.id for other in before.filters)
    value = filter_value(one, name)
    if known:
        return f"The filter “{one.title}” is set to {value}."
    return f"Added a filter for {mid_sentence(one.title)}: {value}."


def _resized(before: Dashboard, after: Dashboard, ids: Sequence[str]) -> str:
    told = []
    for tile_id in ids:
        old, new = tile_of(before, tile_id).place, tile_of(after, tile_id).place
        name = _name(tile_of(before, tile_id))
        if (old.width, old.height) == (new.width, new.height):
            told.append(
                f"{name} cannot be made any {'wider' if old.width == GRID_COLUMNS else 'smaller'}."
            )
        else:
            wide = f"{new.width} of {GRID_COLUMNS} columns wide"
            told.append(f"{name} is {wide} and {count_of(new.height, 'row')} high now.")
    return " ".join(told)


def _described(tile: Tile) -> str:
    kind = type_in_words(tile.chart) if tile.chart else "a chart"
    return f"{kind}: “{tile.title}”"


def _settled(tile: Tile, after: Dashboard) -> Tile:
    return next((one for one in after.tiles if one.id == tile.id), tile)


def _name(tile: Tile) -> str:
    return f"“{tile.title}”"


def _names(dashboard: Dashboard, ids: Sequence[str]) -> str:
    if len(ids) > _MOST_LISTED:
        return (
            f"all {len(ids)} charts" if len(ids) == len(dashboard.tiles) else f"{len(ids)} charts"
        )
    return enumerated([_name(tile_of(dashboard, one)) for one in ids])
