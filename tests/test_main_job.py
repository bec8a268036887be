"""The main job end to end on the demo: every answer against SQL written by hand.

The demo of the tests ends on 2026-06-30, which is "today" to its questions.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import pytest_asyncio

from nodes.answer import Intent
from runs.service import Service
from tests.conversation import Conversation, Said, comparable

pytestmark = pytest.mark.asyncio(loop_scope="module")

LINES = (
    "FROM order_lines l JOIN orders o USING (order_id) "
    "JOIN customers c USING (customer_id) JOIN products p USING (product_id)"
)


@pytest_asyncio.fixture(loop_scope="module")
async def talk(service: Service) -> Conversation:
    return await Conversation.begin(service)


@pytest.fixture(scope="module")
def by_hand(
    demo_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the data for hand-written SQL: in one process DuckDB opens a file one way only."""
    copy = tmp_path_factory.mktemp("by_hand") / "demo.duckdb"
    shutil.copy(demo_database, copy)
    with duckdb.connect(str(copy), read_only=True) as connection:
        yield connection


def same(
    said: Said, database: duckdb.DuckDBPyConnection, sql: str, *, ordered: bool = False
) -> None:
    """The answer's rows are those of the hand-written SQL, column for column."""
    got, gold = comparable(said.rows), comparable(database.execute(sql).fetchall())
    assert gold, "the check itself found nothing"
    if ordered:
        assert got == gold
    else:
        assert sorted(got) == sorted(gold)


async def test_a_question_is_broken_down_and_drawn_another_way(
    talk: Conversation, by_hand: duckdb.DuckDBPyConnection, service: Service
) -> None:
    monthly = await talk.say("Show me monthly revenue for 2024")
    same(
        monthly,
        by_hand,
        f"SELECT date_trunc('month', o.order_date), sum(l.revenue) {LINES} "
        "WHERE year(o.order_date) = 2024 GROUP BY 1 ORDER BY 1",
        ordered=True,
    )
    assert monthly.answer.chart is not None
    assert monthly.answer.chart.type == "line"
    assert monthly.answer.visited == ("router", "sql", "viz", "insight")

    broken_down = await talk.refine("Break this down by product category")
    same(
        broken_down,
        by_hand,
        f"SELECT date_trunc('month', o.order_date), p.category, sum(l.revenue) {LINES} "
        "WHERE year(o.order_date) = 2024 GROUP BY 1, 2",
    )

    executed = service.datasources.get("demo").warehouse.executed
    stacked = await talk.visualize("stacked_bar")
    assert stacked.answer.chart is not None
    assert stacked.answer.chart.type == "stacked_bar"
    assert stacked.answer.intent is Intent.VISUALIZE
    assert stacked.rows == broken_down.rows
    assert stacked.answer.visited == ("router", "viz")
    assert service.datasources.get("demo").warehouse.executed == executed

    only = await talk.say("Now filter to Q4 only")
    same(
        only,
        by_hand,
        f"SELECT date_trunc('month', o.order_date), p.category, sum(l.revenue) {LINES} "
        "WHERE o.order_date >= '2024-10-01' AND o.order_date < '2025-01-01' GROUP BY 1, 2",
    )
    # The chart that was chosen stays: the rows are others, the columns are not.
    assert only.answer.chart is not None
    assert only.answer.chart.type == "stacked_bar"


async def test_the_top_customers_are_filtered_and_drawn_as_a_pie(
    talk: Conversation, by_hand: duckdb.DuckDBPyConnection
) -> None:
    top = (
        f"SELECT c.customer_name, sum(l.revenue) AS revenue {LINES} "
        "WHERE o.order_date >= '2026-05-01' AND o.order_date < '2026-06-01' {where}"
        "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10"
    )
    said = await talk.say("What were our top 10 customers by revenue last month?")
    same(said, by_hand, top.replace("{where}", ""), ordered=True)

    only = await talk.refine("Filter to only US customers")
    same(
        only,
        by_hand,
        top.replace("{where}", "AND c.country = 'United States' "),
        ordered=True,
    )

    pie = await talk.visualize("pie")
    assert pie.answer.chart is not None
    assert pie.answer.chart.type == "pie"


