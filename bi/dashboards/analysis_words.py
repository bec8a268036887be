"""Sentences that ask what a dashboard shows: "what stands out?", "explain the second chart"."""

from __future__ import annotations

from bi.dashboards.commands import Command
from bi.dashboards.desk import Desk
from bi.dashboards.outcome import Analyse
from bi.dashboards.referring import Referring
from bi.dashboards.sentence import Marks, Sentence
from bi.model.dashboard import Tile
from bi.model.reading import Question


class AnalysisReader:
    def __init__(self, sentence: Sentence, desk: Desk) -> None:
        self._sentence = sentence
        self._desk = desk
        self._referring = Referring(sentence, desk)

    def read(self, commands: list[Command]) -> Analyse | None:
        """None: it asks something else. Raises NotRead, Ambiguous."""
        first = commands[0]
        if first.does("WHY"):
            return self._why(first.rest)
        marks = first.rest
        if not first.does("ANALYSE"):
            if first.verb is None or not any(m.has("ANALYSE") for m in first.rest):
                return None
            marks = tuple(m for m in first.rest if not m.has("ANALYSE"))
        for command in commands[1:]:
            if not command.does("ANALYSE"):
                return None
            marks = (*marks, *command.rest)
        return self._about(marks)

    def _about(self, marks: Marks) -> Analyse | None:
        telling = [m for m in self._sentence.telling(marks) if not m.has("ANALYSING", "ANALYSE")]
        if not telling and not any(mark.has("IT") for mark in marks):
            return Analyse(self._pointed())
        board = any(m.has("DASHBOARD", "BOARD", "ON_BOARD", "EVERYTHING") for m in telling)
        if board or all(m.has("IT") for m in telling):
            return Analyse(() if board else self._pointed())
        reference = tuple(m for m in marks if not m.has("ANALYSING") or m.chart or m.ordinal)
        found = self._referring.found(reference)
        if found is None:
            return None
        return Analyse(tuple(tile.id for tile in self._referring.some(reference)))

    def _pointed(self) -> tuple[str, ...]:
        return (self._desk.tile_id,) if self._desk.tile_id else ()

    def _why(self, marks: Marks) -> Analyse | None:
        """What the engine reads as a question of its own is better answered as one."""
        reading = self._desk.read(self._sentence.text)
        if isinstance(reading, Question) and reading.query.comparison is not None:
            return None
        about = tuple(m for m in marks if not m.has("HAPPENED"))
        telling = [m for m in self._sentence.telling(about) if not m.has("ON_BOARD", "IT")]
        if not telling:
            return Analyse((self._desk.focus,) if self._desk.focus else (), why=True)
        found = self._referring.found(about)
        if found is None or not found.tiles:
            return None
        return Analyse(tuple(tile.id for tile in self._told_apart(found.tiles)), why=True)

    def _told_apart(self, tiles: tuple[Tile, ...]) -> tuple[Tile, ...]:
        """What is behind a figure is told by the charts that tell it apart."""
        queries = [tile.query for tile in tiles if tile.query is not None]
        values = {measured.value for query in queries for measured in query.measures}
        apart = tuple(
            tile
            for tile in self._desk.tiles
            if tile.query and tile.query.groups and values & {m.value for m in tile.query.measures}
        )
        return apart or tiles
