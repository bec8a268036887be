"""The JSON Schema of a follow-up, which a client of the interrupt is shown, says what is taken."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from pydantic import TypeAdapter, ValidationError

from nodes.state import FollowUp

SAID = {"turn_id": "t", "kind": "message", "at": "2026-01-01T00:00:00Z", "text": "revenue"}
DRAWN = {"turn_id": "t", "kind": "visualize", "at": "2026-01-01T00:00:00Z", "chart_type": "pie"}


def schema() -> dict[str, Any]:
    # As LangGraph asks for it.
    return TypeAdapter(FollowUp).json_schema()


OPTIONS = {"log": True, "bins": 20, "sort": "name", "panels": "region"}
OTHERWISE = {key: value for key, value in DRAWN.items() if key != "chart_type"}


@pytest.mark.parametrize(
    "value",
    [
        SAID,
        DRAWN,
        SAID | {"chart_type": None},
        DRAWN | {"options": OPTIONS},
        OTHERWISE | {"options": {"sort": None}},
    ],
)
def test_what_is_taken_fits_the_schema(value: dict[str, Any]) -> None:
    FollowUp.model_validate(value)
    jsonschema.validate(value, schema())


@pytest.mark.parametrize(
    "change",
    [
        {"chart_type": "cube"},
        {"kind": "cancel"},
        {"text": ""},
        {"text": "x" * 4001},
        {"turn_id": None},
        {"options": {"sort": "size"}},
        {"options": {"log": "yes please"}},
        {"options": {"panels": 3}},
        {"options": 3},
        {"more": 1},
    ],
)
def test_what_does_not_fit_the_schema_is_refused(change: dict[str, Any]) -> None:
    value = SAID | change
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, schema())
    with pytest.raises(ValidationError):
        FollowUp.model_validate(value)


@pytest.mark.parametrize("said", [{}, {"text": "as a pie"}, {"options": None}])
def test_a_drawing_names_a_type_or_an_option(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FollowUp.model_validate(OTHERWISE | said)


def test_a_drawing_has_words() -> None:
    drawn = FollowUp.model_validate(DRAWN | {"options": OPTIONS})
    assert drawn.said == (
        "Show it as pie, on a log scale, with at most 20 bins, sorted by name, "
        "with a panel for each region"
    )
    plain = FollowUp.model_validate(OTHERWISE | {"options": {}})
    assert plain.said == "Show it as it was at first"


def test_the_schema_needs_nothing_else_to_be_read() -> None:
    assert "$ref" not in str(schema())
    assert "$defs" not in schema()


def test_who_changes_the_schema_changes_a_copy() -> None:
    changed = schema()
    changed["properties"]["text"]["anyOf"].clear()
    assert schema()["properties"]["text"]["anyOf"]