async def test_sales_by_region_for_the_last_fourth_quarter(
    talk: Conversation, by_hand: duckdb.DuckDBPyConnection
) -> None:
    every = await talk.say("Show revenue by region")
    by_region = f"SELECT o.region, sum(l.revenue) {LINES} {{where}} GROUP BY 1"
    same(every, by_hand, by_region.format(where=""))

    quarter = await talk.say("Show me sales by region for Q4")
    where = "WHERE o.order_date >= '2025-10-01' AND o.order_date < '2026-01-01'"
    same(quarter, by_hand, by_region.format(where=where))
    assert any("2025" in assumed for assumed in quarter.answer.understanding.assumptions)


async def test_a_chart_is_created_and_changed_in_words(
    talk: Conversation, by_hand: duckdb.DuckDBPyConnection, service: Service
) -> None:
    said = await talk.say("Create a chart comparing product categories by revenue")
    same(said, by_hand, f"SELECT p.category, sum(l.revenue) {LINES} GROUP BY 1")

    pie = await talk.say("Show it as a pie chart")
    assert pie.answer.chart is not None
    assert pie.answer.chart.type == "pie"

    executed = service.datasources.get("demo").warehouse.executed
    bar = await talk.say("Change the pie chart to a bar chart")
    assert bar.answer.chart is not None
    assert bar.answer.chart.type == "bar"
    assert service.datasources.get("demo").warehouse.executed == executed

    one = await talk.say("Filter to just the Technology category")
    same(
        one,
        by_hand,
        f"SELECT p.category, sum(l.revenue) {LINES} WHERE p.category = 'Technology' GROUP BY 1",
    )


async def test_the_top_five_customers(
    talk: Conversation, by_hand: duckdb.DuckDBPyConnection
) -> None:
    said = await talk.say("What are the top 5 customers by revenue?")
    same(
        said,
        by_hand,
        f"SELECT c.customer_name, sum(l.revenue) {LINES} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5",
        ordered=True,
    )


async def test_trends_in_satisfaction_by_month(
    talk: Conversation, by_hand: duckdb.DuckDBPyConnection
) -> None:
    said = await talk.say("Show me trends in customer satisfaction scores")
    assert said.answer.intent is Intent.QUERY
    assert len(said.rows) > 1
    by_month = await talk.say("Now break that down by month")
    same(
        by_month,
        by_hand,
        "SELECT date_trunc('month', survey_date), avg(score) FROM surveys GROUP BY 1 ORDER BY 1",
        ordered=True,
    )


