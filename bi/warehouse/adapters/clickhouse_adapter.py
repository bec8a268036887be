"""ClickHouse over HTTP: every request under `readonly = 1`, with the limits that go with it.

`readonly = 1` forbids writing, and the functions that read files, addresses and other servers.
It comes with each request, as do the limits, and no text of a query can change them.
"""

from __future__ import annotations

import contextlib
import re
from datetime import datetime, tzinfo
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from bi.model.errors import UserError
from bi.warehouse.adapter import BATCH, Adapter, Batch, Failure, Fetched, taken

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from clickhouse_connect.driver.client import Client
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

_CONNECT_TIMEOUT_S = 5
_MOST_BYTES = 1 << 30  # of one result, as the server counts them
_SETTINGS = {
    # Joins, aggregates, casts and names as in the SQL standard.
    "join_use_nulls": 1,
    "aggregate_functions_null_for_empty": 1,
    "cast_keep_nullable": 1,
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
}
_STOPPED = frozenset({159, 394})  # its time was over; it was cancelled
# No such database or user, a wrong password, too much to do, no quota, no answer in the cluster.
_UNAVAILABLE = frozenset({81, 192, 201, 202, 209, 210, 279, 516})
_ZONE = re.compile(r"\bDateTime\('([^']+)'\)")
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
        from clickhouse_connect.datatypes.format import set_read_format
        from sqlalchemy import create_engine, event, make_url

        set_read_format("FixedString", "string")  # else bytes; it holds for the process
        engine = create_engine(
            make_url(self.url).set(drivername="clickhousedb"),
            pool_size=pool_size,
            max_overflow=0,
            connect_args={
                "connect_timeout": _CONNECT_TIMEOUT_S,
                # In a session, the next query waits until a stopped one has ended.
                "autogenerate_session_id": False,
                "query_retries": 0,
                "tz_source": "server",
            },
        )
        event.listen(engine, "connect", _settle)
        return engine

    def fetch(self, connection: DBAPIConnection, sql: str, limit: int, timeout_s: float) -> Fetched:
        caps = {"limit": limit + 1, "max_result_bytes": _MOST_BYTES}
        with contextlib.closing(self._blocks(connection, sql, timeout_s, caps)) as blocks:
            names, _ = next(blocks)
            rows, truncated = taken((rows for _, rows in blocks), limit, self.most_bytes)
        return Fetched(names, rows, truncated)

    def stream(
        self, connection: DBAPIConnection, sql: str, timeout_s: float, batch: int = BATCH
    ) -> Generator[Batch]:
        with contextlib.closing(self._blocks(connection, sql, timeout_s, {})) as blocks:
            for names, rows in blocks:
                for start in range(0, max(1, len(rows)), batch):
                    yield Batch(names, rows[start : start + batch])

    def _blocks(
        self, connection: DBAPIConnection, sql: str, timeout_s: float, caps: dict[str, int]
    ) -> Generator[tuple[tuple[str, ...], list[tuple[Any, ...]]]]:
        """Names and rows as they come, the names alone at first."""
        client: Client = connection.client
        query_id = uuid4().hex
        settings = {"max_execution_time": timeout_s, "query_id": query_id, **caps}
        with self._lock:
            self._running[id(connection)] = query_id
        try:
            # A proxy may keep from the driver what makes the server send the zones of moments.
            zones = _zones(client, sql) if not client.protocol_version else None
            with client.query_row_block_stream(sql, settings=settings, column_tzs=zones) as stream:
                # Without rows the format has no names either.
                names = tuple(stream.source.column_names) or _names(client, sql)
                try:
                    yield names, []
                    for block in stream:
                        yield names, [_as_written(row) for row in block]
                except GeneratorExit:
                    # Closing the stream reads it to its end, so the query ends first.
                    self.interrupt(connection)
                    raise
        finally:
            with self._lock:
                del self._running[id(connection)]

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
        grants = connection.client.query("SHOW GRANTS FINAL").result_rows
        if any(may_write(str(grant[0])) for grant in grants):
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


def _described(client: Client, sql: str) -> list[tuple[str, str]]:
    """Names and types of a result's columns."""
    return [(str(row[0]), str(row[1])) for row in client.query(f"DESCRIBE ({sql})").result_rows]


def _names(client: Client, sql: str) -> tuple[str, ...]:
    return tuple(name for name, _ in _described(client, sql))


def _zones(client: Client, sql: str) -> dict[str, str | tzinfo]:
    found = ((name, _ZONE.search(type_)) for name, type_ in _described(client, sql))
    return {name: zone[1] for name, zone in found if zone}


def _as_written(row: Sequence[Any]) -> tuple[Any, ...]:
    """Moments by the clock of their column's zone, as the server shows them."""
    return tuple(
        value.replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value
        for value in row
    )


def may_write(grant: str) -> bool:
    """`GRANT SELECT(a, b), SHOW ON shop.* TO reader`: whether it is of more than reading."""
    rights, _, rest = grant.removeprefix("GRANT ").partition(" ON ")
    if not rest:
        return False  # a role; what it may do is listed too
    plain = re.sub(r"\([^)]*\)", "", rights)
    return any(not right.strip().startswith(_READING) for right in plain.split(","))
