"""MariaDB and MySQL through PyMySQL: sessions that can only read, queries and nothing else.

A session's read-only mode is undone by `SET` and by `SET STATEMENT … FOR`, so only what begins as
a query is sent, one statement at a time, and the session is put right before each.
"""

from __future__ import annotations

import contextlib
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bi.model.errors import UserError
from bi.warehouse.adapter import Adapter, Failure, Fetched
from bi.warehouse.mysql_grants import beyond_reading

if TYPE_CHECKING:
    from pymysql.connections import Connection
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

_QUERY = re.compile(r"[\s(]*(?:SELECT|WITH)\b", re.IGNORECASE)
_CONVERTED = re.compile(r"\bCONVERT_TZ\(.*?,\s*'([^']+)',\s*'([^']+)'\)", re.IGNORECASE | re.DOTALL)
_CONNECT_TIMEOUT_S = 5
_UNLIMITED = 2**64 - 1
_GROUP_CONCAT_BYTES = 16 * 2**20  # more than MySQL's 1,024, after which it cuts without a word
# Known quoting and escapes, and no value of an arbitrary row beside grouped ones.
_SQL_MODE = "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY"

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
        import pymysql
        from pymysql.cursors import SSCursor

        if _QUERY.match(sql) is None:
            raise pymysql.err.NotSupportedError(0, "only queries are sent")
        _settle(connection, limit + 1, timeout_s)
        self._check_zones(connection, sql)
        cursor = connection.cursor(SSCursor)
        try:
            cursor.execute(sql)
            rows = cursor.fetchmany(limit + 1)
            if len(rows) > limit and cursor.fetchone() is not None:
                # A LIMIT of its own asks for more: without a stop all of it would be sent.
                self.interrupt(connection)
                with contextlib.suppress(pymysql.err.Error):
                    while cursor.fetchone() is not None:
                        pass
            columns = cursor.description or ()
        finally:
            cursor.close()
        names = tuple(column[0] for column in columns)
        types = [column[1] for column in columns]
        return Fetched(names, _decoded(rows[:limit], types), len(rows) > limit)

    def interrupt(self, connection: DBAPIConnection) -> None:
        other = self._connect()
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

    def _connect(self) -> Connection[Any]:
        import pymysql
        from sqlalchemy.dialects.mysql.pymysql import dialect
        from sqlalchemy.engine import make_url

        _, given = dialect().create_connect_args(make_url(self.url))
        fixed = {"autocommit": True, "client_flag": 0, "local_infile": False, "init_command": None}
        usual = {"charset": "utf8mb4", "connect_timeout": _CONNECT_TIMEOUT_S}
        return pymysql.connect(**usual | given | fixed)

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


def _settle(connection: Any, rows: int = _UNLIMITED, timeout_s: float = 0) -> None:
    """Whatever an earlier statement did to the session; 0 seconds are without end.

    More rows than `rows` are not sent, unless a query has a LIMIT of its own.
    """
    import pymysql

    if _is_mariadb(connection):
        engines_own = f"tx_read_only = 1, max_statement_time = {timeout_s:f}"
    else:
        engines_own = f"transaction_read_only = 1, max_execution_time = {int(timeout_s * 1000)}"
    settings = (
        f"SET SESSION {engines_own}, sql_mode = '{_SQL_MODE}', time_zone = '+00:00', "
        f"group_concat_max_len = {_GROUP_CONCAT_BYTES}, sql_select_limit = {rows}"
    )
    with contextlib.closing(connection.cursor()) as cursor:
        try:
            cursor.execute(settings)
        except pymysql.err.OperationalError as error:
            if error.args[0] not in _INTERRUPTED:
                raise
            # An interruption that came when the statement before this one had just ended.
            cursor.execute(settings)


def _decoded(rows: Any, types: list[int]) -> list[tuple[Any, ...]]:
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
