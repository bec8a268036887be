"""What the gateway is given from outside, kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from bi.model.errors import StoreUnavailable
from llm.usage import NO_USAGE, Usage


@dataclass(slots=True)
class Counts:
    """`llm.keeping.UsageCounts`. `broken`: the store cannot be reached."""

    days: dict[str, Usage] = field(default_factory=dict)
    sessions: dict[str, Usage] = field(default_factory=dict)
    broken: bool = False

    async def today(self, tenant_id: str) -> Usage:
        return self.days.get(tenant_id, NO_USAGE)

    async def count(self, tenant_id: str, session_id: str, usage: Usage) -> None:
        if self.broken:
            raise StoreUnavailable("no store")
        self.days[tenant_id] = self.days.get(tenant_id, NO_USAGE) + usage
        self.sessions[session_id] = self.sessions.get(session_id, NO_USAGE) + usage


@dataclass(slots=True)
class Before:
    """`llm.keeping.WrittenBefore`."""

    replies: dict[str, bytes] = field(default_factory=dict)

    async def find(self, key: str) -> bytes | None:
        return self.replies.get(key)

    async def keep(self, key: str, reply: bytes) -> None:
        self.replies[key] = reply
