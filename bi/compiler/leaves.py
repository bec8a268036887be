"""One aggregated SELECT for the rows of one fact: where measures are never counted twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlglot import exp

from bi.catalog.joins import join_graph
from bi.compiler import names
from bi.compiler.conditions import condition, within
from bi.compiler.dialects.dialect import Dialect
from bi.compiler.groups import GroupColumn, check_group
from bi.compiler.parts import any_of, check_part, part_condition
from bi.compiler.periods import Shift, starts_bucket
from bi.compiler.related import condition_columns, condition_datasets, written
from bi.compiler.scope import Scope, dimension_of
from bi.compiler.values import Atom, Snapshot
from bi.compiler.viewpoint import Viewpoint, viewpoint_of
from bi.model.catalog import Aggregation, Catalog, ColumnRef, Grain, OverTime
from bi.model.errors import QueryNotPossible
from bi.model.semantic import (
    DatePartFilter,
    DimensionGroup,
    Filter,
    PeriodGroup,
    SemanticQuery,
    TimeGroup,
    TimeRange,
)

# Meeting a row twice does not change these.
_REPEATABLE = (Aggregation.MIN, Aggregation.MAX, Aggregation.COUNT_DISTINCT)


@dataclass(frozen=True, slots=True)
class Question:
    """A query with what every part of its SQL needs to know."""

    query: SemanticQuery
    catalog: Catalog
    dialect: Dialect
    groups: tuple[GroupColumn, ...] = ()

    @property
    def uses_own_time(self) -> bool:
        """Whether each measure's own time matters."""
        time = self.query.time
        return (
            any(
                group.group.column is None and not isinstance(group.group, DimensionGroup)
                for group in self.groups
            )
            or any(part.column is None for part in self.query.part_filters)
            or bool(time and time.column is None and (time.start or time.end))
        )

    def seen_from(
        self, home: str, time: ColumnRef | None, others: Iterable[ColumnRef] = ()
    ) -> Viewpoint:
        """How rows of `home`, dated by `time`, see what the question names, and `others`."""
        named = [*others, *(group.group.column for group in self.groups)]
        named += [part.column for part in self.query.filters]
        named += [part.column for part in self.query.part_filters]
        named += [*self.query.columns, self.query.time.column if self.query.time else None]
        return viewpoint_of(home, time, named, self.catalog)


@dataclass(frozen=True, slots=True)
class Leaf:
    """Atoms that one SELECT over `base` computes.

    `once` is a dataset whose rows `base` repeats and that must count once in each group. `only`
    are conditions of atoms that stand by themselves: beside others, rows would repeat again.
    `shift` is set for the earlier period of a comparison. `snapshot` is set where rows are states.
    """

    base: str
    atoms: tuple[Atom, ...] = ()
    once: str | None = None
    viewpoint: Viewpoint = Viewpoint()
    shift: Shift | None = None
    only: tuple[Filter, ...] = ()
    snapshot: Snapshot | None = None


def plan_leaves(atoms: Iterable[Atom], question: Question) -> tuple[Leaf, ...]:
    """The fewest leaves that compute all atoms. Raises QueryNotPossible where none can."""
    leaves: dict[Leaf, list[Atom]] = {}
    for atom in dict.fromkeys(atoms):
        time = _own_time(atom) if question.uses_own_time else None
        conditioned = [part.column for part in atom.only]
        viewpoint = question.seen_from(atom.dataset, time, conditioned)
        base = _base(atom, viewpoint, question)
        once = None if base == atom.dataset or _repeatable(atom, question.catalog) else atom.dataset
        only = atom.only if once else ()
        leaf = Leaf(base, (), once, viewpoint, None, only, atom.snapshot)
        leaves.setdefault(leaf, []).append(atom)
    return tuple(replace(leaf, atoms=tuple(found)) for leaf, found in leaves.items())


