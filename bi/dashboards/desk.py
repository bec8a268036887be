"""What a sentence is read at: the engine, the dashboard as it is and as it becomes, what is meant
by "it"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bi.catalog.wording import enumerated
from bi.dashboards.editing import apply, free_id
from bi.dashboards.edits import Edit
from bi.dashboards.placing import in_order
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.language.lexicon.load import Lexicon, load_lexicon
from bi.model.catalog import Catalog
from bi.model.chart import ChartOptions
from bi.model.dashboard import Dashboard, Tile
from bi.model.reading import (
    Clarification,
    Option,
    Question,
    Reading,
    TokenKind,
    Unsupported,
    WrittenSql,
)
from bi.model.semantic import SemanticQuery


class NotRead(Exception):
    """What a part of the sentence could not be read for; the whole sentence then does nothing."""

    def __init__(
        self, message: str, unknown: tuple[str, ...] = (), suggestions: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.unknown = unknown
        self.suggestions = suggestions


class Ambiguous(Exception):
    """Some words can mean several tiles, or several questions. `slot` names the place."""

    def __init__(
        self,
        message: str,
        slot: str,
        tiles: tuple[Tile, ...] = (),
        options: tuple[Option, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.slot = slot
        self.tiles = tiles
        self.options = options


@dataclass(frozen=True, slots=True)
class Asked:
    """A part that is a question, as the engine reads it.

    `named`: the measure was named, not assumed.
    """

    question: Question
    named: bool

    @property
    def query(self) -> SemanticQuery:
        return self.question.query


@dataclass
class Desk:
    """`dashboard` is the one before the sentence, which ordinals count in; `now` has the edits that
    were read so far. `tile_id` is the tile that the person pointed at, `focus` the one spoken of
    last. `chosen` are answers to questions back, by slot.
    """

    engine: LanguageEngine
    context: ReadContext
    dashboard: Dashboard | None = None
    tile_id: str | None = None
    focus: str | None = None
    chosen: Mapping[str, Tile | Option] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.now = self.dashboard
        self.edits: list[Edit] = []
        self.notes: list[str] = []
        self.focus = self.tile_id or self.focus

    @property
    def catalog(self) -> Catalog:
        return self.engine.catalog

    @property
    def lexicon(self) -> Lexicon:
        return load_lexicon(self.catalog.language)

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """As they stood before the sentence."""
        return in_order(self.dashboard.tiles) if self.dashboard else ()

    def do(self, edit: Edit, focus: str | None = None) -> None:
        assert self.now is not None
        self.now = apply(edit, self.now)
        self.edits.append(edit)
        self.focus = focus or self.focus

    def tile_now(self, tile: Tile) -> Tile:
        """The tile after the edits so far. Raises NotRead if it is gone."""
        found = (
            next((one for one in self.now.tiles if one.id == tile.id), None) if self.now else None
        )
        if found is None:
            raise NotRead(f"“{tile.title}” is removed by the same sentence.")
        return found

    def free_tile_id(self) -> str:
        return free_id([tile.id for tile in self.now.tiles] if self.now else [], "t")

    # --- the engine -----------------------------------------------------------

    def read(
        self,
        text: str,
        previous: SemanticQuery | None = None,
        *,
        refine: bool = False,
        drawn: ChartOptions = ChartOptions(),
    ) -> Reading:
        context = ReadContext(self.context.today, previous, must_refine=refine, drawn=drawn)
        return self.engine.read(text, context)

    def asked(self, text: str, previous: SemanticQuery | None = None) -> Asked:
        """Raises NotRead, Ambiguous."""
        reading = self.read(text, previous)
        if isinstance(reading, Question):
            return self._asked(reading)
        if isinstance(reading, Clarification) and reading.options:
            choice = self.chosen.get(text)
            if isinstance(choice, Option):
                return self._asked(
                    Question(choice.query, choice.understanding, choice.chart, choice.options)
                )
            raise Ambiguous(reading.message, text, options=reading.options)
        raise self.not_read(reading, text)

    def _asked(self, question: Question) -> Asked:
        named = any(
            token.kind is TokenKind.MEASURE and token.start is not None
            for token in question.understanding.tokens
        )
        named = named or bool(question.query.columns) or not question.query.measures
        return Asked(question, named)

    def not_read(self, reading: Reading, text: str) -> NotRead:
        if isinstance(reading, Clarification | Unsupported):
            unknown = reading.unknown or (text,)
            return NotRead(reading.message, unknown, reading.suggestions)
        if isinstance(reading, WrittenSql):
            return NotRead(
                f"“{text}” is answered by SQL that somebody wrote. A chart of a dashboard asks "
                "by the catalog's own words; ask the question alone to have its answer.",
                (text,),
            )
        return NotRead(f"“{text}” is no question that a chart can show.", (text,))

    def try_asked(self, text: str, previous: SemanticQuery | None = None) -> Asked | None:
        try:
            return self.asked(text, previous)
        except (NotRead, Ambiguous):
            return None

    def listed(self) -> str:
        """The tiles by their titles, for saying what there is."""
        names = enumerated([f"“{tile.title}”" for tile in self.tiles])
        return f"It shows {names}." if names else "It has no charts yet."
