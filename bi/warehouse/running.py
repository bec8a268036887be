"""One statement on its way through a thread, which another thread may stop."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from bi.warehouse.adapter import Adapter, Fetched

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection


class Stopped(Exception):
    """The statement was stopped before it began."""


class RunningStatement:
    """`execute` blocks in a worker thread; `stop` may be called from any, at any time.

    The lock is held whenever the connection changes hands, so that an interruption never
    reaches the connection's next user.
    """

    def __init__(self, adapter: Adapter, sql: str, limit: int, timeout_s: float) -> None:
        self._adapter = adapter
        self._sql = sql
        self._limit = limit
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._connection: DBAPIConnection | None = None
        self._stopped = False

    def execute(self, engine: Engine) -> Fetched:
        """Raises Stopped, or the driver's error."""
        pooled = engine.raw_connection()
        try:
            connection = self._hand_over(pooled.dbapi_connection)
            try:
                return self._adapter.fetch(connection, self._sql, self._limit, self._timeout_s)
            finally:
                self._take_back()
        finally:
            pooled.close()

    @property
    def has_connection(self) -> bool:
        """Whether it is in the engine, or just about to be."""
        return self._connection is not None

    def stop(self) -> None:
        """Interrupts the statement if it runs, else keeps it from beginning."""
        with self._lock:
            self._stopped = True
            if self._connection is not None:
                # The statement may end at this very moment.
                with contextlib.suppress(Exception):
                    self._adapter.interrupt(self._connection)

    def _hand_over(self, connection: DBAPIConnection | None) -> DBAPIConnection:
        with self._lock:
            if self._stopped or connection is None:
                raise Stopped
            self._connection = connection
            return connection

    def _take_back(self) -> None:
        with self._lock:
            self._connection = None
