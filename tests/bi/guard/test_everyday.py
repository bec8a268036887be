"""What analysts write passes on every engine, and means the same afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot
from sqlalchemy import Engine
from sqlglot import exp

from bi.guard.guard import DIALECTS, check_sql, guard_sql
from bi.warehouse.adapter import Adapter
from bi.warehouse.engines import adapter_for
from tests.bi.guard.everyday import everyday
from tests.bi.postgres import PostgresServer
from tests.bi.shop import SHOP, drop_postgres_shop, duckdb_shop, postgres_shop, sqlite_shop

CASES = [(dialect, sql) for dialect in sorted(DIALECTS) for sql in everyday(dialect)]


@pytest.mark.parametrize(("dialect", "sql"), CASES)
def test_everyday_sql_passes_with_and_without_a_catalog(dialect: str, sql: str) -> None:
    for written in (guard_sql(sql, SHOP, dialect).sql, check_sql(sql, dialect)):
        assert "--" not in written
        assert "/*" not in written
        assert len(sqlglot.parse(written, dialect=dialect)) == 1


@pytest.mark.parametrize(("dialect", "sql"), CASES)
def test_what_the_guard_wrote_passes_it_again_unchanged(dialect: str, sql: str) -> None:
    written = check_sql(sql, dialect)
    names = {cte.alias for cte in sqlglot.parse_one(written, dialect=dialect).find_all(exp.CTE)}

    again = check_sql(written, dialect)

    for number, name in enumerate(sorted(names), 1):
        again = again.replace(f"with_{number}_{name}", name)
    assert again == written


@pytest.fixture(scope="module", params=["duckdb", "sqlite", "postgres"])
def shop(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgres_server: PostgresServer,
) -> Iterator[tuple[Adapter, Engine]]:
    folder: Path = tmp_path_factory.mktemp("shop")
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


def test_engines_run_what_passed(shop: tuple[Adapter, Engine]) -> None:
    adapter, engine = shop
    for sql in everyday(adapter.dialect):
        guarded = guard_sql(sql, SHOP, adapter.dialect)
        pooled = engine.raw_connection()
        try:
            connection = pooled.dbapi_connection
            assert connection is not None
            adapter.fetch(connection, guarded.sql, 1000, 10.0)
        finally:
            pooled.close()
