"""Thousands of open streams on one worker: what they take, and whether turns still go."""

from __future__ import annotations

import time
from contextlib import aclosing
from pathlib import Path
from typing import Any

import httpx

from bench.server import Server, running_parley
from bench.turns.dialects import SESSIONS, TENANT
from bench.turns.driving import drive, told
from bench.turns.figures import Load
from bench.turns.report import LOAD_HEAD, heading, load_row, table
from bench.turns.waiting import ANSWERED, WAITS, waiting_catalog

_CONVERSATIONS = 100


async def measure_streams(folder: Path, *, readers: int) -> None:
    """All read one run that waits for its database; turns of another session go meanwhile."""
    with waiting_catalog() as catalog:
        options = ("--catalog", str(catalog), "--query-timeout-s", "3600")
        async with running_parley(folder / "parley", *options) as server:
            await _measure(server, readers)


async def _measure(server: Server, readers: int) -> None:
    await _turns(server)
    before = await _turns(server)
    async with httpx.AsyncClient(base_url=server.url, headers=TENANT, timeout=60) as client:
        run = await _waiting_run(client)
        reading = told("readers", server.url, count=readers, path=f"{run}/events")
        async with aclosing(reading) as messages:
            opened_in_s = (await anext(messages))["opened_in_s"]
            during = await _turns(server)
            cancelled_at = time.perf_counter()
            (await client.post(f"{run}/cancel")).raise_for_status()
            ended: dict[str, Any] = (await anext(messages))["result"]
    after = await _turns(server)
    heading(f"{readers:,} open streams on one worker")
    rows = [("before", before), (f"beside {readers:,} streams", during), ("after", after)]
    table(LOAD_HEAD, [load_row(name, load) for name, load in rows])
    each_kb = (during.memory_mb - before.memory_mb) * 1024 / readers
    last_s = ended["last_at"] - cancelled_at
    endings = ", ".join(f"{count:,} {name}" for name, count in ended["ended_with"].items())
    print(f"opened in {opened_in_s:.1f} s; {each_kb:.0f} kB of the server's memory each")
    print(f"the run was cancelled: the last of {endings} came {last_s * 1000:.0f} ms later")


async def _turns(server: Server) -> Load:
    load = Load().add(
        await drive(
            "conversations",
            server.url,
            dialect="parley",
            sessions=1,
            conversations=_CONVERSATIONS,
            sentences=ANSWERED,
        )
    )
    load.memory_mb = server.memory_mb()
    return load


async def _waiting_run(client: httpx.AsyncClient) -> str:
    """The path of a run that goes on without its first reader."""
    created = await client.post(SESSIONS, json={"user_id": "bench"})
    path = f"{SESSIONS}/{created.raise_for_status().json()['session_id']}"
    asking = client.stream("POST", f"{path}/messages?stream=true", json={"message": WAITS})
    async with asking as response:
        return f"{path}/runs/{response.raise_for_status().headers['X-Run-ID']}"
