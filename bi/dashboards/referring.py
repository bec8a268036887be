"""Which tile is meant: by its number, title, type of chart, what it shows, or "it"."""

from __future__ import annotations

from dataclasses import dataclass

from bi.dashboards.desk import Ambiguous, Desk, NotRead
from bi.dashboards.sentence import Mark, Marks, Sentence, first_with, split
from bi.language.words import lemmas_of
from bi.model.chart import ChartType
from bi.model.dashboard import Tile
from bi.model.reading import Question
from bi.model.semantic import SemanticQuery

# What people call by one name.
_FAMILIES = {
    ChartType.BAR: {
        ChartType.BAR,
        ChartType.HORIZONTAL_BAR,
        ChartType.STACKED_BAR,
        ChartType.GROUPED_BAR,
    },
    ChartType.LINE: {ChartType.LINE, ChartType.MULTI_LINE},
    ChartType.AREA: {ChartType.AREA, ChartType.STACKED_AREA},
}


@dataclass(frozen=True, slots=True)
class Found:
    """The tiles that words can mean. `all`: they mean all of these, else one of them.

    `pointed`: it was "it" that was said, or nothing; `missing` says what there is none of.
    """

    tiles: tuple[Tile, ...]
    all: bool = False
    pointed: bool = False
    missing: str = ""


class Referring:
    def __init__(self, sentence: Sentence, desk: Desk) -> None:
        self._sentence = sentence
        self._desk = desk

    def one(self, marks: Marks) -> Tile:
        """The one tile that is meant. Raises NotRead, Ambiguous."""
        found = self.found(marks)
        tiles = self._settled(found, marks)
        if len(tiles) == 1:
            return tiles[0]
        raise self._which(marks, tiles)

    def some(self, marks: Marks) -> tuple[Tile, ...]:
        """All tiles that are meant: "the first and the last chart". Raises NotRead, Ambiguous."""
        if (at := first_with(marks, "EXCEPT")) is not None and at + 1 < len(marks):
            kept = [tile.id for tile in self.some(marks[at + 1 :])]
            all_ = self.some(marks[:at]) if self._sentence.telling(marks[:at]) else self._desk.tiles
            return tuple(tile for tile in all_ if tile.id not in kept)
        if numbered := self._by_numbers(marks):
            return numbered
        whole = self.found(marks)
        if whole is not None and (whole.tiles or whole.missing == ""):
            return self._settled(whole, marks)
        tiles: dict[str, Tile] = {}
        for part in split(marks, "AND", "COMMA"):
            tiles.update({tile.id: tile for tile in self._settled(self.found(part), part)})
        return tuple(tiles.values())

    def _by_numbers(self, marks: Marks) -> tuple[Tile, ...]:
        """ "Charts 2 and 4"."""
        telling = [m for m in self._sentence.telling(marks) if not m.separates]
        numbers = [mark.number for mark in telling if mark.number is not None]
        nouns = [mark for mark in telling if mark.number is None]
        tiles = self._desk.tiles
        if not numbers or not nouns or not all(mark.has("TILE", "TILES") for mark in nouns):
            return ()
        missing = [number for number in numbers if not 0 < number <= len(tiles)]
        if missing:
            raise NotRead(f"There is no chart number {missing[0]}. {self._desk.listed()}")
        return tuple(tiles[number - 1] for number in numbers)

    def found(self, marks: Marks) -> Found | None:
        """None: the words are not known to mean any tile."""
        return _Phrase(self._sentence, self._desk, marks).found()

    def _settled(self, found: Found | None, marks: Marks) -> tuple[Tile, ...]:
        said = self._sentence.said(marks)
        if found is None:
            raise NotRead(
                f"I do not know which chart is meant by “{said}”. {self._desk.listed()}", (said,)
            )
        if not found.tiles:
            raise NotRead(
                f"There is no chart here for {found.missing}. {self._desk.listed()}", (said,)
            )
        if found.all or len(found.tiles) == 1:
            return found.tiles
        chosen = self._desk.chosen.get(_slot(said))
        if isinstance(chosen, Tile):
            return (chosen,)
        raise self._which(marks, found.tiles)

    def _which(self, marks: Marks, tiles: tuple[Tile, ...]) -> Ambiguous:
        said = self._sentence.said(marks)
        return Ambiguous(which(said), _slot(said), tiles)


