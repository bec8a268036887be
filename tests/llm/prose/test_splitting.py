"""A text is taken apart into sentences while it comes, at whatever places it is cut."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm.prose.reading import FindingLine, Reading, Sentence
from llm.prose.sentences import sentences_of


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Revenue is 1.5 million. It grew.", 2),
        ("Acme Inc. leads. Next is Bolt.", 2),
        ("Das gilt z. B. für Nord. Süd folgt.", 2),
        ("Am 3. März waren es 12. Danach 15.", 2),
        ("It fell in Q1. It rose in Q2.", 2),
        ("Well... it grew. Then it fell.", 2),
        ('He said "grow." Then it fell.', 2),
        ("売上は増えた。東が一位。", 2),
        ("First line\nSecond line", 2),
        ("Rund 3,4 Mio. Euro kamen aus Nord.", 1),
    ],
)
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    assert len(sentences_of(text)) == count


REPLY = "East leads with 1.5 million. Then comes\nWest, e.g. by 3.\n\n[1] East is first\n[2] x.\n"


@given(st.lists(st.integers(0, len(REPLY)), max_size=20))
def test_pieces_make_no_difference(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(REPLY)]
    reading = Reading()
    found: list[FindingLine | Sentence] = []
    for start, end in itertools.pairwise(places):
        found += reading.take(REPLY[start:end])
    found += reading.rest()
    assert [one.text for one in found] == [
        "East leads with 1.5 million.",
        "Then comes",
        "West, e.g. by 3.",
        "East is first",
        "x.",
    ]
    assert [one.number for one in found if isinstance(one, FindingLine)] == [1, 2]


def test_a_sentence_comes_in_the_pieces_it_came_in() -> None:
    reading = Reading()
    found = [one for piece in ("East", " le", "ads. ", "West") for one in reading.take(piece)]
    assert found == [Sentence(("East", " le", "ads."))]


def test_a_sentence_without_end_is_not_waited_for() -> None:
    reading = Reading()
    found = [one for _ in range(500) for one in reading.take("more and ")]
    assert found
    found = [*reading.take("more. Done. "), *reading.rest()]
    assert [one.text for one in found] == ["Done."]
