"""SQL for engines that cannot run here, tried as far as it can be without them.

Each statement is read again by the parser of its dialect, uses functions only that its engine
documents, and, guarded and translated to DuckDB, gives the rows of the SQL written by hand. What
Redshift shares with PostgreSQL runs there as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import psycopg
import pytest
import sqlglot
from sqlglot import exp
from tzlocal.windows_tz import win_tz

from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.model.result import Cell
from bi.warehouse.cells import rows_as_cells
from tests.bi.compiler.all_questions import QUESTIONS
from tests.bi.compiler.functions import DOCUMENTED
from tests.bi.compiler.questions import Question
from tests.bi.compiler.test_rows import by_hand_cell, comparable
from tests.bi.postgres import PostgresServer
from tests.bi.shop import SCHEMA, drop_postgres_shop, postgres_shop

ELSEWHERE = ("bigquery", "redshift", "snowflake", "trino", "tsql")
every_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
every_engine = pytest.mark.parametrize("dialect", ELSEWHERE)


@pytest.fixture(scope="module")
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(SCHEMA)
        # Trino's; the translation knows them not.
        connection.execute("CREATE MACRO with_timezone(moment, zone) AS timezone(zone, moment)")
        connection.execute("CREATE MACRO at_timezone(moment, zone) AS timezone(zone, moment)")
        yield connection


@pytest.fixture(scope="module")
def postgres(postgres_server: PostgresServer) -> Iterator[psycopg.Connection]:
    postgres_shop(postgres_server)
    with psycopg.connect(postgres_server.dsn("postgres", "shop"), autocommit=True) as connection:
        # Redshift's strings are those of PostgreSQL before 9.1.
        connection.execute("SET standard_conforming_strings = off; SET backslash_quote = on")
        connection.execute("SET escape_string_warning = off")
        yield connection
    drop_postgres_shop(postgres_server)


def in_duckdb(sql: str, dialect: str) -> str:
    """The statement for DuckDB, with what the translation leaves out."""
    tree = sqlglot.parse_one(sql, dialect=dialect)
    if dialect == "tsql":
        for zoned in tree.find_all(exp.AtTimeZone):
            zoned.set("zone", exp.Literal.string(win_tz[zoned.args["zone"].name]))
        for double in tree.find_all(exp.DataType):
            if double.is_type("FLOAT"):
                double.set("this", exp.DataType.Type.DOUBLE)
    if dialect == "bigquery":
        for part in tree.find_all(exp.Extract):
            if part.name == "ISOWEEK":
                part.set("this", exp.var("WEEK"))
        for like in list(tree.find_all(exp.Like)):
            like.replace(exp.Escape(this=like.copy(), expression=exp.Literal.string("\\")))
    return tree.sql(dialect="duckdb")


def expected_rows(question: Question, rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """In the order that counts: the one asked for, else any."""
    ordered = "ORDER BY" in question.by_hand.rpartition(")")[2]
    return rows if ordered else sorted(rows, key=repr)


@every_engine
@every_question
def test_translated_it_gives_the_rows_of_sql_written_by_hand(
    duck: duckdb.DuckDBPyConnection, question: Question, dialect: str
) -> None:
    compiled = compile_query(question.query, question.catalog, dialect)
    guarded = guard_sql(compiled.sql, question.catalog, dialect)

    found = duck.execute(in_duckdb(guarded.sql, dialect)).fetchall()
    by_hand = duck.execute(question.by_hand).fetchall()

    rows = comparable(rows_as_cells(found, compiled.columns))
    expected = comparable([tuple(map(by_hand_cell, row)) for row in by_hand])
    assert expected_rows(question, rows) == expected_rows(question, expected)


@every_question
def test_redshift_is_understood_by_postgresql(
    postgres: psycopg.Connection, question: Question
) -> None:
    sql = compile_query(question.query, question.catalog, "redshift").sql

    found = postgres.execute(sql.encode()).fetchall()
    by_hand = postgres.execute(question.by_hand.encode()).fetchall()

    rows = comparable([tuple(map(by_hand_cell, row)) for row in found])
    expected = comparable([tuple(map(by_hand_cell, row)) for row in by_hand])
    assert expected_rows(question, rows) == expected_rows(question, expected)


@every_engine
@every_question
def test_what_is_read_again_stays_the_same(question: Question, dialect: str) -> None:
    sql = compile_query(question.query, question.catalog, dialect).sql

    once = sqlglot.parse_one(sql, dialect=dialect).sql(dialect=dialect)
    again = sqlglot.parse_one(once, dialect=dialect).sql(dialect=dialect)

    assert once == again


@every_engine
def test_only_functions_that_the_engine_documents_are_used(dialect: str) -> None:
    used = {
        name
        for question in QUESTIONS
        for name in functions_in(compile_query(question.query, question.catalog, dialect).sql)
    }

    assert used == DOCUMENTED[dialect]


def functions_in(sql: str) -> Iterator[str]:
    """Names before an opening parenthesis that are no words of the grammar, nor of types."""
    words = {"AND", "AS", "BY", "ELSE", "EXISTS", "FROM", "IN", "JOIN", "NOT", "ON", "OR", "OVER"}
    words |= {"SELECT", "THEN", "WHEN", "WHERE", "GROUP"}
    tokens = [token.text.upper() for token in sqlglot.tokenize(sql)]
    for before, name, following in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if following == "(" and name.isidentifier() and name not in words and before != "AS":
            yield name
