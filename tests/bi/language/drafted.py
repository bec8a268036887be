"""A small database whose catalog is drafted and not edited, asked and queried by hand."""

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
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog
from bi.model.profile import Profile
from bi.model.reading import Question, Reading
from bi.warehouse.warehouse import Warehouse

TODAY = date(2026, 6, 30)


@dataclass(frozen=True, slots=True)
class Drafted:
    """`ask` gives the rows of the engine's query; `by_hand` those of SQL."""

    catalog: Catalog
    engine: LanguageEngine
    connection: sqlite3.Connection
    today: date = TODAY

    def read(self, sentence: str) -> Reading:
        return self.engine.read(sentence, ReadContext(self.today))

    def ask(self, sentence: str) -> list[tuple[object, ...]]:
        reading = self.read(sentence)
        assert isinstance(reading, Question), reading
        sql = compile_query(reading.query, self.catalog, "sqlite").sql
        return self.connection.execute(sql).fetchall()

    def by_hand(self, sql: str) -> list[tuple[object, ...]]:
        return self.connection.execute(sql).fetchall()


def drafted(schema: str, folder: Path, today: date = TODAY) -> Drafted:
    path = folder / "drafted.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(schema)
    url = url_of(str(path))
    written = folder / "drafted.yaml"
    written.write_text(draft_catalog(inspect_url(url), "drafted", url), "utf-8")
    catalog = load_catalog(written)
    profile = asyncio.run(_profile(url, catalog))
    return Drafted(catalog, LanguageEngine(catalog, profile), connection, today)


async def _profile(url: str, catalog: Catalog) -> Profile:
    warehouse = Warehouse(url)
    try:
        return await warehouse.profile(catalog)
    finally:
        await warehouse.close()
