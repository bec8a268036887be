"""The words of names that were written short: `EMP_LNAME` -> employee last name.

A name is taken apart by its signs and capitals first. What remains is read with the help of the
words that the database's other names use, of a list of abbreviations and of an English dictionary.
A word that none of them knows stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from bi.catalog.abbreviations import ABBREVIATIONS, LAST, SILENT
from bi.catalog.inspection import Column, Table
from bi.catalog.lexicon import KEYS
from bi.catalog.naming import entity_of, words_of
from bi.model.words import plural, singular

# Tails that a squashed name is split before: `petid`, `sportname`, `pettype`.
_TAILS = (
    "identifier", "number", "code", "name", "type", "date", "time", "id", "no", "num", "by",
)  # fmt: skip
_KEY_TAILS = ("id", "no", "num", "code")
# Squashed names that are words by now.
_WHOLE = frozenset(("username", "nickname", "hometown", "website", "homepage", "timestamp"))
# `address2`, `line1`.
_NUMBERED = re.compile(r"([a-z]{3,})(\d)")
_SHORTEST_PART = 3
_SHORTEST_CORRECTED = 5
# A house's own mark before all names is one only when so many names carry it.
_FEWEST_TABLES = 3
_FEWEST_COLUMNS = 3


def with_spoken_names(tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """The tables with `spoken` names, where those say more than the written ones."""
    mark = _house_mark(tables)
    entities = {table.name: _entity(table, mark) for table in tables}
    known = frozenset(_plain_words(tables, entities))
    whole = known | {words[0] for words in entities.values() if len(words) == 1}
    entities = {name: _apart(words, known, whole) for name, words in entities.items()}
    known |= {word for words in entities.values() for word in words if len(word) > _SHORTEST_PART}
    return tuple(_Reader(table, entities, known, mark).read() for table in tables)


def _house_mark(tables: Iterable[Table]) -> str | None:
    """The first word that all tables share: `sb` of sbCustomer, sbTicker, sbTransaction."""
    names = [words_of(table.name.rpartition(".")[2]) for table in tables]
    first = {words[0] for words in names if words}
    enough = len(names) >= _FEWEST_TABLES and all(len(words) > 1 for words in names)
    return first.pop() if enough and len(first) == 1 else None


def _entity(table: Table, mark: str | None) -> list[str]:
    words = entity_of(table.name)
    if mark and words[:1] == [mark] and len(words) > 1:
        words = words[1:]
    return _expanded(words)


def _expanded(words: list[str]) -> list[str]:
    return [long for word in words for long in ABBREVIATIONS.get(word, (word,))]


def _plain_words(tables: Iterable[Table], entities: dict[str, list[str]]) -> Iterable[str]:
    """Whole English words that the database's names use; in a name they may be found squashed."""
    for table in tables:
        for word in entities[table.name]:
            if _is_english(word):
                yield from (word, plural(word))
        for column in table.columns:
            yield from (
                word
                for word in words_of(column.name)
                if len(word) >= _SHORTEST_PART and _is_english(word) and word not in ABBREVIATIONS
            )


def _apart(entity: list[str], known: frozenset[str], whole: frozenset[str]) -> list[str]:
    """`paperkeyphrase` -> paper keyphrase, where there are papers and keyphrases."""
    return [part for word in entity for part in _halves(word, known, whole)]


def _halves(word: str, known: frozenset[str], whole: frozenset[str]) -> tuple[str, ...]:
    if word in known or _is_english(word):
        return (word,)
    cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    halves = [(word[:cut], word[cut:]) for cut in cuts if word[:cut] in known]
    told = [half for half in halves if half[1] in whole or _is_english(half[1])]
    return max(told, key=lambda half: (half[1] in whole, len(half[0])), default=(word,))


