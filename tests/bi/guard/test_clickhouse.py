"""What ClickHouse has beyond other engines: settings, formats, and ways out of the database."""

from __future__ import annotations

import pytest

from bi.guard.guard import guard_sql
from bi.model.errors import QueryRefused
from tests.bi.shop import SHOP

ALLOWED = (
    "SELECT toStartOfMonth(order_date) AS month, count() FROM orders GROUP BY month",
    "SELECT region, quantileExactInclusive(0.9)(toFloat64(shipping_cost)) FROM orders GROUP BY 1",
    "SELECT countIf(region = 'North'), sumIf(shipping_cost, region != 'North') FROM orders",
    "SELECT toFloat64(shipping_cost) / 3 FROM orders",
    "SELECT uniqExact(customer_id) AS buyers FROM orders WHERE order_date >= toDate('2024-01-01')",
    "SELECT multiIf(region = 'North', 1, 0), toTimeZone(placed_at, 'Europe/Berlin') FROM orders",
    "SELECT CAST(region AS Nullable(String)), order_date::Date32 FROM orders",
    "SELECT region FROM orders ORDER BY order_id LIMIT 1 BY region",
    "SELECT region FROM orders SETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 1",
)
REFUSED = {
    "settings": (
        "SELECT region FROM orders SETTINGS max_execution_time = 0",
        "SELECT region FROM orders SETTINGS readonly = 0",
        "SELECT region FROM orders SETTINGS join_use_nulls = 0",
        "SELECT region FROM orders SETTINGS join_use_nulls = 1, max_memory_usage = 0",
        "SELECT region FROM (SELECT region FROM orders SETTINGS join_use_nulls = 1)",
        "SELECT region FROM (SELECT region, order_id FROM orders SETTINGS order_id = 1)",
        "SELECT region FROM orders FORMAT Null",
        "SELECT region FROM (SELECT region FROM orders FORMAT JSON)",
    ),
    "syntax": ("SELECT region FROM orders INTO OUTFILE '/tmp/out'", "KILL QUERY WHERE 1"),
    "function": (
        "SELECT file('/etc/passwd')",
        "SELECT dictGet('customers', 'password', 1)",
        "SELECT getSetting('readonly'), hostName()",
        "SELECT x FROM url('http://example.com', 'CSV', 'x String')",
        "SELECT x FROM s3('http://example.com/x.csv')",
        "SELECT * FROM remote('127.0.0.1', 'system.one')",
        "SELECT * FROM merge('shop', 'customers')",
        "SELECT * FROM numbers(1000000000)",
        "SELECT arrayJoin(range(100000000)) FROM orders",
        "SELECT joinGet('customers', 'password', 1)",
        "SELECT sleep(3) FROM orders",
        "SELECT COLUMNS('pass') FROM customers",
        "SELECT * APPLY(max) FROM customers",
    ),
    "unknown_table": (
        "SELECT * FROM system.users",
        "SELECT * FROM customers, default.secrets",
        "SELECT * FROM INFORMATION_SCHEMA.tables",
    ),
    "unknown_column": (
        "SELECT password FROM customers",
        "SELECT customers.password FROM customers",
    ),
    "construct": (
        "SELECT order_id FROM orders WHERE order_id IN secrets",
        "SELECT region FROM orders PREWHERE order_id = 1",
        "WITH 1 AS x SELECT x",
    ),
    "growth": ("SELECT repeat(region, 100000000) FROM orders",),
    "parameter": ("SELECT {name:String} FROM orders",),
    "not_a_query": (
        "SYSTEM SHUTDOWN",
        "SHOW TABLES",
        "SET readonly = 0",
    ),
}


@pytest.mark.parametrize("sql", ALLOWED)
def test_what_only_reads_is_let_through(sql: str) -> None:
    assert guard_sql(sql, SHOP, "clickhouse").sql


@pytest.mark.parametrize(
    ("rule", "sql"), [(rule, sql) for rule in REFUSED for sql in REFUSED[rule]]
)
def test_what_reaches_further_is_refused_by_its_rule(rule: str, sql: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        guard_sql(sql, SHOP, "clickhouse")

    assert caught.value.details["rule"] == rule


def test_the_settings_that_are_allowed_stay_in_the_text() -> None:
    written = guard_sql(ALLOWED[-1], SHOP, "clickhouse").sql

    assert written.endswith("SETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 1")
