"""ClickHouse as a warehouse: limited, stopped, read-only, and honest about what went wrong."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bi.guard.guard import guard_sql
from bi.guard.query import GuardedQuery
from bi.model.catalog import ColumnRef, ColumnType
from bi.model.errors import DatabaseRejected, DatabaseUnavailable, QueryTimeout
from bi.model.profile import NumberSpan
from bi.model.result import ColumnRole
from bi.warehouse.adapters import clickhouse_adapter
from bi.warehouse.adapters.clickhouse_adapter import RoleNotUsable, may_write
from bi.warehouse.engines import read_only_engine
from bi.warehouse.warehouse import Warehouse
from tests.bi.shop import SHOP
from tests.engines.clickhouse.running import ClickHouseServer

# 12 * 11^11 rows to count: no engine is done with it in time.
ENDLESS = "SELECT COUNT(*) FROM order_lines AS l0 " + " ".join(
    f"JOIN order_lines AS l{i} ON l{i}.line_id <> l0.line_id" for i in range(1, 12)
)
# Rows that a reader waits for: the first has not come when it is stopped.
ENDLESS_ROWS = "SELECT number FROM numbers(1000000000000) WHERE sipHash64(number) = 3"


@pytest.fixture
async def warehouse(shop_url: str) -> AsyncIterator[Warehouse]:
    opened = Warehouse(shop_url, row_limit=5, timeout_s=20.0)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def watcher(shop_url: str) -> AsyncIterator[Warehouse]:
    """Sees what the server runs."""
    opened = Warehouse(shop_url)
    yield opened
    await opened.close()


def guarded(sql: str) -> GuardedQuery:
    return guard_sql(sql, SHOP, "clickhouse")


async def endless_queries(watcher: Warehouse) -> int:
    """How many the server runs now."""
    fetched = await watcher.fetch(
        "SELECT COUNT(*) FROM system.processes WHERE query LIKE 'SELECT COUNT(*) FROM (%'", 1, 20.0
    )
    return int(fetched.rows[0][0])


async def test_values_come_exactly(warehouse: Warehouse) -> None:
    fetched = await warehouse.fetch(
        """SELECT toDecimal128('12345678901234567890.12', 2) AS money, NULL AS nothing,
                  toDate32('1950-03-01') AS day, toDateTime64('2024-01-01 10:00:00.25', 2) AS at,
                  18446744073709551615 AS big, true AS yes, 'It''s' AS said,
                  toFixedString('DE', 3) AS code,
                  toUUID('6dd2ab14-2e6f-4ee5-8b0b-0c3a1f0b2d01') AS id,
                  CAST('b' AS Enum8('a' = 1, 'b' = 2)) AS kind, toLowCardinality('x') AS low""",
        1,
        20.0,
    )

    assert fetched.names[:7] == ("money", "nothing", "day", "at", "big", "yes", "said")
    assert fetched.rows[0] == (
        Decimal("12345678901234567890.12"),
        None,
        date(1950, 3, 1),
        datetime(2024, 1, 1, 10, 0, 0, 250_000),
        18446744073709551615,
        True,
        "It's",
        "DE",
        UUID("6dd2ab14-2e6f-4ee5-8b0b-0c3a1f0b2d01"),
        "b",
        "x",
    )


async def test_columns_of_other_sql_are_described_by_their_values(warehouse: Warehouse) -> None:
    result = await warehouse.run(
        guarded("SELECT region, COUNT(*) AS order_count FROM orders GROUP BY 1"), None
    )

    assert [(c.name, c.label, c.type, c.role) for c in result.columns] == [
        ("region", "Region", ColumnType.TEXT, ColumnRole.DIMENSION),
        ("order_count", "Order count", ColumnType.INTEGER, ColumnRole.MEASURE),
    ]


async def test_no_rows_still_have_columns(warehouse: Warehouse) -> None:
    result = await warehouse.run(
        guarded("SELECT region, order_id FROM orders WHERE order_id > 100 ORDER BY 1"), None
    )

    assert [column.name for column in result.columns] == ["region", "order_id"]
    assert result.rows == ()


async def test_rows_over_the_limit_are_cut_and_said_to_be(warehouse: Warehouse) -> None:
    all_of_them = await warehouse.run(guarded("SELECT survey_id FROM surveys ORDER BY 1"), None)
    cut = await warehouse.run(guarded("SELECT order_id FROM orders ORDER BY 1"), None)

    assert [row[0] for row in all_of_them.rows] == [1, 2, 3, 4, 5]
    assert not all_of_them.truncated
    assert [row[0] for row in cut.rows] == [1, 2, 3, 4, 5]
    assert cut.truncated


async def test_the_server_sends_no_more_rows_than_are_read(warehouse: Warehouse) -> None:
    # Were all of them sent, the test would not end.
    fetched = await warehouse.fetch("SELECT number FROM numbers(1000000000000)", 5, 20.0)

    assert [row[0] for row in fetched.rows] == [0, 1, 2, 3, 4]
    assert fetched.truncated


async def test_a_limit_cuts_the_result_and_nothing_inside_it(warehouse: Warehouse) -> None:
    fetched = await warehouse.fetch(
        """WITH few AS (SELECT order_id FROM orders)
           SELECT COUNT(*), (SELECT COUNT(*) FROM order_lines WHERE order_id IN
                             (SELECT order_id FROM few)) FROM few""",
        1,
        20.0,
    )

    assert fetched.rows == [(8, 12)]


async def test_a_result_of_too_many_bytes_is_refused_and_not_cut(
    shop_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(clickhouse_adapter, "_MOST_BYTES", 1000)
    warehouse = Warehouse(shop_url)

    with pytest.raises(DatabaseRejected):
        await warehouse.fetch("SELECT toString(number) FROM numbers(500)", 1000, 20.0)

    assert "TOO_MANY_ROWS_OR_BYTES" in caplog.text
    await warehouse.close()


async def test_a_query_over_its_time_is_stopped_and_the_warehouse_works_on(
    warehouse: Warehouse,
) -> None:
    for endless in (guarded(ENDLESS).sql, ENDLESS_ROWS):
        with pytest.raises(QueryTimeout) as caught:
            await warehouse.fetch(endless, 5, 0.2)
        assert caught.value.code == "query_timeout"

    assert (await warehouse.fetch("SELECT 1", 1, 20.0)).rows[0][0] == 1


async def test_a_cancelled_query_leaves_every_connection_and_the_server_free(
    warehouse: Warehouse, watcher: Warehouse
) -> None:
    endless = guarded(ENDLESS)
    # More than there are connections: some run, some still wait for one.
    tasks = [asyncio.create_task(warehouse.run(endless, None)) for _ in range(6)]
    while await endless_queries(watcher) < 4:
        pass
    for task in tasks:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)

    assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)
    # Were one of them still running, this would wait for it until the test's own end.
    answers = await asyncio.gather(*(warehouse.fetch("SELECT 1", 1, 20.0) for _ in range(4)))
    assert [answer.rows[0][0] for answer in answers] == [1, 1, 1, 1]
    # It ends its threads a moment after it has told so; or the test ends here.
    while await endless_queries(watcher) > 0:
        pass


async def test_closing_stops_what_still_runs(warehouse: Warehouse, watcher: Warehouse) -> None:
    slow = asyncio.create_task(warehouse.run(guarded(ENDLESS), None))
    while await endless_queries(watcher) < 1:
        pass

    await warehouse.close()

    with pytest.raises(DatabaseUnavailable):
        await slow
    while await endless_queries(watcher) > 0:
        pass


async def test_a_slow_query_delays_no_other(warehouse: Warehouse, watcher: Warehouse) -> None:
    slow = asyncio.create_task(warehouse.run(guarded(ENDLESS), None))
    while await endless_queries(watcher) < 1:
        pass

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


async def test_an_error_among_the_rows_is_an_error(shop_url: str) -> None:
    # The first blocks are fine, and may have been sent when the bad one comes.
    sql = "SELECT throwIf(number = 3000000, 'too far') FROM numbers(4000000)"
    warehouse = Warehouse(shop_url, byte_limit=2**30)

    with pytest.raises(DatabaseRejected):
        await warehouse.fetch(sql, 4_000_000, 20.0)

    await warehouse.close()


WRITES = (
    "INSERT INTO targets VALUES ('2030-01-01', 1, 'North')",
    "ALTER TABLE targets DELETE WHERE 1",
    "TRUNCATE TABLE targets",
    "OPTIMIZE TABLE targets",
    "CREATE TABLE t (x Int32) ENGINE = Memory",
    "CREATE TEMPORARY TABLE t (x Int32)",
    "DROP TABLE targets",
    "RENAME TABLE targets TO goals",
)


@pytest.mark.parametrize("statement", WRITES)
async def test_nothing_can_be_written_even_past_the_guard(
    warehouse: Warehouse, statement: str
) -> None:
    with pytest.raises(DatabaseRejected):
        await warehouse.fetch(statement, 5, 20.0)

    count = await warehouse.fetch("SELECT COUNT(*) FROM targets", 1, 20.0)
    assert count.rows[0][0] == 6


ESCAPES = (
    "SELECT * FROM file('{file}', 'LineAsString')",
    "SELECT * FROM `{file}`",
    "INSERT INTO FUNCTION file('{file}.new', 'CSV', 'x Int32') SELECT 1",
    "SELECT * FROM url('file://{file}', 'LineAsString')",
    "SELECT * FROM remote('127.0.0.1', 'system.one')",
    "SELECT * FROM executable('cat {file}', 'TSV', 'x String')",
    "SET readonly = 0",
    "SELECT 1 SETTINGS readonly = 0",
    "SELECT 1 SETTINGS max_execution_time = 1000",
    "SELECT 1 SETTINGS max_result_bytes = 0",
)


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


async def test_the_engine_itself_reaches_nothing_else(warehouse: Warehouse, tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("the crown jewels")

    for statement in ESCAPES:
        with pytest.raises(DatabaseRejected):
            await warehouse.fetch(statement.format(file=file), 5, 20.0)

    assert files_in(tmp_path) == [file]


async def test_the_profile_reads_values_spans_and_numbers(warehouse: Warehouse) -> None:
    profile = await warehouse.profile(SHOP)

    assert tuple(profile.values[ColumnRef("customers", "country")]) == ("Canada", "United States")
    assert tuple(profile.values[ColumnRef("products", "category")]) == ("Furniture", "Technology")
    assert profile.spans[ColumnRef("orders", "order_date")] == (date(2023, 1, 31), date(2025, 1, 1))
    assert profile.spans[ColumnRef("orders", "placed_at")] == (date(2023, 1, 31), date(2025, 1, 1))
    assert profile.numbers[ColumnRef("products", "list_price")] == NumberSpan(0.3, 999.99, 4)
    assert profile.incomplete == frozenset()
    assert profile.unread == frozenset()
    assert warehouse.executed == 0


async def test_a_server_that_is_not_there_or_knows_no_such_user_is_unavailable(
    clickhouse_server: ClickHouseServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for url in (
        "clickhouse://default:sesame@127.0.0.1:1/shop",
        clickhouse_server.url(password="sesame"),
        clickhouse_server.url("no_such_database", password="sesame"),
    ):
        warehouse = Warehouse(url)
        for attempt in (warehouse.open, warehouse.ping):
            with pytest.raises(DatabaseUnavailable) as caught:
                await attempt()
            assert "sesame" not in str(caught.value)
        await warehouse.close()

    assert "sesame" not in caplog.text


async def test_a_database_that_is_not_there_is_unavailable(
    clickhouse_server: ClickHouseServer,
) -> None:
    warehouse = Warehouse(clickhouse_server.url("no_such_database"))

    with pytest.raises(DatabaseUnavailable):
        await warehouse.open()
    await warehouse.close()


async def test_a_server_that_was_started_anew_is_found_again(
    clickhouse_server: ClickHouseServer,
) -> None:
    server = ClickHouseServer()
    server.start()
    warehouse = Warehouse(server.url())
    await warehouse.open()

    server.stop()
    with pytest.raises(DatabaseUnavailable):
        await warehouse.ping()
    server.start()
    await warehouse.ping()

    await warehouse.close()
    server.stop()


async def test_a_role_that_may_write_is_warned_of(
    shop_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    warehouse = Warehouse(shop_url)
    await warehouse.open()
    await warehouse.close()

    assert "may do more than read" in caplog.text


@pytest.mark.parametrize(
    ("grant", "writes"),
    [
        ("GRANT SELECT ON shop.* TO reader", False),
        ("GRANT SELECT(name, country), SHOW TABLES ON shop.customers TO reader", False),
        ("GRANT dictGet ON *.* TO reader", False),
        ("GRANT analysts TO reader", False),
        ("GRANT SELECT, INSERT ON shop.* TO reader", True),
        ("GRANT INSERT(name) ON shop.customers TO reader", True),
        ("GRANT SELECT ON shop.* TO reader WITH GRANT OPTION", False),
        ("GRANT ALL ON *.* TO admin", True),
        ("GRANT CREATE TEMPORARY TABLE, S3 ON *.* TO loader", True),
        ("GRANT URL ON *.* TO loader", True),
    ],
)
def test_a_grant_of_more_than_reading_is_seen(grant: str, writes: bool) -> None:
    assert may_write(grant) is writes


async def test_a_role_whose_profile_is_read_only_is_limited_too(
    clickhouse_server: ClickHouseServer, shop_url: str
) -> None:
    warehouse = Warehouse(clickhouse_server.url("shop", user="reader"))

    with pytest.raises(QueryTimeout):
        await warehouse.fetch(ENDLESS_ROWS, 5, 0.2)
    with pytest.raises(DatabaseRejected):
        await warehouse.fetch(WRITES[0], 5, 20.0)
    await warehouse.close()


async def test_a_role_that_may_set_no_limits_is_refused(
    clickhouse_server: ClickHouseServer, shop_url: str
) -> None:
    warehouse = Warehouse(clickhouse_server.url("shop", user="bound"))

    with pytest.raises(RoleNotUsable, match="readonly = 1"):
        await warehouse.open()
    await warehouse.close()


async def test_an_inspection_can_look_but_not_write(shop_url: str) -> None:
    engine = read_only_engine(shop_url)
    with engine.connect() as connection:
        columns = {column["name"] for column in inspect(connection).get_columns("orders")}
        with pytest.raises(SQLAlchemyError):
            connection.execute(text("ALTER TABLE orders DELETE WHERE 1"))
    engine.dispose()

    assert "order_date" in columns
