"""How soon a cancelled query has freed its database connection.

    python -m bench.cancel [--rounds 20]

A warehouse with one connection runs a query without end. It is cancelled, and at once the
connection is asked for something else: the time until that is answered is the measure, and it is
shown beside what the same question takes on an idle connection.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.turns.report import table
from bi.warehouse.warehouse import Warehouse

_UNTIL_IT_RUNS_S = 0.3
_MOST_S = 60.0
_MANY = "(SELECT 1 AS one UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4)"
# 4^30 rows to count.
ENDLESS = f"SELECT COUNT(*) FROM {', '.join(f'{_MANY} AS t{n}' for n in range(30))}"


async def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.cancel",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    lines: list[list[object]] = []
    with tempfile.TemporaryDirectory() as folder:
        async with _databases(Path(folder)) as urls:
            for name, url in urls.items():
                idle, freed = await _measured(url, options.rounds)
                lines.append([name, median(idle), median(freed), max(freed)])
    table(("engine", "idle, median ms", "after a cancel, median ms", "slowest ms"), lines)


async def _measured(url: str, rounds: int) -> tuple[list[float], list[float]]:
    warehouse = Warehouse(url, connections=1)
    await warehouse.open()
    idle, freed = [], []
    for _ in range(rounds):
        idle.append(await _asked(warehouse))
        running = asyncio.create_task(warehouse.fetch(ENDLESS, 1, _MOST_S))
        await asyncio.wait([running], timeout=_UNTIL_IT_RUNS_S)
        running.cancel()
        freed.append(await _asked(warehouse))
        await asyncio.wait([running])
    await warehouse.close()
    return idle, freed


async def _asked(warehouse: Warehouse) -> float:
    started = perf_counter()
    await warehouse.fetch("SELECT 1", 1, _MOST_S)
    return (perf_counter() - started) * 1000


@asynccontextmanager
async def _databases(folder: Path) -> AsyncIterator[dict[str, str]]:
    import duckdb

    from tests.bi.postgres import PostgresServer

    duckdb.connect(str(folder / "empty.duckdb")).close()
    sqlite3.connect(folder / "empty.sqlite").close()
    (folder / "empty.sqlite").touch()
    server = PostgresServer()
    server.start()
    try:
        yield {
            "duckdb": f"duckdb:///{folder}/empty.duckdb",
            "sqlite": f"sqlite:///{folder}/empty.sqlite",
            "postgres": server.url(),
        }
    finally:
        server.stop()


if __name__ == "__main__":
    asyncio.run(main())
