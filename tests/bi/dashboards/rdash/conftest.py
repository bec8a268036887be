"""The questions of the demo, as tiles; and the documents that are made of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog
from bi.model.reading import Question
from bi.model.semantic import SemanticQuery
from tests.bi.language.profiled import profile_of

GOLDEN = Path(__file__).parents[3] / "golden" / "questions" / "demo.jsonl"
TODAY = date(2026, 6, 30)


@pytest.fixture(scope="session")
def queries(demo_catalog: Catalog, demo_rows: Path) -> tuple[SemanticQuery, ...]:
    """What the language engine makes of each turn of the questions with known answers."""
    engine = LanguageEngine(demo_catalog, profile_of(demo_catalog, demo_rows))
    found: dict[SemanticQuery, None] = {}
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        previous = None
        for turn in json.loads(line)["turns"]:
            reading = engine.read(turn["question"], ReadContext(TODAY, previous))
            if isinstance(reading, Question):
                previous = reading.query
                found[previous] = None
    return tuple(found)
