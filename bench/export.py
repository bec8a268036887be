"""What it costs to export a million rows: memory, rows a second, and beside the engine's own.

    python -m bench.export [--rows 1000000] [--rounds 3] [--engine duckdb …]

Each export runs in a process of its own, which reports its peak of resident memory: the
interpreter, the drivers and Arrow are in it. Each round also has the engine write the same rows
by its own means: DuckDB's COPY to CSV, JSON and Parquet, PostgreSQL's COPY to CSV read by psycopg,
and for SQLite a bare loop over its cursor, since it has no export but its shell's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench.resident import peak_mb
from bench.turns.report import table

ENGINES = ("duckdb", "sqlite", "postgres")
FORMATS = ("csv", "jsonl", "parquet", "arrows")
COLUMNS = "id, day, placed_at, region, customer, amount, quantity, ratio"
QUERY = f"SELECT {COLUMNS} FROM lines"
# The same values on every engine, without a random number.
MAKE = {
    "duckdb": """CREATE TABLE lines AS SELECT
        range AS id, DATE '2020-01-01' + (range % 2000)::INTEGER AS day,
        TIMESTAMP '2020-01-01' + to_seconds(range * 61) AS placed_at,
        'Region ' || range % 7 AS region, 'Customer number ' || range % 5000 AS customer,
        (range % 100000 / 100.0)::DECIMAL(12, 2) AS amount, (range % 11)::INTEGER AS quantity,
        range / 7.0 AS ratio FROM range({rows})""",
    "sqlite": """CREATE TABLE lines AS WITH RECURSIVE n(i) AS
        (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {rows} - 1) SELECT
        i AS id, date('2020-01-01', i % 2000 || ' days') AS day,
        datetime('2020-01-01', i * 61 || ' seconds') AS placed_at,
        'Region ' || i % 7 AS region, 'Customer number ' || i % 5000 AS customer,
        i % 100000 / 100.0 AS amount, i % 11 AS quantity, i / 7.0 AS ratio FROM n""",
    "postgres": """CREATE TABLE lines AS SELECT
        i::BIGINT AS id, DATE '2020-01-01' + i % 2000 AS day,
        TIMESTAMP '2020-01-01' + i * INTERVAL '61 seconds' AS placed_at,
        'Region ' || i % 7 AS region, 'Customer number ' || i % 5000 AS customer,
        (i % 100000 / 100.0)::NUMERIC(12, 2) AS amount, i % 11 AS quantity,
        i / 7.0::DOUBLE PRECISION AS ratio FROM generate_series(0, {rows} - 1) AS i""",
}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.export",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engine", nargs="*", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--one", nargs=3, metavar=("WHAT", "FORMAT", "URL"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        what, wanted, url = options.one
        print(json.dumps(_measured(what, wanted, url)))
        return
    rows: list[list[object]] = []
    with tempfile.TemporaryDirectory() as folder, _databases(Path(folder), options) as urls:
        for engine, url in urls.items():
            rows += _lines(engine, url, options.rounds)
    table(("engine", "format", "peak MB", "rows/s", "MB written", "times the engine's own"), rows)


def _lines(engine: str, url: str, rounds: int) -> Iterator[list[object]]:
    found: dict[str, list[dict[str, Any]]] = {wanted: [] for wanted in FORMATS}
    own: dict[str, list[dict[str, Any]]] = {wanted: [] for wanted in FORMATS}
    for _ in range(rounds):
        for wanted in FORMATS:
            found[wanted].append(_in_process("ours", wanted, url))
            own[wanted].append(_in_process("own", wanted, url))
    for wanted in FORMATS:
        ratios = [
            ours["seconds"] / theirs["seconds"]
            for ours, theirs in zip(found[wanted], own[wanted], strict=True)
        ]
        yield [
            engine,
            wanted,
            round(max(one["peak_mb"] for one in found[wanted])),
            f"{median(one['rows'] / one['seconds'] for one in found[wanted]):,.0f}",
            round(found[wanted][0]["bytes"] / 1e6),
            f"{median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})",
        ]


def _in_process(what: str, wanted: str, url: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.export", "--one", what, wanted, url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _measured(what: str, wanted: str, url: str) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile(suffix=f".{wanted}") as file:
        if what == "ours":
            seconds, rows = asyncio.run(_exported(wanted, url, Path(file.name)))
        else:
            engine = url.partition(":")[0]
            started = perf_counter()
            rows = _OWN[engine](wanted, url, Path(file.name))
            seconds = perf_counter() - started
        size = Path(file.name).stat().st_size
    return {"seconds": seconds, "rows": rows, "bytes": size, "peak_mb": peak_mb()}


async def _exported(wanted: str, url: str, file: Path) -> tuple[float, int]:
    from bi.guard.query import _SEAL, GuardedQuery
    from bi.warehouse.exports.format import ExportOptions, format_named
    from bi.warehouse.warehouse import Warehouse

    warehouse = Warehouse(url)
    await warehouse.open()
    # The benchmark's own table has no catalog to be guarded by.
    query = GuardedQuery(QUERY, warehouse.dialect, _SEAL)
    started = perf_counter()
    async with await warehouse.export(query, None, ExportOptions(format_named(wanted))) as export:
        with file.open("wb") as out:
            async for piece in export:
                out.write(piece)
    seconds = perf_counter() - started
    await warehouse.close()
    return seconds, export.rows


def _duckdb_copy(wanted: str, url: str, file: Path) -> int:
    import duckdb

    with duckdb.connect(url.removeprefix("duckdb:///"), read_only=True) as connection:
        if wanted == "arrows":
            import pyarrow as pa

            with connection.execute(QUERY).to_arrow_reader(65_536) as reader:
                with (
                    pa.OSFile(str(file), "wb") as sink,
                    pa.ipc.new_stream(sink, reader.schema) as writer,
                ):
                    rows = 0
                    for batch in reader:
                        writer.write_batch(batch)
                        rows += batch.num_rows
                return rows
        kind = {"jsonl": "json"}.get(wanted, wanted)
        copied = connection.execute(f"COPY ({QUERY}) TO '{file}' (FORMAT {kind})").fetchone()
        return int(copied[0]) if copied else 0


def _sqlite_loop(_wanted: str, url: str, _file: Path) -> int:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    rows = sum(1 for _ in connection.execute(QUERY))
    connection.close()
    return rows


def _postgres_copy(_wanted: str, url: str, file: Path) -> int:
    import psycopg

    with psycopg.connect(url) as connection, file.open("wb") as out:
        with connection.cursor().copy(f"COPY ({QUERY}) TO STDOUT (FORMAT csv)".encode()) as copy:
            for piece in copy:
                out.write(piece)
        return int(connection.execute("SELECT count(*) FROM lines").fetchone()[0])  # type: ignore[index]


_OWN: dict[str, Callable[[str, str, Path], int]] = {
    "duckdb": _duckdb_copy,
    "sqlite": _sqlite_loop,
    "postgresql": _postgres_copy,
}


@contextmanager
def _databases(folder: Path, options: argparse.Namespace) -> Iterator[dict[str, str]]:
    urls: dict[str, str] = {}
    server = None
    if "duckdb" in options.engine:
        import duckdb

        with duckdb.connect(str(folder / "lines.duckdb")) as connection:
            connection.execute(MAKE["duckdb"].format(rows=options.rows))
        urls["duckdb"] = f"duckdb:///{folder}/lines.duckdb"
    if "sqlite" in options.engine:
        database = sqlite3.connect(folder / "lines.sqlite")
        database.execute(MAKE["sqlite"].format(rows=options.rows))
        database.commit()
        database.close()
        urls["sqlite"] = f"sqlite:///{folder}/lines.sqlite"
    if "postgres" in options.engine:
        import psycopg

        from tests.bi.postgres import PostgresServer

        server = PostgresServer()
        server.start()
        with psycopg.connect(server.dsn("postgres"), autocommit=True) as admin:
            admin.execute(MAKE["postgres"].format(rows=options.rows).encode())
        urls["postgres"] = server.url()
    try:
        yield urls
    finally:
        if server is not None:
            server.stop()


if __name__ == "__main__":
    main()
