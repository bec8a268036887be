"""What docs/api.md says is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from api.faces.matih_sessions.schemas import SessionForked, SessionTurn
from api.matih.errors import ERRORS
from api.matih.responses import (
    ErrorBody,
    History,
    PartialAnswer,
    RunBody,
    SessionList,
    Shape,
    SuggestionList,
    TurnList,
)
from bi.model.chart import ChartType
from tests.api.faces import FACES
from tests.api.test_access import GUARDED

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)]
# By a key that only this kind of answer has.
MODELS: dict[str, type[Shape]] = {
    "steps": PartialAnswer,
    "response": SessionTurn,
    "attempts": RunBody,
    "turns": TurnList,
    "forked_from": SessionForked,
    "success": ErrorBody,
    "messages": History,
    "sessions": SessionList,
    "suggestions": SuggestionList,
}


@pytest.mark.parametrize("path", sorted({path for _, path in GUARDED}))
def test_every_address_is_documented(path: str) -> None:
    prefixes = sorted((face.prefix for face in FACES), key=len, reverse=True)
    prefix = next((one for one in prefixes if one in path), "")
    assert prefix in TEXT
    assert path.removeprefix(prefix) in TEXT


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_every_error_is_documented_with_its_status(code: str) -> None:
    rows = re.findall(r"^\| \d{3} \|.*$", TEXT, re.MULTILINE)
    row = next(row for row in rows if f"`{code}`" in row)
    assert row.startswith(f"| {ERRORS[code].status} | `{ERRORS[code].code}` |")


def test_every_chart_type_is_documented() -> None:
    assert all(f"`{chart}`" in TEXT for chart in ChartType)


def test_the_examples_have_the_shape_of_the_answers() -> None:
    seen = set()
    for body in EXAMPLES:
        name = next((name for name in MODELS if name in body), None)
        if name is not None:
            MODELS[name].model_validate(body, strict=True)
            seen.add(name)
    assert seen == set(MODELS)
