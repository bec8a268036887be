"""Values that are named by a part of them: "Acme" for "Acme Corporation Ltd".

Any word may be a part of some value, so this is tried only for words that nothing else explains.
An ordinary word of the language that is written as such ("loans of smith") is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable

from bi.language.meanings import DatasetName, DimensionName, ValueName
from bi.language.values.index import Span
from bi.language.vocabulary import Vocabulary
from bi.language.words import Word, is_real

# One more than are offered.
_MOST = 4
_SHORTEST = 3
# Words that are looked up in this way in one sentence; what is over stays unexplained.
_TRIED = 4
_LONGEST = 8


def values_by_part(
    words: tuple[Word, ...], lost: Iterable[int], vocabulary: Vocabulary
) -> tuple[dict[Span, list[ValueName]], frozenset[int]]:
    """What runs of words around the `lost` ones are a part of, and which are to be asked about."""
    unexplained = frozenset(lost)
    found: dict[Span, list[ValueName]] = {}
    asked = set()
    tried = [at for at in sorted(unexplained) if _may_be_part(words, at, vocabulary)]
    for at in tried[:_TRIED]:
        if not any(start <= at < end for start, end in found):
            span = _grown(words, at, unexplained, vocabulary)
            if values := _having(words, span, vocabulary):
                found[span] = values
                if not any(_is_name(words, one, vocabulary) for one in range(*span)):
                    asked.add(at)
    return found, frozenset(asked)


def _having(words: tuple[Word, ...], span: Span, vocabulary: Vocabulary) -> list[ValueName]:
    inside = words[span[0] : span[1]]
    if any(word.quote for word in inside):
        return []
    return vocabulary.values.having([word.lemma for word in inside], _MOST)


def _grown(
    words: tuple[Word, ...], at: int, unexplained: frozenset[int], vocabulary: Vocabulary
) -> Span:
    """The longest run around the word that is a part of some value.

    It ends in words that are unexplained or written like names: "Bank of America", and not "Acme
    in" of "orders of Acme in May".
    """
    start, end = at, at + 1
    reach = end
    while reach < min(len(words), start + _LONGEST):
        reach += 1
        if not _having(words, (start, reach), vocabulary):
            break
        if reach - 1 in unexplained or _is_capital(words[reach - 1]):
            end = reach
    reach = start
    while reach > max(0, end - _LONGEST):
        reach -= 1
        if not _having(words, (reach, end), vocabulary):
            break
        if reach in unexplained or _is_capital(words[reach]):
            start = reach
    return start, end


def _may_be_part(words: tuple[Word, ...], at: int, vocabulary: Vocabulary) -> bool:
    word = words[at]
    if word.number is not None or word.quote or len(word.norm) < _SHORTEST:
        return False
    return _is_name(words, at, vocabulary) or _stands_as_value(words, at, vocabulary)


def _is_name(words: tuple[Word, ...], at: int, vocabulary: Vocabulary) -> bool:
    """Written like one, or no word of the language."""
    return bool(at and _is_capital(words[at])) or not is_real(words[at], vocabulary.lexicon)


def _stands_as_value(words: tuple[Word, ...], at: int, vocabulary: Vocabulary) -> bool:
    """After "in" or "of", or right after what it would be one of."""
    if not at:
        return False
    before = vocabulary.lookup(words[at - 1 : at])
    if any(isinstance(one, DimensionName | DatasetName) for one in before):
        return True
    return words[at - 1].norm in vocabulary.lexicon.value_contexts


def _is_capital(word: Word) -> bool:
    return word.text[:1] != word.norm[:1]
