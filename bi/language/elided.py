"""A word said once for several names: "first and last names"."""

from __future__ import annotations

from dataclasses import replace

from bi.language.meanings import DimensionName
from bi.language.vocabulary import Vocabulary
from bi.language.words import Word

_LIST_CUES = frozenset({"AND", "OR", "COMMA"})


def completed(words: tuple[Word, ...], vocabulary: Vocabulary) -> tuple[Word, ...]:
    """The words with the last one of a name put after each beginning that lacks it."""
    found: list[Word] = []
    for at, word in enumerate(words):
        found.append(word)
        head = _head(words, at, vocabulary)
        if head is not None:
            found.append(replace(head, start=word.start, end=word.end, text=word.text))
    return tuple(found)


def _head(words: tuple[Word, ...], at: int, vocabulary: Vocabulary) -> Word | None:
    """The word that a beginning shares with the end of a list: "names"."""
    stop = at + 1
    while stop < len(words) and _joins(words[stop], vocabulary):
        stop += 1
    if stop == at + 1 or stop + 1 >= len(words) or words[at].quote:
        return None
    head = words[stop + 1]
    if _is_name((words[stop], head), vocabulary):
        known = _is_name((words[at], head), vocabulary)
        return head if known and not _is_name((words[at],), vocabulary) else None
    further = _head(words, stop, vocabulary)
    known = further is not None and _is_name((words[at], further), vocabulary)
    return further if known and not _is_name((words[at],), vocabulary) else None


def _joins(word: Word, vocabulary: Vocabulary) -> bool:
    return any(meaning.tags[0] in _LIST_CUES for meaning in vocabulary.phrases((word,)))


def _is_name(words: tuple[Word, ...], vocabulary: Vocabulary) -> bool:
    return any(
        isinstance(meaning, DimensionName) and not meaning.partial
        for meaning in vocabulary.lookup(words)
    )
