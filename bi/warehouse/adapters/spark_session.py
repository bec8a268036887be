"""One session of a Spark Thrift server: statements that can be waited for and stopped.

A statement runs in the server by itself, and is asked about; the server answers when it has ended,
or after five seconds. Nothing else fits through the connection meanwhile, so it is stopped
through another one, by its handle.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Generator, Iterator
from datetime import date
from threading import Lock
from typing import Any

from bi.warehouse.adapter import Batch, Fetched, StatementStopped, cursor_batches, names_of, taken
from bi.warehouse.adapters.spark_place import SparkPlace

_OPEN_TIMEOUT_S = 15.0
_CANCEL_TIMEOUT_S = 5.0
# The server stops a statement so much later than we would: for when nobody else does. The first
# one of a cluster that has slept may take that long.
_GRACE_S = 30.0
# Spark (4.3) begins the stages of an adaptive plan in threads that a cancellation does not reach:
# a job that is begun just after it would run to its end. Closing a statement cancels its jobs once
# more, so a stopped one is closed when it can have begun no further ones.
_SETTLE_S = 1.0
_CHUNK = 5000
_INCREMENTAL = "spark.sql.thriftServer.incrementalCollect"
_SETTINGS = {
    # Moments are shown in UTC wherever the server is.
    "set:spark.sql.session.timeZone": "UTC",
    # An overflow or a text that is no number is an error, and not another value or NULL.
    "set:spark.sql.ansi.enabled": "true",
    # A backslash in a text means what the compiler thinks it means.
    "set:spark.sql.parser.escapedStringLiterals": "false",
    # Stopping a statement stops its tasks.
    "set:spark.sql.thriftServer.interruptOnCancel": "true",
    # The first rows of a query need not all of its partitions.
    f"set:{_INCREMENTAL}": "false",
}
# Numbers of Thrift's TOperationState.
_GOING_ON = frozenset({0, 1, 7})
_FINISHED = 2
_STOPPED = frozenset({3, 4, 8})


class StatementFailed(Exception):
    """Spark's own words, without its stack trace."""

    def __init__(self, message: str, sql_state: str = "") -> None:
        super().__init__(message)
        self.sql_state = sql_state


def limited(sql: str, limit: int) -> str:
    """A query as it is sent: one row more than the limit, as the server would collect them all."""
    return f"{as_query(sql)} LIMIT {limit + 1}"


def as_query(sql: str) -> str:
    """A query where nothing but one can stand.

    Spark puts variables of its own process in the place of `${…}`, in texts too: there the dollar
    is written by its number.
    """
    literal = sql.replace("${", "\\u0024{")
    return f"SELECT * FROM (\n{literal}\n)"


