"""A warehouse answers guarded queries, within limits, and survives what goes wrong."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.guard.query import GuardedQuery
from bi.model.catalog import ColumnRef, ColumnType, Dataset, Dimension
from bi.model.errors import DatabaseRejected, DatabaseUnavailable, QueryTimeout
from bi.model.profile import NumberSpan
from bi.model.result import ColumnRole
from bi.model.semantic import SemanticQuery, TimeRange
from bi.warehouse.adapter import ResultTooLarge
from bi.warehouse.engines import UnknownEngine, read_only_engine, without_secrets
from bi.warehouse.warehouse import Warehouse
from tests.bi.compiler.questions import MONTH, REVENUE, YEAR_2024
from tests.bi.postgres import PostgresServer
from tests.bi.shop import SHOP, drop_postgres_shop, postgres_shop, sqlite_shop

# 12^9 rows to count: no engine is done with it in time.
# Five billion rows, all of them joined: the guard lets only a few tables stand alone.
ENDLESS = "SELECT COUNT(*) FROM order_lines AS l0" + "".join(
    f" JOIN order_lines AS l{i} ON l{i - 1}.line_id + l{i}.line_id > 0" for i in range(1, 9)
)


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def guarded(warehouse: Warehouse, sql: str) -> GuardedQuery:
    return guard_sql(sql, SHOP, warehouse.dialect)


async def test_compiled_questions_come_back_as_json_safe_rows(warehouse: Warehouse) -> None:
    query = SemanticQuery((REVENUE,), (MONTH,), time=YEAR_2024)
    compiled = compile_query(query, SHOP, warehouse.dialect)

    result = await warehouse.run(guarded(warehouse, compiled.sql), compiled.columns)

    assert [row[0] for row in result.rows] == ["2024-01-01", "2024-02-01", "2024-12-01"]
    # SQLite adds decimals as binary fractions.
    assert [row[1] for row in result.rows] == pytest.approx([1633.9, 33.33, 750])
    assert result.columns == compiled.columns
    assert not result.truncated
    assert warehouse.executed == 1


async def test_columns_of_other_sql_are_described_by_their_values(warehouse: Warehouse) -> None:
    query = guarded(warehouse, "SELECT region, COUNT(*) AS order_count FROM orders GROUP BY 1")

    result = await warehouse.run(query, None)

    assert [(c.name, c.label, c.type, c.role) for c in result.columns] == [
        ("region", "Region", ColumnType.TEXT, ColumnRole.DIMENSION),
        ("order_count", "Order count", ColumnType.INTEGER, ColumnRole.MEASURE),
    ]


async def test_rows_over_the_limit_are_cut_and_said_to_be(warehouse: Warehouse) -> None:
    all_of_them = await warehouse.run(
        guarded(warehouse, "SELECT survey_id FROM surveys ORDER BY 1"), None
    )
    cut = await warehouse.run(guarded(warehouse, "SELECT order_id FROM orders ORDER BY 1"), None)

    assert [row[0] for row in all_of_them.rows] == [1, 2, 3, 4, 5]
    assert not all_of_them.truncated
    assert [row[0] for row in cut.rows] == [1, 2, 3, 4, 5]
    assert cut.truncated


async def test_a_result_without_rows_has_its_columns(warehouse: Warehouse) -> None:
    compiled = compile_query(
        SemanticQuery((REVENUE,), (MONTH,), time=TimeRange(date(1999, 1, 1), None, "since 1999")),
        SHOP,
        warehouse.dialect,
    )
    nothing = compiled.sql.replace("1999", "2999")

    result = await warehouse.run(guarded(warehouse, nothing), compiled.columns)

    assert result.rows == ()
    assert result.columns == compiled.columns


# A row of a hundred thousand characters, a thousand times.
LONG_TEXTS = {
    "duckdb": "SELECT repeat('x', 100000) FROM range(1000)",
    "sqlite": """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
                 SELECT REPLACE(HEX(ZEROBLOB(50000)), '0', 'x') FROM n""",
    "postgres": "SELECT repeat('x', 100000) FROM generate_series(1, 1000)",
}


async def test_rows_stop_before_they_hold_more_than_the_limit_of_bytes(
    warehouse: Warehouse,
) -> None:
    warehouse._adapter.most_bytes = 1_000_000

    cut = await warehouse.fetch(LONG_TEXTS[warehouse.dialect], 1000, 20.0)

    assert len(cut.rows) == 9
    assert cut.truncated
    assert (await warehouse.fetch("SELECT 1", 1, 20.0)).rows[0][0] == 1


async def test_a_single_row_over_the_limit_of_bytes_is_refused(warehouse: Warehouse) -> None:
    warehouse._adapter.most_bytes = 50_000

    with pytest.raises(ResultTooLarge) as caught:
        await warehouse.fetch(LONG_TEXTS[warehouse.dialect], 1000, 20.0)

    assert caught.value.details == {"byte_limit": 50_000}


async def test_a_query_over_its_time_is_stopped_and_the_warehouse_works_on(
    warehouse: Warehouse,
) -> None:
    with pytest.raises(QueryTimeout) as caught:
        await warehouse.fetch(guarded(warehouse, ENDLESS).sql, 5, 0.2)

    assert caught.value.code == "query_timeout"
    assert (await warehouse.fetch("SELECT 1", 1, 20.0)).rows[0][0] == 1


async def test_a_cancelled_query_leaves_every_connection_free(warehouse: Warehouse) -> None:
    endless = guarded(warehouse, ENDLESS)
    # More than there are connections: some run, some still wait for one.
    tasks = [asyncio.create_task(warehouse.run(endless, None)) for _ in range(6)]
    await asyncio.wait(tasks, timeout=0.3)
    for task in tasks:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)

    assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)
    # Were one of them still running, this would wait for it until the test's own end.
    answers = await asyncio.gather(*(warehouse.fetch("SELECT 1", 1, 20.0) for _ in range(4)))
    assert [answer.rows[0][0] for answer in answers] == [1, 1, 1, 1]


async def test_closing_stops_what_still_runs(warehouse: Warehouse) -> None:
    slow = asyncio.create_task(warehouse.run(guarded(warehouse, ENDLESS), None))
    await asyncio.wait([slow], timeout=0.1)

    await warehouse.close()

    with pytest.raises(DatabaseUnavailable):
        await slow
    await warehouse.open()
    assert (await warehouse.fetch("SELECT 1", 1, 20.0)).rows[0][0] == 1


async def test_a_slow_query_delays_no_other(warehouse: Warehouse) -> None:
    slow = asyncio.create_task(warehouse.run(guarded(warehouse, ENDLESS), None))
    await asyncio.wait([slow], timeout=0.1)

    await warehouse.ping()

    assert not slow.done()
    slow.cancel()


async def test_what_the_database_rejects_is_told_to_the_log_alone(
    warehouse: Warehouse, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(DatabaseRejected) as caught:
        await warehouse.fetch("SELECT no_such_column FROM orders", 5, 20.0)

    assert "no_such_column" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert "no_such_column" in caplog.text


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO targets VALUES ('2030-01-01', 1, 'North')",
        "DELETE FROM targets",
        "CREATE TABLE t (x INTEGER)",
        "DROP TABLE targets",
    ],
)
async def test_nothing_can_be_written_even_past_the_guard(
    warehouse: Warehouse, statement: str
) -> None:
    with pytest.raises((DatabaseRejected, DatabaseUnavailable)):
        await warehouse.fetch(statement, 5, 20.0)

    count = await warehouse.fetch("SELECT COUNT(*) FROM targets", 1, 20.0)
    assert count.rows[0][0] == 6


ESCAPES = {
    "duckdb": (
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM read_csv('{file}')",
        "ATTACH '{file}.new' AS other",
        "COPY orders TO '{file}.new'",
        "SET enable_external_access = true",
    ),
    "sqlite": (
        "ATTACH '{file}.new' AS other",
        "PRAGMA journal_mode = WAL",
        "SELECT load_extension('{file}')",
        "SELECT REPLACE(HEX(ZEROBLOB(9000000)), '0', 'longer')",
    ),
    "postgres": (
        "SELECT 1; DROP TABLE targets",
        "SELECT pg_read_file('{file}')",
        "COPY (SELECT 1) TO '{file}.new'",
    ),
}


async def test_the_engine_itself_reaches_nothing_else(warehouse: Warehouse, tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("the crown jewels")
    before = files_in(tmp_path)

    for statement in ESCAPES[warehouse.dialect]:
        with pytest.raises((DatabaseRejected, DatabaseUnavailable)):
            await warehouse.fetch(statement.format(file=file), 5, 20.0)

    assert files_in(tmp_path) == before
    assert (await warehouse.fetch("SELECT COUNT(*) FROM targets", 1, 20.0)).rows[0][0] == 6


async def test_the_profile_reads_values_and_spans_uncounted(warehouse: Warehouse) -> None:
    profile = await warehouse.profile(SHOP)

    assert tuple(profile.values[ColumnRef("customers", "country")]) == ("Canada", "United States")
    assert tuple(profile.values[ColumnRef("products", "category")]) == ("Furniture", "Technology")
    assert profile.spans[ColumnRef("orders", "order_date")] == (date(2023, 1, 31), date(2025, 1, 1))
    assert profile.spans[ColumnRef("orders", "placed_at")] == (date(2023, 1, 31), date(2025, 1, 1))
    assert profile.incomplete == frozenset()
    assert warehouse.executed == 0


async def test_the_profile_knows_how_far_numbers_reach_and_how_many_there_are(
    warehouse: Warehouse,
) -> None:
    profile = await warehouse.profile(SHOP)
    price = SHOP.dataset("products").dimension("list_price")
    assert price is not None
    fetched = await warehouse.fetch("SELECT list_price FROM products", 100, 10)
    prices = {float(str(row[0])) for row in fetched.rows if row[0] is not None}

    assert profile.numbers[price.ref] == NumberSpan(min(prices), max(prices), len(prices))
    assert ColumnRef("customers", "country") not in profile.numbers


async def test_the_profile_has_the_most_common_values_first(warehouse: Warehouse) -> None:
    profile = await warehouse.profile(SHOP)
    counting = "SELECT region, COUNT(*) FROM orders WHERE region IS NOT NULL GROUP BY region"
    counts = {
        str(row[0]): int(str(row[1])) for row in (await warehouse.fetch(counting, 9, 10)).rows
    }

    assert profile.common[ColumnRef("orders", "region")] == tuple(
        sorted(counts, key=lambda region: (-counts[region], region))
    )


async def test_a_dimension_that_cannot_be_read_is_left_out_of_the_profile(
    warehouse: Warehouse,
) -> None:
    broken = Dimension("orders", "ghost", "Ghost", "no_such_column", ColumnType.TEXT)
    orders = SHOP.dataset("orders")
    with_ghost: Dataset = replace(orders, dimensions=(*orders.dimensions, broken))
    catalog = replace(SHOP, datasets=(with_ghost,), joins=(), metrics=())

    profile = await warehouse.profile(catalog)

    assert tuple(profile.values[broken.ref]) == ()
    assert broken.ref in profile.incomplete
    assert tuple(profile.values[ColumnRef("orders", "region")]) == ("North", "South")


async def test_a_query_for_another_dialect_is_not_run(warehouse: Warehouse) -> None:
    other = "sqlite" if warehouse.dialect != "sqlite" else "duckdb"

    with pytest.raises(DatabaseRejected):
        await warehouse.run(guard_sql("SELECT region FROM orders", SHOP, other), None)

    assert warehouse.executed == 0


@pytest.mark.parametrize(
    "url",
    [
        "duckdb:////nowhere/at/all.duckdb",
        "sqlite:////nowhere/at/all.sqlite",
        "postgresql://somebody:hunter2@127.0.0.1:1/shop",
    ],
)
async def test_a_database_that_is_not_there_is_unavailable_and_keeps_its_password(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    warehouse = Warehouse(url)
    for attempt in (warehouse.open, warehouse.ping):
        with pytest.raises(DatabaseUnavailable) as caught:
            await attempt()
        assert caught.value.retryable
        assert "hunter2" not in str(caught.value)
    await warehouse.close()

    assert "hunter2" not in caplog.text


async def test_a_database_that_comes_up_late_is_opened_then(tmp_path: Path) -> None:
    warehouse = Warehouse(f"sqlite:///{tmp_path}/shop.sqlite")
    with pytest.raises(DatabaseUnavailable):
        await warehouse.ping()
    sqlite_shop(tmp_path)

    await warehouse.ping()
    await warehouse.close()


async def test_connections_that_the_server_closed_are_replaced(
    postgres_server: PostgresServer,
) -> None:
    warehouse = Warehouse(postgres_shop(postgres_server))
    await warehouse.open()
    with psycopg.connect(postgres_server.dsn("postgres"), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'shop'"
        )

    result = await warehouse.run(guarded(warehouse, "SELECT COUNT(*) FROM orders"), None)

    assert result.rows == ((8,),)
    await warehouse.close()
    drop_postgres_shop(postgres_server)


async def test_a_superuser_is_warned_of(
    postgres_server: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    for user, warned in (("postgres", True), ("parley_reader", False)):
        caplog.clear()
        warehouse = Warehouse(postgres_server.url(user))
        await warehouse.open()
        await warehouse.close()
        assert ("superuser" in caplog.text) is warned


@pytest.mark.parametrize(
    ("grant", "warned"),
    [
        ("SELECT 1", None),
        ("GRANT INSERT ON orders TO parley_writer", "INSERT on 1 tables"),
        ("GRANT UPDATE (region) ON orders TO parley_writer", "UPDATE on 1 tables"),
        ("ALTER TABLE orders OWNER TO parley_writer", "TRUNCATE on 1 tables"),
        ("GRANT CREATE ON SCHEMA public TO parley_writer", "CREATE in the schema public"),
        ("GRANT CREATE ON DATABASE shop TO parley_writer", "CREATE in the database"),
        ("GRANT pg_execute_server_program TO parley_writer", "pg_execute_server_program"),
    ],
)
async def test_a_role_that_may_write_is_warned_of(
    postgres_server: PostgresServer,
    caplog: pytest.LogCaptureFixture,
    grant: str,
    warned: str | None,
) -> None:
    postgres_shop(postgres_server)
    with psycopg.connect(postgres_server.dsn("postgres", "shop"), autocommit=True) as connection:
        connection.execute("CREATE ROLE parley_writer LOGIN PASSWORD 'hush'")
        connection.execute(grant.encode())
    warehouse = Warehouse(postgres_server.url("parley_writer", "shop"))
    await warehouse.open()
    await warehouse.close()
    drop_postgres_shop(postgres_server)
    with psycopg.connect(postgres_server.dsn("postgres"), autocommit=True) as connection:
        connection.execute("DROP ROLE parley_writer")

    if warned is None:
        assert caplog.text == ""
    else:
        assert "may do more than read" in caplog.text
        assert warned in caplog.text


async def test_text_of_types_the_driver_does_not_know_stays_text(
    postgres_server: PostgresServer,
) -> None:
    warehouse = Warehouse(postgres_server.url("postgres"))

    fetched = await warehouse.fetch(
        "SELECT relkind::\"char\", relacl::text, 'x'::bytea FROM pg_class LIMIT 1", 1, 20.0
    )

    assert isinstance(fetched.rows[0][0], str)
    assert fetched.rows[0][2] == b"x"
    await warehouse.close()


def test_an_engine_that_is_not_spoken_is_named() -> None:
    with pytest.raises(UnknownEngine, match="oracle"):
        Warehouse("oracle://somewhere")


async def test_an_inspection_can_look_but_not_write(warehouse: Warehouse, tmp_path: Path) -> None:
    engine = read_only_engine(warehouse._adapter.url)
    with engine.connect() as connection:
        columns = {column["name"] for column in inspect(connection).get_columns("orders")}
        with pytest.raises(SQLAlchemyError):
            connection.execute(text("DELETE FROM orders"))
    engine.dispose()

    assert "order_date" in columns


def test_drivers_are_imported_only_for_the_url_that_needs_them() -> None:
    script = (
        "import sys; from bi.warehouse.warehouse import Warehouse; Warehouse('sqlite:///x');"
        "print([m for m in ('duckdb', 'psycopg', 'sqlalchemy', 'pyarrow') if m in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "[]"


def test_a_password_is_blacked_out_however_a_driver_writes_it() -> None:
    url = "postgresql://reader:p%40ss@db/shop"

    said = without_secrets("no route to postgresql://reader:p%40ss@db (password p@ss)", url)

    assert said == "no route to postgresql://reader:***@db (password ***)"
    assert without_secrets("tried mysql://a:b@c") == "tried mysql://a:***@c"
