"""Compiled questions give the rows that SQL written by hand gives, on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlglot import exp

from bi.compiler.compile import compile_query
from bi.compiler.dialects.dialect import text
from bi.compiler.dialects.registry import dialect_named
from bi.guard.guard import guard_sql
from bi.model.result import Cell
from bi.warehouse.adapter import Adapter
from bi.warehouse.cells import cell, rows_as_cells
from bi.warehouse.engines import adapter_for
from tests.bi.compiler.all_questions import QUESTIONS
from tests.bi.compiler.questions import Question
from tests.bi.postgres import PostgresServer
from tests.bi.shop import drop_postgres_shop, duckdb_shop, postgres_shop, sqlite_shop


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shop")


@pytest.fixture(scope="module", params=["duckdb", "sqlite", "postgres"])
def shop(
    request: pytest.FixtureRequest, folder: Path, postgres_server: PostgresServer
) -> Iterator[tuple[Adapter, Engine]]:
    match request.param:
        case "duckdb":
            url = duckdb_shop(folder)
        case "sqlite":
            url = sqlite_shop(folder)
        case _:
            url = postgres_shop(postgres_server)
    adapter = adapter_for(url)
    engine = adapter.engine(pool_size=1)
    yield adapter, engine
    engine.dispose()
    if request.param == "postgres":
        drop_postgres_shop(postgres_server)


def comparable(rows: Any) -> list[tuple[Cell, ...]]:
    """Binary fractions are equal when their first nine decimals are."""
    return [
        tuple(round(value, 9) if isinstance(value, float) else value for value in row)
        for row in rows
    ]


def by_hand_cell(value: Any) -> Cell:
    """Quotients of decimals have more digits than the compiler asks for."""
    return float(value) if isinstance(value, Decimal) else cell(value)


def fetch(shop: tuple[Adapter, Engine], sql: str) -> Any:
    adapter, engine = shop
    pooled = engine.raw_connection()
    try:
        connection = pooled.dbapi_connection
        assert connection is not None
        return adapter.fetch(connection, sql, 1000, 10.0)
    finally:
        pooled.close()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_rows_are_those_of_sql_written_by_hand(
    shop: tuple[Adapter, Engine], question: Question
) -> None:
    dialect = shop[0].dialect
    compiled = compile_query(question.query, question.catalog, dialect)
    guarded = guard_sql(compiled.sql, question.catalog, dialect)

    fetched = fetch(shop, guarded.sql)
    by_hand = fetch(shop, question.by_hand)

    assert fetched.names == tuple(column.name for column in compiled.columns)
    rows = comparable(rows_as_cells(fetched.rows, compiled.columns))
    expected = comparable([tuple(map(by_hand_cell, row)) for row in by_hand.rows])
    if "ORDER BY" in question.by_hand.rpartition(")")[2]:
        assert rows == expected
    else:
        assert sorted(rows, key=repr) == sorted(expected, key=repr)
    assert rows


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_text_shown_and_the_text_run_give_the_same_rows(
    shop: tuple[Adapter, Engine], question: Question
) -> None:
    compiled = compile_query(question.query, question.catalog, shop[0].dialect)

    shown = fetch(shop, compiled.sql)
    run = fetch(shop, guard_sql(compiled.sql, question.catalog, shop[0].dialect).sql)

    assert comparable(shown.rows) == comparable(run.rows)


@pytest.mark.parametrize("stored", ["a\\b", "ab", "a_b"])
def test_a_backslash_that_is_looked_for_means_itself(
    shop: tuple[Adapter, Engine], stored: str
) -> None:
    dialect = dialect_named(shop[0].dialect)
    found = dialect.like(text(stored), "%", "\\B", "")

    fetched = fetch(shop, exp.select(exp.alias_(found, "found")).sql(dialect.name))

    assert bool(fetched.rows[0][0]) is (stored == "a\\b")
