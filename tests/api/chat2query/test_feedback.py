"""Feedback: a question that corrects an earlier answer is kept with it, and is about it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.chat2query.talk import Caller
from tests.api.faces import SESSIONS
from tests.api.live import LiveServer


def _detail(server: LiveServer, number: int, turn: str) -> Any:
    """The turn as another face tells it."""
    with SESSIONS.client(server) as client:
        return client.get(f"{SESSIONS.prefix}/{number}/turns/{turn}").json()


def test_an_edit_is_of_the_answer_that_is_named(caller: Caller, server: LiveServer) -> None:
    number = caller.begun()
    first = caller.asked(number, "revenue by region")
    second = caller.asked(number, "revenue by category in 2025")
    corrected = caller.answered(number, "only 2024", feedback_answer_id=first, feedback_task_id="0")
    assert corrected["clarified_task"] == "Revenue by region in 2024"
    # And the next one is of what came of it.
    assert caller.answered(number, "only the North")["clarified_task"].startswith("Revenue")
    drawn = caller.answered(number, "as a pie chart", feedback_answer_id=second)
    assert drawn["clarified_task"] == "Revenue by category in 2025"
    assert drawn["chart_options"]["chart_name"] == "PieChart"
    turn = _detail(server, number, first)
    (told,) = turn["feedback"]
    assert (told["content"], told["task_id"]) == ("only 2024", "0")
    assert _detail(server, number, told["turn_id"])["content"] == "only 2024"
    assert [one["content"] for one in _detail(server, number, second)["feedback"]]


def test_a_question_of_its_own_stays_one(caller: Caller) -> None:
    number = caller.begun()
    first = caller.asked(number, "revenue by region in 2024")
    answered = caller.answered(number, "orders by month in 2025", feedback_answer_id=first)
    assert answered["clarified_task"] == "Orders by month in 2025"


def test_an_answer_that_is_still_to_come_can_be_corrected(caller: Caller) -> None:
    number = caller.begun()
    first = caller.asked(number, "revenue by region")
    caller.asked(number, "orders by category")
    # At once: nothing of these has to have ended.
    corrected = caller.answered(number, "only 2024", feedback_answer_id=first)
    assert corrected["clarified_task"] == "Revenue by region in 2024"


def test_a_correction_in_the_other_mode_is_one_too(caller: Caller) -> None:
    number = caller.begun()
    first = caller.asked(number, "revenue by region")
    caller.asked(number, "orders by category")
    corrected = caller.answered(
        number, "only 2024", feedback_answer_id=first, sql_generate_mode="auto_breakdown"
    )
    assert corrected["clarified_task"] == "Revenue by region in 2024"


def test_a_reply_may_name_the_question_back(caller: Caller) -> None:
    number = caller.begun()
    asked_back = caller.asked(number, "revenue by name")
    assert caller.ended(asked_back)["status"] == "failed"
    answered = caller.answered(number, "1", feedback_answer_id=asked_back)
    assert answered["clarified_task"] == "Revenue by customer"


@pytest.mark.parametrize(
    ("answer", "task", "status"),
    [
        ("0123456789abcdef0123456789abcdef", "", 404),
        ("elsewhere", "", 404),
        ("first", "0-1", 404),
        ("", "0", 400),
        ("first", "none", 400),
        ("failed", "", 400),
    ],
)
def test_what_cannot_be_corrected(caller: Caller, answer: str, task: str, status: int) -> None:
    number, other = caller.begun(), caller.begun()
    failed = caller.asked(number, "frobnicate the zork")
    known = {
        "elsewhere": caller.asked(other, "revenue by region"),
        "first": caller.asked(number, "revenue by region"),
        "failed": failed,
    }
    for job_id in known.values():
        caller.ended(job_id)
    body = {
        "question": "only 2024",
        "feedback_answer_id": known.get(answer, answer),
        "feedback_task_id": task,
    }
    found, message = caller.refused("POST", f"/v3/sessions/{number}/chat2data", body)
    assert found == status
    assert message
    assert len(caller.ok("GET", f"/v3/sessions/{number}")["messages"]) == 4


def test_a_task_of_a_breakdown_is_corrected_by_its_id(caller: Caller, server: LiveServer) -> None:
    number = caller.begun()
    question = "compare revenue and orders by region for 2024 and show the worst three categories"
    job_id = caller.asked(number, question, sql_generate_mode="auto_breakdown")
    tasks = caller.ended(job_id)["result"]["sub_tasks"]
    assert [task["status"] for task in tasks] == ["done"] * len(tasks)
    named = {"feedback_answer_id": job_id, "feedback_task_id": tasks[0]["task_id"]}
    corrected = caller.answered(number, "only the North", **named)
    assert {column["col"] for column in corrected["data"]["columns"]} == {
        column["col"] for column in tasks[0]["data"]["columns"]
    }
    assert "North" in corrected["clarified_task"]
    (told,) = _detail(server, number, job_id)["feedback"]
    assert (told["task_id"], told["content"]) == (tasks[0]["task_id"], "only the North")
    for task, status in (("0", 400), ("", 400), ("0-99", 404)):
        body = {"question": "only the North", "feedback_answer_id": job_id}
        path = f"/v3/sessions/{number}/chat2data"
        assert caller.refused("POST", path, {**body, "feedback_task_id": task})[0] == status
