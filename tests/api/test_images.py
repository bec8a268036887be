"""Charts as pictures over HTTP."""

from __future__ import annotations

import pytest

from tests.api.faces import Talk


def chart_path(talk: Talk, turn_id: str, end: str) -> str:
    return talk.path(f"/turns/{turn_id}/chart.{end}")


def turn_of(talk: Talk, question: str) -> str:
    turn_id: str = talk.say(question)["metadata"]["turn_id"]
    return turn_id


@pytest.mark.parametrize(("end", "kind"), [("png", "image/png"), ("svg", "image/svg+xml")])
def test_the_chart_of_a_turn_is_a_picture(talk: Talk, end: str, kind: str) -> None:
    turn_id = turn_of(talk, "revenue by region in 2024")
    response = talk.client.get(chart_path(talk, turn_id, end))
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == kind
    assert response.headers["cache-control"].startswith("private")
    begins = b"\x89PNG" if end == "png" else b"<svg"
    assert response.content.startswith(begins)


def test_an_earlier_turn_keeps_its_own_chart(talk: Talk) -> None:
    first = turn_of(talk, "revenue by region in 2024")
    turn_of(talk, "orders by month in 2024")
    drawing = talk.client.get(chart_path(talk, first, "svg")).text
    assert "Revenue by region" in drawing


@pytest.mark.parametrize("query", ["?width=10", "?scale=9", "?scale=0", "?theme=pink"])
def test_what_cannot_be_drawn_with_is_said(talk: Talk, query: str) -> None:
    turn_id = turn_of(talk, "revenue by region in 2024")
    response = talk.client.get(chart_path(talk, turn_id, f"png{query}"))
    assert response.status_code == 422
    assert response.json()["error"]["code"] == "VALIDATION_FAILED"


def test_a_format_that_there_is_not_is_said(talk: Talk) -> None:
    turn_id = turn_of(talk, "revenue by region in 2024")
    assert talk.client.get(chart_path(talk, turn_id, "gif")).status_code == 422


def test_a_table_and_a_turn_without_data_have_no_picture(talk: Talk) -> None:
    table = talk.client.get(chart_path(talk, turn_of(talk, "list orders of 2024"), "png"))
    assert table.status_code == 422
    assert table.json()["error"]["details"]["reason"] == "image_not_possible"
    described = talk.client.get(chart_path(talk, turn_of(talk, "what can I ask?"), "png"))
    assert described.status_code == 409
