"""Commands about charts as a whole: "add orders by month", "remove the second chart"."""

from __future__ import annotations

from dataclasses import replace

from bi.dashboards.commands import Command
from bi.dashboards.desk import Desk, NotRead
from bi.dashboards.edits import (
    AddTile,
    ChangeChart,
    DuplicateTile,
    MoveTiles,
    Position,
    RemoveTiles,
    ReplaceTile,
    SwapTiles,
)
from bi.dashboards.filter_commands import FilterCommands
from bi.dashboards.parts import PartReader
from bi.dashboards.sentence import Marks, Sentence, first_with, split
from bi.dashboards.tools import Tools
from bi.model.dashboard import Tile


class TileCommands:
    """Charts are put in, taken out, copied, replaced, or change places."""

    def __init__(
        self, sentence: Sentence, desk: Desk, tools: Tools, filters: FilterCommands
    ) -> None:
        self._sentence = sentence
        self._desk = desk
        self._referring = tools.referring
        self._refining = tools.refining
        self._filter_commands = filters

    def add(self, command: Command) -> bool:
        rest = command.rest
        if command.does("MAKE") and not self._is_new(rest):
            return False
        showing_here = (
            command.does("SHOWING")
            and command.names("ON_BOARD", "ALSO")
            and not command.names("ONLY")
        )
        if not command.does("ADD", "CREATE", "MAKE") and not showing_here:
            return False
        filters = [
            p for p in self._filter_commands.filter_parts(rest) if any(m.has("FILTERS") for m in p)
        ]
        if filters:
            start = rest.index(filters[0][0])
            tail, rest = rest[start:], rest[:start]
        rest, position = self._without_position(rest)
        if self._sentence.trimmed(rest):
            if self._into_tile(rest):
                return True
            for tile in PartReader(self._sentence, self._desk).tiles(rest):
                new = replace(tile, id=self._desk.free_tile_id())
                self._desk.do(AddTile(new), new.id)
                if position is not None:
                    self._desk.do(MoveTiles((new.id,), position), new.id)
        if filters:
            self._filter_commands.filter_noun(Command(command.verb, tail))
        return True

    def _without_position(self, marks: Marks) -> tuple[Marks, Position | None]:
        """ "Add orders by month at the top"."""
        marks = self._sentence.ended(tuple(m for m in marks if not m.has("ON_BOARD")))
        if len(marks) < 2 or not marks[-1].has("START", "END") or marks[-1].ordinal is not None:
            return marks, None
        return marks[:-1], Position.START if marks[-1].has("START") else Position.END

    def _is_new(self, marks: Marks) -> bool:
        """ "A line chart of …": what is made is new, not one that is there."""
        telling = self._sentence.trimmed(marks)
        nouns = 0
        while nouns < len(telling) and (
            telling[nouns].chart is not None or telling[nouns].has("TILE", "TILES")
        ):
            nouns += 1
        return 0 < nouns < len(telling) and telling[nouns].has("OF", "WITH")

    def _into_tile(self, marks: Marks) -> bool:
        """ "Add profit to the second chart"."""
        for at in range(len(marks) - 1, 0, -1):
            if not marks[at].has("ONTO"):
                continue
            right = marks[at + 1 :]
            named = any(m.has("TILE", "IT") or m.chart or m.ordinal for m in right)
            found = self._referring.found(right) if named else None
            if (
                found is None
                or not found.tiles
                or (found.pointed and not any(m.has("TILE", "IT") for m in right))
            ):
                continue
            tile = self._desk.tile_now(self._referring.one(right))
            also = next(iter(self._desk.lexicon.cue("ALSO")), "")
            text = f"{also} {self._sentence.text_of(marks[:at])}".strip()
            edit = self._refining.on(tile, text)
            if edit is not None:
                self._desk.do(edit, tile.id)
                return True
        return False

    def remove(self, command: Command) -> bool:
        if command.does("KEEP"):
            kept = [tile.id for tile in self._referring.some(command.rest)]
            tiles = tuple(tile for tile in self._desk.tiles if tile.id not in kept)
        elif command.does("REMOVE", "EXCLUDING"):
            tiles = self._referring.some(command.rest)
        else:
            return False
        if not tiles:
            raise NotRead("That leaves nothing to remove.")
        self._desk.do(RemoveTiles(tuple(tile.id for tile in tiles)))
        if self._desk.focus in [tile.id for tile in tiles]:
            self._desk.focus = None
        return True

    def duplicate(self, command: Command) -> bool:
        if not command.does("DUPLICATE") or command.names("DASHBOARD", "BOARD"):
            return False
        for tile in self._referring.some(command.rest):
            copy = self._desk.free_tile_id()
            self._desk.do(DuplicateTile(tile.id, copy), copy)
        return True

    def replace(self, command: Command) -> bool:
        return command.does("REPLACE") and self._replaced(command.rest)

    def _replaced(self, rest: Marks) -> bool:
        for at in range(1, len(rest) - 1):
            if not rest[at].has("WITH", "BY"):
                continue
            tile = self._desk.tile_now(self._referring.one(rest[:at]))
            new = self._sentence.trimmed(rest[at + 1 :])
            only = [m for m in self._sentence.telling(new) if not m.has("TILE")]
            if len(only) == 1 and only[0].chart is not None:
                self._desk.do(ChangeChart((tile.id,), only[0].chart), tile.id)
                return True
            tiles = PartReader(self._sentence, self._desk).tiles(new)
            if len(tiles) != 1:
                raise NotRead("A chart is replaced by one other; name one.")
            self._desk.do(ReplaceTile(tile.id, replace(tiles[0], id=tile.id)), tile.id)
            return True
        said = self._sentence.said(rest)
        raise NotRead(f"“{said}”: replace it with what?", (said,))

    def instead(self, command: Command) -> bool:
        """ "Orders by channel instead of the pie chart": another question in its place."""
        at = first_with(command.rest, "INSTEAD")
        if at is None or (not command.does("SHOWING", "CHANGE", "ADD", "MAKE") and command.verb):
            return False
        new, old = self._sentence.trimmed(command.rest[:at]), command.rest[at + 1 :]
        hollow = [m for m in self._sentence.telling(new) if not self._sentence.is_hollow(m)]
        named = [m for m in self._sentence.telling(old) if m.number is None]
        if len(hollow) < 2 or not named:
            return False  # a type of chart, or a number, in place of another
        found = self._referring.found(old)
        if found is None or not found.tiles:
            return False
        tile = self._desk.tile_now(self._referring.one(old))
        try:
            tiles = PartReader(self._sentence, self._desk).tiles(new)
        except NotRead:
            return False
        if len(tiles) != 1:
            return False
        self._desk.do(ReplaceTile(tile.id, replace(tiles[0], id=tile.id)), tile.id)
        return True

    def swap(self, command: Command) -> bool:
        parts = split(command.rest, "AND", "COMMA")
        if not command.does("SWAP"):
            return False
        if len(parts) == 1 and (at := first_with(command.rest, "BY", "WITH")):
            parts = [command.rest[:at], command.rest[at + 1 :]]
            found = self._referring.found(parts[1])
            if found is None or not found.tiles:
                return self._replaced(command.rest)
        if len(parts) != 2:
            tiles = self._pair(command.rest)
            if tiles is None:
                return False
        elif command.does("REPLACE") and self._referring.found(parts[1]) is None:
            return False
        else:
            tiles = (self._referring.one(parts[0]), self._referring.one(parts[1]))
        if tiles[0].id == tiles[1].id:
            raise NotRead("That is the same chart twice.")
        self._desk.do(SwapTiles(tiles[0].id, tiles[1].id), tiles[0].id)
        return True

    def _pair(self, marks: Marks) -> tuple[Tile, Tile] | None:
        found = self._referring.found(marks)
        if found is None or not found.all or len(found.tiles) != 2:
            return None
        return found.tiles[0], found.tiles[1]
