"""The words for dashboards: nothing in a file that nothing reads, the same meanings everywhere."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

import bi.dashboards
from bi.dashboards.lexicon.load import load_words
from bi.dashboards.sentence import Sentence
from bi.language.lexicon.load import load_lexicon
from bi.model.chart import ChartType

LANGUAGES = ("en", "de")


def cues(language: str) -> set[str]:
    text = files("bi.dashboards.lexicon").joinpath(f"{language}.toml").read_text("utf-8")
    return set(tomllib.loads(text)["cues"])


def test_every_language_has_words_for_the_same_meanings() -> None:
    # In German a verb may end a sentence.
    assert cues("de") ^ cues("en") == {"VERB_LAST"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_meaning_is_read_somewhere(language: str) -> None:
    folder = Path(bi.dashboards.__file__).parent
    code = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    code += (folder / "lexicon" / "load.py").read_text("utf-8")
    read = set(re.findall(r'"([A-Z_]+)"', code))
    assert cues(language) - read == set()


def test_every_type_of_chart_can_be_named() -> None:
    named = {sense.chart for sense in load_words("en").senses.values() if sense.chart}
    assert set(ChartType) == named


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Füge einen Regionsfilter hinzu", ["Füge", "einen", "Regions", "filter", "hinzu"]),
        ("Umsatzdashboard", ["Umsatz", "dashboard"]),
        ("Lösche das Kreisdiagramm", ["Lösche", "das", "Kreisdiagramm"]),
    ],
)
def test_a_noun_is_told_from_what_it_is_about(text: str, parts: list[str]) -> None:
    sentence = Sentence(text, load_lexicon("de"))
    assert [" ".join(word.text for word in mark.words) for mark in sentence.marks] == parts
    assert sentence.said(sentence.marks) == text


def test_a_quotation_is_one_phrase_with_no_meaning_of_its_own() -> None:
    sentence = Sentence('rename it to "remove the pie chart"', load_lexicon("en"))
    last = sentence.marks[-1]
    assert last.quote is not None
    assert last.quote.text == "remove the pie chart"
    assert not last.sense.cues
