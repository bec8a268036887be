"""Nouns that say again what another noun of the sentence says better."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from bi.language.clauses import EntityClause, FilterClause, Manner

_COMPOUND = (Manner.BY, Manner.EACH, Manner.COMPARED)


def without_compounds(entities: list[EntityClause]) -> list[EntityClause]:
    """ "Different movie genres" are the genres, by which the movies are grouped."""
    found = list(entities)
    for noun, column in pairwise(entities):
        if noun.plural or noun.dataset is None or noun.manner not in _COMPOUND:
            continue
        near = column.place.start == noun.place.end + 1 and column.manner is Manner.NAMED
        own = {ref.dataset for ref in column.columns} == {noun.dataset}
        if near and own and column.groups:
            found.remove(noun)
            found[found.index(column)] = replace(column, manner=noun.manner)
    return found


def without_value_words(
    entities: list[EntityClause], filters: list[FilterClause]
) -> list[EntityClause]:
    """ "King beds" names a type of bed and no number of beds."""
    return [one for one in entities if not any(_names_column(one, clause) for clause in filters)]


def within_values(entities: list[EntityClause], filters: list[FilterClause]) -> list[EntityClause]:
    """ "Courses in the Psychology department": there is nothing to part by, it is that one."""
    return [
        replace(one, manner=Manner.WITHIN) if any(_is_value(one, c) for c in filters) else one
        for one in entities
    ]


def _is_value(one: EntityClause, clause: FilterClause) -> bool:
    return (
        one.manner is Manner.NAMED
        and one.dataset is not None
        and not one.plural
        and one.place.start == clause.place.end + 1
        and {choice.column for choice in clause.choices} <= set(one.columns)
    )


def _names_column(one: EntityClause, clause: FilterClause) -> bool:
    if one.dataset or one.manner is not Manner.NAMED or one.place.start != clause.place.end + 1:
        return False
    word = one.place.source.lower()
    words = {part for choice in clause.choices for part in re.split(r"\W|_", choice.column.name)}
    return not words.isdisjoint({word, word.removesuffix("s")})


def without_owners(entities: list[EntityClause]) -> list[EntityClause]:
    """ "The code of each location and the number of …": the code tells the locations apart."""
    return [one for one in entities if not any(_tells(other, one) for other in entities)]


def _tells(column: EntityClause, owner: EntityClause) -> bool:
    return (
        owner.manner is Manner.EACH
        and owner.dataset is not None
        and column is not owner
        and column.dataset is None
        and column.manner in (Manner.NAMED, Manner.WHICH)
        and (column.identifies or column.names_rows)
        and {ref.dataset for ref in column.columns} == {owner.dataset}
    )