@lru_cache(maxsize=20_000)
def _is_english(word: str) -> bool:
    from simplemma import is_known  # its dictionary is loaded at first use only

    return is_known(word, lang="en")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the names of one table's columns. `known` are the words of the whole database."""

    table: Table
    entities: dict[str, list[str]]
    known: frozenset[str]
    mark: str | None

    def read(self) -> Table:
        written = {column.name: self._written(column) for column in self.table.columns}
        mark = self._table_mark(written)
        columns = tuple(
            self._read(column, _without_first(written[column.name], mark))
            for column in self.table.columns
        )
        entity = self.entities[self.table.name]
        changed = entity != entity_of(self.table.name)
        return replace(self.table, columns=columns, spoken=tuple(entity) if changed else ())

    def _written(self, column: Column) -> list[str]:
        words = words_of(column.name)
        return _without_first(words, self.mark)

    def _table_mark(self, written: dict[str, list[str]]) -> str | None:
        """The initials of the table before its columns: `dp` of a daily price's."""
        entity = self.entities[self.table.name]
        initials = "".join(word[0] for word in entity)
        first = Counter(words[0] for words in written.values() if len(words) > 1)
        marked = len(initials) > 1 and first[initials] >= _FEWEST_COLUMNS
        return initials if marked and first[initials] == len(written) else None

    def _read(self, column: Column, written: list[str]) -> Column:
        squashed = "".join(written)
        if squashed in ABBREVIATIONS:
            words = list(ABBREVIATIONS[squashed])
        elif key := self._key(column, written):
            words = key
        else:
            words = [
                long
                for n, word in enumerate(written)
                for long in self._word(word, column, (*written[n + 1 :],), first=n == 0)
            ]
        words = _counted(words, column)
        if len(words) > 1 and words[-1] in SILENT:
            words = words[:-1]
        # One word twice over says no more: `employee employee`.
        words = [word for n, word in enumerate(words) if n == 0 or word != words[n - 1]]
        return replace(column, spoken=tuple(words)) if words != words_of(column.name) else column

    def _key(self, column: Column, written: list[str]) -> list[str] | None:
        """`mID`, `cid`, `flno`, `StuID`: the start of a table's name and a word for a key."""
        *before, last = written
        if last in _KEY_TAILS and before:
            *before, start = before
            tail = last
        else:
            tail = next((tail for tail in _KEY_TAILS if last.endswith(tail) and last != tail), "")
            start = last.removesuffix(tail)
        if not tail or not start or start in ABBREVIATIONS:
            return None
        entity = self._named_by(start, column)
        if entity is None or (before and start in self.known):
            return None
        spoken = [long for word in before for long in ABBREVIATIONS.get(word, (word,))]
        return [*spoken, *entity, *LAST.get(tail, ABBREVIATIONS.get(tail, (tail,)))]

    def _named_by(self, start: str, column: Column) -> list[str] | None:
        """The table of which `start` is the beginning and `column` the key or a reference."""
        own = self.entities[self.table.name]
        if any(start in entity for entity in self.entities.values()):
            return None
        if column.name in self._key_columns() and _begins(own, start):
            return own[-1:] if own[-1].startswith(start) else own
        for target in self._linked(column):
            if _begins(target, start):
                return target
        return None

    def _key_columns(self) -> tuple[str, ...]:
        """The declared key; without one the first column, which most often is it."""
        return self.table.key or tuple(column.name for column in self.table.columns[:1])

    def _linked(self, column: Column) -> list[list[str]]:
        return [
            self.entities[link.table]
            for link in self.table.foreign_keys
            if link.columns == (column.name,) and link.table in self.entities
        ]

    def _word(
        self, word: str, column: Column, after: tuple[str, ...], *, first: bool
    ) -> tuple[str, ...]:
        last = not after and not first
        if word == "min" and last and self._has_hours():
            return ("minute",)
        if word in ABBREVIATIONS:
            return ABBREVIATIONS[word]
        if last and word in LAST:
            return LAST[word]
        if word.isdigit() or word in self.known or word in KEYS or word in _WHOLE:
            return (word,)
        if first and (long := self._initial(word, column)):
            return long
        if numbered := _NUMBERED.fullmatch(word):
            return (numbered[1], numbered[2])
        keyed = after[:1] and after[0] in KEYS
        if len(word) <= _SHORTEST_PART or _is_english(word):
            return self._beginning(word, column, keyed=bool(keyed)) or (word,)
        return (
            self._split(word)
            or self._beginning(word, column, keyed=bool(keyed))
            or self._corrected(word)
            or (word,)
        )

    def _has_hours(self) -> bool:
        ends = {words_of(column.name)[-1:][0] for column in self.table.columns if column.name}
        return bool(ends & {"hr", "hrs", "hour", "hours"})

    def _initial(self, word: str, column: Column) -> tuple[str, ...] | None:
        """`GName` of video games: game name."""
        if len(word) > 1 or len(words_of(column.name)) < 2:
            return None
        entity = self.entities[self.table.name]
        after = words_of(column.name)[1]
        fits = after in _TAILS or (_is_english(after) and len(after) >= _SHORTEST_PART)
        return tuple(entity[-1:]) if fits and entity[-1].startswith(word) else None

    def _beginning(
        self, word: str, column: Column | None = None, *, keyed: bool = False
    ) -> tuple[str, ...] | None:
        """`stu` where there are students; never for a word that is one itself."""
        if len(word) < _SHORTEST_PART or (_is_english(word) and not keyed):
            return None
        near = [self.entities[self.table.name], *(self._linked(column) if column else [])]
        far = self.entities.values() if keyed or len(word) > _SHORTEST_PART else near
        ends = {entity[-1] for entity in (near if _is_english(word) else far) if entity}
        found = {full for full in ends if full.startswith(word) and full != word}
        return (found.pop(),) if len(found) == 1 else None

    def _split(self, word: str) -> tuple[str, ...] | None:
        """`pettype`, `authorname`, `firstname`: two words, one of them at home here."""
        for cut in range(2, len(word) - 1):
            left, right = word[:cut], word[cut:]
            if (right in _TAILS or right in self.known) and (whole := self._part(left)):
                return (*whole, *ABBREVIATIONS.get(right, LAST.get(right, (right,))))
            at_home = left in self.known and len(left) > _SHORTEST_PART
            if (at_home or left in ABBREVIATIONS) and (rest := self._part(right)):
                return (*ABBREVIATIONS.get(left, (left,)), *rest)
        return None

    def _part(self, text: str) -> tuple[str, ...] | None:
        if text in self.known and len(text) >= _SHORTEST_PART:
            return (text,)
        if text in ABBREVIATIONS:
            return ABBREVIATIONS[text]
        if long := self._beginning(text):
            return long
        return (text,) if len(text) > _SHORTEST_PART and _is_english(text) else self._split(text)

    def _corrected(self, word: str) -> tuple[str, ...] | None:
        """A word that is misspelt here and right elsewhere in the database."""
        if len(word) < _SHORTEST_CORRECTED:
            return None
        near = {
            known
            for known in self.known
            if known[0] == word[0]
            and (len(known) != len(word) or sorted(known) == sorted(word))
            and DamerauLevenshtein.distance(known, word, score_cutoff=1) == 1
        }
        near = {known for known in near if singular(known) not in near or singular(known) == known}
        return (near.pop(),) if len(near) == 1 else None


def _begins(entity: list[str], start: str) -> bool:
    """Whether `start` begins a table's name or is short for it: `s`, `fac`, `hh`, `ap`."""
    if not entity:
        return False
    initials = "".join(word[0] for word in entity)
    if start == initials or any(word.startswith(start) for word in (entity[0], entity[-1])):
        return True
    letters = iter(entity[-1][1:])
    return start[0] == entity[-1][0] and all(letter in letters for letter in start[1:])


def _without_first(words: list[str], mark: str | None) -> list[str]:
    return words[1:] if mark and words[:1] == [mark] and len(words) > 1 else words


def _counted(words: list[str], column: Column) -> list[str]:
    """`num_employees`, `num_emp` -> number of employees; `game_num` stays a number."""
    numeric = column.type is None or column.type.is_numeric or column.digits
    if not numeric or len(words) < 2 or words[0] != "number":
        return words
    if words[1] == "of":
        return [*words[:-1], plural(words[-1])] if len(words) == 3 else words
    if words[-1].endswith(("ing", "ed", "by")):
        return words
    return ["number", "of", *words[1:-1], plural(words[-1])]
