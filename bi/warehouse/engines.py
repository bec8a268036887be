"""From a URL to the adapter of its engine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bi.model.errors import UserError
from bi.warehouse.adapter import Adapter

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

_KNOWN = ("csv", "duckdb", "postgresql", "sqlite")
_SECRET = re.compile(r"(?<=://)([^:/@\s]*):([^@\s]*)@")


class UnknownEngine(UserError):
    """A URL of an engine that Parley does not speak; details: `known`."""

    code = "unknown_engine"


def adapter_for(url: str) -> Adapter:
    """The adapter of a SQLAlchemy URL's engine; imports its driver only when used.

    Raises UnknownEngine. File paths in `url` are used as they are: resolve relative ones first.
    """
    engine = url.partition("://")[0].partition("+")[0].lower()
    match engine:
        case "duckdb":
            from bi.warehouse.duckdb_adapter import DuckDBAdapter

            return DuckDBAdapter(url)
        case "csv":
            from bi.warehouse.csv_adapter import CsvAdapter

            return CsvAdapter(url)
        case "sqlite":
            from bi.warehouse.sqlite_adapter import SQLiteAdapter

            return SQLiteAdapter(url)
        case "postgresql" | "postgres":
            from bi.warehouse.postgres_adapter import PostgresAdapter

            return PostgresAdapter(url)
        case _:
            raise UnknownEngine(
                f"{engine or 'This'} is no engine that Parley can read from; "
                f"it can from {', '.join(_KNOWN)}.",
                known=_KNOWN,
            )


def read_only_engine(url: str, pool_size: int = 2) -> Engine:
    """A SQLAlchemy engine whose connections can only read, for looking at a schema.

    Nothing is connected yet. Dispose of it when done.
    """
    return adapter_for(url).engine(pool_size)


def without_secrets(text: str, url: str = "") -> str:
    """A driver's message with the password of any URL in it blacked out.

    That of `url` is blacked out wherever it stands, as it is and as it is written in URLs.
    """
    password = re.search(_SECRET, url)
    if password is not None and password[2]:
        for secret in (password[2], unquote(password[2])):
            text = text.replace(secret, "***")
    return _SECRET.sub(r"\1:***@", text)
