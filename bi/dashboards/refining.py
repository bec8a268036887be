"""What a tile asks, changed by a sentence that the engine reads as a follow-up: "by quarter"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bi.catalog.wording import enumerated, title_of
from bi.dashboards.desk import Ambiguous, Desk, NotRead
from bi.dashboards.edits import ChangeChart, ChangeQuery, Edit
from bi.dashboards.periods import moving_period_of
from bi.dashboards.referring import Referring, which
from bi.dashboards.sentence import Marks, Sentence
from bi.model.dashboard import Tile
from bi.model.reading import ChartWish, Question
from bi.model.semantic import SemanticQuery, TimeGroup


@dataclass(frozen=True, slots=True)
class Refined:
    """`natural`: it changes what was there of the same sort, such as months to quarters.

    `edit` None: the tile is so already.
    """

    tile: Tile
    edit: Edit | None
    natural: bool


class Refining:
    def __init__(self, sentence: Sentence, desk: Desk, referring: Referring) -> None:
        self._sentence = sentence
        self._desk = desk
        self._referring = referring

    def refined(
        self, marks: Marks, *, lead: bool, pointed: bool, verb: str = "", shows: bool = False
    ) -> tuple[tuple[Tile, Edit], ...]:
        """The change and the tile it is said of; none: it is nothing that the engine knows.

        `lead`: the tile may be named first ("make revenue monthly"). `pointed`: where none is
        named, the one that was spoken of is meant, or any that it fits. `verb` is part of the
        change. `shows`: only a chart that is called one is meant, as "show revenue by month" is
        a question. Raises Ambiguous, NotRead.
        """
        marks = self._without_old_number(marks)
        splits = self._followed(marks)
        if lead:
            splits = [*self._led(marks, whole=bool(verb)), *splits]
        for reference, change in splits:
            if reference[-1].separates or change[0].separates:
                continue
            ended = self._sentence.ended(reference)
            if verb and ended and ended[-1].has("WITH", "BY", "AT", "INTO", "TO", "OF"):
                continue
            if (shows or _is_ordinal(reference)) and not _is_chart(reference):
                continue
            found = self._referring.found(reference)
            if found is None or not found.tiles or (found.pointed and not self._points(reference)):
                continue
            if found.all and len(found.tiles) > 1:
                if several := self._of_all(found.tiles, self._with(verb, change)):
                    return several
                continue
            refined = self._of_tiles(found.tiles, reference, self._with(verb, change))
            if refined is not None and refined.edit is not None:
                return ((refined.tile, refined.edit),)
        refined = self._of_focus(self._with(verb, marks)) if pointed else None
        return ((refined.tile, refined.edit),) if refined and refined.edit else ()

    def on(self, tile: Tile, text: str) -> Edit | None:
        """The change of one tile. Raises NotRead where it is so already."""
        refined = self._change(tile, text)
        if refined is not None and refined.edit is None:
            raise NotRead(f"“{tile.title}” is so already.")
        return refined.edit if refined else None

    def _points(self, reference: Marks) -> bool:
        return any(m.has("IT", "TILE") for m in reference)

    def _led(self, marks: Marks, *, whole: bool) -> list[tuple[Marks, Marks]]:
        """The longest reference first; the change keeps its small words ("this month")."""
        splits = [(marks[:n], marks[n:]) for n in range(len(marks) - 1, 0, -1)]
        trimmed = self._sentence.trimmed
        kept = [
            (r, c if whole else self._changed(c))
            for r, c in splits
            if trimmed(r) or self._points(r)
        ]
        return [(reference, change) for reference, change in kept if change]

    def _changed(self, marks: Marks) -> Marks:
        while len(marks) > 1 and (marks[0].has("INTO") or self._sentence.is_small(marks[0])):
            marks = marks[1:]
        return marks

    def _followed(self, marks: Marks) -> list[tuple[Marks, Marks]]:
        """ "Only Technology in the top products"."""
        return [
            (marks[at + 1 :], marks[:at])
            for at in range(len(marks) - 1, 0, -1)
            if marks[at].has("AT") and self._sentence.trimmed(marks[at + 1 :])
        ]

    def _of_all(self, tiles: tuple[Tile, ...], text: str) -> tuple[tuple[Tile, Edit], ...]:
        """ "Make everything monthly": what is so already stays; all others must take it."""
        changes = [(tile, self._change(tile, text)) for tile in tiles]
        cannot = [f"“{tile.title}”" for tile, change in changes if change is None]
        if len(cannot) == len(tiles):
            return ()
        if cannot:
            raise NotRead(f"“{text}” cannot be asked of {enumerated(cannot)}.", (text,))
        return tuple((one, change.edit) for one, change in changes if change and change.edit)

    def _with(self, verb: str, change: Marks) -> str:
        return f"{verb} {self._sentence.text_of(change)}".strip()

    def _of_tiles(self, tiles: tuple[Tile, ...], said: Marks, text: str) -> Refined | None:
        refined = [one for tile in tiles if (one := self._change(tile, text)) is not None]
        if not refined:
            return None
        slot = f"tile:{self._sentence.text_of(said).lower()}"
        chosen = self._desk.chosen.get(slot)
        if isinstance(chosen, Tile):
            return next((one for one in refined if one.tile.id == chosen.id), None)
        natural = [one for one in refined if one.natural]
        as_it_is = [one for one in refined if one.edit is None]
        refined = [one for one in refined if one.edit is not None]
        if as_it_is and not natural:
            raise NotRead(f"“{as_it_is[0].tile.title}” is so already.")
        if len(refined) > 1 and len(natural) == 1:
            refined = natural
        if len(refined) == 1:
            return refined[0]
        name = self._sentence.text_of(said)
        raise Ambiguous(which(name), slot, tuple(r.tile for r in refined))

    def _of_focus(self, text: str) -> Refined | None:
        if not text:
            return None
        found = self._referring.found(())
        if found is None or not found.tiles or self._stands_alone(text, found.tiles[0]):
            return None
        return self._of_tiles(found.tiles, (), text)

    def _stands_alone(self, text: str, tile: Tile) -> bool:
        """Whether the sentence is a question of its own, whatever was asked before."""
        reading = self._desk.read(text, tile.query)
        return isinstance(reading, Question) and not reading.refines

    def _change(self, tile: Tile, text: str) -> Refined | None:
        desk = self._desk
        try:
            tile = desk.tile_now(tile)
        except NotRead:
            return None
        if tile.query is None:
            return None
        reading = desk.read(text, tile.query, refine=True, drawn=tile.options)
        if isinstance(reading, ChartWish):
            return Refined(tile, ChangeChart((tile.id,), reading.chart, reading.options), True)
        if not isinstance(reading, Question) or not self._is_change(text, tile.query, reading):
            return None
        if reading.query == tile.query:
            return Refined(tile, None, False)
        if reading.query.columns and not tile.query.columns:
            return None  # rows in place of figures are asked for by a question of their own
        catalog = desk.catalog
        kept_title = tile.title != title_of(tile.query, catalog)
        title = tile.title if kept_title else title_of(reading.query, catalog)
        moving = moving_period_of(reading.query.time)
        edit = ChangeQuery(tile.id, reading.query, title, reading.chart, reading.options, moving)
        return Refined(tile, edit, _same_sort(tile.query, reading.query))

    def _is_change(self, text: str, query: SemanticQuery, reading: Question) -> bool:
        """Not a question of its own, that the engine was only told to take as a change."""
        free = self._desk.read(text, query)
        return isinstance(free, Question) and free.refines and free.query == reading.query

    def _without_old_number(self, marks: Marks) -> Marks:
        """ "Top 10 instead of 5": what it was is no part of what it shall be."""
        for at, mark in enumerate(marks):
            if (
                mark.has("INSTEAD")
                and at
                and at + 1 < len(marks)
                and marks[at + 1].number is not None
            ):
                return (*marks[:at], *marks[at + 2 :])
        return marks


def _is_ordinal(reference: Marks) -> bool:
    """ "Last" of "last year" is no chart."""
    return any(mark.ordinal is not None for mark in reference)


def _is_chart(reference: Marks) -> bool:
    return any(m.has("TILE", "IT") or m.chart is not None for m in reference)


def _same_sort(before: SemanticQuery, after: SemanticQuery) -> bool:
    """Whether only a width of time, a number of rows or a condition of a kind that was there
    changes."""
    if before.limit and after.limit and before.limit != after.limit:
        return before.groups == after.groups
    timed = [n for n, group in enumerate(before.groups) if isinstance(group, TimeGroup)]
    if timed and len(before.groups) == len(after.groups):
        kept = [g for n, g in enumerate(before.groups) if n not in timed]
        return replace(after, groups=before.groups) == before and all(
            g in after.groups for g in kept
        )
    return False