def which(said: str) -> str:
    """The question back where some words can mean several tiles."""
    return f"Which chart is meant by “{said}”?" if said else "Which chart is meant?"


def _slot(said: str) -> str:
    return f"tile:{said.lower()}"


class _Phrase:
    """One noun phrase that may mean tiles."""

    def __init__(self, sentence: Sentence, desk: Desk, marks: Marks) -> None:
        self._sentence = sentence
        self._desk = desk
        self._marks = tuple(mark for mark in marks if not mark.has("ON_BOARD"))
        self._pointing = any(mark.has("IT") for mark in marks)

    def found(self) -> Found | None:
        quoted = [mark.quote.text for mark in self._marks if mark.quote is not None]
        if len(quoted) == 1:
            return self._titled(quoted[0])
        if titled := self._exactly_titled():
            return Found(titled)
        telling = [m for m in self._sentence.telling(self._marks) if not m.has("OF", "AT", "BY")]
        telling = self._numbered(telling)
        subject = [mark for mark in telling if not self._is_structure(mark)]
        structure = [mark for mark in telling if self._is_structure(mark)]
        if len({mark.ordinal for mark in telling if mark.ordinal is not None}) > 1:
            return None
        if not telling:
            return self._pointed()
        tiles = self._about(tuple(subject)) if subject else self._desk.tiles
        if tiles is None:
            return None
        return self._narrowed(tiles, structure, bool(subject))

    def _is_structure(self, mark: Mark) -> bool:
        return (
            mark.has("TILE", "TILES", "EVERYTHING", "THEM", "IT", "DASHBOARD")
            or mark.chart is not None
            or mark.ordinal is not None
        )

    def _numbered(self, marks: list[Mark]) -> list[Mark]:
        """ "Chart 2": the number is an ordinal."""
        kept = []
        self._number: int | None = None
        self._count: int | None = None
        words = self._desk.lexicon.number_words
        for before, mark in zip([None, *marks], marks, strict=False):
            noun = before is not None and (before.has("TILE") or before.chart is not None)
            counted = mark.number if mark.number is not None else words.get(mark.words[0].norm)
            if noun and mark.number is not None:
                self._number = mark.number
            elif counted is not None and before is not None and before.ordinal in (1, -1):
                self._count = counted
            else:
                kept.append(mark)
        return kept

    def _narrowed(
        self, tiles: tuple[Tile, ...], structure: list[Mark], subject: bool
    ) -> Found | None:
        charts = [mark for mark in structure if mark.chart is not None]
        for mark in charts:
            tiles = _of_type(tiles, mark.chart)
        ordinal = self._number or next((m.ordinal for m in structure if m.ordinal), None)
        plural = any(m.has("TILES", "EVERYTHING", "THEM", "DASHBOARD") for m in structure)
        plural = plural or any(_is_plural(mark, self._sentence) for mark in charts)
        missing = self._said()
        if ordinal is not None and plural:
            return self._first_or_last(tiles, ordinal, missing)
        if ordinal is not None:
            at = ordinal - 1 if ordinal > 0 else len(tiles) + ordinal
            tiles = tiles[at : at + 1] if 0 <= at < len(tiles) else ()
            return Found(tiles, all=True, missing=missing)
        if not subject and not charts and not plural and ordinal is None:
            return self._pointed()
        return Found(tiles, all=plural, missing=missing)

    def _first_or_last(self, tiles: tuple[Tile, ...], ordinal: int, missing: str) -> Found | None:
        """ "The last two charts"; without a number it is not said how many."""
        if self._count is None or ordinal not in (1, -1):
            return None
        found = tiles[: self._count] if ordinal == 1 else tiles[-self._count :]
        return Found(found if len(found) == self._count else (), all=True, missing=missing)

    def _said(self) -> str:
        telling = self._sentence.trimmed(self._marks)
        return f"“{self._sentence.said(telling)}”"

    def _pointed(self) -> Found | None:
        """ "It", "the chart", or nothing at all: the one spoken of, or the only one."""
        desk = self._desk
        tiles = desk.now.tiles if desk.now else ()
        focused = tuple(tile for tile in tiles if tile.id == desk.focus)
        return Found(focused or tiles, pointed=True, missing="that")

    def _titled(self, title: str) -> Found:
        tiles = tuple(t for t in self._desk.tiles if t.title.casefold() == title.casefold())
        return Found(tiles, missing=f"“{title}”")

    def _exactly_titled(self) -> tuple[Tile, ...]:
        said = self._sentence.said(self._sentence.trimmed(self._nouns_apart())).casefold()
        tiles = tuple(tile for tile in self._desk.tiles if tile.title.casefold() == said)
        return tiles if len(tiles) == 1 else ()

    def _nouns_apart(self) -> Marks:
        marks = self._sentence.trimmed(self._marks)
        while marks and marks[-1].has("TILE"):
            marks = marks[:-1]
        while marks and (marks[0].has("TILE", "OF") or self._sentence.is_small(marks[0])):
            marks = marks[1:]
        return marks

    # --- by what they show ------------------------------------------------------

    def _about(self, marks: Marks) -> tuple[Tile, ...] | None:
        """Tiles whose title has all the words, or that ask what the words ask; None: the words
        mean nothing."""
        text = " ".join(self._sentence.text_of((mark,)) for mark in marks)
        if not text:
            return None
        lexicon = self._desk.lexicon
        said = set(lemmas_of(text, lexicon))
        titled = [t for t in self._desk.tiles if said <= set(lemmas_of(t.title, lexicon))]
        reading = self._desk.read(self._whole(marks))
        asked = self._desk._asked(reading) if isinstance(reading, Question) else None
        if asked is None:
            return tuple(titled) or None
        about = [
            t for t in self._desk.tiles
            if t.query is not None and _asks(t.query, asked.query, measured=asked.named)
        ]  # fmt: skip
        exact = [t for t in about if t.query and _same_subject(t.query, asked.query)]
        found = titled if titled and len(titled) < len(about or titled) else about or titled
        if len(exact) == 1 and len(found) > 1 and asked.query.groups:
            found = exact
        return tuple(found)

    def _whole(self, marks: Marks) -> str:
        """The words as they stand, with what joins them."""
        start = self._marks.index(marks[0])
        end = self._marks.index(marks[-1]) + 1
        between = [m for m in self._marks[start:end] if not self._is_structure(m)]
        return " ".join(self._sentence.text_of((mark,)) for mark in between)


