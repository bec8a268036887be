"""The words of a language about dashboards, read from its data file.

A file has the list `small`, the section `[cues]` (name -> phrases), `[ordinals]` (number ->
phrases; -1 is the last) and `[charts]` (chart type -> phrases that the engine's lexicon lacks).
Signs of `[forms]` stand for several endings, as in the engine's lexicons.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product
from typing import Any

from bi.language.lexicon.load import load_lexicon
from bi.language.words import words_of
from bi.model.chart import ChartType

_SECTIONS = frozenset({"small", "forms", "cues", "ordinals", "charts"})


class WordsInvalid(ValueError):
    """A file with a section that nothing reads, or a chart type that there is not."""


@dataclass(frozen=True, slots=True)
class Sense:
    """All that a phrase can mean."""

    cues: frozenset[str] = frozenset()
    ordinal: int | None = None
    chart: ChartType | None = None
    small: bool = False


@dataclass(frozen=True, slots=True)
class DashboardWords:
    """`senses` are by the phrase's words in lower case; `longest` counts those of the longest."""

    senses: Mapping[tuple[str, ...], Sense]
    longest: int


@lru_cache(maxsize=8)
def load_words(language: str) -> DashboardWords:
    """Raises FileNotFoundError for a language that has no file, WordsInvalid for a bad one."""
    text = files("bi.dashboards.lexicon").joinpath(f"{language}.toml").read_text("utf-8")
    data = tomllib.loads(text)
    if unknown := set(data) - _SECTIONS:
        raise WordsInvalid(f"{language}.toml: nothing reads `{min(unknown)}`")
    return _Collecting(language, data).words()


class _Collecting:
    def __init__(self, language: str, data: Mapping[str, Any]) -> None:
        self._lexicon = load_lexicon(language)
        self._data = data
        self._senses: dict[tuple[str, ...], Sense] = {}

    def words(self) -> DashboardWords:
        for phrase in self._data.get("small", ()):
            self._note(phrase, small=True)
        into = tuple(f"{word} " for word in self._data.get("cues", {}).get("INTO", ()))
        for name, phrases in self._lexicon.phrases["charts"].items():
            for phrase in phrases:
                if not phrase.startswith(into):  # "as a table" is "as" and a table
                    self._note(phrase, chart=ChartType(name))
        for name, phrases in self._data.get("charts", {}).items():
            for phrase in phrases:
                self._note(phrase, chart=_chart(name))
        for number, phrases in self._data.get("ordinals", {}).items():
            for phrase in phrases:
                self._note(phrase, ordinal=int(number))
        for name, phrases in self._data.get("cues", {}).items():
            for phrase in phrases:
                self._note(phrase, cue=name)
        return DashboardWords(self._senses, max(map(len, self._senses), default=1))

    def _note(
        self,
        entry: str,
        *,
        cue: str | None = None,
        ordinal: int | None = None,
        chart: ChartType | None = None,
        small: bool = False,
    ) -> None:
        forms = self._data.get("forms", {})
        for letters in product(*(forms.get(letter, [letter]) for letter in entry)):
            key = tuple(word.norm for word in words_of("".join(letters), self._lexicon))
            known = self._senses.get(key, Sense())
            self._senses[key] = Sense(
                known.cues | {cue} if cue else known.cues,
                known.ordinal if ordinal is None else ordinal,
                known.chart or chart,
                known.small or small,
            )


def _chart(name: str) -> ChartType:
    try:
        return ChartType(name)
    except ValueError:
        raise WordsInvalid(f"[charts] has no `{name}`") from None
