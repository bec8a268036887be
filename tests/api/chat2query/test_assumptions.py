"""What an answer assumes, in this dialect's words."""

from __future__ import annotations

import pytest

from api.faces.chat2query.assumptions import assumptions_of
from bi.model.reading import Understanding
from llm.usage import Author, AuthorKind


def test_that_a_model_wrote_the_query_is_said() -> None:
    author = Author(AuthorKind.MODEL, "small")
    assert assumptions_of(Understanding(), "Revenue", author=author) == [
        {"concept": "author", "explanation": "The query was written by the model small."}
    ]


@pytest.mark.parametrize("author", [None, Author(AuthorKind.EMBEDDED), Author(AuthorKind.PERSON)])
def test_of_the_engine_and_of_people_nothing_is_said(author: Author | None) -> None:
    assert assumptions_of(Understanding(), "Revenue", author=author) == []
