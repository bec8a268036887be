"""Trino over HTTP. It has no read-only sessions: the guard and the user's rights hold."""

from __future__ import annotations

import contextlib
import math
from typing import TYPE_CHECKING, Any

from bi.warehouse.adapter import Failure
from bi.warehouse.adapters.cursor_adapter import CursorAdapter

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

_INTERRUPTED = frozenset(
    {"USER_CANCELED", "ADMINISTRATIVELY_KILLED", "EXCEEDED_TIME_LIMIT", "ABANDONED_QUERY"}
)
# What another try may not meet: the cluster is full, starts, or has lost a worker.
_UNAVAILABLE = frozenset({"INTERNAL_ERROR", "INSUFFICIENT_RESOURCES", "EXTERNAL"})
_MAY_WRITE = """\
SELECT privilege_type FROM information_schema.table_privileges
WHERE grantee = current_user AND privilege_type <> 'SELECT' LIMIT 1"""


class TrinoAdapter(CursorAdapter):
    """`trino://user[:password]@host:port/catalog/schema`, as SQLAlchemy's dialect takes it.

    A statement that nobody asks for any more is stopped by Trino itself after some minutes, so a
    service that was killed leaves none behind.
    """

    dialect = "trino"

    def engine(self, pool_size: int) -> Engine:
        from sqlalchemy import create_engine

        return create_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=0,
            connect_args={"source": "parley", "timezone": "UTC"},
        )

    def prepare(self, connection: Any, timeout_s: float) -> None:
        with contextlib.closing(connection.cursor()) as cursor:
            seconds = max(1, math.ceil(timeout_s))
            cursor.execute(f"SET SESSION query_max_run_time = '{seconds}s'")
            cursor.fetchall()

    def stop(self, connection: Any, cursor: Any) -> None:  # noqa: ARG002
        cursor.cancel()

    def driver_failure(self, error: Exception) -> Failure:
        import requests
        from trino import exceptions

        if isinstance(error, exceptions.TrinoQueryError):
            if error.error_name in _INTERRUPTED:
                return Failure.INTERRUPTED
            known = error.error_type in _UNAVAILABLE
            return Failure.UNAVAILABLE if known else Failure.REJECTED
        gone = (
            exceptions.TrinoConnectionError,
            exceptions.HttpError,
            exceptions.OperationalError,
            requests.exceptions.RequestException,
        )
        return Failure.UNAVAILABLE if isinstance(error, gone) else Failure.REJECTED

    def warnings(self, connection: DBAPIConnection) -> tuple[str, ...]:
        try:
            found = self.fetch(connection, _MAY_WRITE, 1, 10.0).rows
        except Exception as error:
            if self.failure(error) is Failure.UNAVAILABLE:
                raise
            return ()  # the catalog's connector knows no rights
        if not found:
            return ()
        return ("The Trino user may do more than read; give Parley one with SELECT alone.",)