def references(question: Question, viewpoint: Viewpoint) -> dict[ColumnRef, str]:
    """Every dimension the question needs besides what it measures, and what for."""
    needed: dict[ColumnRef, str] = {}
    for group in question.groups:
        needed.setdefault(group.source(viewpoint), "grouped")
    for part in question.query.filters:
        needed.setdefault(viewpoint.dimension(part.column), "filtered")
    for one in question.query.conditions:
        for column in condition_columns(one):
            needed.setdefault(viewpoint.dimension(column), "filtered")
    for recurring in question.query.part_filters:
        if ref := viewpoint.column(recurring.column):
            needed.setdefault(ref, "limited in time")
    time = question.query.time
    if time and (ref := viewpoint.column(time.column)) and (time.start or time.end):
        needed.setdefault(ref, "limited in time")
    for ref in needed:
        dimension_of(question.catalog, ref)
    return needed


class LeafSource:
    """The FROM, WHERE and GROUP BY of a leaf, and its columns' expressions."""

    def __init__(self, leaf: Leaf, question: Question, aliases: dict[Atom, str]) -> None:
        self._leaf = leaf
        self._question = question
        self._aliases = aliases
        goals = {ref.dataset for ref in references(question, leaf.viewpoint)}
        goals |= {atom.dataset for atom in leaf.atoms}
        goals |= {
            leaf.viewpoint.dimension(part.column).dataset
            for atom in leaf.atoms
            for part in atom.only
        }
        goals |= condition_datasets(question.query.conditions)
        if leaf.snapshot:
            goals.add(leaf.snapshot.time.dataset)
        self._scope = Scope(
            question.catalog,
            question.dialect,
            leaf.base,
            join_graph(question.catalog).path(leaf.base, goals),
        )

    def aggregate(self, atom: Atom) -> exp.Expr:
        """The atom as an aggregate function of the rows that `select` reads."""
        if (snapshot := self._leaf.snapshot) and not snapshot.picks:
            over_time = Aggregation(snapshot.choice.value)
            return self._question.dialect.aggregate(over_time, names.column(self._aliases[atom]))
        return self._aggregate(atom)

    def _aggregate(self, atom: Atom) -> exp.Expr:
        dialect = self._question.dialect
        if self._leaf.once:
            aggregation = atom.aggregation
            column = names.column(self._aliases[atom])
            return dialect.aggregate(aggregation, column, atom.fraction)
        repeated = atom.dataset != self._leaf.base
        if atom.aggregation is Aggregation.COUNT and repeated:
            return dialect.aggregate(Aggregation.COUNT_DISTINCT, self._counted(atom))
        if atom.counts_rows and not atom.filter and not atom.only:
            return exp.Count(this=exp.Star())
        return dialect.aggregate(atom.aggregation, self._operand(atom), atom.fraction)

    def select(self, measured: list[exp.Expr]) -> exp.Select:
        """Groups, then `measured`, grouped."""
        query, keys = self._rows()
        if self._leaf.snapshot and not self._leaf.snapshot.picks:
            query = self._moments(query, keys)
            keys = self._group_columns()
        labelled = [
            aliased(key, group.name) for key, group in zip(keys, self._question.groups, strict=True)
        ]
        query.select(*labelled, *measured, copy=False)
        return group_by_position(query, len(keys))

    def _rows(self) -> tuple[exp.Select, list[exp.Expr]]:
        """Where rows come from, without columns, and what they are grouped by."""
        if self._leaf.once:
            inner = self._distinct_rows(self._leaf.once)
            query = exp.select().from_(
                inner.subquery(f"{self._leaf.once}_once", copy=False), copy=False
            )
            return query, self._group_columns()
        query = filtered(self._scope.select(), self._scope, self._question, self._leaf)
        return query, self._group_expressions()

    def _moments(self, query: exp.Select, keys: list[exp.Expr]) -> exp.Select:
        """A row for each time in each group, with what is measured of it."""
        groups = [
            aliased(key, group.name) for key, group in zip(keys, self._question.groups, strict=True)
        ]
        moment = names.column(self._moment) if self._leaf.once else self._time()
        measured = [aliased(self._aggregate(one), self._aliases[one]) for one in self._leaf.atoms]
        query.select(*groups, aliased(moment, self._moment), *measured, copy=False)
        each = group_by_position(query, len(groups) + 1).subquery("each_time", copy=False)
        return exp.select().from_(each, copy=False)

    def _time(self) -> exp.Expr:
        """What states are dated by, as it is stored."""
        assert self._leaf.snapshot is not None
        return stored_time(self._leaf.snapshot, self._scope)

    @property
    def _moment(self) -> str:
        """What a time is called beside groups and measures."""
        taken = names.Aliases()
        for name in (*(g.name for g in self._question.groups), *self._aliases.values()):
            taken.take(name)
        return taken.take("moment")

    def _group_columns(self) -> list[exp.Expr]:
        return [names.column(group.name) for group in self._question.groups]

    def _distinct_rows(self, once: str) -> exp.Select:
        """Each row of `once` a single time in each group, with what is measured of it."""
        taken = names.Aliases()
        for name in (*(g.name for g in self._question.groups), *self._aliases.values()):
            taken.take(name)
        columns = [
            aliased(key, group.name)
            for key, group in zip(self._group_expressions(), self._question.groups, strict=True)
        ]
        if self._leaf.snapshot and not self._leaf.snapshot.picks:
            columns.append(aliased(self._time(), taken.take("moment")))
        columns += [aliased(key, taken.take(key.name)) for key in self._scope.key(once)]
        columns += [aliased(self._operand(atom), self._aliases[atom]) for atom in self._leaf.atoms]
        query = filtered(self._scope.select(), self._scope, self._question, self._leaf)
        return query.select(*columns, copy=False).distinct(copy=False)

    def _group_expressions(self) -> list[exp.Expr]:
        leaf = self._leaf
        anchor = shift_anchor(self._question, leaf.viewpoint)
        return [
            group.expression(
                self._scope,
                leaf.viewpoint,
                leaf.shift if group.source(leaf.viewpoint) == anchor else None,
            )
            for group in self._question.groups
        ]

    def _operand(self, atom: Atom) -> exp.Expr:
        """What is aggregated of each row; NULL (0 in a sum) where the atom's filter fails."""
        otherwise = exp.Literal.number(0) if atom.aggregation is Aggregation.SUM else None
        if not atom.counts_rows:
            value = self._scope.expression(atom.dataset, atom.expression).unnest()
        elif atom.dataset == self._leaf.base:
            value = exp.Literal.number(1)
        else:
            value = self._scope.key(atom.dataset)[0]
        return self._where(atom, value, otherwise)

    def _counted(self, atom: Atom) -> exp.Expr:
        """The key of a row that is met several times, where it counts at all."""
        (key,) = self._scope.key(atom.dataset)
        if atom.counts_rows:
            return self._where(atom, key, None)
        value = self._scope.expression(atom.dataset, atom.expression)
        known = exp.Not(this=exp.Is(this=value, expression=exp.null()))
        return self._where(atom, exp.Case(ifs=[exp.If(this=known, true=key)]), None)

    def _where(self, atom: Atom, value: exp.Expr, otherwise: exp.Expr | None) -> exp.Expr:
        conditions = []
        if atom.filter:
            conditions.append(self._scope.expression(atom.dataset, atom.filter).unnest())
        viewpoint = self._leaf.viewpoint
        conditions += [
            _filter(part, viewpoint.dimension(part.column), self._scope) for part in atom.only
        ]
        if not conditions:
            return value
        met = exp.and_(*conditions, copy=False)
        return exp.Case(ifs=[exp.If(this=met, true=value)], default=otherwise)


