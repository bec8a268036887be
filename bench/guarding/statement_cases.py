"""The guard's verdict on statements of which somebody else says what it should be."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlglot
from sqlglot.errors import SqlglotError

from bench.guarding.planted import CATALOG
from bi.guard.guard import check_sql, guard_sql
from bi.model.catalog import Catalog, Dataset
from bi.model.errors import QueryRefused


@dataclass(frozen=True, slots=True)
class Verdict:
    """`expect` and `rule` (None: allowed) of one statement, and how long things took."""

    text: str
    expect: str
    rule: str | None
    asks_for_less: bool  # the case turns rules off, which this guard has no switch for
    ms: float
    parse_and_write_ms: float | None

    @property
    def right(self) -> bool:
        return (self.rule is None) == (self.expect == "allow")


def verdicts(cases: Iterable[Mapping[str, Any]], dialect: str) -> Iterator[Verdict]:
    for case in cases:
        if case.get("kind") != "statement" or case.get("expect") not in ("allow", "reject"):
            continue
        options = case.get("options") or {}
        weaker = case["expect"] == "allow" and "security" in options
        own = case.get("dialect") or dialect
        tables = options.get("allowedTables")
        yield _verdict(case["text"], case["expect"], own, _only(tables) if tables else None, weaker)


def _only(tables: Iterable[str]) -> Catalog:
    """A catalog of these tables; nothing is known of their columns."""
    datasets = tuple(Dataset(name, name, name, key=("id",)) for name in tables)
    return replace(CATALOG, datasets=datasets, joins=(), metrics=())


def _verdict(
    text: str, expect: str, dialect: str, catalog: Catalog | None, weaker: bool
) -> Verdict:
    plain = _parse_and_write_ms(text, dialect)
    begun = time.perf_counter()
    rule = None
    try:
        if catalog:
            guard_sql(text, catalog, dialect)
        else:
            check_sql(text, dialect)
    except QueryRefused as refusal:
        rule = str(refusal.details["rule"])
    ms = (time.perf_counter() - begun) * 1000
    return Verdict(text, expect, rule, weaker, ms, plain)


def _parse_and_write_ms(text: str, dialect: str) -> float | None:
    """What any guard on this parser must take; None for what the parser cannot read."""
    begun = time.perf_counter()
    try:
        for statement in sqlglot.parse(text, dialect=dialect):
            if statement is not None:
                statement.sql(dialect=dialect)
    except (SqlglotError, TypeError, AttributeError, ValueError):
        return None
    return (time.perf_counter() - begun) * 1000
