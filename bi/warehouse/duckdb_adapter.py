"""DuckDB: a file opened read-only, without access to anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bi.warehouse.adapter import Adapter, Failure, Fetched, fetch_limited

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection


class DuckDBAdapter(Adapter):
    dialect = "duckdb"

    def engine(self, pool_size: int) -> Engine:
        from sqlalchemy import create_engine
        from sqlalchemy.pool import QueuePool

        # Every connection of a process to one file needs this same configuration.
        config = {
            "enable_external_access": "false",
            "lock_configuration": "true",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        return create_engine(
            self.url,
            poolclass=QueuePool,
            pool_size=pool_size,
            max_overflow=0,
            connect_args={"read_only": True, "config": config},
        )

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
            return fetch_limited(cursor, limit)
        finally:
            cursor.close()

    def interrupt(self, connection: DBAPIConnection) -> None:
        connection.interrupt()

    def failure(self, error: Exception) -> Failure:
        import duckdb

        if isinstance(error, duckdb.InterruptException):
            return Failure.INTERRUPTED
        gone = (duckdb.IOException, duckdb.ConnectionException, duckdb.FatalException)
        return Failure.UNAVAILABLE if isinstance(error, gone) else Failure.REJECTED
