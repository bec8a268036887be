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
        from limits.aio.strategies import FixedWindowRateLimiter

        self._storage = _storage(client)
        self._limiter = FixedWindowRateLimiter(self._storage)
        self._minute = RateLimitItemPerMinute(per_minute, namespace="key") if per_minute else None
        self._day = RateLimitItemPerDay(per_day, namespace="app") if per_day else None

    async def call(self, public_key: str, *, counts: bool) -> Standing | None:
        """A call of this key, and where the key stands after it; None without a limit."""
        if self._minute is None:
            return None
        with store_errors():
            allowed = not counts or await self._limiter.hit(self._minute, public_key)
            return await self._standing(self._minute, allowed, public_key)

    async def begin_job(self, tenant_id: str, app: str | None) -> None:
        """Raises TooManyCalls."""
        if self._day is None:
            return
        who = _app(tenant_id, app)
        with store_errors():
            if await self._limiter.hit(self._day, *who):
                return
            standing = await self._standing(self._day, False, *who)
        raise TooManyCalls(
            f"The app has begun its {self._day.amount} jobs of the day.",
            retry_after_s=max(1, standing.reset_s),
        )

    async def give_back_job(self, tenant_id: str, app: str | None) -> None:
        """The job did not begin."""
        if self._day is not None:
            with store_errors():
                key = self._day.key_for(*_app(tenant_id, app))
                await self._storage.incr(key, self._day.get_expiry(), amount=-1)

    async def _standing(self, item: RateLimitItem, allowed: bool, *who: str) -> Standing:
        reset_at, remaining = await self._limiter.get_window_stats(item, *who)
        reset_s = max(0, math.ceil(reset_at - time.time()))
        return Standing(item.amount, max(0, remaining), reset_s, not allowed)


def _app(tenant_id: str, app: str | None) -> tuple[str, str]:
    return quote(tenant_id, safe=""), quote(app or "", safe="")


def _storage(client: StoreClient) -> Any:
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
