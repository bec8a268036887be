"""What is known of a result: its rows' names, its columns' aggregates, and what was computed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bi.insights.scope import Scope, scope_of
from bi.model.catalog import Grain, NumberStyle
from bi.model.result import ColumnRole, ResultColumn
from bi.model.shape import Shape
from bi.model.words import singular
from bi.model.writing import singular_of
from llm.prose.dates import Dated, dates_of
from llm.prose.facts import Facts
from llm.prose.mentions import Mention, RowNames
from llm.prose.numbers import numbers_of
from llm.prose.sentences import sentences_of
from llm.prose.written import Unit, Written

Numbers = npt.NDArray[np.float64]
_WORD = re.compile(r"[^\W_]+(?:[&'’-][^\W_]+)*")
_MASK = "¤"


def unit_of(column: ResultColumn) -> Unit:
    if column.format.style is NumberStyle.PERCENT or (
        column.calculation is not None and column.calculation.is_share
    ):
        return Unit.PERCENT
    return Unit.MONEY if column.format.style is NumberStyle.CURRENCY else Unit.NONE


def words_of(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


@dataclass(frozen=True, slots=True)
class Told:
    """A computed sentence: its numbers, the rows that it names, and where in `text` they stand."""

    text: str
    written: tuple[Written, ...]
    figures: tuple[float, ...]
    rows: frozenset[int]
    dates: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class Aggregates:
    """Of one column's numbers; `total` None: they do not add up."""

    total: float | None
    mean: float
    median: float
    low: float
    high: float
    first: float
    last: float
    rises: int
    falls: int
    over_mean: int
    under_mean: int
    negative: int


