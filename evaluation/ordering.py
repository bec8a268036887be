"""In which order a golden SQL gives its rows, and which of them may change places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from evaluation.comparison import Row, comparable

_KEY = "__sort_key_"


@dataclass(frozen=True, slots=True)
class Ordered:
    """A query that orders: `sql` shows its sort keys, the last `extra` columns only for that.

    `keys` are indexes of its columns, from the end for the extra ones.
    """

    sql: str
    extra: int
    keys: tuple[int, ...]


def ordered(sql: str, dialect: str) -> Ordered | None:
    """None for a query without an order of its own, or one that cannot be parsed."""
    try:
        query = parse_one(sql, dialect=dialect)
    except SqlglotError:
        return None
    order = query.args.get("order")
    if not isinstance(query, exp.Query) or order is None:
        return None
    keys = [key.this for key in order.expressions]
    places = [_place(key, query) for key in keys]
    hidden = [key for key, place in zip(keys, places, strict=True) if place is None]
    for n, key in enumerate(hidden):
        query = query.select(exp.alias_(key.copy(), f"{_KEY}{n}"), copy=False)
    added = iter(range(-len(hidden), 0))
    indexes = tuple(next(added) if place is None else place for place in places)
    return Ordered(query.sql(dialect=dialect), len(hidden), indexes)


def ranks(rows: Sequence[Row], keys: Sequence[int]) -> tuple[int, ...]:
    """For each row the number of its tie: neighbours that are equal in the keys share it."""
    numbers: list[int] = []
    before: tuple[str, ...] | None = None
    for row in rows:
        key = tuple(comparable(row[n]) for n in keys)
        last = numbers[-1] if numbers else -1
        numbers.append(last if key == before else last + 1)
        before = key
    return tuple(numbers)


def _place(key: exp.Expr, query: exp.Query) -> int | None:
    """The column of the result that holds the key; None where none is known to."""
    if isinstance(key, exp.Literal) and key.is_int:
        return int(key.this) - 1
    if query.is_star:
        return None
    for n, shown in enumerate(query.selects):
        if _names(key, shown) or _text(key) == _text(shown.unalias()):
            return n
    return None


def _names(key: exp.Expr, shown: exp.Expr) -> bool:
    """Whether a column is the one shown: by its alias, or where either leaves out the table."""
    if not isinstance(key, exp.Column) or key.name.casefold() != shown.alias_or_name.casefold():
        return False
    inner = shown.unalias()
    return not key.table or (isinstance(inner, exp.Column) and not inner.table)


def _text(expression: exp.Expr) -> str:
    return expression.sql(normalize=True).casefold()
