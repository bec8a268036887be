"""Names as code writes them, and as people read them. English plurals, by rule."""

from __future__ import annotations

import re
from functools import lru_cache

from sqlglot import exp
from sqlglot.tokens import Tokenizer

from bi.catalog.abbreviations import ACRONYMS
from bi.catalog.lexicon import DESCRIBING, PREPOSITIONS, TABLE_PREFIXES
from bi.model.words import plural, singular

# Shorter ones are nouns: a bed, a seed.
_SHORTEST_ED = 4
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
# The first words of what a parser knows: ORDER of ORDER BY.
_KEYWORDS = frozenset(keyword.partition(" ")[0] for keyword in Tokenizer.KEYWORDS)
# Word boundaries in CamelCase: aB, and the last capital of ABc.
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def quoted(column: str, dialect: str | None = None) -> str:
    """A physical column's name as SQL, in quotes unless it is plain in every dialect.

    Without a dialect the quotes are those of the SQL standard.
    """
    if _PLAIN.fullmatch(column) and column.upper() not in _KEYWORDS:
        return column
    return exp.to_identifier(column, quoted=True).sql(dialect)


def words_of(name: str) -> list[str]:
    """`OrderID`, `order_id`, `Order ID` -> [order, id]."""
    return list(_words(name))


@lru_cache(maxsize=10_000)
def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in re.split(r"[\W_]+", _CAMEL.sub(" ", name)) if word)


def label_of(name: str) -> str:
    """`order_date` -> `Order date`, `customer_id` -> `Customer ID`."""
    return phrase(words_of(name)) or name


def phrase(words: list[str]) -> str:
    """Words as a label: the first one with a capital, acronyms in capitals."""
    text = " ".join(word.upper() if word in ACRONYMS else word for word in words)
    return text[:1].upper() + text[1:]


def identifier_of(name: str) -> str:
    """`Order Details` -> `order_details`: a name for the catalog."""
    name = "_".join(words_of(name))
    return name if name and not name[0].isdigit() else f"_{name}"


def entity_of(table: str) -> list[str]:
    """What one row of a table is, in words: `sales.Order Details` -> [order, detail]."""
    words = words_of(table.rpartition(".")[2])
    if len(words) > 1 and words[0] in TABLE_PREFIXES:
        words = words[1:]
    if _end_of_noun(words) is not None:
        return words
    return [*words[:-1], singular(words[-1])] if words else []


def head_of(entity: list[str]) -> list[str]:
    """The noun itself: `products for hire` -> [product]; a hall of fame is no hall."""
    end = _end_of_noun(entity)
    if end is None or entity[end] == "of" or entity[-1] in PREPOSITIONS:
        return entity
    return [*entity[: end - 1], singular(entity[end - 1])]


def plural_of(entity: list[str]) -> list[str]:
    """`product for hire` -> products for hire; a name that ends open, like `enrolled in`, stays."""
    if not entity or entity[-1] in PREPOSITIONS:
        return entity
    end = _end_of_noun(entity) or len(entity)
    return [*entity[: end - 1], plural(entity[end - 1]), *entity[end:]]


def _end_of_noun(entity: list[str]) -> int | None:
    """Where the words begin that only describe: `with year`, `booked`, `daily`."""
    return next((n for n, word in enumerate(entity) if n and _describes(word)), None)


def _describes(word: str) -> bool:
    return word in PREPOSITIONS | DESCRIBING or (word.endswith("ed") and len(word) > _SHORTEST_ED)
