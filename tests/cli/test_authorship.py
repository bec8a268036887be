"""Who wrote a query, and what it took, in a line."""

from __future__ import annotations

import pytest

from cli.authorship import authorship_line
from llm.usage import NO_USAGE, Author, AuthorKind, Usage


@pytest.mark.parametrize(
    ("author", "usage", "line"),
    [
        (None, None, ""),
        (None, NO_USAGE, ""),
        (Author(AuthorKind.EMBEDDED), None, "Query by the embedded engine."),
        (Author(AuthorKind.PERSON), NO_USAGE, "Query by a person."),
        (
            Author(AuthorKind.MODEL, "small", reused=True),
            None,
            "Query by the model small, as it wrote it before.",
        ),
        (
            Author(AuthorKind.MODEL, "small"),
            Usage(1200, 80, 1024, 1, 0.0005),
            "Query by the model small. 1 call: 1,200 tokens read (1,024 of them cached), "
            "80 written, cost 0.0005.",
        ),
        (None, Usage(3, 2, 0, 2, None), "2 calls: 3 tokens read, 2 written."),
        (None, Usage(3, 2, 0, 2, 30.0), "2 calls: 3 tokens read, 2 written, cost 30."),
    ],
)
def test_it_says_what_there_is_to_say(
    author: Author | None, usage: Usage | None, line: str
) -> None:
    assert authorship_line(author, usage) == line
