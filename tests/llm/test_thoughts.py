"""What a model thinks aloud is no part of its answer."""

from __future__ import annotations

import json
import re

import pytest

from bench.model_behaviours import Reply
from bench.model_server import ModelServer
from llm.thoughts import ThoughtFilter
from llm.turn_model import MeteredModel
from tests.llm.asking import VALUE, filled, streamed
from tests.llm.conftest import Begins


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Sales were 12.", "Sales were 12."),
        ("<think>Is it 12? a < b</think>\n\nSales were 12.", "Sales were 12."),
        ("\n<think>\n</think>Sales <think> 12.", "Sales <think> 12."),
        ("<b>Sales</b> were 12.", "<b>Sales</b> were 12."),
        ("<", "<"),
        ("<thin", "<thin"),
        ("<think>What", ""),
        ("", ""),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 100])
def test_thoughts_are_held_back(said: str, answer: str, size: int) -> None:
    thoughts = ThoughtFilter()
    passed = [thoughts.passed(part) for part in re.findall(rf"(?s).{{1,{size}}}", said)]
    assert "".join(passed) + thoughts.rest() == answer


async def test_of_a_stream(server: ModelServer, model: MeteredModel) -> None:
    server.answer = Reply("<think> Is it 12? </think> Sales were 12.", usage=None)
    assert "".join(await streamed(model)) == "Sales were 12."
    assert model.usage.output_tokens > 10


async def test_of_a_form(server: ModelServer, model_with: Begins) -> None:
    server.answer = Reply(f'<think>{{"measure": "costs"}}?</think>{json.dumps(VALUE)}')
    assert await filled(model_with(model_structured="text")) == VALUE
