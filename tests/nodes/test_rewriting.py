"""SQL that is changed by a sentence, through the whole service."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from bi.model.chart import ChartType
from nodes.answer import Answer
from nodes.events import Complete, Failed
from runs.model import RefineSql
from runs.service import Service
from tests.conversation import Conversation, comparable

pytestmark = pytest.mark.asyncio(loop_scope="module")

BY_REGION = """SELECT o.region, SUM(l.revenue) AS sold
FROM order_lines l INNER JOIN orders o USING (order_id)
WHERE o.order_date BETWEEN DATE '2025-01-01' AND DATE '2025-12-31' GROUP BY o.region"""

# Groups of groups, which no question of the catalog's words has in this way.
OFTEN = """SELECT n, COUNT(*) AS customers, n * COUNT(*) AS their_orders
FROM (SELECT customer_id, COUNT(*) AS n FROM orders GROUP BY customer_id) AS each
GROUP BY n ORDER BY n"""
GAPS = """SELECT customer_id, order_date - LAG(order_date) OVER (
  PARTITION BY customer_id ORDER BY order_date) AS gap FROM orders"""


async def refined(service: Service, sql: str, text: str) -> tuple[Conversation, Answer, Any]:
    talk = await Conversation.begin(service)
    ending = await talk.turn(RefineSql(sql, text))
    assert isinstance(ending, Complete), ending
    result = ending.answer.result
    rows = await service.runs.rows(result) if result else None
    return talk, ending.answer, rows and rows.rows


def rows_of(database: Path, sql: str) -> list[tuple[str, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return comparable(connection.execute(sql).fetchall())


async def test_sql_that_says_a_question_is_changed_as_one(
    service: Service, demo_rows: Path
) -> None:
    talk, answer, rows = await refined(service, BY_REGION, "by channel instead, only Germany")
    assert answer.asked_back is None
    assert answer.title == "Revenue by channel in 2025, only Germany"
    expected = """SELECT o.channel, SUM(l.revenue) FROM order_lines l JOIN orders o USING (order_id)
        JOIN customers c USING (customer_id)
        WHERE c.country = 'Germany' AND year(o.order_date) = 2025 GROUP BY 1 ORDER BY 1"""
    assert comparable(rows) == rows_of(demo_rows, expected)
    assert answer.chart is not None
    assert answer.lineage is not None
    further = await talk.refine("top 2")
    assert len(further.rows) == 2
    drawn = await talk.visualize("pie")
    assert drawn.answer.chart is not None
    assert drawn.answer.chart.type is ChartType.PIE


async def test_a_condition_is_put_where_its_table_is_read(
    service: Service, demo_rows: Path
) -> None:
    talk, answer, rows = await refined(service, OFTEN, "only Online in 2024")
    assert answer.asked_back is None, answer.text
    expected = OFTEN.replace(
        "FROM orders",
        "FROM orders WHERE channel = 'Online' AND order_date >= '2024-01-01' "
        "AND order_date < '2025-01-01'",
    )
    assert comparable(rows) == rows_of(demo_rows, expected)
    said = [token.text for token in answer.understanding.tokens]
    assert said == ["Only Online", "In 2024"]
    first = await talk.refine("top 3 by their orders")
    most = f"SELECT * FROM ({expected}) ORDER BY their_orders DESC LIMIT 3"
    assert comparable(first.rows) == rows_of(demo_rows, most)


@pytest.mark.parametrize(
    ("sql", "text", "said"),
    [
        (OFTEN, "by region instead", "grouping"),
        (OFTEN, "only unicorns", "unicorns"),
        (OFTEN, "only customers in Canada", "Canada"),
        (GAPS, "only Online", "window"),
        (GAPS, "top 3", "in no order"),
    ],
)
async def test_what_cannot_be_changed_safely_is_refused(
    service: Service, sql: str, text: str, said: str
) -> None:
    _, answer, rows = await refined(service, sql, text)
    assert rows is None
    assert answer.asked_back is not None
    assert not answer.asked_back.supported
    assert said in answer.text
    assert "would do" in answer.text


async def test_sql_that_the_guard_refuses_is_refused_with_its_rule(service: Service) -> None:
    talk = await Conversation.begin(service)
    ending = await talk.turn(RefineSql("DELETE FROM orders", "only Canada"))
    assert isinstance(ending, Failed)
    assert ending.code == "query_refused"
    assert ending.details["rule"]
    again = await talk.turn(RefineSql("SELECT * FROM secrets", "top 3"))
    assert isinstance(again, Failed)
    assert again.details["rule"] == "unknown_table"
