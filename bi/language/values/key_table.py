"""The keys of all values, a key being the value's words in their order.

Keys are found whole by a 64-bit hash in a sorted array, and compared word by word; and in part by
lists of the keys that have a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bi.language.values.word_table import Ids

# Odd numbers that spread the bits of what they are multiplied with (of SplitMix64).
_FACTOR, _SPREAD = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9
_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Containing:
    """A key with the words in question. `lead`: the words before the first of them."""

    number: int
    lead: int
    length: int


class KeyTable:
    """Immutable. A key is known by its number, in the order in which they were given."""

    def __init__(self, words: Ids, lengths: NDArray[np.uint32], known: int) -> None:
        """`words` of all keys one after another, `lengths` of the keys, `known` words there are."""
        self.longest = int(lengths.max(initial=0))
        self._words = words
        self._ends = np.cumsum(lengths, dtype=np.uint32)
        hashes = _hashes(words, self._ends, lengths)
        self._by_hash = np.argsort(hashes, kind="stable").astype(np.uint32)
        self._hashes = hashes[self._by_hash]
        order = np.argsort(words, kind="stable")
        self._having = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)[order]
        counts = np.bincount(words, minlength=known)
        self._having_ends = np.cumsum(counts, dtype=np.uint32)

    def runs(self, words: Sequence[int | None], longest: int) -> dict[tuple[int, int], list[int]]:
        """Which of the runs of words are keys: start and end to the numbers of the keys.

        A word that is None is in no key.
        """
        spans = list(_runs(words, longest))
        if not spans:
            return {}
        wanted = np.array([code for _, _, code in spans], np.uint64)
        lows = np.searchsorted(self._hashes, wanted, "left").tolist()
        highs = np.searchsorted(self._hashes, wanted, "right").tolist()
        found = {}
        for (start, end, _), low, high in zip(spans, lows, highs, strict=True):
            if low < high:
                numbers = self._by_hash[low:high].tolist()
                same = [number for number in numbers if self.words(number) == words[start:end]]
                if same:
                    found[start, end] = same
        return found

    def words(self, number: int) -> list[int]:
        words: list[int] = self._words[self._start(number) : self._ends[number]].tolist()
        return words

    def containing(self, words: Sequence[int], most: int) -> list[Containing]:
        """Keys that have these words side by side, looking at `most` at most.

        Those that begin with them come first, then the shorter ones.
        """
        lists = sorted((self._with(word) for word in set(words)), key=len)
        numbers = lists[0]
        for other in lists[1:]:
            places = np.minimum(np.searchsorted(other, numbers), len(other) - 1)
            numbers = numbers[other[places] == numbers]
        if len(numbers) > most:
            numbers = self._likely(numbers, words[0], most)
        found = {}
        for number in numbers.tolist():
            lead = _place(words, self.words(number))
            if lead is not None:
                length = int(self._ends[number]) - self._start(number)
                found[number] = Containing(number, lead, length)
        return sorted(found.values(), key=lambda one: (one.lead > 0, one.length, one.number))

    def _likely(self, numbers: Ids, first: int, most: int) -> Ids:
        """The ones to look at: they begin with the word, or are short."""
        starts = np.where(numbers == 0, 0, self._ends[np.maximum(numbers, 1) - 1])
        lengths = self._ends[numbers] - starts
        worth = lengths + (self._words[starts] != first) * self.longest
        return numbers[np.argpartition(worth, most)[:most]]

    def _with(self, word: int) -> Ids:
        start = int(self._having_ends[word - 1]) if word else 0
        return self._having[start : self._having_ends[word]]

    def _start(self, number: int) -> int:
        return int(self._ends[number - 1]) if number else 0


def _place(words: Sequence[int], key: Sequence[int]) -> int | None:
    size = len(words)
    return next(
        (at for at in range(len(key) - size + 1) if list(key[at : at + size]) == list(words)), None
    )


def _runs(words: Sequence[int | None], longest: int) -> Iterator[tuple[int, int, int]]:
    for start in range(len(words)):
        code = 0
        for end in range(start, min(len(words), start + longest)):
            word = words[end]
            if word is None:
                break
            code = _step(code, word)
            yield start, end + 1, code


def _step(code: int, word: int) -> int:
    mixed = (code ^ (word + 1)) * _FACTOR & _MASK
    return (mixed ^ mixed >> 32) * _SPREAD & _MASK


def _hashes(words: Ids, ends: Ids, lengths: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """`_step` over all keys at once, word after word."""
    codes = np.zeros(len(lengths), np.uint64)
    starts = ends - lengths
    for place in range(int(lengths.max(initial=0))):
        there = np.flatnonzero(lengths > place)
        word = words[starts[there] + place].astype(np.uint64)
        mixed = (codes[there] ^ (word + np.uint64(1))) * np.uint64(_FACTOR)
        codes[there] = (mixed ^ (mixed >> np.uint64(32))) * np.uint64(_SPREAD)
    return codes
