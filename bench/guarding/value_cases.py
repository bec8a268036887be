"""Strings that look like attacks, where they must be nothing but strings: as the value of a
filter, in a question, and in the names of a catalog."""

from __future__ import annotations

import json
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import duckdb
import psycopg
import sqlglot
from sqlglot import exp

from bench.guarding.planted import CATALOG
from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import ColumnRef, ColumnType, Dataset, Dimension
from bi.model.errors import QueryNotPossible, QueryRefused
from bi.model.profile import Profile
from bi.model.reading import Question
from bi.model.semantic import CountRows, DimensionGroup, Filter, Measured, Operator, SemanticQuery

NOTES = replace(
    CATALOG,
    datasets=(
        Dataset(
            "notes",
            "Notes",
            "notes",
            key=("id",),
            dimensions=(
                Dimension("notes", "id", "Id", expression="id", type=ColumnType.INTEGER),
                Dimension("notes", "note", "Note", expression="note", type=ColumnType.TEXT),
            ),
        ),
    ),
    joins=(),
    metrics=(),
)


class Engine(ABC):
    """A database of a table `notes (id, note)` that holds every string."""

    dialect: str
    longest_name = 100_000  # bytes; a longer one would be cut off

    @abstractmethod
    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]: ...

    @property
    @abstractmethod
    def errors(self) -> tuple[type[Exception], ...]: ...

    def quoted(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'


class DuckDBEngine(Engine):
    dialect = "duckdb"
    errors = (duckdb.Error,)

    def __init__(self, strings: Sequence[str]) -> None:
        self._connection = duckdb.connect()
        self._connection.execute("CREATE TABLE notes (id INTEGER, note TEXT)")
        self._connection.executemany("INSERT INTO notes VALUES (?, ?)", list(enumerate(strings)))

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, list(parameters)).fetchall()


class SQLiteEngine(Engine):
    dialect = "sqlite"
    errors = (sqlite3.Error, ValueError)

    def __init__(self, strings: Sequence[str]) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        self._connection.execute("CREATE TABLE notes (id INTEGER, note TEXT)")
        self._connection.executemany("INSERT INTO notes VALUES (?, ?)", enumerate(strings))

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, parameters).fetchall()


class PostgresEngine(Engine):
    dialect = "postgres"
    longest_name = 63
    errors = (psycopg.Error,)

    def __init__(self, strings: Sequence[str], dsn: str) -> None:
        self._connection = psycopg.connect(dsn, autocommit=True)
        self._connection.execute("CREATE TEMPORARY TABLE notes (id INTEGER, note TEXT)")
        rows = [(number, text) for number, text in enumerate(strings) if "\0" not in text]
        with self._connection.cursor() as cursor:
            cursor.executemany("INSERT INTO notes VALUES (%s, %s)", rows)

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        if parameters:
            sql = sql.replace("?", "%s")
        return self._connection.execute(sql.encode(), parameters or None).fetchall()


def as_filter_value(text: str, engine: Engine, strings: Sequence[str]) -> str | None:
    """None when filters compare with the string and do nothing else; or what is wrong."""
    try:
        equal = [row[0] for row in engine.rows("SELECT id FROM notes WHERE note = ?", text)]
    except engine.errors:
        equal = []  # the engine cannot hold it, so nothing equals it
    wrong = _filtered(text, Operator.IN, engine, equal)
    if wrong or not text.isascii() or "\0" in text:
        return wrong
    lower = text.lower()
    # SQLite reads a text up to the first NUL, and PostgreSQL has none with one in it.
    whole = {number: note for number, note in enumerate(strings) if "\0" not in note}
    holding = [number for number, note in whole.items() if lower in note.lower()]
    return _filtered(text, Operator.CONTAINS, engine, holding, [*whole])


def _filtered(
    text: str,
    operator: Operator,
    engine: Engine,
    wanted: Sequence[int],
    among: Sequence[int] | None = None,
) -> str | None:
    query = _ids_where(text, operator)
    try:
        compiled = compile_query(query, NOTES, engine.dialect)
        found = engine.rows(guard_sql(compiled.sql, NOTES, engine.dialect).sql)
    except QueryNotPossible:
        return None if "\0" in text else "the compiler has no SQL for it"
    except engine.errors as error:
        return None if "\0" in text else f"the engine refused it: {error}"
    counted = set(among) if among is not None else None
    ids = sorted(row[0] for row in found if counted is None or row[0] in counted)
    return None if ids == sorted(wanted) else f"{operator}: {len(ids)} rows, not {len(wanted)}"


