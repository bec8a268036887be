"""The queries that the language engine makes of all the example sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import yaml

from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.reading import Clarification, Question
from bi.model.semantic import SemanticQuery

_GOLDEN = Path(__file__).parents[2] / "golden"
_LANGUAGES = {"en": "demo", "de": "german"}


def dialogs(engine: LanguageEngine) -> Iterator[tuple[str, ...]]:
    """Of the catalog's language; a sentence alone is one of a single turn."""
    name = _LANGUAGES[engine.catalog.language]
    yield from ((example,) for example in engine.catalog.examples)
    if name == "demo":
        for line in (_GOLDEN / "questions/demo.jsonl").read_text(encoding="utf-8").splitlines():
            yield tuple(turn["question"] for turn in json.loads(line)["turns"])
    for case in yaml.safe_load((_GOLDEN / f"breakdown/{name}.yaml").read_text(encoding="utf-8")):
        yield from ((part,) for part in case.get("parts", ()) if isinstance(part, str))
    for case in yaml.safe_load((_GOLDEN / f"verified/{name}.yaml").read_text(encoding="utf-8")):
        yield from ((one,) for one in (case["question"], *case["same"], *case["near"]))


def queries(engine: LanguageEngine, today: date) -> dict[SemanticQuery, str]:
    """Each with the sentence that it came from: answers, and readings that are offered."""
    found: dict[SemanticQuery, str] = {}
    for dialog in dialogs(engine):
        previous = None
        for sentence in dialog:
            reading = engine.read(sentence, ReadContext(today, previous))
            if isinstance(reading, Question):
                previous = reading.query
                found.setdefault(reading.query, sentence)
            elif isinstance(reading, Clarification):
                for option in reading.options:
                    found.setdefault(option.query, sentence)
    return found
