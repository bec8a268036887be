"""Readers that were taught something."""

from __future__ import annotations

from bi.catalog.learned import with_knowledge
from bi.language.lessons.learn import learned
from bi.model.knowledge import Knowledge, Taken, Term
from tests.bi.language.expected import Reader


def taught(reader: Reader, *terms: Term, instructions: tuple[str, ...] = ()) -> Reader:
    known = with_knowledge(
        reader.engine.given, Knowledge("1", terms=terms, instructions=instructions)
    )
    return Reader(learned(reader.engine.with_catalog(known.catalog)), reader.today)


def term(*words: str, means: str = "") -> Term:
    return Term(words, means)


def taken_of(reader: Reader) -> tuple[Taken, ...]:
    return reader.engine.lessons.taken
