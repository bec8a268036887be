"""A statement on its way through a thread, which another thread may stop."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator
from typing import TYPE_CHECKING

from bi.warehouse.adapter import BATCH, Adapter, Batch, Fetched

if TYPE_CHECKING:
    from pyarrow import RecordBatchReader
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection


class Stopped(Exception):
    """The statement was stopped before it began."""


class Stoppable:
    """`stop` may be called from any thread, at any time, while another one is in the engine.

    The lock is held whenever the connection changes hands, so that an interruption never
    reaches the connection's next user.
    """

    def __init__(self, adapter: Adapter, sql: str, timeout_s: float) -> None:
        self._adapter = adapter
        self._sql = sql
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._connection: DBAPIConnection | None = None
        self._stopped = False
        # It got as far as a connection that was there.
        self.was_connected = False

    @property
    def has_connection(self) -> bool:
        """Whether it is in the engine, or just about to be."""
        return self._connection is not None

    @property
    def is_stopped(self) -> bool:
        return self._stopped

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
            self.was_connected = True
            return connection

    def _take_back(self) -> None:
        with self._lock:
            self._connection = None


class RunningStatement(Stoppable):
    """A statement whose first rows are wanted; `execute` blocks in a worker thread."""

    def __init__(self, adapter: Adapter, sql: str, limit: int, timeout_s: float) -> None:
        super().__init__(adapter, sql, timeout_s)
        self._limit = limit

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


class RunningStream(Stoppable):
    """A statement all of whose rows are wanted.

    The generators block while they are asked for more, in whichever thread asks; between two
    steps only the connection is held. They must be closed.
    """

    def batches(self, engine: Engine, batch: int = BATCH) -> Generator[Batch]:
        """Raises Stopped, or the driver's error."""
        with self._connected(engine) as connection:
            stream = self._adapter.stream(connection, self._sql, self._timeout_s, batch)
            with contextlib.closing(stream):
                for found in stream:
                    yield found
                    self.check()

    @contextlib.contextmanager
    def arrow(self, engine: Engine, batch: int = BATCH) -> Generator[RecordBatchReader | None]:
        """A reader of Arrow batches, where the engine has one. Raises as `batches` does."""
        with self._connected(engine) as connection:
            yield self._adapter.arrow_stream(connection, self._sql, self._timeout_s, batch)

    def check(self) -> None:
        """Between two steps nothing runs that could be interrupted. Raises Stopped."""
        if self._stopped:
            raise Stopped

    @contextlib.contextmanager
    def _connected(self, engine: Engine) -> Generator[DBAPIConnection]:
        pooled = engine.raw_connection()
        try:
            connection = self._hand_over(pooled.dbapi_connection)
            try:
                yield connection
            finally:
                self._take_back()
        finally:
            pooled.close()