def _ids_where(text: str, operator: Operator) -> SemanticQuery:
    condition = Filter(ColumnRef("notes", "note"), operator, (text,))
    return SemanticQuery(columns=(ColumnRef("notes", "id"),), filters=(condition,))


def keeps_its_shape(text: str, dialect: str) -> bool:
    """Whether the compiled statement differs from one with a harmless value in a literal only."""

    def shape(value: str) -> str:
        compiled = compile_query(_ids_where(value, Operator.IN), NOTES, dialect)
        sql = guard_sql(compiled.sql, NOTES, dialect).sql
        tree = sqlglot.parse_one(sql, dialect=dialect)
        for literal in tree.find_all(exp.Literal):
            if literal.is_string:
                literal.set("this", "?")
        for national in list(tree.find_all(exp.National)):  # N'…' of SQL Server
            national.replace(exp.Literal.string("?"))
        return tree.sql(dialect=dialect)

    return shape(text) == shape("x")


def in_a_question(text: str, reader: LanguageEngine) -> str | None:
    """None when the engine reads it, asks back or passes, and never writes it into SQL's words."""
    for sentence in (text, f"number of notes where note is {text}", f'notes with note "{text}"'):
        reading = reader.read(sentence, ReadContext(date(2026, 6, 30)))
        if not isinstance(reading, Question):
            continue
        for dialect in ("duckdb", "sqlite", "postgres"):
            try:
                compiled = compile_query(reading.query, reader.catalog, dialect)
            except QueryNotPossible:
                continue
            guarded = guard_sql(compiled.sql, reader.catalog, dialect)
            tree = sqlglot.parse_one(guarded.sql, dialect=dialect)
            tables = {table.name for table in tree.find_all(exp.Table)}
            if any(not name.startswith("with_") and name != "notes" for name in tables):
                return f"{sentence!r} reads {tables}"
    return None


def notes_reader() -> LanguageEngine:
    return LanguageEngine(NOTES, Profile(values={ColumnRef("notes", "note"): ("x", "y")}))


def in_a_name(text: str, engine: Engine) -> str | None:
    """None when a table, its column and the alias that the catalog gives it may be called so.

    "unusable" when the engine itself knows no such name.
    """
    if len(text.encode()) > engine.longest_name:
        return "unusable: too long"
    table, column = engine.quoted(text), engine.quoted(text)
    try:
        engine.rows(f"SELECT COUNT(*) FROM (SELECT 1 AS {column}) AS x")
        with _table(engine, table, column):
            return _read_by_name(text, engine)
    except engine.errors as error:
        return f"unusable: {error}"


@contextmanager
def _table(engine: Engine, table: str, column: str) -> Iterator[None]:
    for statement in (
        f"CREATE TABLE {table} (id INTEGER, {column} TEXT)",
        f"INSERT INTO {table} VALUES (1, 'a'), (2, 'a'), (3, 'b')",
    ):
        _run(engine, statement)
    try:
        yield
    finally:
        _run(engine, f"DROP TABLE {table}")


def _run(engine: Engine, statement: str) -> None:
    try:
        engine.rows(statement)
    except psycopg.ProgrammingError as error:
        if "didn't produce" not in str(error):
            raise


def _read_by_name(text: str, engine: Engine) -> str | None:
    column = exp.column(exp.to_identifier(text, quoted=True)).sql(dialect=engine.dialect)
    # A dot separates a schema from its table there.
    table = "notes_by_name" if "." in text else text
    dataset = Dataset(
        text,
        text,
        table,
        key=("id",),
        dimensions=(Dimension(text, text, text, expression=column, type=ColumnType.TEXT),),
    )
    catalog = replace(CATALOG, datasets=(dataset,), joins=(), metrics=())
    query = SemanticQuery(
        measures=(Measured(CountRows(text)),), groups=(DimensionGroup(ColumnRef(text, text)),)
    )
    compiled = compile_query(query, catalog, engine.dialect)
    try:
        sql = guard_sql(compiled.sql, catalog, engine.dialect).sql
    except QueryRefused as refusal:
        return f"the guard refused it: {refusal.details['rule']}: {compiled.sql}"
    if "." in text:
        return None  # written and read again; there is no such table to run it on
    try:
        rows = engine.rows(sql)
    except engine.errors as error:
        return f"the engine refused it: {error}: {sql}"
    return None if sorted(map(list, rows)) == [["a", 2], ["b", 1]] else f"wrong rows: {rows}"


def strings_of(path: str) -> list[str]:
    """The values of a file of cases, each once."""
    with open(path, encoding="utf-8") as lines:  # noqa: PTH123
        rows = [json.loads(line) for line in lines]
    return list(dict.fromkeys(row["text"] for row in rows if row.get("kind") == "value"))
