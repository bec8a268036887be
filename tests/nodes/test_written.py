"""Questions that a verified query's SQL answers, through the whole service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
import pytest_asyncio

from bi.model.chart import ChartType
from bi.model.errors import NothingToRefine
from bi.model.reading import Verified
from bi.model.result import ColumnRole
from bi.warehouse.exports.format import ExportFormat, ExportOptions
from demo.location import CATALOG
from nodes.answer import Intent
from nodes.events import Failed
from runs.model import Ask, Refine, Visualize
from runs.service import Service, ServiceOptions, open_service
from tests.conversation import Conversation

pytestmark = pytest.mark.asyncio(loop_scope="module")

AT_RISK = """SELECT c.customer_name, c.country, COUNT(*) AS late_orders
FROM orders AS o JOIN customers AS c ON o.customer_id = c.customer_id
WHERE o.ship_date > o.order_date + 5
GROUP BY c.customer_name, c.country ORDER BY late_orders DESC, c.customer_name LIMIT 7"""

VERIFIED = f"""
verified_queries:
  - question: Who is at risk?
    also: [Which clients worry us]
    sql: |
      {AT_RISK.replace(chr(10), chr(10) + "      ")}
    verified_by: Ana
    verified_on: 2026-03-01
  - question: How did we do?
    means: revenue by quarter in 2025
    verified_by: Ana
  - question: What may nobody see?
    sql: SELECT * FROM secrets
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def checked(
    valkey_url: str, demo_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Service]:
    folder = tmp_path_factory.mktemp("checked")
    (folder / "demo.duckdb").symlink_to(demo_database)
    (folder / "checked.yaml").write_text(CATALOG.read_text() + VERIFIED)
    options = ServiceOptions(data_dir=folder, redis_url=valkey_url, catalog=folder / "checked.yaml")
    async with open_service(options) as opened:
        yield opened


@pytest.mark.parametrize("asked", ["Who is at risk?", "which clients worry us"])
async def test_verified_sql_answers_and_says_so(
    checked: Service, demo_rows: Path, asked: str
) -> None:
    said = await (await Conversation.begin(checked)).say(asked)
    with duckdb.connect(str(demo_rows), read_only=True) as connection:
        assert list(said.rows) == connection.execute(AT_RISK).fetchall()
    answer = said.answer
    assert answer.intent is Intent.QUERY
    assert (answer.sql or "").split() == AT_RISK.split()
    assert answer.title == "Who is at risk"
    assert answer.verified == Verified("Who is at risk?", "Ana", date(2026, 3, 1))
    assert answer.text.startswith(
        "Answered by the verified query “Who is at risk?”, checked by Ana on 2026-03-01. "
    )
    assert "Late orders come to" in answer.text
    assert answer.chart is not None
    assert answer.lineage is not None
    assert {one.name for one in answer.lineage.datasets} == {"orders", "customers"}


async def test_what_it_means_is_said_to_be_verified_too(checked: Service) -> None:
    talk = await Conversation.begin(checked)
    answer = (await talk.say("how did we do")).answer
    assert answer.verified == Verified("How did we do?", "Ana")
    assert answer.text.startswith("Answered by the verified query “How did we do?”, checked by Ana")
    assert (await talk.say("by month instead")).answer.verified is None


async def test_it_is_drawn_another_way(checked: Service) -> None:
    talk = await Conversation.begin(checked)
    first = await talk.say("Who is at risk?")
    drawn = await talk.visualize("bar")
    assert drawn.answer.chart is not None
    assert drawn.answer.chart.type is ChartType.BAR
    assert (drawn.rows, drawn.answer.verified) == (first.rows, first.answer.verified)
    said = await talk.say("as a table")
    assert said.answer.chart is not None
    assert said.answer.chart.type is ChartType.TABLE


