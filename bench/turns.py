"""How long a turn takes at the client, and where the time goes.

    python -m bench.turns [--turns 100]

Starts the service on the demo with embedded defaults, talks to it over HTTP as any client
would, and takes the times at which events arrive. Each node announces itself when it begins,
so the gaps between announcements are the stages. The references are measured in the same
run: an empty request to the same server, and the same SQL on DuckDB without any of us.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import httpx
import orjson
from httpx_sse import aconnect_sse

from bench.server import running_server

# Whole questions, refinements and drawings, as a conversation has them.
SENTENCES = (
    ("messages", {"message": "Show me monthly revenue for 2024"}),
    ("refine", {"refinement": "Break this down by product category"}),
    ("messages", {"message": "Now filter to Q4 only"}),
    ("messages", {"message": "What were our top 10 customers by revenue last month?"}),
    ("refine", {"refinement": "Filter to only US customers"}),
    ("messages", {"message": "revenue by region compared with the previous year"}),
    ("messages", {"message": "average order value by channel in 2025"}),
    ("visualization", {"chart_type": "horizontal_bar"}),
)
_API = "/api/v1/bi/sessions"
_WRITING_DOWN = "(checkpoint, history, last event)"
_HEADERS = {"X-Tenant-ID": "acme-corp"}


class Turn:
    """The arrival times of one turn's events, in ms since the request was sent."""

    def __init__(self) -> None:
        self.first = 0.0
        self.whole = 0.0
        self.stages: dict[str, float] = {}
        self.answer: dict[str, Any] = {}


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--turns", type=int, default=100, help="turns measured (default 100)")
    parser.add_argument("--url", help="measure a running service instead of starting one")
    options = parser.parse_args()
    if options.url:
        await measure(options.url, options.turns)
        return
    with tempfile.TemporaryDirectory() as folder:
        async with running_server(Path(folder)) as url:
            sqls = await measure(url, options.turns)
        report_floor(Path(folder) / "demo.duckdb", sqls)


async def measure(url: str, turns: int) -> list[str]:
    """Prints the table; returns the SQL of the last conversation's questions."""
    async with httpx.AsyncClient(base_url=url, headers=_HEADERS, timeout=60) as client:
        await _conversation(client)  # warms what is warm in a service that has begun to work
        measured: list[Turn] = []
        while len(measured) < turns:
            measured.extend(await _conversation(client))
        nothing = await _health(client, turns)
    asked = [turn for turn in measured if "Drawing the chart" in turn.stages]
    _print(measured, nothing)
    return [str(turn.answer["sql"]) for turn in asked[-len(SENTENCES) :] if turn.answer["sql"]]


async def _conversation(client: httpx.AsyncClient) -> list[Turn]:
    created = await client.post(_API, json={"user_id": "bench"})
    session = f"{_API}/{created.raise_for_status().json()['session_id']}"
    return [await _turn(client, f"{session}/{path}", body) for path, body in SENTENCES]


async def _turn(client: httpx.AsyncClient, path: str, body: dict[str, str]) -> Turn:
    turn = Turn()
    stage, since = "(accepting the turn)", 0.0
    started = time.perf_counter()
    async with aconnect_sse(client, "POST", f"{path}?stream=true", json=body) as source:
        async for event in source.aiter_sse():
            now = (time.perf_counter() - started) * 1000
            turn.first = turn.first or now
            if event.event == "error":
                raise RuntimeError(f"{body} failed: {event.data}")
            if event.event == "text" and stage == _WRITING_DOWN:
                continue
            turn.stages[stage] = turn.stages.get(stage, 0.0) + now - since
            data = orjson.loads(event.data)
            # The prose is the last a node does; checkpoint and history follow.
            stage, since = data.get("message", _WRITING_DOWN), now
            if event.event == "complete":
                turn.answer = data["result"]
    turn.whole = (time.perf_counter() - started) * 1000
    return turn


async def _health(client: httpx.AsyncClient, times: int) -> list[float]:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        (await client.get("/health")).raise_for_status()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def _print(turns: list[Turn], nothing: list[float]) -> None:
    floor = statistics.median(nothing)
    print(f"{len(turns)} turns, times at the client in ms; reference: GET /health {floor:.1f} ms\n")
    for name, values in (
        ("first event", [turn.first for turn in turns]),
        ("whole turn", [turn.whole for turn in turns]),
    ):
        median, p95 = statistics.median(values), statistics.quantiles(values, n=20)[-1]
        ratio = median / floor
        print(f"{name:12} median {median:6.1f}   p95 {p95:6.1f}   {ratio:5.1f} x reference")
    print("\nstage, from its announcement to the next                mean ms   share")
    sums: dict[str, float] = defaultdict(float)
    for turn in turns:
        for stage, taken in turn.stages.items():
            sums[stage] += taken
    total = sum(sums.values())
    for stage, taken in sums.items():
        print(f"{stage:55} {taken / len(turns):7.2f}   {taken / total:5.0%}")


def report_floor(database: Path, sqls: list[str]) -> None:
    """What the queries alone cost on DuckDB, without guard, pool, graph or store."""
    import duckdb

    with duckdb.connect(str(database), read_only=True) as connection:
        taken = []
        for _ in range(5):
            for sql in sqls:
                started = time.perf_counter()
                connection.execute(sql).fetchall()
                taken.append((time.perf_counter() - started) * 1000)
    print(f"\nreference: the same SQL on DuckDB alone, median {statistics.median(taken):.1f} ms")


if __name__ == "__main__":
    asyncio.run(main())
