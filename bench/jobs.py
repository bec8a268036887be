"""Chat2Query jobs at once, against the same questions one after another.

    python -m bench.jobs [--jobs 32] [--rounds 3]

One worker on the demo, without a cache of results. Each job is of a session of its own. A job's
time goes from its request to the poll that says it is done, so it holds both requests and the
pauses between polls.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import httpx

from bench.server import running_parley
from bench.turns.report import table
from graph.datasources import demo_database

_POLL_S = 0.05
_QUESTIONS = (
    "revenue by region in 2024",
    "monthly revenue for 2025",
    "top 10 customers by revenue last month",
    "average order value by channel in 2025",
    "orders by weekday in 2025",
    "profit by category this year compared with last year",
    "revenue by month and region in 2024",
    "satisfaction by month in 2025",
)
_COMPOUND = "compare revenue and orders by region for 2023 and 2024 and show the worst 3 categories"


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds: each job's, and from the first request to the last answer."""

    each: list[float]
    all: float


async def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.jobs",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--jobs", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    no_limits = ("--chat2query-per-minute", "0", "--chat2query-per-day", "0")
    with tempfile.TemporaryDirectory() as folder:
        await asyncio.to_thread(demo_database, Path(folder))
        async with running_parley(Path(folder), *no_limits) as server:
            key = await _key(Path(folder))
            async with httpx.AsyncClient(
                base_url=server.url, auth=key, timeout=120, limits=httpx.Limits(max_connections=64)
            ) as client:
                await _measure(client, options.jobs, options.rounds)


async def _measure(client: httpx.AsyncClient, jobs: int, rounds: int) -> None:
    direct = [{"question": _QUESTIONS[n % len(_QUESTIONS)]} for n in range(jobs)]
    broken = [{"question": _COMPOUND, "sql_generate_mode": "auto_breakdown"}] * jobs
    lines: list[list[object]] = []
    for name, bodies in (("direct", direct), ("auto_breakdown", broken)):
        await _one_after_another(client, bodies[: len(_QUESTIONS)])  # its first use of each
        for _ in range(rounds):
            for way, run in (
                ("one after another", _one_after_another),
                ("at once", _at_once),
            ):
                took = await run(client, bodies)
                lines.append(
                    [
                        f"{name}, {jobs} {way}",
                        took.all / jobs * 1000,
                        median(took.each) * 1000,
                        max(took.each) * 1000,
                    ]
                )
    table(("jobs", "ms a job, of the whole", "a job's own median ms", "slowest ms"), lines)


async def _one_after_another(client: httpx.AsyncClient, bodies: list[dict[str, str]]) -> Took:
    started = perf_counter()
    each = [await _done(client, body) for body in bodies]
    return Took(each, perf_counter() - started)


async def _at_once(client: httpx.AsyncClient, bodies: list[dict[str, str]]) -> Took:
    started = perf_counter()
    each = await asyncio.gather(*(_done(client, body) for body in bodies))
    return Took(each, perf_counter() - started)


async def _done(client: httpx.AsyncClient, body: dict[str, str]) -> float:
    """Raises for a job that does not end with an answer."""
    started = perf_counter()
    asked = {"cluster_id": "1", "database": "demo", **body}
    begun = _result(await client.post("/v3/chat2data", json=asked))
    while True:
        job = _result(await client.get(f"/v2/jobs/{begun['job_id']}"))
        if job["status"] not in ("init", "running"):
            break
        await asyncio.sleep(_POLL_S)
    if job["status"] != "done":
        raise RuntimeError(f"{body['question']!r} is not answered: {job['reason']}")
    return perf_counter() - started


def _result(answer: httpx.Response) -> Any:
    answer.raise_for_status()
    return answer.json()["result"]


async def _key(data_dir: Path) -> tuple[str, str]:
    """Made as anybody makes one."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "parley", "keys", "create", "--role", "admin", "--json"),
        *("--data-dir", str(data_dir)),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    made = json.loads(out)
    return made["public_key"], made["private_key"]


if __name__ == "__main__":
    asyncio.run(main())
