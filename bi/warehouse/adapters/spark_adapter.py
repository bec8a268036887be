"""Spark SQL through its Thrift server, by PyHive.

Spark's sessions cannot be made read-only: the guard and the user's own rights are what holds.
Besides, each statement runs within `SELECT * FROM (…)`, where only a query can stand.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, cast

from bi.warehouse.adapter import BATCH, Adapter, Batch, Failure, Fetched, StatementStopped
from bi.warehouse.adapters.spark_place import place_of
from bi.warehouse.adapters.spark_session import SparkSession, StatementFailed

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

# Classes of SQLSTATE: no connection, no resources, the server is stopping.
_UNAVAILABLE_STATES = ("08", "53", "57")
# None of these can be the beginning of anything that writes.
_LOOKING = ("SELECT", "SHOW", "DESCRIBE")
_GONE = ("Invalid SessionHandle", "SparkContext was shut down", "stopped SparkContext")


class SparkAdapter(Adapter):
    dialect = "spark"

    def engine(self, pool_size: int) -> Engine:
        """Raises UnusableUrl."""
        from sqlalchemy import create_engine, event
        from sqlalchemy.dialects import registry
        from sqlalchemy.pool import QueuePool

        place = place_of(self.url)
        registry.register("spark", "bi.warehouse.adapters.spark_dialect", "SparkDialect")
        engine = create_engine(
            "spark://",
            creator=lambda: cast("Any", SparkSession(place)),
            poolclass=QueuePool,
            pool_size=pool_size,
            max_overflow=0,
            pool_pre_ping=True,
        )
        event.listen(engine, "before_cursor_execute", _only_looks)
        return engine

    def fetch(self, connection: DBAPIConnection, sql: str, limit: int, timeout_s: float) -> Fetched:
        return cast("SparkSession", connection).run(sql, limit, timeout_s, self.most_bytes)

    def stream(
        self, connection: DBAPIConnection, sql: str, timeout_s: float, batch: int = BATCH
    ) -> Generator[Batch]:
        return cast("SparkSession", connection).stream(sql, timeout_s, batch)

    def interrupt(self, connection: DBAPIConnection) -> None:
        cast("SparkSession", connection).interrupt()

    def failure(self, error: Exception) -> Failure:
        from pyhive.exc import Error
        from thrift.Thrift import TException

        if isinstance(error, StatementStopped):
            return Failure.INTERRUPTED
        if isinstance(error, OSError | EOFError | TException):
            return Failure.UNAVAILABLE
        if isinstance(error, StatementFailed) and error.sql_state.startswith(_UNAVAILABLE_STATES):
            return Failure.UNAVAILABLE
        if isinstance(error, Error | StatementFailed) and any(sign in str(error) for sign in _GONE):
            return Failure.UNAVAILABLE
        return Failure.REJECTED

    def warnings(self, connection: DBAPIConnection) -> tuple[str, ...]:
        found = [
            "Spark has no read-only sessions. Parley sends it nothing but SELECT; give it a user "
            "that may only read as well."
        ]
        if not place_of(self.url).asks_for_password:
            found.append("The Thrift server asks for no password: whoever reaches it can write.")
        name = cast("SparkSession", connection).server_name()
        if "spark" not in name.casefold():
            found.append(f"The server calls itself {name}; its SQL may not be that of Spark.")
        return tuple(found)


def _only_looks(_connection: object, _cursor: object, statement: str, *_: object) -> None:
    """For an inspection, whose statements are SQLAlchemy's and not wrapped in a SELECT."""
    from sqlalchemy.exc import InvalidRequestError

    if statement.split(maxsplit=1)[0].upper() not in _LOOKING:
        raise InvalidRequestError("Only SELECT, SHOW and DESCRIBE are sent to Spark.")
