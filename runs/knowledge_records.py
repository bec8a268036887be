"""Knowledge bases and what is in them, and how they are stored: as JSON, by their number."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from bi.model.catalog import VerifiedQuery
from bi.model.knowledge import Described, Entry, Knowledge, Term


@dataclass(frozen=True, slots=True)
class FewShot:
    """A question, and the SQL that answers it; `sql` is the same in the database's dialect."""

    question: str
    answer: str
    sql: str = ""
    kind: Literal["few-shot"] = "few-shot"


@dataclass(frozen=True, slots=True)
class TermSheet:
    """Words that mean the same, and what they mean."""

    term: tuple[str, ...]
    description: str = ""
    kind: Literal["term-sheet"] = "term-sheet"


@dataclass(frozen=True, slots=True)
class Instruction:
    """A rule in words."""

    instruction: str
    kind: Literal["instruction"] = "instruction"


Fact = Annotated[FewShot | TermSheet | Instruction, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """`cluster_id` and `database` are what its datasource was called by."""

    knowledge_base_id: int
    datasource_id: str
    cluster_id: str
    database: str
    description: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class KnowledgeData:
    """One thing that was taught. `meta_data` is the client's own."""

    data_id: int
    knowledge_base_id: int
    fact: Fact
    created_at: datetime
    updated_at: datetime
    meta_data: dict[str, Any] = field(default_factory=dict)

    @property
    def entry(self) -> Entry:
        match self.fact:
            case FewShot(question=question, answer=answer, sql=sql):
                day = self.updated_at.date()
                return VerifiedQuery(question, sql=sql or answer, verified_on=day)
            case TermSheet(term=words, description=description):
                return Term(words, description)
            case Instruction(instruction=text):
                return text


BASE = TypeAdapter(KnowledgeBase)
DATA = TypeAdapter(KnowledgeData)
DESCRIBED = TypeAdapter(tuple[Described, ...])

# Fields of the hash of what a tenant knows of a datasource, beside those of the entries.
VERSION, DESCRIPTIONS = b"version", b"described"


def knowledge_in(stored: dict[bytes, bytes]) -> Knowledge:
    """All that is known, in the order in which it was taught."""
    entries = [one.entry for one in entries_in(stored)]
    return Knowledge(
        version=stored.get(VERSION, b"").decode(),
        verified_queries=tuple(one for one in entries if isinstance(one, VerifiedQuery)),
        terms=tuple(one for one in entries if isinstance(one, Term)),
        instructions=tuple(one for one in entries if isinstance(one, str)),
        described=DESCRIBED.validate_json(stored.get(DESCRIPTIONS, b"[]")),
    )


def entries_in(stored: dict[bytes, bytes]) -> list[KnowledgeData]:
    written = (value for name, value in stored.items() if name not in (VERSION, DESCRIPTIONS))
    return sorted((DATA.validate_json(one) for one in written), key=lambda one: one.data_id)
