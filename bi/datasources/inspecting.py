"""A database that has no catalog yet, looked at through a connection that can only read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bi.catalog.inspection import Inspection
from bi.catalog.reflect import inspect_database
from bi.catalog.url import is_url
from bi.model.errors import UserError

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SQLITE = b"SQLite format 3\0"
_DUCKDB = b"DUCK"
_DUCKDB_AT = 8


class CannotReadDatabase(UserError):
    """The database cannot be opened or looked at."""

    code = "database_unreadable"


class NothingFound(UserError):
    """The database holds no table that may be read."""

    code = "no_table_found"


def url_of(database: str) -> str:
    """A url as it is; for the path of a file, the url of the engine that wrote it.

    A folder stands for the CSV files in it. Raises CannotReadDatabase for a file that is none of
    DuckDB's, SQLite's and CSV.
    """
    if is_url(database):
        return database
    path = Path(database)
    if path.is_dir() or (path.suffix.casefold() == ".csv" and path.is_file()):
        return f"csv:///{path.resolve()}"
    try:
        with path.open("rb") as file:
            head = file.read(len(_SQLITE))
    except OSError as error:
        raise CannotReadDatabase(f"{database} cannot be opened: {error.strerror}") from None
    if head == _SQLITE:
        return f"sqlite:///{path.resolve()}"
    if head[_DUCKDB_AT:].startswith(_DUCKDB):
        return f"duckdb:///{path.resolve()}"
    raise CannotReadDatabase(f"{database} is no DuckDB or SQLite database and no CSV file")


def id_of(wanted: str) -> str:
    """The last part of a path or url, in the characters that a datasource's id may have."""
    last = re.split(r"[/\\]", wanted.partition("?")[0])[-1]
    stem = re.sub(r"\.(csv|duckdb|ddb|sqlite3?|db3?)$", "", last)
    return re.sub(r"[^\w.-]+", "_", stem).strip("_.") or "database"


def inspect_url(url: str, *, views: bool = False, budget_s: float = 8.0) -> Inspection:
    """Look at a database through a connection that can only read; see `inspect_database`.

    Raises CannotReadDatabase, UnknownEngine.
    """
    with looking_at(url) as connection:
        return inspect_database(connection, views=views, budget_s=budget_s)


def inspect_tables(url: str, *, views: bool = False) -> Inspection:
    """As `inspect_url`. Raises NothingFound too, where there is nothing to describe."""
    inspection = inspect_url(url, views=views)
    if not inspection.tables:
        raise NothingFound("the database holds no table that this user may read")
    return inspection


@contextmanager
def looking_at(url: str) -> Iterator[Connection]:
    """A connection that can only read. Raises CannotReadDatabase, UnknownEngine."""
    from sqlalchemy.exc import SQLAlchemyError

    from bi.warehouse.engines import read_only_engine, without_secrets

    try:
        engine = read_only_engine(url)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        first, *_ = str(cause).strip().splitlines() or [type(cause).__name__]
        said = without_secrets(first, url)
        raise CannotReadDatabase(f"the database cannot be read: {said}") from None
