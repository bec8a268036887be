"""Sessions that want a look: those that expire, and those in the midst of a change.

A session's data, its tenant's listings and this list are on different nodes of a cluster, so
no change is one step. Who makes or deletes a session, or changes what a search finds, enters
it here first. If that process dies half-way, a sweep looks at the session and finishes: of a
session whose hash is gone it takes out all that is left, and one whose hash is there it leaves
in the index as the hash has it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from bi.model.errors import SessionBusy
from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from runs import keys, session_scripts
from runs.session_index import SessionIndex
from runs.session_records import Entry

# A change that has not come about after this never will.
PENDING_MS = 20_000
# How long the sessions of a batch are one worker's: another one takes them if it dies. Longer
# than a change may take, so that who begins one meanwhile is seen to have done so.
_TAKEN_MS = 30_000
_BATCH = 100
# In one sweep; what is left is due at the next.
_BATCHES = 10
# A session about to expire is not looked at over and over.
_SOONEST_MS = 1_000
# What PTTL says of a key that is gone.
_NO_KEY = -2


class SessionExpiry:
    """`erase` deletes all that is stored under a session's own hash tag, whatever is left."""

    def __init__(
        self,
        client: StoreClient,
        index: SessionIndex,
        erase: Callable[[str], Awaitable[None]],
    ) -> None:
        self._client = client
        self._index = index
        self._erase = erase

    async def watch(self, entry: Entry, *, in_ms: int = PENDING_MS) -> None:
        """Has a sweep look at the session when `in_ms` have passed, if not before."""
        score = _ms(datetime.now(UTC)) + in_ms
        with store_errors():
            await self._client.zadd(keys.expiring(), {entry.encode(): score}, lt=True)

    async def delete(self, entry: Entry) -> None:
        """All of a session, wherever it is. Raises SessionBusy; then it stays as it is."""
        await self.watch(entry)
        await self._erase(entry.session_id)
        await self._index.forget([entry])
        with store_errors():
            await self._client.zrem(keys.expiring(), entry.encode())

    async def sweep(self, now: datetime) -> int:
        """Looks at the sessions that are due, 1,000 at most; returns how many were gone.

        Any number of workers may sweep at once: each takes sessions of its own.
        """
        gone = 0
        for _ in range(_BATCHES):
            until = str(_ms(now) + _TAKEN_MS)
            due: Any = await session_scripts.take_due.run(
                self._client, (keys.expiring(),), str(_ms(now)), until, str(_BATCH)
            )
            gone += await self._look(due, now, until)
            if len(due) < _BATCH:
                break
        return gone

    async def _look(self, due: Sequence[bytes], now: datetime, until: str) -> int:
        if not due:
            return 0
        entries = [Entry.parse(encoded) for encoded in due]
        with store_errors():
            async with self._client.pipeline(transaction=False) as pipe:
                for entry in entries:
                    pipe.pttl(keys.session(entry.session_id))
                    pipe.hget(keys.session(entry.session_id), "title")
                found = await pipe.execute()
        scores: list[bytes | str] = []
        gone = []
        for encoded, entry, ttl_ms, title in zip(
            due, entries, found[::2], found[1::2], strict=True
        ):
            if ttl_ms == _NO_KEY:
                if not await self._erased(entry.session_id):
                    continue
                gone.append(entry)
            elif title:
                await self._index.describe(entry, title=title.decode(), replaces=True)
            following = str(_ms(now) + max(ttl_ms, _SOONEST_MS)) if ttl_ms >= 0 else ""
            scores += [encoded, following]
        await self._index.forget(gone)
        await session_scripts.settle.run(self._client, (keys.expiring(),), until, *scores)
        return len(gone)

    async def _erased(self, session_id: str) -> bool:
        """False: a turn still runs, whose session is gone; it is looked at again."""
        try:
            await self._erase(session_id)
        except SessionBusy:
            return False
        return True


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