@dataclass(frozen=True)
class Known:
    """Of one result; all of it is worked out when first asked for."""

    facts: Facts

    @cached_property
    def shape(self) -> Shape:
        return Shape(self.facts.result)

    @cached_property
    def names(self) -> RowNames:
        return RowNames(self.shape)

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.facts.title, self.facts.query, self.facts.today)

    @cached_property
    def is_whole(self) -> bool:
        """Whether the rows are all that there are, as far as can be known."""
        return self.facts.query is None or self.scope.whole

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """Those of numbers that are no names."""
        return tuple(
            i
            for i, column in enumerate(self.shape.columns)
            if column.type.is_numeric and not column.identifier and i not in self.shape.groups
        )

    @cached_property
    def measures(self) -> tuple[int, ...]:
        """Without what belongs to another column: its value before, its change."""
        roles = (ColumnRole.PRIOR, ColumnRole.CHANGE)
        return tuple(i for i in self.columns if self.shape.columns[i].role not in roles)

    @cached_property
    def numbers(self) -> dict[int, Numbers]:
        """NaN where there is none."""
        return {
            i: np.array([np.nan if n is None else n for n in self.shape.numbers(i)], float)
            for i in self.columns
        }

    @cached_property
    def runs_in_time(self) -> bool:
        return len(self.shape.keys) == 1 and self.shape.runs_in_time(self.shape.keys[0])

    @cached_property
    def by_time(self) -> list[int]:
        """The rows from the earliest on, where they are of one moment each."""
        if not self.runs_in_time:
            return []
        cells = self.shape.cells(self.shape.keys[0])
        dated = [row for row, cell in enumerate(cells) if cell is not None]
        return sorted(dated, key=lambda row: (str(cells[row]), row))

    @cached_property
    def before(self) -> dict[int, int]:
        """The row of the moment before a row's."""
        return dict(zip(self.by_time[1:], self.by_time[:-1], strict=True))

    @cached_property
    def aggregates(self) -> dict[int, Aggregates]:
        """By column; none of a result that was cut off."""
        if self.facts.result.truncated:
            return {}
        return {i: found for i in self.columns if (found := self._aggregates(i)) is not None}

    def _aggregates(self, i: int) -> Aggregates | None:
        values = self.numbers[i]
        values = values[self.by_time] if self.by_time else values
        values = values[~np.isnan(values)]
        if not len(values):
            return None
        steps, mean = np.diff(values), float(values.mean())
        return Aggregates(
            total=float(values.sum()) if self.adds_up(i) else None,
            mean=mean,
            median=float(np.median(values)),
            low=float(values.min()),
            high=float(values.max()),
            first=float(values[0]),
            last=float(values[-1]),
            rises=int((steps > 0).sum()),
            falls=int((steps < 0).sum()),
            over_mean=int((values > mean).sum()),
            under_mean=int((values < mean).sum()),
            negative=int((values < 0).sum()),
        )

    def adds_up(self, i: int) -> bool:
        column = self.shape.columns[i]
        return column.additive and column.calculation is None

    def look_through(self) -> None:
        """All that takes time with many rows."""
        assert self.aggregates is not None
        assert self.vocabulary is not None
        assert self.before is not None
        assert self.told is not None

    # --- words -----------------------------------------------------------------------------------

    @cached_property
    def labels(self) -> dict[int, tuple[str, ...]]:
        """What columns of numbers are called, word by word, as one of them."""
        return {
            i: tuple(singular(word) for word in words_of(self.shape.columns[i].label))
            for i in self.columns
        }

    @cached_property
    def things(self) -> dict[str, int]:
        """What one value of a key is called, and how many there are."""
        found = {}
        for key in self.shape.groups:
            count = len(self.shape.distinct(key))
            label = self.shape.columns[key].label
            grain = self.shape.columns[key].grain
            for name in (singular_of(label), singular(label.lower()), grain.value if grain else ""):
                if name:
                    found[name.split()[-1]] = count
        if self.shape.is_row_list:
            found |= {
                singular(word): self.shape.row_count for word in words_of(self.facts.title)[-1:]
            }
        return found

    @cached_property
    def texts(self) -> str:
        """All that is said of the rows, without their names."""
        facts = self.facts
        labels = (f"{column.label} {column.format.unit or ''}" for column in self.shape.columns)
        told = (one.text for one in facts.insights)
        return "\n".join((facts.title, facts.question, facts.text, *labels, *told))

    @cached_property
    def singulars(self) -> frozenset[str]:
        return frozenset(map(singular, words_of(self.texts)))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of the facts, names among them."""
        return frozenset(words_of(self.texts) + words_of("\n".join(self.names.by_name)))

    @cached_property
    def digits_in_labels(self) -> tuple[str, ...]:
        """Words with digits that are no numbers: "B2B revenue", "7-day average"."""
        labels = [column.label for column in self.shape.columns]
        words = [word for label in labels for word in re.findall(r"\S*\d\S*", label)]
        return tuple(word.strip(",.()").lower() for word in words)

    # --- what was computed -----------------------------------------------------------------------

    @cached_property
    def told(self) -> tuple[Told, ...]:
        found = [self._told(one, {}) for one in sentences_of(self.facts.text)]
        found += [self._told(one.text, one.figures) for one in self.facts.insights]
        return tuple(found)

    def _told(self, text: str, figures: dict[str, float | str]) -> Told:
        mentions, dates = self.mentions(text)
        rows = frozenset(row for mention in mentions for row in mention.rows)
        written = tuple(numbers_of(masked(text, mentions, dates)))
        numbers = (f for f in figures.values() if isinstance(f, int | float))
        return Told(text, written, tuple(map(float, numbers)), rows, tuple(dates))

    @cached_property
    def asked(self) -> tuple[Written, ...]:
        """Numbers of the title: what was asked for."""
        _, dates = self.mentions(self.facts.title)
        return tuple(numbers_of(masked(self.facts.title, [], dates)))

    @cached_property
    def limits(self) -> tuple[float, ...]:
        """Numbers that the query's own conditions are made of."""
        query = self.facts.query
        if query is None:
            return ()
        found = [float(query.limit.count)] if query.limit is not None else []
        for one in (*query.filters, *query.measure_filters):
            values = getattr(one, "values", ())
            numbers = (v for v in values if isinstance(v, int | float) and not isinstance(v, bool))
            found += map(float, numbers)
        return tuple(found)

    @cached_property
    def dates_asked(self) -> tuple[Dated, ...]:
        """Of the title, and of the question where no query says what became of it."""
        texts = [self.facts.title]
        if self.facts.query is None:
            texts.append(self.facts.question)
        elif self.facts.query.time is not None:
            texts.append(self.facts.query.time.label)
        return tuple(one for text in texts for one in dates_of(text))

    def is_of_period(self, dated: Dated, sentence: str) -> bool:
        """Whether it is the period asked for, or is said to be where that begins or ends."""
        query = self.facts.query
        if query is None or query.time is None or dated.year is None or dated.fiscal:
            return False
        start, end = query.time.start, query.time.end
        before = sentence[: dated.start]
        if start is not None and _starts_at(dated, start) and _OPENS.search(before):
            return True
        last = end - timedelta(days=1) if end is not None else None
        if last is not None and _ends_at(dated, last) and _CLOSES.search(before):
            return True
        if start is None or last is None:
            return False
        return _starts_at(dated, start) and _ends_at(dated, last)

    # --- where a text names rows -----------------------------------------------------------------

    def mentions(self, text: str) -> tuple[list[Mention], list[Dated]]:
        """Of rows, by name and by date; and all the dates."""
        named = self.names.named_in(text)
        dates = [
            one
            for one in dates_of(text)
            if not any(one.start < m.end and m.start < one.end for m in named)
            and not self._is_a_number(one, text)
        ]
        years = {one.year for one in dates if one.year is not None}
        year = next(iter(years)) if len(years) == 1 else None
        finer = any(one.month or one.quarter or one.half or one.week for one in dates)
        for one in dates:
            if finer and one.grain is Grain.YEAR:
                continue
            for key, rows in self._rows_of(one, year):
                named.append(Mention(one.start, one.end, key, rows))
        return sorted(named, key=lambda m: (m.start, m.end)), dates

    def _rows_of(self, dated: Dated, year: int | None) -> list[tuple[int, frozenset[int]]]:
        found = self.names.of(dated)
        if dated.year is not None or year is None:
            return found
        of_year = dict(self.names.of(Dated(0, 0, year=year)))
        return [(key, rows & of_year.get(key, rows) or rows) for key, rows in found]

    def _is_a_number(self, dated: Dated, text: str) -> bool:
        """ "2024 orders": the noun after it is what is counted."""
        if dated.end - dated.start != 4 or dated.year is None:
            return False
        after = [singular(word) for word in words_of(text[dated.end : dated.end + 40])[:3]]
        labels = [label for label in self.labels.values() if label]
        return any(tuple(after[: len(label)]) == label for label in labels) and not self.names.of(
            dated
        )


