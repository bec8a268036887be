"""The demo business: the same every time, exact, and with its planted events in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from demo.build import build_demo, planted_events

END = date(2026, 6, 30)
SMALL = date(2024, 2, 14)


@pytest.fixture(scope="module")
def demo(demo_rows: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(demo_rows, read_only=True) as connection:
        yield connection


def one(demo: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = demo.execute(sql).fetchone()
    assert row is not None
    return row


def test_there_are_enough_rows_up_to_the_end(demo: duckdb.DuckDBPyConnection) -> None:
    lines, customers, products = one(
        demo,
        "SELECT (SELECT count(*) FROM order_lines), (SELECT count(*) FROM customers),"
        " (SELECT count(*) FROM products)",
    )
    assert (lines >= 100_000, customers, products) == (True, 2000, 120)
    days = one(
        demo, "SELECT min(order_date), max(order_date), count(DISTINCT order_date) FROM orders"
    )
    assert days == (date(2022, 1, 1), END, (END - date(2022, 1, 1)).days + 1)


def test_names_are_unique(demo: duckdb.DuckDBPyConnection) -> None:
    assert one(demo, "SELECT count(DISTINCT customer_name) FROM customers") == (2000,)
    assert one(demo, "SELECT count(DISTINCT product_name) FROM products") == (120,)


def test_every_month_sells_one_to_three_million(demo: duckdb.DuckDBPyConnection) -> None:
    least, most = one(
        demo,
        "SELECT min(r), max(r) FROM (SELECT sum(revenue) AS r FROM order_lines JOIN orders"
        " USING (order_id) GROUP BY date_trunc('month', order_date))",
    )
    assert 900_000 < least < most < 3_500_000


def test_amounts_are_exact(demo: duckdb.DuckDBPyConnection) -> None:
    wrong = one(
        demo,
        "SELECT count(*) FROM order_lines WHERE revenue <> round(quantity * unit_price *"
        " (1 - discount), 2) OR discount NOT BETWEEN 0 AND 0.4 OR quantity < 1 OR cost <= 0",
    )
    assert wrong == (0,)
    (total,) = one(demo, "SELECT sum(revenue) FROM order_lines")
    assert isinstance(total, Decimal)


def test_nobody_orders_before_signing_up(demo: duckdb.DuckDBPyConnection) -> None:
    early = one(
        demo,
        "SELECT count(*) FROM orders JOIN customers USING (customer_id)"
        " WHERE order_date < signup_date",
    )
    assert early == (0,)


def test_under_half_of_the_customers_are_american(demo: duckdb.DuckDBPyConnection) -> None:
    (share,) = one(demo, "SELECT avg((country = 'United States')::INTEGER) FROM customers")
    assert 0.42 < share < 0.48


def test_the_fourth_quarter_is_the_peak_of_every_whole_year(
    demo: duckdb.DuckDBPyConnection,
) -> None:
    rows = demo.execute(
        "SELECT year(order_date) AS y, arg_max(q, r) FROM (SELECT order_date.quarter() AS q,"
        " any_value(order_date) AS order_date, sum(revenue) AS r FROM order_lines JOIN orders"
        " USING (order_id) WHERE order_date < DATE '2026-01-01'"
        " GROUP BY year(order_date), q) GROUP BY y ORDER BY y"
    ).fetchall()
    assert rows == [(2022, 4), (2023, 4), (2024, 4), (2025, 4)]


def test_the_planted_events_are_there(demo: duckdb.DuckDBPyConnection) -> None:
    events = planted_events(END)
    first_wellness = one(
        demo,
        "SELECT min(order_date) FROM orders JOIN order_lines USING (order_id)"
        " JOIN products USING (product_id) WHERE category = 'Wellness'",
    )[0]
    assert first_wellness.replace(day=1) == events.wellness
    west, others = monthly_orders(demo, "= 'West'"), monthly_orders(demo, "<> 'West'")
    share = {month: west[month] / (west[month] + others[month]) for month in west}
    assert min(share, key=lambda month: share[month]) == events.fall_of_west
    discounts = by_month(demo, "avg(discount)", "order_lines JOIN orders USING (order_id)", "order")
    assert max(discounts, key=lambda month: discounts[month]) == events.campaign
    scores = by_month(demo, "avg(score)", "surveys WHERE channel = 'Online'", "survey")
    worst = sorted(scores, key=lambda month: scores[month])[:2]
    assert events.satisfaction in worst


def monthly_orders(demo: duckdb.DuckDBPyConnection, region: str) -> dict[date, int]:
    return by_month(demo, "count(*)", f"orders WHERE region {region}", "order")


def by_month(
    demo: duckdb.DuckDBPyConnection, value: str, rows: str, date_of: str
) -> dict[date, Any]:
    sql = f"SELECT date_trunc('month', {date_of}_date)::DATE, {value} FROM {rows} GROUP BY 1"
    return dict(demo.execute(sql).fetchall())


def test_every_month_and_region_has_a_target(demo: duckdb.DuckDBPyConnection) -> None:
    assert one(demo, "SELECT count(*), min(month), max(month) FROM targets") == (
        54 * 4,
        date(2022, 1, 1),
        date(2026, 6, 1),
    )


def content(path: Path) -> list[Any]:
    """Every row of every table, summed up by order-sensitive hashes."""
    with duckdb.connect(path, read_only=True) as connection:
        tables = [row[0] for row in connection.execute("SHOW TABLES").fetchall()]
        return [
            (
                table,
                connection.execute(f"SELECT md5(string_agg(t::VARCHAR)) FROM {table} t").fetchone(),
            )
            for table in tables
        ]


def test_the_same_end_gives_the_same_rows(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build_demo(tmp_path / name, end=SMALL, lines=5000)
    assert content(tmp_path / "one") == content(tmp_path / "two")
    build_demo(tmp_path / "one", end=date(2024, 2, 15), lines=5000)
    assert content(tmp_path / "one") != content(tmp_path / "two")


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    build_demo(tmp_path / "new" / "demo.duckdb", end=SMALL, lines=1000)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["demo.duckdb"]


def test_an_end_too_near_the_start_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2023-03-01"):
        build_demo(tmp_path / "demo.duckdb", end=date(2022, 12, 31))
