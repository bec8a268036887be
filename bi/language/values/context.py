"""What stands around words decides whether they may be a value."""

from __future__ import annotations

from bi.language.meanings import Cue, DatasetName, DimensionName, ValueName
from bi.language.vocabulary import FILLER, Vocabulary
from bi.language.words import Word

# Between a dimension's name and its value, or the values of a list.
_BETWEEN = frozenset({"IS", "NOT", "OR", "AND", "COMMA", "IN", FILLER})
_STEPS = 12
_LONGEST_NAME = 5


def may_be_value(words: tuple[Word, ...], span: tuple[int, int], vocabulary: Vocabulary) -> bool:
    """Whether "US" (or "us" in "only us customers") may be a value although it is a small word."""
    start, end = span
    inside, lexicon = words[start:end], vocabulary.lexicon
    if any(word.text != word.norm and not word.text.istitle() for word in inside):
        return not all(word.text == word.text.upper() for word in words if word.text.isalpha())
    before = words[start - 1].norm if start else ""
    small = " ".join(word.norm for word in inside)
    return small in lexicon.pronouns_that_may_be_values and before in lexicon.value_contexts


def describes(
    words: tuple[Word, ...], span: tuple[int, int], value: ValueName, vocabulary: Vocabulary
) -> bool:
    """Whether the thing right after the words has the value: "sell transactions"."""
    end = span[1]
    return any(
        isinstance(name, DatasetName) and name.dataset == value.dimension.dataset
        for stop in range(end + 1, min(len(words), end + _LONGEST_NAME) + 1)
        for name in vocabulary.lookup(words[end:stop])
    )


def stands_by_name(
    words: tuple[Word, ...], span: tuple[int, int], value: ValueName, vocabulary: Vocabulary
) -> bool:
    """Whether the value's dimension is named right before it, or before a list it stands in."""
    end = span[0]
    for _ in range(_STEPS):
        for start in range(end - 1, max(-1, end - 1 - _LONGEST_NAME), -1):
            for name in vocabulary.lookup(words[start:end]):
                if isinstance(name, DimensionName) and name.dimension.ref == value.dimension.ref:
                    return True
        if not end or not _leads_on(words[end - 1], vocabulary):
            return False
        end -= 1
    return False


def _leads_on(word: Word, vocabulary: Vocabulary) -> bool:
    if word.number is not None:
        return True
    cues = {one.name for one in vocabulary.lookup((word,)) if isinstance(one, Cue)}
    return bool(cues & _BETWEEN)
