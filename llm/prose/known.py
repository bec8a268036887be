"""The numbers that a sentence about a result may state, and the rows that it may name.

Which follow depends on the sentence: of a row that it names its cells, of several the differences
and ratios of theirs; of none what is true of all rows together. So that a wrong number is not
taken for some other pair's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from statistics import mean, median

from bi.insights.naming import Names
from bi.model.buckets import bucket_start
from bi.model.catalog import NumberStyle
from bi.model.result import Cell, ResultColumn
from bi.model.shape import KeyKind, Shape
from llm.prose.facts import Facts
from llm.prose.numbers import Unit, Written, numbers_of

# Of so many rows that one sentence names pairs are compared.
_MOST_PAIRED = 6
_MOST_NAMES = 20_000
# However few digits there are: 2.6 million are no 3 million.
_ROUGHEST = 0.06


@dataclass(frozen=True, slots=True)
class Number:
    """`unit` None: it stands in a text of ours, and may be written in any way. `change`: it says
    how something moved, with its sign."""

    value: float
    unit: Unit | None = Unit.NONE
    change: bool = False

    def is_meant(self, written: Written) -> bool:
        """As far as it is written: "1.2 million" is 1,234,567."""
        if self.unit is not None and not _fits(self.unit, written.unit):
            return False
        return any(
            abs(abs(self.value) - abs(value))
            <= min(step / 2, _ROUGHEST * abs(value)) * (1 + 1e-9) + abs(value) * 1e-12
            for value, step in written.values
        )


def _fits(known: Unit, written: Unit) -> bool:
    if written is Unit.MONEY:
        return known is Unit.MONEY
    if known is Unit.PERCENT:
        return written in (Unit.PERCENT, Unit.POINTS)
    if known in (Unit.TIMES, Unit.RANK):
        return written in (known, Unit.NONE)
    return written is Unit.NONE


def unit_of(column: ResultColumn) -> Unit:
    if column.format.style is NumberStyle.PERCENT or (
        column.calculation is not None and column.calculation.is_share
    ):
        return Unit.PERCENT
    return Unit.MONEY if column.format.style is NumberStyle.CURRENCY else Unit.NONE


@dataclass(frozen=True)
class Known:
    """Of one result and what was computed of it."""

    facts: Facts

    @cached_property
    def shape(self) -> Shape:
        return Shape(self.facts.result)

    @cached_property
    def columns(self) -> list[int]:
        """Those of numbers that are no names."""
        return [
            i
            for i, column in enumerate(self.shape.columns)
            if column.type.is_numeric and not column.identifier and i not in self.shape.groups
        ]

    @cached_property
    def names(self) -> dict[str, frozenset[int]]:
        """What rows are called, in small letters, and which they are."""
        found: dict[str, set[int]] = {}
        for key in self._naming:
            names = Names(self.shape, key, "")
            spoken = {cell: self._spoken(cell, key, names) for cell in self.shape.distinct(key)}
            for row, cell in enumerate(self.shape.cells(key)):
                for name in spoken[cell]:
                    found.setdefault(name, set()).add(row)
        return {name: frozenset(rows) for name, rows in found.items() if len(name) > 1}

    @property
    def _naming(self) -> list[int]:
        texts = [
            i
            for i, column in enumerate(self.shape.columns)
            if i not in self.shape.groups and not column.type.is_numeric
        ]
        keys = [*self.shape.groups, *texts]
        return [i for i in keys if len(self.shape.distinct(i)) <= _MOST_NAMES]

    def _spoken(self, cell: Cell, key: int, names: Names) -> set[str]:
        """The ways to say a value: "March 2024", and "March" where that is only one."""
        found = {names.of(cell).casefold(), str(cell).casefold()}
        start = bucket_start(cell) if self.shape.kind(key) is KeyKind.TIME else None
        if start is not None:
            found |= {f"{start:%B %Y}".lower(), f"{start:%b %Y}".lower(), f"{start:%Y-%m}"}
            found.add(f"{start:%Y-%m-%d}")
            if self._has_one_year:
                found |= {f"{start:%B}".lower(), _GERMAN[start.month - 1]}
        return found

    @cached_property
    def _has_one_year(self) -> bool:
        starts = [bucket_start(c) for i in self.shape.groups for c in self.shape.distinct(i)]
        return len({one.year for one in starts if one}) == 1

    @cached_property
    def _name_pattern(self) -> re.Pattern[str] | None:
        if not self.names:
            return None
        longest_first = sorted(self.names, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")

    def named_in(self, sentence: str) -> list[tuple[int, int, frozenset[int]]]:
        """Where the sentence names rows, and which."""
        if self._name_pattern is None:
            return []
        said = sentence.casefold()
        if len(said) != len(sentence):
            said = sentence.lower()
        return [
            (m.start(), m.end(), self.names[m.group()]) for m in self._name_pattern.finditer(said)
        ]

    # --- numbers -----------------------------------------------------------------------------

    @cached_property
    def texts(self) -> list[Number]:
        """In the computed texts, and the figures of the findings."""
        texts = (self.facts.text, *(one.text for one in self.facts.insights))
        said = [one for text in texts for one in numbers_of(text)]
        found = [Number(value, one.unit) for one in said for value, _ in one.values]
        figures = (f for one in self.facts.insights for f in one.figures.values())
        numbers = [float(one) for one in figures if isinstance(one, int | float)]
        units = {
            Unit.NONE,
            Unit.PERCENT,
            Unit.TIMES,
            *(unit_of(self.shape.columns[i]) for i in self.columns),
        }
        return found + [Number(one, unit) for one in numbers for unit in units]

    @cached_property
    def asked(self) -> list[Number]:
        """What the question itself says: "top 5", 2024, "over 500"."""
        said = [one for text in (self.facts.title, self.facts.question) for one in numbers_of(text)]
        found = [Number(value, None) for one in said for value, _ in one.values]
        if self.facts.query is not None and self.facts.query.limit is not None:
            found.append(Number(self.facts.query.limit.count))
        return found

    @cached_property
    def overall(self) -> list[Number]:
        """What is true of all rows together; of a result that was cut off nothing is known."""
        if self.facts.result.truncated:
            return []
        found = [Number(float(self.shape.row_count))]
        found += [Number(float(len(self.shape.distinct(i)))) for i in self.shape.groups]
        for i in self.columns:
            found += self._of_column(i)
        return found

    def _of_column(self, i: int) -> Iterator[Number]:
        column, known = self.shape.columns[i], self.shape.known(i)
        if not known:
            return
        unit = unit_of(column)
        for value in (min(known), max(known), mean(known), median(known), known[0], known[-1]):
            yield Number(value, unit)
        if column.additive and column.calculation is None:
            yield Number(sum(known), unit)
        if any(self.shape.runs_in_time(key) for key in self.shape.keys):
            yield from _between(known[0], known[-1], unit)

    def of_rows(self, rows: Iterable[int]) -> list[Number]:
        """Cells of rows that a sentence names, and of several what lies between them."""
        chosen = sorted(set(rows))
        found = [Number(float(len(chosen)))]
        for i in self.columns:
            numbers, unit = self.shape.numbers(i), unit_of(self.shape.columns[i])
            values = [value for row in chosen if (value := numbers[row]) is not None]
            found += [Number(value, unit) for value in values]
            found += self._together(i, values, unit)
            if len(values) <= _MOST_PAIRED:
                for one, other in permutations(values, 2):
                    found += _between(one, other, unit)
        for row in chosen:
            found += self._across(row)
        return found

    def _together(self, i: int, values: list[float], unit: Unit) -> Iterator[Number]:
        column = self.shape.columns[i]
        if not column.additive or column.calculation is not None or not values:
            return
        yield Number(sum(values), unit)
        total = sum(self.shape.known(i))
        if total and not self.facts.result.truncated:
            yield from (Number(value / total, Unit.PERCENT) for value in (*values, sum(values)))

    def _across(self, row: int) -> Iterator[Number]:
        """Between a row's own numbers of one unit: this year and the year before."""
        cells = [(unit_of(self.shape.columns[i]), self.shape.numbers(i)[row]) for i in self.columns]
        for (unit, one), (other_unit, other) in permutations(cells[:_MOST_PAIRED], 2):
            if unit is other_unit and one is not None and other is not None:
                yield from _between(one, other, unit)

    def ranks(self, rows: Iterable[int]) -> list[Number]:
        """The places of rows, by any measure."""
        found = []
        for i in self.columns:
            numbers = self.shape.numbers(i)
            ordered = sorted((n for n in numbers if n is not None), reverse=True)
            places = {value: place for place, value in reversed([*enumerate(ordered, start=1)])}
            found += [
                Number(float(places[value]), Unit.RANK)
                for row in rows
                if (value := numbers[row]) is not None
            ]
        return found

    @cached_property
    def days(self) -> set[tuple[int, ...]]:
        """Years, quarters, months and days that the rows or the question are of."""
        found: set[tuple[int, ...]] = set()
        for i, column in enumerate(self.shape.columns):
            if column.type.is_temporal:
                for cell in self.shape.distinct(i):
                    start = bucket_start(cell)
                    if start is not None:
                        found |= {(start.year,), (start.year, start.month, start.day)}
        query = self.facts.query
        if query is not None and query.time is not None:
            for day in (query.time.start, query.time.end):
                if day is not None:
                    found |= {(day.year,), (day.year, day.month, day.day)}
        if self.facts.today is not None:
            found.add((self.facts.today.year,))
        return found


def _between(one: float, other: float, unit: Unit) -> Iterator[Number]:
    """From one to the other."""
    yield Number(other - one, unit, change=True)
    if one:
        yield Number((other - one) / abs(one), Unit.PERCENT, change=True)
        yield Number(other / one, Unit.TIMES)


_GERMAN = (
    *("januar", "februar", "märz", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "dezember"),
)
