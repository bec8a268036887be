"""What people teach a datasource after its catalog was written."""

from __future__ import annotations

from dataclasses import dataclass, field

from bi.model.catalog import ColumnRef, VerifiedQuery


@dataclass(frozen=True, slots=True)
class Term:
    """Words that mean the same, and what they mean: `("GMV", "gross sales")`, "revenue"."""

    words: tuple[str, ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """What a person says of a dataset, or of one of its dimensions or measures.

    `description` None leaves the catalog's; `keywords` are further words for it.
    """

    ref: ColumnRef | str
    description: str | None = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a tenant knows of a datasource besides its catalog. `version` tells states apart.

    `instructions` are rules in words ("leave out returned orders", "days are those of Berlin").
    """

    version: str = ""
    verified_queries: tuple[VerifiedQuery, ...] = ()
    terms: tuple[Term, ...] = ()
    instructions: tuple[str, ...] = ()
    described: tuple[Described, ...] = field(default=())


# Of an instruction.
MOST_CHARACTERS = 512

Entry = VerifiedQuery | Term | Described | str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of something that was taught; an instruction is its words.

    `note` is a sentence that says how it is applied, or why it is not. `refused`: it would be wrong
    whoever read it; else a language model may yet make something of it.
    """

    entry: Entry
    applied: bool
    note: str
    refused: bool = False


NOTHING_TAUGHT = Knowledge()
