"""A language's words, read from its data file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Verb:
    """What people say they do, and the nouns that a catalog may have for its outcome.

    `from_others` are nouns for what it comes to where others than we do it: what customers spend
    is sales.
    """

    forms: tuple[str, ...]
    nouns: tuple[str, ...]
    from_others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Adjective:
    """What an adjective is said of: `nouns` rise with it, `inverse` ones fall.

    "Old" rises with an age and falls with a date of birth. `positive` are forms like "old",
    `more` and `less` the comparatives ("older", "younger"), `most` and `least` the superlatives.
    """

    nouns: tuple[str, ...]
    inverse: tuple[str, ...]
    positive: tuple[str, ...]
    more: tuple[str, ...]
    less: tuple[str, ...]
    most: tuple[str, ...]
    least: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodedValue:
    """Words for a value that databases hold as a code: "female" for F in a column of the sex.

    `nouns` are what such columns are called, `codes` the codes in small letters.
    """

    forms: tuple[str, ...]
    nouns: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """`language` is its ISO 639 code; `phrases` maps section -> name -> phrases."""

    language: str
    phrases: dict[str, dict[str, tuple[str, ...]]]
    fillers: tuple[str, ...]
    function_words: tuple[str, ...]
    verbs: tuple[Verb, ...]
    adjectives: tuple[Adjective, ...]
    coded: tuple[CodedValue, ...]
    # What is said of a thing -> what the column of its number or date is called.
    said_of: dict[str, tuple[str, ...]]
    soft: frozenset[str]
    nameable: frozenset[str]
    value_contexts: frozenset[str]
    pronouns_that_may_be_values: frozenset[str]
    # Said after a thing whose name is meant, and endings that make adjectives of nouns.
    name_words: tuple[str, ...]
    adjective_endings: tuple[str, ...]
    number_words: dict[str, int]
    places: dict[str, int]
    added_fractions: dict[tuple[str, ...], float]
    scales: dict[str, int]
    irregular: dict[str, str]
    endings: tuple[tuple[str, str], ...]
    kept_endings: tuple[str, ...]
    words: frozenset[str]
    # Replies to a question back: small words in them, ordinals (-1: the last), words for yes.
    reply_words: frozenset[str]
    ordinals: dict[str, int]
    affirmations: frozenset[str]
    # Times in figures: 3/5/2025, FY25, W23, 1990s, 5 pm (the hours that a half day adds).
    day_first: bool
    fiscal_prefixes: frozenset[str]
    week_prefixes: frozenset[str]
    percentile_prefixes: frozenset[str]
    currency_words: frozenset[str]
    decade_endings: frozenset[str]
    half_days: dict[str, int]
    # Of the endings: most words are known to be singular by their last letter.
    last_letters: frozenset[str]

    @cached_property
    def small_words(self) -> frozenset[str]:
        """Words that name nothing: no part of a name begins or ends with one."""
        listed = (*self.fillers, *self.function_words)
        listed += tuple(
            entry
            for name in ("OF", "IN", "FOR", "AND", "TO", "FROM", "BY", "WITH")
            for entry in self.phrases["cues"][name]
        )
        return frozenset(entry for entry in listed if " " not in entry)

    def knows(self, word: str) -> bool:
        return word in self.words

    def singular(self, word: str) -> str:
        """The singular by rule; the same for every form, which is all that matching needs."""
        if word in self.irregular:
            return self.irregular[word]
        if len(word) <= 3 or word[-1] not in self.last_letters:
            return word
        if word.endswith(self.kept_endings):
            return word
        for ending, replacement in self.endings:
            if word.endswith(ending):
                return word[: -len(ending)] + replacement
        return word


_ADJECTIVE_KEYS = ("nouns", "inverse", "positive", "more", "less", "most", "least")
_SECTIONS = (
    "cues", "aggregations", "comparators", "grains", "quantity_units", "rates", "over", "to_date",
    "parts", "days", "weekdays", "day_kinds", "day_times", "months", "quarters", "halves", "fiscal",
    "charts", "percentiles",
)  # fmt: skip


@lru_cache(maxsize=8)
def load_lexicon(language: str) -> Lexicon:
    """Raises FileNotFoundError for a language that has no file."""
    text = files("bi.language.lexicon").joinpath(f"{language}.toml").read_text("utf-8")
    return _lexicon(language, tomllib.loads(text))


def _lexicon(language: str, data: dict[str, Any]) -> Lexicon:
    phrases = {
        section: {name: tuple(entries) for name, entries in data[section].items()}
        for section in _SECTIONS
    }
    listed = [
        entry for names in phrases.values() for entries in names.values() for entry in entries
    ]
    numbers = data["numbers"]
    listed += [*data["fillers"], *data["function_words"], *numbers["words"], *numbers["places"]]
    figures = data["figures"]
    singular = data["singular"]
    return Lexicon(
        language=language,
        phrases=phrases,
        fillers=tuple(data["fillers"]),
        function_words=tuple(data["function_words"]),
        verbs=tuple(
            Verb(tuple(verb["forms"]), tuple(verb["nouns"]), tuple(verb.get("from_others", ())))
            for verb in data["verbs"].values()
        ),
        adjectives=tuple(
            Adjective(*(tuple(entry.get(key, ())) for key in _ADJECTIVE_KEYS))
            for entry in data["adjectives"].values()
        ),
        coded=tuple(
            CodedValue(tuple(one["forms"]), tuple(one["nouns"]), tuple(one["codes"]))
            for one in data["coded"].values()
        ),
        said_of={form: tuple(nouns) for form, nouns in data["said_of"].items()},
        soft=frozenset(data["soft"]),
        nameable=frozenset(data["nameable"]),
        value_contexts=frozenset(data["value_contexts"]),
        pronouns_that_may_be_values=frozenset(data["pronouns_that_may_be_values"]),
        name_words=tuple(data["name_words"]),
        adjective_endings=tuple(data["adjective_endings"]),
        number_words=data["numbers"]["words"],
        places=data["numbers"]["places"],
        added_fractions={
            tuple(entry.split()): value for entry, value in data["numbers"]["added"].items()
        },
        scales=data["numbers"]["scales"],
        irregular=singular["irregular"],
        endings=tuple((ending, replacement) for ending, replacement in singular["rules"]),
        kept_endings=tuple(singular["keep"]),
        day_first=figures["day_first"],
        fiscal_prefixes=frozenset(figures["fiscal_prefixes"]),
        week_prefixes=frozenset(figures["week_prefixes"]),
        percentile_prefixes=frozenset(figures["percentile_prefixes"]),
        currency_words=frozenset(figures["currency_words"]),
        decade_endings=frozenset(figures["decade_endings"]),
        half_days=figures["half_days"],
        last_letters=frozenset(ending[-1] for ending, _ in singular["rules"]),
        words=frozenset(word for entry in listed for word in entry.split()),
        reply_words=frozenset(
            (*data["fillers"], *data["function_words"], *data["replies"]["words"])
        ),
        ordinals=data["replies"]["ordinals"],
        affirmations=frozenset(data["replies"]["yes"]),
    )
