"""The other words people would use for a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bi.catalog import lexicon
from bi.catalog.inspection import Column, Table
from bi.catalog.judge import time_rank
from bi.catalog.naming import words_of
from bi.catalog.same_words import PLACES, SAME, SHORTER
from bi.catalog.units import unit_of
from bi.model.catalog import ColumnType
from bi.model.words import plural, singular

# Enough of them that a column of countries has one.
_COUNTRIES = lexicon.words("""
    usa us america uk england germany france italy spain china japan india canada brazil russia
    mexico australia sweden netherlands
""")
Words = tuple[str, ...]

# What follows these belongs to another row, or is only a rest.
_OTHERS = lexicon.words("other parent previous next last first old new original related number")

# A longer name without a sign in it is told by its capitals.
_SQUASHED = 8
_FEW_WORDS = 3
# The years that a row is from, as against a person's.
_OWN_YEARS = lexicon.words("""
    release released open opened opening founded founding built building start starting started
    publication published production produced made making model launch launched season academic
    fiscal financial register registration join joined
""")


def synonyms_of(column: Column, table: Table) -> list[str]:
    """Most direct first; whether another column has a better right to one is not asked here."""
    said = tuple(column.words)
    # With the table's own word before them all of these are understood too.
    short = _without_entity(said, table, own=not _is_reference(column, table)) or said
    found = [short]
    if unit := unit_of(column):
        found.append(tuple(unit[0]))
    if not _is_reference(column, table) and (inner := _from_entity(said, table)):
        found.append(inner)
    found += _forms(short, column, table)
    found += [other for words in found for other in _same(words)]
    if "".join(written := _written(column)) != "".join(said):
        found.append(written)
    return [" ".join(words) for words in dict.fromkeys(found) if words and words != said]


def _is_reference(column: Column, table: Table) -> bool:
    linked = any(column.name in link.columns for link in table.foreign_keys)
    return linked and table.key != (column.name,)


def _written(column: Column) -> Words:
    """The name as it stands, for whoever knows the database: `StuID` is "stuid" to them."""
    name = column.name.casefold()
    words = tuple(words_of(column.name))
    if len(words) > _FEW_WORDS:  # a house's marks among them: nobody says those
        return ()
    return (name,) if name.isalnum() and len(name) <= _SQUASHED else words


def _without_entity(words: Words, table: Table, *, own: bool) -> Words | None:
    """`template_type_code` of templates -> [type, code]; a name that leaves a number has none."""
    entity = tuple(table.entity)
    for start in (entity, entity[-1:], tuple(table.head)):
        rest = words[len(start) :]
        # `id` is the row's own, never what it refers to.
        fits = len(rest) > 1 or own
        if start and words[: len(start)] == start and rest and fits and not rest[-1].isdigit():
            return rest
    return None


def _from_entity(words: Words, table: Table) -> Words | None:
    """`company_claim_number` of claims -> [claim, number]; a parent's number is another claim's."""
    entity = tuple(table.entity)
    for start in range(1, len(words) - len(entity)):
        if entity and words[start : start + len(entity)] == entity and words[0] not in _OTHERS:
            return words[start:]
    return None


def _forms(words: Words, column: Column, table: Table) -> Iterator[Words]:
    """The same words in the order that people may give them."""
    if len(words) > 1 and set(words) <= PLACES:
        yield from ((word,) for word in words)
    match words:
        case (("milliseconds" | "seconds" | "minutes"),):
            yield from (("length",), ("duration",), ("running", "time"))
        case ("number", "of", *rest):
            yield (*rest, "count")
        case (("is" | "has" | "was" | "are"), *rest) if rest and column.type is ColumnType.BOOLEAN:
            yield tuple(rest)
        case (*rest, "count") if rest and column.type is not None and column.type.is_numeric:
            yield ("number", "of", *rest[:-1], plural(rest[-1]))
        case (*rest, "year") if rest:
            yield ("year", "of", *rest)
            if rest[-1] in _OWN_YEARS and not _other_years(column, table):
                yield ("year",)
        case (*rest, "date", "time") if rest:
            yield (*rest, "date")
            yield (*rest, "time")
        case (*_, "origin") if _are_countries(column.values):
            yield from (("country",), ("country", "of", "origin"), ("region",))
        case (*rest, ("from" | "to") as end) if rest and _is_temporal(column):
            noun = "time" if "time" in rest else "date"
            yield ({"from": "start", "to": "end"}[end], noun)
        case ("date", "of", *rest) if rest:
            yield (*rest, "date")
        case (*rest, "date") if len(rest) == 1:
            yield ("date", "of", *rest)
        case (*rest, ("rating" | "ratings")) if rest:
            yield ("rating", "of", *rest)
        case _:
            pass


def _is_temporal(column: Column) -> bool:
    return column.type is not None and column.type.is_temporal


def _are_countries(values: Sequence[str]) -> bool:
    """Whether well-known countries are among them."""
    return not _COUNTRIES.isdisjoint(value.casefold() for value in values)


def _other_years(column: Column, table: Table) -> bool:
    """Whether "year" may mean something else in the table."""
    others = [other for other in table.columns if other is not column]
    return any(time_rank(other) is not None or "year" in other.words for other in others)


def _same(words: Words) -> Iterator[Words]:
    """`contact phone` -> contact telephone, contact phone number."""
    if any(word in SHORTER for word in words):
        yield tuple(SHORTER.get(word, word) for word in words)
    for idea in SAME:
        fitting = [name for name in idea if words[-len(name) :] == name]
        if not fitting:
            continue
        longest = max(fitting, key=len)
        before = words[: len(words) - len(longest)]
        # `zip_postcode`, `cell_mobile_number`: one thing named twice over.
        while before and any(before[-1] in name for name in idea):
            before = before[:-1]
        yield from ((*before, *name) for name in idea if (*before, *name) != words)


def without_clashes(
    wanted: Mapping[str, Sequence[str]], names: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """What each dimension of a dataset may be called besides its `names`.

    A word that is another's name, or that two of them want, is left to neither; one that names
    the thing already is not repeated.
    """
    named = {_plain(word) for words in names.values() for word in words}
    claims = Counter(word for words in wanted.values() for word in {_plain(w) for w in words})
    return {
        name: [
            word
            for word in dict.fromkeys(words)
            if _plain(word) not in named and claims[_plain(word)] == 1
        ]
        for name, words in wanted.items()
    }


def _plain(word: str) -> str:
    """Singular and plural, `_` and spaces are one to whoever asks."""
    words = word.casefold().replace("_", " ").split()
    return " ".join([*words[:-1], singular(words[-1])]) if words else ""