def filtered(query: exp.Select, scope: Scope, question: Question, leaf: Leaf) -> exp.Select:
    """Adds the question's filters and time range, moved back by the leaf's shift."""
    conditions = _filters(scope, question, leaf)
    conditions += [written(one, scope) for one in question.query.conditions]
    conditions += _in_time(scope, question, leaf)
    if leaf.snapshot and leaf.snapshot.picks:
        conditions += _picked(query, scope, question, leaf)
    return query.where(*conditions, copy=False) if conditions else query


def _filters(
    scope: Scope, question: Question, leaf: Leaf, only: ColumnRef | None = None
) -> list[exp.Expr]:
    """`only`: those on that dimension."""
    refs = [(part, leaf.viewpoint.dimension(part.column)) for part in question.query.filters]
    return [_filter(part, ref, scope) for part, ref in refs if only in (None, ref)]


def _in_time(
    scope: Scope, question: Question, leaf: Leaf, only: ColumnRef | None = None
) -> list[exp.Expr]:
    """The time range, parts of dates and periods; `only`: those on that date."""
    viewpoint = leaf.viewpoint
    conditions: list[exp.Expr] = []
    if (time := question.query.time) and (time.start or time.end):
        ref = viewpoint.column(time.column)
        if ref is None:
            raise QueryNotPossible(f"There is no date that could be limited to {time.label}.")
        _check_range(time, ref, question.catalog)
        moved = leaf.shift.range_back(time) if leaf.shift else time
        if only in (None, ref):
            conditions += within(scope.stored(ref), moved, scope.dialect, scope.zones(ref))
    for one in question.query.part_filters:
        if only in (None, viewpoint.column(one.column)):
            conditions.append(_part_filter(one, viewpoint, scope))
    for group in question.groups:
        if isinstance(group.group, PeriodGroup) and only in (None, group.source(viewpoint)):
            ref = group.source(viewpoint)
            for period in group.group.periods:
                _check_range(period, ref, question.catalog)
            periods = list(group.group.periods)
            either = any_of(scope.stored(ref), periods, scope.dialect, scope.zones(ref))
            conditions.append(either.unnest())
    return conditions


