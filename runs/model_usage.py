"""What is used of models: by a tenant on a day (UTC), and in a session.

Counted in the store, so for all workers together. A command whose answer got lost is sent again:
then a call counts twice, rather than not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from checkpoints.client import StoreClient, StorePipeline
from checkpoints.errors import store_errors
from checkpoints.script import Script
from llm.usage import NO_USAGE, Usage
from runs import keys

# A year, and the month a year ago to compare this one with.
KEPT_DAYS = 400

# Costs are whole billionths: sums of whole numbers come out the same in any order.
_BILLION = 1_000_000_000

# KEYS: the session. ARGV: fields and what is added. One that is gone is not made again.
_count = Script("""
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
for n = 1, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], ARGV[n], ARGV[n + 1]) end
return 1
""")


@dataclass(frozen=True, slots=True)
class DayUsage:
    day: date
    usage: Usage


class RedisUsageCounts:
    """The `llm.keeping.UsageCounts` of the service. All methods raise StoreUnavailable."""

    def __init__(self, client: StoreClient) -> None:
        self._client = client

    async def today(self, tenant_id: str) -> Usage:
        (today,) = await self.days(tenant_id, 1)
        return today.usage

    async def days(self, tenant_id: str, count: int) -> tuple[DayUsage, ...]:
        """The last so many days, today the last of them; those without any usage too."""
        today = datetime.now(UTC).date()
        days = [today - timedelta(days=ago) for ago in reversed(range(count))]
        with store_errors():
            async with self._client.pipeline(transaction=False) as pipe:
                for day in days:
                    pipe.hgetall(keys.tenant_usage(tenant_id, day.isoformat()))
                found = await pipe.execute()
        return tuple(
            DayUsage(day, read_usage(fields)) for day, fields in zip(days, found, strict=True)
        )

    async def count(self, tenant_id: str, session_id: str, usage: Usage) -> None:
        """A session that is gone meanwhile stays so."""
        added = _fields(usage)
        if not added:
            return
        key = keys.tenant_usage(tenant_id, datetime.now(UTC).date().isoformat())

        def of_tenant(pipe: StorePipeline) -> None:
            for name, amount in added.items():
                pipe.hincrby(key, name, amount)
            pipe.expire(key, timedelta(days=KEPT_DAYS))

        flat = [part for name, amount in added.items() for part in (name, str(amount))]
        await _count.run_after(self._client, of_tenant, (keys.session(session_id),), *flat)


def _fields(usage: Usage) -> dict[str, int]:
    """What is added; calls without a price are counted, since they are missing in the cost."""
    fields = {
        "usage_input": usage.input_tokens,
        "usage_output": usage.output_tokens,
        "usage_cached": usage.cached_tokens,
        "usage_calls": usage.calls,
    }
    if usage.cost is None:
        fields["usage_unpriced"] = usage.calls
    else:
        fields["usage_cost"] = round(usage.cost * _BILLION)
    return {name: amount for name, amount in fields.items() if amount}


def read_usage(fields: Mapping[bytes, bytes]) -> Usage:
    """`cost` is that of the calls that have a price; None where none has."""

    def number(name: str) -> int:
        value: Any = fields.get(name.encode(), 0)
        return int(value)

    calls = number("usage_calls")
    if not calls:
        return NO_USAGE
    unpriced = number("usage_unpriced")
    return Usage(
        input_tokens=number("usage_input"),
        output_tokens=number("usage_output"),
        cached_tokens=number("usage_cached"),
        calls=calls,
        cost=None if unpriced >= calls else number("usage_cost") / _BILLION,
    )
