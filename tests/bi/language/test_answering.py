"""Replies to a question back: which of the options is chosen, and what is no reply."""

from __future__ import annotations

import pytest

from bi.model.reading import Option
from bi.model.semantic import SemanticQuery
from tests.bi.language.expected import Reader

OPTIONS = tuple(
    Option(label, SemanticQuery())
    for label in (
        "Customers by channel (Channel of orders)",
        "Customers by channel (Channel of surveys)",
        "Satisfaction by channel",
    )
)


@pytest.mark.parametrize(
    ("reply", "index"),
    [
        ("1", 0),
        ("2.", 1),
        ("option 3", 2),
        ("the first", 0),
        ("The second one, please", 1),
        ("the last one", 2),
        ("orders", 0),
        ("of surveys", 1),
        ("I mean the survey channel", 1),
        ("satisfaction by channel", 2),
    ],
)
def test_a_reply_chooses(demo: Reader, reply: str, index: int) -> None:
    assert demo.engine.choice(reply, OPTIONS) is OPTIONS[index]


@pytest.mark.parametrize(
    "reply", ["4", "the fourth", "channel", "revenue by region", "yes", "", "customers by channel"]
)
def test_a_reply_that_fits_none_or_several_chooses_nothing(demo: Reader, reply: str) -> None:
    assert demo.engine.choice(reply, OPTIONS) is None


@pytest.mark.parametrize("reply", ["yes", "Yes, please", "that one", "exactly"])
def test_a_lone_option_is_confirmed(demo: Reader, reply: str) -> None:
    assert demo.engine.choice(reply, OPTIONS[:1]) is OPTIONS[0]
