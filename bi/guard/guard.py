"""Any SQL -> one read-only statement over the catalog, or a refusal that names its rule."""

from __future__ import annotations

import logging

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bi.guard.access import seen_by
from bi.guard.allowed import ANONYMOUS, NODES, TYPES
from bi.guard.physical import allowed_tables
from bi.guard.query import _SEAL, GuardedQuery
from bi.guard.resolve import Resolver
from bi.model.access import NOBODY, Viewer
from bi.model.catalog import Catalog
from bi.model.errors import QueryRefused

# The parser logs what it cannot read; that is somebody's SQL, and no news to us.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

MAX_LENGTH = 100_000
MAX_NODES = 20_000


def guard_sql(
    sql: str,
    catalog: Catalog,
    dialect: str,
    viewer: Viewer = NOBODY,
    *,
    is_compiled: bool = False,
) -> GuardedQuery:
    """SQL that reads the catalog's tables and nothing else; `dialect` is sqlglot's name.

    The text is written anew: without comments, each table replaced by a subquery of the
    columns that the catalog speaks of, and of the rows that it lets `viewer` see. (A catalog that
    was made out for a viewer by `seen_by` lets nobody see more.) `is_compiled`: our compiler
    wrote it, so it does not try to learn of other rows by how it fails.
    Raises QueryRefused with `rule` in its details; ClaimMissing is one.
    """
    catalog = seen_by(catalog, viewer, dialect)
    if len(sql) > MAX_LENGTH:
        raise QueryRefused(f"SQL may have {MAX_LENGTH:,} characters.", rule="length")
    try:
        root = _only_statement(sql, dialect)
        _check_nodes(root, dialect)
        resolved = Resolver(allowed_tables(catalog, dialect, is_fenced=not is_compiled)).statement(
            root
        )
        if dialect == "sqlite":
            resolved = _with_own_median(resolved)
        text = resolved.sql(dialect=dialect, comments=False, copy=False)
    except RecursionError:
        raise QueryRefused("The statement is nested too deeply.", rule="depth") from None
    return GuardedQuery(text, dialect, _SEAL)


def _only_statement(sql: str, dialect: str) -> exp.Expr:
    try:
        statements = sqlglot.parse(sql, dialect=dialect)
    except SqlglotError:
        raise QueryRefused("The statement cannot be read.", rule="syntax") from None
    if len(statements) != 1 or statements[0] is None:
        raise QueryRefused("Exactly one statement is allowed.", rule="one_statement")
    root = statements[0]
    if not isinstance(root, exp.Select | exp.SetOperation | exp.Subquery):
        raise QueryRefused("Only SELECT may be asked for.", rule="not_a_query")
    return root


def _check_nodes(root: exp.Expr, dialect: str) -> None:
    """Every node by its type; functions by name where the parser has no type for them."""
    allowed_names = ANONYMOUS.get(dialect, frozenset())
    for count, node in enumerate(root.walk()):
        if count > MAX_NODES:
            raise QueryRefused("The statement is too large.", rule="size")
        kind = type(node)
        if kind is exp.Anonymous or kind is exp.AnonymousAggFunc:
            if node.name.lower() not in allowed_names:
                raise _function(node.name)
        elif kind is exp.DataType:
            if node.this not in TYPES:
                raise QueryRefused(f"The type {node.sql()} is not allowed.", rule="type")
        elif kind is exp.In and (node.args.get("field") or node.args.get("unnest")):
            # SQLite reads `x IN name` as the whole table of that name.
            raise QueryRefused("IN takes a list or a query.", rule="construct")
        elif kind not in NODES:
            if isinstance(node, exp.Func):
                raise _function(node.sql_name())
            raise QueryRefused(f"{kind.__name__} is not allowed here.", rule="construct")


def _with_own_median(root: exp.Expr) -> exp.Expr:
    """The warehouse gives SQLite a MEDIAN; the parser would write PERCENTILE_CONT for it."""
    for node in list(root.find_all(exp.Median)):
        node.replace(exp.Anonymous(this="MEDIAN", expressions=[node.this]))
    return root


def _function(name: str) -> QueryRefused:
    return QueryRefused(f"The function {name} is not allowed.", rule="function")
