"""A language's words, read from its data file; docs/languages.md describes each section."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import product
from typing import Any

from bi.language.lexicon.sections import LISTS, SECTIONS, faults_in


class LexiconInvalid(ValueError):
    """A lexicon with a section or name that nothing reads; the text says which."""


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
class Writing:
    """How numbers and word forms are written: 1,000.5 or 1.000,5; 20 percent; 3rd or 3."""

    decimal: str = "."
    thousands: str = ","
    percent: tuple[str, ...] = ()
    ordinals: tuple[str, ...] = ()
    # What may be added to a word without changing it: "customer(s)", "last week's".
    optional_plurals: tuple[str, ...] = ()
    possessives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodedValue:
    """Words for a value that databases hold as a code: "female" for F in a column of the sex.

    `nouns` are what such columns are called, `codes` the codes in small letters.
    """

    forms: tuple[str, ...]
    nouns: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Breaking:
    """Words that tell the parts of a compound question, each phrase in small letters.

    `joiners` stand between parts, `openers` begin one, `binders` hold the next joiner within one,
    `intros` ask for nothing. The others point at what the part before found: all of it
    (`possessives`, `pointers`, and `each` at the end) or one row. A full stop after
    `abbreviations` ends no sentence.
    """

    joiners: tuple[str, ...] = ()
    openers: tuple[str, ...] = ()
    binders: tuple[str, ...] = ()
    intros: tuple[str, ...] = ()
    possessives: tuple[str, ...] = ()
    pointers: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    best: tuple[str, ...] = ()
    worst: tuple[str, ...] = ()
    first_of: tuple[str, ...] = ()
    last_of: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()


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
    # Said after a column's name they only say what kind of values it holds.
    kind_words: frozenset[str]
    number_kind_words: frozenset[str]
    adjective_endings: tuple[str, ...]
    # "Climber": who climbs, climbed.
    agent_endings: tuple[str, ...]
    verb_endings: tuple[str, ...]
    participle_endings: tuple[str, ...]
    # What people are called by what they do; the first is the word for any of them.
    people: tuple[str, ...]
    person_endings: tuple[str, ...]
    negative_prefixes: tuple[str, ...]
    number_words: dict[str, int]
    places: dict[str, int]
    added_fractions: dict[tuple[str, ...], float]
    scales: dict[str, int]
    irregular: dict[str, str]
    letters: dict[int, str]
    endings: tuple[tuple[str, str], ...]
    kept_endings: tuple[str, ...]
    # The rules make all forms of a word alike without making its singular.
    stems: bool
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
    writing: Writing
    breaking: Breaking
    # Sentences to offer, with places for labels and values.
    suggestions: dict[str, str]
    # Ways to say a change of one part of a question, the one to be preferred first.
    edits: dict[str, tuple[str, ...]]
    # What terms and instructions are taught with.
    teaching: dict[str, tuple[str, ...]]

    @cached_property
    def small_words(self) -> frozenset[str]:
        """Words that name nothing: no part of a name begins or ends with one."""
        listed = (*self.fillers, *self.function_words)
        for name in ("OF", "IN", "FOR", "AND", "TO", "FROM", "BY", "WITH"):
            listed += self.cue(name)
        return frozenset(entry for entry in listed if " " not in entry)

    def cue(self, name: str) -> tuple[str, ...]:
        """The phrases of a cue; a language need not have any."""
        return self.phrases["cues"].get(name, ())

    def knows(self, word: str) -> bool:
        return word in self.words

    def singular(self, word: str) -> str:
        """The singular by rule; the same for every form, which is all that matching needs."""
        if word in self.irregular:
            return self.irregular[word]
        if self.letters:
            word = word.translate(self.letters)
        if len(word) <= 3 or word[-1] not in self.last_letters:
            return word
        if word.endswith(self.kept_endings):
            return word
        for ending, replacement in self.endings:
            if word.endswith(ending):
                return word[: -len(ending)] + replacement
        return word


_ADJECTIVE_KEYS = ("nouns", "inverse", "positive", "more", "less", "most", "least")


@lru_cache(maxsize=8)
def load_lexicon(language: str) -> Lexicon:
    """Raises FileNotFoundError for a language that has no file, LexiconInvalid for a bad one."""
    text = files("bi.language.lexicon").joinpath(f"{language}.toml").read_text("utf-8")
    return lexicon_of(language, text)


def lexicon_of(language: str, text: str) -> Lexicon:
    """The lexicon that a TOML text describes; what it lacks, the language has no words for.

    Raises LexiconInvalid.
    """
    data = tomllib.loads(text)
    for fault in faults_in(data):
        raise LexiconInvalid(f"{language}.toml: {fault}")
    return _lexicon(language, data)


def _lexicon(language: str, data: Mapping[str, Any]) -> Lexicon:
    forms = _Forms(data.get("forms", {}))
    fillers, function_words, *_ = (forms.of(data.get(name, ())) for name in LISTS)
    phrases = {
        section: {name: forms.of(entries) for name, entries in data.get(section, {}).items()}
        for section in SECTIONS
    }
    numbers, replies = data.get("numbers", {}), data.get("replies", {})
    figures, singular = data.get("figures", {}), data.get("singular", {})
    listed = [entry for names in phrases.values() for found in names.values() for entry in found]
    listed += [*fillers, *function_words, *numbers.get("words", {}), *numbers.get("places", {})]
    rules = tuple((ending, replacement) for ending, replacement in singular.get("rules", ()))
    return Lexicon(
        language=language,
        phrases=phrases,
        fillers=fillers,
        function_words=function_words,
        verbs=tuple(
            Verb(forms.of(verb["forms"]), tuple(verb["nouns"]), tuple(verb.get("from_others", ())))
            for verb in data.get("verbs", {}).values()
        ),
        adjectives=tuple(
            Adjective(*(forms.of(entry.get(key, ())) for key in _ADJECTIVE_KEYS))
            for entry in data.get("adjectives", {}).values()
        ),
        coded=tuple(
            CodedValue(forms.of(one["forms"]), tuple(one["nouns"]), tuple(one["codes"]))
            for one in data.get("coded", {}).values()
        ),
        said_of={
            said: tuple(nouns)
            for form, nouns in data.get("said_of", {}).items()
            for said in forms.of((form,))
        },
        soft=frozenset(data.get("soft", ())),
        nameable=frozenset(data.get("nameable", ())),
        value_contexts=frozenset(data.get("value_contexts", ())),
        pronouns_that_may_be_values=frozenset(data.get("pronouns_that_may_be_values", ())),
        name_words=tuple(data.get("name_words", ())),
        kind_words=frozenset(data.get("kind_words", ())),
        number_kind_words=frozenset(data.get("number_kind_words", ())),
        adjective_endings=tuple(data.get("adjective_endings", ())),
        agent_endings=tuple(data.get("agent_endings", ())),
        verb_endings=tuple(data.get("verb_endings", ())),
        participle_endings=tuple(data.get("participle_endings", ())),
        people=tuple(data.get("people", ())),
        person_endings=tuple(data.get("person_endings", ())),
        negative_prefixes=tuple(data.get("negative_prefixes", ())),
        number_words=numbers.get("words", {}),
        places=numbers.get("places", {}),
        added_fractions={
            tuple(entry.split()): value for entry, value in numbers.get("added", {}).items()
        },
        scales=numbers.get("scales", {}),
        irregular=singular.get("irregular", {}),
        letters=str.maketrans(singular.get("letters", {})),
        endings=rules,
        kept_endings=tuple(singular.get("keep", ())),
        stems=singular.get("stems", False),
        day_first=figures.get("day_first", True),
        fiscal_prefixes=frozenset(figures.get("fiscal_prefixes", ())),
        week_prefixes=frozenset(figures.get("week_prefixes", ())),
        percentile_prefixes=frozenset(figures.get("percentile_prefixes", ())),
        currency_words=frozenset(figures.get("currency_words", ())),
        decade_endings=frozenset(figures.get("decade_endings", ())),
        half_days=figures.get("half_days", {}),
        last_letters=frozenset(ending[-1] for ending, _ in rules),
        words=frozenset(word for entry in listed for word in entry.split()),
        reply_words=frozenset((*fillers, *function_words, *replies.get("words", ()))),
        ordinals=replies.get("ordinals", {}),
        affirmations=frozenset(replies.get("yes", ())),
        writing=_writing(figures, singular),
        breaking=Breaking(
            **{name: tuple(entries) for name, entries in data.get("breaking", {}).items()}
        ),
        suggestions=data.get("suggestions", {}),
        edits={name: tuple(ways) for name, ways in data.get("edits", {}).items()},
        teaching={name: forms.of(said) for name, said in data.get("teaching", {}).items()},
    )


def _writing(figures: Mapping[str, Any], singular: Mapping[str, Any]) -> Writing:
    return Writing(
        decimal=figures.get("decimal", "."),
        thousands=figures.get("thousands", ","),
        percent=tuple(figures.get("percent", ())),
        ordinals=tuple(figures.get("ordinals", ())),
        optional_plurals=tuple(singular.get("optional_plurals", ())),
        possessives=tuple(singular.get("possessives", ())),
    )


class _Forms:
    """Signs in phrases that stand for several endings: "monatlich~" for "monatliche" and so on."""

    def __init__(self, endings: Mapping[str, list[str]]) -> None:
        self._endings = endings

    def of(self, entries: list[str] | tuple[str, ...]) -> tuple[str, ...]:
        return tuple(form for entry in entries for form in self._forms(entry))

    def _forms(self, entry: str) -> Iterator[str]:
        if not any(sign in entry for sign in self._endings):
            yield entry
            return
        for letters in product(*(self._endings.get(letter, [letter]) for letter in entry)):
            yield "".join(letters)
