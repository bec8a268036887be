"""Pairs of databases that differ in nothing but what nobody may see.

A statement that the guard lets through must give the same on both: the same rows, or the same
error. If it does not, something that is no business of its author's had a part in it. The
connections may write and read files, so that nothing but the guard stands in the way.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from bi.model.access import RowFilter
from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnType,
    Dataset,
    Datasource,
    Dimension,
    Join,
    Measure,
)

TIMEOUT_S = 2.0
MOST_ROWS = 500
MARK = "s3cr3t"  # part of every secret text

_TEXT, _INTEGER, _DATE = ColumnType.TEXT, ColumnType.INTEGER, ColumnType.DATE


def _dimension(dataset: str, name: str, type_: ColumnType) -> Dimension:
    return Dimension(dataset, name, name, expression=name, type=type_)


# Each row has an owner, and only those of one are visible.
_OURS, _THEIRS = "us", "them"
_ROWS = RowFilter(
    ("owner = {claims.owner}",), claims=(("owner", _OURS),), texts=frozenset({"owner"})
)

# `password` and `card` of customers, `cost` of orders and the table `secrets` are not in it.
CATALOG = Catalog(
    version="planted",
    datasource=Datasource("planted", "Planted", "duckdb:///planted.duckdb"),
    datasets=(
        Dataset(
            "customers",
            "Customers",
            "customers",
            key=("id",),
            dimensions=(
                _dimension("customers", "name", _TEXT),
                _dimension("customers", "country", _TEXT),
                _dimension("customers", "born", _DATE),
            ),
            rows=_ROWS,
        ),
        Dataset(
            "orders",
            "Orders",
            "orders",
            key=("id",),
            dimensions=(
                _dimension("orders", "region", _TEXT),
                _dimension("orders", "placed", _DATE),
            ),
            measures=(Measure("orders", "amount", "Amount", "amount", Aggregation.SUM),),
            rows=_ROWS,
        ),
    ),
    joins=(Join("orders", ("customer_id",), "customers", ("id",)),),
)
_SCHEMA = (
    "CREATE TABLE customers (password TEXT, id INTEGER, name TEXT, country TEXT, born DATE, "
    "card INTEGER, owner TEXT)",
    "CREATE TABLE orders (id INTEGER, customer_id INTEGER, cost INTEGER, region TEXT, "
    "placed DATE, amount INTEGER, owner TEXT)",
    "CREATE TABLE secrets (id INTEGER, secret TEXT, amount INTEGER)",
)
_CUSTOMERS = (
    (1, "Ada", "Norway", "1990-01-31"),
    (2, "Bo'b", "Chile", "1985-12-01"),
    (3, "Cy_50%", None, "2000-02-29"),
    (4, "Dée", "Norway", None),
)
_ORDERS = (
    (1, 1, "North", "2024-01-31", 10),
    (2, 1, "South", "2024-02-29", -3),
    (3, 2, "North", "2025-06-01", 250),
    (4, None, None, "2025-06-02", None),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a statement gave: rows, or the text of the error."""

    rows: tuple[tuple[Any, ...], ...] = ()
    error: str = ""

    def shows(self, mark: str) -> bool:
        return mark in repr(self.rows) or mark in self.error


def secrets(variant: int) -> Iterator[tuple[str, tuple[tuple[Any, ...], ...]]]:
    """Inserts for one of the two: the same rows for the catalog, other secrets."""
    passwords = [f"{MARK}-{'xyz'[: variant + 1]}-{number}-{variant}" for number in range(4)]
    yield (
        "INSERT INTO customers VALUES ({0}, {0}, {0}, {0}, {0}, {0}, {0})",
        tuple(
            (passwords[index], *row, 1000 + 7 * index + variant, _OURS)
            for index, row in enumerate(_CUSTOMERS)
        ),
    )
    yield (
        "INSERT INTO orders VALUES ({0}, {0}, {0}, {0}, {0}, {0}, {0})",
        tuple(
            (row[0], row[1], 10 * index + 3 * variant, *row[2:], _OURS)
            for index, row in enumerate(_ORDERS)
        ),
    )
    # Rows of somebody else, under keys of ours as well: another value of everything in each.
    yield (
        "INSERT INTO customers VALUES ({0}, {0}, {0}, {0}, {0}, {0}, {0})",
        tuple(
            (MARK, key, f"{MARK}-{variant}", "Chile", f"19{60 + variant}-01-01", key, _THEIRS)
            for key in (1, 50 + variant)
        ),
    )
    yield (
        "INSERT INTO orders VALUES ({0}, {0}, {0}, {0}, {0}, {0}, {0})",
        tuple(
            (key, 1, variant, f"{MARK}-{variant}", f"202{variant}-05-05", variant * 7, _THEIRS)
            for key in (2, 60 + variant)
        ),
    )
    yield (
        "INSERT INTO secrets VALUES ({0}, {0}, {0})",
        tuple((number, f"{MARK}-{variant}-{number}", variant) for number in range(2 + variant)),
    )


class Database(ABC):
    """One of a pair."""

    dialect: str

    @abstractmethod
    def run(self, sql: str) -> Outcome: ...

    @abstractmethod
    def state(self) -> str:
        """All that a write could have changed."""

    @abstractmethod
    def close(self) -> None: ...


