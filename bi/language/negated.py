"""A word that says not of a yes or no: "unverified members"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bi.language.meanings import DimensionName
from bi.language.vocabulary import Vocabulary
from bi.language.words import Word
from bi.model.catalog import ColumnType


def negations_apart(words: tuple[Word, ...], vocabulary: Vocabulary) -> tuple[Word, ...]:
    """The words with "not" and the rest in place of each of such."""
    return tuple(found for word in words for found in _parts(word, vocabulary))


def _parts(word: Word, vocabulary: Vocabulary) -> Iterator[Word]:
    lexicon = vocabulary.lexicon
    negation = next(iter(lexicon.cue("NOT")), None)
    rest = None if word.quote or negation is None else _rest(word, vocabulary)
    if rest is None or negation is None:
        yield word
        return
    yield replace(word, norm=negation, lemma=negation)
    yield rest


def _rest(word: Word, vocabulary: Vocabulary) -> Word | None:
    """What is negated, where that is a yes or no of the catalog and the whole is no name."""
    lexicon = vocabulary.lexicon
    for prefix in lexicon.negative_prefixes:
        if not word.norm.startswith(prefix) or vocabulary.lookup((word,)):
            continue
        norm = word.norm.removeprefix(prefix)
        rest = replace(word, norm=norm, lemma=lexicon.singular(norm))
        if any(
            isinstance(meaning, DimensionName) and meaning.dimension.type is ColumnType.BOOLEAN
            for meaning in vocabulary.lookup((rest,))
        ):
            return rest
    return None
