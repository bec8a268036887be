"""Which rows a sentence names: by the values of their keys, or by the days they are of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from bi.insights.naming import Names
from bi.model.buckets import bucket_start
from bi.model.catalog import ColumnType, Grain
from bi.model.result import Cell, ColumnRole
from bi.model.semantic import DatePart
from bi.model.shape import KeyKind, Shape
from bi.model.words import mid_sentence, singular
from bi.model.writing import MONTHS, WEEKDAYS
from llm.prose.dates import Dated
from llm.prose.number_words import SMALL

_WORD = re.compile(r"[^\W_]+")
# Values that are also words of any sentence: taken for names only as they are written in the rows.
_COMMON = frozenset(
    {
        "other", "others", "home", "all", "total", "none", "high", "low", "new", "old", "average",
        "no", "yes", "direct", "online", "general", "medium", "first", "standard", "open",
        "closed", "on", "off", "male", "female", "men", "women", "more", "most", "both", "may",
        "last", "top", "second", "third", "half", "small", "large", "a", "b", "c", "d", "e",
    }
)  # fmt: skip
_GRAINS = [Grain.HOUR, Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR]
_GERMAN_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
# Of texts that name rows; a longer one is no name.
_LONGEST_NAME = 120
_IN_WORDS = {value: word for word, value in reversed(SMALL.items())}


@dataclass(frozen=True, slots=True)
class Mention:
    """`key` is the column that is named by, `rows` those with the value."""

    start: int
    end: int
    key: int
    rows: frozenset[int]


@dataclass(frozen=True)
class RowNames:
    """The names of a result's rows."""

    shape: Shape

    @cached_property
    def keys(self) -> tuple[int, ...]:
        """The columns that name rows: groups, texts, dates, numbers that are names."""
        named = []
        for i, column in enumerate(self.shape.columns):
            names = not column.type.is_numeric or column.identifier
            if (
                i in self.shape.groups
                or (names and column.role is not ColumnRole.MEASURE)
                or column.type.is_temporal
                or column.type is ColumnType.TEXT
            ):
                named.append(i)
        return tuple(named)

    @cached_property
    def _cells(self) -> dict[int, dict[Cell, list[int]]]:
        """Of each of these columns the rows of a value."""
        found: dict[int, dict[Cell, list[int]]] = {}
        for key in self.keys:
            rows = found.setdefault(key, {})
            for row, cell in enumerate(self.shape.cells(key)):
                rows.setdefault(cell, []).append(row)
        return found

    @cached_property
    def by_name(self) -> dict[str, list[tuple[str, int, Cell]]]:
        """In small letters: the name as it is written, its column and its value."""
        found: dict[str, list[tuple[str, int, Cell]]] = {}
        for key, cells in self._cells.items():
            names, kind = Names(self.shape, key, ""), self.shape.kind(key)
            for cell in cells:
                is_name = kind is KeyKind.CATEGORY and isinstance(cell, str) and cell
                spoken = _name_forms(str(cell)) if is_name else self._spoken(cell, key, names)
                for name in map(_from_first_word, spoken):
                    small = name.lower()
                    if 0 < len(small) == len(name) <= _LONGEST_NAME:
                        found.setdefault(small, []).append((name, key, cell))
        return found

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        """How long the names are that begin with a word, the longest first."""
        found: dict[str, set[int]] = {}
        for name in self.by_name:
            if word := _WORD.match(name):
                found.setdefault(word.group(), set()).add(len(name))
        return {word: sorted(lengths, reverse=True) for word, lengths in found.items()}

    def _spoken(self, cell: Cell, key: int, names: Names) -> set[str]:
        column, kind = self.shape.columns[key], self.shape.kind(key)
        if kind is KeyKind.TIME and not column.fiscal:
            return set()
        name, label = names.of(cell), mid_sentence(column.label)
        if cell is None:
            return {name, f"ohne {column.label}", f"without {label}", f"without a {label}"}
        if column.part is not None and isinstance(cell, int):
            return {name, *_part_names(cell, column.part)}
        if kind is KeyKind.BIN:
            plain = name.replace("$", "").replace("€", "")
            pairs = {name, plain}
            return pairs | {
                one.replace(" to ", mark)
                for one in pairs
                for mark in ("–", "-", " - ", " bis ", " and ")
            }
        if kind is KeyKind.NUMBER and isinstance(cell, int | float):
            said = f"{cell:g}" if isinstance(cell, float) else str(cell)
            one = singular(label)
            forms = {name, f"{said} {label}", f"{said} {one}", f"{said}-{one}", f"{one} {said}"}
            if column.is_year:
                return set()
            if cell in _IN_WORDS:
                forms |= {f"{_IN_WORDS[int(cell)]} {label}", f"{_IN_WORDS[int(cell)]}-{one}"}
            return forms
        return {name}

    def named_in(self, text: str) -> list[Mention]:
        """The longest names first; none within another."""
        small = text.lower()
        if len(small) != len(text):
            return []
        found: list[Mention] = []
        end = 0
        for word in _WORD.finditer(small):
            if word.start() < end:
                continue
            start = word.start()
            for length in self._lengths.get(word.group(), ()):
                ones = self._named_at(text, small, start, start + length)
                if ones:
                    end = start + length
                    found += ones
                    break
        return found

    def _named_at(self, text: str, small: str, start: int, end: int) -> list[Mention]:
        if end > len(text) or small[end : end + 1].isalnum() or small[end : end + 1] == "_":
            return []
        said = small[start:end]
        in_any_case = len(said) > 3 and said not in _COMMON
        rows: dict[int, set[int]] = {}
        for name, key, cell in self.by_name.get(said, ()):
            if in_any_case or text[start:end] == name:
                rows.setdefault(key, set()).update(self._cells[key][cell])
        return [Mention(start, end, key, frozenset(at)) for key, at in rows.items()]

    # --- days ------------------------------------------------------------------------------------

    @cached_property
    def _starts(self) -> dict[int, dict[str, np.ndarray]]:
        """Of each column of moments their parts, -1 where there is none."""
        found = {}
        for key in self.keys:
            column = self.shape.columns[key]
            if self.shape.kind(key) is KeyKind.TIME:
                starts = [bucket_start(cell) for cell in self.shape.cells(key)]
                if column.fiscal is not None:
                    fiscal = column.fiscal
                    found[key] = {
                        "year": np.array([fiscal.number(s) if s else -1 for s in starts]),
                        "quarter": np.array([fiscal.quarter(s) if s else -1 for s in starts]),
                    }
                    continue
                found[key] = {
                    "year": np.array([s.year if s else -1 for s in starts]),
                    "month": np.array([s.month if s else -1 for s in starts]),
                    "day": np.array([s.day if s else -1 for s in starts]),
                    "hour": np.array([s.hour if s else -1 for s in starts]),
                    "minute": np.array([s.minute if s else -1 for s in starts]),
                }
                found[key]["quarter"] = (found[key]["month"] + 2) // 3
                found[key]["half"] = (found[key]["month"] + 5) // 6
                if column.grain in (Grain.WEEK, Grain.DAY):
                    found[key]["week"] = np.array([s.isocalendar()[1] if s else -1 for s in starts])
            elif column.is_year:
                years = self.shape.numbers(key)
                found[key] = {"year": np.array([-1 if y is None else int(y) for y in years])}
            elif column.part is not None:
                part = _PARTS.get(column.part)
                numbers = self.shape.numbers(key)
                if part:
                    found[key] = {part: np.array([-1 if n is None else int(n) for n in numbers])}
        return found

    def is_dated(self, key: int) -> bool:
        return key in self._starts

    def periods(self, key: int, grain: Grain, *, halves: bool) -> list[tuple[int, ...]] | None:
        """Of each row the year, quarter or month that it is of."""
        parts = self._starts[key]
        names = ["year", "half" if halves else grain.value]
        if grain is Grain.YEAR:
            names = ["year"]
        if not all(name in parts for name in names):
            return None
        return list(zip(*(parts[name].tolist() for name in names), strict=True))

    @cached_property
    def _found(self) -> dict[Dated, list[tuple[int, frozenset[int]]]]:
        return {}

    def of(self, dated: Dated) -> list[tuple[int, frozenset[int]]]:
        """The rows of a moment, by each column that has some."""
        bare = replace(dated, start=0, end=0)
        if bare not in self._found:
            self._found[bare] = list(self._rows_of(bare))
        return self._found[bare]

    def _rows_of(self, dated: Dated) -> list[tuple[int, frozenset[int]]]:
        said = {
            part: value
            for part in ("year", "half", "quarter", "month", "week", "day", "hour", "minute")
            if (value := getattr(dated, part)) is not None
        }
        found = []
        for key, parts in self._starts.items():
            column = self.shape.columns[key]
            if dated.fiscal != (column.fiscal is not None) or not self._is_fine(key, dated):
                continue
            asked = dict(said)
            if column.part is DatePart.HOUR_OF_DAY:
                asked.pop("minute", None)
            if not asked.keys() <= parts.keys():
                continue
            mask = np.ones(self.shape.row_count, bool)
            for part, value in asked.items():
                mask &= parts[part] == value
            rows = frozenset(np.nonzero(mask)[0].tolist())
            if rows:
                found.append((key, rows))
        return found

    def _is_fine(self, key: int, dated: Dated) -> bool:
        """Whether rows are of moments no longer than the one that is said."""
        column = self.shape.columns[key]
        if self.shape.kind(key) is not KeyKind.TIME or column.fiscal is not None:
            return True
        grain = column.grain or (Grain.HOUR if column.type is ColumnType.TIMESTAMP else Grain.DAY)
        if grain is Grain.WEEK and dated.grain is Grain.DAY:
            return True
        return _GRAINS.index(dated.grain) >= _GRAINS.index(grain)


