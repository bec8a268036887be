"""Guarded queries against one datasource: limited, timed, interruptible, never blocking."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bi.guard.query import GuardedQuery
from bi.model.catalog import Catalog
from bi.model.errors import DatabaseRejected, DatabaseUnavailable, ParleyError, QueryTimeout
from bi.model.profile import Profile, ValueBounds
from bi.model.result import ResultColumn, ResultSet
from bi.warehouse.adapter import MOST_BYTES, Failure, Fetched
from bi.warehouse.cells import described, rows_as_cells
from bi.warehouse.engines import adapter_for, without_secrets
from bi.warehouse.exports.encode import encoded
from bi.warehouse.exports.export import Export, ExportsBusy, ExportTimeout
from bi.warehouse.exports.format import ExportOptions
from bi.warehouse.exports.rows import Tally
from bi.warehouse.profiling import profile_of
from bi.warehouse.running import RunningStatement, RunningStream, Stoppable, Stopped
from bi.warehouse.tracing import note_rows, query_span, system_of

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

logger = logging.getLogger(__name__)

_PING_TIMEOUT_S = 5.0
# An interruption that comes just before the engine begins is lost, so it is repeated.
_REPEAT_STOP_S = 0.02


@dataclass(frozen=True, slots=True)
class ExportLimits:
    """What a whole result may cost: rows, seconds until its last byte, and how many at once."""

    rows: int = 10_000_000
    seconds: float = 600.0
    at_once: int = 2


class Warehouse:
    """A datasource that can be asked. Safe to use from many tasks of one event loop.

    Drivers block, so statements run in threads, one to each of at most so many `connections`;
    another waits. Exports have connections and threads of their own. `url` is SQLAlchemy's, with
    file paths resolved and secrets filled in. Raises UnknownEngine for an engine that is not
    spoken.
    """

    def __init__(
        self,
        url: str,
        *,
        row_limit: int = 10_000,
        timeout_s: float = 30.0,
        byte_limit: int = MOST_BYTES,
        connections: int = 4,
        exports: ExportLimits = ExportLimits(),
    ) -> None:
        self._adapter = adapter_for(url)
        self._adapter.most_bytes = byte_limit
        self._system = system_of(self._adapter.dialect, url)
        self._row_limit = row_limit
        self._timeout_s = timeout_s
        self._connections = connections
        self._export_limits = exports
        self._exports: set[Export] = set()
        self._engine: Engine | None = None
        self._version: str | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._export_threads: ThreadPoolExecutor | None = None
        # Some drivers' interruption blocks; it must not wait behind other work.
        self._stopper = ThreadPoolExecutor(1, thread_name_prefix="warehouse-stop")
        self._opening = asyncio.Lock()
        self._running: set[RunningStatement] = set()
        # Statements run for users' questions: neither pings nor the profile's.
        self.executed = 0

    @property
    def dialect(self) -> str:
        """sqlglot's name of the engine's SQL."""
        return self._adapter.dialect

    @property
    def limits(self) -> tuple[int, int]:
        """The most rows and bytes of an answer."""
        return self._row_limit, self._adapter.most_bytes

    @property
    def is_busy(self) -> bool:
        """Whether statements wait for a connection."""
        return len(self._running) > self._connections

    @property
    def export_row_limit(self) -> int:
        return self._export_limits.rows

    async def open(self) -> None:
        """Connects once, so that the first question finds a warm connection.

        Raises DatabaseUnavailable; may be tried again.
        """
        async with self._opening:
            if self._threads is None:
                self._threads = ThreadPoolExecutor(
                    self._connections, thread_name_prefix="warehouse"
                )
            if self._engine is not None:
                return
            loop = asyncio.get_running_loop()
            try:
                self._version = await asyncio.to_thread(self._adapter.data_version)
                engine, warnings = await loop.run_in_executor(self._threads, self._connect)
            except Exception as error:
                raise self._as_ours(error) from None
            for warning in warnings:
                logger.warning(warning)
            self._engine = engine

    async def close(self) -> None:
        """Stops running statements, then closes all connections. May be opened again."""
        threads, engine = self._threads, self._engine
        self._threads = self._engine = None
        for statement in self._running:
            self._stop(statement)
        for export in tuple(self._exports):
            await export.aclose()
        if self._export_threads is not None:
            self._export_threads.shutdown(wait=False)
            self._export_threads = None
        if threads is not None:
            await asyncio.to_thread(threads.shutdown, wait=True)
        if engine is not None:
            await asyncio.to_thread(engine.dispose)

    async def ping(self) -> None:
        """Raises DatabaseUnavailable if the database does not answer."""
        try:
            await self.fetch("SELECT 1", limit=1, timeout_s=_PING_TIMEOUT_S)
        except QueryTimeout:
            raise DatabaseUnavailable("The database does not answer.") from None

    async def run(self, query: GuardedQuery, columns: tuple[ResultColumn, ...] | None) -> ResultSet:
        """The first rows of a query. `columns` None: they are described by what came.

        Raises QueryTimeout, DatabaseUnavailable, DatabaseRejected. A cancelled task stops the
        statement in the engine.
        """
        if query.dialect != self.dialect:
            raise DatabaseRejected(f"A query in {query.dialect} cannot run on {self.dialect}.")
        started = time.perf_counter()
        self.executed += 1
        with query_span(self._system) as span:
            fetched = await self.fetch(query.sql, self._row_limit, self._timeout_s)
            note_rows(span, len(fetched.rows))
        if columns is None:
            columns = described(fetched.names, fetched.rows)
        elif len(columns) != len(fetched.names):
            raise DatabaseRejected("The result has other columns than the query says.")
        rows = rows_as_cells(fetched.rows, columns)
        elapsed_ms = (time.perf_counter() - started) * 1000
        return ResultSet(columns, rows, fetched.truncated, elapsed_ms)

    async def export(
        self,
        query: GuardedQuery,
        columns: tuple[ResultColumn, ...] | None,
        options: ExportOptions,
    ) -> Export:
        """The whole result as a file, of which the first piece is there; to be closed.

        Raises ExportsBusy, and what `Export.begin` does.
        """
        if query.dialect != self.dialect:
            raise DatabaseRejected(f"A query in {query.dialect} cannot run on {self.dialect}.")
        limits = self._export_limits
        if len(self._exports) >= limits.at_once:
            raise ExportsBusy(
                f"{limits.at_once} exports run already; try again when one has ended.",
                at_once=limits.at_once,
            )
        if self._engine is None:
            await self.open()
        engine = self._engine
        if engine is None:
            raise DatabaseUnavailable("The warehouse was closed.")
        if self._export_threads is None:
            self._export_threads = ThreadPoolExecutor(
                limits.at_once, thread_name_prefix="warehouse-export"
            )
        stream = RunningStream(self._adapter, query.sql, limits.seconds)
        tally = Tally(options.row_limit or limits.rows, options.may_be_cut)
        export = Export(
            options.format,
            encoded(stream, engine, columns, options, tally),
            stream,
            tally,
            threads=self._export_threads,
            timeout_s=limits.seconds,
            stop=self._stop,
            as_ours=self._as_export_error,
            on_closed=self._exports.discard,
        )
        self._exports.add(export)
        self.executed += 1
        with query_span(self._system):  # until the first piece is there
            return await export.begin()

    async def data_version(self) -> str | None:
        """What changes whenever the data does that is read here; None where that is not known.

        A file that was swapped for another one is opened anew, once nothing runs on the old one.
        """
        version = await asyncio.to_thread(self._adapter.data_version)
        if self._engine is None:
            return version
        if version != self._version:
            await self._connect_anew(version)
        return self._version

    async def _connect_anew(self, version: str | None) -> None:
        """Connections of a process to one DuckDB file share what the first of them opened."""
        async with self._opening:
            engine = self._engine
            if self._running or engine is None or not _all_idle(engine):
                return
            self._engine = None
            await asyncio.to_thread(engine.dispose)
            self._version = version

    async def profile(self, catalog: Catalog, bounds: ValueBounds = ValueBounds()) -> Profile:
        """What the data hold, as far as understanding questions needs it. Not counted."""
        return await profile_of(catalog, self.dialect, self.fetch, bounds)

    async def fetch(self, sql: str, limit: int, timeout_s: float) -> Fetched:
        """Runs the warehouse's own SQL; whatever comes from outside goes through `run`."""
        if self._engine is None or self._threads is None:
            await self.open()
        engine, threads = self._engine, self._threads
        if engine is None or threads is None:
            raise DatabaseUnavailable("The warehouse was closed.")
        until = asyncio.get_running_loop().time() + timeout_s
        statement = RunningStatement(self._adapter, sql, limit, timeout_s)
        self._running.add(statement)
        try:
            async with asyncio.timeout_at(until):
                return await self._executed(statement, engine, threads)
        except TimeoutError:
            self._stop(statement)
            raise self._timed_out(timeout_s) from None
        except asyncio.CancelledError:
            self._stop(statement)
            raise
        except Exception as error:
            interrupted = self._adapter.failure(error) is Failure.INTERRUPTED
            if interrupted and self._engine is engine:
                raise self._timed_out(timeout_s) from None
            raise self._as_ours(error) from None
        finally:
            self._running.discard(statement)

    async def _executed(
        self, statement: RunningStatement, engine: Engine, threads: ThreadPoolExecutor
    ) -> Fetched:
        """Once more on another connection when the first one turned out to be dead.

        It only reads, so nothing happens twice. What was stopped, or took too long, is not tried
        again, nor is a database that cannot even be connected to.
        """
        loop = asyncio.get_running_loop()
        # So that what instruments a driver finds the span it is in.
        execute = partial(copy_context().run, statement.execute, engine)
        try:
            return await loop.run_in_executor(threads, execute)
        except Exception as error:
            if not self._is_worth_another(error, statement) or self._engine is not engine:
                raise
            logger.warning("A connection was lost; the query is run once more.")
        return await loop.run_in_executor(threads, execute)

    def _is_worth_another(self, error: Exception, statement: RunningStatement) -> bool:
        cause = getattr(error, "orig", None) or error
        lost = self._adapter.failure(cause) is Failure.UNAVAILABLE
        return lost and statement.was_connected and not statement.is_stopped

    def _connect(self) -> tuple[Engine, tuple[str, ...]]:
        engine = self._adapter.engine(self._connections + self._export_limits.at_once)
        try:
            pooled = engine.raw_connection()
            try:
                connection = pooled.dbapi_connection
                if connection is None:
                    raise DatabaseUnavailable("The connection was lost.")
                self._adapter.fetch(connection, "SELECT 1", 1, _PING_TIMEOUT_S)
                return engine, self._adapter.warnings(connection)
            finally:
                pooled.close()
        except BaseException:
            engine.dispose()
            raise

    def _stop(self, statement: Stoppable) -> None:
        """Stops it without blocking the event loop, again until it has left the engine."""
        loop = asyncio.get_running_loop()
        stopping = loop.run_in_executor(self._stopper, statement.stop)
        stopping.add_done_callback(
            lambda _: loop.call_later(_REPEAT_STOP_S, self._stop_again, statement)
        )

    def _stop_again(self, statement: Stoppable) -> None:
        if statement.has_connection:
            self._stop(statement)

    def _timed_out(self, timeout_s: float) -> QueryTimeout:
        return QueryTimeout(
            f"The database took longer than {timeout_s:g} seconds and was stopped. "
            "A shorter period or fewer groups would be faster.",
            timeout_s=timeout_s,
        )

    def _as_export_error(self, error: Exception) -> ParleyError:
        interrupted = self._adapter.failure(error) is Failure.INTERRUPTED
        if interrupted and self._engine is not None:
            return ExportTimeout(self._export_limits.seconds)
        return self._as_ours(error)

    def _as_ours(self, error: Exception) -> ParleyError:
        """An error of ours without the driver's words, which go to the log only."""
        if isinstance(error, ParleyError):
            return error
        cause = getattr(error, "orig", None) or error
        text = without_secrets(str(cause), self._adapter.url)
        if isinstance(error, Stopped) or self._adapter.failure(cause) is not Failure.REJECTED:
            logger.warning("The database is unavailable: %s", text)
            return DatabaseUnavailable("The database cannot be reached now.")
        logger.error("The database rejected a query: %s", text)
        return DatabaseRejected("The database did not accept the query.", text)


def _all_idle(engine: Engine) -> bool:
    """Whether no statement has a connection, one that was just stopped among them."""
    from sqlalchemy.pool import QueuePool

    return isinstance(engine.pool, QueuePool) and engine.pool.checkedout() == 0
