"""Snowflake. It has no read-only sessions: the guard and the role's rights hold."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Generator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bi.warehouse.adapter import BATCH, Batch, Failure, Fetched
from bi.warehouse.adapters.cursor_adapter import CursorAdapter

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

_SESSION = {
    "TIMEZONE": "UTC",
    "WEEK_START": 1,
    "WEEK_OF_YEAR_POLICY": 0,
    "MULTI_STATEMENT_COUNT": 1,
    # A client that is gone leaves nothing running.
    "ABORT_DETACHED_QUERY": True,
}
_CANCELLED, _TIMED_OUT = 604, 630
# No such warehouse to run on, one that is suspended, a session that has ended.
_UNAVAILABLE = frozenset({606, 608, 609, 390111, 390112, 390114, 390195})


class SnowflakeAdapter(CursorAdapter):
    """`snowflake://user:password@account/database/schema?warehouse=…&role=…`.

    A statement is sent first and waited for then: until its id is known nobody could stop it.
    """

    dialect = "snowflake"

    def engine(self, pool_size: int) -> Engine:
        from sqlalchemy import create_engine

        return create_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={"session_parameters": _SESSION, "application": "parley"},
        )

    def prepare(self, connection: Any, timeout_s: float) -> None:
        with contextlib.closing(connection.cursor()) as cursor:
            seconds = max(1, math.ceil(timeout_s))
            cursor.execute(f"ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = {seconds}")

    def execute(self, cursor: Any, sql: str) -> None:
        cursor.execute_async(sql)
        cursor.get_results_from_sfqid(cursor.sfqid)

    def fetch(self, connection: DBAPIConnection, sql: str, limit: int, timeout_s: float) -> Fetched:
        fetched = super().fetch(connection, sql, limit, timeout_s)
        return replace(fetched, names=_as_written(fetched.names))

    def stream(
        self, connection: DBAPIConnection, sql: str, timeout_s: float, batch: int = BATCH
    ) -> Generator[Batch]:
        for found in super().stream(connection, sql, timeout_s, batch):
            yield replace(found, names=_as_written(found.names))

    def stop(self, connection: Any, cursor: Any) -> None:
        if cursor.sfqid:
            connection.cursor().abort_query(cursor.sfqid)

    def driver_failure(self, error: Exception) -> Failure:
        from snowflake.connector import errors

        number = getattr(error, "errno", None)
        if number in (_CANCELLED, _TIMED_OUT):
            return Failure.INTERRUPTED
        gone = isinstance(error, errors.OperationalError | errors.InterfaceError)
        return Failure.UNAVAILABLE if gone or number in _UNAVAILABLE else Failure.REJECTED


def _as_written(names: tuple[str, ...]) -> tuple[str, ...]:
    """Snowflake gives back in capitals what was not quoted."""
    return tuple(name.lower() if name.isupper() else name for name in names)
