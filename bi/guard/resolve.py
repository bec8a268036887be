"""Who is meant by each table and column name, and what takes the table's place."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlglot import exp

from bi.guard.allowed.systems import is_file, is_system_table
from bi.guard.growth import SERIES
from bi.guard.physical import AllowedTables, fresh
from bi.guard.reach import Reach, unjoined_in
from bi.guard.rules import refusal

# Column names of a table or subquery by lower case; None where they cannot be told.
Columns = frozenset[str] | None
# What the FROM clauses in sight offer: alias -> columns, innermost first.
Sources = ChainMap[str, Columns]

MAX_COLUMNS = 500
# PostgreSQL reads v.f as f(v) where v is a single value: v.pg_read_file would read a file.
_CALLS_BY_DOT = frozenset({"postgres", "redshift"})
_CTE_PREFIX = "with_"
_UNNAMED = "\0"  # no name in SQL begins like this
_ALIASES = "\0aliases"


class SingleValues(frozenset[str]):
    """The columns of a source whose alias is a value: all that may stand behind its dot."""


@dataclass(frozen=True, slots=True)
class WithQuery:
    """A query in WITH: what it is called from now on, its columns, and what it reads."""

    name: str
    columns: Columns
    reach: Reach


WithQueries = Mapping[str, WithQuery]


class Resolver:
    """Walks one statement, changing it in place.

    Every table reference becomes a subquery of its allowed columns. Every query in WITH gets a
    new name: were one mistaken for a table or the other way round, the engine would find no such
    name, and not a table that the catalog does not speak of.

    Without `tables` any table may be read that is not the database's own, and stays as it is.
    """

    def __init__(self, tables: AllowedTables | None, dialect: str) -> None:
        self._tables = tables
        self._dialect = dialect
        self._renamed = 0
        self._unnamed = 0
        self._accepted: set[int] = set()
        self.names: set[str] = set()
        """What the resolved statement reads, as `table_name` writes it."""
        self._reach = Reach()

    def statement(self, root: exp.Expr) -> exp.Expr:
        """The whole statement, resolved. Raises QueryRefused."""
        holder = exp.Subquery(this=root)
        self.query(root, {}, ChainMap())
        for table in holder.find_all(exp.Table):
            if id(table) not in self._accepted:
                raise refusal("source", "A table may stand in FROM only.")
            self.names.add(table_name(table))
        return holder.this  # type: ignore[no-any-return]

    def query(self, node: exp.Expr, ctes: WithQueries, outer: Sources) -> Columns:
        """Checks a query; returns the names of its result's columns."""
        if isinstance(node, exp.Paren | exp.Subquery):
            ctes = self._with(node, ctes, outer)
            inner = self.query(node.this, ctes, outer)
            self._expressions(node, ctes, ChainMap({_UNNAMED: inner}, *outer.maps), skip=("this",))
            return inner
        if isinstance(node, exp.SetOperation):
            ctes = self._with(node, ctes, outer)
            left = self.query(node.this, ctes, outer)
            self.query(node.expression, ctes, outer)
            sources = ChainMap({_UNNAMED: left}, *outer.maps)
            self._expressions(node, ctes, sources, skip=("this", "expression", "with_"))
            return left
        if isinstance(node, exp.Select):
            return self._select(node, ctes, outer)
        raise refusal("not_a_query", "Only SELECT may be asked for.")

    def _select(self, node: exp.Select, ctes: WithQueries, outer: Sources) -> Columns:
        if not 0 < len(node.expressions) <= MAX_COLUMNS:
            raise refusal("result", f"A query may give 1 to {MAX_COLUMNS} columns.")
        ctes = self._with(node, ctes, outer)
        sources = outer.new_child()
        relations = [from_.this] if (from_ := node.args.get("from_")) else []
        relations += [join.this for join in node.args.get("joins") or []]
        relations += node.args.get("laterals") or []
        for relation in relations:
            self._relation(relation, ctes, sources)
        self._reach.cross(unjoined_in(node))
        inputs = list(sources.maps[0].values())
        names = [projection.alias_or_name.lower() for projection in node.expressions]
        self._projections(node, ctes, sources)
        self._expressions(node, ctes, sources, skip=("from_", "with_", "expressions", "laterals"))
        if not any(_is_star(projection) for projection in node.expressions):
            return frozenset(names)
        stars = _all(inputs)
        return None if stars is None else stars.union(names)

    def _projections(self, node: exp.Select, ctes: WithQueries, sources: Sources) -> None:
        """An alias may be used by what follows it; on some engines that is every clause."""
        aliases: set[str] = set()
        for projection in node.expressions:
            self._expression(projection, ctes, sources)
            if isinstance(projection, exp.Alias | exp.Aliases):
                aliases.update(name.lower() for name in _given_names(projection))
                sources.maps[0][_ALIASES] = frozenset(aliases)

    def _with(self, node: exp.Expr, ctes: WithQueries, outer: Sources) -> WithQueries:
        clause = node.args.get("with_")
        if clause is None:
            return ctes
        if clause.args.get("recursive"):
            raise refusal("recursive", "WITH RECURSIVE is not allowed.")
        visible = dict(ctes)
        for cte in clause.expressions:
            name = cte.alias
            if self._tables and self._tables.find((name,)):
                raise refusal("cte_hides_table", f"A CTE may not be called {name} like a table.")
            before, self._reach = self._reach, Reach()
            columns = self.query(cte.this, visible, outer)
            before, self._reach = self._reach, before
            self._renamed += 1
            new_name = f"{_CTE_PREFIX}{self._renamed}_{name}"
            renamed = _renamed(columns, cte.args["alias"])
            visible[name.lower()] = WithQuery(new_name, renamed, before)
            cte.args["alias"].set("this", exp.to_identifier(new_name, quoted=True))
        return visible

    def _relation(self, node: exp.Expr, ctes: WithQueries, sources: Sources) -> None:
        """One source of a FROM clause, with what is joined to it inside parentheses."""
        alias = node.args.get("alias")
        if isinstance(node, exp.Table):
            self._table(node, ctes, sources)
        elif isinstance(node, exp.Subquery) and _is_bracketed_source(node):
            inner = sources.new_child() if alias else sources
            self._relation(node.this, ctes, inner)
            if alias:
                # The names inside are out of sight.
                self._offer(sources, node.alias, _renamed(_all(inner.maps[0].values()), alias))
            self._changed(node, sources)
        elif isinstance(node, exp.Subquery):
            self._reach.read()
            columns = self.query(node.this, self._with(node, ctes, sources), sources)
            self._offer(sources, node.alias, _renamed(columns, alias))
            self._changed(node, sources)
        elif isinstance(node, exp.Lateral):
            self._lateral(node, ctes, sources)
        elif isinstance(node, exp.Values | exp.Unnest):
            self._reach.read()
            self._expressions(node, ctes, sources)
            self._offer(sources, node.alias, self._elements(node))
        else:
            raise refusal("source", "Only tables and queries may stand in FROM.")
        for join in node.args.get("joins") or []:
            self._relation(join.this, ctes, sources)
        for lateral in node.args.get("laterals") or []:
            self._relation(lateral, ctes, sources)

    def _lateral(self, node: exp.Lateral, ctes: WithQueries, sources: Sources) -> None:
        """A query, or an array's elements, for each row of the sources before it."""
        inner = node.this
        if isinstance(inner, exp.Subquery):
            self._reach.read()
            self.query(inner, ctes, sources)
        elif isinstance(inner, _EXPLODING):
            self._expressions(inner, ctes, sources)
        else:
            raise refusal("table_function", "Table functions are not allowed.")
        self._offer(sources, node.alias, self._elements(node))

    def _elements(self, node: exp.Expr) -> Columns:
        """The columns that a list, an array or a series gives."""
        if isinstance(node.this, exp.Subquery):
            return None
        alias = node.args.get("alias")
        given = [column.name.lower() for column in alias.args.get("columns") or []] if alias else []
        if isinstance(node, exp.Values):
            width = max((len(row.expressions) for row in node.expressions), default=0)
            names = (f"{name}{n}" for name in _OF_VALUES for n in range(width + 1))
            return frozenset(given or names)
        if self._dialect not in _CALLS_BY_DOT:
            return None
        return SingleValues([node.alias.lower(), *(given or _ELEMENTS)])

    def _offer(self, sources: Sources, alias: str, columns: Columns) -> None:
        """What a source gives, by its alias; one without any is known by its columns alone."""
        self._unnamed += not alias
        sources.maps[0][alias.lower() or f"{_UNNAMED}{self._unnamed}"] = columns

    def _table(self, node: exp.Table, ctes: WithQueries, sources: Sources) -> None:
        alias = node.args.get("alias")
        if isinstance(node.this, SERIES):
            self._reach.read()
            self._expressions(node.this, ctes, sources)
            self._offer(sources, node.alias, self._elements(node))
            self._accepted.add(id(node))
            return
        if not isinstance(node.this, exp.Identifier):
            raise refusal("table_function", "Table functions are not allowed.")
        called = alias.this if alias and alias.this else node.this
        cte = ctes.get(node.name.lower()) if not node.db else None
        if cte:
            self._reach.add(cte.reach)
            sources.maps[0][called.name.lower()] = _renamed(cte.columns, alias)
            columns = alias.args.get("columns") if alias else None
            node.set("alias", exp.TableAlias(this=fresh(called), columns=columns))
            node.set("this", exp.to_identifier(cte.name, quoted=True))
            self._accepted.add(id(node))
            self._changed(node, sources)
            return
        self._reach.read()
        if self._tables is None:
            self._open_table(node, called.name, sources)
            self._changed(node, sources)
        else:
            self._changed(self._closed_table(node, self._tables, called, sources), sources)

    def _open_table(self, node: exp.Table, called: str, sources: Sources) -> None:
        parts = tuple(part.name for part in node.parts)
        name = ".".join(parts)
        if is_system_table(parts):
            raise refusal("system_table", f"{name} is one of the database's own tables.")
        if is_file(parts, self._dialect):
            raise refusal("file", f"{name} may be the name of a file.")
        sources.maps[0][called.lower()] = None
        self._accepted.add(id(node))

    def _closed_table(
        self, node: exp.Table, tables: AllowedTables, called: exp.Identifier, sources: Sources
    ) -> exp.Expr:
        alias = node.args.get("alias")
        if alias and alias.args.get("columns"):
            raise refusal("column_aliases", "A table's columns may not be renamed.")
        table = tables.find(tuple(part.name for part in node.parts))
        if table is None:
            name = ".".join(part.name for part in node.parts)
            raise refusal("unknown_table", f"There is no table {name} in the catalog.")
        sources.maps[0][called.name.lower()] = frozenset(table.columns)
        subquery = table.subquery(fresh(called))
        for part in ("joins", "laterals", "pivots"):
            subquery.set(part, node.args.get(part))
        if sample := node.args.get("sample"):
            subquery.this.args["from_"].this.set("sample", sample)
        self._accepted.update(id(inner) for inner in subquery.this.find_all(exp.Table))
        node.replace(subquery)
        return subquery

    def _changed(self, node: exp.Expr, sources: Sources) -> None:
        """A pivot's columns come from the data; it names those of its own source only."""
        for pivot in node.args.get("pivots") or []:
            if pivot.find(exp.Query):
                raise refusal("construct", "A query may not stand in a pivot.")
            for name in (node.alias_or_name, pivot.alias):
                sources.maps[0][name.lower()] = None

    def _expressions(
        self,
        node: exp.Expr,
        ctes: WithQueries,
        sources: Sources,
        skip: Iterable[str] = (),
    ) -> None:
        """Checks the columns and the queries inside a node's other arguments."""
        for key, value in node.args.items():
            if value is None or key in skip:
                continue
            if isinstance(value, list):
                for child in value:
                    if isinstance(child, exp.Expr):
                        self._expression(child, ctes, sources)
            elif isinstance(value, exp.Expr):
                self._expression(value, ctes, sources)

    def _expression(self, node: exp.Expr, ctes: WithQueries, sources: Sources) -> None:
        kind = type(node)
        if kind in _LEAVES:
            return
        if isinstance(node, exp.Column):
            if isinstance(node.this, exp.Star):
                self._expressions(node.this, ctes, sources, skip=_NAMING)
            if self._tables is not None or type(sources.get(node.table.lower())) is SingleValues:
                _check_column(node, sources)
        elif isinstance(node, exp.Subquery | exp.Select | exp.SetOperation):
            self.query(node, ctes, sources)
        elif kind is exp.Star:
            self._expressions(node, ctes, sources, skip=_NAMING)
        elif kind is exp.Join:
            # What is joined was looked at with the FROM clause.
            self._expressions(node, ctes, sources, skip=("this", "using"))
        elif kind is exp.Pivot:
            pass  # looked at with its source
        else:
            self._expressions(node, ctes, sources)


