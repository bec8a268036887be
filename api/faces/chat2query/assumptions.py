"""What an answer assumes, as pairs of a concept and its explanation."""

from __future__ import annotations

import re

from bi.model.reading import Understanding, Verified
from llm.usage import Author, AuthorKind
from nodes.answer import ResultRef

_QUOTED = re.compile("“(.+?)”")
# Such as that revenue is dated by the order date.
_NAMED = re.compile(r"^([^.:]{1,60}): ")

Assumption = dict[str, str]


def assumptions_of(
    understanding: Understanding,
    title: str,
    result: ResultRef | None = None,
    verified: Verified | None = None,
    author: Author | None = None,
) -> list[Assumption]:
    """Also that the rows are not all there are, that a person has checked the query, and that a
    model wrote it."""
    found = [
        _assumption(_concept(sentence, understanding, title), sentence)
        for sentence in understanding.assumptions
    ]
    if verified is not None:
        found.append(_assumption("verified query", _checked(verified)))
    if author is not None and author.kind is AuthorKind.MODEL:
        found.append(_assumption("author", f"The query was written by the model {author.model}."))
    if result is not None and result.truncated:
        only = f"Only the first {result.row_count:,} rows are here; there are more."
        found.append(_assumption("rows", only))
    return found


def _assumption(concept: str, explanation: str) -> Assumption:
    return {"concept": concept, "explanation": explanation}


def _concept(sentence: str, understanding: Understanding, title: str) -> str:
    """What the sentence is about: what it quotes or begins with, else what was understood that it
    speaks of, else the whole question."""
    if quoted := _QUOTED.search(sentence) or _NAMED.match(sentence):
        return quoted[1]
    said = sentence.casefold()
    spoken_of = (
        name
        for token in understanding.tokens
        for name in (token.source, token.text)
        if name and name.casefold() in said
    )
    return max(spoken_of, key=len, default=title)


def _checked(verified: Verified) -> str:
    by = f" by {verified.by}" if verified.by else ""
    on = f" on {verified.on.isoformat()}" if verified.on else ""
    return f"The SQL is the one that was checked for “{verified.question}”{by}{on}."
