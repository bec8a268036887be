"""A warehouse over a Spark cluster: limits, interruption, refusals, the profile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime
from decimal import Decimal
from typing import cast

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bench.spark_cluster import SparkCluster
from bi.catalog.reflect import inspect_database
from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.guard.query import GuardedQuery
from bi.model.catalog import ColumnRef, ColumnType
from bi.model.errors import DatabaseRejected, DatabaseUnavailable, QueryRefused, QueryTimeout
from bi.model.profile import NumberSpan
from bi.model.semantic import SemanticQuery
from bi.warehouse.adapters.spark_session import SparkSession
from bi.warehouse.engines import adapter_for, read_only_engine
from bi.warehouse.warehouse import Warehouse
from tests.bi.compiler.questions import MONTH, REVENUE, YEAR_2024
from tests.bi.shop import SHOP

# The first statement of a cluster waits for its executors.
pytestmark = pytest.mark.timeout(300)

# Far more pairs than any cluster looks at in time. Its tasks notice when they are to stop, which
# those of nested loops over tables do not.
ENDLESS = """\
SELECT COUNT(*) FROM range(0, 4000000000, 1, 4) AS a CROSS JOIN range(1000) AS b
WHERE a.id % 7 = b.id"""
# Both executors are needed for it, one after the other or at once.
NEEDS_EXECUTORS = "SELECT SUM(id) FROM range(0, 100000, 1, 8)"


@pytest.fixture
async def warehouse(shop_url: str) -> AsyncIterator[Warehouse]:
    opened = Warehouse(shop_url, row_limit=5, timeout_s=120.0)
    await opened.open()
    yield opened
    await opened.close()


def guarded(sql: str) -> GuardedQuery:
    return guard_sql(sql, SHOP, "spark")


async def test_compiled_questions_come_back_as_json_safe_rows(warehouse: Warehouse) -> None:
    query = SemanticQuery((REVENUE,), (MONTH,), time=YEAR_2024)
    compiled = compile_query(query, SHOP, warehouse.dialect)

    result = await warehouse.run(guarded(compiled.sql), compiled.columns)

    assert result.rows == (("2024-01-01", 1633.9), ("2024-02-01", 33.33), ("2024-12-01", 750))


async def test_values_come_with_their_types(warehouse: Warehouse) -> None:
    sql = """SELECT DATE'2024-02-29', TIMESTAMP'2024-01-02 03:04:05.123456', CAST(1.10 AS
             DECIMAL(38, 18)), 9223372036854775807, TRUE, 'ä', NULL, X'00FF', ARRAY(1, 2)"""

    fetched = await warehouse.fetch(sql, 5, 120.0)

    assert fetched.rows == [
        (
            date(2024, 2, 29),
            datetime(2024, 1, 2, 3, 4, 5, 123456),
            Decimal("1.100000000000000000"),
            2**63 - 1,
            True,
            "ä",
            None,
            b"\x00\xff",
            "[1,2]",
        )
    ]


async def test_rows_over_the_limit_are_cut_in_order_and_said_to_be(warehouse: Warehouse) -> None:
    all_of_them = await warehouse.run(guarded("SELECT survey_id FROM surveys ORDER BY 1"), None)
    cut = await warehouse.run(guarded("SELECT order_id FROM orders ORDER BY 1 DESC"), None)

    assert [row[0] for row in all_of_them.rows] == [1, 2, 3, 4, 5]
    assert not all_of_them.truncated
    assert [row[0] for row in cut.rows] == [8, 7, 6, 5, 4]
    assert cut.truncated


async def test_a_few_rows_of_very_many_are_read_alone(warehouse: Warehouse) -> None:
    # Collected whole, these would not fit into the server's memory.
    fetched = await warehouse.fetch("SELECT id, REPEAT('x', 1000) FROM range(50000000)", 3, 120.0)

    assert len(fetched.rows) == 3
    assert fetched.truncated


async def test_a_query_over_its_time_is_stopped_and_the_cluster_works_on(
    warehouse: Warehouse,
) -> None:
    with pytest.raises(QueryTimeout) as caught:
        await warehouse.fetch(ENDLESS, 5, 1.0)

    assert caught.value.code == "query_timeout"
    assert (await warehouse.fetch(NEEDS_EXECUTORS, 1, 120.0)).rows[0][0] == 4999950000


async def test_the_server_stops_a_query_by_itself_when_nobody_does(shop_url: str) -> None:
    adapter = adapter_for(shop_url)
    engine = adapter.engine(1)
    pooled = engine.raw_connection()
    assert pooled.dbapi_connection is not None

    with pytest.raises(Exception, match="stopped") as caught:
        adapter.fetch(pooled.dbapi_connection, ENDLESS, 5, 1.0)

    assert adapter.failure(caught.value).value == "interrupted"
    pooled.close()
    engine.dispose()


async def test_a_cancelled_query_leaves_every_connection_and_executor_free(
    warehouse: Warehouse,
) -> None:
    # More than there are connections: some run, some still wait for one.
    tasks = [asyncio.create_task(warehouse.fetch(ENDLESS, 5, 120.0)) for _ in range(6)]
    await asyncio.wait(tasks, timeout=2.0)
    for task in tasks:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)

    assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)
    # Were one of them still running, this would wait for it until the test's own end.
    answers = await asyncio.gather(*(warehouse.fetch(NEEDS_EXECUTORS, 1, 120.0) for _ in range(4)))
    assert [answer.rows[0][0] for answer in answers] == [4999950000] * 4


async def test_closing_stops_what_still_runs(warehouse: Warehouse) -> None:
    slow = asyncio.create_task(warehouse.fetch(ENDLESS, 5, 120.0))
    await asyncio.wait([slow], timeout=1.0)

    await warehouse.close()

    with pytest.raises(DatabaseUnavailable):
        await slow
    await warehouse.open()
    assert (await warehouse.fetch("SELECT 1", 1, 120.0)).rows[0][0] == 1


async def test_what_the_database_rejects_is_told_to_the_log_alone(
    warehouse: Warehouse, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(DatabaseRejected) as caught:
        await warehouse.fetch("SELECT no_such_column FROM orders", 5, 120.0)

    assert "no_such_column" not in str(caught.value)
    assert "no_such_column" in caplog.text
    assert "org.apache.spark.sql.hive.thriftserver" not in caplog.text


async def test_an_overflow_is_an_error_and_not_another_number(warehouse: Warehouse) -> None:
    with pytest.raises(DatabaseRejected):
        await warehouse.fetch("SELECT 2147483647 + x FROM VALUES (1) AS t(x)", 5, 120.0)


@pytest.mark.parametrize(
    "text", ["${env:HOME}", "${system:user.dir}", "${spark.app.name}", "\\\\${env:HOME}"]
)
async def test_a_text_is_not_filled_in_from_the_servers_environment(
    warehouse: Warehouse, text: str
) -> None:
    result = await warehouse.run(guarded(f"SELECT '{text}' AS told FROM products LIMIT 1"), None)

    assert result.rows == ((text.replace("\\\\", "\\"),),)


WRITING = (
    "INSERT INTO targets VALUES (DATE'2030-01-01', 1, 'North')",
    "INSERT OVERWRITE targets SELECT * FROM targets",
    "CREATE TABLE t (x INT) USING PARQUET",
    "CREATE TABLE t USING PARQUET AS SELECT 1 AS x",
    "DROP TABLE targets",
    "TRUNCATE TABLE targets",
    "SET spark.sql.ansi.enabled = false",
    "SELECT 1); DROP TABLE targets; SELECT (1",
)


@pytest.mark.parametrize("statement", WRITING)
def test_the_guard_refuses_what_writes(statement: str) -> None:
    with pytest.raises(QueryRefused):
        guarded(statement)


@pytest.mark.parametrize("statement", WRITING)
async def test_nothing_can_be_written_even_past_the_guard(
    warehouse: Warehouse, statement: str
) -> None:
    with pytest.raises(DatabaseRejected):
        await warehouse.fetch(statement, 5, 120.0)

    assert (await warehouse.fetch("SELECT COUNT(*) FROM targets", 1, 120.0)).rows[0][0] == 6


async def test_the_profile_reads_values_and_spans(warehouse: Warehouse) -> None:
    profile = await warehouse.profile(SHOP)

    assert tuple(profile.values[ColumnRef("customers", "country")]) == ("Canada", "United States")
    assert profile.spans[ColumnRef("orders", "placed_at")] == (date(2023, 1, 31), date(2025, 1, 1))
    assert profile.numbers[ColumnRef("products", "list_price")] == NumberSpan(0.3, 999.99, 4)
    assert profile.incomplete == frozenset()
    assert profile.unread == frozenset()


async def test_a_user_that_could_write_is_warned_of(
    shop_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    warehouse = Warehouse(shop_url)
    await warehouse.open()
    await warehouse.close()

    assert "no read-only sessions" in caplog.text
    assert "asks for no password" in caplog.text


async def test_a_session_that_the_server_closed_is_replaced(warehouse: Warehouse) -> None:
    engine = warehouse._engine
    assert engine is not None
    pooled = engine.raw_connection()
    session = pooled.dbapi_connection
    pooled.close()
    assert session is not None
    cast("SparkSession", session)._wire.transport.close()

    assert (await warehouse.fetch("SELECT 1", 1, 120.0)).rows[0][0] == 1


async def test_a_schema_that_is_not_there_cannot_be_opened(spark_server: SparkCluster) -> None:
    warehouse = Warehouse(spark_server.url("no_such_schema"))

    with pytest.raises(DatabaseRejected):
        await warehouse.open()

    await warehouse.close()


def test_an_inspection_finds_tables_columns_types_and_samples(shop_url: str) -> None:
    engine = read_only_engine(shop_url)
    with engine.connect() as connection:
        found = inspect_database(connection, budget_s=120.0)
    engine.dispose()

    assert found.dialect == "spark"
    tables = {table.name: table for table in found.tables}
    assert {"customers", "orders", "order_lines", "products", "surveys", "targets"} <= set(tables)
    types = {column.name: column.type for column in tables["orders"].columns}
    assert types == {
        "order_id": ColumnType.INTEGER,
        "customer_id": ColumnType.INTEGER,
        "order_date": ColumnType.DATE,
        "placed_at": ColumnType.TIMESTAMP,
        "region": ColumnType.TEXT,
        "shipping_cost": ColumnType.NUMBER,
    }
    region = tables["orders"].column("region")
    assert region is not None
    assert region.values == ("North", "South")
    joins = {(link.table, link.columns) for link in tables["order_lines"].foreign_keys}
    assert joins == {("orders", ("order_id",)), ("products", ("product_id",))}


def test_an_inspection_can_look_but_not_write(shop_url: str) -> None:
    engine = read_only_engine(shop_url)
    with engine.connect() as connection:
        columns = {column["name"] for column in inspect(connection).get_columns("orders")}
        with pytest.raises(SQLAlchemyError):
            connection.execute(text("DROP TABLE orders"))
    engine.dispose()

    assert "order_date" in columns
