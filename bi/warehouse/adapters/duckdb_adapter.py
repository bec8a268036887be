"""DuckDB: a file opened read-only, without access to anything else."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from bi.warehouse.adapter import (
    BATCH,
    Adapter,
    Batch,
    Failure,
    Fetched,
    cursor_stream,
    fetch_limited,
)
from bi.warehouse.file_version import file_version

if TYPE_CHECKING:
    from collections.abc import Generator

    from pyarrow import RecordBatchReader
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

_SETTLING = Lock()


class DuckDBAdapter(Adapter):
    dialect = "duckdb"

    def engine(self, pool_size: int) -> Engine:
        from sqlalchemy import create_engine, event
        from sqlalchemy.pool import QueuePool

        # Every connection of a process to one file needs this same configuration.
        config = {
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        engine = create_engine(
            self.url,
            poolclass=QueuePool,
            pool_size=pool_size,
            max_overflow=0,
            connect_args={"read_only": True, "config": config},
        )
        event.listen(engine, "connect", _settle)
        return engine

    def fetch(
        self,
        connection: DBAPIConnection,
        sql: str,
        limit: int,
        timeout_s: float,  # noqa: ARG002
    ) -> Fetched:
        cursor = connection.cursor()
        try:
            cursor.execute(sql)
            return fetch_limited(cursor, limit, self.most_bytes)
        finally:
            cursor.close()

    def stream(
        self,
        connection: DBAPIConnection,
        sql: str,
        timeout_s: float,  # noqa: ARG002
        batch: int = BATCH,
    ) -> Generator[Batch]:
        return cursor_stream(connection, sql, batch)

    def arrow_stream(
        self,
        connection: DBAPIConnection,
        sql: str,
        timeout_s: float,  # noqa: ARG002
        batch: int = BATCH,
    ) -> RecordBatchReader | None:
        cursor = connection.cursor()
        cursor.execute(sql)
        reader: RecordBatchReader = connection.to_arrow_reader(batch)
        return reader

    def data_version(self) -> str | None:
        from sqlalchemy.engine import make_url

        path = make_url(self.url).database
        return file_version(path, f"{path}.wal")

    def interrupt(self, connection: DBAPIConnection) -> None:
        connection.interrupt()

    def failure(self, error: Exception) -> Failure:
        import duckdb

        if isinstance(error, duckdb.InterruptException):
            return Failure.INTERRUPTED
        gone = (duckdb.IOException, duckdb.ConnectionException, duckdb.FatalException)
        return Failure.UNAVAILABLE if isinstance(error, gone) else Failure.REJECTED


def _settle(connection: Any, _record: object) -> None:
    """Moments with a zone are read in UTC, wherever the process runs; then all settings are fixed.

    They are those of the whole file in this process, so the first connection makes them.
    """
    cursor = connection.cursor()
    with _SETTLING:
        cursor.execute("SELECT current_setting('lock_configuration')")
        if not cursor.fetchone()[0]:
            cursor.execute("SET GLOBAL TimeZone = 'UTC'")
            cursor.execute("SET GLOBAL lock_configuration = true")
    cursor.close()
