"""Both MATIH faces over a real socket, endpoint by endpoint."""

from __future__ import annotations

import json

import httpx
import pytest
from httpx_sse import EventSource, ServerSentEvent, connect_sse

from api.matih.responses import History, SessionList, SuggestionList
from bi.model.chart import ChartType
from tests.api.faces import FACES, Face, Talk
from tests.api.live import LiveServer
from tests.api.refusals import MOMENT, refusal
from tests.api.streams import are_in_order

QUESTION = "Show me monthly revenue for 2024"


def test_a_session_is_created(face: Face, client: httpx.Client) -> None:
    response = client.post(face.prefix, json={"user_id": "alice", "tenant_id": "acme-corp"})
    assert response.status_code == 201
    created = face.created.model_validate(response.json(), strict=True).model_dump()
    assert created["tenant_id"] == "acme-corp"
    assert MOMENT.fullmatch(created["created_at"])
    assert created.get("message_count", 0) == 0
    assert created.get("user_id", "alice") == "alice"


def test_a_session_needs_no_body(face: Face, client: httpx.Client) -> None:
    assert client.post(face.prefix).status_code == 201


def test_an_unknown_datasource_is_refused(face: Face, client: httpx.Client) -> None:
    response = client.post(face.prefix, json={"datasource_id": "nowhere"})
    refusal(response, 404, "RESOURCE_NOT_FOUND")


def test_a_message_is_answered_in_the_faces_own_words(face: Face, talk: Talk) -> None:
    answer = talk.say(QUESTION)
    assert answer["intent"] == face.intent
    assert answer["agents_visited"] == face.agents
    assert set(answer["visualization"]) == {"type", *face.axes}
    assert answer["visualization"]["type"] == "line"
    assert "2024" in answer["sql"]
    columns, rows = answer["data"]["columns"], answer["data"]["rows"]
    assert len(rows) == 12
    assert {answer["visualization"][axis] for axis in face.axes} <= set(columns)
    assert all(len(row) == len(columns) for row in rows)
    assert answer["insights"]
    metadata = answer["metadata"]
    assert metadata["row_count"] == 12
    assert metadata["truncated"] is False
    assert metadata["clarification"] is None
    assert metadata["chart"]["spec"]["data"] == {"name": "result"}
    assert metadata["understood"]["tokens"]


def test_a_conversation_goes_on_from_turn_to_turn(face: Face, talk: Talk) -> None:
    first = talk.say(QUESTION)
    broken_down = talk.refine("Break this down by product category")
    assert len(broken_down["data"]["rows"]) > len(first["data"]["rows"])
    stacked = talk.visualize("stacked_bar")
    assert stacked["visualization"]["type"] == "stacked_bar"
    assert stacked["sql"] == broken_down["sql"]
    assert stacked["data"] == broken_down["data"]
    assert stacked["intent"] == "change_visualization"
    assert face.agents[1] not in stacked["agents_visited"]


def test_what_is_not_understood_is_asked_back_without_a_figure(talk: Talk) -> None:
    answer = talk.say("revenue by zodiac sign")
    assert answer["success"] is True
    assert answer["intent"] == "clarification"
    assert (answer["sql"], answer["visualization"], answer["data"]) == (None, None, None)
    assert answer["insights"] == []
    assert "zodiac" in answer["response"]
    assert answer["metadata"]["clarification"]["unknown"]


def test_a_question_about_the_data_is_described(talk: Talk) -> None:
    answer = talk.say("what can I ask?")
    assert answer["intent"] == "describe_data"
    assert answer["data"] is None


@pytest.mark.parametrize("how", ["accept", "query"])
def test_a_turn_streams_its_events(face: Face, talk: Talk, how: str) -> None:
    events = stream(talk, how)
    kinds = [event.event for event in events]
    assert kinds[0] == "progress"
    assert kinds[-1] == "complete"
    assert kinds.count("complete") == 1
    assert set(kinds) <= {"progress", "text", "complete"}
    agents = [event.json()["agent"] for event in events if event.event == "progress"]
    assert list(dict.fromkeys(agents)) == face.agents
    assert all(event.json()["message"] for event in events if event.event == "progress")
    complete = events[-1].json()
    assert complete["message"] == "Chat processed successfully"
    result = face.turn.model_validate(complete["result"], strict=True)
    text = "".join(event.json()["content"] for event in events if event.event == "text")
    assert text == result.response
    assert are_in_order([event.id for event in events])
    assert events[0].retry == 1000
    assert {event.retry for event in events[1:]} == {None}


