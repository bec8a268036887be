"""Commands about names: "rename the second chart to 'Best sellers'", "call the dashboard …"."""

from __future__ import annotations

from bi.dashboards.commands import Command
from bi.dashboards.desk import Desk, NotRead
from bi.dashboards.edits import RenameDashboard, RenameTile
from bi.dashboards.sentence import Marks, Sentence, first_with
from bi.dashboards.tools import Tools


class NameCommands:
    """Charts, or the dashboard, are called something else."""

    def __init__(self, sentence: Sentence, desk: Desk, tools: Tools) -> None:
        self._sentence = sentence
        self._desk = desk
        self._referring = tools.referring

    def rename(self, command: Command) -> bool:
        rest = command.rest
        titled = command.names("TITLE") and (
            command.does("CHANGE")
            or (command.does("SHOWING", "ADD") and any(m.quote for m in command.rest))
        )
        if not command.does("RENAME") and not titled:
            return False
        reference, title = self._title(rest)
        if not title:
            raise NotRead("What shall it be called?", (self._sentence.text_of(rest),))
        reference = tuple(m for m in reference if not m.has("TITLE", "ON_BOARD") or m.quote)
        telling = [m for m in self._sentence.telling(reference) if not m.has("OF", "AT", "IT")]
        of_board = any(mark.has("DASHBOARD", "BOARD") for mark in reference)
        if of_board or (not telling and self._desk.focus is None):
            self._desk.do(RenameDashboard(title))
            return True
        tile = self._referring.one(reference)
        self._desk.do(RenameTile(tile.id, title), tile.id)
        return True

    def _title(self, marks: Marks) -> tuple[Marks, str]:
        """What is named, and its new name: in quotes, after "to", or what is left."""
        quotes = [n for n, mark in enumerate(marks) if mark.quote is not None]
        if quotes:
            last = marks[quotes[-1]]
            reference = marks[: quotes[-1]]
            while reference and (
                reference[-1].has("INTO", "TO") or self._sentence.is_small(reference[-1])
            ):
                reference = reference[:-1]
            return reference, last.quote.text if last.quote else ""
        at = first_with(marks[:-1], "INTO")
        if at is not None:
            return marks[:at], self._sentence.said(marks[at + 1 :])
        for end in range(len(marks) - 1, 0, -1):
            head = marks[:end]
            pointing = any(m.has("IT", "TILE", "DASHBOARD", "BOARD") for m in head[-1:])
            if pointing:
                return head, self._sentence.said(marks[end:])
        return (), ""
