"""Adapters of drivers that stop a statement by its own handle, from another thread."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from bi.warehouse.adapter import (
    BATCH,
    Adapter,
    Batch,
    Failure,
    Fetched,
    StatementStopped,
    cursor_batches,
)
from bi.warehouse.adapter import fetch_limited as fetch_of

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection


class CursorAdapter(Adapter):
    """Runs each statement on a cursor of its own and knows which one a connection runs."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._lock = Lock()
        self._running: dict[int, Any] = {}
        self._stopped: set[int] = set()

    def fetch(self, connection: DBAPIConnection, sql: str, limit: int, timeout_s: float) -> Fetched:
        with self._cursor(connection, timeout_s) as cursor:
            self.execute(cursor, sql)
            fetched = fetch_of(cursor, limit, self.most_bytes)
            self._raise_if_stopped(connection)
            return fetched

    def stream(
        self, connection: DBAPIConnection, sql: str, timeout_s: float, batch: int = BATCH
    ) -> Generator[Batch]:
        with self._cursor(connection, timeout_s) as cursor:
            self.execute(cursor, sql)
            for found in cursor_batches(cursor, batch):
                self._raise_if_stopped(connection)
                yield found
            self._raise_if_stopped(connection)

    def interrupt(self, connection: DBAPIConnection) -> None:
        with self._lock:
            cursor = self._running.get(id(connection))
            if cursor is None:
                return
            self._stopped.add(id(connection))
        self.stop(connection, cursor)

    def failure(self, error: Exception) -> Failure:
        if isinstance(error, StatementStopped):
            return Failure.INTERRUPTED
        return self.driver_failure(error)

    def prepare(self, connection: Any, timeout_s: float) -> None:
        """Tells the engine how long the next statement may take, where it can be told."""

    def execute(self, cursor: Any, sql: str) -> None:
        """Begins one statement; its rows are then fetched from the cursor."""
        cursor.execute(sql)

    @abstractmethod
    def stop(self, connection: Any, cursor: Any) -> None:
        """Has the engine stop what the cursor runs. Called from another thread."""

    @abstractmethod
    def driver_failure(self, error: Exception) -> Failure:
        """What an error of this driver means."""

    @contextmanager
    def _cursor(self, connection: DBAPIConnection, timeout_s: float) -> Iterator[Any]:
        self.prepare(connection, timeout_s)
        cursor = connection.cursor()
        with self._lock:
            self._stopped.discard(id(connection))
            self._running[id(connection)] = cursor
        try:
            yield cursor
        finally:
            with self._lock:
                self._running.pop(id(connection), None)
            cursor.close()

    def _raise_if_stopped(self, connection: DBAPIConnection) -> None:
        with self._lock:
            if id(connection) in self._stopped:
                raise StatementStopped
