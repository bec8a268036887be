"""A sentence about a dashboard, read into what it makes, changes or asks; never half of it."""

from __future__ import annotations

from collections.abc import Mapping

from bi.dashboards.analysis_words import AnalysisReader
from bi.dashboards.changing import ChangeReader
from bi.dashboards.commands import Command, commands_of
from bi.dashboards.creating import CreateReader
from bi.dashboards.desk import Ambiguous, Desk, NotRead
from bi.dashboards.outcome import (
    AskBack,
    Change,
    Choice,
    Create,
    DashboardReading,
    GoBack,
    Plain,
)
from bi.dashboards.sentence import Sentence
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.language.lexicon.load import load_lexicon
from bi.model.dashboard import Dashboard, Tile
from bi.model.reading import Clarification, Option, Question, Unsupported, WrittenSql

_OFFERED = 5
# What can only be done with a dashboard that is there.
_OF_ONE_THAT_IS = (
    "REMOVE", "RENAME", "SWAP", "DUPLICATE", "REPLACE", "UNDO", "FILTERING", "ANALYSE", "KEEP",
)  # fmt: skip


def read_dashboard(
    text: str,
    dashboard: Dashboard | None,
    tile_id: str | None,
    engine: LanguageEngine,
    context: ReadContext,
    *,
    focus: str | None = None,
) -> DashboardReading:
    """What is asked for; `dashboard` None: there is none yet.

    `tile_id` is the tile that the person points at, `focus` the one that was spoken of last:
    "it" is one of these, in this order. What is not understood is named, and changes nothing.
    """
    return _Reading(text, dashboard, tile_id, engine, context, focus).reading({})


def speaks_of_dashboard(text: str, engine: LanguageEngine) -> bool:
    """Whether the sentence names a dashboard."""
    sentence = Sentence(text, load_lexicon(engine.catalog.language))
    return any(mark.has("DASHBOARD") for mark in sentence.marks)


def points_at_what_was_said(text: str, engine: LanguageEngine) -> bool:
    """Whether it says "it", "that", and neither names a dashboard nor a chart of one."""
    marks = Sentence(text, load_lexicon(engine.catalog.language)).marks
    named = any(mark.has("DASHBOARD", "BOARD", "TILE", "TILES", "FILTERS") for mark in marks)
    return not named and any(mark.has("IT") for mark in marks)


def asks_to_see(text: str, engine: LanguageEngine) -> bool:
    """ "Show me sales by region", not "what are sales by region?"."""
    commands = commands_of(Sentence(text, load_lexicon(engine.catalog.language)))
    return bool(commands) and commands[0].does("SHOWING")


def names_chart_type(text: str, engine: LanguageEngine) -> bool:
    sentence = Sentence(text, load_lexicon(engine.catalog.language))
    return any(mark.chart is not None for mark in sentence.marks)


