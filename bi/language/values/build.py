"""From the values of a datasource to the tables they are found by.

A million values take seconds. It is done in a thread, value by value in Python, so it pauses at
short intervals: an event loop in the same process then never waits long for its turn.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Iterable, Iterator

import numpy as np

from bi.language.lexicon.load import Lexicon
from bi.language.values.key_table import KeyTable
from bi.language.values.word_table import Block, Ids, WordTable, sorted_blocks
from bi.language.words import lemmas_of

# Values whose words are gathered before they are put away compactly.
_CHUNK = 50_000
_PAUSE_EVERY = 200
_PAUSE_S = 0.0002


def tables_of(texts: Iterable[str], lexicon: Lexicon) -> tuple[WordTable, KeyTable]:
    """The tables over these values, which the keys' numbers follow."""
    chunks = list(_chunks(texts, lexicon))
    table = WordTable(sorted_blocks(chunk.blocks for chunk in chunks))
    nothing = np.zeros(0, np.uint32)
    words = np.concatenate([nothing, *(chunk.words_in(table) for chunk in chunks)])
    lengths = np.concatenate([nothing, *(np.asarray(chunk.lengths) for chunk in chunks)])
    chunks.clear()
    return table, KeyTable(words, lengths.astype(np.uint32), len(table))


class _Chunk:
    """Some values: their words numbered for themselves, to be numbered in common later."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._words = array("I")
        self.lengths = array("I")
        self.blocks: dict[int, Block] = {}
        self._order: Ids = np.zeros(0, np.uint32)

    def add(self, key: tuple[str, ...]) -> None:
        self.lengths.append(len(key))
        for word in key:
            number = self._numbers.get(word)
            if number is None:
                number = self._numbers[word] = len(self._numbers)
            self._words.append(number)

    def close(self) -> None:
        """Keeps the words by their lengths in bytes instead of one by one."""
        by_length: dict[int, list[tuple[bytes, int]]] = {}
        for word, number in self._numbers.items():
            coded = word.encode("utf-8", "replace")
            by_length.setdefault(len(coded), []).append((coded, number))
        self._numbers = {}
        numbers = []
        for length, words in by_length.items():
            self.blocks[length] = np.array([coded for coded, _ in words], f"S{length}")
            numbers += [number for _, number in words]
        self._order = np.array(numbers, np.uint32)

    def words_in(self, table: WordTable) -> Ids:
        """The words of the values one after another, by their ids."""
        ids = np.zeros(len(self._order), np.uint32)
        if len(self._order):
            ids[self._order] = np.concatenate([table.ids(block) for block in self.blocks.values()])
        words: Ids = ids[np.asarray(self._words)]
        return words


def _chunks(texts: Iterable[str], lexicon: Lexicon) -> Iterator[_Chunk]:
    chunk = _Chunk()
    for count, text in enumerate(texts, start=1):
        chunk.add(lemmas_of(text, lexicon))
        if count % _PAUSE_EVERY == 0:
            time.sleep(_PAUSE_S)
        if count % _CHUNK == 0:
            chunk.close()
            yield chunk
            chunk = _Chunk()
    chunk.close()
    yield chunk
