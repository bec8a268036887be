"""The words of a language about dashboards, read from its data file.

A file has the lists `small` and `chart_endings` (of the names of chart types) and the sections
`[cues]` (name -> phrases), `[ordinals]` (number -> phrases; -1 is the last) and `[charts]` (chart
type -> phrases that the engine's lexicon lacks). Signs of `[forms]` stand for several endings, as
in the engine's lexicons.
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

_SECTIONS = frozenset({"small", "chart_endings", "forms", "cues", "ordinals", "charts"})


# Cues that are nouns, which some languages write together with what they are about.
_NOUNS = frozenset({"DASHBOARD", "FILTERS", "TILE", "TILES"})
_SHORTEST_NOUN = 5


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
    """`senses` are by the phrase's words in lower case; `longest` counts those of the longest.

    `joined` are nouns that are written together with what they are about, the longest first.
    """

    senses: Mapping[tuple[str, ...], Sense]
    longest: int
    joined: tuple[str, ...]


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
                    self._note_chart(phrase, ChartType(name))
        for name, phrases in self._data.get("charts", {}).items():
            for phrase in phrases:
                self._note_chart(phrase, _chart(name))
        for number, phrases in self._data.get("ordinals", {}).items():
            for phrase in phrases:
                self._note(phrase, ordinal=int(number))
        for name, phrases in self._data.get("cues", {}).items():
            for phrase in phrases:
                self._note(phrase, cue=name)
        joined = [
            key[0]
            for key, sense in self._senses.items()
            if len(key) == 1 and len(key[0]) >= _SHORTEST_NOUN and sense.cues & _NOUNS
        ]
        longest = max(map(len, self._senses), default=1)
        return DashboardWords(self._senses, longest, tuple(sorted(joined, key=len, reverse=True)))

    def _note_chart(self, phrase: str, chart: ChartType) -> None:
        for ending in ("", *self._data.get("chart_endings", ())):
            self._note(f"{phrase}{ending}", chart=chart)

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
