"""One statement through the guard and, if it passes, through a pair of databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.guarding.planted import CATALOG, MARK, Database, Outcome
from bi.guard.guard import guard_sql
from bi.model.errors import QueryRefused

_TRIES = 50


class Leak(AssertionError):
    """Something came through that the guard should have held back."""


@dataclass
class Tally:
    """How many statements were refused, failed in the database, and gave rows."""

    refused: int = 0
    failed: int = 0
    answered: int = 0


Guard = Callable[[str, str], str]


def guarded_by_catalog(sql: str, dialect: str) -> str:
    return guard_sql(sql, CATALOG, dialect).sql


def attempt(
    sql: str,
    pair: tuple[Database, Database],
    tally: Tally,
    guard: Guard = guarded_by_catalog,
) -> None:
    """Raises Leak when both databases do not give the same, or show a secret."""
    try:
        passed = guard(sql, pair[0].dialect)
    except QueryRefused:
        tally.refused += 1
        return
    first, second = (database.run(passed) for database in pair)
    if first.error or second.error:
        tally.failed += 1
    else:
        tally.answered += 1
    if first.shows(MARK) and MARK not in sql:
        raise Leak(f"{pair[0].dialect} shows a secret: {sql!r} ran as {passed!r}")
    if _told(first) != _told(second) and not (
        _changes_by_itself(passed, pair[0], first) or _changes_by_itself(passed, pair[1], second)
    ):
        raise Leak(f"{pair[0].dialect} tells them apart: {sql!r} ran as {passed!r}")


def _told(outcome: Outcome) -> tuple[list[str], str]:
    """In whatever order the rows came."""
    return sorted(map(repr, outcome.rows)), outcome.error


def _changes_by_itself(sql: str, database: Database, before: Outcome) -> bool:
    """Random numbers, samples, the time of day, a timeout: not the same on one database either.

    A tenth of a small table is mostly nothing, so it takes some tries to see.
    """
    if "interrupt" in before.error.lower():
        return True
    return any(_told(database.run(sql)) != _told(before) for _ in range(_TRIES))
