"""`parley guard`: what the guard says to a file of SQL."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TextIO

from bi.guard.guard import DIALECTS, check_sql, guard_sql
from bi.model.catalog import Catalog
from bi.model.errors import QueryRefused, UserError
from cli.complaints import complain

REFUSED, UNREADABLE = 1, 2
# What people call them.
_OTHER_NAMES = {"postgresql": "postgres", "mariadb": "mysql", "sqlserver": "tsql", "mssql": "tsql"}


class UnknownDialect(UserError):
    """details: `known`."""

    code = "unknown_dialect"


class LineInvalid(UserError):
    """A line of the file is no statement with its id."""

    code = "line_invalid"


@dataclass(frozen=True, slots=True)
class Statement:
    id: object
    text: str
    dialect: str


def guard_file(file: str, dialect: str, catalog_file: Path | None, always_zero: bool) -> int:
    """Prints a verdict a line; the exit code."""
    try:
        dialect = known_dialect(dialect)
        guard = _guard(catalog_file)
    except UserError as error:
        complain(error)
        return UNREADABLE
    refused = invalid = 0
    try:
        for statement in _statements(file, dialect):
            if isinstance(statement, LineInvalid):
                invalid += 1
                print(f"parley: {statement}", file=sys.stderr)
                continue
            verdict = judge(statement, guard)
            refused += verdict["verdict"] == "refuse"
            print(json.dumps(verdict, ensure_ascii=False))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        print(f"parley: {file} cannot be read: {reason}", file=sys.stderr)
        return UNREADABLE
    if invalid:
        return UNREADABLE
    return REFUSED if refused and not always_zero else 0


def known_dialect(name: str) -> str:
    """A dialect's name as the guard knows it. Raises UnknownDialect."""
    dialect = _OTHER_NAMES.get(name.lower(), name.lower())
    if dialect not in DIALECTS:
        known = ", ".join(sorted(DIALECTS))
        raise UnknownDialect(f"There is no dialect {name}; there are {known}.", known=known)
    return dialect


def judge(statement: Statement, guard: Callable[[str, str], str]) -> dict[str, object]:
    """The line that is printed: `sql` is what would run, `ms` how long the guard took."""
    _get_ready(statement.dialect)
    begun = time.perf_counter()
    sql, rule = None, None
    try:
        sql = guard(statement.text, statement.dialect)
    except QueryRefused as refusal:
        rule = refusal.details["rule"]
    return {
        "id": statement.id,
        "verdict": "refuse" if rule else "allow",
        "rule": rule,
        "sql": sql,
        "ms": round((time.perf_counter() - begun) * 1000, 3),
    }


@cache
def _get_ready(dialect: str) -> None:
    """The parser loads a dialect when it is first used, which is no time of the statement's."""
    check_sql("SELECT 1", dialect)


def _guard(catalog_file: Path | None) -> Callable[[str, str], str]:
    if catalog_file is None:
        return check_sql
    from bi.catalog.load import load_catalog

    catalog: Catalog = load_catalog(catalog_file)
    return lambda sql, dialect: guard_sql(sql, catalog, dialect).sql


def _statements(file: str, dialect: str) -> Iterator[Statement | LineInvalid]:
    """JSON lines when the first line is one, else SQL, one statement a line.

    Raises OSError, UnicodeDecodeError.
    """
    if file == "-":
        yield from _read(sys.stdin, "the input", dialect)
        return
    with Path(file).open(encoding="utf-8") as lines:
        yield from _read(lines, file, dialect)


def _read(lines: TextIO, name: str, dialect: str) -> Iterator[Statement | LineInvalid]:
    as_json: bool | None = None
    for number, line in enumerate(lines, 1):
        text = line.strip().removeprefix("\ufeff")
        if not text or (not as_json and text.startswith("--")):
            continue
        if as_json is None:
            as_json = text.startswith("{")
        try:
            yield _row(text, number, dialect) if as_json else Statement(number, text, dialect)
        except (LineInvalid, UnknownDialect) as error:
            yield LineInvalid(f"{name}, line {number}: {error}")


def _row(text: str, number: int, dialect: str) -> Statement:
    try:
        row = json.loads(text)
    except ValueError as error:
        raise LineInvalid(f"this is no JSON: {error}") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise LineInvalid('a row needs "text", the SQL.')
    own = row.get("dialect")
    if own is not None and not isinstance(own, str):
        raise LineInvalid('"dialect" is a name, in quotes.')
    return Statement(row.get("id", number), row["text"], known_dialect(own) if own else dialect)
