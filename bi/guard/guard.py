"""Any SQL -> one read-only statement over the catalog, or a refusal that names its rule."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError

from bi.guard.allowed.names import NAMES
from bi.guard.nodes import check_letters, check_nodes
from bi.guard.physical import AllowedTables, allowed_tables
from bi.guard.query import _SEAL, GuardedQuery
from bi.guard.reading import read_statement, too_deep
from bi.guard.resolve import Resolver, table_name
from bi.guard.rules import refusal
from bi.guard.settings import take_settings
from bi.guard.tidy import tidy
from bi.model.catalog import Catalog

DIALECTS = frozenset(NAMES)


def guard_sql(sql: str, catalog: Catalog, dialect: str) -> GuardedQuery:
    """SQL that reads the catalog's tables and nothing else; `dialect` is sqlglot's name.

    The text is written anew: without comments, each table replaced by a subquery of the
    columns that the catalog speaks of. Raises QueryRefused with `rule` in its details.
    """
    return GuardedQuery(_guarded(sql, allowed_tables(catalog, dialect), dialect), dialect, _SEAL)


def check_sql(sql: str, dialect: str) -> str:
    """The SQL as it would be written anew by every rule that needs no catalog.

    It is text, and no GuardedQuery: no warehouse runs it. Raises QueryRefused.
    """
    return _guarded(sql, None, dialect)


def _guarded(sql: str, tables: AllowedTables | None, dialect: str) -> str:
    if dialect not in DIALECTS:
        raise ValueError(f"There is no guard for {dialect}.")
    try:
        root = tidy(read_statement(sql, dialect), dialect)
        settings = take_settings(root)
        check_nodes(root, dialect)
        if tables is None:
            check_letters(root)
        resolver = Resolver(tables, dialect)
        text = _written(resolver.statement(root), dialect)
        _read_again(text, resolver.names, dialect)
        if settings:
            text += f" SETTINGS {', '.join(one.sql(dialect) for one in settings)}"
    except RecursionError:
        raise too_deep() from None
    return text


def _written(root: exp.Expr, dialect: str) -> str:
    if dialect == "sqlite":
        root = _with_own_median(root)
    try:
        return root.sql(
            dialect=dialect, comments=False, copy=False, unsupported_level=ErrorLevel.RAISE
        )
    except (SqlglotError, ValueError, TypeError, AttributeError):
        # The generator has no words of the dialect for something that the parser took.
        raise refusal("construct", "The statement cannot be written in this dialect.") from None


def _read_again(text: str, names: set[str], dialect: str) -> None:
    """What was written must say what was looked at: no other node, no other table."""
    again = read_statement(text, dialect, own=True)
    check_nodes(again, dialect)
    for table in again.find_all(exp.Table):
        if isinstance(table.this, exp.Identifier) and table_name(table) not in names:
            raise refusal("source", "The statement reads differently when it is written anew.")


def _with_own_median(root: exp.Expr) -> exp.Expr:
    """The warehouse gives SQLite a MEDIAN; the parser would write PERCENTILE_CONT for it."""
    for node in list(root.find_all(exp.Median)):
        node.replace(exp.Anonymous(this="MEDIAN", expressions=[node.this]))
    return root
