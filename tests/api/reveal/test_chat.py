"""The chat of the Reveal face: what goes in, what comes out, and how it is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from api.faces.reveal.schemas import ChatRequest
from tests.api.live import LiveServer
from tests.api.reveal.talk import PREFIX, Talk, filters, titles, types

TWO = "Create a dashboard with revenue by month in 2025 and revenue by region in 2025 as a pie"


@pytest.fixture
def talk(live: LiveServer, request: pytest.FixtureRequest) -> Iterator[Talk]:
    """A conversation of a user of the test's own."""
    with live.client(**{"X-User-ID": request.node.name}) as client:
        yield Talk(client)


def test_a_dashboard_is_made_and_changed_as_a_text_of_json(talk: Talk) -> None:
    made = talk.say(TWO)
    assert list(made) == ["explanation", "dashboard", "finishReason", "usage"]
    assert made["finishReason"] == "Stop"
    assert made["usage"] == {"inputTokens": 0, "outputTokens": 0}
    assert titles(made["dashboard"]) == ["Revenue by month in 2025", "Revenue by region in 2025"]
    assert list(types(made["dashboard"])) == ["Line", "Pie"]

    changed = talk.say("Change the pie chart to a bar chart")
    assert "Pie" not in types(changed["dashboard"])
    talk.say("Remove the first chart")
    assert talk.dashboard is not None
    assert titles(talk.dashboard) == ["Revenue by region in 2025"]
    talk.say("Add a filter for date range")
    assert [one["_type"] for one in filters(talk.dashboard)] == ["DateGlobalFilterType"]


def test_what_is_not_understood_of_a_dashboard_is_kept_in_it(talk: Talk) -> None:
    document = json.loads(talk.say(TWO)["dashboard"])
    document["ThemeName"] = "theirs"
    document["Widgets"][0]["Theirs"] = {"kept": True}
    talk.dashboard = json.dumps(document)
    changed = json.loads(talk.say("Rename the second chart to Regions")["dashboard"])
    assert changed["ThemeName"] == "theirs"
    assert changed["Widgets"][0] == document["Widgets"][0]
    assert changed["Widgets"][1]["Title"] == "Regions"


def test_a_visualization_can_be_pointed_at(talk: Talk) -> None:
    document = json.loads(talk.say(TWO)["dashboard"])
    second = document["Widgets"][1]["Id"]
    changed = talk.say("Make it a bar chart", visualizationId=second)
    line, bar = types(changed["dashboard"])
    assert (line, bar != "Pie") == ("Line", True)


def test_an_unknown_visualization_is_refused(talk: Talk) -> None:
    talk.say(TWO)
    refused = talk.post(message="Make it a bar chart", visualizationId="nothing")
    assert refused.status_code == 400
    assert "nothing" in refused.json()["error"]


def test_what_is_not_understood_changes_nothing_and_gives_no_dashboard(talk: Talk) -> None:
    talk.say(TWO)
    answer = talk.say("frobnicate the second chart")
    assert "dashboard" not in answer
    assert "frobnicate" in answer["explanation"]


def test_a_stream_tells_progress_text_and_the_whole(talk: Talk) -> None:
    told = talk.stream(TWO)
    kinds = [event.event for event in told]
    assert kinds == sorted(kinds, key=["progress", "text", "complete"].index)
    assert set(kinds) == {"progress", "text", "complete"}
    assert {"message": "Creating a new dashboard"} in [event.json() for event in told]
    pieces = [event.json()["content"] for event in told if event.event == "text"]
    assert all(1 <= len(piece.split()) <= 8 for piece in pieces)
    last = told[-1].json()
    assert list(last) == ["message", "result"]
    assert last["message"] == "Chat processed successfully"
    assert "".join(pieces) == last["result"]["explanation"]
    talk.keep(last["result"])
    assert talk.dashboard is not None


def test_a_stream_has_its_events_and_nothing_else(talk: Talk) -> None:
    response = talk.post(message="revenue by region", stream=True)
    frames = response.text.rstrip("\n").split("\n\n")
    assert all(
        [line.partition(":")[0] for line in frame.split("\n")] == ["event", "data"]
        for frame in frames
    )
    assert response.headers["x-session-id"].startswith("sess-")
    assert response.headers["x-run-id"]


@pytest.mark.parametrize(
    ("message", "progress"),
    [
        ("What stands out here?", "Analyzing the current dashboard"),
        ("Add a filter for region", "Adding filters to visualizations"),
        ("Change the pie chart to a bar chart", "Modifying visualization"),
    ],
)
def test_progress_is_told_in_the_published_words(talk: Talk, message: str, progress: str) -> None:
    talk.say(TWO)
    told = talk.stream(message)
    assert {"message": progress} in [event.json() for event in told if event.event == "progress"]
    assert told[-1].event == "complete"


