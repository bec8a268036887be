"""The distinct words of all values: found as written, and by near misses.

Words of one length in bytes stand sorted in one block, so that a word needs no more memory than
its letters and is found by binary search. Beside each stands a signature of its letters. An
error of typing changes a word's letters by two at most, so that comparing signatures, which is a
few instructions a word, leaves only a few candidates to be compared letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.uint32]
Block = NDArray[np.bytes_]
_A = ord("a")
_ALPHABET = 26
# Rows whose letters are counted at once.
_AT_ONCE = 100_000


class WordTable:
    """Immutable. A word is known by its id, 0 to `len` - 1."""

    def __init__(self, blocks: Mapping[int, Block]) -> None:
        """`blocks`: by length in bytes, the words in UTF-8, sorted and each once."""
        self._blocks = dict(sorted(blocks.items()))
        self._firsts: dict[int, int] = {}
        count = 0
        for length, block in self._blocks.items():
            self._firsts[length] = count
            count += len(block)
        self._count = count
        self._signatures = {length: _signatures(block) for length, block in self._blocks.items()}

    def __len__(self) -> int:
        return self._count

    def find(self, word: str) -> int | None:
        coded = word.encode("utf-8", "replace")
        block = self._blocks.get(len(coded))
        if block is None:
            return None
        at = int(np.searchsorted(block, np.bytes_(coded)))
        return self._firsts[len(coded)] + at if at < len(block) and block[at] == coded else None

    def ids(self, block: Block) -> Ids:
        """The ids of words of one length, all of which are known."""
        length = block.dtype.itemsize
        found = np.searchsorted(self._blocks[length], block)
        return (found + self._firsts[length]).astype(np.uint32)

    def near(self, word: str, reach: int) -> dict[str, int]:
        """Words that at most `reach` errors of typing lead to, with the number of errors."""
        # Imported here: most sentences are spelt right and never need it.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        coded = word.encode("utf-8", "replace")
        signature = _signatures(np.array([coded]))[0]
        # An accented letter has a byte more than the plain one that is typed for it.
        for_accents = 0 if len(coded) == len(word) else 1
        found: dict[str, int] = {}
        lengths = range(len(coded) - reach - for_accents, len(coded) + reach + 1 + for_accents)
        for length in lengths:
            block = self._blocks.get(length)
            if block is None:
                continue
            differing = np.bitwise_count(self._signatures[length] ^ signature)
            candidates = [one.decode() for one in block[differing <= 2 * reach].tolist()]
            matches = process.extract(
                word, candidates, scorer=OSA.distance, score_cutoff=reach, limit=None
            )
            found.update((match, int(errors)) for match, errors, _ in matches)
        return found


def sorted_blocks(parts: Iterable[Mapping[int, Block]]) -> dict[int, Block]:
    """One block for each length, of the words of all parts."""
    by_length: dict[int, list[Block]] = {}
    for part in parts:
        for length, block in part.items():
            by_length.setdefault(length, []).append(block)
    return {length: np.unique(np.concatenate(blocks)) for length, blocks in by_length.items()}


def _signatures(block: Block) -> NDArray[np.uint64]:
    """A bit for each letter that is there, and one for each that is there twice."""
    letters = block.view(np.uint8).reshape(len(block), -1)
    signatures = np.zeros(len(block), np.uint64)
    for start in range(0, len(block), _AT_ONCE):
        part: NDArray[Any] = letters[start : start + _AT_ONCE]
        found = signatures[start : start + _AT_ONCE]
        for letter in range(_ALPHABET):
            count = (part == _A + letter).sum(axis=1)
            found |= (count >= 1).astype(np.uint64) << np.uint64(letter)
            found |= (count >= 2).astype(np.uint64) << np.uint64(_ALPHABET + letter)
    return signatures
