"""A sentence of an instruction: which phrases of the lexicon are in it, and what else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bi.language.lexicon.load import Lexicon

_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\s*;\s*|\n+")
_WORD = re.compile(r"[^\s,:()“”„\"«»]+")


def sentences_of(text: str) -> list[str]:
    return [one.strip(" .!?;\t") for one in _SENTENCES.split(text) if one.strip(" .!?;\t")]


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a sentence as they are written."""

    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def without(self, phrases: Iterable[str]) -> Said | None:
        """What is left without the longest of the phrases that is there; None: none is there."""
        plain = [word.casefold() for word in self.words]
        for phrase in sorted(phrases, key=lambda one: -len(one.split())):
            sought = phrase.casefold().split()
            for start in range(len(plain) - len(sought) + 1):
                if plain[start : start + len(sought)] == sought:
                    end = start + len(sought)
                    return replace(self, words=(*self.words[:start], *self.words[end:]))
        return None

    def freed_of(self, phrases: Iterable[str]) -> Said:
        """What is left without all of the phrases that are there."""
        known = tuple(phrases)
        left = self
        while (found := left.without(known)) is not None:
            left = found
        return left

    def starting_after(self, phrases: Iterable[str]) -> Said:
        """What is left without those of the phrases that it begins with."""
        left = self
        known = sorted(phrases, key=lambda one: -len(one.split()))
        while True:
            for phrase in known:
                sought = phrase.casefold().split()
                if [word.casefold() for word in left.words[: len(sought)]] == sought:
                    left = Said(left.words[len(sought) :])
                    break
            else:
                return left

    def ending_before(self, phrases: Iterable[str]) -> Said:
        """What is left without a last word that is one of the phrases."""
        if self.words and self.words[-1].casefold() in {one.casefold() for one in phrases}:
            return Said(self.words[:-1])
        return self

    def only(self, phrases: Iterable[str]) -> bool:
        """Whether there is nothing but these phrases."""
        return not self.freed_of(phrases).words


def said_in(sentence: str) -> Said:
    return Said(tuple(word.rstrip(".!?;") or word for word in _WORD.findall(sentence)))


def small_words(lexicon: Lexicon) -> tuple[str, ...]:
    """Which say nothing by themselves."""
    return (*lexicon.fillers, *lexicon.small_words)
