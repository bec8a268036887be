"""A sentence as words with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from bi.language.lexicon.load import Lexicon, Writing


@dataclass(frozen=True, slots=True)
class Quote:
    """A part of the sentence in quotation marks: its place and its text, both without them."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """`norm` is lower case, `lemma` its singular; `number` is set for digits.

    `start` and `end` are characters of the sentence (end excluded). Words of one quotation
    have the same `quote`. `colon`: there is one between the word before and this one.
    """

    text: str
    start: int
    end: int
    norm: str
    lemma: str
    number: Decimal | None = None
    percent: bool = False
    plain: bool = False
    currency: bool = False
    ordinal: bool = False
    quote: Quote | None = None
    colon: bool = False


# A mark right after a letter or digit begins nothing: 24", the students' names. An apostrophe
# within a word ends nothing: 'the student's book'.
_QUOTED = re.compile(
    r"(?<!\w)[\"“”„«»](?!\s)([^\"“”„«»]+)(?<!\s)[\"“”«»](?!\w)"
    r"|(?<!\w)['‘](?!\s)((?:[^'‘’]|(?<=\w)['’](?=\w))+)(?<!\s)['’](?!\w)"
)


_SIGNS = "$€£"


@lru_cache(maxsize=8)
def _pattern(writing: Writing) -> re.Pattern[str]:
    """What a word, number or sign is, in the way that a language writes numbers."""
    after = "".join(rf"|\s?{_spaced(word)}\b" for word in writing.percent)
    plurals = "|".join(map(re.escape, writing.optional_plurals)) or "(?!)"
    return re.compile(
        r"(?P<date>\d{4}-\d{2}-\d{2})(?!\d)"
        r"|(?P<figures>\d{1,2}(?P<part>[/.-])\d{1,2}(?P=part)\d{4}|\d{1,2}/\d{1,2}/\d{2}"
        r"|\d{1,2}/\d{4}|\d{4}-\d{2}|\d{1,2}:\d{2}(?:[a-z]{2})?)(?![\w/])"
        rf"|(?P<number>[{_SIGNS}]?\d+(?:{re.escape(writing.thousands)}\d{{3}})*"
        rf"(?:{re.escape(writing.decimal)}\d+)?)(?P<suffix>\s?[%{_SIGNS}]{after}|[a-z]{{1,2}}\b)?"
        rf"|(?P<word>[^\W\d_]+(?:{plurals}|(?:\.[^\W\d_]\b\.?)*(?:['’][^\W\d_]+)?[0-9]*))"
        r"|(?P<sign>>=|<=|!=|<>|[=<>,&+#%/*@–-])",
        re.IGNORECASE,
    )


def _spaced(word: str) -> str:
    return r"\s".join(map(re.escape, word.split()))


def words_of(text: str, lexicon: Lexicon) -> tuple[Word, ...]:
    """Every word, number and meaningful sign; other punctuation is left out.

    A quotation of signs only is one word as it stands.
    """
    quotes = _quotes(text)
    words = list(_scanned(text, lexicon))
    for quote in quotes:
        inside = [at for at, word in enumerate(words) if quote.start <= word.start < quote.end]
        for at in inside:
            words[at] = replace(words[at], quote=quote)
        if not inside:
            norm = quote.text.lower()
            words.append(Word(quote.text, quote.start, quote.end, norm, norm, quote=quote))
    return tuple(sorted(words, key=lambda word: word.start)) if quotes else tuple(words)


def _quotes(text: str) -> list[Quote]:
    """Quoted parts; quotation marks around the whole sentence do not count."""
    found = []
    for match in _QUOTED.finditer(text):
        group = 1 if match[1] is not None else 2
        outside = text[: match.start()] + text[match.end() :]
        if any(character.isalnum() for character in outside):
            found.append(Quote(*match.span(group), match[group]))
    return found


def _scanned(text: str, lexicon: Lexicon) -> Iterator[Word]:
    end = 0
    for match in _pattern(lexicon.writing).finditer(text):
        word = _word(match, lexicon)
        if word is not None:
            yield replace(word, colon=True) if ":" in text[end : word.start] else word
            end = word.end


def _word(match: re.Match[str], lexicon: Lexicon) -> Word | None:
    text, start, end = match.group(), match.start(), match.end()
    if match["number"]:
        return _number(match, lexicon)
    if match["sign"] == "-" and _joins_words(match):
        return None
    norm = _norm(text, lexicon)
    return Word(text, start, end, norm, lexicon.singular(norm))


def _norm(text: str, lexicon: Lexicon) -> str:
    """Lower case; what only says whose it is or that there may be several is taken off."""
    norm = text.lower().replace("’", "'")
    for ending in lexicon.writing.optional_plurals:
        norm = norm.replace(ending, ending.strip("()"))
    if (
        "." in norm
        and norm[0].isalpha()
        and not (lexicon.knows(norm) or lexicon.knows(norm.replace(".", "")))
    ):
        norm = norm.replace(".", "")  # "Ph.D.": the same as "PhD"
    for ending in lexicon.writing.possessives:
        if norm.endswith(ending) and not lexicon.knows(norm):
            return norm.removesuffix(ending)
    return norm


def _joins_words(match: re.Match[str]) -> bool:
    """A hyphen inside "sub-category" is no sign of its own; between figures it is."""
    text, at = match.string, match.start()
    if not 0 < at < len(text) - 1 or (text[at - 1].isdigit() and text[at + 1].isdigit()):
        return False
    return text[at - 1].isalnum() and text[at + 1].isalnum()


def _number(match: re.Match[str], lexicon: Lexicon) -> Word:
    digits, suffix = match["number"], (match["suffix"] or "").strip().lower()
    writing, norm = lexicon.writing, match.group().lower()
    written = digits.lstrip(_SIGNS).replace(writing.thousands, "").replace(writing.decimal, ".")
    number = Decimal(written)
    percent = suffix == "%" or " ".join(suffix.split()) in writing.percent
    currency = digits[0] in _SIGNS or suffix in tuple(_SIGNS)
    if suffix in lexicon.scales:
        number *= lexicon.scales[suffix]
    elif suffix and not percent and not currency and suffix not in writing.ordinals:
        # "3d" is not a number: it stays a word that something must explain.
        return Word(match.group(), match.start(), match.end(), norm, norm)
    return Word(
        match.group(),
        match.start(),
        match.end(),
        norm,
        norm,
        number,
        percent=percent,
        plain=digits.isdigit() and not suffix,
        currency=currency,
        ordinal=suffix in writing.ordinals or _has_point(match, writing),
    )


def _has_point(match: re.Match[str], writing: Writing) -> bool:
    """ "3. Quartal" in a language that writes ordinals so."""
    if "." not in writing.ordinals or not match.group().isdigit():
        return False
    after = match.string[match.end() :]
    return after.startswith(".") and after[1:].lstrip()[:1].isalpha()


def phrase(text: str, lexicon: Lexicon) -> tuple[Word, ...]:
    """A catalog name as words; underscores and hyphens part them."""
    return tuple(_scanned(text.replace("_", " "), lexicon))


def base_form(word: Word, lexicon: Lexicon) -> str:
    """The dictionary form: "opened" -> "open"; the word itself where none is known."""
    return dictionary_form(word.norm, lexicon)


def dictionary_form(norm: str, lexicon: Lexicon) -> str:
    """The same of a word by its `norm`."""
    # Imported here: most sentences have known words only, and its lists are large.
    from simplemma import lemmatize

    return lexicon.singular(str(lemmatize(norm, lang=lexicon.language)).lower())


def is_plural(word: Word, lexicon: Lexicon) -> bool:
    """By rule; by the language's dictionary where the rules only make all forms alike."""
    if word.norm == word.lemma or not lexicon.stems:
        return word.norm != word.lemma
    # Imported here: most sentences have known words only, and its lists are large.
    from simplemma import lemmatize

    return str(lemmatize(word.norm, lang=lexicon.language)).lower() != word.norm


def lemmas_of(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The lemmas of `phrase`, in a fraction of its time: a catalog has many values."""
    plain = text.lower()
    words = plain.split(" ")
    if all(map(str.isalpha, words)):
        return tuple(map(lexicon.singular, words))
    return tuple(
        match.group().lower()
        if match["number"]
        else lexicon.singular(_norm(match.group(), lexicon))
        for match in _pattern(lexicon.writing).finditer(text.replace("_", " "))
        if match["sign"] != "-" or not _joins_words(match)
    )


def is_real(word: Word, lexicon: Lexicon) -> bool:
    """Whether the language has the word, so that it is not a name or a slip of somebody's."""
    # Imported here: most sentences have known words only, and its lists are large.
    from simplemma import is_known

    return bool(is_known(word.norm, lang=lexicon.language))
