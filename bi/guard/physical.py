"""The physical tables and columns that a catalog speaks of: all that a query may touch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bi.guard.conditions import condition_of
from bi.guard.names import fresh, identifier, physical_table
from bi.model.access import RowFilter
from bi.model.catalog import Catalog, Dataset

# What keeps an engine from trying a statement's own conditions on rows that are not visible: by how
# they fail, such as a division by zero, the statement would tell of them. DuckDB does not do so.
_FENCES = {
    "postgres": ("OFFSET", 0),
    "sqlite": ("LIMIT", -1),
    "mysql": ("LIMIT", 2**63 - 1),
}

# What a table is called inside the subquery that takes its place, if its rows are filtered.
_SEEN = "seen"


@dataclass(frozen=True)
class AllowedTable:
    """A table of the catalog; `columns` are its allowed ones, by lower-case name.

    `rows` are filters that its visible rows meet, all of them. `is_fenced`: they are found before
    anything else of the statement is worked out, where the engine has a way to say so.
    """

    parts: tuple[str, ...]
    columns: dict[str, exp.Identifier]
    dialect: str
    rows: tuple[RowFilter, ...] = ()
    is_fenced: bool = False

    def subquery(self, alias: exp.Identifier) -> exp.Subquery:
        """The table's allowed columns and visible rows in its place: the rest is out of reach.

        Raises ClaimMissing where it cannot be told which rows are visible.
        """
        inner = exp.select(*self._columns() or [exp.null()], copy=False)
        table = physical_table(".".join(self.parts))
        if self.rows:
            table.set("alias", exp.TableAlias(this=exp.to_identifier(_SEEN)))
        inner = inner.from_(table, copy=False)
        if self.rows:
            inner = self._fenced(inner.where(self._condition.copy(), copy=False))
        return inner.subquery(alias, copy=False)

    @cached_property
    def _condition(self) -> exp.Expr:
        conditions = [condition_of(rows, self.dialect, _SEEN) for rows in self.rows]
        return exp.and_(*conditions, copy=False)

    def _fenced(self, inner: exp.Select) -> exp.Select:
        """At the price that conditions of the statement cannot use an index."""
        word, count = _FENCES.get(self.dialect, ("", 0)) if self.is_fenced else ("", 0)
        if word == "OFFSET":
            return inner.offset(count, copy=False)
        return inner.limit(count, copy=False) if word == "LIMIT" else inner

    def _columns(self) -> list[exp.Expr]:
        """Said to be this table's where it is filtered: SQLite takes an unknown name for a text."""
        return [
            exp.Column(this=fresh(column), table=exp.to_identifier(_SEEN) if self.rows else None)
            for column in self.columns.values()
        ]


class AllowedTables:
    """Finds the table that a name in SQL means, the way the engine would.

    Of a large catalog each viewer uses a few tables, so they are made out when first asked for.
    """

    def __init__(self, catalog: Catalog, dialect: str, *, is_fenced: bool = False) -> None:
        self._catalog = catalog
        self._dialect = dialect
        self._is_fenced = is_fenced
        self._datasets: dict[tuple[str, ...], list[Dataset]] = {}
        self._by_last: dict[str, list[tuple[str, ...]]] = {}
        for dataset in catalog.datasets:
            key = tuple(part.lower() for part in dataset.table.split("."))
            if key not in self._datasets:
                self._by_last.setdefault(key[-1], []).append(key)
            self._datasets.setdefault(key, []).append(dataset)
        self._tables: dict[tuple[str, ...], AllowedTable] = {}

    def find(self, reference: tuple[str, ...]) -> AllowedTable | None:
        """By its full name, or by its last part where that means one table only."""
        wanted = tuple(part.lower() for part in reference)
        if wanted in self._datasets:
            return self._table(wanted)
        if len(wanted) > 1:
            return None
        found = self._by_last.get(wanted[0], ())
        return self._table(found[0]) if len(found) == 1 else None

    def _table(self, key: tuple[str, ...]) -> AllowedTable:
        if key not in self._tables:
            datasets = self._datasets[key]
            columns: dict[str, exp.Identifier] = {}
            for dataset in datasets:
                columns |= dict(named_columns(dataset, self._catalog, self._dialect))
            self._tables[key] = AllowedTable(
                parts=tuple(datasets[-1].table.split(".")),
                columns=columns,
                dialect=self._dialect,
                rows=tuple(dict.fromkeys(one.rows for one in datasets if one.rows)),
                is_fenced=self._is_fenced,
            )
        return self._tables[key]


@lru_cache(maxsize=64)
def _cached(key: _Key) -> AllowedTables:
    return AllowedTables(key.catalog, key.dialect, is_fenced=key.is_fenced)


@dataclass(frozen=True)
class _Key:
    """A catalog as a cache key: hashing one by its contents would cost more than the guard."""

    catalog: Catalog
    dialect: str
    is_fenced: bool

    def __hash__(self) -> int:
        return hash((id(self.catalog), self.dialect, self.is_fenced))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Key)
            and other.catalog is self.catalog
            and (other.dialect, other.is_fenced) == (self.dialect, self.is_fenced)
        )


def allowed_tables(catalog: Catalog, dialect: str, *, is_fenced: bool = False) -> AllowedTables:
    return _cached(_Key(catalog, dialect, is_fenced))


def visible_rows(dataset: Dataset, catalog: Catalog, dialect: str) -> exp.Expr:
    """What stands for a dataset's table in FROM: as it is, unless some rows are hidden.

    Raises ClaimMissing.
    """
    if dataset.rows is None:
        return physical_table(dataset.table)
    table = allowed_tables(catalog, dialect).find(tuple(dataset.table.split(".")))
    assert table is not None
    return table.subquery(exp.to_identifier(_SEEN))


def named_columns(
    dataset: Dataset, catalog: Catalog, dialect: str
) -> Iterator[tuple[str, exp.Identifier]]:
    """The physical columns that a catalog speaks of in a dataset, by lower-case name."""
    for name in (*dataset.key, *(name for one in dataset.measures for name in one.series)):
        yield name.lower(), identifier(name)
    for join in catalog.joins:
        if join.left == dataset.name:
            yield from ((name.lower(), identifier(name)) for name in join.left_columns)
        if join.right == dataset.name:
            yield from ((name.lower(), identifier(name)) for name in join.right_columns)
    for expression in _expressions(dataset):
        # What cannot be read allows nothing; the catalog's own check reports it.
        for column in columns_in(expression, dialect) or ():
            yield column.this.lower(), column


@lru_cache(maxsize=65_536)
def columns_in(expression: str, dialect: str) -> tuple[exp.Identifier, ...] | None:
    """The names of an expression's columns, not to be changed; None where it cannot be read."""
    try:
        tree = sqlglot.parse_one(expression, dialect=dialect)
    except SqlglotError:
        return None
    columns = (column.this for column in tree.find_all(exp.Column))
    return tuple(fresh(name) for name in columns if isinstance(name, exp.Identifier))


def _expressions(dataset: Dataset) -> Iterator[str]:
    for dimension in dataset.dimensions:
        yield dimension.expression
    for measure in dataset.measures:
        if measure.expression.strip() != "*":
            yield measure.expression
        if measure.filter:
            yield measure.filter