class SparkSession:
    """Has what SQLAlchemy's pool asks of a DB-API connection.

    Opening one raises the driver's errors. Only `interrupt` may come from another thread.
    """

    def __init__(self, place: SparkPlace) -> None:
        from pyhive.hive import Connection

        self._place = place
        self._wire = place.wire(_OPEN_TIMEOUT_S)
        self._hive = Connection(
            thrift_transport=self._wire.transport,
            username=place.user,
            database=place.schema.replace("`", "``"),
            configuration=dict(_SETTINGS),
        )
        # The handle of what runs now, for `interrupt`.
        self._lock = Lock()
        self._running: Any = None
        self._interrupted = False
        self._gives_rows = False
        self._is_whole = False

    def run(self, sql: str, limit: int, timeout_s: float, most_bytes: int) -> Fetched:
        """Raises StatementFailed, StatementStopped, ResultTooLarge, or the driver's errors."""
        with self._running_statement(limited(sql, limit), timeout_s, whole=False) as rows:
            steps = (batch.rows for batch in cursor_batches(rows, _CHUNK))
            found, truncated = taken(steps, limit, most_bytes)
            return Fetched(names_of(rows), found, truncated)

    def stream(self, sql: str, timeout_s: float, batch: int) -> Generator[Batch]:
        """All rows; a partition at a time is in the server's memory. Raises as `run` does.

        Nothing stops it by itself once it has begun to give rows.
        """
        with self._running_statement(as_query(sql), timeout_s, whole=True) as rows:
            yield from cursor_batches(rows, batch)

    def interrupt(self) -> None:
        """Stops what runs, through a connection of its own.

        A statement that gives its rows already is only stopped by closing it.
        """
        from TCLIService import TCLIService, ttypes
        from thrift.protocol.TBinaryProtocol import TBinaryProtocol

        with self._lock:
            operation = self._running
        if operation is None:
            return
        self._interrupted = True
        transport = self._place.wire(_CANCEL_TIMEOUT_S).transport
        transport.open()
        try:
            client = TCLIService.Client(TBinaryProtocol(transport))
            client.CancelOperation(ttypes.TCancelOperationReq(operationHandle=operation))
            if self._is_whole and self._gives_rows:
                client.CloseOperation(ttypes.TCloseOperationReq(operationHandle=operation))
        finally:
            transport.close()

    def server_name(self) -> str:
        """What the server calls itself: "Spark SQL". Raises the driver's errors."""
        from TCLIService import ttypes

        request = ttypes.TGetInfoReq(
            sessionHandle=self._hive.sessionHandle, infoType=ttypes.TGetInfoType.CLI_DBMS_NAME
        )
        answer = self._hive.client.GetInfo(request)
        if answer.infoValue is None:
            # The server has forgotten the session.
            raise ConnectionError(str(answer.status.errorMessage))
        return str(answer.infoValue.stringValue)

    def columns(self, schema: str) -> list[tuple[str, str, str, str]]:
        """Table, column, type and comment of every column of a schema, in one call."""
        from pyhive.hive import Cursor
        from TCLIService import ttypes

        request = ttypes.TGetColumnsReq(
            sessionHandle=self._hive.sessionHandle,
            schemaName=schema,
            tableName="%",
            columnName="%",
        )
        self._wire.wait_at_most(2 * _GRACE_S)
        answer = self._hive.client.GetColumns(request)
        if answer.operationHandle is None:
            raise StatementFailed(_first_lines(answer.status.errorMessage))
        cursor = Cursor(self._hive, arraysize=_CHUNK)
        with contextlib.closing(cursor):
            cursor._operationHandle = answer.operationHandle
            cursor._state = Cursor._STATE_RUNNING
            return [(row[2], row[3], row[5], row[11] or "") for row in cursor.fetchall()]

    def cursor(self) -> Any:
        return self._hive.cursor()

    def commit(self) -> None:
        """Spark has no transactions."""

    def rollback(self) -> None:
        """Spark has no transactions."""

    def close(self) -> None:
        """A session that cannot be told is closed by the server, once it misses the client."""
        try:
            self._hive.close()
        except Exception:
            self._wire.transport.close()

    @contextlib.contextmanager
    def _running_statement(self, sql: str, timeout_s: float, *, whole: bool) -> Iterator[_Rows]:
        self._interrupted = self._gives_rows = False
        self._wire.wait_at_most(timeout_s + 2 * _GRACE_S)
        cursor = self._hive.cursor()
        try:
            self._collect(whole)
            self._execute(cursor, sql, timeout_s)
            self._gives_rows = True
            yield _Rows(cursor)
        except Exception:
            if self._interrupted:
                raise StatementStopped("The statement was stopped.") from None
            raise
        finally:
            with self._lock:
                self._running = None
            if self._interrupted and not self._gives_rows:
                time.sleep(_SETTLE_S)
            # A handle that is gone already is closed as well.
            with contextlib.suppress(Exception):
                cursor.close()

    def _collect(self, whole: bool) -> None:
        """How the server reads a result: by its partitions, or all of them first.

        That is quicker for few rows, and more of them may not fit into its memory.
        """
        if whole is not self._is_whole:
            with contextlib.closing(self._hive.cursor()) as cursor:
                cursor.execute(f"SET {_INCREMENTAL} = {str(whole).lower()}")
            self._is_whole = whole

    def _execute(self, cursor: Any, sql: str, timeout_s: float) -> None:
        from TCLIService import ttypes

        request = ttypes.TExecuteStatementReq(
            sessionHandle=self._hive.sessionHandle,
            statement=sql,
            runAsync=True,
            queryTimeout=math.ceil(timeout_s + _GRACE_S),
        )
        answer = self._hive.client.ExecuteStatement(request)
        if answer.operationHandle is None:
            raise StatementFailed(
                _first_lines(answer.status.errorMessage), answer.status.sqlState or ""
            )
        # PyHive's own `execute` takes no timeout.
        cursor._operationHandle = answer.operationHandle
        cursor._state = cursor._STATE_RUNNING
        with self._lock:
            self._running = answer.operationHandle
        status = cursor.poll(get_progress_update=False)
        while status.operationState in _GOING_ON:
            status = cursor.poll(get_progress_update=False)
        if status.operationState in _STOPPED:
            raise StatementStopped("The statement was stopped.")
        if status.operationState != _FINISHED:
            raise StatementFailed(_first_lines(status.errorMessage), status.sqlState or "")


class _Rows:
    """What a statement gives, as a DB-API cursor; the server sends what is asked for at a time."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self.description = cursor.description
        self._days = [i for i, part in enumerate(self.description) if part[1] == "DATE_TYPE"]

    def fetchmany(self, count: int) -> list[tuple[Any, ...]]:
        from pyhive.exc import OperationalError

        self._cursor.arraysize = count
        try:
            rows = self._cursor.fetchmany(count)
        except OperationalError as error:
            # A partition is read when its rows are asked for.
            status = error.args[0].status
            raise StatementFailed(
                _first_lines(status.errorMessage), status.sqlState or ""
            ) from None
        return [_with_dates(row, self._days) for row in rows]


def _with_dates(row: tuple[Any, ...], days: list[int]) -> tuple[Any, ...]:
    """PyHive leaves dates as texts."""
    if not days:
        return row
    found = list(row)
    for index in days:
        # A year of five digits stays a text.
        with contextlib.suppress(TypeError, ValueError):
            found[index] = date.fromisoformat(found[index])
    return tuple(found)


def _first_lines(message: str | None) -> str:
    return (message or "Spark gave no reason.").partition("\n\tat ")[0].strip()