def test_an_analysed_dashboard_is_not_sent_back(talk: Talk) -> None:
    talk.say(TWO)
    answer = talk.say("What stands out here?")
    assert "dashboard" not in answer
    assert "$" in answer["explanation"]


@pytest.mark.parametrize("dashboard", ["{", "[]", '"text"', '{"Widgets": 7}'])
def test_a_dashboard_that_is_none_is_refused(talk: Talk, dashboard: str) -> None:
    response = talk.post(message="What stands out here?", dashboard=dashboard)
    assert response.status_code == 400
    assert response.json()["error"]


def test_old_names_are_understood(talk: Talk) -> None:
    made = json.loads(talk.say(TWO)["dashboard"])
    response = talk.client.post(
        f"{PREFIX}/chat",
        json={
            "datasourceId": "demo",
            "question": "Make it a bar chart",
            "widgetId": made["Widgets"][1]["Id"],
            "clientName": "embedded",
            "streamExplanation": True,
            "dashboard": made,
        },
    )
    assert response.headers["content-type"].startswith("text/event-stream")
    assert "event: complete" in response.text


@pytest.mark.parametrize(
    ("intent", "sentence"),
    [
        ("analyze_dashboard", "analyze dashboard"),
        ("AnalyzeDashboard", "Analyze Dashboard"),
        ("what stands out", "what stands out"),
    ],
)
def test_an_intent_without_a_message_is_read_as_its_words(intent: str, sentence: str) -> None:
    request: dict[str, Any] = {"datasourceId": "demo", "intent": intent}
    assert ChatRequest.model_validate(request).sentence == sentence
    with_message = ChatRequest.model_validate({**request, "message": "revenue by region"})
    assert with_message.sentence == "revenue by region"


def test_the_conversation_is_a_session_of_the_other_faces(live: LiveServer) -> None:
    with live.caller(user="reveal-reader") as client:
        talk = Talk(client)
        talk.say(TWO)
        talk.say("Remove the first chart")
        [session] = client.get("/api/v1/bi/sessions").json()["sessions"]
        assert session["title"]
        assert session["datasource_id"] == "demo"
        path = f"/api/v1/bi/chat/sessions/{session['session_id']}"
        history = client.get(f"{path}/history").json()["messages"]
        assert [line["content"] for line in history if line["role"] == "user"] == [
            TWO,
            "Remove the first chart",
        ]
        assert history[1]["metadata"]["intent"] == "dashboard"
        turns = client.get(f"{path}/turns").json()["turns"]
        whole = client.get(f"{path}/turns/{turns[0]['turn_id']}").json()
        assert whole["answer"]["intent"] == "dashboard"
        # And it goes on there, with the dashboard it is at.
        refined = client.post(f"{path}/messages", json={"message": "Undo"}).json()
        assert refined["intent"] == "dashboard"


def test_the_dashboard_is_remembered_where_none_is_sent(talk: Talk) -> None:
    talk.say(TWO)
    talk.dashboard = None
    answer = talk.say("Remove the first chart")
    assert titles(answer["dashboard"]) == ["Revenue by region in 2025"]


@pytest.mark.parametrize("path", ["/chat/session", "/chat"])
def test_a_cleared_session_is_forgotten(talk: Talk, path: str) -> None:
    talk.clear(path)
    talk.say(TWO)
    talk.clear(path, datasourceId="demo")
    answer = talk.say("Remove the first chart")
    assert "dashboard" not in answer


def test_a_request_need_not_be_remembered(talk: Talk) -> None:
    talk.say(TWO)
    aside = talk.post(message="Remove the first chart", updateChatState=False)
    assert titles(aside.json()["dashboard"]) == ["Revenue by region in 2025"]
    talk.dashboard = None
    answer = talk.say("Rename the first chart to Months")
    assert titles(answer["dashboard"]) == ["Months", "Revenue by region in 2025"]


def test_what_is_only_streamed_is_not_remembered_either(live: LiveServer) -> None:
    with live.caller(user="reveal-aside") as client:
        talk = Talk(client)
        assert talk.stream(TWO, updateChatState=False)[-1].event == "complete"
        # A first turn that is remembered waits for nothing of the other.
        talk.say("revenue by region")
        sessions = client.get("/api/v1/bi/sessions").json()["sessions"]
        assert [one["message_count"] for one in sessions if one["message_count"] > 2] == []
