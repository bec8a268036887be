"""Which counts of a nonce were used: what a client has signed once is not taken again.

Requests may overtake one another, so each count is remembered, not the highest alone: a bit each.
"""

from __future__ import annotations

from checkpoints.client import StoreClient
from checkpoints.script import Script
from runs import keys

# A client that needs more gets a new nonce. It bounds what one nonce can take: 1 KiB.
MOST_COUNTS = 8192

# KEYS: a nonce. ARGV: a count, seconds to remember it. Returns 1 where it was used before.
_take = Script("""
local used = redis.call('SETBIT', KEYS[1], ARGV[1], 1)
redis.call('EXPIRE', KEYS[1], ARGV[2])
return used
""")


class NonceCounts:
    """`kept_s`: as long as a nonce is good for, at least."""

    def __init__(self, client: StoreClient, *, kept_s: int) -> None:
        self._client = client
        self._kept_s = kept_s

    async def take(self, nonce: str, count: int) -> bool:
        """False: it was used before, or the nonce is used up. Raises StoreUnavailable."""
        if not 0 < count < MOST_COUNTS:
            return False
        used = await _take.run(self._client, (keys.nonce(nonce),), str(count), str(self._kept_s))
        return not used
