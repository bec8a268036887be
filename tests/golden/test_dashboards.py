"""Sentences about dashboards, and what each is read as: demo.jsonl and german.jsonl beside this."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bi.catalog.load import load_catalog
from bi.dashboards.outcome import Create
from bi.dashboards.reading import read_dashboard
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog
from bi.model.chart import ChartType
from bi.model.dashboard import Dashboard, Tile
from bi.model.semantic import TimeGroup
from tests.bi.dashboards.described import described
from tests.bi.language.german_shop import CATALOG, make_german_shop
from tests.bi.language.german_shop import TODAY as GERMAN_TODAY
from tests.bi.language.profiled import profile_of
from tests.golden.test_questions import TODAY

_FILES = Path(__file__).with_name("dashboards")
# The dashboards that sentences are said at.
_ENGLISH = {
    "sales": "sales dashboard for 2024: revenue by month, top 5 products, by region, "
    "a pie chart of orders by segment, profit margin by category",
    "customers": "create a dashboard about customers",
}
_GERMAN = {
    "sales": "Umsatz-Dashboard für 2024: Umsatz nach Monat, Top 3 Produkte, nach Region, "
    "ein Kreisdiagramm der Bestellungen nach Kanal",
}


def test_every_english_sentence_is_read_as_it_is_meant(
    demo_catalog: Catalog, demo_rows: Path
) -> None:
    engine = LanguageEngine(demo_catalog, profile_of(demo_catalog, demo_rows))
    _check(engine, ReadContext(TODAY), _ENGLISH, "demo.jsonl", at_least=150)


def test_every_german_sentence_is_read_as_it_is_meant(tmp_path: Path) -> None:
    database = tmp_path / "versand.duckdb"
    make_german_shop(database)
    catalog = load_catalog(CATALOG)
    engine = LanguageEngine(catalog, profile_of(catalog, database))
    _check(engine, ReadContext(GERMAN_TODAY), _GERMAN, "german.jsonl", at_least=50)


def _check(
    engine: LanguageEngine, context: ReadContext, at: dict[str, str], file: str, *, at_least: int
) -> None:
    dashboards = {name: _made(text, engine, context) for name, text in at.items()}
    lines = (_FILES / file).read_text("utf-8").splitlines()
    wrong = []
    for line in lines:
        case = json.loads(line)
        dashboard = dashboards.get(case.get("at"))
        reading = read_dashboard(
            case["says"], dashboard, None, engine, context, focus=case.get("focus")
        )
        means = described(reading, engine.catalog)
        if means != case["means"]:
            wrong.append((case["says"], means, case["means"]))
    assert wrong == []
    assert len(lines) >= at_least


def _made(text: str, engine: LanguageEngine, context: ReadContext) -> Dashboard:
    reading = read_dashboard(text, None, None, engine, context)
    assert isinstance(reading, Create), reading
    tiles = tuple(replace(tile, chart=_drawn(tile)) for tile in reading.dashboard.tiles)
    return replace(reading.dashboard, tiles=tiles)


def _drawn(tile: Tile) -> ChartType:
    """As the rows of these questions are drawn: no database is asked here."""
    assert tile.query is not None
    if tile.chart is not None:
        return tile.chart
    if any(isinstance(group, TimeGroup) for group in tile.query.groups):
        return ChartType.LINE
    return ChartType.HORIZONTAL_BAR if tile.query.limit else ChartType.BAR


@pytest.mark.parametrize("file", ["demo.jsonl", "german.jsonl"])
def test_no_sentence_is_in_a_file_twice(file: str) -> None:
    cases = [json.loads(line) for line in (_FILES / file).read_text("utf-8").splitlines()]
    said = [(case.get("at"), case.get("focus"), case["says"]) for case in cases]
    assert len(said) == len(set(said))