def stream(talk: Talk, how: str = "accept") -> list[ServerSentEvent]:
    # httpx-sse always sends the header, so the other way must be parsed from a plain request.
    if how == "query":
        url = f"{talk.path('/messages')}?stream=true"
        with talk.client.stream("POST", url, json={"message": QUESTION}) as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            return list(EventSource(response).iter_sse())
    with connect_sse(
        talk.client, "POST", talk.path("/messages"), json={"message": QUESTION}
    ) as source:
        assert source.response.status_code == 200
        return list(source.iter_sse())


def test_a_stream_that_is_declined_is_json(talk: Talk) -> None:
    response = talk.post(
        "/messages?stream=false", {"message": QUESTION}, headers={"Accept": "text/event-stream"}
    )
    assert response.headers["content-type"] == "application/json"
    assert response.json()["success"] is True


def test_refine_and_visualize_stream_too(face: Face, talk: Talk) -> None:
    talk.say(QUESTION)
    for tail, body in (
        ("/refine", {"refinement": "Break this down by product category"}),
        (f"/{face.visualize}", {"chart_type": "stacked_bar"}),
    ):
        with connect_sse(talk.client, "POST", talk.path(tail), json=body) as source:
            assert [event.event for event in source.iter_sse()][-1] == "complete"


def test_a_run_goes_on_when_its_reader_leaves(talk: Talk) -> None:
    with connect_sse(
        talk.client, "POST", talk.path("/messages"), json={"message": QUESTION}
    ) as source:
        next(source.iter_sse())
    while (history := talk.client.get(talk.path("/history")).json())["total_count"] < 2:
        pass
    assert history["messages"][1]["metadata"]["intent"] == talk.face.intent
    talk.refine("Break this down by product category")


def test_there_must_be_something_to_refine(face: Face, talk: Talk) -> None:
    for tail, body in (
        ("/refine", {"refinement": "by region"}),
        (f"/{face.visualize}", {"chart_type": "pie"}),
    ):
        refused = refusal(talk.post(tail, body), 409, "CONFLICT")
        assert refused.error.details["reason"] == "nothing_to_refine"
    assert talk.say(QUESTION)["success"] is True


def test_history_is_paged_oldest_first(face: Face, talk: Talk) -> None:
    talk.say(QUESTION)
    talk.say("Show revenue by region")
    whole = History.model_validate(talk.client.get(talk.path("/history")).json(), strict=True)
    assert whole.session_id == talk.session_id
    assert whole.total_count == 4
    assert [message.role for message in whole.messages] == ["user", "assistant"] * 2
    assert whole.messages[0].content == QUESTION
    assert whole.messages[0].metadata == {}
    said = whole.messages[1].metadata
    assert said["intent"] == face.intent
    assert said["agents_visited"] == face.agents
    assert all(MOMENT.fullmatch(message.timestamp) for message in whole.messages)
    page = talk.client.get(talk.path("/history"), params={"limit": 2, "offset": 1}).json()
    assert page["total_count"] == 4
    assert [m["content"] for m in page["messages"]] == [m.content for m in whole.messages[1:3]]
    beyond = talk.client.get(talk.path("/history"), params={"offset": 9}).json()
    assert beyond["messages"] == []


def test_suggestions_are_sentences_that_are_answered(talk: Talk) -> None:
    def suggested() -> list[str]:
        body = talk.client.get(talk.path("/suggestions")).json()
        return [s.text for s in SuggestionList.model_validate(body, strict=True).suggestions]

    first = suggested()
    assert first
    assert talk.say(first[0])["data"] is not None
    assert suggested()


def test_sessions_are_listed_newest_first_by_page(face: Face, live: LiveServer) -> None:
    with face.client(live, tenant=f"lister-{face.name}") as client:
        ids = [Talk.begin(face, client).session_id for _ in range(3)]
        query = {"tenant_id": f"lister-{face.name}", "user_id": "alice", "limit": "2"}
        first = SessionList.model_validate(client.get(face.prefix, params=query).json())
        assert first.total_count == 3
        assert first.next_cursor is not None
        rest = client.get(face.prefix, params={**query, "cursor": first.next_cursor}).json()
        listed = [s.session_id for s in first.sessions]
        listed += [s["session_id"] for s in rest["sessions"]]
        assert sorted(listed) == sorted(ids)
        assert rest["next_cursor"] is None
        refusal(client.get(face.prefix, params={"cursor": "?"}), 422, "VALIDATION_FAILED")


