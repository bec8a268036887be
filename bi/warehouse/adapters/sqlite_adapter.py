"""SQLite: a file opened with mode=ro behind an authorizer, as that mode alone lets ATTACH write."""

from __future__ import annotations

import math
import sqlite3
import statistics
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

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

    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

_READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_RECURSIVE,
    sqlite3.SQLITE_TRANSACTION,
}
# Looking at the schema, which is all that a read-only inspection does.
_PRAGMAS = {
    "table_info",
    "table_xinfo",
    "table_list",
    "foreign_key_list",
    "index_list",
    "index_info",
    "index_xinfo",
    "database_list",
    "read_uncommitted",
}
_FORBIDDEN_FUNCTIONS = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"}
_LONGEST_VALUE = 10_000_000  # bytes: no function may build a text that fills the memory
_STEPS_BETWEEN_CHECKS = 50_000


class SQLiteAdapter(Adapter):
    dialect = "sqlite"

    def engine(self, pool_size: int) -> Engine:
        from sqlalchemy import create_engine
        from sqlalchemy.engine import make_url
        from sqlalchemy.pool import QueuePool

        path = make_url(self.url).database or ""
        return create_engine(
            "sqlite://",
            creator=lambda: _connect(path),
            poolclass=QueuePool,
            pool_size=pool_size,
            max_overflow=0,
        )

    def fetch(self, connection: DBAPIConnection, sql: str, limit: int, timeout_s: float) -> Fetched:
        deadline = time.monotonic() + timeout_s
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS_BETWEEN_CHECKS)
        cursor = connection.cursor()
        try:
            cursor.execute(sql)
            return fetch_limited(cursor, limit, self.most_bytes)
        finally:
            cursor.close()
            connection.set_progress_handler(None, 0)

    def stream(
        self, connection: DBAPIConnection, sql: str, timeout_s: float, batch: int = BATCH
    ) -> Generator[Batch]:
        deadline = time.monotonic() + timeout_s
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS_BETWEEN_CHECKS)
        try:
            yield from cursor_stream(connection, sql, batch)
        finally:
            connection.set_progress_handler(None, 0)

    def data_version(self) -> str | None:
        from sqlalchemy.engine import make_url

        path = make_url(self.url).database
        # What was committed to the log beside the file is data too.
        return file_version(path, f"{path}-wal")

    def interrupt(self, connection: DBAPIConnection) -> None:
        connection.interrupt()

    def failure(self, error: Exception) -> Failure:
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_INTERRUPT:
            return Failure.INTERRUPTED
        gone = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY)
        damaged = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
        if code is not None and code & 0xFF in (*gone, *damaged):
            return Failure.UNAVAILABLE
        return Failure.REJECTED


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(path)}?mode=ro", uri=True, check_same_thread=False, isolation_level=None
    )
    connection.create_aggregate("MEDIAN", 1, _Median)  # type: ignore[arg-type]
    connection.create_aggregate("PERCENTILE_CONT", 2, _Percentile)  # type: ignore[arg-type]
    connection.create_aggregate("STDDEV_SAMP", 1, _StddevSamp)  # type: ignore[arg-type]
    connection.create_function("IN_ZONE", 3, _in_zone, deterministic=True)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.set_authorizer(_authorize)
    return connection


def _in_zone(moment: Any, stored: str, meant: str) -> str | None:
    """A moment of one time zone as the clocks of another show it; NULL for what is none."""
    try:
        there = datetime.fromisoformat(moment)
    except (TypeError, ValueError):
        return None
    there = there if there.tzinfo else there.replace(tzinfo=ZoneInfo(stored))
    return there.astimezone(ZoneInfo(meant)).replace(tzinfo=None).isoformat(sep=" ")


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    if action in _READING:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION:
        known = (second or "").lower() in _FORBIDDEN_FUNCTIONS
        return sqlite3.SQLITE_DENY if known else sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and (first or "").lower() in _PRAGMAS:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


class _Numbers:
    """Collects what an aggregate is given, without NULLs."""

    def __init__(self) -> None:
        self.values: list[float] = []

    def step(self, value: Any) -> None:
        if isinstance(value, int | float):
            self.values.append(value)


class _Median(_Numbers):
    def finalize(self) -> float | None:
        return statistics.median(self.values) if self.values else None


class _Percentile(_Numbers):
    """As in the SQL standard: between two values it lies in proportion."""

    fraction = 0.0

    def step(self, value: Any, fraction: Any) -> None:  # type: ignore[override]
        super().step(value)
        self.fraction = fraction

    def finalize(self) -> float | None:
        if not self.values:
            return None
        ordered = sorted(self.values)
        place = self.fraction * (len(ordered) - 1)
        below = math.floor(place)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


class _StddevSamp(_Numbers):
    def finalize(self) -> float | None:
        return statistics.stdev(self.values) if len(self.values) > 1 else None
