"""MariaDB and MySQL through PyMySQL: sessions that can only read, queries and nothing else.

A session's read-only mode is undone by `SET` and by `SET STATEMENT … FOR`, so only what begins as
a query is sent, one statement at a time, and the session is put right before each.
"""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Generator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bi.model.errors import UserError
from bi.warehouse.adapter import (
    BATCH,
    Adapter,
    Batch,
    Failure,
    Fetched,
    cursor_batches,
    fetch_limited,
)
from bi.warehouse.adapters.mysql_grants import beyond_reading
from bi.warehouse.adapters.mysql_url import connection_arguments

if TYPE_CHECKING:
    from pymysql.connections import Connection
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

_QUERY = re.compile(r"[\s(]*(?:SELECT|WITH)\b", re.IGNORECASE)
_CONVERTED = re.compile(r"\bCONVERT_TZ\(.*?,\s*'([^']+)',\s*'([^']+)'\)", re.IGNORECASE | re.DOTALL)
_UNLIMITED = 2**64 - 1
_WRITE_TIMEOUT_S = 60  # the servers' own
_GROUP_CONCAT_BYTES = 16 * 2**20  # more than MySQL's 1,024, after which it cuts without a word
# Known quoting and escapes, no value of an arbitrary row beside grouped ones, and differences of
# unsigned numbers below zero.
_SQL_MODE = "STRICT_TRANS_TABLES,ONLY_FULL_GROUP_BY,NO_UNSIGNED_SUBTRACTION"

# Error codes of the server, then of the client (2000 and above).
_INTERRUPTED = frozenset({1317, 1969, 3024})
_UNAVAILABLE = frozenset(
    {
        1040, 1042, 1043, 1044, 1045, 1049, 1053, 1129, 1130, 1158, 1159, 1160, 1161, 1184, 1203,
        1205, 1226, 1251, 1698, 1927, 2002, 2003, 2005, 2006, 2012, 2013, 2014, 2026, 2055, 2059,
        3118, 3159, 4031, 4151,
    }
)  # fmt: skip


class TimeZonesMissing(UserError):
    """The server has no tables of time zones, or not these; details: `zones`."""

    code = "time_zones_missing"


class MySQLAdapter(Adapter):
    dialect = "mysql"

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._zones: set[tuple[str, str]] = set()

    def engine(self, pool_size: int) -> Engine:
        from sqlalchemy import create_engine, event

        engine = create_engine(
            "mysql+pymysql://",
            creator=self._connect,
            pool_size=pool_size,
            max_overflow=0,
            pool_pre_ping=True,
        )
        event.listen(engine, "connect", lambda connection, _record: _settle(connection))
        return engine

    def fetch(self, connection: DBAPIConnection, sql: str, limit: int, timeout_s: float) -> Fetched:
        cursor = self._executed(connection, sql, timeout_s, limit + 1)
        try:
            found = fetch_limited(cursor, limit, self.most_bytes)
            types = _types_of(cursor)
            # Of rows over the limit no more come than one, unless a LIMIT of its own asks for them.
            is_read = not found.truncated or (
                len(found.rows) == limit and cursor.fetchone() is None
            )
        except BaseException as error:
            self._abandon(connection, cursor, error)
            raise
        if is_read:
            cursor.close()
        else:
            self._abandon(connection, cursor)
        return Fetched(found.names, _decoded(found.rows, types), found.truncated)

    def stream(
        self, connection: DBAPIConnection, sql: str, timeout_s: float, batch: int = BATCH
    ) -> Generator[Batch]:
        cursor = self._executed(connection, sql, timeout_s)
        try:
            types = _types_of(cursor)
            for found in cursor_batches(cursor, batch):
                yield Batch(found.names, _decoded(found.rows, types))
        except BaseException as error:
            self._abandon(connection, cursor, error)
            raise
        cursor.close()

    def _executed(
        self, connection: DBAPIConnection, sql: str, timeout_s: float, rows: int = _UNLIMITED
    ) -> Any:
        """A cursor that reads rows as they are asked for."""
        import pymysql
        from pymysql.cursors import SSCursor

        if _QUERY.match(sql) is None:
            raise pymysql.err.NotSupportedError(0, "only queries are sent")
        _settle(connection, rows, timeout_s)
        self._check_zones(connection, sql)
        cursor = connection.cursor(SSCursor)
        try:
            cursor.execute(sql)
        except BaseException:
            cursor.close()
            raise
        return cursor

    def _abandon(
        self, connection: DBAPIConnection, cursor: Any, error: BaseException | None = None
    ) -> None:
        """Closes a cursor before its end, which alone would read all that is left.

        What is on its way is read, until the server says that it was stopped.
        """
        import pymysql

        if not isinstance(error, pymysql.err.Error):  # else it has ended already
            try:
                self.interrupt(connection)
            except pymysql.err.Error:
                connection.close()  # the server lets nobody in who could stop it
        for _ in range(2):  # the first ends with what the server says
            with contextlib.suppress(pymysql.err.Error):
                cursor.close()

    def interrupt(self, connection: DBAPIConnection) -> None:
        other = self._connect(like=connection)
        try:
            with other.cursor() as cursor:
                cursor.execute(f"KILL QUERY {int(connection.thread_id())}")
        finally:
            other.close()

    def failure(self, error: Exception) -> Failure:
        import pymysql

        code = error.args[0] if error.args else None
        if code in _INTERRUPTED:
            return Failure.INTERRUPTED
        gone = isinstance(error, pymysql.err.InterfaceError) or code in _UNAVAILABLE
        return Failure.UNAVAILABLE if gone else Failure.REJECTED

    def warnings(self, connection: DBAPIConnection) -> tuple[str, ...]:
        with contextlib.closing(connection.cursor()) as cursor:
            cursor.execute("SELECT CURRENT_ROLE()")
            (role,) = cursor.fetchone() or (None,)
            # MySQL shows what roles may do only where they are named; MariaDB always.
            named = role not in (None, "NONE") and not _is_mariadb(connection)
            cursor.execute(
                f"SHOW GRANTS FOR CURRENT_USER() USING {role}" if named else "SHOW GRANTS"
            )
            found = beyond_reading([str(row[0]) for row in cursor.fetchall()])
        if not found:
            return ()
        return (
            f"The database user may do more than read: {', '.join(found)}. "
            "Give Parley one with SELECT and SHOW VIEW alone.",
        )

    def _connect(self, like: Any = None) -> Connection[Any]:
        """`like` is a connection whose TLS is used again: to prepare it takes most of the time."""
        import pymysql
        from pymysql.constants import CLIENT

        arguments = connection_arguments(self.url)
        if like is not None:
            encrypted = like.ssl and like.server_capabilities & CLIENT.SSL
            arguments |= {"ssl": like.ctx} if encrypted else {"ssl": None, "ssl_disabled": True}
        return pymysql.connect(**arguments)

    def _check_zones(self, connection: DBAPIConnection, sql: str) -> None:
        """CONVERT_TZ gives NULL for zones that the server does not know."""
        for zones in set(_CONVERTED.findall(sql)) - self._zones:
            with contextlib.closing(connection.cursor()) as cursor:
                cursor.execute("SELECT CONVERT_TZ('2000-01-01 12:00:00', %s, %s)", zones)
                row = cursor.fetchone()
            if row is None or row[0] is None:
                raise TimeZonesMissing(
                    f"The database server does not know the time zones {' and '.join(zones)}. "
                    "Load them: mariadb-tzinfo-to-sql /usr/share/zoneinfo | mariadb mysql "
                    "(on MySQL: mysql_tzinfo_to_sql /usr/share/zoneinfo | mysql mysql).",
                    zones=zones,
                )
            self._zones.add(zones)


