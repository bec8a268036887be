"""What an expression over some joined tables may mean: all that the compiler would write so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bi.catalog.joins import ByIdentity, join_graph
from bi.compiler.dialects.registry import dialect_named
from bi.compiler.groups import months_ahead
from bi.compiler.inverse.not_read import NotRead
from bi.compiler.inverse.sources import Sources, column_of
from bi.compiler.parts import part_expression
from bi.compiler.scope import Scope
from bi.compiler.values import Atom, quantity_of
from bi.model.catalog import Aggregation, Catalog, ColumnRef, Dimension, Grain
from bi.model.errors import QueryNotPossible
from bi.model.semantic import (
    Aggregate,
    CountRows,
    DatePart,
    DatePartGroup,
    Difference,
    DimensionGroup,
    Group,
    NamedMeasure,
    Ratio,
    TimeGroup,
    Value,
)

_AGGREGATED = (
    Aggregation.SUM,
    Aggregation.AVERAGE,
    Aggregation.MEDIAN,
    Aggregation.MIN,
    Aggregation.MAX,
    Aggregation.COUNT,
    Aggregation.COUNT_DISTINCT,
    Aggregation.STDDEV,
)
_SIMPLE = (NamedMeasure, Aggregate, CountRows)


class Library:
    """Groups and values by what is written for them, as one FROM clause calls its tables."""

    def __init__(self, sources: Sources, catalog: Catalog, dialect: str) -> None:
        self._sources = sources
        self._catalog = catalog
        self._dialect = dialect
        datasets = frozenset(sources.datasets.values())
        self._meanings = _meanings(ByIdentity(catalog), dialect, sources.base, datasets)

    def dimension(self, node: exp.Expr) -> Dimension | None:
        return self._meanings.dimensions.get(self.canonical(node))

    def listed(self, node: exp.Expr) -> ColumnRef | None:
        """What a list of rows shows so: a dimension, or the part of each row of a sum."""
        key = self.canonical(node)
        return self._meanings.shown.get(key) or self._meanings.of_rows.get(key)

    def group(self, node: exp.Expr) -> Group | None:
        return self._meanings.groups.get(self.canonical(node))

    def value(self, node: exp.Expr) -> Value | None:
        """Also one value divided by another, or less another."""
        found = self._meanings.values.get(self.canonical(node))
        if found is not None:
            return found
        node = node.unnest()
        match node:
            case exp.Div():
                divisor = node.right.unnest()
                if isinstance(divisor, exp.Nullif):
                    divisor = divisor.this
                above, below = self.value(node.left), self.value(divisor)
                if isinstance(above, _SIMPLE) and isinstance(below, _SIMPLE):
                    return Ratio(above, below)
            case exp.Sub():
                above, below = self.value(node.left), self.value(node.right)
                if isinstance(above, _SIMPLE) and isinstance(below, _SIMPLE):
                    return Difference(above, below)
        return None

    def canonical(self, node: exp.Expr) -> exp.Expr:
        """The same however it is written: columns by dataset, no parentheses. Raises NotRead."""
        sources, catalog, dialect = self._sources, self._catalog, self._dialect

        def written(one: exp.Expr) -> exp.Expr:
            if isinstance(one, exp.Column):
                dataset, name = column_of(one, sources.datasets, catalog, dialect)
                return _column(dataset, name)
            return _plain(one)

        return _rebuilt(node.copy(), written)


class _Meanings:
    """All that the compiler would write over `base` joined to `datasets`, and what it means."""

    def __init__(self, catalog: Catalog, dialect: str, base: str, datasets: frozenset[str]) -> None:
        self._catalog = catalog
        self._base = base
        self._datasets = datasets
        self._dialect = dialect_named(dialect)
        # `beside`: every column says whose it is.
        self._scope = Scope(catalog, self._dialect, base, beside=True)
        self.dimensions: dict[exp.Expr, Dimension] = {}
        self.shown: dict[exp.Expr, ColumnRef] = {}
        self.groups: dict[exp.Expr, Group] = {}
        self.values: dict[exp.Expr, Value] = {}
        self.of_rows: dict[exp.Expr, ColumnRef] = {}
        self._fill()

    def _own(self, node: exp.Expr) -> exp.Expr | None:
        """What the compiler writes, read as if somebody else had."""
        try:
            text = exp.select(node).sql(dialect=self._dialect.name)
            read: exp.Expr = sqlglot.parse_one(text, dialect=self._dialect.name).expressions[0]
        except SqlglotError:
            return None

        def written(one: exp.Expr) -> exp.Expr:
            if isinstance(one, exp.Column):
                return _column(one.table, one.name.lower())
            return _plain(one)

        return _rebuilt(read, written)

    def _fill(self) -> None:
        for dimension in self._catalog.dimensions():
            if dimension.dataset in self._datasets:
                with suppress(QueryNotPossible):
                    self._add_dimension(dimension)
        for value in self._candidates(self._datasets):
            with suppress(QueryNotPossible, NotRead):
                node = quantity_of(value, self._catalog, self._dialect.name).formula.written(
                    self._write
                )
                self._keep(self.values, node, value)

    def _add_dimension(self, dimension: Dimension) -> None:
        shown = self._scope.dimension(dimension.ref)
        self._keep(self.dimensions, self._scope.stored(dimension.ref), dimension)
        self._keep(self.shown, shown, dimension.ref)
        if not dimension.is_time:
            self._keep(self.groups, shown, DimensionGroup(dimension.ref))
            return
        own = self._catalog.dataset(self._base).time == dimension.ref
        ref = None if own else dimension.ref
        calendar = self._catalog.calendar
        for grain in Grain:
            for fiscal in (False, True) if calendar.fiscal_year.start > 1 else (False,):
                group = TimeGroup(grain, ref, fiscal)
                bucket = self._dialect.bucket(
                    shown.copy(), dimension.type, grain, calendar.week_start, None,
                    months_ahead(group, calendar),
                )  # fmt: skip
                self._keep(self.groups, bucket, group)
                if isinstance(bucket, exp.Cast):
                    self._keep(self.groups, bucket.this.copy(), group)
        for part in DatePart:
            node = part_expression(shown.copy(), part, calendar, self._dialect)
            self._keep(self.groups, node, DatePartGroup(part, ref))
            if isinstance(node, exp.Cast):
                self._keep(self.groups, node.this.copy(), DatePartGroup(part, ref))

    def _candidates(self, datasets: frozenset[str]) -> Iterator[Value]:
        """The catalog's own names before what can be made of its columns."""
        catalog = self._catalog
        measures = [m for name in sorted(datasets) for m in catalog.dataset(name).measures]
        yield from (NamedMeasure(measure.name) for measure in measures)
        yield from (NamedMeasure(metric.name) for metric in catalog.metrics)
        yield from (CountRows(name) for name in sorted(datasets))
        refs = [one.ref for one in catalog.dimensions() if one.dataset in datasets]
        for ref in (*refs, *(measure.ref for measure in measures)):
            yield from (Aggregate(aggregation, ref) for aggregation in _AGGREGATED)
        for measure in measures:
            if measure.aggregation is Aggregation.SUM and not measure.filter:
                row = self._scope.expression(measure.dataset, measure.expression)
                self._keep(self.of_rows, row, measure.ref)

    def _write(self, atom: Atom, is_term: bool) -> exp.Expr:  # noqa: ARG002
        """As one SELECT over the base writes it. Raises NotRead where it would take another."""
        base, dialect = self._base, self._dialect
        if atom.snapshot or atom.only or atom.dataset not in self._datasets:
            raise NotRead("it is no aggregate of these tables")
        repeated = atom.dataset != base
        if repeated and atom.aggregation is Aggregation.COUNT and atom.counts_rows:
            (key,) = self._scope.key(atom.dataset) or (None,)
            if key is None:
                raise NotRead("its rows have no key")
            return dialect.aggregate(Aggregation.COUNT_DISTINCT, key)
        if repeated and atom.aggregation not in _REPEATABLE:
            raise NotRead("its rows are met more than once")
        if atom.counts_rows:
            counted: exp.Expr = exp.Count(this=exp.Star())
            if not atom.filter:
                return counted
        operand = (
            exp.Literal.number(1)
            if atom.counts_rows
            else self._scope.expression(atom.dataset, atom.expression).unnest()
        )
        if atom.filter:
            met = self._scope.expression(atom.dataset, atom.filter).unnest()
            operand = exp.Case(ifs=[exp.If(this=met, true=operand)])
        return dialect.aggregate(atom.aggregation, operand, atom.fraction)

    def _keep(self, kept: dict[exp.Expr, object] | dict, node: exp.Expr, means: object) -> None:  # type: ignore[type-arg]
        key = self._own(node)
        if key is not None:
            kept.setdefault(key, means)