def _from_first_word(name: str) -> str:
    if name[:1].isalnum():
        return name
    word = _WORD.search(name)
    return name[word.start() :] if word else ""


def _name_forms(name: str) -> set[str]:
    """One word is one or many: "Chairs" and "chair"."""
    if len(name) > 4 and name[-1].isalpha() and " " not in name:
        return {name, name[:-1] if name.endswith("s") else f"{name}s"}
    return {name}


_PARTS = {
    DatePart.MONTH_OF_YEAR: "month",
    DatePart.QUARTER_OF_YEAR: "quarter",
    DatePart.HOUR_OF_DAY: "hour",
    DatePart.WEEK_OF_YEAR: "week",
}


def _part_names(value: int, part: DatePart) -> set[str]:
    match part:
        case DatePart.WEEKDAY:
            day = WEEKDAYS[(value - 1) % 7]
            german = _GERMAN_DAYS[(value - 1) % 7]
            return {day, f"{day}s", german, f"{german}s"}
        case DatePart.MONTH_OF_YEAR:
            return {MONTHS[(value - 1) % 12]}
        case DatePart.WEEKEND:
            return (
                {"weekend", "Wochenende", "Wochenenden"}
                if value
                else {"weekdays", "Werktagen", "Werktage"}
            )
        case DatePart.DAY_OF_MONTH:
            ending = {1: "st", 2: "nd", 3: "rd"}.get(
                value % 10 if value not in (11, 12, 13) else 0, "th"
            )
            return {f"{value}{ending}", f"the {value}{ending}"}
        case _:
            return set()
