"""A new dashboard from words: "sales dashboard for 2024: revenue by month, by region"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bi.catalog.wording import capital, enumerated, label_of, title_of, value_name
from bi.dashboards.commands import Command
from bi.dashboards.composing import Topic, days_of, default_topic, queries_for
from bi.dashboards.desk import Ambiguous, Asked, Desk, NotRead
from bi.dashboards.editing import apply
from bi.dashboards.edits import SetFilter
from bi.dashboards.filtering import Conditions, FilterReader, filters_of
from bi.dashboards.outcome import Create
from bi.dashboards.parts import PartReader
from bi.dashboards.placing import UNPLACED, is_figure, laid_out
from bi.dashboards.sentence import Marks, Sentence, first_with, split
from bi.model.chart import ChartType
from bi.model.dashboard import Dashboard, Tile
from bi.model.semantic import DimensionGroup, Filter, Operator, SemanticQuery
from bi.model.words import mid_sentence


@dataclass(frozen=True, slots=True)
class _Head:
    """What is said of the dashboard as a whole: its subject, title, and what limits it."""

    asked: Asked | None
    title: str
    conditions: Conditions

    @property
    def subject(self) -> SemanticQuery | None:
        if self.asked is None or not self.asked.named or not self.asked.query.measures:
            return None
        return SemanticQuery(measures=self.asked.query.measures)


class CreateReader:
    def __init__(self, sentence: Sentence, desk: Desk) -> None:
        self._sentence = sentence
        self._desk = desk
        self._filters = FilterReader(sentence, desk)

    def wants_one(self, command: Command) -> bool:
        """Whether it asks for a new dashboard, not for something on the one there is."""
        rest = command.rest
        at = first_with(rest, "DASHBOARD", "BOARD")
        if at is None:
            return False
        if command.does("CREATE"):
            return True
        if command.verb is not None and not command.does("MAKE", "SHOWING"):
            return False
        return not self._is_definite(self._sentence.marks.index(rest[at]))

    def _is_definite(self, at: int) -> bool:
        """ "The dashboard", "this dashboard": the one that there is."""
        if self._desk.dashboard is None or at == 0:
            return False
        before = self._sentence.marks[at - 1]
        points = self._sentence.is_small(before) or before.has("POINTING", "EVERYTHING")
        return points and not before.has("NEW")

    def create(self, marks: Marks) -> Create:
        """Raises NotRead, Ambiguous."""
        head_marks, list_marks = self._parts(marks)
        head = self._named_or_about(head_marks, bool(list_marks))
        listed = self._listed(list_marks, head) if list_marks else []
        tiles = listed or self._composed(head)
        title = head.title or (self._title_of(tiles) if listed else "")
        title = title or self._desk.catalog.datasource.title
        dashboard = Dashboard(title, self._desk.catalog.datasource.id)
        dashboard = replace(dashboard, tiles=_placed(tiles))
        self._desk.now = dashboard
        for one in filters_of(head.conditions, self._desk, None):
            dashboard = apply(SetFilter(one), dashboard)
        for part in self._filter_parts(list_marks):
            for one in filters_of(self._filters.conditions(part), self._desk, dashboard):
                dashboard = apply(SetFilter(one), dashboard)
        return Create(dashboard, composed=not listed)

    def of_parts(self, marks: Marks) -> Create:
        """A plain question, or several, as a dashboard of their own."""
        tiles = PartReader(self._sentence, self._desk).tiles(marks)
        title = tiles[0].title if len(tiles) == 1 else self._title_of(tiles)
        dashboard = Dashboard(title, self._desk.catalog.datasource.id)
        return Create(replace(dashboard, tiles=_placed(tiles)))

    def _title_of(self, tiles: Sequence[Tile]) -> str:
        values = {m.value: None for t in tiles if t.query for m in t.query.measures}
        names = [value_name(value, self._desk.catalog) for value in values]
        return capital(enumerated([names[0], *map(mid_sentence, names[1:3])])) if names else ""

    # --- the sentence in its two halves ---------------------------------------------

    def _parts(self, marks: Marks) -> tuple[Marks, Marks]:
        """What the dashboard is about, and what it shall show."""
        colon = next((n for n, mark in enumerate(marks) if mark.colon and n), None)
        if colon is not None:
            return marks[:colon], marks[colon:]
        noun = _noun(marks)
        assert noun is not None
        for at in range(noun + 1, len(marks)):
            if marks[at].has("TITLED"):
                continue
            if marks[at].has("WITH") and not marks[at].has("ABOUT"):
                return marks[:at], marks[at + 1 :]
            if marks[at].has("COMMA") and self._are_subjects(marks[noun + 1 :]):
                return marks, ()
            if (marks[at].stop or marks[at].has("COMMA")) and at > noun:
                follows = marks[at + 1 :] if marks[at].has("COMMA") else marks[at:]
                return marks[:at], self._without_with(follows)
        return (
            (marks, ()) if not self._is_list(marks[noun + 1 :]) else self._listed_after(marks, noun)
        )

    def _are_subjects(self, marks: Marks) -> bool:
        """ "An overview of orders, revenue and profit": what it is about, and no list of charts."""
        if not self._sentence.trimmed(marks)[0].has("ABOUT", "OF"):
            return False
        asked = self._desk.try_asked(self._sentence.text_of(self._without_with(marks)))
        return asked is not None and len(asked.query.measures) > 1 and not asked.query.groups

    def _listed_after(self, marks: Marks, noun: int) -> tuple[Marks, Marks]:
        return marks[: noun + 1], self._without_with(marks[noun + 1 :])

    def _is_list(self, marks: Marks) -> bool:
        """ "A dashboard of orders by channel as a pie chart and revenue by month"."""
        marks = self._sentence.trimmed(marks)
        while marks and marks[0].has("ABOUT", "OF", "AT") and len(marks) > 1:
            marks = self._sentence.trimmed(marks[1:])
        if not marks or any(mark.has("TITLED") for mark in marks):
            return False
        if not any(mark.chart is not None or mark.separates for mark in marks):
            return False
        try:
            tiles = PartReader(self._sentence, self._desk).tiles(marks)
        except (NotRead, Ambiguous):
            return False
        return (
            any(tile.chart for tile in tiles)
            or sum(bool(tile.query and tile.query.groups) for tile in tiles) > 1
        )

    def _without_with(self, marks: Marks) -> Marks:
        kept = self._sentence.trimmed(marks)
        while len(kept) > 1 and kept[0].has("WITH", "SHOWING", "ADD", "ABOUT", "OF"):
            kept = self._sentence.trimmed(kept[1:])
        return kept

    def _named_or_about(self, marks: Marks, listed: bool) -> _Head:
        """Where the charts are listed, words before "dashboard" that mean nothing in the data are
        its name: "marketing dashboard: …"."""
        try:
            return self._head(marks)
        except (NotRead, Ambiguous):
            at = _noun(marks)
            if not listed or not at or any(word.number for m in marks[:at] for word in m.words):
                raise
            named = self._sentence.trimmed(marks[:at])
            if not named:
                raise
            head = self._head(marks[at:])
            return replace(head, title=capital(self._sentence.said((*named, marks[at]))))

    def _head(self, marks: Marks) -> _Head:
        at = _noun(marks)
        if at is None:
            return self._about(self._sentence.trimmed(marks), "", "")
        before = self._sentence.trimmed(marks[:at])
        while before and before[0].has("WITH", "ABOUT", "OF"):
            before = self._sentence.trimmed(before[1:])
        named = before
        before = tuple(m for m in before if not m.has("GENERAL", "BOARD", "POINTING"))
        after, title = self._titled(marks[at + 1 :])
        after = self._sentence.trimmed(tuple(m for m in after if not m.has("DASHBOARD", "BOARD")))
        while after and after[0].has("ABOUT", "OF", "AT") and len(after) > 1 and not before:
            after = self._sentence.trimmed(after[1:])
        after = tuple(m for m in after if not m.has("GENERAL")) if not before else after
        text_before, text_after = self._words(before), self._words(after)
        if not title and self._names(text_before):
            title = capital(self._sentence.said((*named, marks[at]))) if before else ""
        return self._about((*before, *after), title, f"{text_before} {text_after}".strip())

    def _words(self, marks: Marks) -> str:
        """Of marks that need not be neighbours."""
        return " ".join(self._sentence.text_of((mark,)) for mark in marks)

    def _names(self, text: str) -> bool:
        """Whether what stands before the noun is a subject, which names the dashboard."""
        return not text or self._desk.try_asked(text) is not None

    def _titled(self, marks: Marks) -> tuple[Marks, str]:
        quoted = first_with(marks, "TITLED")
        if quoted is None or quoted + 1 >= len(marks):
            return marks, ""
        following = marks[quoted + 1]
        if following.quote is not None:
            return (*marks[:quoted], *marks[quoted + 2 :]), following.quote.text
        return marks[:quoted], self._sentence.said(marks[quoted + 1 :])

    def _about(self, marks: Marks, title: str, text: str) -> _Head:
        catalog = self._desk.catalog
        if not marks:
            return _Head(None, title, Conditions())
        asked = self._desk.asked(text or self._sentence.text_of(marks))
        query = asked.query
        plain = tuple(one for one in query.filters if one.operator is Operator.IN)
        if not title:
            bare = replace(query, filters=(), time=None)
            if query.columns:
                labels = [label_of(column, catalog) for column in query.columns]
                return _Head(asked, capital(enumerated(labels)), Conditions(query.time, plain))
            title = title_of(bare, catalog) if asked.named or query.groups else ""
        return _Head(asked, title, Conditions(query.time, plain))

    # --- tiles ----------------------------------------------------------------------

    def _listed(self, marks: Marks, head: _Head) -> list[Tile]:
        filters = self._filter_parts(marks)
        wanted = marks
        if filters:
            left = [p for p in split(marks, "AND", "COMMA") if p not in filters]
            if not left:
                return []
            wanted = marks[: marks.index(filters[0][0])]
            if not self._sentence.trimmed(wanted):
                raise NotRead("Name the charts first, then the filters.")
        return PartReader(self._sentence, self._desk, head.subject).tiles(wanted)

    def _filter_parts(self, marks: Marks) -> list[Marks]:
        return [p for p in split(marks, "AND", "COMMA") if any(m.has("FILTERS") for m in p)]

    def _composed(self, head: _Head) -> list[Tile]:
        """By what the head is about; its own question comes first if it is more than measures."""
        catalog, profile = self._desk.catalog, self._desk.engine.profile
        topic = self._topic(head)
        queries = list(queries_for(topic, catalog, profile)) if topic else []
        if head.asked is not None and head.asked.query.groups:
            own = replace(head.asked.query, time=None, filters=self._unlisted(head))
            if own not in queries:
                queries.insert(sum(map(is_figure, queries)), own)
        if not queries:
            raise NotRead("There is nothing in the catalog that a dashboard could show.")
        return [
            Tile("", title_of(q, catalog), q, UNPLACED, ChartType.KPI if is_figure(q) else None)
            for q in queries
        ]

    def _unlisted(self, head: _Head) -> tuple[Filter, ...]:
        assert head.asked is not None
        return tuple(f for f in head.asked.query.filters if f not in head.conditions.values)

    def _topic(self, head: _Head) -> Topic | None:
        fixed = frozenset(f.column for f in head.conditions.values if len(f.values) == 1)
        days = days_of(head.conditions.time)
        query = head.asked.query if head.asked else SemanticQuery()
        by = tuple(g.column for g in query.groups if isinstance(g, DimensionGroup))
        by = (*by, *query.columns)
        if head.subject is not None:
            values = tuple(measured.value for measured in head.subject.measures)
            return Topic(values, by, days, fixed)
        topic = default_topic(self._desk.catalog)
        return replace(topic, by=by, days=days, fixed=fixed) if topic else None


def _noun(marks: Marks) -> int | None:
    """Where the dashboard is named: in "sales overview dashboard" by the last word."""
    at = first_with(marks, "DASHBOARD")
    return first_with(marks, "BOARD") if at is None else at


def _placed(tiles: Sequence[Tile]) -> tuple[Tile, ...]:
    """Laid out, and numbered as they are read."""
    apart = [replace(tile, id=f"t{number}") for number, tile in enumerate(tiles, start=1)]
    return tuple(
        replace(tile, id=f"t{number}") for number, tile in enumerate(laid_out(apart), start=1)
    )
