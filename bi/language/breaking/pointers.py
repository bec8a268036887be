"""The words of a text that stand for what an earlier part found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bi.language.lexicon.load import Lexicon
from bi.language.words import Word, words_of

# Lists of the lexicon; those of one row decide: "for the best of them its trend".
POSSESSIVES = "possessives"
KINDS = ("best", "worst", "first_of", "last_of", "pointers", POSSESSIVES)


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where a text points back, in characters, and which rows it means: one of `KINDS`."""

    places: tuple[tuple[int, int], ...]
    kind: str

    def covers(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.places)


def pointer_in(text: str, lexicon: Lexicon) -> Pointer | None:
    found: list[tuple[str, int, int]] = []
    words = words_of(text, lexicon)
    at = 0
    while at < len(words):
        length, kind = _pointing(words, at, lexicon)
        if not length and _ends_in_each(words, at, lexicon):
            length, kind = len(words) - at, "pointers"
        if length:
            found.append((kind, words[at].start, words[at + length - 1].end))
        at += length or 1
    if not found:
        return None
    kind = min((one[0] for one in found), key=KINDS.index)
    return Pointer(tuple((start, end) for _, start, end in found), kind)


def _ends_in_each(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """ "The revenue of each"; "how many are there" points at nothing."""
    rest = " ".join(word.norm for word in words[at:])
    asks = at > 0 and words[at - 1].norm in lexicon.breaking.openers
    return rest in lexicon.breaking.each and not asks


def _pointing(words: Sequence[Word], at: int, lexicon: Lexicon) -> tuple[int, str]:
    """How many words from there are the longest such phrase, and of which kind."""
    norms = [word.norm for word in words[at : at + 6]]
    best = (0, "")
    for kind in KINDS:
        for phrase in getattr(lexicon.breaking, kind):
            length = len(phrase.split())
            if norms[:length] == phrase.split() and length > best[0]:
                best = (length, kind)
    return best
