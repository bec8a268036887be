"""Attacks, as somebody would try them, are refused on every engine."""

from __future__ import annotations

import pytest

from bi.guard.guard import DIALECTS, check_sql, guard_sql
from bi.model.errors import QueryRefused
from tests.bi.guard.attacks import ANYWHERE, attacks
from tests.bi.shop import SHOP

# These are about what a catalog leaves out; without one there is nothing to leave out.
NEED_A_CATALOG = {
    "a table that the catalog does not speak of",
    "a column that the catalog does not speak of",
}


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_no_attack_passes(dialect: str) -> None:
    passed = []
    for sql in attacks(dialect):
        try:
            passed.append((sql, guard_sql(sql, SHOP, dialect).sql))
        except QueryRefused:
            continue

    assert passed == []


# `FROM file('…')` is read as the table `file` with a column alias, and written as such.
READ_AS_ANOTHER = {"SELECT * FROM file('/etc/passwd')", "SELECT @@version"}


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
@pytest.mark.parametrize("group", [group for group in ANYWHERE if group not in NEED_A_CATALOG])
def test_no_attack_passes_without_a_catalog(group: str, dialect: str) -> None:
    for sql in ANYWHERE[group]:
        try:
            written = check_sql(sql, dialect)
        except QueryRefused:
            continue
        assert sql in READ_AS_ANOTHER
        assert "file(" not in written.lower()
        assert "@@" not in written


DEEP = {
    "brackets": ("SELECT a" + "[1]" * 5000, "SELECT " + "[" * 5000 + "]" * 5000),
    "parentheses": ("SELECT " + "(" * 40_000, "SELECT " + "abs(" * 8000 + "1" + ")" * 8000),
    "types": ("SELECT CAST(1 AS " + "ARRAY<" * 3000 + "INT" + ">" * 3000 + ")",),
    "operators": (
        "SELECT " + "- " * 9000 + "1",
        "SELECT 1" + "::int" * 9000,
        "SELECT 1" + "+1" * 9000,
    ),
    "words": ("SELECT " + "CASE WHEN " * 5000 + "1", "SELECT " + "NOT " * 9000 + "1"),
    "queries": ("SELECT 1" + " UNION ALL SELECT 1" * 4000, "WITH a AS (" * 4000),
    "lists": ("SELECT 1 IN (" + "1," * 30_000 + "1)", "SELECT 1" + ",1" * 30_000),
    "names": ("SELECT a" + ".b" * 9000, "SELECT a" + " -> a" * 9000),
    "comments": ("SELECT " + "/* " * 9000, "SELECT 1" + " -- x\n" * 9000 + ", version()"),
}


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
@pytest.mark.parametrize("kind", DEEP)
def test_what_is_too_deep_or_too_long_is_refused_and_breaks_nothing(
    kind: str, dialect: str
) -> None:
    for sql in DEEP[kind]:
        with pytest.raises(QueryRefused):
            guard_sql(sql, SHOP, dialect)
