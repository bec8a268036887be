"""Words to read in place of unknown ones: near misses of spelling, and what people are called."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace

from bi.language.lexicon.load import Lexicon
from bi.language.vocabulary import Vocabulary
from bi.language.words import Word, base_form, is_real, phrase

_SHORTEST = 4
_LONG = 8
# From this length on, two errors in the word of a value leave little doubt what it should be.
_VERY_LONG = 10


@dataclass(frozen=True, slots=True)
class Correction:
    """The word to read in place of another. `doubtful`: it may well be a word of its own."""

    word: Word
    doubtful: bool = False


class Speller:
    """Reads unknown words as known ones; leaves the language's other real words alone."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        lexicon = vocabulary.lexicon
        names = vocabulary.surface_words | vocabulary.lemma_words | lexicon.number_words.keys()
        self._known = names | lexicon.scales.keys()
        self._people = _people_of(vocabulary)
        self._names = _targets(names)
        self._common = _targets(vocabulary.values.common_words)

    def with_vocabulary(self, vocabulary: Vocabulary) -> Speller:
        """The same with other values; the names must be the same."""
        other = copy(self)
        other._vocabulary = vocabulary
        other._common = _targets(vocabulary.values.common_words)
        return other

    def correct(self, words: tuple[Word, ...], at: int) -> Correction | None:
        """What to read in place of a word that nothing explains; None leaves it as it is."""
        word, lexicon = words[at], self._vocabulary.lexicon
        if word.number is not None or word.norm in self._known or word.lemma in self._known:
            return None
        if len(word.norm) < _SHORTEST or not word.norm.isalpha() or word.quote:
            return None
        if word.lemma in self._people:
            people = lexicon.people[0]
            return Correction(replace(word, norm=people, lemma=lexicon.singular(people)))
        if self._vocabulary.values.has_word(word.lemma):
            return None
        if (base := base_form(word, lexicon)) in self._known:
            return Correction(replace(word, lemma=base))
        target, errors = self._closest(words, at)
        if target is None:
            return None
        real = is_real(word, lexicon)
        if _negates(word, target, lexicon) or (real and not self._makes_name(words, at, target)):
            return None
        doubtful = errors > 1 and len(word.norm) < _VERY_LONG and target not in self._known
        doubtful = doubtful or real
        return Correction(replace(word, norm=target, lemma=lexicon.singular(target)), doubtful)

    def _closest(self, words: tuple[Word, ...], at: int) -> tuple[str | None, float]:
        """The one word within reach, and its errors; None when there is none or several are.

        Names and the values of dimensions with few come before other values; among those, one
        that makes a value together with its neighbours.
        """
        sure, others = self._sure(words[at]), self._others(words[at])
        errors = min([*sure.values(), *others.values()], default=0)
        near = [target for target, distance in sure.items() if distance == errors]
        if len(near) > 1:
            near = [target for target in near if self._makes_name(words, at, target)] or near
        if not near:
            near = [target for target, distance in others.items() if distance == errors]
            if len(near) > 1:
                near = [target for target in near if self._makes_value(words, at, target)]
        return near[0] if len(near) == 1 else None, errors

    def _sure(self, word: Word) -> dict[str, float]:
        # Imported here: most sentences are spelt right and never need it.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        best: dict[str, float] = {}
        for form in {word.norm, word.lemma}:
            for targets in (self._names, self._common):
                for target, distance, _ in process.extract(
                    form, targets, scorer=OSA.distance, score_cutoff=reach_of(form), limit=5
                ):
                    singular = self._vocabulary.lexicon.singular(target)
                    if singular in self._known or targets is self._common:
                        best[singular] = min(distance, best.get(singular, distance))
        return best

    def _others(self, word: Word) -> dict[str, int]:
        best: dict[str, int] = {}
        for form in {word.norm, word.lemma}:
            for target, errors in self._vocabulary.values.near(form, reach_of(form)).items():
                if len(target) >= _SHORTEST:
                    best[target] = min(errors, best.get(target, errors))
        return best

    def _makes_name(self, words: tuple[Word, ...], at: int, target: str) -> bool:
        """Whether a neighbour goes on with the phrase that the word begins: "gros margin"."""
        read = replace(words[at], norm=target, lemma=self._vocabulary.lexicon.singular(target))
        pairs = [(read, *words[at + 1 : at + 2]), (*words[max(0, at - 1) : at], read)]
        return any(len(pair) > 1 and self._vocabulary.knows(pair) for pair in pairs)

    def _makes_value(self, words: tuple[Word, ...], at: int, target: str) -> bool:
        tried = (*words[:at], replace(words[at], norm=target, lemma=target), *words[at + 1 :])
        return any(start <= at < end for start, end in self._vocabulary.values.spans(tried))


def _negates(word: Word, target: str, lexicon: Lexicon) -> bool:
    """ "Inactive" is no slip for "active", but its contrary."""
    longer, shorter = sorted((word.norm, target), key=len, reverse=True)
    return any(longer == prefix + shorter for prefix in lexicon.negative_prefixes)


def reach_of(form: str) -> int:
    """How many errors are forgiven."""
    return 2 if len(form) >= _LONG else 1


def _targets(words: frozenset[str]) -> list[str]:
    return sorted(word for word in words if len(word) >= _SHORTEST)


def _people_of(vocabulary: Vocabulary) -> frozenset[str]:
    """What else the rows of the one dataset of people may be called: "players".

    Nothing where a dataset has such a name itself: where there are employees, customers are others.
    """
    lexicon = vocabulary.lexicon
    if not lexicon.people:
        return frozenset()
    called = {name: phrase(name, lexicon) for name in lexicon.people}
    people = vocabulary.datasets(called[lexicon.people[0]])
    if len(people) != 1 or any(vocabulary.datasets(called[name]) for name in lexicon.people[1:]):
        return frozenset()
    nouns = vocabulary.nouns_of(people[0])
    if any(noun.endswith(lexicon.person_endings) for noun in nouns):
        return frozenset()
    return frozenset(word.lemma for words in called.values() for word in words)