def test_a_deleted_session_is_gone(talk: Talk) -> None:
    talk.say(QUESTION)
    response = talk.client.delete(talk.path(), params={"tenant_id": "acme-corp"})
    assert (response.status_code, response.content) == (204, b"")
    refusal(talk.client.get(talk.path("/history")), 404, "RESOURCE_NOT_FOUND")
    refusal(talk.client.delete(talk.path()), 404, "RESOURCE_NOT_FOUND")
    refusal(talk.post("/messages", {"message": QUESTION}), 404, "RESOURCE_NOT_FOUND")


def test_both_faces_work_on_the_same_sessions(live: LiveServer) -> None:
    sessions, chat = FACES
    with sessions.client(live) as anonymous, chat.client(live) as alice:
        begun = Talk.begin(sessions, anonymous)
        begun.say(QUESTION)
        continued = Talk(chat, alice, begun.session_id)
        assert continued.visualize("bar")["visualization"]["type"] == "bar"


BAD_SENTENCES = ["", "   ", "x" * 4001, None, 7, ["x"], "\ud800"]


@pytest.mark.parametrize("sentence", BAD_SENTENCES, ids=range(len(BAD_SENTENCES)))
def test_a_sentence_that_is_none_is_refused(talk: Talk, sentence: object) -> None:
    for tail, name in (("/messages", "message"), ("/refine", "refinement")):
        response = talk.client.post(
            talk.path(tail),
            content=json.dumps({name: sentence}),
            headers={"Content-Type": "application/json"},
        )
        body = refusal(response, 422, "VALIDATION_FAILED")
        assert body.error.category == "VALIDATION_ERROR"
        assert body.error.details["fields"][0]["field"] == name


def test_the_longest_sentence_is_read(talk: Talk) -> None:
    sentence = "😀" * 4000
    body = talk.post("/messages", {"message": f"  {sentence}  "})
    assert body.status_code == 200


@pytest.mark.parametrize("content", [b"{", b"", b"[]", b'"text"', b'{"message": }', b"\xff"])
def test_malformed_json_is_refused(talk: Talk, content: bytes) -> None:
    response = talk.client.post(
        talk.path("/messages"), content=content, headers={"Content-Type": "application/json"}
    )
    refusal(response, 422, "VALIDATION_FAILED")


def test_a_body_beyond_all_measure_is_refused(talk: Talk) -> None:
    content = json.dumps({"message": "x" * 100_000}).encode()
    in_pieces = (content[start : start + 1000] for start in range(0, len(content), 1000))
    for body in (content, in_pieces):
        response = talk.client.post(
            talk.path("/messages"), content=body, headers={"Content-Type": "application/json"}
        )
        refusal(response, 413, "VALIDATION_FAILED")


def test_an_unknown_chart_type_is_refused_with_the_list(face: Face, talk: Talk) -> None:
    talk.say(QUESTION)
    wrongs: list[object] = ["hologram", "", None, 3, {}, "Bar"]
    for wrong in wrongs:
        response = talk.post(f"/{face.visualize}", {"chart_type": wrong})
        body = refusal(response, 422, "VALIDATION_FAILED")
        assert body.error.details["allowed"] == [chart.value for chart in ChartType]


def test_a_chart_is_drawn_with_options(face: Face, talk: Talk) -> None:
    talk.say(QUESTION)
    drawn = talk.post(
        f"/{face.visualize}", {"chart_type": "bar", "options": {"sort": "descending"}}
    ).json()
    assert drawn["visualization"]["type"] == "bar"
    assert drawn["metadata"]["chart"]["options"] == {
        "log": False,
        "bins": None,
        "sort": "descending",
        "panels": None,
    }
    logged = talk.post(f"/{face.visualize}", {"options": {"log": True}}).json()
    assert logged["visualization"]["type"] == "bar"
    assert logged["metadata"]["chart"]["options"] == {
        "log": True,
        "bins": None,
        "sort": None,
        "panels": None,
    }
    area = talk.post(f"/{face.visualize}", {"chart_type": "area", "options": {"sort": "name"}})
    body = refusal(area, 422, "VALIDATION_FAILED")
    assert body.error.details["option"] == "sort"
    assert "bar" in body.error.details["possible"]


@pytest.mark.parametrize(
    "options", [{"bins": 1}, {"bins": 101}, {"sort": "size"}, {"log": "maybe"}, {"lgo": True}, []]
)
def test_options_that_nobody_knows_are_refused(face: Face, talk: Talk, options: object) -> None:
    talk.say(QUESTION)
    wrong = talk.post(f"/{face.visualize}", {"chart_type": "bar", "options": options})
    refusal(wrong, 422, "VALIDATION_FAILED")


