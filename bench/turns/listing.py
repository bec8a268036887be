"""A tenant with a million sessions: does a page of the listing cost what it cost before?"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.server import running_parley
from bench.turns.dialects import SESSIONS, TENANT
from bench.turns.driving import drive
from bench.turns.figures import percentile
from bench.turns.report import heading, table
from checkpoints.client import StoreClient
from checkpoints.connect import connect
from runs import keys
from runs.embedded import EmbeddedStore

_TENANT = TENANT["X-Tenant-ID"]
_TIMES = 300
_PIECE = 5_000


async def measure_listing(folder: Path, *, sessions: int) -> None:
    """Page times with ten conversations' sessions, then with `sessions` more."""
    data_dir = folder / "parley"
    async with running_parley(data_dir) as server, EmbeddedStore(data_dir) as store:
        redis = connect(store.url)
        # More than a page, so that before and after carry the same number of lines.
        await drive("conversations", server.url, dialect="parley", sessions=8, conversations=8)
        paths = {
            "first page": f"{SESSIONS}?limit=50",
            "first page of a user": f"{SESSIONS}?limit=50&user_id=bench",
        }
        before = await drive("requests", server.url, paths=list(paths.values()), times=_TIMES)
        middle = await _seed(redis, sessions)
        paths["a page in the middle"] = f"{SESSIONS}?limit=50&cursor={middle}"
        after = await drive("requests", server.url, paths=list(paths.values()), times=_TIMES)
        await redis.aclose()
    heading(f"The listing, before and after {sessions:,} sessions more")
    table(
        (
            "page of 50 sessions, ms",
            "p50 before",
            "p95 before",
            "p50 after",
            "p95 after",
            "p50 ratio",
        ),
        [_row(name, before.get(path), after[path]) for name, path in paths.items()],
    )


def _row(name: str, before: list[float] | None, after: list[float]) -> list[object]:
    now = [percentile(after, 50), percentile(after, 95)]
    if before is None:
        return [name, "", "", *now, ""]
    then = [percentile(before, 50), percentile(before, 95)]
    return [name, *then, *now, now[0] / then[0]]


async def _seed(redis: StoreClient, count: int) -> str:
    """Copies of one session with its record, each older than it; returns the middle one's entry."""
    listings = (keys.tenant_sessions(_TENANT), keys.user_sessions(_TENANT, "bench"))
    oldest: Any = await redis.zrange(listings[0], 0, 0)
    made, _, session_id = oldest[0].decode().partition(":")
    record: Any = await redis.hgetall(keys.session(session_id))
    middle = ""
    for start in range(0, count, _PIECE):
        ids = [f"sess-{uuid4()}" for _ in range(min(_PIECE, count - start))]
        entries = [f"{int(made) - start - n - 1:013d}:{each}" for n, each in enumerate(ids)]
        async with redis.pipeline(transaction=False) as pipe:
            for each in ids:
                pipe.hset(keys.session(each), mapping=record)
            for listing in listings:
                pipe.zadd(listing, dict.fromkeys(entries, 0))
            await pipe.execute()
        if start <= count // 2:
            middle = entries[-1]
    return middle
