"""PostgreSQL through psycopg: each query in its own read-only transaction.

`BEGIN READ ONLY` and the timeout are set anew for each query: a default of the session could
be undone by SQL. Results come in binary, which also makes the server refuse a second statement.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, cast

from bi.warehouse.adapter import (
    BATCH,
    Adapter,
    Batch,
    Failure,
    Fetched,
    batched,
    names_of,
    taken,
)

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    import psycopg
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

    Rows = Generator[tuple[Any, ...]]

_CONNECT_TIMEOUT_S = 5
_CANCEL_TIMEOUT_S = 5.0
_BYTEA = 17
# Rows that the driver holds at once: they may be long.
_CHUNK = 100
_STREAMED_CHUNK = 500
_LIBPQ_WITH_CHUNKS = 170000
# What a role may do that no question needs, though each query runs in a read-only transaction.
# Owners have all privileges on what is theirs; the roles reach files and programs of the server.
_MAY_WRITE = """
WITH own AS (
  SELECT oid, nspname FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
)
SELECT 'CREATE in the database' WHERE has_database_privilege(current_database(), 'CREATE')
UNION ALL
SELECT 'CREATE in the schema ' || MIN(nspname) FROM own
WHERE has_schema_privilege(oid, 'CREATE') HAVING COUNT(*) > 0
UNION ALL
SELECT privilege || ' on ' || COUNT(*) || ' tables'
FROM own JOIN pg_class ON relnamespace = own.oid AND relkind IN ('r', 'p', 'v', 'f')
CROSS JOIN UNNEST(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
WHERE has_table_privilege(pg_class.oid, privilege)
   OR privilege IN ('INSERT', 'UPDATE') AND has_any_column_privilege(pg_class.oid, privilege)
GROUP BY privilege
UNION ALL
SELECT rolname::text FROM pg_roles
WHERE rolname IN ('pg_write_server_files', 'pg_read_server_files', 'pg_execute_server_program',
                  'pg_write_all_data')
  AND pg_has_role(oid, 'MEMBER')
"""


class PostgresAdapter(Adapter):
    dialect = "postgres"

    def engine(self, pool_size: int) -> Engine:
        from sqlalchemy import create_engine, event
        from sqlalchemy.engine import make_url

        engine = create_engine(
            make_url(self.url).set(drivername="postgresql+psycopg"),
            pool_size=pool_size,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={"connect_timeout": _CONNECT_TIMEOUT_S},
        )
        event.listen(engine, "connect", _read_only)
        return engine

    def fetch(self, connection: DBAPIConnection, sql: str, limit: int, timeout_s: float) -> Fetched:
        # One row more than the limit shows whether there is more.
        cursor, rows = self._streamed(connection, sql, timeout_s, _CHUNK)
        # Closing the stream early makes the server stop sending.
        with contextlib.closing(rows):
            found, truncated = taken(((row,) for row in rows), limit, self.most_bytes)
        if not found:
            _describe(cursor, sql)
        texts = _texts(cursor)
        return Fetched(names_of(cursor), [_decoded(row, texts) for row in found], truncated)

    def stream(
        self, connection: DBAPIConnection, sql: str, timeout_s: float, batch: int = BATCH
    ) -> Generator[Batch]:
        cursor, rows = self._streamed(connection, sql, timeout_s, _STREAMED_CHUNK)
        with contextlib.closing(rows):
            some = batched(rows, batch)
            first = next(some, [])
            if not first:
                _describe(cursor, sql)
            names, texts = names_of(cursor), _texts(cursor)
            yield Batch(names, [_decoded(row, texts) for row in first])
            for found in some:
                yield Batch(names, [_decoded(row, texts) for row in found])

    def _streamed(
        self, connection: DBAPIConnection, sql: str, timeout_s: float, chunk: int
    ) -> tuple[psycopg.Cursor[tuple[Any, ...]], Rows]:
        import psycopg

        cursor: psycopg.Cursor[tuple[Any, ...]] = connection.cursor()  # type: ignore[assignment]
        # The first statement of the transaction, so BEGIN READ ONLY goes before it.
        cursor.execute(
            # The guard reads a backslash in a text as one, whatever the role was told.
            "SELECT set_config('statement_timeout', %s, true), set_config('TimeZone', 'UTC', true),"
            " set_config('standard_conforming_strings', 'on', true)",
            (str(max(1, int(timeout_s * 1000))),),
        )
        size = chunk if psycopg.pq.version() >= _LIBPQ_WITH_CHUNKS else 1
        return cursor, cast("Rows", cursor.stream(sql, binary=True, size=size))

    def interrupt(self, connection: DBAPIConnection) -> None:
        connection.cancel_safe(timeout=_CANCEL_TIMEOUT_S)

    def failure(self, error: Exception) -> Failure:
        import psycopg

        if isinstance(error, psycopg.errors.QueryCanceled):
            return Failure.INTERRUPTED
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            return Failure.UNAVAILABLE
        return Failure.REJECTED

    def warnings(self, connection: DBAPIConnection) -> tuple[str, ...]:
        cursor = connection.cursor()
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        row = cursor.fetchone()
        if row and row[0]:
            return ("The database role is a superuser; give Parley one that may only read.",)
        cursor.execute(_MAY_WRITE)
        found = [str(row[0]) for row in cursor.fetchall()]
        if not found:
            return ()
        return (
            f"The database role may do more than read: {', '.join(found)}. "
            "Give Parley one that may only SELECT.",
        )


def _read_only(connection: Any, _record: object) -> None:
    connection.read_only = True


def _describe(cursor: psycopg.Cursor[tuple[Any, ...]], sql: str) -> None:
    """A stream without rows leaves no columns behind; the server plans it anew and runs nothing."""
    cursor.execute(f"SELECT * FROM ({sql}) AS described LIMIT 0".encode(), binary=True)


def _texts(cursor: psycopg.Cursor[tuple[Any, ...]]) -> list[int]:
    columns = cursor.description or ()
    return [index for index, column in enumerate(columns) if column.type_code != _BYTEA]


def _decoded(row: Sequence[Any], texts: list[int]) -> Sequence[Any]:
    """Types that psycopg does not know (enums, citext) come as the bytes of their text."""
    if not any(isinstance(row[index], bytes) for index in texts):
        return row
    return tuple(
        value.decode("utf-8", "replace") if isinstance(value, bytes) and index in texts else value
        for index, value in enumerate(row)
    )
