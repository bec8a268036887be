"""What an engine must offer so that the warehouse can use it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bi.model.errors import UserError
from bi.warehouse.sizes import size_of

if TYPE_CHECKING:
    from pyarrow import RecordBatchReader
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

# What the rows of an answer may hold; see `Adapter.most_bytes`.
MOST_BYTES = 32 * 1024 * 1024
# Rows that are streamed at once, fewer where they are large.
BATCH = 4096
_BATCH_BYTES = 2 * 1024 * 1024
# Rows between two looks at how much came: long texts are noticed before they fill the memory.
_STEP = 64


class ResultTooLarge(UserError):
    """Not even the first row is within the limit of bytes; details: `byte_limit`."""

    code = "result_too_large"


class ExportNotOffered(UserError):
    """Rows of this engine cannot be streamed."""

    code = "export_not_offered"


@dataclass(frozen=True, slots=True)
class Fetched:
    """Rows as the driver gives them; `truncated`: there were more than a limit."""

    names: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """Some of the rows of a stream, as the driver gives them."""

    names: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


class Failure(StrEnum):
    """What an error of the driver means."""

    INTERRUPTED = "interrupted"  # stopped by us, or by the engine's own timeout
    UNAVAILABLE = "unavailable"
    REJECTED = "rejected"


class StatementStopped(Exception):
    """By us, or by the server at the end of its time: a driver may end as though all was read."""


class Adapter(ABC):
    """One engine at one URL, read-only by whatever means hold on it.

    All calls block; only `interrupt` may come from another thread.
    """

    dialect: str  # sqlglot's name
    # Fetched rows stop before they hold more than so many bytes.
    most_bytes: int = MOST_BYTES

    def __init__(self, url: str) -> None:
        self.url = url

    @abstractmethod
    def engine(self, pool_size: int) -> Engine:
        """Read-only connections in a pool of at most `pool_size`. Connects to nothing yet."""

    @abstractmethod
    def fetch(self, connection: DBAPIConnection, sql: str, limit: int, timeout_s: float) -> Fetched:
        """Runs one statement and reads at most `limit` rows, of at most `most_bytes` in all.

        Raises the driver's errors, and ResultTooLarge.
        """

    def stream(
        self,
        connection: DBAPIConnection,  # noqa: ARG002
        sql: str,  # noqa: ARG002
        timeout_s: float,  # noqa: ARG002
        batch: int = BATCH,  # noqa: ARG002
    ) -> Generator[Batch]:
        """Runs one statement and gives all its rows, some at a time, at bounded memory.

        The first batch comes even when it has no row. Closing the generator ends the
        statement. An engine brings its own, with what keeps its `fetch` read-only and timed; a
        plain DB-API cursor is streamed by `cursor_stream`. Raises the driver's errors, and
        ExportNotOffered.
        """
        raise ExportNotOffered(f"Whole results cannot be exported from {self.dialect}.")

    def arrow_stream(
        self,
        connection: DBAPIConnection,  # noqa: ARG002
        sql: str,  # noqa: ARG002
        timeout_s: float,  # noqa: ARG002
        batch: int = BATCH,  # noqa: ARG002
    ) -> RecordBatchReader | None:
        """As `stream` in Arrow's own form; None where the engine has no quicker way to it."""
        return None

    def data_version(self) -> str | None:
        """What changes whenever the data does; None where that is not known at little cost."""
        return None

    @abstractmethod
    def interrupt(self, connection: DBAPIConnection) -> None:
        """Stops the statement that another thread runs on this connection."""

    @abstractmethod
    def failure(self, error: Exception) -> Failure:
        """What an error of this driver means."""

    def warnings(self, connection: DBAPIConnection) -> tuple[str, ...]:  # noqa: ARG002
        """What the person who runs the service should know about these credentials."""
        return ()


def fetch_limited(cursor: Any, limit: int, most_bytes: int = MOST_BYTES) -> Fetched:
    """Reads from an executed DB-API cursor; one row more shows whether there is more.

    Raises ResultTooLarge.
    """
    names = names_of(cursor)
    rows, truncated = taken(_steps(cursor, limit + 1), limit, most_bytes)
    return Fetched(names, rows, truncated)


def taken(
    steps: Iterator[Sequence[Sequence[Any]]], limit: int, most_bytes: int
) -> tuple[list[Sequence[Any]], bool]:
    """The first rows within both limits, and whether there are more. Raises ResultTooLarge."""
    rows: list[Sequence[Any]] = []
    size = 0
    for step in steps:
        for row in step:
            size += size_of(row)
            if len(rows) == limit:
                return rows, True
            if size > most_bytes:
                if not rows:
                    raise ResultTooLarge(
                        f"A single row of the result has more than {most_bytes:,} bytes.",
                        byte_limit=most_bytes,
                    )
                return rows, True
            rows.append(row)
    return rows, False


def cursor_stream(connection: Any, sql: str, batch: int) -> Generator[Batch]:
    """The `stream` of a DB-API connection whose cursors do not read everything at once."""
    cursor = connection.cursor()
    try:
        cursor.execute(sql)
        yield from cursor_batches(cursor, batch)
    finally:
        cursor.close()


def cursor_batches(cursor: Any, batch: int) -> Generator[Batch]:
    """What an executed DB-API cursor holds; fewer rows at a time where they turn out large."""
    names = names_of(cursor)
    count = min(_STEP, batch)
    rows = cursor.fetchmany(count)
    yield Batch(names, rows)
    while rows:
        each = max(1, size_of(rows[-1]))
        count = max(1, min(batch, _BATCH_BYTES // each, count * 8))
        if rows := cursor.fetchmany(count):
            yield Batch(names, rows)


def batched(rows: Iterable[Sequence[Any]], batch: int) -> Iterator[list[Sequence[Any]]]:
    """Rows that come one by one, some at a time; fewer where they are large."""
    found: list[Sequence[Any]] = []
    size = 0
    for row in rows:
        found.append(row)
        size += size_of(row)
        if len(found) == batch or size > _BATCH_BYTES:
            yield found
            found, size = [], 0
    if found:
        yield found


def names_of(cursor: Any) -> tuple[str, ...]:
    return tuple(part[0] for part in cursor.description)


def _steps(cursor: Any, rows: int) -> Iterator[Sequence[Sequence[Any]]]:
    while rows > 0 and (step := cursor.fetchmany(min(rows, _STEP))):
        yield step
        rows -= len(step)
