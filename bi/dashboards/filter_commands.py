"""Commands about filters: "filter everything to 2024", "only West", "remove the date filter"."""

from __future__ import annotations

from dataclasses import replace

from bi.catalog.wording import title_of
from bi.dashboards.commands import Command
from bi.dashboards.desk import Desk, NotRead
from bi.dashboards.edits import ChangeQuery, RemoveFilters, SetFilter
from bi.dashboards.filtering import Conditions, filters_of
from bi.dashboards.sentence import Marks, Sentence, first_with, split
from bi.dashboards.tools import Tools
from bi.model.dashboard import DateFilter, Tile, ValueFilter
from bi.model.semantic import SemanticQuery

# What says that all charts are meant, and what may stand before a condition.
_WHOLE = ("EVERYTHING", "DASHBOARD", "BOARD", "TILES", "BY", "AT", "ONLY", "THEM")


class FilterCommands:
    """What is shown is limited, or no longer."""

    def __init__(self, sentence: Sentence, desk: Desk, tools: Tools) -> None:
        self._sentence = sentence
        self._desk = desk
        self._referring = tools.referring
        self._refining = tools.refining
        self._filters = tools.filters

    def filter_noun(self, command: Command) -> bool:
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
        for part in self.filter_parts(command.rest):
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
        return all(any(m.has("FILTERS") for m in part) for part in self.filter_parts(marks))

    def filter_parts(self, marks: Marks) -> list[Marks]:
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

    def filtering(self, command: Command) -> bool:
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
        if self._rank_fewer(self._unnamed(rest)):
            return True
        conditions = self._filters.conditions(self._unnamed(rest))
        self._check_new(conditions)
        self._limit(conditions, rest)
        return True

    def excluding(self, command: Command) -> bool:
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
        return all(
            self._sentence.is_small(mark)
            or mark.has(*_WHOLE, "ON_BOARD", "POINTING")
            or (mark.has("IT") and self._desk.tile_id is None)
            for mark in marks
        )

    def _unnamed(self, marks: Marks) -> Marks:
        """Without what only says that all is meant."""
        start = 0
        while (
            start < len(marks) - 1
            and (
                marks[start].has(*_WHOLE, "INTO", "TO", "IT", "PARTICLE")
                or self._sentence.is_small(marks[start])
            )
            and not self._is_pointing_at_time(marks[start:])
        ):
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

    def only(self, command: Command) -> bool:
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
            if refined:
                for tile, edit in refined:
                    self._desk.do(edit, tile.id)
                return True
        kept = tuple(m for m in marks if not m.has("ON_BOARD", "EVERYTHING"))
        if not everywhere and self._rank_fewer(self._unnamed(kept)):
            return True
        self._limit(self._filters.conditions(self._unnamed(kept)), marks)
        return True

    def _rank_fewer(self, marks: Marks) -> bool:
        """ "Only the top 5 products", where one chart ranks the products."""
        found = []
        for tile in self._desk.tiles:
            before = tile.query
            if before is None or before.limit is None or not before.measures:
                continue
            subject = SemanticQuery(measures=before.measures)
            asked = self._desk.try_asked(self._sentence.text_of(marks), subject)
            if asked is None or asked.query.limit is None:
                continue
            query = replace(before, limit=asked.query.limit)
            if asked.query == replace(
                subject, groups=query.groups, order=query.order, limit=query.limit
            ):
                found.append((tile, query))
        if len(found) != 1:
            return False
        tile, query = found[0]
        title = title_of(query, self._desk.catalog)
        self._desk.do(ChangeQuery(tile.id, query, title, moving=tile.moving), tile.id)
        return True

    def condition(self, command: Command) -> bool:
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
