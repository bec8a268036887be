"""What the parts of a compound question found, as files and pictures."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from tests.api.faces import Talk
from tests.api.refusals import refusal

ASKED = "revenue by region and orders by month in 2024, and happiness by region"


@pytest.fixture
def answer(talk: Talk) -> dict[str, Any]:
    """Of three parts, the last of which asks back."""
    return talk.break_down(ASKED)


def path(answer: dict[str, Any], tail: str, part: object) -> str:
    turn_id = answer["metadata"]["turn_id"]
    return f"/turns/{turn_id}/{tail}" + ("" if part is None else f"?part={part}")


@pytest.mark.parametrize("part", [1, 2])
def test_the_rows_of_a_part_are_a_file(talk: Talk, answer: dict[str, Any], part: int) -> None:
    task = answer["metadata"]["tasks"][part - 1]
    response = talk.get(path(answer, "export", part))
    assert response.status_code == 200, response.text
    head, *rows = csv.reader(io.StringIO(response.text))
    assert head == task["data"]["columns"]
    assert len(rows) == task["row_count"]
    name = task["title"].casefold().replace(" ", "-")
    assert f'filename="{name}.csv"' in response.headers["content-disposition"]


@pytest.mark.parametrize("part", [1, 2])
def test_the_chart_of_a_part_is_a_picture(talk: Talk, answer: dict[str, Any], part: int) -> None:
    drawing = talk.get(path(answer, "chart.svg", part))
    assert drawing.status_code == 200, drawing.text
    assert answer["metadata"]["tasks"][part - 1]["chart"]["title"] in drawing.text
    picture = talk.get(path(answer, "chart.png", part))
    assert picture.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("tail", ["export", "chart.svg"])
def test_a_part_that_is_not_there_is_not_found(
    talk: Talk, answer: dict[str, Any], tail: str
) -> None:
    missing = talk.get(path(answer, tail, 4))
    body = refusal(missing, 404, "RESOURCE_NOT_FOUND", "task_not_found")
    assert body.error.message == "This turn has no part 4; its parts are 1 to 3."
    refusal(talk.get(path(answer, tail, 3)), 409, "CONFLICT", "nothing_to_export")
    whole = refusal(talk.get(path(answer, tail, None)), 409, "CONFLICT", "nothing_to_export")
    assert whole.error.message == "This turn has parts; say which one is meant, from 1 to 3."
    for odd in (0, -1, "two"):
        refusal(talk.get(path(answer, tail, odd)), 422, "VALIDATION_FAILED", "invalid_request")


@pytest.mark.parametrize("tail", ["export", "chart.svg"])
def test_an_answer_in_one_has_no_parts(talk: Talk, answer: dict[str, Any], tail: str) -> None:
    one = talk.say("revenue by region")
    refusal(talk.get(path(one, tail, 1)), 404, "RESOURCE_NOT_FOUND", "task_not_found")
    # The parts of the turn before are its own still.
    assert talk.get(path(answer, tail, 1)).status_code == 200
