"""What a column is for, judged by its type, its name and the values seen in it."""

from __future__ import annotations

from enum import StrEnum

from bi.catalog import lexicon
from bi.catalog.inspection import Column, Table
from bi.model.catalog import Aggregation, ColumnType

_LONG_TEXT = 80
_LONGEST_NAME = 200
# How well the name of something else names a row: a customer's company.
_OTHER_NAME = 2
_YES_AND_NO = 2
_FIRST_YEAR, _LAST_YEAR = 1000, 2999


class LeftOut(StrEnum):
    """Why a column is not in a draft."""

    USELESS = "neither text, number nor date"
    SECRET = "looks like a secret"
    INTERNAL = "kept by the database or a tool for itself"


def left_out(column: Column) -> LeftOut | None:
    words = set(column.words)
    if column.type is None:
        return LeftOut.USELESS
    if words & lexicon.SECRETS and not column.type.is_temporal:
        return LeftOut.SECRET
    if words & lexicon.BOOKKEEPING:
        return LeftOut.INTERNAL
    return None


def is_empty(column: Column, table: Table) -> bool:
    """Nothing in every row seen: to be asked about, but no ground for measures and time."""
    return bool(table.sampled) and not column.filled


def are_people(table: Table) -> bool:
    """Whether a row is a person: it is called one, has a name of its own kind, or an age and what
    people have."""
    if set(table.entity[-1:]) & lexicon.PERSONS:
        return True
    words = {word for column in table.columns for word in column.words}
    if words & lexicon.OF_ANIMALS:
        return False
    ends = [tuple(column.words[-2:]) for column in table.columns]
    first = words & lexicon.FORENAMES or any(_names(end, lexicon.FIRST_NAMES) for end in ends)
    last = words & lexicon.SURNAMES or any(_names(end, lexicon.LAST_NAMES) for end in ends)
    named = bool(first and last)
    return named or bool(words & lexicon.OF_PEOPLE and words & lexicon.OF_BEINGS)


def _names(end: tuple[str, ...], kinds: frozenset[str]) -> bool:
    """ "First name", "family name"."""
    return len(end) > 1 and end[0] in kinds and end[1] == "name"


def is_identifier(column: Column, table: Table) -> bool:
    """Whether the values tell rows apart and say nothing else."""
    if column.type is not None and column.type.is_temporal:
        return False
    if table.key == (column.name,):
        return not _is_word_key(column)
    if column.words[-1:] in (["id"], ["identifier"]):
        return True
    if any(column.name in link.columns for link in table.foreign_keys):
        return not _is_word_key(column)
    words = column.words
    keyed = words[-1:] != [] and words[-1] in lexicon.KEYS and not lexicon.CONTACT & set(words)
    return keyed and table.sampled > 1 and column.distinct == column.filled == table.sampled


def _is_word_key(column: Column) -> bool:
    """A key that is a word people use (a country's code, a currency) rather than a number."""
    named = column.words[-1:] in (["id"], ["identifier"], ["uuid"], ["guid"], ["key"])
    return column.type is ColumnType.TEXT and not named and not column.digits


def is_flag(column: Column) -> bool:
    """Zeros and ones."""
    return (
        column.type is not None
        and column.type.is_numeric
        and (column.type is ColumnType.INTEGER or 0 < column.distinct <= _YES_AND_NO)
        and column.lowest is not None
        and column.highest is not None
        and 0 <= column.lowest <= column.highest <= 1
    )


def is_free_text(column: Column) -> bool:
    """Text to be read or dialled, not to be grouped or looked up by."""
    if column.type is not ColumnType.TEXT:
        return False
    words = set(column.words)
    if column.words[-1:] == ["name"] and column.longest <= _LONGEST_NAME:
        return False
    prose = column.words[-1:] != [] and column.words[-1] in lexicon.FREE_TEXT
    return prose or bool(words & lexicon.CONTACT) or column.longest > _LONG_TEXT


def aggregation_of(column: Column, table: Table, *, event: bool) -> Aggregation | None:
    """How a column is measured: SUM, AVERAGE, or None when it is no amount.

    `event`: the rows of the table happened at some time, or belong to one that did; amounts
    of other rows (a product's cost) are properties, and adding them up says nothing.
    """
    words = column.words
    if column.type is None or not column.type.is_numeric or not words:
        return None
    if is_empty(column, table) or is_year(column):
        return None
    if (
        is_identifier(column, table)
        or is_flag(column)
        or words[-1] in lexicon.NOT_MEASURED
        or "epoch" in words
    ):
        return None
    if "per" in words or words[-1] in lexicon.INTENSIVE:
        return Aggregation.AVERAGE
    if lexicon.QUANTITIES & set(words) or words[:2] == ["number", "of"]:
        return Aggregation.SUM
    if not event and lexicon.MONEY & set(words):
        return Aggregation.AVERAGE
    if lexicon.ADDITIVE & set(words):
        return Aggregation.SUM
    if lexicon.INTENSIVE & set(words):
        return Aggregation.AVERAGE
    return Aggregation.SUM if event else Aggregation.AVERAGE


