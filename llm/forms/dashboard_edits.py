"""Edits of a dashboard in a model's reply -> typed edits, each of the dashboard before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bi.dashboards.checking import LONGEST_TITLE, MOST_FILTERS, MOST_TILES
from bi.dashboards.editing import apply
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
from bi.dashboards.outcome import Change
from bi.dashboards.periods import moving_period_of
from bi.model.dashboard import GRID_COLUMNS
from llm.errors import ReplyUnusable
from llm.forms.dashboard_form import EDITS
from llm.forms.dashboard_parts import PartReader, chart_of, objects
from llm.forms.read_reply import text_of

_MOST_EDITS = 20


def read_change(value: dict[str, Any], parts: PartReader) -> Change:
    """Raises ReplyUnusable."""
    parts.require_dashboard()
    edits: list[Edit] = []
    for one in objects(value, "edits", _MOST_EDITS):
        edit = _EditReader(parts, one).edit()
        parts.now = apply(edit, parts.require_dashboard())
        edits.append(edit)
    if not edits:
        raise ReplyUnusable("A change needs edits.")
    if len(parts.require_dashboard().tiles) > MOST_TILES:
        raise ReplyUnusable(f"A dashboard has {MOST_TILES} tiles at most.")
    if len(parts.require_dashboard().filters) > MOST_FILTERS:
        raise ReplyUnusable(f"A dashboard has {MOST_FILTERS} filters at most.")
    return Change(tuple(edits), focus=_focus(edits, parts))


@dataclass(frozen=True, slots=True)
class _EditReader:
    parts: PartReader
    value: dict[str, Any]

    def edit(self) -> Edit:
        makers: dict[str, Callable[[], Edit]] = {
            "add_tile": lambda: AddTile(self.parts.tile(self.value, self.parts.free_tile_id())),
            "duplicate_tile": lambda: DuplicateTile(self._tile_id(), self.parts.free_tile_id()),
            "remove_tile": lambda: RemoveTiles((self._tile_id(),)),
            "replace_tile": self._replace,
            "change_query": self._change_query,
            "change_chart": self._change_chart,
            "rename_tile": lambda: RenameTile(self._tile_id(), self._title()),
            "rename_dashboard": lambda: RenameDashboard(self._title()),
            "move_tile": self._move,
            "swap_tiles": lambda: SwapTiles(self._tile_id(), self._beside()),
            "resize_tile": self._resize,
            "set_filter": self._set_filter,
            "remove_filter": lambda: RemoveFilters(
                (self.parts.filter_id(self.value.get("filter_id")),)
            ),
        }
        kind = self.value.get("edit")
        if not isinstance(kind, str) or kind not in makers:
            raise ReplyUnusable(f"edit is one of {', '.join(EDITS)}.")
        return makers[kind]()

    def _tile_id(self) -> str:
        return self.parts.tile_id(self.value.get("tile_id"))

    def _beside(self) -> str:
        """Another tile than the one that the edit is of."""
        beside = self.parts.tile_id(self.value.get("beside"))
        if beside == self.value.get("tile_id"):
            raise ReplyUnusable("beside names another tile than tile_id.")
        return beside

    def _title(self) -> str:
        title = text_of(self.value.get("title"), LONGEST_TITLE)
        if not title:
            raise ReplyUnusable(f"{self.value.get('edit')} needs a title.")
        return title

    def _replace(self) -> Edit:
        tile_id = self._tile_id()
        return ReplaceTile(tile_id, self.parts.tile(self.value, tile_id))

    def _change_query(self) -> Edit:
        query = self.parts.query(self.value.get("query"))
        title = self.parts.title(self.value, query)
        moving = moving_period_of(query.time)
        return ChangeQuery(self._tile_id(), query, title, chart_of(self.value), moving=moving)

    def _change_chart(self) -> Edit:
        chart = chart_of(self.value)
        if chart is None:
            raise ReplyUnusable("change_chart needs a chart.")
        return ChangeChart((self._tile_id(),), chart)

    def _move(self) -> Edit:
        try:
            to = Position(str(self.value.get("to")))
        except ValueError:
            raise ReplyUnusable(f"to is one of {', '.join(Position)}.") from None
        is_beside = to in (Position.BEFORE, Position.AFTER)
        return MoveTiles((self._tile_id(),), to, self._beside() if is_beside else None)

    def _resize(self) -> Edit:
        width = self.value.get("width")
        if not isinstance(width, int) or not 1 <= width <= GRID_COLUMNS:
            raise ReplyUnusable(f"resize_tile needs a width of 1 to {GRID_COLUMNS} columns.")
        return ResizeTiles((self._tile_id(),), width=width)

    def _set_filter(self) -> Edit:
        return SetFilter(self.parts.filter(self.value.get("filter"), self.value.get("filter_id")))


def _focus(edits: list[Edit], parts: PartReader) -> str | None:
    """The tile that was spoken of last, where it is still there."""
    match edits[-1]:
        case AddTile(tile):
            found = tile.id
        case DuplicateTile(_, copy_id):
            found = copy_id
        case ChangeQuery(tile_id) | RenameTile(tile_id) | ReplaceTile(tile_id):
            found = tile_id
        case ChangeChart(tile_ids) | MoveTiles(tile_ids) | ResizeTiles(tile_ids):
            found = tile_ids[0]
        case _:
            return None
    return found if found in {tile.id for tile in parts.require_dashboard().tiles} else None
