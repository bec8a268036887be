"""From words to items: the cover of the sentence by known phrases that explains it best."""

from __future__ import annotations

from bi.language.meanings import Cue, Item, Meaning, Number, ValueName, YearNumber
from bi.language.spelling import Speller
from bi.language.vocabulary import FILLER, Vocabulary
from bi.language.words import Word
from bi.language.written import written

_YEARS = range(1900, 2101)
# What a word costs that nothing explains: more than a longer phrase beside it gains.
_UNKNOWN = 8


def items_of(words: tuple[Word, ...], vocabulary: Vocabulary, speller: Speller) -> list[Item]:
    """Items in the sentence's order; a word that nothing explains is one without meanings."""
    spelt = [speller.correct(word) for word in words]
    corrected = tuple(word for word, _ in spelt)
    starts = _best_cover(corrected, vocabulary)
    items = []
    for start, (end, meanings) in starts:
        changed = [word.norm for word, was in spelt[start:end] if was]
        items.append(_item(words[start:end], meanings, changed))
    return items


def _item(words: tuple[Word, ...], meanings: list[Meaning], changed: list[str]) -> Item:
    filler = any(isinstance(m, Cue) and m.name == FILLER for m in meanings)
    others = tuple(m for m in meanings if not (isinstance(m, Cue) and m.name == FILLER))
    return Item(
        text=" ".join(word.text for word in words),
        start=words[0].start,
        end=words[-1].end,
        meanings=others,
        filler=filler,
        plural=words[-1].norm != words[-1].lemma,
        corrected=" ".join(changed) or None,
    )


def _best_cover(
    words: tuple[Word, ...], vocabulary: Vocabulary
) -> list[tuple[int, tuple[int, list[Meaning]]]]:
    """The segmentation with the greatest sum of squared phrase lengths, found from the end.

    Squares make one phrase of three words worth more than a phrase of two and one of one.
    """
    best: list[tuple[int, int, list[Meaning]]] = [(0, 0, [])] * (len(words) + 1)
    for start in range(len(words) - 1, -1, -1):
        choice = (best[start + 1][0] - _UNKNOWN, start + 1, list[Meaning]())
        for end in range(min(len(words), start + vocabulary.longest), start, -1):
            meanings = _meanings(words, start, end, vocabulary)
            score = (end - start) ** 2 + best[end][0]
            if meanings and score > choice[0]:
                choice = (score, end, meanings)
        best[start] = choice
    cover, at = [], 0
    while at < len(words):
        _, end, meanings = best[at]
        cover.append((at, (end, meanings)))
        at = end
    return cover


def _meanings(
    words: tuple[Word, ...], start: int, end: int, vocabulary: Vocabulary
) -> list[Meaning]:
    span = words[start:end]
    if len(span) == 1 and span[0].number is not None:
        return _number(span[0])
    found = vocabulary.lookup(span)
    time = written(span, vocabulary.lexicon)
    if time is not None:
        return [time, *found]
    number = _number_in_words(span, vocabulary)
    if number is not None:
        found = [*found, Number(number)]
    if span[0].quoted:
        found = [meaning for meaning in found if isinstance(meaning, ValueName)] or found
    if any(not isinstance(m, ValueName) for m in found) and not _may_be_value(
        words, start, end, vocabulary
    ):
        found = [m for m in found if not isinstance(m, ValueName) or not _is_small(found)]
    return found


def _is_small(meanings: list[Meaning]) -> bool:
    """Whether the words are also a phrase of the language itself."""
    return any(isinstance(m, Cue) for m in meanings)


def _may_be_value(words: tuple[Word, ...], start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether "US" (or "us" in "only us customers") may be a value although it is a small word."""
    span, lexicon = words[start:end], vocabulary.lexicon
    if any(word.text != word.norm and not word.text.istitle() for word in span):
        return not all(word.text == word.text.upper() for word in words if word.text.isalpha())
    before = words[start - 1].norm if start else ""
    small = " ".join(word.norm for word in span)
    return small in lexicon.pronouns_that_may_be_values and before in lexicon.value_contexts


def _number(word: Word) -> list[Meaning]:
    exact = word.number
    if exact is None:
        return []
    value = int(exact) if exact == exact.to_integral_value() else float(exact)
    found: list[Meaning] = [Number(value, word.percent, word.plain, word.currency)]
    if word.plain and len(word.text) == 4 and value in _YEARS:
        found.append(YearNumber(int(value)))
    return found


def _number_in_words(span: tuple[Word, ...], vocabulary: Vocabulary) -> int | float | None:
    """ "twenty five", "3 million", "two hundred thousand"."""
    lexicon = vocabulary.lexicon
    total, seen = 0.0, False
    for word in span:
        if word.number is not None and not word.percent and not seen:
            total = float(word.number)
        elif word.norm in lexicon.number_words:
            total += lexicon.number_words[word.norm]
        elif word.norm in lexicon.scales and seen:
            total *= lexicon.scales[word.norm]
        else:
            return None
        seen = True
    return int(total) if total == int(total) else total
