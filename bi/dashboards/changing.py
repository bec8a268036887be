"""Commands that change a dashboard, read into typed edits."""

from __future__ import annotations

from dataclasses import replace

from bi.catalog.wording import title_of
from bi.dashboards.commands import Command
from bi.dashboards.desk import Desk, NotRead
from bi.dashboards.edits import (
    AddTile,
    ChangeChart,
    ChangeQuery,
    DuplicateTile,
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
from bi.dashboards.filtering import Conditions, FilterReader, filters_of
from bi.dashboards.parts import PartReader
from bi.dashboards.referring import Referring
from bi.dashboards.refining import Refining
from bi.dashboards.sentence import Mark, Marks, Sentence, first_with, split
from bi.model.dashboard import GRID_COLUMNS, DateFilter, Tile, ValueFilter

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


class ChangeReader:
    """Reads one command after the other; each is done on the desk at once."""

    def __init__(self, sentence: Sentence, desk: Desk) -> None:
        self._sentence = sentence
        self._desk = desk
        self._referring = Referring(sentence, desk)
        self._refining = Refining(sentence, desk, self._referring)
        self._filters = FilterReader(sentence, desk)

    def read(self, command: Command) -> bool:
        """Whether it is a change; its edits are then on the desk. Raises NotRead, Ambiguous."""
        rules = (
            self._filter_noun,
            self._excluding,
            self._filtering,
            self._rename,
            self._resize,
            self._move,
            self._swap,
            self._duplicate,
            self._replace,
            self._instead,
            self._remove,
            self._add,
            self._chart,
            self._measured,
            self._only,
            self._condition,
            self._refine,
        )
        return any(rule(command) for rule in rules)

    # --- filters ------------------------------------------------------------------

    def _filter_noun(self, command: Command) -> bool:
        """ "Add a filter for region", "set the date filter to 2024", "remove the filters"."""
        if not command.names("FILTERS") or command.does("FILTERING"):
            return False
        if command.does("REMOVE"):
            removed = self._filters.named(command.rest)
            self._desk.do(RemoveFilters(tuple(one.id for one in removed)))
            return True
        if command.does("CHANGE", "MOVE", "RENAME", "SWAP") and self._set_filter(command.rest):
            return True
        if not command.does("ADD", "CREATE", "MAKE", "SHOWING", "CHANGE") and command.verb:
            return False
        if command.does("ADD", "CREATE", "MAKE", "SHOWING") and not self._all_filters(command.rest):
            return False
        for part in self._filter_parts(command.rest):
            conditions = self._filters.set_conditions(part)
            self._check_new(conditions)
            self._limit(conditions, part)
        return True

    def _check_new(self, conditions: Conditions) -> None:
        """A filter that is there already is not opened by asking for one."""
        filters = self._desk.now.filters if self._desk.now else ()
        for one in filters:
            dates = isinstance(one, DateFilter) and conditions.dates and conditions.time is None
            values = isinstance(one, ValueFilter) and one.column in conditions.open_
            if dates or values:
                raise NotRead(
                    f"There is a filter “{one.title}” already; say what to set it to, or remove it."
                )

    def _all_filters(self, marks: Marks) -> bool:
        return all(any(m.has("FILTERS") for m in part) for part in self._filter_parts(marks))

    def _filter_parts(self, marks: Marks) -> list[Marks]:
        """Parts with a filter of their own; "filters for region and category" is one."""
        parts: list[Marks] = []
        for part in split(marks, "AND", "COMMA"):
            is_own = any(mark.has("FILTERS") for mark in part)
            if is_own or not parts:
                parts.append(part)
            else:
                start = marks.index(parts[-1][0])
                parts[-1] = marks[start : marks.index(part[-1]) + 1]
        return parts

    def _set_filter(self, marks: Marks) -> bool:
        noun = first_with(marks, "FILTERS")
        assert noun is not None
        at = next((n for n in range(noun + 1, len(marks)) if marks[n].has("INTO", "TO")), None)
        if at is None:
            return False
        value = self._filters.conditions(marks[at + 1 :])
        named = marks[:at]
        if not self._sentence.telling(tuple(m for m in named if not m.has("FILTERS"))):
            self._limit(value, marks)
            return True
        if any(mark.has("DATES") for mark in named):
            if value.time is None and not value.dates:
                said = self._sentence.said(marks[at + 1 :])
                raise NotRead(f"“{said}” is no period.", (said,))
            self._limit(value, marks)
            return True
        filters = self._filters.named_if_any(named)
        if not filters:
            return self._add_named(named, value, marks)
        if len(filters) != 1:
            raise NotRead("Which filter is meant? Name the column that it is on.")
        before = filters[0]
        new = filters_of(value, self._desk, self._desk.now)
        if [one.id for one in new] != [before.id]:
            said = self._sentence.said(marks[at + 1 :])
            raise NotRead(f"“{said}” is no value of “{before.title}”.", (said,))
        self._limit(value, marks)
        return True

    def _add_named(self, named: Marks, value: Conditions, marks: Marks) -> bool:
        """ "Change the region filter to West", where there is none yet: it is put in."""
        wanted = self._filters.conditions(named)
        if not value.values or {one.column for one in value.values} != set(wanted.open_):
            self._filters.named(named)
            return False
        self._limit(value, marks)
        return True

    def _limit(self, conditions: Conditions, marks: Marks) -> None:
        """The dashboard is limited to this. Raises NotRead where it says nothing."""
        desk = self._desk
        if conditions.says_nothing:
            said = self._sentence.said(marks)
            raise NotRead(
                "What shall be filtered by? Name a period, a column or a value.",
                (said,) if said else (),
            )
        for one in filters_of(conditions, desk, desk.now):
            desk.do(SetFilter(one))

    def _filtering(self, command: Command) -> bool:
        """ "Filter everything to 2024", "limit the top products to 5"."""
        if not command.does("FILTERING"):
            return False
        rest = command.rest
        for at in range(len(rest) - 1, -1, -1):
            if not rest[at].has("INTO", "BY", "AT", "ONLY", "TO"):
                continue
            left, right = rest[:at], rest[at + 1 :]
            if not self._sentence.trimmed(right):
                continue
            if self._is_everything(left):
                continue
            found = self._referring.found(left)
            if found is not None and found.tiles:
                return self._limit_tile(self._referring.one(left), right)
        conditions = self._filters.conditions(self._unnamed(rest))
        self._check_new(conditions)
        self._limit(conditions, rest)
        return True

    def _excluding(self, command: Command) -> bool:
        """ "Filter out the West": all other values; "exclude the pie chart": that chart."""
        if not command.does("EXCLUDING"):
            return False
        rest = self._sentence.ended(command.rest)
        if any(m.has("TILE", "TILES") or m.chart is not None for m in rest):
            return False
        conditions = self._filters.conditions(self._unnamed(rest))
        if not conditions.values or conditions.time is not None or conditions.open_:
            said = self._sentence.said(rest)
            raise NotRead(f"“{said}” is no value that could be left out.", (said,))
        others = tuple(self._filters.others(one) for one in conditions.values)
        self._limit(replace(conditions, values=others), rest)
        return True

    def _is_everything(self, marks: Marks) -> bool:
        telling = [m for m in marks if not self._sentence.is_small(m)]
        whole = all(
            m.has("EVERYTHING", "DASHBOARD", "BOARD", "ON_BOARD", "TILES", "ONLY", "BY", "AT", "THEM", "POINTING")
            or (m.has("IT") and self._desk.tile_id is None)
            for m in telling
        )  # fmt: skip
        return whole

    def _unnamed(self, marks: Marks) -> Marks:
        """Without what only says that all is meant."""
        start = 0
        while start < len(marks) - 1 and (
            marks[start].has("EVERYTHING", "DASHBOARD", "BOARD", "TILES", "BY", "INTO", "TO", "AT", "ONLY", "THEM", "IT", "PARTICLE")
            or self._sentence.is_small(marks[start])
        ) and not self._is_pointing_at_time(marks[start:]):  # fmt: skip
            start += 1
        return marks[start:]

    def _is_pointing_at_time(self, marks: Marks) -> bool:
        """ "This month": the pronoun belongs to what follows."""
        return (
            len(marks) > 1
            and marks[0].has("POINTING")
            and not self._sentence.is_small(marks[1])
            and not marks[1].has(
                "INTO", "TO", "BY", "AT", "ONLY", "DASHBOARD", "BOARD", "TILE", "TILES"
            )
        )

    def _limit_tile(self, tile: Tile, change: Marks) -> bool:
        number = change[-1].number if len(self._sentence.telling(change)) == 1 else None
        tile = self._desk.tile_now(tile)
        if number is not None and tile.query is not None and tile.query.limit is not None:
            query = replace(tile.query, limit=replace(tile.query.limit, count=number))
            title = title_of(query, self._desk.catalog)
            edit = ChangeQuery(tile.id, query, title, moving=tile.moving)
            self._desk.do(edit, tile.id)
            return True
        return self._refine_one(tile, change)

    def _refine_one(self, tile: Tile, change: Marks) -> bool:
        said = self._sentence.said(change)
        edit = self._refining.on(tile, self._sentence.text_of(change))
        if edit is None:
            raise NotRead(f"“{said}” changes nothing about “{tile.title}” that I know of.", (said,))
        self._desk.do(edit, tile.id)
        return True

    def _only(self, command: Command) -> bool:
        """ "Only West on the dashboard": a filter, where no one chart is meant."""
        marks = command.rest
        if command.verb is not None and not command.does("SHOWING", "CHANGE"):
            return False
        if not marks or not any(mark.has("ONLY") for mark in marks):
            return False
        everywhere = any(mark.has("ON_BOARD", "EVERYTHING") for mark in marks)
        if not everywhere:
            pointed = self._desk.focus is not None
            refined = self._refining.refined(marks, lead=True, pointed=pointed)
            if refined is not None:
                tile, edit = refined
                self._desk.do(edit, tile.id)
                return True
        kept = tuple(m for m in marks if not m.has("ON_BOARD", "EVERYTHING"))
        self._limit(self._filters.conditions(self._unnamed(kept)), marks)
        return True

    # --- names ----------------------------------------------------------------------

    def _rename(self, command: Command) -> bool:
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
        at = next((n for n in range(len(marks)) if (n and marks[n].has("INTO")) or (n == 0 and marks[n].has("INTO") and len(marks) > 1)), None)  # fmt: skip
        if at is not None:
            return marks[:at], self._sentence.said(marks[at + 1 :])
        for end in range(len(marks) - 1, 0, -1):
            head = marks[:end]
            pointing = any(m.has("IT", "TILE", "DASHBOARD", "BOARD") for m in head[-1:])
            if pointing:
                return head, self._sentence.said(marks[end:])
        return (), ""

    # --- places -----------------------------------------------------------------------

    def _resize(self, command: Command) -> bool:
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

    def _move(self, command: Command) -> bool:
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
                f"Where to? “{said}” names no place, such as “to the top” or “after the first chart”.",
                (said,),
            )
        return False

    def _place(self, tiles: tuple[Tile, ...], to: Position, beside: Tile | None) -> None:
        ids = tuple(tile.id for tile in tiles)
        if beside is not None and beside.id in ids:
            raise NotRead("A chart cannot be put beside itself.")
        self._desk.do(MoveTiles(ids, to, beside.id if beside else None), ids[-1])

    def _swap(self, command: Command) -> bool:
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

    # --- tiles --------------------------------------------------------------------------

    def _duplicate(self, command: Command) -> bool:
        if not command.does("DUPLICATE"):
            return False
        for tile in self._referring.some(command.rest):
            copy = self._desk.free_tile_id()
            self._desk.do(DuplicateTile(tile.id, copy), copy)
        return True

    def _replace(self, command: Command) -> bool:
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

    def _instead(self, command: Command) -> bool:
        """ "Orders by channel instead of the pie chart": another question in its place."""
        at = first_with(command.rest, "INSTEAD")
        if at is None or (not command.does("SHOWING", "CHANGE", "ADD", "MAKE") and command.verb):
            return False
        new, old = self._sentence.trimmed(command.rest[:at]), command.rest[at + 1 :]
        hollow = [m for m in self._sentence.telling(new) if not self._is_hollow(m)]
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

    def _remove(self, command: Command) -> bool:
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

    def _add(self, command: Command) -> bool:
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
        filters = [p for p in self._filter_parts(rest) if any(m.has("FILTERS") for m in p)]
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
            self._filter_noun(Command(command.verb, tail))
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
                or (found.pointed
                and not any(m.has("TILE", "IT") for m in right))
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

    # --- what a chart is and asks ----------------------------------------------------------

    def _chart(self, command: Command) -> bool:
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
                self._is_hollow(m) for n, m in enumerate(rest[:instead]) if n not in before
            ):
                return before[-1], rest[instead + 1 :]
        charts = [n for n, mark in enumerate(rest) if mark.chart is not None]
        if not charts:
            return None
        at = charts[-1]
        if not all(self._is_hollow(mark) for mark in rest[at + 1 :]):
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

    def _is_hollow(self, mark: Mark) -> bool:
        return self._sentence.is_small(mark) or mark.has(
            "TILE", "TILES", "ON_BOARD", "PARTICLE", "POINTING", "OF", "AT"
        )

    def _condition(self, command: Command) -> bool:
        """ "In 2025", "switch to 2025", "show last month": of the whole dashboard, unless a chart
        was spoken of."""
        if command.verb is None and self._desk.focus is not None:
            return False
        if command.verb is not None and not command.does("CHANGE", "SHOWING"):
            return False
        if command.does("CHANGE") and self._renewed(command.rest):
            return True
        marks = self._sentence.trimmed(
            tuple(m for m in command.rest if not m.has("DATES", "ON_BOARD", "DATA"))
        )
        while len(marks) > 1 and (
            marks[0].has("INTO", "AT", "BY") or self._is_everything(marks[:1])
        ):
            marks = self._sentence.trimmed(marks[1:])
        asked = self._desk.try_asked(self._sentence.text_of(marks)) if marks else None
        if asked is None or asked.named or asked.query.groups or asked.question.chart:
            return False
        try:
            conditions = self._filters.conditions(marks)
        except NotRead:
            return False
        if conditions.open_ or conditions.dates or conditions.says_nothing:
            return False
        self._limit(conditions, marks)
        return True

    def _renewed(self, marks: Marks) -> bool:
        """ "Change the year to 2025", "set the region to West": what is filtered by has no chart's
        name."""
        at = next((n for n in range(1, len(marks) - 1) if marks[n].has("INTO", "TO")), None)
        if at is None:
            return False
        named = [m for m in self._sentence.telling(marks[:at]) if not m.has("POINTING")]
        try:
            value = self._filters.conditions(marks[at + 1 :])
        except NotRead:
            return False
        grains = {form for forms in self._desk.lexicon.phrases["grains"].values() for form in forms}
        of_time = bool(named) and all(
            m.has("DATES") or m.words[0].norm in grains for m in named
        )  # fmt: skip
        if of_time and value.time is not None and not value.values:
            self._limit(value, marks)
            return True
        if not named or not value.values or value.time is not None:
            return False
        try:
            column = self._filters.conditions(marks[:at])
        except NotRead:
            return False
        if set(column.open_) != {one.column for one in value.values}:
            return False
        self._limit(value, marks)
        return True

    def _measured(self, command: Command) -> bool:
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

    def _refine(self, command: Command) -> bool:
        if command.verb is not None and not command.does("CHANGE", "SORTING", "SHOWING"):
            return False
        rest = self._sentence.ended(command.rest)
        sorts = command.does("SORTING") and command.verb is not None
        verb = self._sentence.text_of((command.verb,)) if sorts and command.verb else ""
        shows = command.does("SHOWING") and not command.does("CHANGE")
        refined = self._refining.refined(
            rest, lead=command.verb is not None, pointed=not shows, verb=verb, shows=shows
        )
        if refined is None:
            return False
        tile, edit = refined
        self._desk.do(edit, tile.id)
        return True
