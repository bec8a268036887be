"""What the authors need from outside: counters of usage, and queries that models wrote before."""

from __future__ import annotations

from typing import Protocol

from llm.usage import Usage


class UsageCounts(Protocol):
    """Shared by all workers; days are those of UTC."""

    async def today(self, tenant_id: str) -> Usage:
        """What the tenant has used since midnight."""

    async def count(self, tenant_id: str, session_id: str, usage: Usage) -> None:
        """Adds it to the day of the tenant and to the session."""


class WrittenBefore(Protocol):
    """Replies of models, by a key that says all that they depend on, the tenant among it."""

    async def find(self, key: str) -> bytes | None:
        """None: there is none, or it is too old."""

    async def keep(self, key: str, reply: bytes) -> None:
        """For the configured age."""
