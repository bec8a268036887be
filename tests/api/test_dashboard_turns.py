"""Dashboards in the sessions of both MATIH faces, over a real socket."""

from __future__ import annotations

from pydantic import TypeAdapter

from bi.model.dashboard import Dashboard
from tests.api.faces import Face, Talk


def test_a_message_about_a_dashboard_answers_with_the_dashboard(face: Face, talk: Talk) -> None:
    asked = "create a dashboard with revenue by month and a pie chart of orders by region"
    answer = talk.say(asked)
    assert answer["intent"] == "dashboard"
    assert answer["agents_visited"] == [
        "router",
        "dashboard_agent" if face.name == "chat" else "dashboard",
    ]
    assert (answer["sql"], answer["visualization"], answer["data"]) == (None, None, None)
    dashboard = TypeAdapter(Dashboard).validate_python(answer["metadata"]["dashboard"])
    assert [tile.title for tile in dashboard.tiles] == ["Revenue by month", "Orders by region"]


def test_a_question_answers_without_one(talk: Talk) -> None:
    assert talk.say("revenue by region")["metadata"]["dashboard"] is None


def test_the_chart_of_a_dashboard_of_one_is_what_follow_ups_are_about(talk: Talk) -> None:
    talk.say("create a dashboard with orders by month")
    changed = talk.visualize("area")
    tiles = changed["metadata"]["dashboard"]["tiles"]
    assert [tile["chart"] for tile in tiles] == ["area"]
    refined = talk.refine("by quarter")
    assert refined["metadata"]["dashboard"]["tiles"][0]["title"] == "Orders by quarter"
