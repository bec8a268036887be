"""Compiled questions give on a Spark cluster the rows that SQL written by hand gives."""

from __future__ import annotations

from collections.abc import Iterator
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
from tests.bi.compiler.test_rows import by_hand_cell, comparable

# The first statement of a cluster waits for its executors.
pytestmark = pytest.mark.timeout(300)

_LINES = "order_lines l JOIN orders o ON o.order_id = l.order_id"
_MONTH = "SUBSTR(CAST(order_date AS TEXT), 1, 7) || '-01'"
_IN_2024 = "SUBSTR(CAST(order_date AS TEXT), 1, 4) = '2024'"
# Spark knows no subquery that depends on an outer group.
BY_HAND = {
    "ratio": """
        SELECT o.region, SUM(u.units) / COUNT(*) FROM orders o LEFT JOIN
        (SELECT order_id, SUM(quantity) AS units FROM order_lines GROUP BY 1) u
        ON u.order_id = o.order_id GROUP BY o.region""",
    "difference": """
        SELECT c.country, o.orders - c.customers FROM
        (SELECT country, COUNT(*) AS customers FROM customers GROUP BY 1) c LEFT JOIN
        (SELECT country, COUNT(*) AS orders FROM orders n
         LEFT JOIN customers i ON i.customer_id = n.customer_id GROUP BY 1) o
        ON o.country IS NOT DISTINCT FROM c.country""",
    "two_facts_in_one_metric": f"""
        SELECT a.month, a.revenue / b.orders FROM
        (SELECT {_MONTH} AS month, COUNT(*) AS orders FROM orders WHERE {_IN_2024} GROUP BY 1) b
        LEFT JOIN
        (SELECT {_MONTH} AS month, SUM(revenue) AS revenue FROM {_LINES} GROUP BY 1) a
        ON a.month = b.month ORDER BY 1""",
}


@pytest.fixture(scope="module")
def shop(shop_url: str) -> Iterator[tuple[Adapter, Engine]]:
    adapter = adapter_for(shop_url)
    engine = adapter.engine(pool_size=1)
    yield adapter, engine
    engine.dispose()


def written_for_spark(question: Question) -> str:
    """The SQL is the same on all engines but for names, and that these divide doubles."""
    tree = sqlglot.parse_one(BY_HAND.get(question.name, question.by_hand), dialect="duckdb")
    for node in list(tree.find_all(exp.Div, exp.Avg)):
        node.set("this", exp.cast(node.this, "DOUBLE"))
    return tree.sql(dialect="spark")


def fetch(shop: tuple[Adapter, Engine], sql: str) -> Any:
    adapter, engine = shop
    pooled = engine.raw_connection()
    try:
        connection = pooled.dbapi_connection
        assert connection is not None
        return adapter.fetch(connection, sql, 1000, 120.0)
    finally:
        pooled.close()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_rows_are_those_of_sql_written_by_hand_and_of_the_text_shown(
    shop: tuple[Adapter, Engine], question: Question
) -> None:
    compiled = compile_query(question.query, question.catalog, "spark")

    run = fetch(shop, guard_sql(compiled.sql, question.catalog, "spark").sql)
    shown = fetch(shop, compiled.sql)
    by_hand = fetch(shop, written_for_spark(question))

    assert run.names == tuple(column.name for column in compiled.columns)
    rows = comparable(rows_as_cells(run.rows, compiled.columns))
    assert rows == comparable(rows_as_cells(shown.rows, compiled.columns))
    expected = comparable([tuple(map(by_hand_cell, row)) for row in by_hand.rows])
    if "ORDER BY" in question.by_hand.rpartition(")")[2]:
        assert rows == expected
    else:
        assert sorted(rows, key=repr) == sorted(expected, key=repr)
    assert rows
