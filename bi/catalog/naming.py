"""Names as code writes them, and as people read them."""

from __future__ import annotations

import re

from sqlglot.tokens import Tokenizer

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
# Word boundaries in CamelCase: aB, and the last capital of ABc.
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def quoted(column: str) -> str:
    """A physical column's name as SQL, in quotes unless it is plain in every dialect."""
    if _PLAIN.fullmatch(column) and column.upper() not in Tokenizer.KEYWORDS:
        return column
    return '"' + column.replace('"', '""') + '"'


def words_of(name: str) -> list[str]:
    """`OrderID`, `order_id`, `Order ID` -> [order, id]."""
    return [word.lower() for word in re.split(r"[\W_]+", _CAMEL.sub(" ", name)) if word]


def label_of(name: str) -> str:
    """`order_date` -> `Order date`."""
    return " ".join(words_of(name)).capitalize() or name
