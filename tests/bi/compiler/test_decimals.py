"""Decimals keep all their digits, also beside another fact, on every engine that has decimals."""

from __future__ import annotations

import duckdb
import psycopg
import pytest

from bi.compiler.compile import compile_query
from bi.compiler.dialects.registry import dialect_names
from bi.model.semantic import SemanticQuery
from bi.warehouse.cells import rows_as_cells
from tests.bi.compiler.questions import MONTH, ORDERS, YEAR_2024, measured
from tests.bi.compiler.role_questions import WITH_ROLES
from tests.bi.compiler.test_engines_elsewhere import in_duckdb
from tests.bi.postgres import PostgresServer
from tests.bi.shop import SCHEMA, drop_postgres_shop, postgres_shop

BY_MONTH = SemanticQuery((measured("amount"), ORDERS), (MONTH,), time=YEAR_2024)
ROWS = (
    ("2024-01-01", "12345678901234.5678", 2),
    ("2024-02-01", 20.0001, 1),
    ("2024-03-01", 5, 0),
    ("2024-12-01", None, 2),
)


@pytest.mark.parametrize("dialect", [name for name in dialect_names() if name != "sqlite"])
def test_a_sum_of_decimals_is_exact(dialect: str) -> None:
    compiled = compile_query(BY_MONTH, WITH_ROLES, dialect)
    sql = in_duckdb(compiled.sql, dialect)

    with duckdb.connect() as connection:
        connection.execute(SCHEMA)
        found = connection.execute(sql).fetchall()

    assert rows_as_cells(found, compiled.columns) == ROWS


def test_a_sum_of_decimals_is_exact_on_postgresql(postgres_server: PostgresServer) -> None:
    compiled = compile_query(BY_MONTH, WITH_ROLES, "postgres")

    postgres_shop(postgres_server)
    with psycopg.connect(postgres_server.dsn("postgres", "shop")) as connection:
        found = connection.execute(compiled.sql.encode()).fetchall()
    drop_postgres_shop(postgres_server)

    assert rows_as_cells(found, compiled.columns) == ROWS