class _Reading:
    def __init__(
        self,
        text: str,
        dashboard: Dashboard | None,
        tile_id: str | None,
        engine: LanguageEngine,
        context: ReadContext,
        focus: str | None,
    ) -> None:
        self._text = text
        self._dashboard = dashboard
        self._tile_id = tile_id
        self._engine = engine
        self._context = context
        self._focus = focus

    def reading(self, chosen: Mapping[str, Tile | Option]) -> DashboardReading:
        try:
            return self._read(chosen)
        except Ambiguous as ambiguous:
            return self._asked_back(ambiguous, chosen)
        except NotRead as failure:
            return AskBack(
                failure.message, (), failure.unknown, failure.suggestions, supported=False
            )

    def _read(self, chosen: Mapping[str, Tile | Option]) -> DashboardReading:
        desk = Desk(
            self._engine, self._context, self._dashboard, self._tile_id, self._focus, chosen
        )
        sentence = Sentence(self._text, desk.lexicon)
        commands = commands_of(sentence)
        if not commands:
            return AskBack("What shall the dashboard show?", suggestions=self._engine.suggestions())
        creating = CreateReader(sentence, desk)
        if creating.wants_one(commands[0]):
            return self._created(creating, commands, sentence)
        if self._dashboard is None:
            return self._without_one(creating, commands, sentence)
        if commands[0].does("UNDO") and self._goes_back(commands[0], sentence):
            return GoBack()
        analysis = AnalysisReader(sentence, desk).read(commands)
        if analysis is not None:
            return analysis
        return self._changed(sentence, desk, commands)

    def _goes_back(self, command: Command, sentence: Sentence) -> bool:
        """ "Undo my last edit"."""
        telling = sentence.telling(command.rest)
        return all(mark.has("CHANGES", "IT") or mark.ordinal == -1 for mark in telling)

    def _created(
        self, creating: CreateReader, commands: list[Command], sentence: Sentence
    ) -> Create:
        """The commands after the first belong to what it shall show: "and add a date filter"."""
        first = commands[0]
        start = sentence.marks.index(first.rest[0])
        return creating.create(sentence.marks[start:])

    def _without_one(
        self, creating: CreateReader, commands: list[Command], sentence: Sentence
    ) -> DashboardReading:
        first = commands[0]
        if first.does(*_OF_ONE_THAT_IS):
            return AskBack(
                "There is no dashboard yet; ask for one first, such as “a dashboard about "
                f"{self._example()}”.",
                supported=False,
            )
        reading = self._engine.read(self._text, self._context)
        if reading.kind == "describe":
            return Plain(reading)
        verb = first.does("CREATE", "MAKE", "SHOWING", "ADD")
        marks = first.rest if verb and len(commands) == 1 else sentence.marks
        if verb and len(commands) > 1:
            marks = sentence.marks[sentence.marks.index(first.rest[0]) :] if first.rest else ()
        return creating.of_parts(marks)

    def _example(self) -> str:
        measures = [m.label for dataset in self._engine.catalog.datasets for m in dataset.measures]
        return measures[0].lower() if measures else "sales"

    def _changed(self, sentence: Sentence, desk: Desk, commands: list[Command]) -> DashboardReading:
        changing = ChangeReader(sentence, desk)
        for number, command in enumerate(commands):
            if not self._only_asks(command, sentence) and changing.read(command):
                continue
            if number == 0 and len(commands) == 1:
                return self._otherwise(sentence, command, desk)
            said = sentence.said(((command.verb,) if command.verb else ()) + command.rest)
            raise NotRead(f"I do not understand “{said}”, so nothing is changed.", (said,))
        return Change(tuple(desk.edits), desk.focus, tuple(desk.notes))

    def _only_asks(self, command: Command, sentence: Sentence) -> bool:
        """ "How did the top products do?" changes nothing; "what about 2025?" may."""
        if command.verb is not None or not sentence.marks or sentence.marks[0].has("WHAT_ABOUT"):
            return False
        return sentence.marks[0].has("QUESTION") or sentence.text.rstrip().endswith("?")

    def _otherwise(self, sentence: Sentence, command: Command, desk: Desk) -> DashboardReading:
        """A question of its own, or words that nothing knows."""
        reading = self._engine.read(self._text, ReadContext(self._context.today))
        if isinstance(reading, Question | WrittenSql) or reading.kind == "describe":
            return Plain(reading)
        refused = isinstance(reading, Unsupported | Clarification)
        if refused and (command.verb is None or command.does("SHOWING", "WHY", "ANALYSE")):
            return Plain(reading)
        said = sentence.said(command.rest)
        raise NotRead(
            f"I do not understand “{said}”, so nothing is changed. {desk.listed()}", (said,)
        )

    def _asked_back(
        self, ambiguous: Ambiguous, chosen: Mapping[str, Tile | Option]
    ) -> DashboardReading:
        """One whole reading for each of what could be meant."""
        choices = []
        candidates: list[Tile | Option] = [*ambiguous.tiles, *ambiguous.options]
        for candidate in candidates[:_OFFERED]:
            label = candidate.title if isinstance(candidate, Tile) else candidate.label
            reading = self.reading({**chosen, ambiguous.slot: candidate})
            if isinstance(reading, Create | Change) or reading.kind == "analyse":
                choices.append(Choice(label, reading))
        if len(choices) == 1 and len(candidates) == 1:
            return choices[0].reading
        return AskBack(ambiguous.message, tuple(choices))