# What such columns are called when nobody names them.
_ELEMENTS = ("unnest", "generate_series", "ordinality")
_OF_VALUES = ("column", "column_", "col", "_col", "c")
_EXPLODING = (exp.Explode, exp.Posexplode, exp.Inline, exp.Unnest, exp.Flatten)
_LEAVES = frozenset(
    {exp.Literal, exp.Identifier, exp.Null, exp.Boolean, exp.Var, exp.DataType, exp.TableAlias}
)
# Of a star: names that it leaves out or changes, all of them its own.
_NAMING = ("except_", "rename")


def table_name(table: exp.Table) -> str:
    return ".".join(part.name for part in table.parts)


def _check_column(node: exp.Column, sources: Sources) -> None:
    if isinstance(node.this, exp.Star):
        if node.table.lower() not in sources:
            raise _unknown(node)
        return
    *outer, name = (part.name.lower() for part in node.parts)
    if not outer:
        known = _offered(name, sources)
    elif outer[0] in sources:
        # alias.column, and what a struct in that column holds
        columns = sources[outer[0]]
        known = columns is None or [*outer, name][1] in columns
    else:
        # column.part of a struct: the engine finds no table of that name either
        known = bool(outer[0]) and _offered(outer[0], sources)
    if not known:
        raise _unknown(node)


def _offered(name: str, sources: Sources) -> bool:
    return any(columns is None or name in columns for columns in sources.values())


def _unknown(node: exp.Column) -> Exception:
    name = ".".join(part.name for part in node.parts)
    return refusal("unknown_column", f"There is no column {name} in the catalog.")


def _given_names(projection: exp.Expr) -> list[str]:
    if isinstance(projection, exp.Aliases):
        return [alias.name for alias in projection.aliases]
    return [projection.alias]


def _is_bracketed_source(node: exp.Subquery) -> bool:
    inner = node.this
    while type(inner) is exp.Subquery:
        inner = inner.this
    return isinstance(inner, exp.Table | exp.Values)


def _is_star(projection: exp.Expr) -> bool:
    return projection.is_star


def _all(offered: Iterable[Columns]) -> Columns:
    """The columns of several sources together."""
    names: set[str] = set()
    for columns in offered:
        if columns is None:
            return None
        names |= columns
    return frozenset(names)


def _renamed(columns: Columns, alias: exp.TableAlias | None) -> Columns:
    names = [column.name.lower() for column in alias.args.get("columns") or []] if alias else []
    if not names or columns is None:
        return frozenset(names) if names else columns
    return columns.union(names)
