"""From words to items: the cover of the sentence by known phrases that explains it best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from types import MappingProxyType

from bi.language.lexicon.load import Lexicon
from bi.language.meanings import (
    Cue,
    DatasetName,
    DimensionName,
    Item,
    Meaning,
    MeasureName,
    Number,
    Ordinal,
    TextLiteral,
    UnitName,
    ValueName,
    YearNumber,
)
from bi.language.spelling import Correction, Speller
from bi.language.values.context import describes, may_be_value, stands_by_name
from bi.language.values.derived import values_derived
from bi.language.values.parts import values_by_part
from bi.language.vocabulary import FILLER, Vocabulary
from bi.language.words import Quote, Word, is_plural
from bi.language.written import written

_YEARS = range(1900, 2101)
_ORDINALS = 100
# Less than any difference of squares.
_NAME = 0.01
# What a word costs that nothing explains: more than a longer phrase beside it gains.
_UNKNOWN = 8
Span = tuple[int, int]
Cover = Sequence[tuple[Span, list[Meaning]]]
Values = Mapping[Span, list[ValueName]]


def items_of(
    words: tuple[Word, ...], vocabulary: Vocabulary, speller: Speller | None
) -> list[Item]:
    """Items in the sentence's order; a word that nothing explains is one without meanings.

    Words that nothing explains as they stand are tried with another spelling, then as a part of
    a value. `speller` None: they are taken as they are written.
    """
    cover = _best_cover(words, vocabulary)
    read = words
    spelt: dict[int, Correction] = {}
    asked: frozenset[int] = frozenset()
    if speller is not None and (lost := _lost(cover)):
        spelt = {at: found for at in lost if (found := speller.correct(words, at))}
        read = tuple(spelt[at].word if at in spelt else word for at, word in enumerate(words))
        cover = _best_cover(read, vocabulary) if spelt else cover
    if lost := _lost(cover):
        derived = values_derived(read, lost, vocabulary)
        others = [at for at in lost if (at, at + 1) not in derived]
        parts, asked = values_by_part(read, others, vocabulary)
        parts.update(derived)
        cover = _best_cover(read, vocabulary, parts) if parts else cover
    doubtful = asked | {at for at, found in spelt.items() if found.doubtful}
    items = []
    for (start, end), meanings in cover:
        item = _item(words[start:end], read[start:end], meanings, vocabulary.lexicon)
        if meanings and vocabulary.says_kind(read[start:end]):
            item = replace(item, corrected=" ".join(word.norm for word in read[start : end - 1]))
        items.append(replace(item, doubtful=not doubtful.isdisjoint(range(start, end))))
    return _with_main_kinds(items)


def items_as_written(words: tuple[Word, ...], vocabulary: Vocabulary) -> list[Item]:
    """As `items_of`, of the words as they stand: nothing is taken for a slip of the pen."""
    cover = _best_cover(words, vocabulary)
    if lost := _lost(cover):
        parts, _ = values_by_part(words, lost, vocabulary)
        cover = _best_cover(words, vocabulary, parts) if parts else cover
    return [
        _item(words[start:end], words[start:end], meanings, vocabulary.lexicon)
        for (start, end), meanings in cover
    ]


def _with_main_kinds(items: list[Item]) -> list[Item]:
    """ "The major genre" of a film is its genre; "major customers" are some customers."""
    following = [item.tags for item in items[1:]]
    return [
        replace(item, filler=True, meanings=())
        if item.tags == {"MAIN"} and "dimension" in after and "dataset" not in after
        else item
        for item, after in zip_longest(items, following, fillvalue=frozenset[str]())
        if isinstance(item, Item)
    ]


def _lost(cover: Cover) -> list[int]:
    return [start for (start, _), meanings in cover if not meanings]


def _item(
    words: tuple[Word, ...], read: tuple[Word, ...], meanings: list[Meaning], lexicon: Lexicon
) -> Item:
    filler = any(isinstance(m, Cue) and m.name == FILLER for m in meanings)
    others = tuple(m for m in meanings if not (isinstance(m, Cue) and m.name == FILLER))
    changed = any(new.norm != word.norm for new, word in zip(read, words, strict=True))
    partly = [str(m.value) for m in meanings if isinstance(m, ValueName) and m.partial]
    whole = partly[0] if len({value.casefold() for value in partly}) == 1 else None
    spelt = " ".join(word.norm for word in read) if changed else None
    return Item(
        text=" ".join(word.text for word in words),
        start=words[0].start,
        end=words[-1].end,
        meanings=others,
        filler=filler,
        norm=" ".join(word.norm for word in words),
        plural=bool(others) and is_plural(words[-1], lexicon),
        corrected=whole or spelt,
        colon=words[0].colon,
    )


def _best_cover(
    words: tuple[Word, ...], vocabulary: Vocabulary, parts: Values = MappingProxyType({})
) -> Cover:
    """The segmentation with the greatest sum of squared phrase lengths, found from the end.

    Squares make one phrase of three words worth more than a phrase of two and one of one. Of
    equal ones that with more names wins: "the list price" is no price of "the list".
    `parts`: what words mean that are only a part of a value, where they mean nothing else.
    """
    values = vocabulary.values.spans(words)
    longest = max(vocabulary.longest, vocabulary.values.longest)
    best: list[tuple[float, int, list[Meaning]]] = [(0, 0, [])] * (len(words) + 1)
    for start in range(len(words) - 1, -1, -1):
        choice = (best[start + 1][0] - _UNKNOWN, start + 1, list[Meaning]())
        for end in _ends(words, start, longest):
            meanings = _meanings(words, (start, end), values, vocabulary)
            meanings = meanings or [*parts.get((start, end), ())]
            score = (end - start) ** 2 + best[end][0]
            score += _NAME * (end - start) * _names(meanings)
            if meanings and score > choice[0]:
                choice = (score, end, meanings)
        best[start] = choice
    cover, at = [], 0
    while at < len(words):
        _, end, meanings = best[at]
        cover.append(((at, end), meanings))
        at = end
    return cover


def _names(meanings: list[Meaning]) -> bool:
    return any(isinstance(m, DimensionName | MeasureName | DatasetName) for m in meanings)


def _ends(words: tuple[Word, ...], start: int, longest: int) -> Iterable[int]:
    """Where a phrase that begins here may end, last first; a quotation is one phrase."""
    quote = words[start].quote
    if quote is not None:
        whole = start == 0 or words[start - 1].quote is not quote
        end = start + sum(1 for word in words[start:] if word.quote is quote)
        return [end] if whole else []
    stop = min(len(words), start + longest)
    end = next((at for at in range(start, stop) if words[at].quote), stop)
    return range(end, start, -1)


def _meanings(
    words: tuple[Word, ...], span: Span, values: Values, vocabulary: Vocabulary
) -> list[Meaning]:
    start, end = span
    inside, named = words[start:end], values.get(span, [])
    if inside[0].quote is not None:
        return _quoted(inside, inside[0].quote, named, vocabulary)
    if all(word.number is not None for word in inside):
        named = [one for one in named if stands_by_name(words, span, one, vocabulary)]
    if len(inside) == 1 and inside[0].number is not None:
        return [*_number(inside[0]), *named]
    found = vocabulary.lookup(inside)
    time = written(inside, vocabulary.lexicon)
    if time is not None:
        return [time, *found, *named]
    money = len(inside) > 1 and inside[-1].norm in vocabulary.lexicon.currency_words
    number = _number_in_words(inside[:-1] if money else inside, vocabulary)
    if number is not None:
        found = [*found, Number(number, currency=money or inside[0].currency)]
    if any(isinstance(one, UnitName) for one in found) and not _is_code(inside):
        named = []  # "in days" is no Mr Day
    if named and _is_small(found) and not may_be_value(words, span, vocabulary):
        listed = [one for one in named if _is_code(inside) and _is_listed(one, span, words, values)]
        if listed:
            return [*listed]
        described = [one for one in named if describes(words, span, one, vocabulary)]
        if described and any(isinstance(one, Cue) and one.name == "RELATION" for one in found):
            return [*found, *described]
        named = [
            one
            for one in named
            if _is_code(inside) and stands_by_name(words, span, one, vocabulary)
        ]
    return [*found, *named]


def _quoted(
    words: tuple[Word, ...], quote: Quote, named: list[ValueName], vocabulary: Vocabulary
) -> list[Meaning]:
    """A value so called, else a name or number; in any case the text itself."""
    if named:
        return [*named, TextLiteral(quote.text)]
    found = [meaning for meaning in vocabulary.lookup(words) if not isinstance(meaning, Cue)]
    numbers = _number(words[0]) if len(words) == 1 else []
    return [*found, *numbers, TextLiteral(quote.text)]


def _is_small(meanings: list[Meaning]) -> bool:
    """Whether the words are also a phrase of the language itself."""
    return any(isinstance(m, Cue) for m in meanings)


def _is_listed(one: ValueName, span: Span, words: tuple[Word, ...], values: Values) -> bool:
    """ "A or C", "B and A": two codes of one column on both sides of a word."""
    start, end = span
    return any(
        value.dimension == one.dimension
        for at in (start - 2, end + 1)
        if 0 <= at < len(words) and _is_code(words[at : at + 1])
        for value in values.get((at, at + 1), ())
    )


def _is_code(words: tuple[Word, ...]) -> bool:
    """Written with capitals, as codes are and small words are not."""
    return any(word.text != word.norm for word in words)


def _number(word: Word) -> list[Meaning]:
    exact = word.number
    if exact is None:
        return []
    value = int(exact) if exact == exact.to_integral_value() else float(exact)
    found: list[Meaning] = [Number(value, word.percent, word.plain, word.currency)]
    if word.ordinal and isinstance(value, int) and value < _ORDINALS:
        found.append(Ordinal(value))
    if word.plain and len(word.text) == 4 and value in _YEARS:
        found.append(YearNumber(int(value)))
    return found


def _number_in_words(span: tuple[Word, ...], vocabulary: Vocabulary) -> int | float | None:
    """ "twenty five", "3 million", "two hundred thousand"."""
    lexicon = vocabulary.lexicon
    total, seen = 0.0, False
    norms = tuple(word.norm for word in span)
    for fraction, value in lexicon.added_fractions.items():
        at = norms.index(fraction[0]) if fraction[0] in norms else 0
        if at and norms[at : at + len(fraction)] == fraction:
            without = _number_in_words((*span[:at], *span[at + len(fraction) :]), vocabulary)
            scale = lexicon.scales.get(norms[-1], 1)
            return None if without is None else without + value * scale
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
