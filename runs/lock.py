"""One run at a time for a session: a lock with a lease."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from bi.model.errors import SessionBusy
from runs import keys

# A dead worker's session is free again after this; a live one renews well before.
LEASE_MS = 30_000

# Only the holder may: its lease may have run out and the lock be another's by now.
_IF_HOLDER = "if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end return "
_RENEW = _IF_HOLDER + "redis.call('pexpire', KEYS[1], ARGV[2])"
_RELEASE = _IF_HOLDER + "redis.call('del', KEYS[1])"


class SessionLock:
    """Held by `holder` from `acquire` until `release`, or until the lease runs out."""

    def __init__(self, redis: Redis, session_id: str, *, holder: str) -> None:
        self._redis = redis
        self._key = keys.lock(session_id)
        self._holder = holder

    async def acquire(self) -> None:
        """Raises SessionBusy while another holds it."""
        if not await self._redis.set(self._key, self._holder, nx=True, px=LEASE_MS):
            raise SessionBusy("This session is answering another message; wait for it to end.")

    def release(self, pipe: Pipeline) -> None:
        """Adds the release to a pipeline, so that it happens before what follows in it."""
        pipe.eval(_RELEASE, 1, self._key, self._holder)

    async def is_held(self) -> bool:
        return bool(await self._redis.get(self._key) == self._holder.encode())

    @asynccontextmanager
    async def renewed(self) -> AsyncIterator[None]:
        """Keeps the lease alive while the body runs."""
        renewing = asyncio.create_task(self._renew())
        try:
            yield
        finally:
            renewing.cancel()

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(LEASE_MS / 3000)
            await self._redis.eval(_RENEW, 1, self._key, self._holder, str(LEASE_MS))