async def test_a_change_of_it_is_refused_and_says_what_would_do(checked: Service) -> None:
    talk = await Conversation.begin(checked)
    await talk.say("Who is at risk?")
    for turn in (Refine("by month instead"), Ask("by month instead"), Refine("revenue by region")):
        ending = await talk.turn(turn)
        assert not isinstance(ending, Failed)
        answer = ending.answer  # type: ignore[union-attr]
        assert answer.asked_back is not None
        assert not answer.asked_back.supported
        assert "the SQL says no question of the catalog's words" in answer.text
        assert "would do" in answer.text
    fresh = (await talk.say("revenue by region")).answer
    assert fresh.asked_back is None
    assert fresh.verified is None


async def test_a_condition_that_is_safe_is_added_and_nobody_has_checked_that(
    checked: Service, demo_rows: Path
) -> None:
    talk = await Conversation.begin(checked)
    await talk.say("Who is at risk?")
    said = await talk.say("only Germany")
    assert said.answer.asked_back is None, said.answer.text
    with duckdb.connect(str(demo_rows), read_only=True) as connection:
        german = AT_RISK.replace("+ 5", "+ 5 AND c.country = 'Germany'")
        assert list(said.rows) == connection.execute(german).fetchall()
    assert said.answer.verified is None
    assert (said.answer.title, said.answer.text.count("verified")) == (
        "Who is at risk, only Germany",
        0,
    )


async def test_what_is_near_is_asked_back_and_a_yes_is_answered(checked: Service) -> None:
    talk = await Conversation.begin(checked)
    asked = (await talk.say("tell me the clients that could worry us soon")).answer
    assert asked.asked_back is not None
    assert [one.label for one in asked.asked_back.options] == ["Who is at risk?"]
    assert "Do you mean the verified question “Who is at risk?”?" in asked.text
    answer = (await talk.say("yes")).answer
    assert answer.verified is not None
    assert answer.verified.by == "Ana"


async def test_undo_goes_back_to_it(checked: Service) -> None:
    talk = await Conversation.begin(checked)
    first = await talk.say("Who is at risk?")
    await talk.say("revenue by region")
    await talk.say("revenue by channel")
    back = await talk.say("back to the first question")
    assert back.rows == first.rows
    assert back.answer.verified == first.answer.verified


async def test_it_is_exported_whole(checked: Service) -> None:
    talk = await Conversation.begin(checked)
    run = await talk.begun(Ask("Who is at risk?"))
    await checked.runs.outcome(talk.session_id, run)
    opened = await checked.exports.open(
        talk.principal, talk.session_id, run, ExportOptions(ExportFormat.CSV)
    )
    async with opened.export as export:
        content = b"".join([piece async for piece in export])
    assert opened.file_name == "who-is-at-risk.csv"
    assert len(content.splitlines()) == 8


async def test_what_the_guard_refuses_is_refused_with_its_rule(checked: Service) -> None:
    talk = await Conversation.begin(checked)
    ending = await talk.turn(Ask("What may nobody see?"))
    assert isinstance(ending, Failed)
    assert (ending.code, ending.details["rule"]) == ("query_refused", "unknown_table")
    with pytest.raises(NothingToRefine):
        await talk.turn(Visualize(ChartType.BAR))


async def test_suggestions_after_it_are_questions(checked: Service) -> None:
    talk = await Conversation.begin(checked)
    await talk.say("Who is at risk?")
    found = await checked.sessions.suggestions(talk.principal, talk.session_id)
    assert {one.kind for one in found} == {"question"}


async def test_its_numbers_are_measured_and_its_names_are_not(checked: Service) -> None:
    talk = await Conversation.begin(checked)
    result = (await talk.say("Who is at risk?")).answer.result
    assert result is not None
    rows = await checked.runs.rows(result)
    assert rows is not None
    roles = [column.role for column in rows.columns]
    assert roles == [ColumnRole.DIMENSION, ColumnRole.DIMENSION, ColumnRole.MEASURE]
