"""Sentences that say what a verified query says, and those that come near."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bi.language.context import ReadContext
from bi.language.lessons.rewriting import rewritten
from bi.language.meanings import ChartName, Item
from bi.language.verified.answers import meant, written
from bi.language.verified.index import VerifiedIndex
from bi.language.verified.signature import Signature, signature_of
from bi.model.catalog import VerifiedQuery
from bi.model.reading import (
    ChartWish,
    Clarification,
    Question,
    Reading,
    Unsupported,
    VerifiedOption,
    WrittenSql,
)

if TYPE_CHECKING:
    from bi.language.engine import LanguageEngine


class VerifiedReader:
    """Reads by the verified queries of the engine's catalog."""

    def __init__(self, engine: LanguageEngine) -> None:
        self._engine = engine
        self._index = VerifiedIndex(
            engine.catalog.verified_queries,
            lambda text: self._signature(text, engine.items(text)),
            self._read,
        )

    def read(self, today: date) -> None:
        """Reads the verified questions of a day, which is otherwise done when one is asked."""
        self._index.read(today)

    def is_read(self, today: date) -> bool:
        return self._index.is_read(today)

    def answer(self, verified: VerifiedQuery, context: ReadContext) -> Reading:
        if (sql := written(verified)) is not None:
            return sql
        means = verified.means or verified.question
        engine = self._engine
        return meant(verified, engine.understood(means, engine.items(means), context))

    def beside(
        self, text: str, items: list[Item], reading: Reading, context: ReadContext
    ) -> Reading:
        """The same, or the verified query that says it, or one that is asked about."""
        question = reading if isinstance(reading, Question) else None
        if isinstance(reading, ChartWish | WrittenSql) or (question and question.refines):
            return reading
        query = question.query if question else None
        found = self._index.meant(query, context.today) if query else None
        signature = self._signature(text, items)
        found = found or self._index.worded(signature, query, context.today)
        if found is not None:
            return _drawn_as(self.answer(found, context), items, question)
        if context.must_refine or not isinstance(reading, Unsupported | Clarification):
            return reading
        if isinstance(reading, Clarification) and (reading.options or reading.forgets):
            return reading
        return self._offered(signature, reading, context)

    def _read(self, text: str, today: date) -> Reading:
        return self._engine.understood(text, self._engine.items(text), ReadContext(today))

    def _signature(self, text: str, items: list[Item]) -> Signature:
        engine = self._engine
        if any(item.corrected for item in items):
            # Two slips may be taken for the same word.
            items = engine.items(text, as_written=True)
        if (rewriting := rewritten(text, items)) is not None:
            items = engine.items(rewriting.text, as_written=True)
        return signature_of(items, engine.catalog, engine.lexicon)

    def _offered(
        self, signature: Signature, reading: Clarification | Unsupported, context: ReadContext
    ) -> Reading:
        offers = []
        for one in self._index.near(signature):
            answer = self.answer(one, context)
            if isinstance(answer, Question | WrittenSql):
                offers.append(VerifiedOption(one.question, answer))
        if not offers:
            return reading
        message = "Do you mean one of these verified questions?"
        if len(offers) == 1:
            message = f"Do you mean the verified question “{offers[0].label}”?"
        return Clarification(
            message, unknown=reading.unknown, suggestions=reading.suggestions, verified=(*offers,)
        )


def _drawn_as(reading: Reading, items: list[Item], question: Question | None) -> Reading:
    """A verified answer as the sentence wishes it drawn, which is otherwise read as `question`."""
    if not isinstance(reading, Question | WrittenSql):
        return reading
    if question is not None:
        chart, options = question.chart or reading.chart, question.options or reading.options
        return replace(reading, chart=chart, options=options)
    named = next((one.chart for item in items for one in item.of(ChartName)), None)
    return replace(reading, chart=named or reading.chart)
