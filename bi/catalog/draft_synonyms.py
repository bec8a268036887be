"""The other words people would use for a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bi.catalog import lexicon
from bi.catalog.inspection import Column, Table
from bi.catalog.judge import time_rank
from bi.catalog.naming import words_of
from bi.catalog.same_words import SAME, SHORTER
from bi.catalog.units import unit_of
from bi.model.words import plural, singular

Words = tuple[str, ...]

# A longer name without a sign in it is told by its capitals.
_SQUASHED = 8
# The years that a row is from, as against a person's.
_OWN_YEARS = lexicon.words("""
    release released open opened opening founded founding built building start starting started
    publication published production produced made making model launch launched season academic
    fiscal financial register registration join joined
""")


def synonyms_of(column: Column, table: Table) -> list[str]:
    """Most direct first; whether another column has a better right to one is not asked here."""
    said = tuple(column.words)
    found = [said]
    foreign = any(column.name in link.columns for link in table.foreign_keys)
    own = not foreign or table.key == (column.name,)
    if own and (bare := _without_entity(said, table)):
        found.append(bare)
    if unit := unit_of(column):
        found.append(tuple(unit[0]))
    found += [form for words in found for form in _forms(words, column, table)]
    found += [other for words in found for other in _same(words)]
    if "".join(written := _written(column)) != "".join(said):
        found.append(written)
    return [" ".join(words) for words in dict.fromkeys(found) if words != said]


def _written(column: Column) -> Words:
    """The name as it stands, for whoever knows the database: `StuID` is "stuid" to them."""
    name = column.name.casefold()
    return (name,) if name.isalnum() and len(name) <= _SQUASHED else tuple(words_of(column.name))


def _without_entity(words: Words, table: Table) -> Words | None:
    """`template_type_code` of templates -> [type, code]; a name that leaves a number has none."""
    entity = tuple(table.entity)
    for start in (entity, entity[-1:]):
        rest = words[len(start) :]
        if start and words[: len(start)] == start and rest and not rest[-1].isdigit():
            return rest
    return None


def _forms(words: Words, column: Column, table: Table) -> Iterator[Words]:
    """The same words in the order that people may give them."""
    match words:
        case ("number", "of", *rest):
            yield (*rest, "count")
        case (*rest, "count") if rest and column.type is not None and column.type.is_numeric:
            yield ("number", "of", *rest[:-1], plural(rest[-1]))
        case (*rest, "year") if rest:
            yield ("year", "of", *rest)
            if rest[-1] in _OWN_YEARS and not _other_years(column, table):
                yield ("year",)
        case (*rest, "date", "time") if rest:
            yield (*rest, "date")
            yield (*rest, "time")
        case ("date", "of", *rest) if rest:
            yield (*rest, "date")
        case (*rest, "date") if len(rest) == 1:
            yield ("date", "of", *rest)
        case (*rest, ("rating" | "ratings")) if rest:
            yield ("rating", "of", *rest)
        case _:
            pass


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
        for name in idea:
            if name != longest:
                yield (*words[: len(words) - len(longest)], *name)


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