LAST_MONTH = "WHERE o.order_date >= '2026-05-01' AND o.order_date < '2026-06-01'"


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("How many orders did we get last month?", f"SELECT count(*) FROM orders o {LAST_MONTH}"),
        (
            "average order value by channel in 2025",
            "SELECT o.channel, sum(r.revenue) / count(*) FROM orders o JOIN (SELECT order_id, "
            "sum(revenue) AS revenue FROM order_lines GROUP BY 1) r USING (order_id) "
            "WHERE year(o.order_date) = 2025 GROUP BY 1",
        ),
        (
            "profit per quarter since 2025",
            f"SELECT date_trunc('quarter', o.order_date), sum(l.revenue - l.cost) {LINES} "
            "WHERE o.order_date >= '2025-01-01' GROUP BY 1",
        ),
        (
            "units sold by sub-category in May 2026, only Furniture",
            f"SELECT p.sub_category, sum(l.quantity) {LINES} {LAST_MONTH} "
            "AND p.category = 'Furniture' GROUP BY 1",
        ),
        ("how many customers are there per country", "SELECT country, count(*) FROM customers "
         "GROUP BY 1"),
        (
            "share of revenue by segment in 2025",
            "SELECT segment, r / sum(r) OVER () FROM (SELECT c.segment, sum(l.revenue) AS r "
            f"{LINES} WHERE year(o.order_date) = 2025 GROUP BY 1)",
        ),
        (
            "number of orders by product category in 2025",
            f"SELECT p.category, count(DISTINCT o.order_id) {LINES} "
            "WHERE year(o.order_date) = 2025 GROUP BY 1",
        ),
        (
            "bottom 3 sub-categories by profit this year",
            f"SELECT p.sub_category, sum(l.revenue - l.cost) {LINES} "
            "WHERE o.order_date >= '2026-01-01' GROUP BY 1 ORDER BY 2, 1 LIMIT 3",
        ),
        (
            "revenue and target revenue by month in 2025",
            f"SELECT m, r, t FROM (SELECT date_trunc('month', o.order_date) AS m, "
            f"sum(l.revenue) AS r {LINES} WHERE year(o.order_date) = 2025 GROUP BY 1) JOIN "
            "(SELECT month AS m, sum(target_revenue) AS t FROM targets GROUP BY 1) USING (m)",
        ),
        (
            "revenue and target revenue by region in 2025",
            f"SELECT region, r, t FROM (SELECT o.region, sum(l.revenue) AS r {LINES} "
            "WHERE year(o.order_date) = 2025 GROUP BY 1) JOIN (SELECT region, "
            "sum(target_revenue) AS t FROM targets WHERE year(month) = 2025 GROUP BY 1) "
            "USING (region)",
        ),
        (
            "target attainment by region last quarter",
            f"SELECT region, r / t FROM (SELECT o.region, sum(l.revenue) AS r {LINES} "
            "WHERE o.order_date >= '2026-01-01' AND o.order_date < '2026-04-01' GROUP BY 1) "
            "JOIN (SELECT region, sum(target_revenue) AS t FROM targets "
            "WHERE month >= '2026-01-01' AND month < '2026-04-01' GROUP BY 1) USING (region)",
        ),
        (
            "which regions missed their target in 2025",
            f"SELECT region, r / t FROM (SELECT o.region, sum(l.revenue) AS r {LINES} "
            "WHERE year(o.order_date) = 2025 GROUP BY 1) JOIN (SELECT region, "
            "sum(target_revenue) AS t FROM targets WHERE year(month) = 2025 GROUP BY 1) "
            "USING (region) WHERE r < t",
        ),
        ("how much did we sell yesterday", f"SELECT sum(l.revenue) {LINES} "
         "WHERE o.order_date = '2026-06-29'"),
        (
            "how many units did we sell last month by region",
            f"SELECT o.region, sum(l.quantity) {LINES} {LAST_MONTH} GROUP BY 1",
        ),
        (
            "profit margin by category last quarter",
            f"SELECT p.category, sum(l.revenue - l.cost) / sum(l.revenue) {LINES} "
            "WHERE o.order_date >= '2026-01-01' AND o.order_date < '2026-04-01' GROUP BY 1",
        ),
    ],
)  # fmt: skip
async def test_plain_variations(
    talk: Conversation, by_hand: duckdb.DuckDBPyConnection, question: str, sql: str
) -> None:
    same(await talk.say(question), by_hand, sql)


async def test_the_total_of_what_was_shown(
    talk: Conversation, by_hand: duckdb.DuckDBPyConnection
) -> None:
    await talk.say("revenue by region in 2025")
    total = await talk.say("how much in total?")
    same(total, by_hand, f"SELECT sum(l.revenue) {LINES} WHERE year(o.order_date) = 2025")


async def test_a_comparison_with_the_previous_year(
    talk: Conversation, by_hand: duckdb.DuckDBPyConnection
) -> None:
    said = await talk.say("revenue by region in 2025 compared with the previous year")
    same(
        said,
        by_hand,
        "SELECT region, now, before, now / before - 1 FROM (SELECT o.region, "
        "sum(l.revenue) FILTER (year(o.order_date) = 2025) AS now, "
        f"sum(l.revenue) FILTER (year(o.order_date) = 2024) AS before {LINES} GROUP BY 1)",
    )


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("what will the weather be", "weather"),
        ("delete all orders", "delete"),
        ("revenue by zodiac sign", "zodiac"),
        ("how many unicorns did we sell last month", "unicorns"),
        ("satisfaction by product category", ""),
    ],
)
async def test_what_it_cannot_answer_is_asked_or_refused_and_never_a_number(
    talk: Conversation, service: Service, sentence: str, named: str
) -> None:
    executed = service.datasources.get("demo").warehouse.executed
    said = await talk.say(sentence)
    assert said.answer.intent is Intent.CLARIFY
    assert said.answer.asked_back is not None
    assert said.answer.result is None
    assert said.answer.sql is None
    assert named in said.answer.text
    assert service.datasources.get("demo").warehouse.executed == executed

    # The session works on afterwards.
    assert (await talk.say("revenue by region")).rows
