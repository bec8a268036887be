"""SQL of clients that write MySQL's dialect, whatever database there is."""

from __future__ import annotations

import sqlglot
from sqlglot.errors import SqlglotError

_CLIENTS = "mysql"


def in_own_dialect(sql: str, dialect: str) -> str:
    """What can be read as it is stays so, and so does what cannot be read at all."""
    try:
        sqlglot.parse(sql, read=dialect)
    except SqlglotError:
        pass
    else:
        return sql
    try:
        return "; ".join(sqlglot.transpile(sql, read=_CLIENTS, write=dialect))
    except SqlglotError:
        return sql
