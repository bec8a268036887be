"""What a compound question is broken into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from bi.catalog.wording import capital, filter_phrase
from bi.model.catalog import Catalog, ColumnRef
from bi.model.reading import Question, Reading, Token, TokenKind
from bi.model.semantic import Filter, Operator, Scalar

Row = TypeVar("Row")

# More values make no question clearer.
_NAMED = 8


class Pick(StrEnum):
    """Which rows of an earlier part are meant."""

    ALL = "all"
    FIRST = "first"
    LAST = "last"

    def of(self, rows: Sequence[Row]) -> Sequence[Row]:
        match self:
            case Pick.ALL:
                return rows
            case Pick.FIRST:
                return rows[:1]
            case Pick.LAST:
                return rows[-1:]


@dataclass(frozen=True, slots=True)
class Needed:
    """The values of a column in the answer of an earlier part, by its place among the parts."""

    part: int
    column: ColumnRef
    pick: Pick = Pick.ALL


@dataclass(frozen=True, slots=True)
class Part:
    """A question of its own.

    `question` says it in words that are understood alone. A part that `needs` values of another
    one has a reading without them: `narrowed` puts them in when they are known.
    """

    question: str
    reading: Reading
    needs: Needed | None = None


def narrowed(part: Part, values: Sequence[Scalar], catalog: Catalog) -> tuple[str, Question]:
    """The question of a part, and its words, once the values that it needs are known."""
    assert isinstance(part.reading, Question)
    assert part.needs is not None
    condition = Filter(part.needs.column, Operator.IN, tuple(values))
    query = replace(part.reading.query, filters=(*part.reading.query.filters, condition))
    understanding = part.reading.understanding
    token = Token(TokenKind.FILTER, capital(filter_phrase(condition, catalog)))
    understanding = replace(understanding, tokens=(*understanding.tokens, token))
    named = ", ".join(str(value) for value in values[:_NAMED])
    named += ", …" if len(values) > _NAMED else ""
    question = replace(part.reading, query=query, understanding=understanding)
    return f"{part.question} ({named})", question
