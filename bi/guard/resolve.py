"""Who is meant by each table and column name, and what takes the table's place."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping

from sqlglot import exp

from bi.guard.allowed import TABLE_PARTS
from bi.guard.names import fresh
from bi.guard.physical import AllowedTables
from bi.model.errors import QueryRefused

# Column names of a table or subquery by lower case; None where they cannot be told.
Columns = frozenset[str] | None
# What the FROM clauses in sight offer: alias -> columns, innermost first.
Sources = ChainMap[str, Columns]

_CTE_PREFIX = "with_"


class Resolver:
    """Walks one statement, changing it in place.

    Every table reference becomes a subquery of its allowed columns. Every CTE gets a new
    name: were one mistaken for a table or the other way round, the engine would find no such
    name, and not a table that the catalog does not speak of.
    """

    def __init__(self, tables: AllowedTables) -> None:
        self._tables = tables
        self._renamed = 0
        self._accepted: set[int] = set()

    def statement(self, root: exp.Expr) -> exp.Expr:
        """The whole statement, resolved. Raises QueryRefused."""
        holder = exp.Subquery(this=root)
        self.query(root, {}, ChainMap())
        for table in holder.find_all(exp.Table):
            if id(table) not in self._accepted:
                raise QueryRefused("A table may stand in FROM only.", rule="source")
        return holder.this  # type: ignore[no-any-return]

    def query(
        self, node: exp.Expr, ctes: Mapping[str, tuple[str, Columns]], outer: Sources
    ) -> Columns:
        """Checks a query; returns the names of its result's columns."""
        if isinstance(node, exp.Paren | exp.Subquery):
            ctes = self._with(node, ctes, outer)
            inner = self.query(node.this, ctes, outer)
            self._expressions(node, ctes, ChainMap({"": inner}, *outer.maps), skip=("this",))
            return inner
        if isinstance(node, exp.SetOperation):
            ctes = self._with(node, ctes, outer)
            left = self.query(node.left, ctes, outer)
            self.query(node.right, ctes, outer)
            sources = ChainMap({"": left}, *outer.maps)
            self._expressions(node, ctes, sources, skip=("this", "expression", "with_"))
            return left
        if isinstance(node, exp.Select):
            return self._select(node, ctes, outer)
        raise QueryRefused("Only SELECT may be asked for.", rule="not_a_query")

    def _select(
        self, node: exp.Select, ctes: Mapping[str, tuple[str, Columns]], outer: Sources
    ) -> Columns:
        ctes = self._with(node, ctes, outer)
        sources = outer.new_child()
        relations = [from_.this] if (from_ := node.args.get("from_")) else []
        relations += [join.this for join in node.args.get("joins") or []]
        for relation in relations:
            self._relation(relation, ctes, sources)
        inputs = list(sources.maps[0].values())
        names = [projection.alias_or_name.lower() for projection in node.expressions]
        self._projections(node, ctes, sources)
        self._expressions(node, ctes, sources, skip=("from_", "with_", "expressions"))
        if not any(_is_star(projection) for projection in node.expressions):
            return frozenset(names)
        if any(columns is None for columns in inputs):
            return None
        stars = (name for columns in inputs if columns for name in columns)
        return frozenset(names).union(stars)

    def _projections(
        self, node: exp.Select, ctes: Mapping[str, tuple[str, Columns]], sources: Sources
    ) -> None:
        """An alias may be used by what follows it; on some engines that is every clause."""
        aliases: set[str] = set()
        for projection in node.expressions:
            self._expression(projection, ctes, sources)
            if isinstance(projection, exp.Alias):
                aliases.add(projection.alias.lower())
                sources.maps[0][""] = frozenset(aliases)

    def _with(
        self, node: exp.Expr, ctes: Mapping[str, tuple[str, Columns]], outer: Sources
    ) -> Mapping[str, tuple[str, Columns]]:
        clause = node.args.get("with_")
        if clause is None:
            return ctes
        if clause.args.get("recursive"):
            raise QueryRefused("WITH RECURSIVE is not allowed.", rule="recursive")
        visible = dict(ctes)
        for cte in clause.expressions:
            name = cte.alias
            if self._tables.find((name,)):
                raise QueryRefused(
                    f"A CTE may not be called {name} like a table.", rule="cte_hides_table"
                )
            columns = self.query(cte.this, visible, outer)
            self._renamed += 1
            new_name = f"{_CTE_PREFIX}{self._renamed}_{name}"
            visible[name.lower()] = (new_name, _renamed(columns, cte.args["alias"]))
            cte.args["alias"].set("this", exp.to_identifier(new_name, quoted=True))
        return visible

    def _relation(
        self, node: exp.Expr, ctes: Mapping[str, tuple[str, Columns]], sources: Sources
    ) -> None:
        """One source of a FROM clause, with what is joined to it inside parentheses."""
        if isinstance(node, exp.Table):
            self._table(node, ctes, sources)
        elif isinstance(node, exp.Subquery) and isinstance(node.this, exp.Table):
            self._relation(node.this, ctes, sources)
        elif isinstance(node, exp.Subquery):
            columns = self.query(node.this, self._with(node, ctes, sources), sources)
            alias = node.args.get("alias")
            sources.maps[0][node.alias.lower()] = _renamed(columns, alias) if alias else columns
        elif isinstance(node, exp.Values):
            self._expressions(node, ctes, sources)
            alias = node.args.get("alias")
            sources.maps[0][node.alias.lower()] = _renamed(None, alias) if alias else None
        else:
            raise QueryRefused("Only tables and queries may stand in FROM.", rule="source")
        for join in node.args.get("joins") or []:
            self._relation(join.this, ctes, sources)

    def _table(
        self, node: exp.Table, ctes: Mapping[str, tuple[str, Columns]], sources: Sources
    ) -> None:
        if not isinstance(node.this, exp.Identifier):
            raise QueryRefused("Table functions are not allowed.", rule="table_function")
        extras = {key for key, value in node.args.items() if value} - TABLE_PARTS
        if extras:
            raise QueryRefused(f"{node.name} is read in a special way.", rule="table_option")
        alias = node.args.get("alias")
        if alias and alias.args.get("columns"):
            raise QueryRefused("A table's columns may not be renamed.", rule="column_aliases")
        called = alias.this if alias else node.this
        cte = ctes.get(node.name.lower()) if not node.db else None
        if cte:
            sources.maps[0][called.name.lower()] = cte[1]
            node.set("alias", exp.TableAlias(this=fresh(called)))
            node.set("this", exp.to_identifier(cte[0], quoted=True))
            self._accepted.add(id(node))
            return
        table = self._tables.find(tuple(part.name for part in node.parts))
        if table is None:
            name = ".".join(part.name for part in node.parts)
            raise QueryRefused(f"There is no table {name} in the catalog.", rule="unknown_table")
        sources.maps[0][called.name.lower()] = frozenset(table.columns)
        subquery = table.subquery(fresh(called))
        subquery.set("joins", node.args.get("joins"))
        self._accepted.update(id(inner) for inner in subquery.this.find_all(exp.Table))
        node.replace(subquery)

    def _expressions(
        self,
        node: exp.Expr,
        ctes: Mapping[str, tuple[str, Columns]],
        sources: Sources,
        skip: Iterable[str] = (),
    ) -> None:
        """Checks the columns and the queries inside a node's other arguments."""
        for key, value in list(node.args.items()):
            if key in skip or value is None:
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, exp.Expr):
                    self._expression(child, ctes, sources)

    def _expression(
        self, node: exp.Expr, ctes: Mapping[str, tuple[str, Columns]], sources: Sources
    ) -> None:
        if isinstance(node, exp.Column):
            _check_column(node, sources)
        elif isinstance(node, exp.Subquery | exp.Select | exp.SetOperation):
            self.query(node, ctes, sources)
        elif isinstance(node, exp.Join):
            # What is joined was looked at with the FROM clause.
            self._expressions(node, ctes, sources, skip=("this", "using"))
        else:
            self._expressions(node, ctes, sources)


def _check_column(node: exp.Column, sources: Sources) -> None:
    if isinstance(node.this, exp.Star):
        if node.table.lower() not in sources:
            raise _unknown(node)
        return
    name = node.name.lower()
    if node.args.get("db"):
        raise _unknown(node)
    if node.table:
        columns = sources.get(node.table.lower(), frozenset())
        known = columns is None or name in columns
    else:
        known = any(columns is None or name in columns for columns in sources.values())
    if not known:
        raise _unknown(node)


def _unknown(node: exp.Column) -> QueryRefused:
    name = ".".join(part.name for part in node.parts)
    return QueryRefused(f"There is no column {name} in the catalog.", rule="unknown_column")


def _is_star(projection: exp.Expr) -> bool:
    return projection.is_star


def _renamed(columns: Columns, alias: exp.TableAlias) -> Columns:
    names = [column.name.lower() for column in alias.args.get("columns") or []]
    if not names or columns is None:
        return frozenset(names) if names else columns
    return columns.union(names)