class DuckDBDatabase(Database):
    dialect = "duckdb"

    def __init__(self, folder: Path, variant: int) -> None:
        self._folder = folder / f"duckdb-{variant}"
        self._folder.mkdir()
        (self._folder / "secret.csv").write_text(f"a\n{MARK}-{variant}\n")
        self._connection = duckdb.connect(str(self._folder / f"planted{variant}.duckdb"))
        self._connection.execute(f"SET file_search_path = '{self._folder}'")
        self._connection.execute(f"SET VARIABLE secret = '{MARK}-{variant}'")
        self._connection.execute("SET memory_limit = '300MB'")
        self._connection.execute("SET threads = 1")  # the same rows in the same order
        for statement in _SCHEMA:
            self._connection.execute(statement)
        for insert, rows in secrets(variant):
            self._connection.executemany(insert.format("?"), rows)
        self._connection.execute("CHECKPOINT")

    def run(self, sql: str) -> Outcome:
        stop = threading.Timer(TIMEOUT_S, self._connection.interrupt)
        stop.start()
        try:
            cursor = self._connection.execute(sql)
            return Outcome(tuple(cursor.fetchmany(MOST_ROWS)))
        except (duckdb.Error, ValueError, OverflowError) as error:
            return Outcome(error=str(error))
        finally:
            stop.cancel()

    def state(self) -> str:
        run = self._connection.execute
        tables = run("SELECT table_name, sql, estimated_size FROM duckdb_tables()").fetchall()
        settings = run("SELECT name, value FROM duckdb_settings()").fetchall()
        contents = [run(f"FROM {name} ORDER BY ALL").fetchall() for name in _TABLES]
        files = sorted(path.name for path in self._folder.iterdir())
        return repr((tables, sorted(settings), contents, files))

    def close(self) -> None:
        self._connection.close()


class SQLiteDatabase(Database):
    dialect = "sqlite"

    def __init__(self, folder: Path, variant: int) -> None:
        self._folder = folder / f"sqlite-{variant}"
        self._folder.mkdir()
        self._connection = sqlite3.connect(
            self._folder / f"planted{variant}.db", isolation_level=None
        )
        for statement in _SCHEMA:
            self._connection.execute(statement)
        for insert, rows in secrets(variant):
            self._connection.executemany(insert.format("?"), rows)
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 20_000_000)

    def run(self, sql: str) -> Outcome:
        deadline = time.monotonic() + TIMEOUT_S
        self._connection.set_progress_handler(lambda: time.monotonic() > deadline, 20_000)
        try:
            return Outcome(tuple(self._connection.execute(sql).fetchmany(MOST_ROWS)))
        except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError, MemoryError) as error:
            return Outcome(error=str(error))
        finally:
            self._connection.set_progress_handler(None, 0)

    def state(self) -> str:
        run = self._connection.execute
        schema = run("SELECT * FROM sqlite_master ORDER BY name").fetchall()
        contents = [run(f"SELECT * FROM {name} ORDER BY rowid").fetchall() for name in _TABLES]
        attached = run("PRAGMA database_list").fetchall()
        files = sorted(path.name for path in self._folder.iterdir())
        return repr((schema, contents, attached, files, self._connection.total_changes))

    def close(self) -> None:
        self._connection.close()


class PostgresDatabase(Database):
    dialect = "postgres"

    def __init__(self, dsn: str, variant: int) -> None:
        name = f"planted{variant}"
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
            connection.execute(f"CREATE DATABASE {name}".encode())
            setting = f"ALTER DATABASE {name} SET planted.secret = '{MARK}-{variant}'"
            connection.execute(setting.encode())
        self._connection = psycopg.connect(dsn, dbname=name, autocommit=True)
        for statement in _SCHEMA:
            self._connection.execute(statement.encode())
        for insert, rows in secrets(variant):
            with self._connection.cursor() as cursor:
                cursor.executemany(insert.format("%s").encode(), rows)
        self._connection.execute(f"SET statement_timeout = {int(TIMEOUT_S * 1000)}".encode())

    def run(self, sql: str) -> Outcome:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql.encode())
                return Outcome(tuple(cursor.fetchmany(MOST_ROWS)))
        except (psycopg.Error, ValueError, OverflowError) as error:
            return Outcome(error=str(error))

    def state(self) -> str:
        run = self._connection.execute
        relations = run("SELECT relname FROM pg_class WHERE oid > 16383 ORDER BY 1").fetchall()
        contents = [run(f"TABLE {name}".encode()).fetchall() for name in _TABLES]
        settings = run("SELECT name, setting FROM pg_settings ORDER BY 1").fetchall()
        locks = run("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").fetchall()
        return repr((relations, contents, settings, locks))

    def close(self) -> None:
        self._connection.close()


_TABLES = ("customers", "orders", "secrets")


@contextmanager
def planted(folder: Path, postgres: str) -> Iterator[dict[str, tuple[Database, Database]]]:
    """A pair for each engine, by dialect; `postgres` is a superuser's connection string."""
    pairs: dict[str, tuple[Database, Database]] = {
        "duckdb": (DuckDBDatabase(folder, 0), DuckDBDatabase(folder, 1)),
        "sqlite": (SQLiteDatabase(folder, 0), SQLiteDatabase(folder, 1)),
        "postgres": (PostgresDatabase(postgres, 0), PostgresDatabase(postgres, 1)),
    }
    try:
        yield pairs
    finally:
        for pair in pairs.values():
            for database in pair:
                database.close()
