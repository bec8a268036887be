"""How long it takes to find the values that a sentence names, and what they take in memory.

    python -m bench.values [--most 1000000]

For each number of values a new process builds the index and looks up sentences. The reference is
looking up the same sentences in a plain dict of a thousand values, as many tuples of words, in
the same rounds: it is what the smallest number of values could cost.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from statistics import median
from time import perf_counter

from bench.resident import resident_mb
from bench.synthetic import business
from bench.turns.figures import percentile
from bench.turns.report import heading, table
from bi.language.lexicon.load import load_lexicon
from bi.language.spelling import reach_of
from bi.language.values.index import ValueIndex
from bi.language.words import Word, lemmas_of, words_of

_SIZES = (1_000, 10_000, 100_000, 1_000_000)
_TABLES = 50
_ROUNDS = 5
_REFERENCE = 1_000
_LONGEST = 8
_WORDS = 200
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """Ms of one sentence's look-up (or one word's, or one part's), and what building took."""

    values: int
    build_s: float
    memory_mb: float
    sentence: list[float]
    near: list[float]
    part: list[float]
    reference: list[float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=_SIZES[-1])
    most = parser.parse_args().most
    found = []
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        found = [pool.apply(measured, (size,)) for size in _SIZES if size <= most]
    heading("Looking up the values of a sentence, ms")
    table(
        ("values", "sentence p50", "p99", "to the reference", "near miss p50", "p99", "part p50",
         "p99"),
        [
            [
                f"{one.values:,}",
                *_spread(one.sentence),
                f"{median(one.sentence) / median(one.reference):.1f} times",
                *_spread(one.near),
                *_spread(one.part),
            ]
            for one in found
        ],
    )  # fmt: skip
    heading("Memory and building")
    table(
        ("values", "built in s", "MB, with the values themselves"),
        [[f"{one.values:,}", one.build_s, one.memory_mb] for one in found],
    )


def measured(size: int) -> Figures:
    """In a process of its own, so that its growth is that of the index."""
    lexicon = load_lexicon("en")
    # What is loaded at first use is loaded before the memory is looked at.
    warm = business(10, 400)
    ValueIndex(warm.catalog, warm.profile, lexicon).near("unheardof", 1)
    before = _settled()
    made = business(_TABLES, size)
    started = perf_counter()
    index = ValueIndex(made.catalog, made.profile, lexicon)
    build_s = perf_counter() - started
    memory_mb = _settled() - before
    sentences = [words_of(text, lexicon) for text in made.sentences]
    texts = list(islice(chain.from_iterable(made.profile.values.values()), _REFERENCE))
    known = {lemmas_of(text, lexicon): text for text in texts}
    words = [word for key in known for word in key if len(word) >= _SHORTEST][:_WORDS]
    slips = [word[:2] + word[3] + word[2] + word[4:] for word in words]
    sentence, reference, near, part = _rounds(
        (sentences, index.spans),
        (sentences, lambda words: _in_dict(words, known)),
        (slips, lambda word: index.near(word, reach_of(word))),
        (words, lambda word: index.having([word], 4)),
    )
    return Figures(
        len(index),
        build_s,
        memory_mb,
        sentence,
        near,
        part,
        reference,
    )


def _rounds(*kinds: tuple[Sequence[object], Callable[..., object]]) -> list[list[float]]:
    """Ms of each call; all kinds have their turn in a round."""
    found: list[list[float]] = [[] for _ in kinds]
    for _ in range(_ROUNDS):
        for times, (asked, look_up) in zip(found, kinds, strict=True):
            for one in asked:
                started = perf_counter()
                look_up(one)
                times.append((perf_counter() - started) * 1000)
    return found


def _in_dict(words: tuple[Word, ...], known: dict[tuple[str, ...], str]) -> list[str]:
    lemmas = tuple(word.lemma for word in words)
    keys = (
        lemmas[start:end]
        for start in range(len(lemmas))
        for end in range(start + 1, min(len(lemmas), start + _LONGEST) + 1)
    )
    return [known[key] for key in keys if key in known]


def _settled() -> float:
    gc.collect()
    return resident_mb()


def _spread(times: list[float]) -> list[float]:
    return [median(times), percentile(times, 99)]


if __name__ == "__main__":
    main()
