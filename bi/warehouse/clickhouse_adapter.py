"""ClickHouse over HTTP: every request under `readonly = 1`, with the limits that go with it.

`readonly = 1` forbids writing, and the functions that read files, addresses and other servers.
It comes with each request, as do the limits, and no text of a query can change them.
"""

from __future__ import annotations

import re
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from bi.model.errors import UserError
from bi.warehouse.adapter import Adapter, Failure, Fetched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clickhouse_connect.driver.client import Client
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

_CONNECT_TIMEOUT_S = 5
_MOST_BYTES = 1 << 30  # of one result, as the server counts them
_SETTINGS = {
    # Joins, aggregates and names as in the SQL standard.
    "join_use_nulls": 1,
    "aggregate_functions_null_for_empty": 1,
    "prefer_column_name_to_alias": 0,
    "enable_positional_arguments": 1,
    "count_distinct_implementation": "uniqExact",
    "enable_extended_results_for_datetime_functions": 1,
    # A limit that is met is an error: the other modes give a part of the rows as if it were all.
    "result_overflow_mode": "throw",
    "timeout_overflow_mode": "throw",
    "read_overflow_mode": "throw",
    "group_by_overflow_mode": "throw",
    "sort_overflow_mode": "throw",
    "distinct_overflow_mode": "throw",
    "join_overflow_mode": "throw",
    "set_overflow_mode": "throw",
    "max_result_bytes": _MOST_BYTES,
}
_STOPPED = frozenset({159, 394})  # its time was over; it was cancelled
# No such database or user, a wrong password, too much to do, no quota, no answer in the cluster.
_UNAVAILABLE = frozenset({81, 192, 201, 202, 209, 210, 279, 516})
_READING = ("SELECT", "SHOW", "dictGet", "displaySecretsInShowAndSelect")


class RoleNotUsable(UserError):
    """The database role may not set what keeps queries limited and joins right."""

    code = "database_role_unusable"


class ClickHouseAdapter(Adapter):
    dialect = "clickhouse"

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._lock = Lock()
        self._running: dict[int, str] = {}  # a connection -> the id of its query

    def engine(self, pool_size: int) -> Engine:
        from sqlalchemy import create_engine, event, make_url

        engine = create_engine(
            make_url(self.url).set(drivername="clickhousedb"),
            pool_size=pool_size,
            max_overflow=0,
            connect_args={
                "connect_timeout": _CONNECT_TIMEOUT_S,
                # In a session, the next query waits until a stopped one has ended.
                "autogenerate_session_id": False,
                "query_retries": 0,
                # Moments come as the server writes them.
                "tz_source": "server",
                "tz_mode": "schema",
            },
        )
        event.listen(engine, "connect", _settle)
        return engine

    def fetch(self, connection: DBAPIConnection, sql: str, limit: int, timeout_s: float) -> Fetched:
        client: Client = connection.client
        query_id = uuid4().hex
        settings = {"max_execution_time": timeout_s, "limit": limit + 1, "query_id": query_id}
        with self._lock:
            self._running[id(connection)] = query_id
        try:
            with client.query_row_block_stream(sql, settings=settings) as stream:
                names = tuple(stream.source.column_names)
                rows = [_as_written(row) for block in stream for row in block]
            # Without rows the format has no names either.
            names = names or _names(client, sql)
        finally:
            with self._lock:
                del self._running[id(connection)]
        return Fetched(names, rows[:limit], len(rows) > limit)

    def interrupt(self, connection: DBAPIConnection) -> None:
        with self._lock:
            query_id = self._running.get(id(connection))
        if query_id is not None:
            connection.client.command(f"KILL QUERY WHERE query_id = '{query_id}' ASYNC")

    def failure(self, error: Exception) -> Failure:
        from clickhouse_connect.driver.exceptions import OperationalError

        code = getattr(error, "code", None)
        if code in _STOPPED:
            return Failure.INTERRUPTED
        unreachable = code is None and isinstance(error, OperationalError)
        return Failure.UNAVAILABLE if unreachable or code in _UNAVAILABLE else Failure.REJECTED

    def warnings(self, connection: DBAPIConnection) -> tuple[str, ...]:
        grants = connection.client.query("SHOW GRANTS").result_rows
        if any(_may_write(str(grant[0])) for grant in grants):
            return (
                "The database role may do more than read; give Parley one that has only SELECT "
                "on the tables it is to ask.",
            )
        return ()


def _settle(connection: Any, _record: object) -> None:
    """Raises RoleNotUsable."""
    client: Client = connection.client
    level = client.server_settings["readonly"].value
    if level == "1":
        raise RoleNotUsable(
            "The database role is bound by readonly = 1, so queries cannot be given limits. "
            "Grant it SELECT alone, without that setting."
        )
    for name, value in _SETTINGS.items():
        client.set_client_setting(name, value)
    if level == "0":
        client.set_client_setting("readonly", 1)


def _names(client: Client, sql: str) -> tuple[str, ...]:
    return tuple(str(row[0]) for row in client.query(f"DESCRIBE ({sql})").result_rows)


def _as_written(row: Sequence[Any]) -> tuple[Any, ...]:
    """Moments by the clock of their column's zone, as the server shows them."""
    return tuple(
        value.replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value
        for value in row
    )


def _may_write(grant: str) -> bool:
    """`GRANT SELECT(a, b), SHOW ON shop.* TO reader`: whether it is of more than reading."""
    rights, _, rest = grant.removeprefix("GRANT ").partition(" ON ")
    if not rest:
        return False  # a role; what it may do is listed beside it
    plain = re.sub(r"\([^)]*\)", "", rights)
    return any(not right.strip().startswith(_READING) for right in plain.split(","))
