"""What a turn's model calls have used, and who wrote its query."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of some calls. `input_tokens` include the `cached_tokens`, which cost less.

    `cost` is in the currency of the settings' price table; None: a call's model has no price there.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    calls: int = 0
    cost: float | None = 0.0

    def __add__(self, other: Usage) -> Usage:
        unpriced = self.cost is None or other.cost is None
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cached_tokens + other.cached_tokens,
            self.calls + other.calls,
            None if unpriced else (self.cost or 0.0) + (other.cost or 0.0),
        )

    @property
    def total_tokens(self) -> int:
        return self.input_tokens + self.output_tokens


NO_USAGE = Usage()


class AuthorKind(StrEnum):
    EMBEDDED = "embedded"  # the language engine
    MODEL = "model"
    PERSON = "person"  # SQL that somebody wrote, or a query that somebody has verified


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a query. `model` is the model's name; `reused`: it wrote it for the same question
    before, and was not asked again."""

    kind: AuthorKind
    model: str | None = None
    reused: bool = False
