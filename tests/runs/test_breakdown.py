"""Compound questions in a session: their parts, what is told of them, and what follows them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import duckdb
import pytest
import pytest_asyncio

from bi.model.chart import ChartOptions, ChartSort, ChartType
from bi.model.errors import LeaseLost
from nodes.answer import Answer, Intent, Task
from nodes.events import Complete, Failed, Partial, Progress, Text
from runs import keys
from runs.model import Ask, Breakdown, Refine, Rerun, StoredEvent, Visualize
from runs.service import Service
from tests.conversation import ALICE, Conversation

pytestmark = pytest.mark.asyncio(loop_scope="module")

DEPENDENT = "Show the worst three categories by profit in 2025 and their monthly revenue"


@pytest_asyncio.fixture(loop_scope="module")
async def talk(service: Service) -> Conversation:
    return await Conversation.begin(service)


async def answered(talk: Conversation, text: str) -> Answer:
    ending = await talk.turn(Breakdown(text))
    assert isinstance(ending, Complete), ending
    return ending.answer


async def told(talk: Conversation, run_id: str) -> list[StoredEvent]:
    return [stored async for stored in talk.service.runs.events(talk.session_id, run_id)]


def partials(events: list[StoredEvent]) -> list[Task]:
    return [stored.event.task for stored in events if isinstance(stored.event, Partial)]


async def test_each_part_has_its_own_sql_rows_chart_and_findings(talk: Conversation) -> None:
    answer = await answered(talk, "revenue by region and orders by month, and happiness by region")
    assert answer.intent is Intent.BREAKDOWN
    assert answer.visited == ("router", "breakdown")
    assert (answer.sql, answer.result, answer.chart) == (None, None, None)
    first, second, third = answer.tasks
    assert [task.task_id for task in answer.tasks] == ["0-1", "0-2", "0-3"]
    for task in (first, second):
        assert task.sql is not None
        assert task.result is not None
        assert task.chart is not None
        assert task.insights
        assert await talk.service.runs.rows(task.result) is not None
    assert (first.title, second.title) == ("Revenue by region", "Orders by month")
    assert third.sql is None
    assert third.asked_back is not None
    assert third.asked_back.unknown == ("happiness",)
    assert answer.title == "Revenue by region; orders by month; happiness by region"
    lines = answer.text.split("\n")
    assert lines[:2] == [f"1. {first.text}", f"2. {second.text}"]
    assert lines[2].startswith("3. “happiness by region” is not answered: ")


async def test_a_part_is_drawn_another_way_and_spoken_of_then(talk: Conversation) -> None:
    before = await answered(talk, "revenue by region and orders by channel in 2024")
    executed = talk.service.datasources.get("demo").warehouse.executed
    ending = await talk.turn(Visualize(ChartType.PIE, part=1))
    assert isinstance(ending, Complete), ending
    drawn = ending.answer
    assert (drawn.intent, drawn.part, drawn.tasks) == (Intent.VISUALIZE, 1, ())
    assert drawn.sql == before.tasks[0].sql
    assert drawn.chart is not None
    assert drawn.chart.type is ChartType.PIE
    # What was said of how it is drawn stays with the part.
    sorted_ = await talk.turn(Visualize(options=ChartOptions(sort=ChartSort.NAME), part=1))
    assert isinstance(sorted_, Complete), sorted_
    assert sorted_.answer.chart is not None
    again = await talk.turn(Visualize(ChartType.BAR, part=1))
    assert isinstance(again, Complete), again
    assert again.answer.chart is not None
    assert again.answer.chart.options.sort is ChartSort.NAME
    assert talk.service.datasources.get("demo").warehouse.executed == executed
    assert (await talk.refine("only West")).answer.title == "Revenue by region in 2024, only West"


async def test_a_part_whose_rows_are_gone_is_asked_again_to_be_drawn(talk: Conversation) -> None:
    before = await answered(talk, "revenue by region and orders by channel in 2023")
    first = before.tasks[0]
    assert first.result is not None
    await talk.service.redis.delete(keys.result(first.result.key))
    ending = await talk.turn(Visualize(ChartType.PIE, part=1))
    assert isinstance(ending, Complete), ending
    drawn = ending.answer
    assert (drawn.part, drawn.sql) == (1, first.sql)
    assert drawn.chart is not None
    assert drawn.chart.type is ChartType.PIE
    assert drawn.result is not None
    assert await talk.service.runs.rows(drawn.result) is not None
    left = await talk.service.turns.state(ALICE, talk.session_id, drawn.turn_id)
    assert "corrects" not in left.values["turn"]


@pytest.mark.parametrize(
    ("question", "part", "says"),
    [
        ("revenue by region and happiness by region", 2, "no part 2 with data; there is 1"),
        ("revenue by region and orders by channel", 3, "no part 3 with data; there is 1, 2"),
        (None, 1, "No compound question"),
    ],
)
async def test_a_part_that_is_not_there_is_not_drawn(
    talk: Conversation, question: str | None, part: int, says: str
) -> None:
    await (answered(talk, question) if question else talk.say("revenue by region"))
    ending = await talk.turn(Visualize(ChartType.PIE, part=part))
    assert isinstance(ending, Failed)
    assert ending.code == "task_not_found"
    assert says in ending.message
    assert (await talk.refine("by month")).answer.result is not None


async def test_what_another_part_found_is_asked_about(talk: Conversation) -> None:
    first, second = (await answered(talk, DEPENDENT)).tasks
    assert first.result is not None
    assert second.result is not None
    ranked = await talk.service.runs.rows(first.result)
    monthly = await talk.service.runs.rows(second.result)
    assert ranked is not None
    assert monthly is not None
    found = {row[0] for row in ranked.rows}
    assert len(found) == 3
    assert {row[monthly.column("category")] for row in monthly.rows} == found
    assert all(str(value) in second.question for value in found)


async def test_what_needs_a_part_that_found_nothing_says_so(talk: Conversation) -> None:
    asked = "Show the top 3 customers by revenue in 2019 and their monthly orders"
    first, second = (await answered(talk, asked)).tasks
    assert first.result is not None
    assert first.result.row_count == 0
    assert second.asked_back is not None
    assert "found nothing" in second.text


async def test_parts_are_told_in_one_order(talk: Conversation) -> None:
    text = f"{DEPENDENT}. Orders by channel? Profit by segment?"
    first = partials(await told(talk, await talk.begun(Breakdown(text))))
    seen = [(task.task_id, task.result is not None) for task in first]
    assert seen == [
        ("0-1", False), ("0-3", False), ("0-4", False),
        ("0-1", True), ("0-2", False), ("0-2", True), ("0-3", True), ("0-4", True),
    ]  # fmt: skip
    assert all(task.sql for task in first)
    again = partials(await told(talk, await talk.begun(Breakdown(text))))
    assert again == first


async def test_a_rerun_says_the_same(talk: Conversation) -> None:
    run_id = await talk.begun(Breakdown(DEPENDENT))
    first = partials(await told(talk, run_id))
    assert partials(await told(talk, await talk.begun(Rerun(run_id)))) == first


async def test_the_next_sentence_is_about_the_last_part(service: Service) -> None:
    talk = await Conversation.begin(service)
    await talk.say("satisfaction by channel")
    await answered(talk, "revenue by region and orders by month")
    refined = await talk.refine("only Germany")
    assert refined.answer.title == "Orders by month, only Germany"
    back = await talk.say("back")
    assert back.answer.title == "Orders by month"
    assert (await talk.say("back")).answer.title == "Revenue by region"
    assert (await talk.say("back")).answer.title == "Satisfaction by channel"


async def test_the_parts_stay_in_the_state(service: Service) -> None:
    talk = await Conversation.begin(service)
    answer = await answered(talk, "revenue by region and orders by month and happiness by region")
    state = await service.turns.state(ALICE, talk.session_id, answer.turn_id)
    parts = state.values["parts"]
    assert {name: part["title"] for name, part in parts.items()} == {
        "0-1": "Revenue by region",
        "0-2": "Orders by month",
    }
    assert (await service.sessions.get(ALICE, talk.session_id)).title == answer.title


async def test_a_simple_question_is_one_part(talk: Conversation) -> None:
    answer = await answered(talk, "revenue by region")
    assert answer.intent is Intent.BREAKDOWN
    (task,) = answer.tasks
    assert (task.task_id, task.question) == ("0-1", "revenue by region")
    assert answer.text == task.text


@pytest.mark.parametrize("text", ["happiness by planet and love by galaxy", "hello"])
async def test_what_is_not_understood_at_all_is_asked_back(
    service: Service, talk: Conversation, text: str
) -> None:
    broken = await answered(talk, text)
    whole = (await (await Conversation.begin(service)).say(text)).answer
    assert broken.intent is Intent.CLARIFY
    assert broken.tasks == ()
    assert (broken.text, broken.asked_back) == (whole.text, whole.asked_back)


async def test_other_wishes_are_answered_as_any_message(talk: Conversation) -> None:
    await talk.say("revenue by region")
    assert (await answered(talk, "as a pie chart")).intent is Intent.VISUALIZE
    assert (await answered(talk, "which measures are there?")).intent is Intent.DESCRIBE


async def test_more_parts_than_can_be_answered_are_named(talk: Conversation) -> None:
    text = "\n".join(f"revenue by month in {year}" for year in range(2003, 2026))
    answer = await answered(talk, text)
    assert len(answer.tasks) == 20
    assert answer.text.endswith(
        "3 further questions are not answered; ask them in another message."
    )


@pytest.mark.parametrize("request_", [Ask("revenue by region in 2025"), Refine("by month")])
async def test_a_question_tells_its_sql_and_then_its_rows_and_its_chart(
    talk: Conversation, request_: Ask | Refine
) -> None:
    await talk.say("revenue by region")
    events = await told(talk, await talk.begun(request_))
    compiled, found, drawn = partials(events)
    assert {task.task_id for task in (compiled, found, drawn)} == {"0"}
    assert {task.question for task in (compiled, found, drawn)} == {request_.text}
    ending = events[-1].event
    assert isinstance(ending, Complete)
    answer = ending.answer
    # Each tells what is new, and nothing is told twice.
    assert compiled == Task(
        "0",
        request_.text,
        answer.title,
        sql=answer.sql,
        understanding=answer.understanding,
        author=answer.author,
    )
    assert found == Task("0", request_.text, result=answer.result)
    assert drawn == Task("0", request_.text, chart=answer.chart)
    whole = compiled.with_news(found).with_news(drawn)
    assert (whole.sql, whole.result, whole.chart) == (answer.sql, answer.result, answer.chart)
    kinds = [type(stored.event) for stored in events]
    assert kinds.index(Partial) < kinds.index(Text)


@pytest.fixture
def half_broken(tmp_path: Path) -> Path:
    """A catalog with a measure that its database does not take."""
    database = tmp_path / "shop.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute("CREATE TABLE sales AS SELECT 'North' AS region, 5 AS amount")
    catalog = tmp_path / "shop.yaml"
    catalog.write_text(
        f"""\
