"""By which columns of its result a golden SQL orders."""

from __future__ import annotations

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError


def ordered_by(sql: str, dialect: str, width: int) -> tuple[int, ...]:
    """Indexes of the result's `width` columns that hold the sort keys; empty without an order.

    All columns when a key is not among them: then nothing tells which rows are equal in it, so
    each has to be in its place. SQL that cannot be parsed counts as without an order.
    """
    try:
        query = parse_one(sql, dialect=dialect)
    except SqlglotError:
        return ()
    order = query.args.get("order")
    if not isinstance(query, exp.Query) or order is None:
        return ()
    keys = [_place(key.this, query) for key in order.expressions]
    shown = tuple(key for key in keys if key is not None and key < width)
    is_whole = len(shown) == len(keys) and not query.is_star
    return shown if is_whole else tuple(range(width))


def _place(key: exp.Expr, query: exp.Query) -> int | None:
    if isinstance(key, exp.Literal) and key.is_int:
        return int(key.this) - 1
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
