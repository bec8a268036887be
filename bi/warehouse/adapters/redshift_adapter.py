"""Amazon Redshift: each query a cursor of the server's, in a read-only transaction of its own.

The driver would read a whole result before it gave the first row; a cursor is read in pieces.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from bi.warehouse.adapter import BATCH, Adapter, Batch, Failure, Fetched, names_of, taken

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

_CONNECT_TIMEOUT_S = 10
_STEP = 1000  # the most that a single-node cluster gives at once
_CANCELLED = "57014"
# Connections refused or lost, rights to connect, no room: classes of SQLSTATE.
_UNAVAILABLE = ("08", "28", "53", "57", "58")
_SUPERUSER = "SELECT usesuper FROM pg_user WHERE usename = current_user"
_MAY_WRITE = """\
SELECT COUNT(*) FROM information_schema.table_privileges
WHERE grantee = current_user AND privilege_type <> 'SELECT'"""


class RedshiftAdapter(Adapter):
    """`redshift://user:password@host:5439/database`; the query part takes the driver's options,
    those of IAM among them."""

    dialect = "redshift"

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._processes: WeakKeyDictionary[Any, int] = WeakKeyDictionary()

    def engine(self, pool_size: int) -> Engine:
        from sqlalchemy import create_engine, event
        from sqlalchemy.engine import make_url

        engine = create_engine(
            make_url(self.url).set(drivername="redshift+redshift_connector"),
            pool_size=pool_size,
            max_overflow=0,
            pool_pre_ping=True,
            creator=self._connect,
        )
        event.listen(engine, "connect", lambda connection, _record: self._settle(connection))
        return engine

    def fetch(self, connection: DBAPIConnection, sql: str, limit: int, timeout_s: float) -> Fetched:
        with self._declared(connection, sql, timeout_s) as cursor:
            rows, truncated = taken(_steps(cursor, limit + 1), limit, self.most_bytes)
            return Fetched(names_of(cursor), rows, truncated)

    def stream(
        self, connection: DBAPIConnection, sql: str, timeout_s: float, batch: int = BATCH
    ) -> Generator[Batch]:
        with self._declared(connection, sql, timeout_s) as cursor:
            size = min(batch, _STEP)
            rows = _more(cursor, size)
            yield Batch(names_of(cursor), rows)
            while len(rows) == size:
                if rows := _more(cursor, size):
                    yield Batch(names_of(cursor), rows)

    def interrupt(self, connection: DBAPIConnection) -> None:
        process = self._processes.get(connection)
        if process is None:
            return
        with (
            contextlib.closing(self._connect()) as other,
            contextlib.closing(other.cursor()) as cursor,
        ):
            cursor.execute(f"SELECT pg_cancel_backend({process})")

    def failure(self, error: Exception) -> Failure:
        from redshift_connector.error import InterfaceError

        state = error.args[0].get("C", "") if error.args and isinstance(error.args[0], dict) else ""
        if state == _CANCELLED:
            return Failure.INTERRUPTED
        gone = (InterfaceError, OSError)
        if isinstance(error, gone) or state.startswith(_UNAVAILABLE):
            return Failure.UNAVAILABLE
        return Failure.REJECTED

    def warnings(self, connection: DBAPIConnection) -> tuple[str, ...]:
        if any(row[0] for row in self.fetch(connection, _SUPERUSER, 1, 10.0).rows):
            return ("The database user is a superuser; give Parley one that may only read.",)
        if any(row[0] for row in self.fetch(connection, _MAY_WRITE, 1, 10.0).rows):
            return ("The database user may write; give Parley one with SELECT alone.",)
        return ()

    def _connect(self) -> Any:
        import redshift_connector
        from sqlalchemy.engine import make_url

        given = make_url(self.url).translate_connect_args(username="user")
        options = {
            name: {"true": True, "false": False}.get(str(value).lower(), value)
            for name, value in make_url(self.url).query.items()
        }
        usual: dict[str, Any] = {"timeout": _CONNECT_TIMEOUT_S, "application_name": "parley"}
        return redshift_connector.connect(**usual | given | options)

    def _settle(self, connection: Any) -> None:
        connection.autocommit = True  # so that BEGIN READ ONLY is ours to say
        with contextlib.closing(connection.cursor()) as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self._processes[connection] = int(cursor.fetchone()[0])

    @contextmanager
    def _declared(self, connection: Any, sql: str, timeout_s: float) -> Iterator[Any]:
        with contextlib.closing(connection.cursor()) as cursor:
            cursor.execute("BEGIN READ ONLY")
            try:
                cursor.execute(f"SET statement_timeout TO {max(1, int(timeout_s * 1000))}")
                cursor.execute("SET timezone TO 'UTC'")
                cursor.execute(f"DECLARE answer CURSOR FOR {sql}")
                yield cursor
            finally:
                # On a connection that is gone nothing is left to roll back.
                with contextlib.suppress(Exception):
                    cursor.execute("ROLLBACK")


def _more(cursor: Any, count: int) -> list[Any]:
    cursor.execute(f"FETCH FORWARD {count} FROM answer")
    return list(cursor.fetchall())


def _steps(cursor: Any, rows: int) -> Iterator[list[Any]]:
    """At least one, so that the columns are known."""
    while True:
        wanted = min(rows, _STEP)
        step = _more(cursor, wanted)
        yield step
        rows -= len(step)
        if len(step) < wanted or rows <= 0:
            return
