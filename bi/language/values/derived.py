"""Values named by an adjective made of them: "successful transactions" of the status "success"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bi.language.meanings import ValueName
from bi.language.values.index import Span
from bi.language.vocabulary import Vocabulary
from bi.language.words import Word

_SHORTEST = 4


def values_derived(
    words: tuple[Word, ...], lost: Iterable[int], vocabulary: Vocabulary
) -> dict[Span, list[ValueName]]:
    """What the `lost` words mean that are a value with an ending of the language."""
    found: dict[Span, list[ValueName]] = {}
    for at in lost:
        if named := _named(words[at], vocabulary):
            found[at, at + 1] = [replace(one, partial=True) for one in named]
    return found


def _named(word: Word, vocabulary: Vocabulary) -> list[ValueName]:
    if word.quote is not None or word.number is not None:
        return []
    for ending in vocabulary.lexicon.adjective_endings:
        stem = word.norm.removesuffix(ending)
        if stem == word.norm or len(stem) < _SHORTEST:
            continue
        value = replace(word, norm=stem, lemma=vocabulary.lexicon.singular(stem))
        if named := vocabulary.values.spans((value,)).get((0, 1)):
            return named
    return []
