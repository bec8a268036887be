"""The runs that have not ended, of all sessions: what is looked at when a worker dies.

A run is entered before it is accepted and struck out after it ended, so no step can be lost
between: an entry without a run behind it is found and struck out in its time.
"""

from __future__ import annotations

import time
from typing import Any

from bi.model.errors import StoreUnavailable
from checkpoints.client import StoreClient, StorePipeline
from checkpoints.errors import store_errors
from runs import keys

_MOST_AT_ONCE = 200


class OpenRuns:
    """`lease_ms` is how long a silent worker keeps its runs."""

    def __init__(self, client: StoreClient, *, lease_ms: int) -> None:
        self._client = client
        self.lease_ms = lease_ms
        self._struck: set[str] = set()

    async def enter(self, name: str) -> None:
        """A name as `runs.claims.name_of` makes it; to be looked at when the lease is over.

        Entering again puts it off.
        """
        await self._look_at(name, _now_ms() + self.lease_ms)

    def enter_with(self, pipe: StorePipeline, name: str) -> None:
        """Adds `enter` to a pipeline."""
        pipe.zadd(keys.open_runs(), {name: _now_ms() + self.lease_ms})

    async def enter_as_due(self, name: str) -> None:
        """To be looked at as soon as possible."""
        await self._look_at(name, 0)

    def strike(self, name: str) -> None:
        """Takes an entry out, with the next `flush`: nothing waits for it."""
        self._struck.add(name)

    async def flush(self) -> None:
        struck, self._struck = self._struck, set()
        if not struck:
            return
        try:
            with store_errors():
                await self._client.zrem(keys.open_runs(), *struck)
        except StoreUnavailable:
            self._struck |= struck
            raise

    async def due(self) -> list[tuple[str, str]]:
        """Session and run ids of those whose time has come."""
        with store_errors():
            found: Any = await self._client.zrange(
                keys.open_runs(), 0, _now_ms(), byscore=True, offset=0, num=_MOST_AT_ONCE
            )
        names = (name.decode().partition("/") for name in found)
        return [(session_id, run_id) for session_id, _, run_id in names]

    async def _look_at(self, name: str, at_ms: int) -> None:
        with store_errors():
            await self._client.zadd(keys.open_runs(), {name: at_ms})


def _now_ms() -> int:
    return round(time.time() * 1000)