def _picked(query: exp.Select, scope: Scope, question: Question, leaf: Leaf) -> list[exp.Expr]:
    """Limits states to the last or first of each period, of all rows or of each series.

    Which one that is depends on the conditions on its date alone, so that what the question
    leaves out otherwise adds up with what it shows.
    """
    snapshot = leaf.snapshot
    assert snapshot is not None
    catalog, time = question.catalog, snapshot.time
    steps = join_graph(catalog).path(snapshot.dataset, {time.dataset})
    inner = Scope(catalog, scope.dialect, snapshot.dataset, steps)
    conditions = _filters(inner, question, leaf, time) + _in_time(inner, question, leaf, time)
    if snapshot.filter:
        conditions.append(inner.expression(snapshot.dataset, snapshot.filter).unnest())
    extreme = Aggregation.MAX if snapshot.choice is OverTime.LAST else Aggregation.MIN
    chosen = scope.dialect.aggregate(extreme, stored_time(snapshot, inner))
    anchor = shift_anchor(question, leaf.viewpoint)
    buckets = [
        group.expression(inner, leaf.viewpoint, leaf.shift if time == anchor else None)
        for group in question.groups
        if group.source(leaf.viewpoint) == time
    ]
    table = snapshot.dataset if inner.joins else None
    series = [names.column(name, table) for name in snapshot.series]
    times = inner.select().where(*conditions, copy=False) if conditions else inner.select()
    if series or buckets:
        times.group_by(*(one.copy() for one in series), *buckets, copy=False)
    if not series:
        times.select(chosen, copy=False)
        return [exp.In(this=stored_time(snapshot, scope), query=exp.Subquery(this=times))]
    alias = f"{snapshot.choice}_known"
    own = [aliased(one, one.name) for one in series]
    times.select(*own, aliased(chosen, "known_at"), copy=False)
    here = [names.column(name, snapshot.dataset) for name in snapshot.series]
    met = [exp.EQ(this=one, expression=names.column(one.name, alias)) for one in here]
    met.append(
        exp.EQ(this=stored_time(snapshot, scope), expression=names.column("known_at", alias))
    )
    query.join(times.subquery(alias, copy=False), on=exp.and_(*met, copy=False), copy=False)
    return []


def stored_time(snapshot: Snapshot, scope: Scope) -> exp.Expr:
    """What states are dated by, as it is stored."""
    dimension = dimension_of(scope.catalog, snapshot.time)
    return scope.expression(dimension.dataset, dimension.expression)


def shift_anchor(question: Question, viewpoint: Viewpoint) -> ColumnRef | None:
    """The date that a comparison steps back: that of the range, else of the first time group."""
    time = question.query.time
    if time and (time.start or time.end):
        return viewpoint.column(time.column)
    grouped = (g.source(viewpoint) for g in question.groups if isinstance(g.group, TimeGroup))
    return next(grouped, None)


def group_by_position(query: exp.Select, count: int) -> exp.Select:
    """GROUP BY 1, 2 …: an alias that is also a column's name would mean different things."""
    positions = [exp.Literal.number(index + 1) for index in range(count)]
    return query.group_by(*positions, copy=False) if positions else query


