"""A warehouse on MariaDB: read-only, limited, interruptible, and honest about what it cannot do."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pymysql
import pytest

from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.model.catalog import Calendar, ColumnRef, Grain
from bi.model.errors import DatabaseRejected, DatabaseUnavailable, QueryTimeout
from bi.model.profile import NumberSpan
from bi.model.semantic import Operator, SemanticQuery, TimeGroup
from bi.warehouse.adapter import Failure
from bi.warehouse.adapters.mysql_adapter import MySQLAdapter, TimeZonesMissing
from bi.warehouse.adapters.mysql_url import UnknownUrlOption
from bi.warehouse.engines import adapter_for
from bi.warehouse.warehouse import Warehouse
from tests.bi.compiler.questions import MONTH, ORDERS, PLACED_AT, REVENUE, YEAR_2024, where
from tests.bi.shop import SHOP, mariadb_shop
from tests.bi.warehouse.test_warehouse import ENDLESS, files_in, guarded
from tests.certificates import Certificates
from tests.engines.mariadb.server import PASSWORD, READER, WRITER, MariaDBServer
from tests.servers import HOST, wait_until

# 12^9 rows: nobody waits for the last.
ENDLESS_ROWS = ENDLESS.replace("COUNT(*)", "l0.line_id")


@pytest.fixture
async def warehouse(mariadb: MariaDBServer) -> AsyncIterator[Warehouse]:
    opened = Warehouse(mariadb_shop(mariadb), row_limit=5, timeout_s=20.0)
    await opened.open()
    yield opened
    await opened.close()


async def opened_as(user: str, mariadb: MariaDBServer) -> Warehouse:
    mariadb_shop(mariadb)
    warehouse = Warehouse(mariadb.url(user, "shop"))
    await warehouse.open()
    return warehouse


@contextmanager
def connected(mariadb: MariaDBServer) -> Iterator[tuple[MySQLAdapter, Any]]:
    adapter = adapter_for(mariadb_shop(mariadb))
    assert isinstance(adapter, MySQLAdapter)
    engine = adapter.engine(pool_size=1)
    pooled = engine.raw_connection()
    yield adapter, pooled.dbapi_connection
    pooled.close()
    engine.dispose()


def queries_of(mariadb: MariaDBServer, user: str) -> int:
    """How many statements of a user the server works on."""
    with closing(mariadb.connect()) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM information_schema.processlist "
            "WHERE user = %s AND command = 'Query'",
            (user,),
        )
        (count,) = cursor.fetchone()
        return int(count)


async def test_compiled_questions_come_back_as_json_safe_rows(warehouse: Warehouse) -> None:
    query = SemanticQuery((REVENUE,), (MONTH,), time=YEAR_2024)
    compiled = compile_query(query, SHOP, warehouse.dialect)

    result = await warehouse.run(guarded(warehouse, compiled.sql), compiled.columns)

    assert result.rows == (("2024-01-01", 1633.9), ("2024-02-01", 33.33), ("2024-12-01", 750))
    assert not result.truncated


@pytest.mark.parametrize("own_limit", ["", " LIMIT 5", " LIMIT 6", " LIMIT 1000000000000"])
async def test_rows_over_the_limit_are_not_waited_for(warehouse: Warehouse, own_limit: str) -> None:
    # Without a stop, closing the cursor would read 12^9 rows.
    result = await warehouse.run(guarded(warehouse, ENDLESS_ROWS + own_limit), None)

    assert len(result.rows) == 5
    assert result.truncated is (own_limit != " LIMIT 5")
    answers = await asyncio.gather(*(warehouse.fetch("SELECT 1", 1, 20.0) for _ in range(8)))
    assert {answer.rows[0][0] for answer in answers} == {1}


async def test_a_query_over_its_time_is_stopped_and_the_warehouse_works_on(
    warehouse: Warehouse,
) -> None:
    with pytest.raises(QueryTimeout):
        await warehouse.fetch(guarded(warehouse, ENDLESS).sql, 5, 0.2)

    assert (await warehouse.fetch("SELECT 1", 1, 20.0)).rows == [(1,)]


def test_the_server_stops_a_query_by_itself(mariadb: MariaDBServer) -> None:
    with connected(mariadb) as (adapter, connection):
        with pytest.raises(pymysql.err.Error) as caught:
            adapter.fetch(connection, ENDLESS, 5, 0.1)

        assert adapter.failure(caught.value) is Failure.INTERRUPTED
        assert adapter.fetch(connection, "SELECT 1", 1, 5.0).rows == [(1,)]


async def test_cancelled_queries_leave_the_server_and_every_connection_free(
    warehouse: Warehouse, mariadb: MariaDBServer
) -> None:
    endless = guarded(warehouse, ENDLESS)
    # More than there are connections: some run, some still wait for one.
    tasks = [asyncio.create_task(warehouse.run(endless, None)) for _ in range(6)]
    await asyncio.to_thread(wait_until, lambda: queries_of(mariadb, READER) == 4)
    for task in tasks:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)

    assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)
    await asyncio.to_thread(wait_until, lambda: queries_of(mariadb, READER) == 0)
    answers = await asyncio.gather(*(warehouse.fetch("SELECT 1", 1, 20.0) for _ in range(4)))
    assert [answer.rows[0][0] for answer in answers] == [1, 1, 1, 1]


def test_an_interruption_that_comes_too_late_stops_no_other_query(mariadb: MariaDBServer) -> None:
    with connected(mariadb) as (adapter, connection):
        for _ in range(50):
            adapter.interrupt(connection)
            assert adapter.fetch(connection, "SELECT 1", 1, 5.0).rows == [(1,)]


async def test_closing_stops_what_still_runs(warehouse: Warehouse, mariadb: MariaDBServer) -> None:
    slow = asyncio.create_task(warehouse.run(guarded(warehouse, ENDLESS), None))
    await asyncio.to_thread(wait_until, lambda: queries_of(mariadb, READER) == 1)

    await warehouse.close()

    with pytest.raises(DatabaseUnavailable):
        await slow
    await warehouse.open()
    assert (await warehouse.fetch("SELECT 1", 1, 20.0)).rows == [(1,)]


WRITES = (
    "INSERT INTO targets VALUES ('2030-01-01', 1, 'North')",
    "DELETE FROM targets",
    "CREATE TABLE t (x INTEGER)",
    "CREATE TEMPORARY TABLE t (x INTEGER)",
    "DROP TABLE targets",
    "TRUNCATE targets",
    "SET SESSION TRANSACTION READ WRITE",
    "SET STATEMENT tx_read_only = 0 FOR DELETE FROM targets",
    "SET STATEMENT tx_read_only = 0 FOR CREATE TABLE t (x INTEGER)",
    "SET STATEMENT max_statement_time = 0 FOR SELECT 1",
    "/*! DELETE FROM targets */",
    "/*M!100000 DELETE FROM targets */",
    "SELECT 1; DELETE FROM targets",
    "WITH t AS (SELECT 1) DELETE FROM targets",
    "SELECT written()",
    "SELECT NEXT VALUE FOR counted",
    "SELECT * FROM targets FOR UPDATE",
    "CALL write_it()",
    "BEGIN NOT ATOMIC DELETE FROM targets; END",
    "EXECUTE IMMEDIATE 'DELETE FROM targets'",
    "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE secrets",
    "SELECT secret FROM secrets INTO OUTFILE '{folder}/stolen'",
    "SELECT secret FROM secrets INTO DUMPFILE '{folder}/stolen'",
)
# What tries to write in other ways than by a statement of its own.
PROGRAMS = (
    "CREATE SEQUENCE counted",
    "CREATE FUNCTION written() RETURNS INT MODIFIES SQL DATA "
    "BEGIN DELETE FROM targets; RETURN 1; END",
    "CREATE PROCEDURE write_it() DELETE FROM targets",
)


TABLES = """\
SELECT table_name FROM information_schema.tables WHERE table_schema = 'shop' ORDER BY 1"""


@pytest.mark.parametrize("statement", WRITES)
async def test_nothing_can_be_written_even_past_the_guard(
    mariadb: MariaDBServer, statement: str
) -> None:
    # A user who might write, but not files: from them only that privilege's absence keeps.
    user = READER if "FILE" in statement else WRITER
    warehouse = await opened_as(user, mariadb)
    for program in PROGRAMS:
        mariadb.execute(program, database="shop")
    before = files_in(mariadb.folder)
    tables = await warehouse.fetch(TABLES, 50, 20.0)

    with pytest.raises((DatabaseRejected, DatabaseUnavailable)):
        await warehouse.fetch(statement.format(folder=mariadb.folder), 5, 20.0)

    assert (await warehouse.fetch("SELECT COUNT(*) FROM targets", 1, 20.0)).rows == [(6,)]
    assert await warehouse.fetch(TABLES, 50, 20.0) == tables
    assert files_in(mariadb.folder) == before
    await warehouse.close()


async def test_files_of_the_machine_are_not_read(
    warehouse: Warehouse, mariadb: MariaDBServer
) -> None:
    fetched = await warehouse.fetch(f"SELECT LOAD_FILE('{mariadb.folder}/log')", 1, 20.0)

    assert fetched.rows == [(None,)]


async def test_a_url_cannot_loosen_the_connection(mariadb: MariaDBServer) -> None:
    loose = "?client_flag=65536&local_infile=1&init_command=SET+GLOBAL+max_connections=77"
    warehouse = Warehouse(mariadb_shop(mariadb) + loose)

    with pytest.raises(DatabaseRejected):
        await warehouse.fetch("SELECT 1; SELECT 2", 1, 20.0)

    assert (await warehouse.fetch("SELECT @@autocommit", 1, 20.0)).rows == [(1,)]
    await warehouse.close()


@pytest.mark.parametrize(
    ("options", "encrypted"),
    [
        ("", True),
        ("?ssl_ca={authority}", True),
        ("?ssl_ca={authority}&ssl_verify_cert=true&ssl_verify_identity=true", True),
        ("?ssl_verify_cert=false", True),
        ("?ssl_disabled=false", True),
        ("?ssl_disabled=true", False),
    ],
)
async def test_a_query_is_stopped_over_the_same_encryption(
    mariadb: MariaDBServer, options: str, encrypted: bool
) -> None:
    url = mariadb_shop(mariadb) + options.format(authority=mariadb.authority)
    warehouse = Warehouse(url)

    ciphers = await warehouse.fetch(
        "SELECT variable_value FROM information_schema.session_status "
        "WHERE variable_name = 'Ssl_cipher'",
        1,
        20.0,
    )
    with pytest.raises(QueryTimeout):
        await warehouse.fetch(ENDLESS, 5, 0.2)

    assert bool(ciphers.rows[0][0]) is encrypted
    await asyncio.to_thread(wait_until, lambda: queries_of(mariadb, READER) == 0)
    await warehouse.close()


@pytest.mark.parametrize(
    "options",
    [
        "?ssl_ca={other}",
        "?ssl_ca={other}&ssl_verify_cert=true",
        "?ssl_ca={other}&ssl_verify_identity=true",
        "?ssl_verify_cert=true",
        "?ssl_verify_identity=true",
    ],
)
async def test_a_certificate_of_another_authority_is_not_believed(
    mariadb: MariaDBServer, tmp_path: Path, options: str
) -> None:
    other = Certificates.made_in(tmp_path).authority
    warehouse = Warehouse(mariadb_shop(mariadb) + options.format(other=other))

    with pytest.raises(DatabaseUnavailable):
        await warehouse.open()

    await warehouse.close()


async def test_an_option_of_the_url_that_is_not_known_is_named(mariadb: MariaDBServer) -> None:
    warehouse = Warehouse(mariadb_shop(mariadb) + "?ssl_verify_identiy=true")

    with pytest.raises(UnknownUrlOption, match="ssl_verify_identiy"):
        await warehouse.open()

    await warehouse.close()


async def test_a_user_who_may_write_is_warned_of(
    mariadb: MariaDBServer, caplog: pytest.LogCaptureFixture
) -> None:
    await (await opened_as(READER, mariadb)).close()
    assert "may do more than read" not in caplog.text
    await (await opened_as(WRITER, mariadb)).close()
    assert "may do more than read: ALL PRIVILEGES" in caplog.text


async def test_a_role_that_may_write_is_warned_of(
    mariadb: MariaDBServer, caplog: pytest.LogCaptureFixture
) -> None:
    mariadb.execute(
        "CREATE ROLE editors; CREATE USER editor IDENTIFIED BY 'hush'; GRANT editors TO editor;"
        "SET DEFAULT ROLE editors FOR editor; GRANT SELECT ON shop.* TO editor;"
        "GRANT FILE ON *.* TO editor;"
        "GRANT SELECT, INSERT, UPDATE (region) ON shop.orders TO editors"
    )
    await (await opened_as("editor", mariadb)).close()

    mariadb.execute("DROP USER editor; DROP ROLE editors")
    (warning,) = [record.message for record in caplog.records if "more than read" in record.message]
    assert all(privilege in warning for privilege in ("FILE", "INSERT", "UPDATE"))
    assert "SELECT," not in warning


async def test_zones_that_the_server_does_not_know_are_refused(warehouse: Warehouse) -> None:
    in_tokyo = replace(SHOP, calendar=Calendar(time_zone="Asia/Tokyo"))
    by_day = SemanticQuery((ORDERS,), (TimeGroup(Grain.DAY, PLACED_AT),))
    compiled = compile_query(by_day, in_tokyo, warehouse.dialect)

    with pytest.raises(TimeZonesMissing, match="Asia/Tokyo") as caught:
        await warehouse.run(guard_sql(compiled.sql, in_tokyo, "mysql"), compiled.columns)

    assert caught.value.code == "time_zones_missing"


@pytest.mark.parametrize("mode", ["", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES,PIPES_AS_CONCAT"])
@pytest.mark.parametrize(
    "value", ["\\", "\\' OR 1=1 -- ", "x' OR '1'='1", '" OR "1"="1', "/*! 1 */"]
)
async def test_values_stay_values_whatever_the_mode_of_the_server(
    mariadb: MariaDBServer, mode: str, value: str
) -> None:
    url = mariadb_shop(mariadb)
    name = value.replace("\\", "\\\\").replace("'", "\\'")
    mariadb.execute(f"UPDATE customers SET name = '{name}' WHERE customer_id = 3", "shop")
    mariadb.execute(f"SET GLOBAL sql_mode = '{mode}'")
    warehouse = Warehouse(url)
    equal = SemanticQuery(
        columns=(ColumnRef("customers", "name"),),
        dataset="customers",
        filters=(
            where("customers", "name", Operator.IN, value),
            where("customers", "name", Operator.CONTAINS, value),
        ),
    )
    compiled = compile_query(equal, SHOP, "mysql")

    result = await warehouse.run(guard_sql(compiled.sql, SHOP, "mysql"), compiled.columns)

    mariadb.execute("SET GLOBAL sql_mode = DEFAULT")
    assert result.rows == ((value,),)
    await warehouse.close()


async def test_times_of_day_bits_and_moments_are_told_apart(mariadb: MariaDBServer) -> None:
    mariadb.create(
        "kinds",
        "CREATE TABLE kinds (t TIME, b BIT(3), m TIMESTAMP NULL, big BIGINT UNSIGNED,"
        " n DECIMAL(30,2), bytes VARBINARY(4)); SET time_zone = '+02:00';"
        "INSERT INTO kinds VALUES ('13:45:10', b'101', '2024-07-01 12:00:00', 18446744073709551615,"
        " 12345678901234567890123456.78, x'00ff'), (NULL, NULL, NULL, NULL, NULL, NULL)",
    )
    warehouse = Warehouse(mariadb.url(database="kinds"))

    fetched = await warehouse.fetch("SELECT * FROM kinds ORDER BY t IS NULL", 5, 20.0)

    first, nothing = fetched.rows
    assert first[:2] == (time(13, 45, 10), 5)
    assert first[2].isoformat() == "2024-07-01T10:00:00"
    assert (first[3], str(first[4]), first[5]) == (
        18446744073709551615,
        "12345678901234567890123456.78",
        b"\x00\xff",
    )
    assert set(nothing) == {None}
    await warehouse.close()


async def test_a_long_list_of_texts_is_not_cut(mariadb: MariaDBServer) -> None:
    script = "CREATE TABLE texts (t TEXT); INSERT INTO texts VALUES (REPEAT('x', 60000))"
    mariadb.create("long", script + "; INSERT INTO texts SELECT t FROM texts" * 5)
    warehouse = Warehouse(mariadb.url(database="long"))

    fetched = await warehouse.fetch(
        "SELECT LENGTH(GROUP_CONCAT(t SEPARATOR '')), SUM(LENGTH(t)) FROM texts", 5, 20.0
    )

    (row,) = fetched.rows
    assert row[0] == row[1] > 2**20
    await warehouse.close()


async def test_the_profile_reads_values_and_spans(warehouse: Warehouse) -> None:
    profile = await warehouse.profile(SHOP)

    assert tuple(profile.values[ColumnRef("customers", "country")]) == ("Canada", "United States")
    assert profile.spans[ColumnRef("orders", "order_date")] == (date(2023, 1, 31), date(2025, 1, 1))
    assert profile.spans[ColumnRef("orders", "placed_at")] == (date(2023, 1, 31), date(2025, 1, 1))
    assert profile.numbers[ColumnRef("products", "list_price")] == NumberSpan(0.3, 999.99, 4)
    assert profile.incomplete == frozenset()
    assert warehouse.executed == 0


async def test_what_the_database_rejects_is_told_to_the_log_alone(
    warehouse: Warehouse, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(DatabaseRejected) as caught:
        await warehouse.fetch("SELECT no_such_column FROM orders", 5, 20.0)

    assert "no_such_column" not in str(caught.value)
    assert "no_such_column" in caplog.text


async def test_a_column_of_an_arbitrary_row_is_not_shown_beside_groups(
    warehouse: Warehouse,
) -> None:
    with pytest.raises(DatabaseRejected):
        await warehouse.fetch("SELECT region, order_id FROM orders GROUP BY region", 5, 20.0)


async def test_unsigned_numbers_have_differences_below_zero(warehouse: Warehouse) -> None:
    fetched = await warehouse.fetch(
        "SELECT CAST(order_id AS UNSIGNED) - 2 FROM orders WHERE order_id = 1", 1, 20.0
    )

    assert fetched.rows == [(-1,)]


async def test_a_server_that_is_not_there_or_lets_nobody_in_is_unavailable(
    mariadb: MariaDBServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for url in (
        f"mysql://{READER}:hunter2@{HOST}:1/shop",
        f"mysql://{READER}:hunter2@{HOST}:{mariadb.port}/shop",
        mariadb.url(database="nowhere"),
    ):
        warehouse = Warehouse(url)
        with pytest.raises(DatabaseUnavailable) as caught:
            await warehouse.open()
        assert caught.value.retryable
        await warehouse.close()

    assert "hunter2" not in caplog.text
    assert PASSWORD not in caplog.text


async def test_connections_that_the_server_closed_are_replaced(
    warehouse: Warehouse, mariadb: MariaDBServer
) -> None:
    mariadb.execute(f"KILL USER {READER}")

    result = await warehouse.run(guarded(warehouse, "SELECT COUNT(*) FROM orders"), None)

    assert result.rows == ((8,),)
