"""Compiled questions give on ClickHouse the rows that SQL written by hand gives.

The text shown runs as people would run it that copy it: without the adapter's settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import sqlglot
from sqlalchemy import Engine
from sqlglot import exp

from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.warehouse.adapter import Adapter
from bi.warehouse.cells import rows_as_cells
from bi.warehouse.engines import adapter_for
from tests.bi.compiler.all_questions import QUESTIONS
from tests.bi.compiler.questions import Question
from tests.bi.compiler.test_rows import by_hand_cell, comparable, fetch
from tests.engines.clickhouse.running import ClickHouseServer

_LINES = "order_lines l JOIN orders o ON o.order_id = l.order_id"
# NULL finds nothing in a subquery about another table's row, and a sum of decimals by a number
# keeps two digits.
BY_HAND = {
    "ratio": f"""SELECT a.region, CAST(units AS DOUBLE) / orders
        FROM (SELECT COALESCE(region, '-') AS name, SUM(quantity) AS units
              FROM {_LINES} GROUP BY 1) b
        JOIN (SELECT region, COALESCE(region, '-') AS name, COUNT(*) AS orders
              FROM orders GROUP BY 1, 2) a ON a.name = b.name""",
    "difference": """SELECT a.country, orders - customers
        FROM (SELECT COALESCE(country, '-') AS name, COUNT(*) AS orders
              FROM orders o LEFT JOIN customers c ON c.customer_id = o.customer_id GROUP BY 1) b
        JOIN (SELECT country, COALESCE(country, '-') AS name, COUNT(*) AS customers
              FROM customers GROUP BY 1, 2) a ON a.name = b.name""",
    "two_facts_in_one_metric": f"""SELECT CONCAT(a.month, '-01'), CAST(revenue AS DOUBLE) / orders
        FROM (SELECT SUBSTR(CAST(order_date AS TEXT), 1, 7) AS month, SUM(revenue) AS revenue
              FROM {_LINES} GROUP BY 1) b
        JOIN (SELECT SUBSTR(CAST(order_date AS TEXT), 1, 7) AS month, COUNT(*) AS orders
              FROM orders GROUP BY 1) a ON a.month = b.month
        WHERE SUBSTR(a.month, 1, 4) = '2024' ORDER BY 1""",
    "two_facts_meet_in_a_conformed_dimension": f"""SELECT r.region, revenue, target
        FROM (SELECT region, COALESCE(region, '-') AS name FROM orders
              UNION SELECT area, COALESCE(area, '-') FROM targets) r
        LEFT JOIN (SELECT COALESCE(region, '-') AS name, SUM(revenue) AS revenue
                   FROM {_LINES} GROUP BY 1) a ON a.name = r.name
        LEFT JOIN (SELECT COALESCE(area, '-') AS name, SUM(target_revenue) AS target
                   FROM targets GROUP BY 1) t ON t.name = r.name
        ORDER BY 1 NULLS LAST""",
}


@pytest.fixture(scope="module")
def shop(shop_url: str) -> Iterator[tuple[Adapter, Engine]]:
    adapter = adapter_for(shop_url)
    engine = adapter.engine(pool_size=1)
    yield adapter, engine
    engine.dispose()


def written_for_clickhouse(question: Question) -> str:
    """Literals get names: two columns of a result that are called alike become one in a UNION."""
    tree = sqlglot.parse_one(BY_HAND.get(question.name, question.by_hand), dialect="duckdb")
    for select in tree.find_all(exp.Select):
        for index, column in enumerate(select.expressions):
            if isinstance(column, exp.Literal | exp.Null | exp.Neg):
                select.expressions[index] = exp.alias_(column, f"column_{index}", copy=False)
    return tree.sql(dialect="clickhouse")


def by_the_clock(value: Any) -> Any:
    """A moment as the database writes it."""
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_rows_are_those_of_sql_written_by_hand(
    shop: tuple[Adapter, Engine], question: Question
) -> None:
    compiled = compile_query(question.query, question.catalog, "clickhouse")

    run = fetch(shop, guard_sql(compiled.sql, question.catalog, "clickhouse").sql)
    by_hand = fetch(shop, written_for_clickhouse(question))

    assert run.names == tuple(column.name for column in compiled.columns)
    rows = comparable(rows_as_cells(run.rows, compiled.columns))
    expected = comparable([tuple(map(by_hand_cell, row)) for row in by_hand.rows])
    if "ORDER BY" in question.by_hand.rpartition(")")[2]:
        assert rows == expected
    else:
        assert sorted(rows, key=repr) == sorted(expected, key=repr)
    assert rows


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_text_shown_gives_the_same_rows_to_everybody(
    shop: tuple[Adapter, Engine], clickhouse_server: ClickHouseServer, question: Question
) -> None:
    import clickhouse_connect

    compiled = compile_query(question.query, question.catalog, "clickhouse")

    run = fetch(shop, guard_sql(compiled.sql, question.catalog, "clickhouse").sql)
    with clickhouse_connect.get_client(dsn=clickhouse_server.dsn("shop")) as plain:
        found = plain.query(compiled.sql, tz_mode="schema").result_rows
    shown = [tuple(map(by_the_clock, row)) for row in found]

    assert comparable(rows_as_cells(shown, compiled.columns)) == comparable(
        rows_as_cells(run.rows, compiled.columns)
    )
