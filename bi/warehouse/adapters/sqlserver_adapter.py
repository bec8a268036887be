"""Microsoft SQL Server through its own driver; the login's rights and the guard hold.

The server has no read-only sessions (`ApplicationIntent=ReadOnly` chooses a replica, where there
is one, and that can only be read).
"""

from __future__ import annotations

import contextlib
import math
from typing import TYPE_CHECKING, Any

from bi.warehouse.adapter import Failure
from bi.warehouse.adapters.cursor_adapter import CursorAdapter

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

_SETTINGS = """\
SET DATEFIRST 1; SET ANSI_NULLS ON; SET QUOTED_IDENTIFIER ON; SET ARITHABORT ON;
SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET NOCOUNT ON"""
_INTERRUPTED = frozenset({"Operation canceled", "Timeout expired"})
_MAY_WRITE = """\
SELECT COUNT(*) FROM fn_my_permissions(NULL, 'DATABASE')
WHERE permission_name IN ('INSERT', 'UPDATE', 'DELETE', 'EXECUTE', 'ALTER', 'CONTROL',
                          'CREATE TABLE')"""


class SQLServerAdapter(CursorAdapter):
    """`mssql://user:password@host:1433/database`; the query part is the driver's."""

    dialect = "tsql"

    def engine(self, pool_size: int) -> Engine:
        from sqlalchemy import create_engine, event
        from sqlalchemy.engine import make_url

        url = make_url(self.url).set(drivername="mssql+mssqlpython")
        url = url.update_query_dict({"ApplicationIntent": "ReadOnly"} | dict(url.query))
        engine = create_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True)
        event.listen(engine, "connect", _settle)
        return engine

    def prepare(self, connection: Any, timeout_s: float) -> None:
        connection.timeout = max(1, math.ceil(timeout_s))

    def stop(self, connection: Any, cursor: Any) -> None:  # noqa: ARG002
        # ODBC's SQLCancel, made for other threads; the driver has no other name for it.
        cursor.hstmt._cancel()

    def driver_failure(self, error: Exception) -> Failure:
        import mssql_python

        told = getattr(error, "driver_error", "")
        if told in _INTERRUPTED:
            return Failure.INTERRUPTED
        gone = (mssql_python.OperationalError, mssql_python.InterfaceError)
        return Failure.UNAVAILABLE if isinstance(error, gone) else Failure.REJECTED

    def warnings(self, connection: DBAPIConnection) -> tuple[str, ...]:
        if not self.fetch(connection, _MAY_WRITE, 1, 10.0).rows[0][0]:
            return ()
        return ("The login may do more than read; give Parley one of role db_datareader alone.",)


def _settle(connection: Any, _record: object) -> None:
    connection.autocommit = True
    with contextlib.closing(connection.cursor()) as cursor:
        cursor.execute(_SETTINGS)
