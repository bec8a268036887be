"""A run's events in a Redis stream; the stream's ids are the SSE ids.

Whoever reads, reads from the stream: on any worker, during the run and after it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from nodes.events import EVENT, Cancelled, Complete, Event, Failed
from runs import keys
from runs.lock import SessionLock
from runs.model import StoredEvent

_FIELD = b"event"
# How long a reader waits before it asks whether the run is still alive.
_PATIENCE_MS = 2_000


class EventLog:
    def __init__(self, redis: Redis, *, ttl_s: int) -> None:
        self._redis = redis
        self._ttl_s = ttl_s

    async def append(self, session_id: str, run_id: str, event: Event) -> None:
        await self._redis.xadd(keys.events(session_id, run_id), {_FIELD: EVENT.dump_json(event)})

    def close(self, pipe: Pipeline, session_id: str, run_id: str, event: Event) -> None:
        """Adds the terminal event to a pipeline; the log then lives on for its time."""
        key = keys.events(session_id, run_id)
        pipe.xadd(key, {_FIELD: EVENT.dump_json(event)})
        pipe.expire(key, self._ttl_s)

    async def read(
        self, session_id: str, run_id: str, *, after: str = "0"
    ) -> AsyncIterator[StoredEvent]:
        """Events after the id `after`, as they come; ends with the terminal one."""
        key = keys.events(session_id, run_id)
        while True:
            found: Any = await self._redis.xread({key: after}, block=_PATIENCE_MS)
            if not found:
                if not await SessionLock(self._redis, session_id, holder=run_id).is_held():
                    await self._end_lost(session_id, run_id)
                continue
            for event_id, fields in found[0][1]:
                after = event_id.decode()
                event = EVENT.validate_json(fields[_FIELD])
                yield StoredEvent(after, event)
                if isinstance(event, Complete | Failed | Cancelled):
                    return

    async def _end_lost(self, session_id: str, run_id: str) -> None:
        """Writes the ending of a run whose worker died, unless it has one after all."""
        key = keys.events(session_id, run_id)
        last: Any = await self._redis.xrevrange(key, count=1)
        if last and isinstance(
            EVENT.validate_json(last[0][1][_FIELD]), Complete | Failed | Cancelled
        ):
            return
        lost = Failed(
            code="run_lost",
            message="The worker that was answering stopped. Send the message again.",
            retryable=True,
        )
        async with self._redis.pipeline(transaction=True) as pipe:
            self.close(pipe, session_id, run_id, lost)
            await pipe.execute()