_REPEATABLE = (Aggregation.MIN, Aggregation.MAX, Aggregation.COUNT_DISTINCT)


@lru_cache(maxsize=128)
def _meanings(catalog: ByIdentity, dialect: str, base: str, datasets: frozenset[str]) -> _Meanings:
    return _Meanings(catalog.catalog, dialect, base, datasets)


def _rebuilt(node: exp.Expr, written: Callable[[exp.Expr], exp.Expr]) -> exp.Expr:
    """The tree with each node written anew, after those within it."""
    for child in list(node.iter_expressions()):
        child.replace(_rebuilt(child, written))
    return written(node)


def _column(dataset: str, name: str) -> exp.Column:
    return exp.Column(this=exp.to_identifier(name), table=exp.to_identifier(dataset.lower()))


def _plain(node: exp.Expr) -> exp.Expr:
    """One node without what makes no difference: parentheses, names, other words for the same."""
    match node:
        case exp.Paren() | exp.Alias():
            inner: exp.Expr = node.this.pop()
            return inner
        case exp.Filter(this=exp.Sum() as summed):
            met = node.expression.this
            summed.set("this", exp.Case(ifs=[exp.If(this=met, true=summed.this)]))
            return summed
        case exp.Sum(this=exp.Case() as case):
            default = case.args.get("default")
            if isinstance(default, exp.Literal) and default.name == "0":
                case.set("default", None)
            return node
        case exp.Count(this=exp.Literal()):
            node.set("this", exp.Star())
            return node
        case _:
            return node


def joined_as_asked(sources: Sources, catalog: Catalog) -> bool:
    """Whether the compiler would bring these datasets together by the same joins."""
    try:
        path = join_graph(catalog).path(sources.base, sources.datasets.values())
    except (QueryNotPossible, KeyError):
        return False
    return {_ends(join) for join in path} == {_ends(join) for join in sources.joins}


def _ends(join: object) -> frozenset[object]:
    return frozenset({getattr(join, "left", None), getattr(join, "right", None)}) | {
        (getattr(join, "role", None),)
    }
