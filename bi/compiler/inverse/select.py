"""One SELECT over a tree of joins, read as a question of the catalog's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from bi.compiler.inverse.conditions import Conditions, parts_of, read_having, read_where
from bi.compiler.inverse.library import Library, joined_as_asked
from bi.compiler.inverse.not_read import NotRead
from bi.compiler.inverse.sources import Sources, sources_of
from bi.model.catalog import Catalog
from bi.model.semantic import (
    Group,
    Limit,
    Measured,
    MeasureFilter,
    Order,
    OrderTarget,
    SemanticQuery,
)


def read_select(
    tree: exp.Expr, catalog: Catalog, dialect: str
) -> tuple[SemanticQuery, tuple[int, ...]]:
    """The question, and for each column its place in the compiled result. Raises NotRead."""
    if not isinstance(tree, exp.Select):
        raise NotRead("it is more than one SELECT")
    _check_plain(tree)
    sources = sources_of(tree, catalog, dialect)
    if not joined_as_asked(sources, catalog):
        raise NotRead("the catalog would join its tables otherwise")
    return _Reading(tree, sources, catalog, dialect).query()


def _check_plain(tree: exp.Select) -> None:
    taken = {"with_": "queries in WITH", "windows": "windows", "qualify": "QUALIFY"}
    for part, said in taken.items():
        if tree.args.get(part):
            raise NotRead(f"it has {said}")
    for kind, said in ((exp.Window, "a window"), (exp.Query, "a query within it")):
        if any(node is not tree for node in tree.find_all(kind)):
            raise NotRead(f"it has {said}")


class _Reading:
    def __init__(self, tree: exp.Select, sources: Sources, catalog: Catalog, dialect: str) -> None:
        self._tree = tree
        self._sources = sources
        self._catalog = catalog
        self._library = Library(sources, catalog, dialect)
        self._names = [projection.alias_or_name.lower() for projection in tree.expressions]
        self._nodes = [projection.unalias() for projection in tree.expressions]

    def query(self) -> tuple[SemanticQuery, tuple[int, ...]]:
        tree = self._tree
        if any(projection.is_star for projection in tree.expressions):
            raise NotRead("it has * for its columns")
        base = self._catalog.dataset(self._sources.base)
        where = tree.args.get("where")
        conditions = read_where(where.this if where else None, self._library, base.time)
        grouped = tree.args.get("group")
        aggregated = any(node.find(exp.AggFunc) for node in self._nodes)
        if not grouped and not aggregated:
            return self._listed(conditions)
        return self._measured(conditions)

    # --- rows -----------------------------------------------------------------

    def _listed(self, conditions: Conditions) -> tuple[SemanticQuery, tuple[int, ...]]:
        refs = []
        for node in self._nodes:
            ref = self._library.listed(node)
            if ref is None:
                raise _no_column(node)
            refs.append(ref)
        places = tuple(range(len(refs)))
        query = SemanticQuery(
            columns=tuple(refs),
            dataset=self._sources.base,
            distinct=bool(self._tree.args.get("distinct")),
        )
        query = self._with(query, conditions)
        order = []
        for node, descending in self._without_key(self._order_terms()):
            place = self._place(node)
            if place is None:
                raise NotRead(f"it is in order of “{node.sql()}”, which it does not show")
            order.append(Order(OrderTarget.COLUMN, place, descending))
        return replace(query, order=tuple(order), limit=self._limit()), places

    def _without_key(self, terms: list[tuple[exp.Expr, bool]]) -> list[tuple[exp.Expr, bool]]:
        """The order, less the key at its end, which the compiler adds."""
        base = self._sources.base
        called = next(name for name, one in self._sources.datasets.items() if one == base)
        key = [exp.column(name, table=called) for name in self._catalog.dataset(base).key]
        canonical = self._library.canonical
        wanted = [(canonical(one), False) for one in key]
        last = terms[len(terms) - len(key) :] if key else []
        ends = [(canonical(node), descending) for node, descending in last] == wanted
        return terms[: len(terms) - len(key)] if ends else terms

    # --- groups and measures --------------------------------------------------

    def _measured(self, conditions: Conditions) -> tuple[SemanticQuery, tuple[int, ...]]:
        if self._tree.args.get("distinct"):
            raise NotRead("it takes groups once more")
        groups: list[Group] = []
        measures: list[Measured] = []
        kinds: list[tuple[bool, int]] = []
        shown = [self._place(node) for node in self._grouped_nodes()]
        for place, node in enumerate(self._nodes):
            if place in shown:
                group = self._library.group(node)
                if group is None:
                    raise _no_column(node)
                kinds.append((True, len(groups)))
                groups.append(group)
            else:
                value = self._library.value(node)
                if value is None:
                    raise NotRead(f"“{node.sql()}” is no measure of the catalog")
                kinds.append((False, len(measures)))
                measures.append(Measured(value))
        if None in shown or len({*shown}) != len(groups):
            raise NotRead("it groups by what it does not show")
        query = SemanticQuery(measures=tuple(measures), groups=tuple(groups))
        query = self._with(query, conditions)
        having = self._tree.args.get("having")
        filters = tuple(self._having(part) for part in parts_of(having.this if having else None))
        query = replace(query, measure_filters=filters, limit=self._limit())
        query = replace(query, order=self._group_order(kinds, len(groups)))
        places = tuple(n if is_group else len(groups) + n for is_group, n in kinds)
        return query, places

    def _having(self, part: exp.Expr) -> MeasureFilter:
        """A condition on an output column means what that column is."""
        named = dict(zip(self._names, self._nodes, strict=True))

        def written(one: exp.Expr) -> exp.Expr:
            if isinstance(one, exp.Column) and not one.table and one.name.lower() in named:
                inner = named[one.name.lower()]
                return inner.copy() if inner.find(exp.AggFunc) else one
            return one

        return read_having(part.copy().transform(written), self._library)

    def _grouped_nodes(self) -> Sequence[exp.Expr]:
        group = self._tree.args.get("group")
        if group is None:
            return []
        several = (exp.Rollup, exp.Cube, exp.GroupingSets)
        others = [value for part, value in group.args.items() if part != "expressions"]
        if any(others) or any(isinstance(one, several) for one in group.expressions):
            raise NotRead("it groups in several ways at once")
        nodes: list[exp.Expr] = group.expressions
        return nodes

    def _place(self, node: exp.Expr) -> int | None:
        """Which column is meant by a position, its name, or its expression."""
        node = node.unnest()
        if isinstance(node, exp.Literal) and not node.is_string:
            place = int(node.name) - 1
            return place if 0 <= place < len(self._nodes) else None
        if isinstance(node, exp.Column) and not node.table and node.name.lower() in self._names:
            return self._names.index(node.name.lower())
        key = self._library.canonical(node)
        canonical = [self._library.canonical(one) for one in self._nodes]
        return canonical.index(key) if key in canonical else None

    def _order_terms(self) -> list[tuple[exp.Expr, bool]]:
        order = self._tree.args.get("order")
        return (
            [(one.this, bool(one.args.get("desc"))) for one in order.expressions] if order else []
        )

    def _group_order(self, kinds: list[tuple[bool, int]], groups: int) -> tuple[Order, ...]:
        """Less the groups at its end, which the compiler adds."""
        orders: list[Order] = []
        for node, descending in self._order_terms():
            place = self._place(node)
            if place is None:
                raise NotRead(f"it is in order of “{node.sql()}”, which it does not show")
            is_group, index = kinds[place]
            target = OrderTarget.GROUP if is_group else OrderTarget.MEASURE
            orders.append(Order(target, index, descending))
        for kept in range(len(orders) + 1):
            said = {one.index for one in orders[:kept] if one.target is OrderTarget.GROUP}
            added = [Order(OrderTarget.GROUP, n) for n in range(groups) if n not in said]
            if orders[kept:] == added[: len(orders) - kept]:
                return tuple(orders[:kept])
        return tuple(orders)

    def _limit(self) -> Limit | None:
        limit, offset = self._tree.args.get("limit"), self._tree.args.get("offset")
        if limit is None and offset is None:
            return None
        count = limit.args.get("expression") if isinstance(limit, exp.Limit) else None
        if isinstance(limit, exp.Fetch):
            count = limit.args.get("count")
        numbers = [one for one in (count, offset.expression if offset else None) if one is not None]
        if count is None or not all(isinstance(one, exp.Literal) for one in numbers):
            raise NotRead("its limit is no number")
        return Limit(int(count.name), skip=int(offset.expression.name) if offset else 0)

    def _with(self, query: SemanticQuery, conditions: Conditions) -> SemanticQuery:
        return replace(
            query,
            filters=tuple(conditions.filters),
            conditions=tuple(conditions.conditions),
            part_filters=tuple(conditions.part_filters),
            time=conditions.time,
        )


def _no_column(node: exp.Expr) -> NotRead:
    return NotRead(f"“{node.sql()}” is no column of the catalog")
