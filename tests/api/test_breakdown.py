"""Compound questions in the sessions of both MATIH faces, over a real socket."""

from __future__ import annotations

from tests.api.faces import Face, Talk

ASKED = "revenue by region and the top 3 customers, and happiness by region"


def test_each_part_is_a_task_of_the_turn(face: Face, talk: Talk) -> None:
    answer = talk.break_down(ASKED)
    assert answer["intent"] == "breakdown"
    assert answer["agents_visited"] == [
        "router",
        "breakdown_agent" if face.name == "chat" else "breakdown",
    ]
    assert (answer["sql"], answer["visualization"], answer["data"]) == (None, None, None)
    first, second, third = answer["metadata"]["tasks"]
    assert [task["task_id"] for task in (first, second, third)] == ["0-1", "0-2", "0-3"]
    assert first["question"] == "revenue by region"
    assert second["question"] == "the top 3 customers by revenue"
    assert first["data"]["columns"] == ["region", "revenue"]
    assert len(second["data"]["rows"]) == second["row_count"] == 3
    for task in (first, second):
        assert task["sql"].startswith("SELECT")
        assert task["chart"]["type"]
        assert task["insights"]
        assert (task["clarification"], task["error"]) == (None, None)
    assert (third["sql"], third["data"], third["chart"]) == (None, None, None)
    assert third["clarification"]["unknown"] == ["happiness"]


def test_any_other_turn_has_no_tasks(talk: Talk) -> None:
    assert talk.say("revenue by region and by channel")["metadata"]["tasks"] == []


def test_a_part_of_it_is_refined(talk: Talk) -> None:
    talk.break_down("revenue by region; orders by channel")
    assert talk.refine("only Germany")["metadata"]["title"] == "Orders by channel, only Germany"