def test_a_part_of_a_compound_question_is_drawn_another_way(face: Face, talk: Talk) -> None:
    path = f"/{face.visualize}"
    missing = refusal(talk.post(path, {"chart_type": "pie", "part": 1}), 409, "CONFLICT")
    assert missing.error.details["reason"] == "nothing_to_refine"
    asked = talk.break_down("revenue by region and orders by channel in 2024")
    assert asked["metadata"]["part"] is None
    response = talk.post(path, {"chart_type": "pie", "part": 2})
    assert response.status_code == 200
    drawn = response.json()
    face.turn.model_validate(drawn, strict=True)
    assert (drawn["visualization"]["type"], drawn["metadata"]["part"]) == ("pie", 2)
    assert drawn["sql"] == asked["metadata"]["tasks"][1]["sql"]
    wrong = refusal(talk.post(path, {"chart_type": "pie", "part": 3}), 404, "RESOURCE_NOT_FOUND")
    assert wrong.error.details["reason"] == "task_not_found"
    for part in (0, -1, "second", 1.5):
        refusal(talk.post(path, {"chart_type": "pie", "part": part}), 422, "VALIDATION_FAILED")


def test_a_drawing_without_a_wish_is_refused(face: Face, talk: Talk) -> None:
    talk.say(QUESTION)
    body = refusal(talk.post(f"/{face.visualize}", {}), 422, "VALIDATION_FAILED")
    assert body.error.details["allowed"] == [chart.value for chart in ChartType]


def test_a_chart_that_the_data_cannot_carry_is_refused_with_those_it_can(
    face: Face, talk: Talk
) -> None:
    talk.say("What was total revenue in 2024?")
    response = talk.post(f"/{face.visualize}", {"chart_type": "scatter"})
    body = refusal(response, 422, "VALIDATION_FAILED")
    assert body.error.details["reason"] == "chart_not_possible"
    assert body.error.details["possible"]
    assert talk.say(QUESTION)["success"] is True


@pytest.mark.parametrize(
    "query",
    [{"limit": "0"}, {"limit": "501"}, {"limit": "many"}, {"offset": "-1"}],
)
def test_pages_have_bounds(talk: Talk, query: dict[str, str]) -> None:
    response = talk.client.get(talk.path("/history"), params=query)
    refusal(response, 422, "VALIDATION_FAILED")


def test_an_unknown_session_is_not_found(face: Face, client: httpx.Client) -> None:
    lost = Talk(face, client, "sess-00000000-0000-0000-0000-000000000000")
    refusal(lost.post("/messages", {"message": QUESTION}), 404, "RESOURCE_NOT_FOUND")
    refusal(client.get(lost.path("/history")), 404, "RESOURCE_NOT_FOUND")


def test_an_unknown_address_and_a_wrong_method_answer_in_the_same_body(
    face: Face, client: httpx.Client
) -> None:
    refusal(client.get("/api/v1/nothing"), 404, "RESOURCE_NOT_FOUND")
    refusal(client.put(face.prefix), 405, "METHOD_NOT_ALLOWED")


def test_an_answer_says_what_it_rests_on(talk: Talk) -> None:
    metadata = talk.say("monthly revenue for 2024 in West")["metadata"]

    lineage = metadata["lineage"]
    assert [dataset["name"] for dataset in lineage["datasets"]] == ["order_lines", "orders"]
    uses = {column["name"]: column["uses"] for column in lineage["columns"]}
    assert uses == {
        "revenue": ["measured"],
        "region": ["filtered"],
        "order_date": ["grouped", "filtered"],
    }
    assert lineage["conditions"] == ["in 2024", "only West"]
    freshness = metadata["freshness"]
    assert freshness["latest"] == [
        {"dataset": "orders", "name": "order_date", "label": "Order date", "day": "2026-06-30"}
    ]
    assert freshness["data_version"]
    assert freshness["text"].startswith(
        "From Order lines and Orders; data up to June 30, 2026; asked on "
    )


def test_a_question_again_says_that_its_rows_were_kept(talk: Talk) -> None:
    first = talk.say("profit by region in 2023")["metadata"]["freshness"]
    again = talk.say("profit by region in 2023")["metadata"]

    assert again["freshness"]["cached"] is True
    assert again["freshness"]["ran_at"] == first["ran_at"]
    assert again["freshness"]["text"].endswith(", and kept since.")
    assert again["query_time_ms"] == 0


def test_an_answer_without_data_rests_on_none(talk: Talk) -> None:
    metadata = talk.say("what can I ask?")["metadata"]

    assert metadata["lineage"] is None
    assert metadata["freshness"] is None