_OPENS = re.compile(
    r"\b(?:since|from|between|starting(?: in)?|beginning(?: in)?|seit|ab|von"
    r"|zwischen)\s(?:the\s)?$",
    re.I,
)
_CLOSES = re.compile(r"\b(?:until|to|through|and|up to|bis|und|till)\s(?:the\s|zum\s)?$", re.I)


def _starts_at(dated: Dated, day: date) -> bool:
    """Whether the moment's first day is that one."""
    if dated.year != day.year or dated.week is not None or dated.hour is not None:
        return False
    month = dated.month or ((dated.quarter or 1) * 3 - 2 if not dated.half else dated.half * 6 - 5)
    return (month, dated.day or 1) == (day.month, day.day)


def _ends_at(dated: Dated, day: date) -> bool:
    if dated.year != day.year or dated.week is not None or dated.hour is not None:
        return False
    month = dated.month or (dated.quarter * 3 if dated.quarter else (dated.half or 2) * 6)
    if dated.day is not None:
        return (month, dated.day) == (day.month, day.day)
    return month == day.month and (day + timedelta(days=1)).month != day.month


def masked(text: str, mentions: list[Mention], dates: list[Dated]) -> str:
    """With names and dates made unreadable, so that their digits are no numbers."""
    places = [(one.start, one.end) for one in mentions] + [(one.start, one.end) for one in dates]
    for start, end in places:
        text = text[:start] + _MASK * (end - start) + text[end:]
    return text
