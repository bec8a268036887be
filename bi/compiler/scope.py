"""The catalog's SQL expressions as trees, placed among the joined tables of one SELECT."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bi.compiler import names
from bi.compiler.dialects.dialect import Dialect
from bi.compiler.zones import Zones, zones_of
from bi.model.catalog import Catalog, ColumnRef, Dimension, Join
from bi.model.errors import QueryNotPossible


def dimension_of(catalog: Catalog, ref: ColumnRef) -> Dimension:
    """Raises QueryNotPossible for a name that the catalog does not hold."""
    if (dimension := catalog.dimension(ref)) is None:
        raise QueryNotPossible(f"The catalog has no dimension {ref}.", dimension=str(ref))
    return dimension


@lru_cache(maxsize=4096)
def _parsed(sql: str, dialect: str) -> exp.Expr:
    try:
        tree = sqlglot.parse_one(sql, dialect=dialect)
    except SqlglotError as error:
        raise QueryNotPossible(
            f"The catalog's expression {sql!r} cannot be read.", expression=sql
        ) from error
    for node in tree.walk():
        node.meta.clear()  # positions in the source: most of what copying would cost
    return tree


def parsed(sql: str, dialect: str) -> exp.Expr:
    """An expression of the catalog; the tree is the caller's own."""
    return _parsed(sql, dialect).copy()


@dataclass(frozen=True, slots=True)
class Scope:
    """One FROM clause: `base` and the datasets joined to it, in order."""

    catalog: Catalog
    dialect: Dialect
    base: str
    joins: tuple[Join, ...] = ()
    # Whether something else than datasets stands beside the base.
    beside: bool = False

    def expression(self, dataset: str, sql: str) -> exp.Expr:
        """An expression over a dataset's physical columns.

        Columns are qualified as soon as there is more than one table. Parentheses are put
        round anything that an operator could tear apart.
        """
        tree = parsed(sql, self.dialect.name)
        if self.joins or self.beside:
            for column in tree.find_all(exp.Column):
                if not column.table:
                    column.set("table", names.identifier(dataset))
        return exp.Paren(this=tree) if isinstance(tree, exp.Binary | exp.Not) else tree

    def dimension(self, ref: ColumnRef) -> exp.Expr:
        """A dimension as it is meant: moments in the catalog's time zone."""
        zones = self.zones(ref)
        stored = self.expression(ref.dataset, dimension_of(self.catalog, ref).expression)
        return self.dialect.in_zone(stored, zones) if zones else stored

    def stored(self, ref: ColumnRef) -> exp.Expr:
        """A dimension as the database has it, to be compared; an index can serve it."""
        stored = self.expression(ref.dataset, dimension_of(self.catalog, ref).expression)
        zones = self.zones(ref)
        return self.dialect.comparable(stored, zones) if zones else stored

    def zones(self, ref: ColumnRef) -> Zones | None:
        return zones_of(dimension_of(self.catalog, ref), self.catalog.calendar)

    def key(self, dataset: str) -> list[exp.Column]:
        """The columns that identify a row. Raises QueryNotPossible when none are known."""
        home = self.catalog.dataset(dataset)
        if not home.key:
            raise QueryNotPossible(
                f"{home.label} would be counted several times here, and the catalog names no "
                "key to tell its rows apart.",
                dataset=dataset,
            )
        table = dataset if self.joins or self.beside else None
        return [names.column(part, table) for part in home.key]

    def select(self) -> exp.Select:
        """`SELECT` without columns, from the base and everything joined to it."""
        query = exp.select().from_(names.table(self.catalog.dataset(self.base)), copy=False)
        for join in self.joins:
            on = [
                exp.EQ(
                    this=names.column(left, join.left), expression=names.column(right, join.right)
                )
                for left, right in zip(join.left_columns, join.right_columns, strict=True)
            ]
            query.join(
                names.table(self.catalog.dataset(join.right)),
                on=exp.and_(*on, copy=False),
                join_type="LEFT",
                copy=False,
            )
        return query
