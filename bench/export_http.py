"""What a whole service takes in memory while it exports a million rows over HTTP.

    python -m bench.export_http [--rows 1000000]

The service runs on a DuckDB file as `parley serve` does. Its resident memory is read before any
export, and its peak after each; ten short questions are asked beside each export, and how long
they take is shown beside what they take without one.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import duckdb
import httpx

from bench.export import FORMATS, MAKE
from bench.resident import peak_mb
from bench.server import Server, running_parley
from bench.turns.report import table

CATALOG = """\
datasource: {{id: lines, title: Lines, url: "duckdb:///{database}"}}
datasets:
  lines:
    dimensions:
      id: {{type: integer, indexed: false}}
      day: date
      placed_at: timestamp
      region: text
      customer: {{type: text, indexed: false}}
      amount: {{type: number, indexed: false}}
      quantity: {{type: integer, indexed: false}}
      ratio: {{type: number, indexed: false}}
"""
SESSIONS = "/api/v1/bi/sessions"
ALL = "list lines with id, day, placed at, region, customer, amount, quantity and ratio"
SHORT = "how many lines by region"


async def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.export_http",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with duckdb.connect(str(folder / "lines.duckdb")) as connection:
            connection.execute(MAKE["duckdb"].format(rows=options.rows))
        catalog = folder / "catalog.yaml"
        catalog.write_text(CATALOG.format(database=folder / "lines.duckdb"))
        async with running_parley(folder / "data", "--catalog", str(catalog)) as server:
            await _measure(server)


async def _measure(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.url, timeout=600) as client:
        session = (await client.post(SESSIONS)).json()["session_id"]
        answer = await _ask(client, session, ALL)
        path = f"{SESSIONS}/{session}/turns/{answer['metadata']['turn_id']}/export"
        await _questions(client)
        alone = await _questions(client)
        lines: list[list[object]] = [["none", "", server.memory_mb(), "", alone]]
        for wanted in FORMATS:
            export = asyncio.create_task(_export(client, path, wanted))
            beside = await _questions(client)
            rate = await export
            lines.append([wanted, f"{rate:.0f}", server.memory_mb(), peak_mb(server.pid), beside])
    table(("export", "MB/s", "memory MB", "peak MB so far", "a question beside it, ms"), lines)


async def _ask(client: httpx.AsyncClient, session: str, text: str) -> dict[str, dict[str, str]]:
    response = await client.post(f"{SESSIONS}/{session}/messages", json={"message": text})
    response.raise_for_status()
    answer: dict[str, dict[str, str]] = response.json()
    return answer


async def _questions(client: httpx.AsyncClient) -> float:
    session = (await client.post(SESSIONS)).json()["session_id"]
    times = []
    for _ in range(10):
        started = perf_counter()
        await _ask(client, session, SHORT)
        times.append((perf_counter() - started) * 1000)
    return median(times)


async def _export(client: httpx.AsyncClient, path: str, wanted: str) -> float:
    started, size = perf_counter(), 0
    async with client.stream("GET", path, params={"format": wanted}) as response:
        response.raise_for_status()
        async for piece in response.aiter_raw():
            size += len(piece)
    return size / 1e6 / (perf_counter() - started)


if __name__ == "__main__":
    asyncio.run(main())
