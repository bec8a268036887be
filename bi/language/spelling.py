"""Near misses of spelling, corrected where one known word alone is close."""

from __future__ import annotations

from dataclasses import replace

from bi.language.vocabulary import Vocabulary
from bi.language.words import Word

_SHORTEST = 4
_LONG = 8


class Speller:
    """Corrects unknown words towards the vocabulary; leaves the language's real words alone."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        lexicon = vocabulary.lexicon
        self._known = (
            vocabulary.surface_words
            | vocabulary.lemma_words
            | lexicon.number_words.keys()
            | lexicon.scales.keys()
        )
        self._names = _targets(vocabulary.name_words | lexicon.number_words.keys())
        self._values = _targets(vocabulary.value_words)

    def correct(self, word: Word) -> tuple[Word, bool]:
        """The word to read, and whether it is another than was written."""
        if word.number is not None or word.norm in self._known or word.lemma in self._known:
            return word, False
        if len(word.norm) < _SHORTEST or not word.norm.isalpha() or word.quote:
            return word, False
        target = self._closest(word)
        if target is None or _is_real(word, self._vocabulary.lexicon.language):
            return word, False
        singular = self._vocabulary.lexicon.singular(target)
        return replace(word, norm=target, lemma=singular), True

    def _closest(self, word: Word) -> str | None:
        """The one word within reach; None when there is none or another is as close."""
        # Imported here: most sentences are spelt right and never need it.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        reach = 2 if len(word.norm) >= _LONG else 1
        best: dict[str, float] = {}
        for form in {word.norm, word.lemma}:
            for targets, cutoff in ((self._names, reach), (self._values, 1)):
                for target, distance, _ in process.extract(
                    form, targets, scorer=OSA.distance, score_cutoff=cutoff, limit=5
                ):
                    singular = self._vocabulary.lexicon.singular(target)
                    best[singular] = min(distance, best.get(singular, distance))
        if not best:
            return None
        nearest = min(best.values())
        found = [target for target, distance in best.items() if distance == nearest]
        return found[0] if len(found) == 1 and found[0] in self._known else None


def _targets(words: frozenset[str]) -> list[str]:
    return sorted(word for word in words if len(word) >= _SHORTEST)


def _is_real(word: Word, language: str) -> bool:
    from simplemma import is_known

    return bool(is_known(word.norm, lang=language))
