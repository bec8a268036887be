"""A Databricks SQL warehouse or cluster, through Databricks' own driver.

Its sessions cannot be made read-only either: the guard and the token's rights are what holds.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakSet

from bi.warehouse.adapter import (
    BATCH,
    Adapter,
    Batch,
    Failure,
    Fetched,
    StatementStopped,
    cursor_batches,
    fetch_limited,
)
from bi.warehouse.adapters.spark_place import UnusableUrl
from bi.warehouse.adapters.spark_session import as_query, limited

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

_SETTINGS = {"TIMEZONE": "UTC", "ANSI_MODE": "true"}
_NEEDED = ("http_path", "catalog", "schema")
_SOCKET_TIMEOUT_S = 60
# The driver's own are 30 times in 15 minutes, for which nobody waits here.
_ATTEMPTS = 3
_RETRY_S = 10
_PORT = 443


class DatabricksAdapter(Adapter):
    """`databricks://token:SECRET@host?http_path=…&catalog=…&schema=…`."""

    dialect = "databricks"

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._cursors: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        self._stopped: WeakSet[Any] = WeakSet()

    def engine(self, pool_size: int) -> Engine:
        """Raises UnusableUrl."""
        from sqlalchemy import create_engine
        from sqlalchemy.engine import make_url

        url = make_url(self.url)
        for option in _NEEDED:
            if not url.query.get(option):
                raise UnusableUrl(f"A Databricks url names its {option}.", option=option)
        return create_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={
                "session_configuration": dict(_SETTINGS),
                "enable_telemetry": False,
                "_socket_timeout": _SOCKET_TIMEOUT_S,
                "_port": url.port or _PORT,
                "_retry_stop_after_attempts_count": _ATTEMPTS,
                "_retry_stop_after_attempts_duration": _RETRY_S,
            },
        )

    def fetch(
        self,
        connection: DBAPIConnection,
        sql: str,
        limit: int,
        timeout_s: float,  # noqa: ARG002
    ) -> Fetched:
        with self._executed(connection, limited(sql, limit)) as cursor:
            return fetch_limited(cursor, limit, self.most_bytes)

    def stream(
        self,
        connection: DBAPIConnection,
        sql: str,
        timeout_s: float,  # noqa: ARG002
        batch: int = BATCH,
    ) -> Generator[Batch]:
        with self._executed(connection, as_query(sql)) as cursor:
            yield from cursor_batches(cursor, batch)

    @contextmanager
    def _executed(self, connection: DBAPIConnection, sql: str) -> Iterator[Any]:
        """The warehouse stops what takes too long: a session has one timeout, and no statement."""
        self._stopped.discard(connection)
        cursor: Any = connection.cursor()
        self._cursors[connection] = cursor
        try:
            cursor.execute(sql)
            yield cursor
        except Exception:
            if connection in self._stopped:
                raise StatementStopped("The statement was stopped.") from None
            raise
        finally:
            self._cursors.pop(connection, None)
            # Of a statement that still has rows, that is its end there too.
            cursor.close()

    def interrupt(self, connection: DBAPIConnection) -> None:
        cursor = self._cursors.get(connection)
        if cursor is not None and cursor.active_command_id is not None:
            self._stopped.add(connection)
            cursor.cancel()

    def failure(self, error: Exception) -> Failure:
        from databricks.sql import exc

        if isinstance(error, StatementStopped):
            return Failure.INTERRUPTED
        gone = (exc.RequestError, exc.InterfaceError, OSError)
        return Failure.UNAVAILABLE if isinstance(error, gone) else Failure.REJECTED

    def warnings(self, connection: DBAPIConnection) -> tuple[str, ...]:  # noqa: ARG002
        return (
            "Databricks has no read-only sessions. Parley's guard lets only SELECT through; give "
            "it a token that may only read as well.",
        )
