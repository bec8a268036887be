"""The same questions of the same rows: DuckDB inside the process, and a Spark cluster beside it.

    python -m bench.distributed [--rows 10000000] [--rounds 5] [--minutes 10]

Both are asked through the compiler, the guard and the warehouse, as the service does. The cluster
is one driver and two executors of one core each; DuckDB has as many threads as the machine has
cores. A first round warms up; none of the others begins after `--minutes`, and if none does, the
first is reported. Needs pyspark and Java 17.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.sales import CATALOG, QUESTIONS, load_duckdb, make_parquet, spark_statements
from bench.spark_cluster import SparkCluster
from bench.turns.report import heading, table
from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.model.result import ResultSet
from bi.warehouse.warehouse import Warehouse

_STATEMENT_S = 300.0

# Ms of each question, by engine, number of rows and question.
Times = dict[tuple[str, int, str], list[float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--minutes", type=float, default=10.0)
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    sizes = [given.rows // 10, given.rows]
    cluster = SparkCluster()
    try:
        cluster.start()
        with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
            urls = {size: _loaded(Path(folder), size, cluster) for size in sizes}
            times = asyncio.run(_measured(urls, given.rounds, given.minutes * 60))
    finally:
        cluster.stop()
    _report(times, sizes)


def _loaded(folder: Path, size: int, cluster: SparkCluster) -> dict[str, str]:
    """The url of each engine with so many sales."""
    files = folder / str(size)
    make_parquet(files, size)
    schema = f"sales_{size}"
    cluster.execute(spark_statements(files, schema))
    database = load_duckdb(files, folder / f"{schema}.duckdb")
    return {"DuckDB": database, "Spark": cluster.url(schema)}


async def _measured(urls: Mapping[int, Mapping[str, str]], rounds: int, seconds: float) -> Times:
    times: Times = {}
    async with AsyncExitStack() as stack:
        warehouses: dict[tuple[str, int], Warehouse] = {}
        for size, engines in urls.items():
            for engine, url in engines.items():
                warehouse = Warehouse(url, timeout_s=_STATEMENT_S)
                stack.push_async_callback(warehouse.close)
                await warehouse.open()
                warehouses[engine, size] = warehouse
        until = perf_counter() + seconds
        for done in range(rounds + 1):
            if done and perf_counter() > until:
                break
            await _round(warehouses, times)
    return times


async def _round(warehouses: Mapping[tuple[str, int], Warehouse], times: Times) -> None:
    """Asks each question of each; raises RuntimeError where the engines do not agree."""
    for name in QUESTIONS:
        answers: dict[int, list[list[object]]] = {}
        for (engine, size), warehouse in warehouses.items():
            started = perf_counter()
            answer = await _asked(warehouse, name)
            elapsed = (perf_counter() - started) * 1000
            times.setdefault((engine, size, name), []).append(elapsed)
            rows = _rounded(answer.rows)
            if answers.setdefault(size, rows) != rows:
                raise RuntimeError(f"DuckDB and Spark answer {name!r} differently.")


def _rounded(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    return [[round(v, 6) if isinstance(v, float) else v for v in row] for row in rows]


async def _asked(warehouse: Warehouse, name: str) -> ResultSet:
    compiled = compile_query(QUESTIONS[name], CATALOG, warehouse.dialect)
    guarded = guard_sql(compiled.sql, CATALOG, warehouse.dialect)
    return await warehouse.run(guarded, compiled.columns)


def _report(times: Times, sizes: Sequence[int]) -> None:
    small, large = sizes
    rounds = min(len(one) for one in times.values())
    if rounds > 1:
        # The first one warms up.
        times = {asked: found[1:] for asked, found in times.items()}
        heading(f"Medians of {rounds - 1} rounds, ms, for {small:,} and {large:,} sales")
    else:
        heading(f"A first round, ms, for {small:,} and {large:,} sales")
    rows = []
    for name in QUESTIONS:
        duckdb, spark = (
            [median(times[engine, size, name]) for size in sizes] for engine in ("DuckDB", "Spark")
        )
        rows.append(
            [
                name,
                *(round(ms) for ms in (*duckdb, *spark)),
                *(f"{s / d:.0f}x" for s, d in zip(spark, duckdb, strict=True)),
                f"{duckdb[1] / duckdb[0]:.1f}x",
                f"{spark[1] / spark[0]:.1f}x",
            ]
        )
    table(
        ("question", f"DuckDB {small:,}", f"{large:,}", f"Spark {small:,}", f"{large:,}",
         "Spark to DuckDB", "at the larger", "DuckDB grows", "Spark grows"),
        rows,
    )  # fmt: skip


if __name__ == "__main__":
    main()
