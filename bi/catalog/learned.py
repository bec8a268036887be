"""A catalog with what people taught besides: the second door to what its file can say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from bi.model.catalog import (
    Catalog,
    ColumnRef,
    Dataset,
    Dimension,
    Measure,
    VerifiedQuery,
    asked_as,
)
from bi.model.knowledge import NOTHING_TAUGHT, Described, Knowledge, Taken

D = TypeVar("D", bound=Dataset | Dimension | Measure)


@dataclass(frozen=True, slots=True)
class Learned:
    """`taken` tells what became of the verified queries and descriptions; what becomes of terms
    and instructions is for the language engine to say (`LanguageEngine.lessons`)."""

    catalog: Catalog
    taken: tuple[Taken, ...] = ()


def with_knowledge(catalog: Catalog, knowledge: Knowledge) -> Learned:
    """What the catalog's file says comes first: a question that it answers stays answered so.

    The new catalog's version is another one for other knowledge.
    """
    if replace(knowledge, version="") == NOTHING_TAUGHT:
        return Learned(catalog)
    verified, taken = _verified(catalog, knowledge.verified_queries)
    datasets, told = _described(catalog, knowledge.described)
    found = replace(
        catalog,
        version=f"{catalog.version}+{_digest(knowledge)}",
        datasets=datasets,
        verified_queries=verified,
        terms=tuple(dict.fromkeys((*catalog.terms, *knowledge.terms))),
        instructions=tuple(dict.fromkeys((*catalog.instructions, *knowledge.instructions))),
    )
    return Learned(found, (*taken, *told))


def _digest(knowledge: Knowledge) -> str:
    """What it says, and no matter how often it was edited to say so."""
    said = repr(replace(knowledge, version=""))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _verified(
    catalog: Catalog, added: Iterable[VerifiedQuery]
) -> tuple[tuple[VerifiedQuery, ...], list[Taken]]:
    found = list(catalog.verified_queries)
    known = {asked_as(said): one for one in found for said in (one.question, *one.also)}
    taken = []
    for one in added:
        said = {asked_as(wording) for wording in (one.question, *one.also)}
        if clash := next((known[wording] for wording in said if wording in known), None):
            note = f"“{clash.question}” is a verified query already."
            taken.append(Taken(one, False, note, refused=True))
            continue
        found.append(one)
        known |= dict.fromkeys(said, one)
        taken.append(Taken(one, True, "It answers this question, also in other words."))
    return tuple(found), taken


def _described(
    catalog: Catalog, said: Iterable[Described]
) -> tuple[tuple[Dataset, ...], list[Taken]]:
    by_ref = {one.ref: one for one in said}
    known: set[ColumnRef | str] = {dataset.name for dataset in catalog.datasets}
    known |= {one.ref for dataset in catalog.datasets for one in _parts(dataset)}
    taken = [
        Taken(one, True, f"It describes {ref}.")
        if ref in known
        else Taken(one, False, f"There is no {ref}.", refused=True)
        for ref, one in by_ref.items()
    ]
    if not by_ref:
        return catalog.datasets, taken
    return tuple(_with(dataset, by_ref) for dataset in catalog.datasets), taken


def _parts(dataset: Dataset) -> tuple[Dimension | Measure, ...]:
    return (*dataset.dimensions, *dataset.measures)


def _with(dataset: Dataset, said: dict[ColumnRef | str, Described]) -> Dataset:
    return replace(
        _told(dataset, said.get(dataset.name) or Described(dataset.name)),
        dimensions=tuple(
            _told(one, said.get(one.ref) or Described(one.ref)) for one in dataset.dimensions
        ),
        measures=tuple(
            _told(one, said.get(one.ref) or Described(one.ref)) for one in dataset.measures
        ),
    )


def _told(one: D, said: Described) -> D:
    description = one.description if said.description is None else said.description
    synonyms = tuple(dict.fromkeys((*one.synonyms, *said.keywords)))
    return replace(one, description=description, synonyms=synonyms)
