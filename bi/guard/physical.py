"""The physical tables and columns that a catalog speaks of: all that a query may touch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bi.model.catalog import Catalog, Dataset

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
# Words that at least one supported engine reserves; quoting one too many harms nobody.
_RESERVED = frozenset(
    word
    for line in """
    add all alter analyse analyze and any array as asc asymmetric authorization begin between
    binary both by case cast charset check collate collation column commit concurrently constraint
    create cross cube current_catalog current_date current_datetime current_role current_schema
    current_time current_timestamp current_user default deferrable delete desc describe distinct
    distinctrow do drop else end escape except exists explain false fetch for force foreign freeze
    from full glob global grant group having if ignore ilike in index inf infinity initially inner
    insert install intersect interval into is isnull join key lambda lateral leading left like
    limit localtime localtimestamp lock manual map match_recognize minus mod nan natural not
    notnull null offset on only option or order outer overlaps parallel partitioned_by pivot
    pivot_longer pivot_wider placing portion positional prewhere primary qualify recursive
    references regexp returning revoke right rlike rollback rollup row rows sample select
    separator session_user set show similar some straight_join summarize symmetric system_user
    table tablesample then to top trailing transaction true uncache undrop union unique unpivot
    update user using values variadic verbose when where window with xor
    """.splitlines()
    for word in line.split()
)


@dataclass(frozen=True, slots=True)
class AllowedTable:
    """A table of the catalog; `columns` are its allowed ones, by lower-case name."""

    parts: tuple[str, ...]
    columns: dict[str, exp.Identifier]

    def subquery(self, alias: exp.Identifier) -> exp.Subquery:
        """The table's allowed columns in its place: whatever else it holds is out of reach."""
        columns: list[exp.Expr] = [
            exp.Column(this=fresh(column)) for column in self.columns.values()
        ]
        inner = exp.select(*columns or [exp.null()], copy=False)
        return inner.from_(physical_table(".".join(self.parts)), copy=False).subquery(
            alias, copy=False
        )


class AllowedTables:
    """Finds the table that a name in SQL means, the way the engine would."""

    def __init__(self, catalog: Catalog, dialect: str) -> None:
        self._tables: dict[tuple[str, ...], AllowedTable] = {}
        for dataset in catalog.datasets:
            parts = tuple(dataset.table.split("."))
            key = tuple(part.lower() for part in parts)
            columns = dict(_columns(dataset, catalog, dialect))
            if known := self._tables.get(key):
                columns = known.columns | columns
            self._tables[key] = AllowedTable(parts, columns)

    def find(self, reference: tuple[str, ...]) -> AllowedTable | None:
        """By its full name, or by its last part where that means one table only."""
        wanted = tuple(part.lower() for part in reference)
        if table := self._tables.get(wanted):
            return table
        if len(wanted) > 1:
            return None
        found = [table for key, table in self._tables.items() if key[-1:] == wanted]
        return found[0] if len(found) == 1 else None


@lru_cache(maxsize=64)
def _cached(key: _Key) -> AllowedTables:
    return AllowedTables(key.catalog, key.dialect)


@dataclass(frozen=True)
class _Key:
    """A catalog as a cache key: hashing one by its contents would cost more than the guard."""

    catalog: Catalog
    dialect: str

    def __hash__(self) -> int:
        return hash((id(self.catalog), self.dialect))

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, _Key) and other.catalog is self.catalog
        return same and isinstance(other, _Key) and other.dialect == self.dialect


def allowed_tables(catalog: Catalog, dialect: str) -> AllowedTables:
    return _cached(_Key(catalog, dialect))


def identifier(name: str) -> exp.Identifier:
    """A name as it stands in the database, quoted where it would be read as another one."""
    plain = _PLAIN.fullmatch(name) is not None and name not in _RESERVED
    return exp.Identifier(this=name, quoted=not plain)


def fresh(name: exp.Identifier) -> exp.Identifier:
    """The same name again. A plain copy takes ten times as long: it carries source positions."""
    return exp.Identifier(this=name.this, quoted=name.args.get("quoted"))


def physical_table(name: str) -> exp.Table:
    """`schema.table` as a reference."""
    *schema, last = name.split(".")
    return exp.Table(
        this=identifier(last),
        db=identifier(schema[-1]) if schema else None,
        catalog=identifier(schema[-2]) if len(schema) > 1 else None,
    )


def _columns(
    dataset: Dataset, catalog: Catalog, dialect: str
) -> Iterator[tuple[str, exp.Identifier]]:
    for name in (*dataset.key, *(name for one in dataset.measures for name in one.series)):
        yield name.lower(), identifier(name)
    for join in catalog.joins:
        if join.left == dataset.name:
            yield from ((name.lower(), identifier(name)) for name in join.left_columns)
        if join.right == dataset.name:
            yield from ((name.lower(), identifier(name)) for name in join.right_columns)
    for expression in _expressions(dataset):
        try:
            tree = sqlglot.parse_one(expression, dialect=dialect)
        except SqlglotError:
            continue  # allows nothing; the catalog's own check reports it
        for column in tree.find_all(exp.Column):
            if isinstance(column.this, exp.Identifier):
                yield column.name.lower(), column.this


def _expressions(dataset: Dataset) -> Iterator[str]:
    for dimension in dataset.dimensions:
        yield dimension.expression
    for measure in dataset.measures:
        if measure.expression.strip() != "*":
            yield measure.expression
        if measure.filter:
            yield measure.filter
