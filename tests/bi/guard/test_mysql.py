"""What only MariaDB and MySQL read as they do."""

from __future__ import annotations

import pytest

from bi.guard.guard import guard_sql
from bi.model.errors import QueryRefused
from tests.bi.shop import SHOP


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("SELECT name FROM customers /*! UNION SELECT secret FROM secrets */", "comment"),
        ("SELECT name /*!50000 , password */ FROM customers", "comment"),
        ("SELECT name FROM customers WHERE 1 = 1 /*M!100400 OR 1 = 1 */", "comment"),
        ("/*! DELETE FROM customers */", "one_statement"),
        ("SELECT SQL_CALC_FOUND_ROWS name FROM customers", "construct"),
        ("SELECT name FROM customers INTO OUTFILE '/tmp/x'", "syntax"),
        ("SELECT name FROM customers FOR UPDATE", "construct"),
        ("SELECT LOAD_FILE('/etc/passwd')", "function"),
        ("SELECT SLEEP(1)", "function"),
        ("SELECT GET_LOCK('x', 1)", "function"),
        ("SELECT @@hostname", "parameter"),
        ("SELECT @x := name FROM customers", "parameter"),
        ("SELECT `secret` FROM `secrets`", "unknown_table"),
        ("SELECT user FROM mysql.user", "unknown_table"),
    ],
)
def test_what_reaches_further_is_refused(sql: str, rule: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        guard_sql(sql, SHOP, "mysql")

    assert caught.value.details["rule"] == rule


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT name FROM customers /* a comment */ # and one more",
        "SELECT name FROM customers WHERE name = '/*! no comment */'",
        "SELECT /*+ MAX_EXECUTION_TIME(0) and one more */ name FROM customers",
        'SELECT `name` FROM `customers` WHERE name = "a text"',
        "SELECT YEARWEEK(signup_date), WEEKDAY(signup_date) FROM customers LIMIT 5, 10",
        "SELECT CONVERT_TZ(placed_at, 'UTC', 'Europe/Berlin') FROM orders",
    ],
)
def test_what_only_reads_is_allowed_and_written_without_comments(sql: str) -> None:
    written = guard_sql(sql, SHOP, "mysql").sql

    assert "comment */ #" not in written
    assert "and one more" not in written


def test_a_text_stays_a_text_and_a_name_a_name() -> None:
    written = guard_sql('SELECT name FROM customers WHERE name = "x\\\\y"', SHOP, "mysql").sql

    assert written.endswith("WHERE name = 'x\\\\y'")
