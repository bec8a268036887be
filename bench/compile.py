"""How long the compiler takes from a typed question to SQL.

    python -m bench.compile [--rounds 5]

Every question that the compiler is tested with, for every dialect, each alone; run from a checkout,
as the questions are those of the tests. The reference reads and writes the same text with sqlglot,
right after it, so a ratio holds on any machine. Milliseconds are those of the processor: what else
the machine does is not measured.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Sequence
from statistics import median
from time import thread_time

import sqlglot

from bench.turns.figures import percentile
from bench.turns.report import heading, table
from bi.compiler.compile import compile_query
from bi.compiler.dialects.registry import dialect_names
from tests.bi.compiler.all_questions import QUESTIONS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    every: list[float] = []
    references: list[float] = []
    rows: list[list[object]] = []
    for dialect in sorted(dialect_names()):
        compiled, reference = measured(dialect, rounds)
        every += compiled
        references += reference
        rows.append(_row(dialect, compiled, reference))
    heading(f"Compiling {len(QUESTIONS)} questions, each {rounds} times")
    table(
        ("", "p50 ms", "p99 ms", "max ms", "sqlglot reads and writes it, p50 ms", "p50 ratio"),
        [*rows, _row("all", every, references)],
    )


def measured(dialect: str, rounds: int) -> tuple[list[float], list[float]]:
    """Ms of each compilation, and of sqlglot for the same text."""
    compiled: list[float] = []
    reference: list[float] = []
    for question in QUESTIONS:  # what is cached for good is not measured
        compile_query(question.query, question.catalog, dialect)
    gc.collect()
    for _ in range(rounds):
        for question in QUESTIONS:
            started = thread_time()
            sql = compile_query(question.query, question.catalog, dialect).sql
            between = thread_time()
            sqlglot.parse_one(sql, dialect=dialect).sql(dialect=dialect, pretty=True)
            reference.append((thread_time() - between) * 1000)
            compiled.append((between - started) * 1000)
    return compiled, reference


def _row(name: str, compiled: Sequence[float], reference: Sequence[float]) -> list[object]:
    return [
        name,
        median(compiled),
        percentile(compiled, 99),
        max(compiled),
        median(reference),
        median(compiled) / median(reference),
    ]


if __name__ == "__main__":
    main()
