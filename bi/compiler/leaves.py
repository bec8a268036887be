"""One aggregated SELECT for the rows of one fact: where measures are never counted twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlglot import exp

from bi.catalog.joins import join_graph
from bi.compiler import names
from bi.compiler.filtered import condition_of, filtered, stored_time
from bi.compiler.groups import check_group
from bi.compiler.names import aliased
from bi.compiler.question import Leaf, Question, references, shift_anchor
from bi.compiler.related import condition_datasets
from bi.compiler.scope import Scope, dimension_of
from bi.compiler.values import Atom
from bi.compiler.viewpoint import Viewpoint
from bi.model.catalog import Aggregation, Catalog, ColumnRef
from bi.model.errors import QueryNotPossible

# Meeting a row twice does not change these.
# Meeting a row twice does not change these.
_REPEATABLE = (Aggregation.MIN, Aggregation.MAX, Aggregation.COUNT_DISTINCT)


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
            beside=bool(leaf.snapshot and leaf.snapshot.picks and leaf.snapshot.series),
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
            condition_of(part, viewpoint.dimension(part.column), self._scope) for part in atom.only
        ]
        if not conditions:
            return value
        met = exp.and_(*conditions, copy=False)
        return exp.Case(ifs=[exp.If(this=met, true=value)], default=otherwise)


def group_by_position(query: exp.Select, count: int) -> exp.Select:
    """GROUP BY 1, 2 …: an alias that is also a column's name would mean different things."""
    positions = [exp.Literal.number(index + 1) for index in range(count)]
    return query.group_by(*positions, copy=False) if positions else query


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