def _is_mariadb(connection: Any) -> bool:
    return "MariaDB" in connection.get_server_info()


def _settle(connection: Any, rows: int = _UNLIMITED, timeout_s: float | None = None) -> None:
    """Puts the session right, whatever an earlier statement did to it.

    More rows than `rows` are not sent, unless a query has a LIMIT of its own.
    """
    ms = 0 if timeout_s is None else max(1, int(timeout_s * 1000))
    if _is_mariadb(connection):
        engines_own = f"tx_read_only = 1, max_statement_time = {ms / 1000}"
    else:
        engines_own = f"transaction_read_only = 1, max_execution_time = {ms}"
    settings = (
        f"SET SESSION {engines_own}, sql_mode = '{_SQL_MODE}', time_zone = '+00:00', "
        f"group_concat_max_len = {_GROUP_CONCAT_BYTES}, sql_select_limit = {rows}, "
        # Whoever reads an export slowly has as long as the export.
        f"net_write_timeout = {max(_WRITE_TIMEOUT_S, math.ceil(timeout_s or 0))}"
    )
    with contextlib.closing(connection.cursor()) as cursor:
        cursor.execute(settings)


def _types_of(cursor: Any) -> list[Any]:
    return [column[1] for column in cursor.description or ()]


def _decoded(rows: Any, types: list[Any]) -> list[tuple[Any, ...]]:
    """Times of day and bits, which the driver gives as spans of time and as bytes."""
    from pymysql.constants import FIELD_TYPE

    make = {FIELD_TYPE.TIME: _time_of_day, FIELD_TYPE.BIT: _bits}
    odd = [(index, make[type_]) for index, type_ in enumerate(types) if type_ in make]
    if not odd:
        return list(rows)
    found = []
    for row in rows:
        cells = list(row)
        for index, convert in odd:
            cells[index] = convert(cells[index])
        found.append(tuple(cells))
    return found


def _time_of_day(value: Any) -> Any:
    is_time = isinstance(value, timedelta) and timedelta() <= value < timedelta(days=1)
    return (datetime.min + value).time() if is_time else value


def _bits(value: Any) -> Any:
    return int.from_bytes(value, "big") if isinstance(value, bytes) else value
