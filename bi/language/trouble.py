"""Why a sentence cannot become one query: raised inside the engine, answered by it."""

from __future__ import annotations

from dataclasses import dataclass

from bi.model.semantic import SemanticQuery


class Trouble(Exception):
    """The sentence is understood but has no single right query.

    `message` is for the person; `unknown` the words concerned; `queries` up to three complete
    readings with their labels: then it is a question back, otherwise a refusal.
    """

    def __init__(
        self,
        message: str,
        *,
        unknown: tuple[str, ...] = (),
        queries: tuple[Alternative, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.unknown = unknown
        self.queries = queries


@dataclass(frozen=True, slots=True)
class Alternative:
    label: str
    query: SemanticQuery
