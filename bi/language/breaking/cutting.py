"""Where a compound question can be parted: at the ends of sentences, and at words that join."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bi.language.lexicon.load import Lexicon
from bi.language.words import Word, words_of

_END = re.compile(r"[.?!;…]+[\"'”’)]*(?=\s|$)|\n+")
# "1.", "2)", "b)", "-" at the beginning of a line.
_LISTED = re.compile(r"\s*(?:\d{1,2}[.)]|[a-z]\)|[-*•–])\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece that holds no word that joins: its place in the text, in characters.

    `opens`: it begins like a question or wish of its own.
    """

    start: int
    end: int
    opens: bool


def sentences_of(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """The places of the sentences and list entries, without the marks around them."""
    quotes = [(word.quote.start, word.quote.end) for word in words_of(text, lexicon) if word.quote]
    found, start = list[tuple[int, int]](), 0
    for match in _END.finditer(text):
        inside = any(first <= match.start() < last for first, last in quotes)
        if inside or not _ends(text, start, match, lexicon):
            continue
        found.append((start, match.start()))
        start = match.end()
    found.append((start, len(text)))
    return [place for place in (_bare(text, *one) for one in found) if place[0] < place[1]]


def _ends(text: str, start: int, match: re.Match[str], lexicon: Lexicon) -> bool:
    """A full stop ends no sentence after "vs", "1" of a list, or the "3" of "3. Quartal"."""
    if match.group() != ".":
        return True
    before = text[start : match.start()].rsplit(None, 1)
    last = before[-1].lower() if before else ""
    if last in lexicon.breaking.abbreviations:
        return False
    number = last.isdecimal() and len(last) <= 2
    listed = number and not text[start : match.start()].strip(" \n\t").removesuffix(last)
    ordinal = number and "." in lexicon.writing.ordinals and bool(text[match.end() :].strip())
    return not listed and not ordinal


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without what marks a list entry, and without spaces."""
    if match := _LISTED.match(text, start, end):
        start = match.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def atoms_of(text: str, place: tuple[int, int], lexicon: Lexicon) -> list[Atom]:
    """The pieces of one sentence, in its order; at least one where it has a word."""
    start, end = place
    words = [word for word in words_of(text, lexicon) if start <= word.start < end]
    words = _without_intro(words, lexicon)
    pieces: list[list[Word]] = [[]]
    bound = False
    at = 0
    while at < len(words):
        length = 0 if words[at].quote else _length(words, at, lexicon.breaking.joiners)
        if length and not (bound and pieces[-1]):
            pieces.append([])
            at += length
            continue
        if words[at].colon and pieces[-1] and not bound:
            pieces.append([])
        bound = False if length else bound
        binder = _length(words, at, lexicon.breaking.binders)
        bound = bound or bool(binder)
        taken = max(length, binder, 1)
        pieces[-1] += words[at : at + taken]
        at += taken
    return [_atom(piece, lexicon) for piece in pieces if piece]


def _without_intro(words: list[Word], lexicon: Lexicon) -> list[Word]:
    """ "Please answer these questions:" asks for nothing."""
    at = 0
    while at < len(words) and words[at].norm in lexicon.fillers:
        at += 1
    length = _length(words, at, lexicon.breaking.intros)
    if not length or (length == 1 and not _begins_anew(words[at + 1 :], lexicon)):
        return words
    at += length
    while at < len(words) and not words[at].norm[0].isalnum():
        at += 1
    return _without_intro(words[at:], lexicon)


def _begins_anew(words: Sequence[Word], lexicon: Lexicon) -> bool:
    """ "First, show …", and not "first quarter"."""
    if not words:
        return False
    opens = bool(_length(words, 0, lexicon.breaking.openers))
    return opens or words[0].colon or not words[0].norm[0].isalnum()


def _atom(words: Sequence[Word], lexicon: Lexicon) -> Atom:
    said = list(_said(words, lexicon))
    opens = bool(_length(said, 0, lexicon.breaking.openers))
    return Atom(words[0].start, words[-1].end, opens)


def _said(words: Sequence[Word], lexicon: Lexicon) -> Iterator[Word]:
    """The words from the first one that says something."""
    small = frozenset((*lexicon.fillers, *lexicon.function_words))
    openers = frozenset(one.split()[0] for one in lexicon.breaking.openers)
    begun = False
    for word in words:
        begun = begun or word.norm in openers or word.norm not in small
        if begun:
            yield word


def _length(words: Sequence[Word], at: int, phrases: Sequence[str]) -> int:
    """How many words from there are the longest of the phrases; 0 where none is there."""
    norms = [word.norm for word in words[at : at + 6]]
    fitting = [one.split() for one in phrases]
    return max((len(one) for one in fitting if norms[: len(one)] == one), default=0)