def is_rate(column: Column) -> bool:
    """A share of one, to be shown in percent."""
    if column.lowest is None or column.highest is None:
        return False
    bounded = 0 <= column.lowest <= column.highest <= 1
    return bounded and bool(lexicon.RATES & set(column.words))


def is_year(column: Column) -> bool:
    """A year as a number: compared and grouped by, written without a sign for thousands."""
    low, high = column.lowest, column.highest
    if column.type is ColumnType.INTEGER and column.words[-1:] == ["date"]:
        # A whole number that is called a date is one of years, where it can be.
        return low is not None and high is not None and _FIRST_YEAR <= low <= high <= _LAST_YEAR
    return (
        column.type is not None
        and column.type.is_numeric
        and bool({"year", "yr"} & set(column.words[:1] + column.words[-1:]))
        and (low is None or high is None or (low >= _FIRST_YEAR and high <= _LAST_YEAR))
        and (low is not None or column.words[-1] == "year")
    )


def is_money(column: Column) -> bool:
    words = column.words
    if not words or is_rate(column) or words[-1] in lexicon.RATES | {"rate", "quantity", "count"}:
        return False
    # Total passengers are no money; the total of an invoice is.
    said = {word for word in words[:-1] if word not in lexicon.WHOLE} | {words[-1]}
    return bool(lexicon.MONEY & said)


def display_column(table: Table) -> Column | None:
    """The column that names a row of the table to a person."""
    entity = table.entity
    best: tuple[int, Column] | None = None
    for column in table.columns:
        if column.type is not ColumnType.TEXT or left_out(column) or is_empty(column, table):
            continue
        rank = _display_rank(column.words, entity, column)
        if rank == _OTHER_NAME and len(_other_names(table)) > 1:
            continue  # an order's customer name and product name name neither
        if rank is not None and (best is None or rank < best[0]) and _tells_apart(column):
            best = (rank, column)
    return best[1] if best else None


def _display_rank(words: list[str], entity: list[str], column: Column) -> int | None:
    """How well a column of this name would name a row; lower is better."""
    if not words or set(words) & (lexicon.FIRST_NAMES | lexicon.LAST_NAMES):
        return None
    own = words[:-1] in ([], entity, entity[-1:], ["full"])
    if own and words[-1] == "name":
        return 0
    if words[-1] == "name" and not set(words) & lexicon.CONTACT_NAMES and "user" not in words:
        return _OTHER_NAME
    if own and words[-1] in lexicon.NAMES:
        return 3
    if words == entity:
        return 4
    if own and words[-1] == "description" and column.longest <= _LONG_TEXT:
        return 5
    return None


def _other_names(table: Table) -> list[Column]:
    return [
        column
        for column in table.columns
        if column.type is ColumnType.TEXT
        and _display_rank(column.words, table.entity, column) == _OTHER_NAME
    ]


def _tells_apart(column: Column) -> bool:
    return column.distinct * 2 >= column.filled


def person_columns(table: Table) -> tuple[Column, Column] | None:
    """First and last name, where a table of people holds them apart."""
    found: dict[str, Column] = {}
    for column in table.columns:
        words = set(column.words)
        if column.type is not ColumnType.TEXT or "name" not in " ".join(words):
            continue
        for part, known in (("first", lexicon.FIRST_NAMES), ("last", lexicon.LAST_NAMES)):
            if words & known or any(word == f"{name}name" for word in words for name in known):
                found.setdefault(part, column)
    return (found["first"], found["last"]) if len(found) == 2 else None


def time_rank(column: Column) -> int | None:
    """How well a column says when a row happened; lower is better, None: not at all."""
    words = column.words
    if column.type is None or not column.type.is_temporal:
        return None
    if set(words) & (lexicon.NOT_HAPPENED | lexicon.TOUCHED | lexicon.BOOKKEEPING):
        return None
    said = [word for word in words if word not in lexicon.TIMES] or ["date"]
    ranks = [lexicon.HAPPENED.index(word) for word in said if word in lexicon.HAPPENED]
    return min(ranks, default=len(lexicon.HAPPENED))
