"""How many calls a key may make in a minute, and how many jobs an app may begin in a day.

Counted in the store, so for all workers together. A window begins with its first call and is as
long as the store says: workers' clocks play no part.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bi.model.errors import UserError
from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from runs import keys

if TYPE_CHECKING:
    from limits import RateLimitItem
    from limits.aio.storage import RedisStorage


class TooManyCalls(UserError):
    """details: `retry_after_s`."""

    code = "rate_limited"
    retryable = True


@dataclass(frozen=True, slots=True)
class Standing:
    """Of a window: how many calls it allows, how many are left, when the next one begins."""

    limit: int
    remaining: int
    reset_s: int
    is_exceeded: bool = False


class RateLimits:
    """`per_minute` of a key, `per_day` of an app and tenant; 0 counts nothing.

    All methods raise StoreUnavailable.
    """

    def __init__(self, client: StoreClient, *, per_minute: int, per_day: int) -> None:
        from limits import RateLimitItemPerDay, RateLimitItemPerMinute

        self._storage = _storage(client)
        self._minute = RateLimitItemPerMinute(per_minute, namespace="key") if per_minute else None
        self._day = RateLimitItemPerDay(per_day, namespace="app") if per_day else None

    async def call(self, public_key: str, *, counts: bool) -> Standing | None:
        """A call of this key, and where the key stands after it; None without a limit."""
        if self._minute is None:
            return None
        return await self._count(self._minute, (public_key,), 1 if counts else 0)

    async def begin_job(self, tenant_id: str, app: str | None) -> None:
        """Raises TooManyCalls."""
        if self._day is None:
            return
        standing = await self._count(self._day, _app(tenant_id, app), 1)
        if standing.is_exceeded:
            raise TooManyCalls(
                f"The app has begun its {standing.limit} jobs of the day.",
                retry_after_s=max(1, standing.reset_s),
            )

    async def give_back_job(self, tenant_id: str, app: str | None) -> None:
        """The job did not begin."""
        if self._day is not None:
            await self._count(self._day, _app(tenant_id, app), -1)

    async def _count(self, item: RateLimitItem, who: tuple[str, ...], calls: int) -> Standing:
        key = item.key_for(*who)
        with store_errors():
            if calls:
                counted = await self._storage.incr(key, item.get_expiry(), amount=calls)
            else:
                counted = await self._storage.get(key)
            reset_s = math.ceil(await self._storage.get_expiry(key) - time.time())
        remaining = max(0, item.amount - counted)
        return Standing(item.amount, remaining, max(0, reset_s), counted > item.amount)


def _app(tenant_id: str, app: str | None) -> tuple[str, str]:
    return quote(tenant_id, safe=""), quote(app or "", safe="")


def _storage(client: StoreClient) -> RedisStorage:
    """The library's counters in Redis, over our own connections.

    It makes connections from URLs of its own, of fewer kinds than ours.
    """
    from limits.aio.storage import RedisStorage

    class OurStorage(RedisStorage):
        STORAGE_SCHEME: list[str] = []  # noqa: RUF012

        def __init__(self) -> None:
            super().__init__("redis://", implementation="redispy", key_prefix=keys.rate_limits())

        def configure_bridge(self) -> None:
            bridge: Any = self.bridge
            bridge.connection_getter = lambda _readonly: client

    return OurStorage()
