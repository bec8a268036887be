"""Compiled questions give the rows that SQL written by hand gives.

What was written by hand keeps its words; only its syntax is put into that of MariaDB. It runs in a
session of its own, where quotients of decimals have thirty digits, so that it needs none of the
casts that the compiler writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import sqlglot
from pymysql.connections import Connection
from sqlalchemy import Engine

from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.warehouse.adapter import Adapter, Fetched
from bi.warehouse.cells import rows_as_cells
from bi.warehouse.engines import adapter_for
from tests.bi.compiler.all_questions import QUESTIONS
from tests.bi.compiler.questions import Question
from tests.bi.compiler.test_rows import by_hand_cell, comparable
from tests.bi.shop import mariadb_shop
from tests.engines.mariadb.server import MariaDBServer

Shop = tuple[Adapter, Engine]


@pytest.fixture(scope="module")
def shop(mariadb: MariaDBServer) -> Iterator[Shop]:
    adapter = adapter_for(mariadb_shop(mariadb))
    engine = adapter.engine(pool_size=1)
    yield adapter, engine
    engine.dispose()


@pytest.fixture(scope="module")
def by_hand(mariadb: MariaDBServer, shop: Shop) -> Iterator[Connection[Any]]:
    with closing(mariadb.connect("shop")) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SET div_precision_increment = 30")
        yield connection


def fetch(shop: Shop, sql: str) -> Fetched:
    adapter, engine = shop
    pooled = engine.raw_connection()
    try:
        connection = pooled.dbapi_connection
        assert connection is not None
        return adapter.fetch(connection, sql, 1000, 10.0)
    finally:
        pooled.close()


def without_order_by_place(sql: str) -> tuple[str, list[int]]:
    """MariaDB cannot put NULLs last by a column's place, so that order is made here."""
    by_place = re.search(r"ORDER BY ((?:\d NULLS LAST(?:, )?)+)$", sql)
    if by_place is None:
        return sql, []
    return sql[: by_place.start()], [int(one) - 1 for one in re.findall(r"\d", by_place[1])]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_rows_are_those_of_sql_written_by_hand(
    shop: Shop, by_hand: Connection[Any], question: Question
) -> None:
    compiled = compile_query(question.query, question.catalog, "mysql")
    guarded = guard_sql(compiled.sql, question.catalog, "mysql")
    by_hand_sql, places = without_order_by_place(question.by_hand)
    (written,) = sqlglot.transpile(by_hand_sql, read="duckdb", write="mysql")

    fetched = fetch(shop, guarded.sql)
    with by_hand.cursor() as cursor:
        cursor.execute(written)
        expected = comparable([tuple(map(by_hand_cell, row)) for row in cursor.fetchall()])

    assert fetched.names == tuple(column.name for column in compiled.columns)
    for place in reversed(places):
        expected.sort(key=lambda row: (row[place] is None, row[place] or ""))
    rows = comparable(rows_as_cells(fetched.rows, compiled.columns))
    if "ORDER BY" in question.by_hand.rpartition(")")[2]:
        assert rows == expected
    else:
        assert sorted(rows, key=repr) == sorted(expected, key=repr)
    assert rows


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_text_shown_and_the_text_run_give_the_same_rows(shop: Shop, question: Question) -> None:
    compiled = compile_query(question.query, question.catalog, "mysql")

    shown = fetch(shop, compiled.sql)
    run = fetch(shop, guard_sql(compiled.sql, question.catalog, "mysql").sql)

    assert comparable(shown.rows) == comparable(run.rows)
