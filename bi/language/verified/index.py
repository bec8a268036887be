"""The verified queries of a catalog, found by the words of a sentence and by what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bi.language.verified.signature import Signature
from bi.model.catalog import VerifiedQuery, asked_as
from bi.model.reading import Question, Reading
from bi.model.semantic import SemanticQuery

# So much of the longer sentence must be in both to be asked whether it is meant.
_NEAR = 0.5
_MOST_OFFERED = 3


@dataclass(frozen=True, slots=True)
class _Wording:
    text: str
    signature: Signature
    verified: VerifiedQuery


@dataclass(frozen=True, slots=True)
class _Meanings:
    """What the engine itself reads the verified questions as, on a day."""

    today: date
    by_wording: dict[str, SemanticQuery]
    by_query: dict[SemanticQuery, VerifiedQuery]


class VerifiedIndex:
    """`read` is the engine without verified queries, on a day."""

    def __init__(
        self,
        queries: Sequence[VerifiedQuery],
        signature: Callable[[str], Signature],
        read: Callable[[str, date], Reading],
    ) -> None:
        self._wordings = tuple(
            _Wording(text, signature(text), one)
            for one in queries
            for text in (one.question, *one.also)
        )
        self._read = read
        self._meanings: _Meanings | None = None

    def meant(self, query: SemanticQuery, today: date) -> VerifiedQuery | None:
        """That whose question the engine reads as this query itself; None if there are several."""
        return self._on(today).by_query.get(_unlabelled(query))

    def worded(
        self, signature: Signature, query: SemanticQuery | None, today: date
    ) -> VerifiedQuery | None:
        """That which says the same in other words; None if there are several.

        `query` is what the engine reads the sentence as: where it reads the verified one as
        another, the order of words told them apart.
        """
        found: list[VerifiedQuery] = []
        for wording in self._wordings:
            if not wording.signature.equals(signature):
                continue
            own = self._on(today).by_wording.get(asked_as(wording.text)) if query else None
            if own is None and wording.verified not in found:
                found.append(wording.verified)
        return found[0] if len(found) == 1 else None

    def near(self, signature: Signature) -> tuple[VerifiedQuery, ...]:
        """Those that a sentence may have meant, the nearest first."""
        scored = [
            (wording.signature.shared(signature), wording.verified)
            for wording in self._wordings
            if wording.signature.agrees(signature)
        ]
        scored.sort(key=lambda one: -one[0])
        nearest = dict.fromkeys(one for share, one in scored if share >= _NEAR)
        return tuple(nearest)[:_MOST_OFFERED]

    def read(self, today: date) -> None:
        """Has what they mean on a day ready."""
        self._on(today)

    def is_read(self, today: date) -> bool:
        return self._meanings is not None and self._meanings.today == today

    def _on(self, today: date) -> _Meanings:
        if self._meanings is None or self._meanings.today != today:
            self._meanings = self._read_all(today)
        return self._meanings

    def _read_all(self, today: date) -> _Meanings:
        by_wording: dict[str, SemanticQuery] = {}
        by_query: dict[SemanticQuery, VerifiedQuery] = {}
        several: set[SemanticQuery] = set()
        for text, one in self._sayings():
            reading = self._read(text, today)
            if not isinstance(reading, Question):
                continue
            query = by_wording[asked_as(text)] = _unlabelled(reading.query)
            if by_query.setdefault(query, one) is not one:
                several.add(query)
        alone = {query: one for query, one in by_query.items() if query not in several}
        return _Meanings(today, by_wording, alone)

    def _sayings(self) -> Iterator[tuple[str, VerifiedQuery]]:
        for wording in self._wordings:
            yield wording.text, wording.verified


def _unlabelled(query: SemanticQuery) -> SemanticQuery:
    """Without what a period was called."""
    return replace(query, time=replace(query.time, label="")) if query.time else query
