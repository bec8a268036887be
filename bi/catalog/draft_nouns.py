"""The other words people would use for the rows of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from bi.catalog.inspection import Inspection, Table
from bi.catalog.judge import are_people
from bi.catalog.naming import plural_of
from bi.catalog.same_words import ROWS
from bi.model.words import plural, singular


def nouns_of(
    inspection: Inspection, names: Mapping[str, str], labels: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """By table: `movies_w_year` are movies, and films, and rows with a surname people, unless
    anything else is called so."""
    wanted = {
        table.name: list(dict.fromkeys((*_head(table), *_same(table), *_people(table))))
        for table in inspection.tables
    }
    claims = Counter(word for words in wanted.values() for word in words)
    taken = {_plain(word) for word in (*names.values(), *labels.values())}
    said = set(_words_of_others(inspection))
    return {
        table.name: tuple(
            word
            for word in wanted[table.name]
            if claims[word] == 1
            and word not in taken
            and (word in _head(table) or singular(word) not in said)
        )
        for table in inspection.tables
    }


def _head(table: Table) -> list[str]:
    noun = " ".join(plural_of(table.head))
    return [noun] if noun else []


def _people(table: Table) -> list[str]:
    return ["people"] if are_people(table) else []


def _same(table: Table) -> Iterator[str]:
    """Nouns of the same meaning, from general knowledge."""
    entity = " ".join(table.entity)
    for idea in ROWS:
        if entity in idea:
            yield from (_plural(noun) for noun in idea if noun != entity)


def _plural(noun: str) -> str:
    *before, last = noun.split()
    return " ".join((*before, plural(last)))


def _words_of_others(inspection: Inspection) -> Iterable[str]:
    """What columns are called, by whole names and by their ends, and every word of a table."""
    for table in inspection.tables:
        yield from table.entity
        for column in table.columns:
            words = [*column.words[:-1], *(singular(word) for word in column.words[-1:])]
            yield from (" ".join(words[start:]) for start in range(len(words)))


def _plain(word: str) -> str:
    return word.casefold().replace("_", " ")
