"""Looks for SQL that gets past the guard and shows or changes what it must not.

    python -m bench.guard_fuzz [--seconds 300] [--seed 1]

What passes runs on pairs of real databases (DuckDB, SQLite, PostgreSQL) that differ in nothing but
secrets; see `bench.guarding.planted`. Needs the checkout with its tests, for the attacks and the
PostgreSQL server.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from bench.guarding.attempts import Tally, attempt
from bench.guarding.planted import Database, planted
from bench.guarding.statements import mutated, selects, trees
from bench.turns.report import heading, table

_ROUND = 400


def main() -> None:
    from tests.bi.postgres import PostgresServer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dialect", choices=["duckdb", "sqlite", "postgres"])
    options = parser.parse_args()
    server = PostgresServer()
    server.start()
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            planted(Path(folder), server.dsn("postgres")) as pairs,
        ):
            wanted = {options.dialect} if options.dialect else {*pairs}
            chosen = {name: pair for name, pair in pairs.items() if name in wanted}
            sys.exit(_searched(chosen, options.seconds, options.seed))
    finally:
        server.stop()


def _searched(pairs: dict[str, tuple[Database, Database]], seconds: int, first_seed: int) -> int:
    """1 when something got through."""
    end = time.monotonic() + seconds
    tallies = {
        (dialect, source): Tally() for dialect in pairs for source in ("select", "tree", "attack")
    }
    found: list[str] = []
    rounds = 0
    while time.monotonic() < end:
        for (dialect, source), tally in tallies.items():
            rounds += 1
            before = [database.state() for database in pairs[dialect]]
            try:
                _round(dialect, source, pairs[dialect], tally, first_seed + rounds)
            except Exception as error:
                found.append(f"{dialect} {source}: {type(error).__name__}: {error}")
                print(found[-1], file=sys.stderr)
            if [database.state() for database in pairs[dialect]] != before:
                found.append(f"{dialect} {source}: round {rounds} changed the database")
                print(found[-1], file=sys.stderr)
            if time.monotonic() > end:
                break
    heading(f"Statements tried in {seconds} s")
    table(
        ["dialect", "source", "refused", "failed", "answered"],
        [
            [dialect, source, str(tally.refused), str(tally.failed), str(tally.answered)]
            for (dialect, source), tally in tallies.items()
        ],
    )
    print(f"{len(found)} got through, or broke the guard.")
    return 1 if found else 0


def _round(
    dialect: str, source: str, pair: tuple[Database, Database], tally: Tally, number: int
) -> None:
    @seed(number)
    @settings(
        max_examples=_ROUND,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=[*HealthCheck],
    )
    @given(_strategy(dialect, source))
    def search(sql: str) -> None:
        attempt(sql, pair, tally)

    search()


def _strategy(dialect: str, source: str) -> st.SearchStrategy[str]:
    from tests.bi.guard.attacks import attacks
    from tests.bi.guard.everyday import everyday

    match source:
        case "select":
            return selects(dialect)
        case "tree":
            return trees(dialect)
        case _:
            return mutated(attacks(dialect), everyday(dialect))


if __name__ == "__main__":
    main()
