"""Commands about places: "move the pie chart to the top", "make the first chart wider"."""

from __future__ import annotations

from bi.dashboards.commands import Command
from bi.dashboards.desk import Desk, NotRead
from bi.dashboards.edits import MoveTiles, Position, ResizeTiles
from bi.dashboards.sentence import Sentence
from bi.dashboards.tools import Tools
from bi.model.dashboard import GRID_COLUMNS, Tile

_SIZES = {
    "WIDER": (3, 0, None), "NARROWER": (-3, 0, None), "TALLER": (0, 2, None),
    "SHORTER": (0, -2, None), "BIGGER": (3, 2, None), "SMALLER": (-3, -2, None),
    "FULL_WIDTH": (0, 0, GRID_COLUMNS), "HALF_WIDTH": (0, 0, GRID_COLUMNS // 2),
    "THIRD_WIDTH": (0, 0, GRID_COLUMNS // 3),
}  # fmt: skip
_POSITIONS = {
    "START": Position.START,
    "END": Position.END,
    "UP": Position.UP,
    "DOWNWARDS": Position.DOWN,
}


class PlaceCommands:
    """Charts stand elsewhere, or take more or less room."""

    def __init__(self, sentence: Sentence, desk: Desk, tools: Tools) -> None:
        self._sentence = sentence
        self._desk = desk
        self._referring = tools.referring

    def resize(self, command: Command) -> bool:
        sizes = [(n, cue) for n, m in enumerate(command.rest) for cue in _SIZES if m.has(cue)]
        if command.verb is not None and command.verb.has("RESIZE") and not sizes:
            sizes = [(-1, cue) for cue in _SIZES if command.verb.has(cue)]
        if not sizes or not command.does("CHANGE", "RESIZE", "MAKE", "MOVE"):
            return False
        at, cue = sizes[-1]
        rest = tuple(m for n, m in enumerate(command.rest) if n != at and not m.has("INTO"))
        wider, taller, width = _SIZES[cue]
        tiles = self._referring.some(rest)
        edit = ResizeTiles(tuple(tile.id for tile in tiles), wider, taller, width)
        self._desk.do(edit, tiles[-1].id)
        return True

    def move(self, command: Command) -> bool:
        if not command.does("MOVE"):
            return False
        rest = command.rest
        for at in range(len(rest) - 1, 0, -1):
            mark = rest[at]
            if mark.has("BEFORE", "AFTER") and self._sentence.telling(rest[at + 1 :]):
                moved = self._referring.some(rest[:at])
                beside = self._referring.one(rest[at + 1 :])
                to = Position.BEFORE if mark.has("BEFORE") else Position.AFTER
                self._place(moved, to, beside)
                return True
            position = next((_POSITIONS[cue] for cue in _POSITIONS if mark.has(cue)), None)
            if position is not None and not self._sentence.telling(rest[at + 1 :]):
                self._place(self._referring.some(rest[:at]), position, None)
                return True
        if not command.does("ADD", "CHANGE"):
            said = self._sentence.said(rest)
            raise NotRead(
                f"Where to? “{said}” names no place, such as “to the top” or “after the first”.",
                (said,),
            )
        return False

    def _place(self, tiles: tuple[Tile, ...], to: Position, beside: Tile | None) -> None:
        ids = tuple(tile.id for tile in tiles)
        if beside is not None and beside.id in ids:
            raise NotRead("A chart cannot be put beside itself.")
        self._desk.do(MoveTiles(ids, to, beside.id if beside else None), ids[-1])
