"""Compound questions on the demo and on a German catalog, and what they are broken into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from bi.language.breaking.breaking import break_down
from bi.language.breaking.parts import Part, Pick
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.language.words import words_of
from bi.model.reading import Question
from tests.bi.language.expected import Reader

FOLDER = Path(__file__).parent / "breakdown"


@dataclass(frozen=True, slots=True)
class Case:
    asked: str
    parts: list[Any]


def _cases(name: str) -> list[Any]:
    listed = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(Case(**one), id=one["asked"][:60]) for one in listed]


@pytest.mark.parametrize("case", _cases("demo"))
def test_a_compound_question_is_broken_into_its_parts(demo: Reader, case: Case) -> None:
    check(case, demo)


@pytest.mark.parametrize("case", _cases("german"))
def test_a_german_one_too(german: Reader, case: Case) -> None:
    check(case, german)


def check(case: Case, reader: Reader) -> None:
    context = ReadContext(reader.today)
    parts = break_down(case.asked, reader.engine, context)
    assert len(parts) == len(case.parts), [part.question for part in parts]
    for part, expected in zip(parts, case.parts, strict=True):
        _check_part(part, expected, reader.engine, context)
    assert {*_content(case.asked, reader.engine)} <= {
        word for part in parts for word in _content(part.question, reader.engine)
    }


def _check_part(part: Part, expected: Any, engine: LanguageEngine, context: ReadContext) -> None:
    wanted: dict[str, Any] = {"asks": expected} if isinstance(expected, str) else expected
    if "refused" in wanted:
        assert not isinstance(part.reading, Question), part.question
        return
    reading = engine.read(wanted["asks"], context)
    assert isinstance(reading, Question), wanted["asks"]
    assert isinstance(part.reading, Question), part
    assert part.reading.query == reading.query, part.question
    if "needs" in wanted:
        assert part.needs is not None
        assert part.needs.part == int(wanted["needs"]) - 1
        assert part.needs.pick is Pick(wanted.get("row", "all"))
    else:
        assert part.needs is None


def _content(text: str, engine: LanguageEngine) -> Iterator[str]:
    """The words that must not be lost: all but those that join parts or point at one."""
    lexicon = engine.lexicon
    breaking = lexicon.breaking
    phrases = (
        breaking.joiners, breaking.openers, breaking.intros, breaking.pointers, breaking.each,
        breaking.possessives, breaking.best, breaking.first_of,
    )  # fmt: skip
    small = {word for listed in phrases for one in listed for word in one.split()}
    small |= {*lexicon.small_words}
    for word in words_of(text, lexicon):
        if word.norm not in small and word.norm[0].isalpha():
            yield word.norm