datasource: {{id: shop, title: Shop, url: "duckdb:///{database}"}}
default_measure: amount
datasets:
  sales:
    dimensions: {{region: text}}
    measures:
      amount: sum
      weight: {{sum: "CAST(region AS INTEGER)"}}
"""
    )
    return catalog


async def test_another_worker_goes_on_and_says_the_same(
    worker: Callable[..., Awaitable[Service]],
) -> None:
    dying, living = await worker(), await worker()
    talk = await Conversation.begin(dying)
    expected = partials(await told(talk, await talk.begun(Breakdown(DEPENDENT))))
    run_id = await talk.begun(Breakdown(DEPENDENT))
    running = dying.worker.execution(talk.session_id, run_id)
    assert running is not None
    async for stored in running.follow(0):
        if isinstance(stored.event, Partial):
            break
    running.abandon(LeaseLost())
    events = [stored async for stored in living.runs.events(talk.session_id, run_id)]
    assert partials(events) == expected
    assert not any(isinstance(e.event, Progress) and e.event.restart for e in events)
    assert isinstance(events[-1].event, Complete)
    run = await living.runs.get(ALICE, talk.session_id, run_id)
    assert run.attempts == 2


async def test_a_part_that_the_database_rejects_leaves_the_others(
    worker: Callable[..., Awaitable[Service]], half_broken: Path
) -> None:
    talk = await Conversation.begin(await worker(catalog=half_broken))
    first, second = (await answered(talk, "weight by region. Amount by region.")).tasks
    assert first.failure is not None
    assert first.failure["code"] == "query_failed"
    assert second.result is not None
    assert second.text
    failed = await talk.turn(Breakdown("weight by region. Total weight?"))
    assert isinstance(failed, Failed)
    assert failed.code == "query_failed"
    assert (await talk.refine("total")).answer.title == "Amount"