def _of_type(tiles: tuple[Tile, ...], chart: ChartType | None) -> tuple[Tile, ...]:
    exact = tuple(tile for tile in tiles if tile.chart is chart)
    family = _FAMILIES.get(chart, {chart}) if chart else set()
    return (
        exact if chart not in _FAMILIES and exact else tuple(t for t in tiles if t.chart in family)
    )


def _asks(query: SemanticQuery, said: SemanticQuery, *, measured: bool) -> bool:
    """Whether a tile asks all that the words say."""
    if measured and not {m.value for m in said.measures} <= {m.value for m in query.measures}:
        return False
    if not set(said.groups) <= set(query.groups) or not set(said.filters) <= set(query.filters):
        return False
    if said.columns and said.columns != query.columns:
        return False
    if said.time is not None and said.time != query.time:
        return False
    says_something = measured or said.groups or said.filters or said.time or said.limit
    return bool(says_something) and (said.limit is None or query.limit is not None)


def _same_subject(query: SemanticQuery, said: SemanticQuery) -> bool:
    same_groups = set(said.groups) == set(query.groups)
    return same_groups and (said.limit is None) == (query.limit is None)


def _is_plural(mark: Mark, sentence: Sentence) -> bool:
    last = mark.words[-1]
    return last.norm != last.lemma and not sentence.lexicon.stems
