"""What is told of an answer besides its published body: partials, steps, kinds of findings."""

from __future__ import annotations

from typing import Any

import pytest
from httpx_sse import ServerSentEvent

from tests.api.faces import Face, Talk
from tests.api.streams import as_sent, streaming, told

QUESTION = "Show me monthly revenue for 2024"
ROWS = {"columns", "data", "row_count", "truncated", "query_time_ms"}


def partials(events: list[ServerSentEvent]) -> list[dict[str, Any]]:
    return [event.json() for event in events if event.event == "partial"]


def merged(partials: list[dict[str, Any]]) -> dict[str, Any]:
    """As a page keeps them: a later key replaces an earlier one."""
    return {name: value for partial in partials for name, value in partial.items()}


def in_answer(body: dict[str, Any], name: str) -> Any:
    return body[name] if name in body else body["metadata"][name]


def is_as_in(found: dict[str, Any], body: dict[str, Any]) -> bool:
    return all(found[name] == in_answer(body, name) for name in found)


def test_what_is_ready_is_told_before_the_answer_is_whole(talk: Talk) -> None:
    events = told(talk, "/messages?detail=true", {"message": QUESTION})
    found = partials(events)
    assert [set(partial) for partial in found] == [
        {"title", "understood", "sql", "author"},
        ROWS,
        {"chart"},
    ]
    result = events[-1].json()["result"]
    assert is_as_in(merged(found), result)
    names = [
        (event.event, event.json().get("message"))
        for event in events
        if event.event in ("progress", "partial")
    ]
    first = names.index(("partial", None))
    # The SQL is there before the query runs.
    assert names[first - 1 : first + 3] == [
        ("progress", "Writing the SQL"),
        ("partial", None),
        ("progress", "Running the query on Office supplier"),
        ("partial", None),
    ]


def test_refinements_reruns_and_other_charts_tell_it_too(talk: Talk) -> None:
    turn_id = talk.say(QUESTION)["metadata"]["turn_id"]
    refined = told(talk, "/refine?detail=true", {"refinement": "by product category"})
    assert [len(partial) for partial in partials(refined)] == [4, 5, 1]
    chart = {"chart_type": "stacked_bar"}
    (drawn,) = partials(events := told(talk, f"/{talk.face.visualize}?detail=true", chart))
    assert set(drawn) == {"title", "understood", "sql", "author", "chart", *ROWS}
    assert is_as_in(drawn, events[-1].json()["result"])
    again = told(talk, f"/turns/{turn_id}/rerun?detail=true", {})
    assert is_as_in(merged(partials(again)), again[-1].json()["result"])


def test_a_run_that_ended_is_told_again_with_or_without_details(talk: Talk) -> None:
    events = told(talk, "/messages?detail=true", {"message": QUESTION})
    run_id = events[-1].json()["result"]["metadata"]["run_id"]
    detailed = f"/runs/{run_id}/events?detail=true"
    with streaming(talk, "GET", detailed) as stream:
        assert as_sent(stream.rest()) == as_sent(events)
    for cut, event in enumerate(events[:-1], start=1):
        with streaming(talk, "GET", detailed, **{"Last-Event-ID": event.id}) as stream:
            assert as_sent(stream.rest()) == as_sent(events[cut:])
    with streaming(talk, "GET", f"/runs/{run_id}/events") as stream:
        plain = [event for event in events if event.event != "partial"]
        assert as_sent(stream.rest()) == as_sent(plain)


def test_of_many_rows_the_first_are_told(talk: Talk) -> None:
    events = told(talk, "/messages?detail=true", {"message": "revenue by product and month"})
    found, result = merged(partials(events)), events[-1].json()["result"]
    assert found["row_count"] == len(result["data"]["rows"]) > 200
    assert found["data"]["columns"] == result["data"]["columns"]
    assert found["data"]["rows"] == result["data"]["rows"][:200]


def test_the_parts_of_a_compound_question_are_told_apart(talk: Talk) -> None:
    said = {"message": "revenue by region, and happiness by region", "breakdown": True}
    events = told(talk, "/messages?detail=true", said)
    found = partials(events)
    assert all(set(partial) == {"task"} for partial in found)
    result = events[-1].json()["result"]
    for task in result["metadata"]["tasks"]:
        news = [one["task"] for one in found if one["task"]["task_id"] == task["task_id"]]
        ready = merged(news)
        assert ready == {name: task[name] for name in ready}
        assert task["response"] == ready["response"]
    first = found[0]["task"]
    assert (first["task_id"], first["sql"]) == ("0-1", result["metadata"]["tasks"][0]["sql"])
    assert "data" not in first


def test_what_asks_back_and_what_is_about_a_dashboard_has_no_parts_ready(talk: Talk) -> None:
    for message in ("happiness by region", "create a dashboard about customers"):
        events = told(talk, "/messages?detail=true", {"message": message})
        assert partials(events) == []
        assert events[-1].event == "complete"


@pytest.mark.parametrize("detail", ["perhaps", ""])
def test_details_are_wanted_or_not(talk: Talk, detail: str) -> None:
    response = talk.post("/messages", {"message": QUESTION}, params={"detail": detail})
    assert response.status_code == 422


def test_the_work_is_told_in_steps_with_their_times(face: Face, talk: Talk) -> None:
    events = told(talk, "/messages", {"message": QUESTION})
    result = events[-1].json()["result"]
    face.turn.model_validate(result, strict=True)
    steps = result["metadata"]["steps"]
    progress = [event.json() for event in events if event.event == "progress"]
    assert [{"agent": step["agent"], "message": step["message"]} for step in steps] == [
        {"agent": event["agent"], "message": event["message"]} for event in progress
    ]
    assert sum(step["elapsed_ms"] for step in steps) <= result["execution_time_ms"] + len(steps)
    turn_id = result["metadata"]["turn_id"]
    assert talk.get(f"/turns/{turn_id}").json()["answer"]["metadata"]["steps"] == steps


def test_the_parts_of_a_compound_question_are_one_step(talk: Talk) -> None:
    answer = talk.break_down("revenue by region and orders by month")
    messages = [step["message"] for step in answer["metadata"]["steps"]]
    assert messages == ["Breaking the question down", "Answering 2 questions"]


def test_findings_have_their_kinds(talk: Talk) -> None:
    answer = talk.say(QUESTION)
    insights = answer["metadata"]["insights"]
    assert [insight["text"] for insight in answer["metadata"]["insights"]] == answer["insights"]
    by_kind = {insight["kind"]: insight for insight in insights}
    assert by_kind["peak"]["direction"] is None
    assert all(0 <= insight["weight"] <= 1 for insight in insights)
    moved = [insight for insight in insights if insight["kind"] in ("change", "trend")]
    for insight in moved:
        assert insight["direction"] == ("up" if " rose " in insight["text"] else "down")
    assert moved