def aliased(expression: exp.Expr, alias: str) -> exp.Expr:
    """`expression AS alias`, or the bare column where that is its name already."""
    if isinstance(expression, exp.Paren):
        expression = expression.unnest()
    if isinstance(expression, exp.Column) and expression.name == alias and not expression.table:
        return expression
    return exp.Alias(this=expression, alias=names.identifier(alias))


def _filter(part: Filter, column: ColumnRef, scope: Scope) -> exp.Expr:
    type_, zones = dimension_of(scope.catalog, column).type, scope.zones(column)
    stored = scope.stored(column)
    return condition(stored, type_, part.operator, part.values, scope.dialect, zones)


def _part_filter(one: DatePartFilter, viewpoint: Viewpoint, scope: Scope) -> exp.Expr:
    ref = viewpoint.column(one.column)
    if ref is None:
        raise QueryNotPossible(f"There is no date that has a {one.part.value.replace('_', ' ')}.")
    dimension, calendar = dimension_of(scope.catalog, ref), scope.catalog.calendar
    check_part(one.part, dimension)
    stored, zones = scope.stored(ref), scope.zones(ref)
    return part_condition(one, scope.dimension(ref), stored, zones, calendar, scope.dialect)


def _repeatable(atom: Atom, catalog: Catalog) -> bool:
    if atom.aggregation is Aggregation.COUNT:
        return len(catalog.dataset(atom.dataset).key) == 1
    return atom.aggregation in _REPEATABLE


def _own_time(atom: Atom) -> ColumnRef:
    if atom.time is None:
        raise QueryNotPossible(
            f"{atom.label} has no date, so it cannot be put into periods.", measure=atom.name
        )
    return atom.time


def _base(atom: Atom, viewpoint: Viewpoint, question: Question) -> str:
    graph, catalog = join_graph(question.catalog), question.catalog
    needed = references(question, viewpoint)
    datasets = {ref.dataset for ref in needed} | condition_datasets(question.query.conditions)
    datasets |= {viewpoint.dimension(part.column).dataset for part in atom.only}
    if atom.snapshot:
        datasets |= {atom.snapshot.time.dataset}
    base = graph.base(atom.dataset, frozenset(datasets))
    for group in question.groups:
        check_group(group.group, group.source(viewpoint), catalog)
    if base is not None:
        return base
    for ref, purpose in needed.items():
        if graph.base(atom.dataset, frozenset({ref.dataset})) is None:
            raise _unreachable(atom, ref, purpose, catalog)
    raise QueryNotPossible(
        f"{atom.label} cannot be related to "
        f"{' and '.join(dimension_of(catalog, ref).label for ref in needed)} at once: "
        "no dataset has rows of them all.",
        measure=atom.name,
    )


def _unreachable(atom: Atom, ref: ColumnRef, purpose: str, catalog: Catalog) -> QueryNotPossible:
    home, goal = catalog.dataset(atom.dataset), catalog.dataset(ref.dataset)
    reachable = [
        dataset.label
        for dataset in catalog.datasets
        if join_graph(catalog).base(home.name, frozenset({dataset.name})) is not None
    ]
    return QueryNotPossible(
        f"{atom.label} cannot be {purpose} by {dimension_of(catalog, ref).label}: no join path "
        f"leads from {home.label} to {goal.label}. What belongs to "
        f"{', '.join(reachable)} would work.",
        measure=atom.name,
        dimension=str(ref),
        reachable=reachable,
    )


def _check_range(time: TimeRange, ref: ColumnRef, catalog: Catalog) -> None:
    """A month's target cannot be cut: a range over months must consist of whole ones."""
    dimension = dimension_of(catalog, ref)
    if not dimension.is_time:
        raise QueryNotPossible(f"{dimension.label} is no date.", dimension=str(ref))
    grain = dimension.grain
    if grain is None or grain in (Grain.HOUR, Grain.DAY):
        return
    week_start = catalog.calendar.week_start
    if not all(starts_bucket(day, grain, week_start) for day in (time.start, time.end) if day):
        dataset = catalog.dataset(ref.dataset)
        raise QueryNotPossible(
            f"{dataset.label} are known by {grain} only: {time.label} is not made of whole ones.",
            dimension=str(ref),
            grain=grain.value,
        )
