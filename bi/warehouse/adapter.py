"""What an engine must offer so that the warehouse can use it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection


@dataclass(frozen=True, slots=True)
class Fetched:
    """Rows as the driver gives them; `truncated`: there were more than the limit."""

    names: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    truncated: bool


class Failure(StrEnum):
    """What an error of the driver means."""

    INTERRUPTED = "interrupted"  # stopped by us, or by the engine's own timeout
    UNAVAILABLE = "unavailable"
    REJECTED = "rejected"


class Adapter(ABC):
    """One engine at one URL, read-only by whatever means hold on it.

    All calls block; only `interrupt` may come from another thread.
    """

    dialect: str  # sqlglot's name

    def __init__(self, url: str) -> None:
        self.url = url

    @abstractmethod
    def engine(self, pool_size: int) -> Engine:
        """Read-only connections in a pool of at most `pool_size`. Connects to nothing yet."""

    @abstractmethod
    def fetch(self, connection: DBAPIConnection, sql: str, limit: int, timeout_s: float) -> Fetched:
        """Runs one statement and reads at most `limit` rows. Raises the driver's errors."""

    @abstractmethod
    def interrupt(self, connection: DBAPIConnection) -> None:
        """Stops the statement that another thread runs on this connection."""

    @abstractmethod
    def failure(self, error: Exception) -> Failure:
        """What an error of this driver means."""

    def warnings(self, connection: DBAPIConnection) -> tuple[str, ...]:  # noqa: ARG002
        """What the person who runs the service should know about these credentials."""
        return ()


def fetch_limited(cursor: Any, limit: int) -> Fetched:
    """Reads from an executed DB-API cursor; one row more shows whether there is more."""
    names = tuple(part[0] for part in cursor.description)
    rows = cursor.fetchmany(limit + 1)
    return Fetched(names, rows[:limit], len(rows) > limit)
