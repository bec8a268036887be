"""How long the language engine takes to read a sentence.

    python -m bench.language [--tables 500] [--values 1000000]

On the demo, and on a synthetic catalog of many tables and values, each in a process of its own.
Each sentence is read alone; misspelt, partly named and unknown words are among them. The ratio is
that of the medians.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.resident import resident_mb
from bench.synthetic import business
from bench.turns.figures import percentile
from bench.turns.report import heading, table
from bench.turns.sentences import CONVERSATION
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog
from bi.model.profile import Profile
from graph.datasources import open_datasources

_ROUNDS = 10
_DEMO = (
    *(sentence.says for sentence in CONVERSATION if sentence.kind != "visualize"),
    "revenue by region for customers in Canda",
    "profit of Technology and Furniture by quarter in 2025",
    "which products were returned most often",
    "revenue by zodiac sign",
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Ms a sentence in `reads`; `memory_mb` is what values and engine added to the process."""

    reads: list[float]
    kinds: str
    build_s: float
    refresh_s: float
    memory_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=500)
    parser.add_argument("--values", type=int, default=1_000_000)
    given = parser.parse_args()
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        demo = pool.apply(of_demo)
        large = pool.apply(of_synthetic, (given.tables, given.values))
    heading("Reading a sentence")
    table(
        ("", "p50 ms", "p99 ms", "max ms", "built in s", "values anew in s", "MB", "read as"),
        [
            _row("demo", demo),
            _row(f"{given.tables} tables, {given.values:,} values", large),
        ],
    )
    print(f"p50 to that of the demo: {median(large.reads) / median(demo.reads):.1f} times")


def of_demo() -> Figures:
    """The demo, as the service has it."""

    async def opened() -> tuple[Catalog, Profile]:
        with tempfile.TemporaryDirectory() as folder:
            datasources = await open_datasources(Path(folder), None)
            understander = await datasources.all()[0].understander()
            await datasources.close()
            return understander.engine.catalog, understander.profile

    before = resident_mb()
    catalog, profile = asyncio.run(opened())
    return _measured(catalog, profile, _DEMO, before)


def of_synthetic(tables: int, values: int) -> Figures:
    small = business(10, 400)
    LanguageEngine(small.catalog, small.profile).read("unheardof", ReadContext(date(2025, 1, 1)))
    gc.collect()
    before = resident_mb()
    made = business(tables, values)
    return _measured(made.catalog, made.profile, made.sentences, before)


def _measured(
    catalog: Catalog, profile: Profile, sentences: tuple[str, ...], before: float
) -> Figures:
    started = perf_counter()
    engine = LanguageEngine(catalog, profile)
    build_s = perf_counter() - started
    gc.collect()
    memory_mb = resident_mb() - before
    context = ReadContext(date(2025, 1, 1))
    kinds = Counter(engine.read(text, context).kind for text in sentences)
    reads = []
    for _ in range(_ROUNDS):
        for text in sentences:
            started = perf_counter()
            engine.read(text, context)
            reads.append((perf_counter() - started) * 1000)
    started = perf_counter()
    engine.with_profile(Profile(dict(list(profile.values.items())[1:])))
    return Figures(
        reads,
        ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()),
        build_s,
        perf_counter() - started,
        memory_mb,
    )


def _row(name: str, figures: Figures) -> list[object]:
    reads = figures.reads
    return [
        name,
        median(reads),
        percentile(reads, 99),
        max(reads),
        figures.build_s,
        figures.refresh_s,
        round(figures.memory_mb),
        figures.kinds,
    ]


if __name__ == "__main__":
    main()
