"""Owners and their pets, in a database whose catalog is drafted and not edited."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from bi.compiler.compile import compile_query
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog
from bi.model.reading import Question, Reading
from bi.model.semantic import SemanticQuery
from tests.bi.language.drafted import TODAY, drafted

_SCHEMA = """
CREATE TABLE owners (owner_id INTEGER PRIMARY KEY, name TEXT, age INTEGER, city TEXT);
CREATE TABLE pets (
    pet_id INTEGER PRIMARY KEY, owner_id INTEGER REFERENCES owners(owner_id),
    nickname TEXT, kind TEXT, weight REAL
);
INSERT INTO owners VALUES
    (1, 'Ada', 31, 'Oslo'), (2, 'Bo', 24, 'Oslo'),
    (3, 'Cleo', 45, 'Turin'), (4, 'Dag', 19, 'Turin');
INSERT INTO pets VALUES
    (1, 1, 'Rex', 'dog', 22.5), (2, 1, 'Mia', 'cat', 4.5), (3, 2, 'Kim', 'cat', 3.5),
    (4, 3, 'Pia', 'dog', 9.0), (5, 1, 'Tom', 'cat', 5.5);
"""


@dataclass
class Kennel:
    """A conversation about the kennel: what was said last is what a follow-up edits."""

    engine: LanguageEngine
    catalog: Catalog
    connection: sqlite3.Connection
    previous: SemanticQuery | None = None

    def read(self, text: str) -> Reading:
        reading = self.engine.read(text, ReadContext(TODAY, self.previous))
        if isinstance(reading, Question):
            self.previous = reading.query
        return reading

    def rows(self, text: str) -> list[tuple[object, ...]]:
        """The rows that answer the sentence, sorted."""
        reading = self.read(text)
        assert isinstance(reading, Question), f"{text!r} was read as {reading}"
        sql = compile_query(reading.query, self.catalog, "sqlite").sql
        return sorted(self.connection.execute(sql).fetchall(), key=str)

    def values(self, text: str) -> list[object]:
        """The first column of the rows."""
        return [row[0] for row in self.rows(text)]

    def afresh(self) -> Kennel:
        return Kennel(self.engine, self.catalog, self.connection)


def kennel_at(folder: Path, schema: str = _SCHEMA) -> Kennel:
    made = drafted(schema, folder)
    return Kennel(made.engine, made.catalog, made.connection)
