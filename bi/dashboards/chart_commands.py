"""Commands about what a chart is and asks: "make it a line chart", "make revenue monthly"."""

from __future__ import annotations

from bi.dashboards.commands import Command
from bi.dashboards.desk import Desk, NotRead
from bi.dashboards.edits import ChangeChart
from bi.dashboards.sentence import Marks, Sentence, first_with
from bi.dashboards.tools import Tools


class ChartCommands:
    """A chart is drawn otherwise, or asks something else."""

    def __init__(self, sentence: Sentence, desk: Desk, tools: Tools) -> None:
        self._sentence = sentence
        self._desk = desk
        self._referring = tools.referring
        self._refining = tools.refining

    def chart(self, command: Command) -> bool:
        """ "Change the pie chart to a bar chart", "make it a line chart", "as a pie"."""
        if command.verb is not None and not command.does(
            "CHANGE", "SHOWING", "MAKE", "ADD", "RESIZE"
        ):
            return False
        if command.does("ADD") and not command.does("CHANGE"):
            return False
        target = self._target(command)
        if target is None:
            return False
        at, reference = target
        chart = command.rest[at].chart
        assert chart is not None
        found = self._referring.found(reference)
        if found is None or (not found.tiles and command.does("SHOWING", "MAKE")):
            return False
        tiles = self._referring.some(reference)
        self._desk.do(ChangeChart(tuple(tile.id for tile in tiles), chart), tiles[-1].id)
        return True

    def _target(self, command: Command) -> tuple[int, Marks] | None:
        """Where the new type is said, and what tile is said to become it."""
        rest = command.rest
        instead = first_with(rest, "INSTEAD")
        if instead is not None and instead + 1 < len(rest):
            before = [n for n in range(instead) if rest[n].chart is not None]
            if before and all(
                self._sentence.is_hollow(m) for n, m in enumerate(rest[:instead]) if n not in before
            ):
                return before[-1], rest[instead + 1 :]
        charts = [n for n, mark in enumerate(rest) if mark.chart is not None]
        if not charts:
            return None
        at = charts[-1]
        if not all(self._sentence.is_hollow(mark) for mark in rest[at + 1 :]):
            return None
        reference = rest[:at]
        joined = False
        while reference and (
            reference[-1].has("INTO", "TO") or self._sentence.is_small(reference[-1])
        ):
            joined = joined or reference[-1].has("INTO", "TO")
            reference = reference[:-1]
        if not reference and not joined:
            return None
        if not joined and not command.does("CHANGE", "MAKE"):
            return None
        return at, reference

    def measured(self, command: Command) -> bool:
        """ "Change the measure of the first chart to profit"."""
        noun = first_with(command.rest, "MEASURE_NOUN")
        if noun is None or not command.does("CHANGE"):
            return False
        rest = command.rest[noun + 1 :]
        at = next((n for n in range(len(rest) - 1, 0, -1) if rest[n].has("INTO", "TO")), None)
        if at is None or at + 1 >= len(rest):
            return False
        tile = self._desk.tile_now(self._referring.one(self._sentence.trimmed(rest[:at])))
        instead = next(iter(self._desk.lexicon.cue("INSTEAD")), "")
        text = f"{self._sentence.text_of(rest[at + 1 :])} {instead}".strip()
        edit = self._refining.on(tile, text)
        if edit is None:
            said = self._sentence.said(rest[at + 1 :])
            raise NotRead(f"“{said}” is nothing that “{tile.title}” could measure.", (said,))
        self._desk.do(edit, tile.id)
        return True

    def refine(self, command: Command) -> bool:
        if command.verb is not None and not command.does("CHANGE", "SORTING", "SHOWING"):
            return False
        rest = self._sentence.ended(command.rest)
        sorts = command.does("SORTING") and command.verb is not None
        verb = self._sentence.text_of((command.verb,)) if sorts and command.verb else ""
        shows = command.does("SHOWING") and not command.does("CHANGE")
        refined = self._refining.refined(
            rest, lead=command.verb is not None, pointed=not shows, verb=verb, shows=shows
        )
        for tile, edit in refined:
            self._desk.do(edit, tile.id)
        return bool(refined)
