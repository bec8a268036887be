"""Owners and their pets, in a database whose catalog is drafted and not edited."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bi.catalog.generate import draft_catalog
from bi.catalog.load import load_catalog
from bi.compiler.compile import compile_query
from bi.datasources.inspecting import inspect_url, url_of
from bi.language.engine import LanguageEngine, ReadContext
from bi.model.catalog import Catalog
from bi.model.reading import Question, Reading
from bi.model.semantic import SemanticQuery
from bi.warehouse.warehouse import Warehouse

TODAY = date(2026, 6, 30)
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
    path: Path
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
        with sqlite3.connect(self.path) as connection:
            return sorted(connection.execute(sql).fetchall(), key=str)

    def values(self, text: str) -> list[object]:
        """The first column of the rows."""
        return [row[0] for row in self.rows(text)]

    def afresh(self) -> Kennel:
        return Kennel(self.engine, self.catalog, self.path)


def kennel_at(folder: Path, schema: str = _SCHEMA) -> Kennel:
    path = folder / "kennel.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(schema)
    url = url_of(str(path))
    written = folder / "kennel.yaml"
    written.write_text(draft_catalog(inspect_url(url), "kennel", url))
    catalog = load_catalog(written)
    profile = asyncio.run(_profile(url, catalog))
    return Kennel(LanguageEngine(catalog, profile), catalog, path)


async def _profile(url: str, catalog: Catalog):  # type: ignore[no-untyped-def]
    warehouse = Warehouse(url)
    try:
        return await warehouse.profile(catalog)
    finally:
        await warehouse.close()
