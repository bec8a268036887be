"""What tiles shall show: "revenue by month, top products, by region" as one question for each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bi.catalog.wording import title_of, value_format, value_name
from bi.charts.wording import type_in_words
from bi.dashboards.desk import Ambiguous, Asked, Desk, NotRead
from bi.dashboards.periods import moving_period_of
from bi.dashboards.placing import UNPLACED
from bi.dashboards.sentence import Mark, Marks, Sentence, first_with, split
from bi.language.reach import Distance, Reach
from bi.model.chart import ChartOptions, ChartType
from bi.model.dashboard import Tile
from bi.model.semantic import DimensionGroup, SemanticQuery

_NEAR = (Distance.OWN, Distance.JOINED)


@dataclass(frozen=True, slots=True)
class Part:
    """A question, with the chart and title that were asked for."""

    asked: Asked
    chart: ChartType | None = None
    title: str | None = None

    @property
    def query(self) -> SemanticQuery:
        return self.asked.query

    @property
    def is_bare(self) -> bool:
        """Measures, and nothing else."""
        query = self.query
        return self.asked.named and bool(query.measures) and query == SemanticQuery(query.measures)


class PartReader:
    """`subject` is what a part is about that names no measure: "by region"."""

    def __init__(
        self, sentence: Sentence, desk: Desk, subject: SemanticQuery | None = None
    ) -> None:
        self._sentence = sentence
        self._desk = desk
        self._given = subject
        # Of the parts so far: the first that names a measure, and the last.
        self._first: SemanticQuery | None = None
        self._last: SemanticQuery | None = None

    def tiles(self, marks: Marks) -> list[Tile]:
        """Without ids and places. Raises NotRead, Ambiguous; at least one tile."""
        chunks = split(marks, "COMMA")
        parts: list[Part] = []
        for number, chunk in enumerate(chunks):
            if number == len(chunks) - 1 and parts and all(part.is_bare for part in parts):
                joined = self._distributed(parts, chunk)
                if joined is not None and len({self._format(part) for part in joined}) > 1:
                    parts = joined
                    continue
                whole = marks[: marks.index(chunk[-1]) + 1]
                if joined is not None and (together := self._try(whole)) is not None:
                    parts = [together]
                    continue
            parts += self._chunk(chunk)
        if not parts:
            raise NotRead("What shall it show?", suggestions=self._desk.engine.suggestions())
        return [self._tile(part) for part in parts]

    def _tile(self, part: Part) -> Tile:
        title = part.title or title_of(part.query, self._desk.catalog)
        chart = part.chart or part.asked.question.chart
        moving = moving_period_of(part.query.time)
        options = part.asked.question.options or ChartOptions()
        return Tile("", title, part.query, UNPLACED, chart, options, moving)

    # --- lists ------------------------------------------------------------------

    def _chunk(self, chunk: Marks) -> list[Part]:
        """ "Revenue by month and orders by region" are two, "revenue by month and region" one."""
        pieces = split(chunk, "AND")
        single = not any(mark.has("TILES") for mark in chunk) and (
            first_with(chunk, "TILE") is not None or self._begins_with_a_chart(chunk)
        )
        items: list[list[Marks]] = []
        for piece in pieces:
            if items and self._begins_another(items[-1], piece, single=single):
                items.append([piece])
            elif items:
                items[-1].append(piece)
            else:
                items.append([piece])
        return [part for item in items for part in self._item(item, chunk, single=single)]

    def _begins_with_a_chart(self, chunk: Marks) -> bool:
        """ "A scatter of profit and revenue by product" is one chart of both."""
        marks = self._bared(chunk)
        return bool(marks) and marks[0].chart is not None and not self._is_subject(marks)

    def _begins_another(self, before: list[Marks], piece: Marks, *, single: bool) -> bool:
        sentence = self._sentence
        marks = sentence.trimmed(piece)
        if not marks:
            return False
        if marks[0].chart is not None or marks[0].has("TILE", "TILES"):
            return True
        last = self._try(before[-1])
        if last is None or (last.is_bare and (single or last.chart is None)):
            return False
        by_itself = marks[0].words[0].norm in self._desk.lexicon.cue("BY")
        asked = self._try(marks)
        stands = asked is not None and (asked.asked.named or asked.query.limit is not None)
        return stands or (by_itself and not single)

    def _item(self, item: list[Marks], chunk: Marks, *, single: bool) -> list[Part]:
        if len(item) == 1:
            return [self._part(item[0])]
        start, end = chunk.index(item[0][0]), chunk.index(item[-1][-1]) + 1
        whole = chunk[start:end]
        heads = [self._try(one) for one in item[:-1]]
        if not single and all(head is not None and head.is_bare for head in heads):
            parts = self._spread([head for head in heads if head], item[-1])
            if parts is not None and len({self._format(part) for part in parts}) > 1:
                return parts
        return [self._part(whole)]

    def _distributed(self, bare: list[Part], last: Marks) -> list[Part] | None:
        """ "Revenue, orders and margin by region": each of them by region."""
        pieces = split(last, "AND")
        if len(pieces) < 2:
            return None
        heads = [self._try(one) for one in pieces[:-1]]
        if not all(head is not None and head.is_bare for head in heads):
            return None
        return self._spread([*bare, *(head for head in heads if head)], pieces[-1])

    def _spread(self, heads: list[Part], last: Marks) -> list[Part] | None:
        """The groups of the last part given to all; None where it is no such part."""
        tail = self._try(last)
        if tail is None or not tail.asked.named or len(tail.query.measures) != 1:
            return None
        self._check_reach(heads, tail)
        parts = [
            replace(
                head,
                asked=Asked(
                    replace(
                        head.asked.question,
                        query=replace(tail.query, measures=head.query.measures),
                        chart=tail.asked.question.chart,
                    ),
                    True,
                ),
                chart=tail.chart,
            )
            for head in heads
        ]
        return [*parts, tail]

    def _check_reach(self, heads: list[Part], tail: Part) -> None:
        reach = Reach(self._desk.catalog)
        for head in heads:
            for group in tail.query.groups:
                if not isinstance(group, DimensionGroup):
                    continue
                for measured in head.query.measures:
                    homes = reach.homes(measured.value)
                    if reach.distance(homes, group.column) not in _NEAR:
                        name = value_name(measured.value, self._desk.catalog)
                        raise NotRead(
                            f"{name} cannot be told apart by “{group.column.name}”.", (name,)
                        )

    def _format(self, part: Part) -> object:
        formats = [value_format(m.value, self._desk.catalog) for m in part.query.measures]
        return formats[0] if formats else None

    # --- one part -----------------------------------------------------------------

    def _try(self, marks: Marks) -> Part | None:
        before = self._first, self._last
        try:
            return self._part(marks)
        except (NotRead, Ambiguous):
            return None
        finally:
            self._first, self._last = before

    def part(self, marks: Marks) -> Part:
        return self._part(marks)

    def _part(self, marks: Marks) -> Part:
        marks, title = self._without_title(marks)
        marks, chart = self._without_chart(marks)
        if not marks:
            said = type_in_words(chart) if chart else "the chart"
            raise NotRead(f"What shall {said} show?", suggestions=self._desk.engine.suggestions())
        text = self._sentence.text_of(marks)
        subject = self._subject(marks)
        asked = self._desk.try_asked(text, subject) if subject else None
        if asked is None or not asked.question.refines:
            asked = self._desk.asked(text)
        if asked.named and asked.query.measures:
            self._last = SemanticQuery(measures=asked.query.measures)
            self._first = self._first or self._last
        return Part(asked, chart, title)

    def _subject(self, marks: Marks) -> SemanticQuery | None:
        """What is measured where a part does not say so: "orders by month, by region"."""
        elliptic = marks[0].words[0].norm in self._desk.lexicon.cue("BY")
        return self._given or (self._last if elliptic else self._first)

    def _without_title(self, marks: Marks) -> tuple[Marks, str | None]:
        at = first_with(marks, "TITLED")
        if at is None or at + 1 >= len(marks):
            return marks, None
        quote = marks[at + 1].quote
        if quote is not None:
            return (*marks[:at], *marks[at + 2 :]), quote.text
        return marks[:at], self._sentence.said(marks[at + 1 :])

    def _without_chart(self, marks: Marks) -> tuple[Marks, ChartType | None]:
        """ "A pie chart of orders by region", "orders by region as a pie chart"."""
        marks = self._bared(marks)
        chart: ChartType | None = None
        if marks and marks[0].chart is not None and not self._is_subject(marks):
            chart, marks = marks[0].chart, self._bared(marks[1:])
        if marks and marks[0].has("TILE", "TILES"):
            marks = self._bared(marks[1:])
            if marks and marks[0].chart is not None and len(marks) > 1:
                chart, marks = marks[0].chart, self._bared(marks[1:])
        while marks and marks[0].has("OF", "WITH") and len(marks) > 1:
            marks = self._bared(marks[1:])
        if len(marks) > 1 and marks[-1].has("TILE", "TILES") and not marks[-1].chart:
            marks = self._bared(marks[:-1])
        return self._without_last_chart(marks, chart)

    def _without_last_chart(
        self, marks: Marks, chart: ChartType | None
    ) -> tuple[Marks, ChartType | None]:
        if len(marks) < 2 or marks[-1].chart is None:
            return marks, chart
        rest = marks[:-1]
        while rest and self._sentence.is_small(rest[-1]) and not rest[-1].has("INTO"):
            rest = rest[:-1]
        if len(rest) > 1 and rest[-1].has("INTO", "WITH", "AT"):
            return self._bared(rest[:-1]), marks[-1].chart
        return marks, chart

    def _is_subject(self, marks: Marks) -> bool:
        """Whether what could be a type of chart is the name of a measure or dimension here."""
        return (
            len(marks) > 1
            and self._desk.try_asked(self._sentence.text_of(marks)) is not None
            and (self._begins_a_name(marks))
        )

    def _begins_a_name(self, marks: Marks) -> bool:
        first: Mark = marks[0]
        alone = self._desk.read(self._sentence.text_of((first,)))
        return getattr(alone, "kind", "") == "question"

    def _bared(self, marks: Marks) -> Marks:
        kept = tuple(mark for mark in marks if not mark.has("ON_BOARD"))
        return self._sentence.trimmed(kept)
